import type { Instant } from '../events/ids.ts'

/** Where the time comes from. Time never runs backwards: no instant is earlier than one given before. */
export interface Clock {
  now(): Instant
}

/** The machine's two clocks. The only place where the project reads them. */
export interface MachineTime {
  /** The time of day, in milliseconds since 1970 UTC. Can be set, forward and back. */
  wallMs(): number
  /** Milliseconds since some moment. Cannot be set; stands still while the machine sleeps. */
  elapsedMs(): number
}

/** The real machine. */
export const machineTime: MachineTime = Object.freeze({
  wallMs: () => Date.now(),
  elapsedMs: () => performance.now(),
})

/** The machine's time of day was set, or the machine slept. */
export interface ClockJump {
  /** How far the time of day moved, in milliseconds. Negative: it was set back. */
  readonly byMs: number
  /** How far our time is ahead of the machine's now, in milliseconds. It takes twice as long to come level. */
  readonly aheadMs: number
  /** Our time when the jump was noticed. */
  readonly at: Instant
}

/** A jump of less than this is not reported: synchronisation corrects by fractions of a second. */
export const JUMP_REPORTED_MS_MIN = 2_000
/** The slowest that our time runs, as a share of real time. */
const SPEED_MIN = 0.5

/**
 * The clock of this process. It shows the machine's time of day, with one exception: while it is ahead, because the
 * machine's was set back, it runs at half speed until the machine has come level. So it never runs backwards, and it
 * never stalls: after a jump back of one hour a wait takes at most twice as long, and after two hours all is as before.
 * A jump forward, also by a sleep, is followed at once; what it skipped is for the schedules to miss or make up for.
 *
 * A mistaken jump forward that is corrected leaves it as far ahead. `onJump` says by how much; a restart takes the
 * machine's time at once.
 * @param options.onJump Called from `now()` for each jump of 2 s or more. Must not throw.
 */
export function systemClock(
  options: { readonly machine?: MachineTime; readonly onJump?: (jump: ClockJump) => void } = {},
): Clock {
  const { machine = machineTime, onJump } = options
  let wallMs = machine.wallMs()
  let elapsedMs = machine.elapsedMs()
  let timeMs = wallMs

  function now(): Instant {
    const wallMsBefore = wallMs
    const elapsedMsBefore = elapsedMs
    wallMs = machine.wallMs()
    elapsedMs = machine.elapsedMs()
    const passedMs = Math.max(0, elapsedMs - elapsedMsBefore)
    timeMs = Math.max(wallMs, timeMs + passedMs * SPEED_MIN)
    const at = Math.floor(timeMs) as Instant
    const byMs = Math.round(wallMs - wallMsBefore - passedMs)
    if (Math.abs(byMs) >= JUMP_REPORTED_MS_MIN) onJump?.({ byMs, aheadMs: Math.round(timeMs - wallMs), at })
    return at
  }

  return Object.freeze({ now })
}
