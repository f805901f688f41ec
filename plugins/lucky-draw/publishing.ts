import { type DueAnswer, type DueDelivery, type Instant, post, prizesOf, send, type Told, withdraw } from 'bonfire'
import { type Answer, type DrawContext, isGone, plusMs } from './context.ts'
import { luckyDraw, ticketOf } from './facts.ts'
import { isOwed } from './owed.ts'
import { claimableFrom, heldSlots, lostSlots, passOn, slotsOf } from './passing.ts'
import { proofSaying } from './proof-file.ts'

const HOUR_MS = 3_600_000
/** Between attempts to tell what a platform has refused, in milliseconds. */
export const TELL_AGAIN_MS = HOUR_MS
/** So long after the draw the owner is told the result, in milliseconds. The group is still told as soon as it can be. */
const OWNER_TOLD_AFTER_MS = 24 * HOUR_MS

/** Tells the result, once whoever is not there has been passed over, in as many steps as that takes. */
export function publish(context: DrawContext, draw: number): Answer {
  const { state, say, decidedAt, wakeAt } = context
  const { phase } = state.draws.of(draw)
  if (phase !== 'drawn' || isGone(context) || isOwed(context, 'result', draw)) return []
  const lost = lostSlots(context, draw)
  if (lost.length > 0) return [...passOn(context, draw, lost).facts, wakeAt('publish', decidedAt, { draw })]
  return [post(say.result(resultOf(context, draw)), { class: 'notice', picture: 'result' })]
}

/** What the message and the picture say. */
function resultOf({ state }: DrawContext, draw: number) {
  const { rules, N, chain, round, commit, passes } = state.draws.of(draw)
  const slots = slotsOf(state, draw)
  const prizes = rules!.prizes.map(({ name, count }, prize) => ({
    name,
    count,
    members: slots.flatMap(slot => (slot.prize === prize && slot.member !== null ? [slot.member] : [])),
  }))
  return {
    ...{ draw, title: rules!.title, prizes, N, round, commit: commit!, hours: rules!.claimHours },
    // Those that went to somebody: where nobody was left, that is said of the prize.
    passed: slots.filter(({ n, member }) => member !== null && passes.some(({ slot }) => slot === n)).length,
    ...{ spare: prizesOf(rules!) - slots.length, isRehearsal: chain === 'rehearsal' },
  }
}

export const resultDue = ({ state }: DrawContext, { params }: DueDelivery): DueAnswer =>
  state.draws.of(Number(params.draw)).phase === 'drawn' ? send() : withdraw('told')

/** From its time in the group on prizes are claimed. Until it stands there nobody can lose one by not claiming it. */
export function resultTold(context: DrawContext, { params }: DueDelivery, told: Told): Answer {
  const { state, wakeAt, decidedAt } = context
  const draw = Number(params.draw)
  const { phase, rules } = state.draws.of(draw)
  if (phase !== 'drawn' || told.is === 'unknown') return []
  if (told.is === 'failed') {
    return [wakeAt('publish', plusMs(decidedAt, TELL_AGAIN_MS), { draw }), ...tellOwner(context, draw)]
  }
  return [
    ...openClaims(context, draw, { at: told.at, hours: rules!.claimHours, message: told.message }),
    post(proofSaying(context, draw), { class: 'notice', file: 'proof' }),
  ]
}

/** Once, when it has taken long. */
function tellOwner(context: DrawContext, draw: number): Answer {
  const { state, say, decidedAt } = context
  const { drawnAt, isUntold } = state.draws.of(draw)
  if (isUntold || decidedAt < drawnAt! + OWNER_TOLD_AFTER_MS) return []
  return [
    luckyDraw.facts.untold({ draw, at: decidedAt }),
    post(say.untold(resultOf(context, draw)), { class: 'notice', to: 'owner' }),
  ]
}

interface From {
  readonly at: Instant
  readonly hours: number
  readonly message?: Extract<Told, { is: 'sent' }>['message'] | undefined
}
function openClaims(context: DrawContext, draw: number, { at, hours, message }: From): Answer {
  const { state, wakeAt } = context
  const from = claimableFrom(state, draw, at)
  const until = plusMs(from, hours * HOUR_MS)
  const waiting = heldSlots(state, draw)
  const published = luckyDraw.facts.published({ draw, at, until, ...(message !== undefined && { message }) })
  if (waiting.length === 0) return [published, luckyDraw.facts.finished({ draw, at: context.decidedAt })]
  return [
    published,
    ...waiting.map(({ n }) => luckyDraw.facts.expectedUntil({ draw, slot: ticketOf(draw, n), n, until })),
    wakeAt('remind', plusMs(from, (hours * HOUR_MS) / 2), { draw }),
    wakeAt('claims', until, { draw }),
  ]
}
