import { type Answer, type ClosingContext, plusMs } from './context.ts'
import { invite, reach } from './reaching.ts'
import { goOnUnlocked, LOCK_MS_MAX, lock, remove } from './removing.ts'
import { readmit } from './stopping.ts'

/** Goes on from wherever it is: all that is needed for it is recorded. */
export function step(context: ClosingContext, number: number): Answer {
  const { state, now, wakeAt } = context
  const { phase, invitedUpTo, size, movingUntil, lockingAt } = state.group
  if (number !== state.group.closing) return []
  const wait = (until: number) => [wakeAt('step', until as typeof now, { closing: number })]
  switch (phase) {
    case 'announced':
      return reach(context, number)
    case 'inviting':
      return invitedUpTo < size ? invite(context) : []
    case 'moving':
      return movingUntil! > now ? wait(movingUntil!) : lock(context)
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
