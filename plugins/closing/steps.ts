import { type Answer, type ClosingContext, plusMs } from './context.ts'
import { unlessHeld } from './holding.ts'
import { goOnUnlocked, LOCK_MS_MAX, lock } from './locking.ts'
import { waitsFor } from './missing.ts'
import { invite, reach } from './reaching.ts'
import { remove } from './removing.ts'
import { readmit } from './stopping.ts'

/** Goes on from wherever it is: all that is needed for it is recorded. */
export function step(context: ClosingContext, number: number): Answer {
  const { state, now, wakeAt } = context
  const { phase, invitedUpTo, size, movingUntil, lockingAt } = state.group
  if (number !== state.group.closing) return []
  const isUnderWay = phase !== 'announced' && phase !== 'stopped' && phase !== 'ended'
  const waits = isUnderWay ? waitsFor(state, now) : null
  if (waits !== null) return waits === 'unsaid' ? [] : [wakeAt('step', waits, { closing: number })]
  const wait = (until: number) => [wakeAt('step', until as typeof now, { closing: number })]
  switch (phase) {
    case 'announced':
      return reach(context, number)
    case 'inviting':
      return invitedUpTo < size ? unlessHeld(context, () => invite(context)) : []
    case 'moving':
      return movingUntil! > now ? wait(movingUntil!) : unlessHeld(context, () => close(context))
    case 'locking': {
      const lockedBy = plusMs(lockingAt!, LOCK_MS_MAX)
      return lockedBy > now ? wait(lockedBy) : goOnUnlocked(context)
    }
    case 'removing':
      return remove(context)
    case 'stopped':
      return readmit(context)
    default:
      return []
  }
}

/** People who stay can go on talking: then the group stays as it is. */
const close = (context: ClosingContext): Answer =>
  context.state.group.mode === 'graduate' ? remove(context) : lock(context)
