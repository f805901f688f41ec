import { type DueAnswer, type DueDelivery, type Instant, post, send, type Told, withdraw } from 'bonfire'
import { type Answer, type DrawContext, isGone, plusMs } from './context.ts'
import { luckyDraw, ticketOf } from './facts.ts'
import { isOwed } from './owed.ts'
import { heldSlots, lostSlots, passOn, slotsOf } from './passing.ts'
import { proofSaying } from './proof-file.ts'

const HOUR_MS = 3_600_000
/** Between attempts to tell a result that a platform has refused, in milliseconds. */
const TELL_AGAIN_MS = HOUR_MS
/** So long after the draw that is given up, in milliseconds: the owner has the result then. */
const TELL_MS_MAX = 24 * HOUR_MS

/** Tells the result, once whoever is not there has been passed over, in as many steps as that takes. */
export function publish(context: DrawContext, draw: number): Answer {
  const { state, say, decidedAt, wakeAt } = context
  const { phase } = state.draws.of(draw)
  if (phase !== 'drawn' || isGone(context) || isOwed(context, 'result', draw)) return []
  const lost = lostSlots(context, draw)
  if (lost.length > 0) return [...passOn(context, draw, lost).facts, wakeAt('publish', decidedAt, { draw })]
  const result = resultOf(context, draw)
  return [
    post(say.result(result), { class: 'notice', picture: 'result' }),
    post(proofSaying(context, draw), { class: 'notice', file: 'proof' }),
  ]
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
    ...{ passed: new Set(passes.map(({ slot }) => slot)).size, isRehearsal: chain === 'rehearsal' },
  }
}

export const resultDue = ({ state }: DrawContext, { params }: DueDelivery): DueAnswer =>
  state.draws.of(Number(params.draw)).phase === 'drawn' ? send() : withdraw('told')

/** From its time in the group on prizes are claimed. */
export function resultTold(context: DrawContext, { params }: DueDelivery, told: Told): Answer {
  const { state, say, decidedAt, wakeAt } = context
  const draw = Number(params.draw)
  const { phase, drawnAt, rules } = state.draws.of(draw)
  if (phase !== 'drawn' || told.is === 'unknown') return []
  if (told.is === 'failed') {
    const next = plusMs(decidedAt, TELL_AGAIN_MS)
    if (next < drawnAt! + TELL_MS_MAX) return [wakeAt('publish', next, { draw })]
    return [
      post(say.untold(resultOf(context, draw)), { class: 'notice', to: 'owner' }),
      ...openClaims(context, draw, { at: decidedAt, hours: rules!.claimHours }),
    ]
  }
  return openClaims(context, draw, { at: told.at, hours: rules!.claimHours, message: told.message })
}

interface From {
  readonly at: Instant
  readonly hours: number
  readonly message?: Extract<Told, { is: 'sent' }>['message'] | undefined
}
function openClaims(context: DrawContext, draw: number, { at, hours, message }: From): Answer {
  const { state, wakeAt } = context
  const until = plusMs(at, hours * HOUR_MS)
  const waiting = heldSlots(state, draw)
  const published = luckyDraw.facts.published({ draw, at, until, ...(message !== undefined && { message }) })
  if (waiting.length === 0) return [published, luckyDraw.facts.finished({ draw, at: context.decidedAt })]
  return [
    published,
    ...waiting.map(({ n }) => luckyDraw.facts.expectedUntil({ draw, slot: ticketOf(draw, n), n, until })),
    wakeAt('remind', plusMs(at, (hours * HOUR_MS) / 2), { draw }),
    wakeAt('claims', until, { draw }),
  ]
}
