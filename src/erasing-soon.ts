import type { GroupId, Instant } from './events/ids.ts'
import { membership } from './host/core/membership.ts'
import type { FactRow } from './host/group.ts'
import { type Alarm, createAlarm } from './scheduler/alarm.ts'
import type { Clock } from './scheduler/clock.ts'

/** Whoever asks to be erased is answered first, which takes a platform a few seconds. In milliseconds. */
export const ERASING_DELAY_MS = 20_000

/** Has an account closed and opened again a little after somebody has asked to be erased. */
export interface ErasingSoon extends Disposable {
  /** Looks at what was recorded. */
  onFacts(group: GroupId, facts: readonly FactRow[]): void
}

export interface ErasingSoonOptions {
  readonly clock: Clock
  readonly reopen: () => Promise<void>
  /** The account could not be opened again. */
  readonly onFatal: (error: unknown) => void
  /** Default: `ERASING_DELAY_MS`. */
  readonly delayMs?: number
}

export function createErasingSoon({
  clock,
  reopen,
  onFatal,
  delayMs = ERASING_DELAY_MS,
}: ErasingSoonOptions): ErasingSoon {
  let isAsked = false
  let dueAt = 0 as Instant
  async function look(): Promise<void> {
    if (!isAsked || clock.now() < dueAt) return
    isAsked = false
    await reopen()
  }
  let alarm: Alarm | null = null
  return {
    onFacts(_, facts) {
      if (isAsked || !facts.some(([type]) => type === membership.facts.erasureAsked.type)) return
      isAsked = true
      dueAt = (clock.now() + delayMs) as Instant
      alarm ??= createAlarm({ clock, onWake: look, onError: onFatal })
      alarm.set(dueAt)
    },
    [Symbol.dispose]: () => alarm?.[Symbol.dispose](),
  }
}
