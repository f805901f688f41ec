import { type Answer, type ClosingContext, shownAt } from './context.ts'
import { decisionShown } from './deciding.ts'
import { isOpen } from './facts.ts'
import { whereNext } from './freezing.ts'

type Saying = ReturnType<ClosingContext['say']['nothingToStop']>

/** Its line of `/plan`. None where nobody is ever removed. */
export function standing(context: ClosingContext): readonly Saying[] {
  const { state, say, config } = context
  const { phase, heldFor, removed, size, endedAs, until } = state.group
  if (heldFor !== null) return [say.standsHeld({ reason: heldFor })]
  if (isOpen(state)) {
    const isWaiting = phase === 'announced'
    return [say.standsOpen({ phase, removed, size, until: isWaiting ? shownAt(context, until!) : null })]
  }
  if (phase === 'ended' && state.group.campaign === (context.plan?.startDay ?? null)) {
    return [say.standsEnded({ as: endedAs! })]
  }
  const decision = decisionShown(context)
  return decision === null ? [] : [say.standsSoon({ at: decision.at, ...config.policy })]
}

/** Every step that was taken, when and why. */
export function whyClosing(context: ClosingContext): Answer {
  const { state, say, config } = context
  const { group } = state
  const at = (instant: typeof group.frozenAt) => (instant === null ? null : shownAt(context, instant))
  const decision = decisionShown(context)
  return [
    say.why({
      decision: decision && { at: decision.at, ...config.policy },
      kept: group.keptFor === null ? null : { reason: group.keptFor, at: at(group.keptAt)! },
      held: group.heldFor === null ? null : { reason: group.heldFor, at: at(group.heldAt)! },
      last:
        group.closing === 0
          ? null
          : {
              ...{ closing: group.closing, mode: group.mode!, size: group.size, hash: group.hash, by: group.by },
              ...{ frozenAt: at(group.frozenAt)!, announcedAt: at(group.announcedAt), until: at(group.until) },
              ...{ extensions: group.extensions, invited: group.invited, movingAt: at(group.movingAt) },
              hasNext: whereNext(context).next !== null,
              ...{ lockedAt: at(group.lockedAt), removingAt: at(group.removingAt) },
              ...{ removed: group.removed, spared: group.spared, failed: group.failed },
              stopped: group.stoppedFor && {
                ...{ reason: group.stoppedFor, by: group.stoppedBy, at: at(group.stoppedAt)! },
              },
              ended: group.endedAs && { as: group.endedAs, at: at(group.endedAt)! },
            },
    }),
  ]
}
