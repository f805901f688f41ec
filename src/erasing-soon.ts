import type { GroupId, Instant } from './events/ids.ts'
import { membership } from './host/core/membership.ts'
import type { FactRow } from './host/group.ts'
import { type Alarm, createAlarm } from './scheduler/alarm.ts'
import type { Clock } from './scheduler/clock.ts'

/** Whoever asks to be erased is answered first, which takes a platform a few seconds. In milliseconds. */
const ERASING_DELAY_MS = 20_000
/**
 * The account is closed at most so often, in milliseconds: all who ask meanwhile are erased together. What members are
 * told, "ten minutes or so", holds as long as this and `ERASING_DELAY_MS`.
 */
const ERASING_APART_MS = 600_000
/** What could not begin is tried again so much later, in milliseconds: the account is closed for a moment each time. */
const ERASING_AGAIN_MS = 3_600_000

/** Has an account closed and opened again a little after somebody has asked to be erased. */
export interface ErasingSoon extends Disposable {
  /** Looks at what was recorded. */
  onFacts(group: GroupId, facts: readonly FactRow[]): void
  /** The account has been opened: whoever still waits could not be erased before. */
  onOpened(): void
  /** Another account has written down whom this one is to erase. */
  onTold(): void
}

export interface ErasingSoonOptions {
  readonly clock: Clock
  readonly reopen: () => Promise<void>
  /** Whether anybody waits to be erased. */
  readonly isAwaited: () => boolean
  /** The account could not be opened again. */
  readonly onFatal: (error: unknown) => void
  /** How long after somebody has asked, in milliseconds. Default: 20,000. */
  readonly delayMs?: number
}

export function createErasingSoon({
  clock,
  reopen,
  isAwaited,
  onFatal,
  delayMs = ERASING_DELAY_MS,
}: ErasingSoonOptions): ErasingSoon {
  let isAsked = false
  let isTold = false
  let dueAt = 0 as Instant
  let earliestAt = 0 as Instant
  async function look(): Promise<void> {
    if (!isAsked || clock.now() < dueAt) return
    isAsked = false
    // Whoever asked while it was being closed is erased already.
    if (!isAwaited() && !isTold) return
    isTold = false
    keepApart()
    await reopen()
    keepApart()
    if (isAsked) wakeIn(ERASING_APART_MS)
    else onOpened()
  }
  const keepApart = () => {
    earliestAt = (clock.now() + ERASING_APART_MS) as Instant
  }
  let alarm: Alarm | null = null
  function wakeIn(ms: number): void {
    isAsked = true
    dueAt = (clock.now() + ms) as Instant
    alarm ??= createAlarm({ clock, onWake: look, onError: onFatal })
    alarm.set(dueAt)
  }
  function wakeSoon(ms: number): void {
    const inMs = Math.max(ms, earliestAt - clock.now())
    const isSoon = isAsked && dueAt <= clock.now() + inMs
    if (!isSoon) wakeIn(inMs)
  }
  function onOpened(): void {
    if (isAwaited() && !isAsked) wakeIn(ERASING_AGAIN_MS)
  }
  return {
    onFacts(_, facts) {
      if (!facts.some(([type]) => type === membership.facts.erasureAsked.type)) return
      wakeSoon(delayMs)
    },
    onOpened,
    onTold() {
      isTold = true
      wakeSoon(0)
    },
    [Symbol.dispose]: () => alarm?.[Symbol.dispose](),
  }
}
