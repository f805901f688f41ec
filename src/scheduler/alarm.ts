// node-schedule (chosen by the owner) rings at a date. It is no more than that here: it keeps nothing over a restart,
// and what is due is looked up at each wake.
import { scheduleJob } from 'node-schedule'
import type { Instant } from '../events/ids.ts'
import { type Clock, type MachineTime, machineTime } from './clock.ts'

/** Wakes its owner at an instant, and every minute in any case. What is due then is for the owner to look up. */
export interface Alarm extends Disposable {
  /**
   * Wakes at this instant instead of the one set before, soon when it is past; null: only every minute.
   * Never wakes before it returns. Once it has woken, it has to be set again.
   */
  set(instant: Instant | null): void
}

export interface AlarmOptions {
  readonly clock: Clock
  /** Looks up what is due. Never called while it still runs: what comes meanwhile is one more call afterwards. */
  readonly onWake: () => void | Promise<void>
  /** What `onWake` threw. The alarm goes on. Must not throw. */
  readonly onError: (error: unknown) => void
  /** Longest time from the end of one wake to the next, in milliseconds. Maximum and default: 60,000. */
  readonly sleepMsMax?: number
  /** Default: the real machine. */
  readonly machine?: MachineTime
}

/** Also keeps every timer far below 2^31 − 1 ms, above which `setTimeout` fires at once. */
const SLEEP_MS_MAX = 60_000
/** An owner who sets what is past again and again is woken at most this often, and the process stays alive. */
const SLEEP_MS_MIN = 10

/** Starts an alarm. Dispose of it to let the process end; a wake that is under way is not waited for. */
export function createAlarm(options: AlarmOptions): Alarm {
  const { clock, onWake, onError, machine = machineTime } = options
  const sleepMsMax = Math.min(options.sleepMsMax ?? SLEEP_MS_MAX, SLEEP_MS_MAX)
  let due: Instant | null = null
  let isAwake = false
  let isClosed = false
  let cancelRing = () => {}
  // Not node-schedule: it compares with the time of day, and an hour set back would let us sleep for an hour.
  let heartbeat = setTimeout(wake, sleepMsMax)

  function set(instant: Instant | null): void {
    if (instant === due) return
    due = instant
    arm()
  }

  function arm(): void {
    cancelRing()
    if (isAwake || isClosed || due === null) return
    const sleepMs = Math.max(due - clock.now(), SLEEP_MS_MIN)
    // The heartbeat comes first otherwise, and arms again.
    if (sleepMs <= sleepMsMax) cancelRing = ringAt(new Date(machine.wallMs() + sleepMs), ring)
  }

  function ring(): void {
    // Our time may run slower than the machine's, so that it is not yet time.
    if (due !== null && due > clock.now()) arm()
    else wake()
  }

  async function wake(): Promise<void> {
    isAwake = true
    clearTimeout(heartbeat)
    cancelRing()
    if (due !== null && due <= clock.now()) due = null
    try {
      await onWake()
    } catch (error) {
      onError(error)
    }
    isAwake = false
    if (isClosed) return
    heartbeat = setTimeout(wake, sleepMsMax)
    arm()
  }

  function dispose(): void {
    isClosed = true
    cancelRing()
    clearTimeout(heartbeat)
  }

  return Object.freeze({ set, [Symbol.dispose]: dispose })
}

/**
 * Rings once at a date, never at once. Returns a function that cancels it.
 * node-schedule 2.1.1 loses track of a timer that fired a moment early: a job can ring after it was cancelled.
 */
function ringAt(date: Date, ring: () => void): () => void {
  let isLive = true
  const ringIfLive = () => {
    if (isLive) ring()
  }
  // Always the same name: node-schedule keeps every name for which it refused a date.
  const job = scheduleJob('bonfire-alarm', date, ringIfLive)
  // It takes no date that is past, and this one may have become so since it was computed.
  const late = job === null ? setTimeout(ringIfLive, SLEEP_MS_MIN) : undefined
  return () => {
    isLive = false
    job?.cancel()
    clearTimeout(late)
  }
}
