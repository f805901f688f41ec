import { acknowledge, operate, question, timeOfRound } from 'bonfire'
import { type Answer, type Asked, byOf, type OfDraw, type Voiding } from './context.ts'
import { drawFrom, roundTold, SIGNATURE_DIGITS, whatIsWrong } from './drawing.ts'
import { isOpen } from './facts.ts'
import { OWNERS_REASONS, type OwnersReason } from './records.ts'
import { again, voided } from './voiding.ts'

/** `/draw_open`: admins close it now; anybody pastes what it waits for, or hears what that is. */
export function openDraw(
  context: Asked,
  { draw, signature }: OfDraw & { readonly signature?: string | undefined },
): Answer {
  const { state, say, confirm, decidedAt } = context
  const record = state.draws.of(draw)
  const { rules, phase, round } = record
  const isAdmin = runsIt(context)
  if (rules === null) return [say.noSuchDraw({ draw })]
  const { title } = rules
  if (isOpen(record)) {
    if (!isAdmin) return [say.adminsClose({ draw, title })]
    const entries = state.counts.of(draw).count
    return [question(say.sureOpen({ draw, title, entries, next: state.group.draws + 1 }), confirm.drawOpen({ draw }))]
  }
  if (phase === 'sealed') return [say.notPostedYet({ draw, title })]
  if (phase !== 'posted') return [say.isDrawn({ draw, title, isVoid: phase === 'void' })]
  const told = roundTold(context, draw)
  if (signature === undefined) return [say.waitsFor({ ...told, isLate: decidedAt > timeOfRound(round) })]
  const pasted = signature.toLowerCase()
  const mistake = whatIsWrong(record, pasted, decidedAt, isAdmin)
  if (mistake !== null)
    return [say.wrongSignature({ ...told, mistake, digits: pasted.length, wanted: SIGNATURE_DIGITS })]
  const opened = say.opened({ draw, title })
  return [
    ...drawFrom(context, draw, pasted),
    isAdmin ? operate(opened, { log: say.openedLog({ draw }) }) : acknowledge(opened),
  ]
}
const runsIt = ({ role }: Pick<Asked, 'role'>): boolean => role === 'admin' || role === 'owner'

/** Whoever is in by now takes part in it under a new number: nobody can be said to have chosen the moment unseen. */
export function openConfirmed(context: Asked, { draw }: OfDraw): Answer {
  const { state, say, decidedAt } = context
  const record = state.draws.of(draw)
  if (!isOpen(record)) return [say.drawIsClosed({ draw, title: record.rules!.title })]
  const { title } = record.rules!
  // There would be nobody to take over, and a number would be used up for it.
  if (state.counts.of(draw).count === 0) {
    const log = say.closedNowLog({ draw })
    return [
      ...voided(context, draw, { reason: 'nobody', ...byOf(context) }),
      operate(say.closedEmpty({ draw, title }), { log }),
    ]
  }
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

/** From the time of its round on somebody may know the result: then only the result is fair. */
function notVoidable(context: Asked, draw: number) {
  const { state, say, decidedAt } = context
  const { rules, phase, round } = state.draws.of(draw)
  if (rules === null) return say.noSuchDraw({ draw })
  if (phase === 'sealed' || phase === 'posted') {
    return decidedAt < timeOfRound(round) ? null : say.isKnown(roundTold(context, draw))
  }
  if (isOpen({ phase })) return say.cancelInstead({ draw, title: rules.title })
  return say.isDrawn({ draw, title: rules.title, isVoid: phase === 'void' })
}
