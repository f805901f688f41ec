import { act, type DueDelivery, type MemberId, membership, post, postpone, send, type Told, withdraw } from 'bonfire'
import { type Answer, type ClosingContext, plusMs } from './context.ts'
import { type ClosingState, closing, memberAt } from './facts.ts'
import { whereNext } from './freezing.ts'
import { REFUSED_TOLD } from './locking.ts'
import { openingOf } from './pending.ts'
import { membersToRemove } from './safety.ts'

/** Names in one message; the others are counted. */
const NAMED_MAX = 20
/**
 * How long the bot stays for everybody to be able to speak again, in milliseconds, and how often it looks. A process that
 * was down for hours has had no time to see to it: it is tried all the same, so often that the owner knows.
 */
const OPENING_MS_MAX = 24 * 3_600_000
const OPENING_LOOK_MS = 10_000

type Ending = 'closed' | 'graduated' | 'handed-over'

/** Everybody on the list has been seen to, or it cannot be done here: thanks, and what the owner has to know. */
export function end(context: ClosingContext, as: Ending = endingOf(context.state), isBeyond = false): Answer {
  const { state, say, now } = context
  const { closing: number, lock, removed, spared, failed, buyers, size } = state.group
  const members = as === 'handed-over' ? [] : notRemoved(state)
  const where = whereNext(context)
  const figures = { closing: number, as, removed, spared, failed, buyers, isBeyond, ...where }
  const farewell = { closing: number, as, gone: goneOf(context), size, hasNext: where.next !== null }
  return [
    closing.facts.ended({ closing: number, as, at: now }),
    // Also where the bot leaves: nobody is left behind in a group that they may not speak in.
    lock !== 'none' && act.readOnly(false),
    post(say.farewell(farewell), { class: 'notice' }),
    post(say.report({ ...figures, left: size - removed - spared, staying: membersToRemove(context).length, members }), {
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

/** How many on the list are not here any more, whoever has brought that about. */
function goneOf({ state, read }: ClosingContext): number {
  const { members } = read(membership)
  let gone = 0
  for (let index = 0; index < state.group.size; index += 1) {
    const member = memberAt(state, index)
    if (member === null || members.of(member).presence !== 'present') gone += 1
  }
  return gone
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
/** Once everybody can speak, or that cannot be had: then the owner knows. */
export function leaveDue(context: ClosingContext) {
  const { state, now } = context
  const { phase, endedAs, endedAt, lock } = state.group
  if (phase !== 'ended' || endedAs !== 'closed') return withdraw('closing-over')
  const opening = lock === 'none' ? null : openingOf(context)
  if (opening === null) return send()
  const isVain = opening.attempt >= REFUSED_TOLD && now >= plusMs(endedAt!, OPENING_MS_MAX)
  return isVain ? send() : postpone(plusMs(now, OPENING_LOOK_MS))
}
