import type { Instant } from '../events/ids.ts'
import type { Clock } from '../scheduler/clock.ts'

/** A clock that stands still until it is set. */
export interface VirtualClock extends Clock {
  /** @throws RangeError when it would run backwards. */
  set(to: Instant): void
}

export function createVirtualClock(start: Instant): VirtualClock {
  let now = start
  return {
    now: () => now,
    set(to) {
      if (to < now) throw new RangeError(`The virtual clock stands at ${now} and cannot go back to ${to}.`)
      now = to
    },
  }
}
