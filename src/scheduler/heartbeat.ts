import type { Event } from '../events/event.ts'
import type { GroupId, Instant } from '../events/ids.ts'
import { days, pulse } from '../host/core/time.ts'
import type { Handled, Host } from '../host/host.ts'
import type { Clock } from './clock.ts'

/** A silence of more than this is an outage, in milliseconds. */
export const OUTAGE_MS_MIN = 120_000

export interface HeartbeatOptions {
  readonly host: Host
  readonly clock: Clock
  /** Where the account's own pulse is recorded. */
  readonly office: GroupId
  /** In milliseconds. Null: never; then only times without a connection are outages. */
  readonly everyMs: number | null
  /** A time without a connection of more than this is an outage, in milliseconds. Default: that of a silence. */
  readonly outageMsMin?: number
  /** Somebody has listened in our place: until the first connection no silence was an outage. Default: false. */
  readonly wasHeard?: boolean
  readonly decide: (event: Event) => Handled
  /** Decides an event that has happened whether or not the journal takes it now. */
  readonly record: (event: Event) => void
  /** Nobody looked at the time for so long that it was an outage: the machine slept, or its clock was set forward. */
  readonly onGap: () => void
}

/** Writes down that the account is alive, and tells every group when it was not. */
export interface Heartbeat {
  readonly isConnected: boolean
  connected(): void
  disconnected(): void
  pump(now: Instant): void
  nextAt(): Instant | null
}

export function createHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { host, clock, office, everyMs, outageMsMin = OUTAGE_MS_MIN, decide, record, onGap } = options
  let nextBeatAt = everyMs === null ? null : clock.now()
  let isConnected = false
  let { wasHeard = false } = options
  let pulses = 0

  const lastPulse = () => host.read(office, pulse).group

  function pulseOf(kind: 'beat' | 'connected' | 'disconnected'): Event {
    const at = clock.now()
    pulses += 1
    // A connection may come and go at one instant, and each time counts.
    return { kind: 'pulse', cause: `pulse:${kind}:${at}:${pulses}`, group: office, at, pulse: kind }
  }

  /**
   * Every group is told of the time since the last sign of life, as far as it has not been told: a start that broke
   * off half-way has told some of them.
   */
  function tellOutage(to: Instant): void {
    const { aliveAt } = lastPulse()
    if (aliveAt === null) return
    for (const group of host.groups.keys()) {
      // A sign of life from the future is that of a clock that was wrong.
      const from = Math.max(Math.min(aliveAt, to), Math.min(host.read(group, days).group.awayUntil, to)) as Instant
      if (group === office || to - from <= outageMsMin) continue
      record({ kind: 'outage', cause: `outage:${from}`, group, at: to, from, to })
    }
  }
  /** Without beats, a process that ended while connected may have been alive until a moment ago. */
  const isSilenceKnown = () => everyMs !== null || !lastPulse().connected

  return {
    get isConnected() {
      return isConnected
    },
    connected() {
      if (!isConnected && !wasHeard && isSilenceKnown()) tellOutage(clock.now())
      isConnected = true
      wasHeard = false
      record(pulseOf('connected'))
    },
    disconnected() {
      if (!isConnected) return
      isConnected = false
      record(pulseOf('disconnected'))
    },
    pump(now) {
      if (everyMs === null || nextBeatAt === null || now < nextBeatAt) return
      const isGap = now - nextBeatAt > OUTAGE_MS_MIN
      nextBeatAt = (now + everyMs) as Instant
      if (!isConnected) return
      if (isGap) {
        tellOutage(now)
        onGap()
      }
      // One that is refused is not made up for: the next one says the same.
      decide(pulseOf('beat'))
    },
    nextAt: () => nextBeatAt,
  }
}
