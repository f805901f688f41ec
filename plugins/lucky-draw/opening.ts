import { operate, question, timeOfRound } from 'bonfire'
import { type Answer, type Asked, byOf, type OfDraw, shownAt, type Voiding } from './context.ts'
import { drawFrom, SIGNATURE_DIGITS, whatIsWrong } from './drawing.ts'
import { isOpen } from './facts.ts'
import { OWNERS_REASONS, type OwnersReason } from './records.ts'
import { again, voided } from './voiding.ts'

/** `/draw_open`: close it now, or paste what it waits for, or hear what that is. */
export function openDraw(
  context: Asked,
  { draw, signature }: OfDraw & { readonly signature?: string | undefined },
): Answer {
  const { state, say, confirm, decidedAt } = context
  const record = state.draws.of(draw)
  const { rules, phase, round } = record
  if (rules === null) return [say.noSuchDraw({ draw })]
  const { title } = rules
  if (isOpen(record)) {
    const entries = state.counts.of(draw).count
    return [question(say.sureOpen({ draw, title, entries, next: state.group.draws + 1 }), confirm.drawOpen({ draw }))]
  }
  if (phase === 'sealed') return [say.notPostedYet({ draw, title })]
  if (phase !== 'posted') return [say.isDrawn({ draw, title, isVoid: phase === 'void' })]
  const told = { draw, title, round, at: shownAt(context, timeOfRound(round)) }
  if (signature === undefined) return [say.waitsFor({ ...told, isLate: decidedAt > timeOfRound(round) })]
  const pasted = signature.toLowerCase()
  const mistake = whatIsWrong(record, pasted, decidedAt)
  if (mistake !== null)
    return [say.wrongSignature({ ...told, mistake, digits: pasted.length, wanted: SIGNATURE_DIGITS })]
  return [...drawFrom(context, draw, pasted), operate(say.opened({ draw, title }), { log: say.openedLog({ draw }) })]
}

/** Whoever is in by now takes part in it under a new number: nobody can be said to have chosen the moment unseen. */
export function openConfirmed(context: Asked, { draw }: OfDraw): Answer {
  const { state, say, decidedAt } = context
  const record = state.draws.of(draw)
  if (!isOpen(record)) return [say.drawIsClosed({ draw, title: record.rules!.title })]
  const { title } = record.rules!
  return [
    ...again(context, draw, { reason: 'cancelled', attempt: 1, closesAt: decidedAt, ...byOf(context) }),
    operate(say.closedNow({ draw, title, next: state.group.draws + 1 }), { log: say.closedNowLog({ draw }) }),
  ]
}

/** `/draw_cancel`: only while the list is not fixed. */
export function askToCancel(context: Asked, { draw }: OfDraw): Answer {
  const { state, say, confirm } = context
  const refusal = notOpen(context, draw)
  if (refusal) return [refusal]
  const { title, cost } = state.draws.of(draw).rules!
  const entries = state.counts.of(draw).count
  return [question(say.sureCancel({ draw, title, entries, hasCost: cost !== null }), confirm.drawCancel({ draw }))]
}

export function cancelConfirmed(context: Asked, { draw }: OfDraw): Answer {
  const refusal = notOpen(context, draw)
  if (refusal) return [refusal]
  const { say } = context
  return [
    ...voided(context, draw, { reason: 'cancelled', ...byOf(context) }),
    operate(say.cancelled({ draw }), { log: say.cancelledLog({ draw }) }),
  ]
}

/** Why it cannot be cancelled. Null: it can. */
function notOpen({ state, say }: Asked, draw: number) {
  const { rules, phase } = state.draws.of(draw)
  if (rules === null) return say.noSuchDraw({ draw })
  if (isOpen({ phase })) return null
  const isFixed = phase === 'sealed' || phase === 'posted'
  return isFixed
    ? say.isFixed({ draw, title: rules.title })
    : say.isDrawn({ draw, title: rules.title, isVoid: phase === 'void' })
}

const REASON_WORDS: Readonly<Record<string, OwnersReason>> = {
  ...Object.fromEntries(OWNERS_REASONS.map(reason => [reason, reason])),
  奖品: 'prize',
  写错: 'mistake',
  其他: 'other',
}
/** What may be typed as a reason. */
export const REASONS_TYPED = Object.keys(REASON_WORDS) as [string, ...string[]]

/** `/draw_void`: the owner gives up a draw whose list is fixed, in front of everybody. */
export function askToVoid(context: Asked, { draw, why }: OfDraw & { readonly why: string }): Answer {
  const { say, confirm, state } = context
  const refusal = notVoidable(context, draw)
  if (refusal) return [refusal]
  const because = REASON_WORDS[why]!
  const { title, cost } = state.draws.of(draw).rules!
  return [question(say.sureVoid({ draw, title, because, hasCost: cost !== null }), confirm.drawVoid({ draw, because }))]
}

export function voidConfirmed(context: Asked, { draw, because }: Voiding): Answer {
  const refusal = notVoidable(context, draw)
  if (refusal) return [refusal]
  const { say } = context
  return [
    ...voided(context, draw, { reason: 'owner', because, ...byOf(context) }),
    operate(say.madeVoid({ draw }), { log: say.madeVoidLog({ draw }) }),
  ]
}

function notVoidable({ state, say }: Asked, draw: number) {
  const { rules, phase } = state.draws.of(draw)
  if (rules === null) return say.noSuchDraw({ draw })
  if (phase === 'sealed' || phase === 'posted') return null
  if (isOpen({ phase })) return say.cancelInstead({ draw, title: rules.title })
  return say.isDrawn({ draw, title: rules.title, isVoid: phase === 'void' })
}
