import type { Event } from '../events/event.ts'
import type { Instant } from '../events/ids.ts'
import type { Handled } from '../host/host.ts'
import type { Clock } from '../scheduler/clock.ts'

/** How long to wait before a journal that took nothing is asked again, in milliseconds. */
export const REFUSED_RETRY_MS = 1_000

/** Records what has happened, sooner or later: a journal that takes nothing is asked again until it does. */
export interface Recorder {
  /** `then` is called once the journal has taken it, at once when it takes it at once. */
  record(event: Event, then?: (handled: Handled) => void): void
  /** Asks again, in the order in which things happened. */
  pump(now: Instant): void
  nextAt(): Instant | null
}

interface Unrecorded {
  readonly event: Event
  readonly then: (handled: Handled) => void
}

/** What waits in it is as much as can happen while the journal takes nothing: an outcome for each call that was made. */
export function createRecorder(decide: (event: Event) => Handled, clock: Clock): Recorder {
  let unrecorded: Unrecorded[] = []
  let againAt: Instant | null = null

  function record(event: Event, then: Unrecorded['then'] = () => {}): void {
    const handled = decide(event)
    if (handled.is !== 'refused') return then(handled)
    unrecorded.push({ event, then })
    againAt ??= (clock.now() + REFUSED_RETRY_MS) as Instant
  }

  return {
    record,
    pump(now) {
      if (againAt === null || now < againAt) return
      const waiting = unrecorded
      unrecorded = []
      againAt = null
      for (const { event, then } of waiting) record(event, then)
    },
    nextAt: () => againAt,
  }
}
