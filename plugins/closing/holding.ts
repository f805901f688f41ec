import { act } from 'bonfire'
import { type Answer, type ClosingContext, plusMs } from './context.ts'
import { hold, release } from './deciding.ts'
import { closing } from './facts.ts'
import { removalOf } from './pending.ts'
import type { HeldFor } from './records.ts'
import { hasUnmatched } from './safety.ts'

const HOUR_MS = 3_600_000
/** So long only admins speak while it waits, in milliseconds: then everybody does, until it goes on. */
export const QUIET_MS_MAX = 6 * HOUR_MS
/** So long and so often a removal is tried before the owner is told, in milliseconds. It is tried on. */
export const STUCK_MS = 6 * HOUR_MS
/** Time alone says nothing: the bot may have been away. */
const STUCK_ATTEMPTS = 30

/** What the closing under way waits for. Null: it goes on. */
export function heldBy(context: ClosingContext): HeldFor | null {
  const { heldFor, phase, target, targetSince } = context.state.group
  // A plan that stood still before it began does not hold it: whoever began it knew.
  if (heldFor === 'paused' && context.plan?.isPaused) return 'paused'
  // It may have been paid by anybody on the list.
  if (hasUnmatched(context)) return 'unmatched'
  if (phase !== 'removing' || target === null || context.now < plusMs(targetSince!, STUCK_MS)) return null
  return (removalOf(context, target)?.attempt ?? 0) >= STUCK_ATTEMPTS ? 'platform' : null
}

/** Waits, and says so once. A group in which only admins speak is not left so for long. */
export function wait(context: ClosingContext, reason: HeldFor): Answer {
  const { state, now, wakeAt } = context
  const { closing: number, lock, heldFor, heldAt, openingAt } = state.group
  const held = hold(context, reason)
  if (lock === 'none' || openingAt !== null) return held
  const opensAt = plusMs(heldFor === reason ? heldAt! : now, QUIET_MS_MAX)
  if (now < opensAt) return [...held, wakeAt('step', opensAt, { closing: number })]
  return [...held, closing.facts.opening({ closing: number, at: now }), act.readOnly(false)]
}

/** Goes on as soon as nothing is waited for. */
export function unlessHeld(context: ClosingContext, goOn: () => Answer): Answer {
  const reason = heldBy(context)
  return reason === null ? [...release(context), ...goOn()] : wait(context, reason)
}
