import { act, type DueDelivery, type MemberId, post, send, type Told, withdraw } from 'bonfire'
import type { Answer, ClosingContext } from './context.ts'
import { type ClosingState, closing, memberAt } from './facts.ts'
import { whereNext } from './freezing.ts'

/** Names in one message; the others are counted. */
const NAMED_MAX = 20

type Ending = 'closed' | 'graduated' | 'handed-over'

/** Everybody on the list has been seen to, or it cannot be done here: thanks, and what the owner has to know. */
export function end(context: ClosingContext, as: Ending = endingOf(context.state)): Answer {
  const { state, say, now } = context
  const { closing: number, lock, removed, spared, failed, buyers } = state.group
  const members = as === 'handed-over' ? [] : notRemoved(state)
  const figures = { closing: number, as, removed, spared, failed, buyers, ...whereNext(context) }
  return [
    closing.facts.ended({ closing: number, as, at: now }),
    lock !== 'none' && as !== 'closed' && act.readOnly(false),
    as !== 'handed-over' && post(say.farewell({ closing: number, as: as }), { class: 'notice' }),
    post(say.report({ ...figures, left: state.group.size - removed - spared, members }), {
      class: 'notice',
      to: 'owner',
    }),
  ]
}

/** Where nobody could be removed, it is the owner's to do. */
function endingOf({ group: { mode, removed, failed } }: ClosingState): Ending {
  if (removed === 0 && failed > 0) return 'handed-over'
  return mode === 'graduate' ? 'graduated' : 'closed'
}

function notRemoved(state: ClosingState): readonly MemberId[] {
  const members: MemberId[] = []
  for (let index = 0; index < state.group.size && members.length < NAMED_MAX; index += 1) {
    const member = memberAt(state, index)
    if (member === null) continue
    const { closing: number, is } = state.fates.of(member)
    if (number === state.group.closing && is === 'could-not') members.push(member)
  }
  return members
}

/** The last word has been said, or could not be: nothing is left to do in a group that is closed. */
export function farewellTold({ state }: ClosingContext, { params }: DueDelivery, told: Told): Answer {
  const isOver = state.group.phase === 'ended' && state.group.closing === Number(params.closing)
  return isOver && state.group.endedAs === 'closed' && told.is !== 'unknown' ? [act.leave()] : []
}
export const leaveDue = ({ state }: ClosingContext) =>
  state.group.phase === 'ended' && state.group.endedAs === 'closed' ? send() : withdraw('closing-over')
