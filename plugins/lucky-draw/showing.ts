import { type MemberId, post } from 'bonfire'
import type { Answer, Asked } from './context.ts'
import type { Holder, OtherLine } from './entering-params.ts'
import { type DrawRecord, liveDraws, luckyDraw, numberIn, ticketOf } from './facts.ts'
import { fingerprintOf } from './new-draw.ts'
import { canReply, isOpenNow, joinButtons, openLines, openNow } from './open-draws.ts'
import { isOwed } from './owed.ts'
import { hasProof, proofSaying } from './proof-file.ts'
import { receiptLine } from './receipts.ts'
import { lineOf } from './telling.ts'

/** How many draws that are over one answer lists. */
const PAST_LISTED_MAX = 5
/** Between a proof that was asked for in the group and the next of the same draw, in milliseconds. */
const PROOF_EVERY_MS = 60_000

/** A draw by its number, `#3` too. */
export const DRAW_TYPED = /^#?\d{1,9}$/
/** What may follow the number. */
export const PROOF_TYPED = ['proof', '证明'] as const

interface Typed {
  readonly draw?: string | undefined
  readonly what?: string | undefined
}
/** `/draw`, `/draw 3`, and `/draw 3 proof`. */
export function showTyped(context: Asked, { draw, what }: Typed): Answer {
  if (draw === undefined) return showAll(context)
  const number = Number(draw.replace('#', ''))
  if (!context.state.draws.has(number)) return [context.say.noSuchDraw({ draw: number })]
  return what === undefined ? showOne(context, number) : sendProof(context, number)
}

function showAll(context: Asked): Answer {
  const { state, say, platform } = context
  const open = openNow(context)
  const live = liveDraws(state).flatMap(([draw]) => (open.includes(draw) ? [] : [otherLine(context, draw)]))
  const past = pastDraws(context).map(draw => otherLine(context, draw))
  const lines = openLines(context, open)
  const saying = say.draws({ open: lines, waiting: live, past, byReply: canReply({ platform }) })
  const notYet = lines.flatMap(({ draw, number }) => (number === null ? [draw] : []))
  return answerWith(context, saying, notYet)
}

/** In a topic only what answers whoever asked stays where it was asked. */
function answerWith(context: Asked, saying: ReturnType<Asked['say']['draws']>, open: readonly number[]): Answer {
  const buttons = joinButtons(context, open)
  if (buttons.length === 0 || (context.topic !== undefined && !context.private)) return [saying]
  const to = context.private ? ({ member: context.member } as const) : 'group'
  return [post(saying, { class: 'answer', to, buttons })]
}

/** The last ones that are over, the latest first. */
function pastDraws({ state }: Asked): readonly number[] {
  const past: number[] = []
  for (let draw = state.group.draws; draw > 0 && past.length < PAST_LISTED_MAX; draw -= 1) {
    if (!state.live.has(draw)) past.push(draw)
  }
  return past
}

function otherLine(context: Asked, draw: number): OtherLine {
  const { state } = context
  const record = state.draws.of(draw)
  const { title, roundAt } = lineOf(context, draw)
  return {
    ...{ draw, title, is: isOf(record), reason: record.voidedFor, again: record.again },
    at: record.phase === 'posted' ? roundAt : null,
    winners: record.slots - record.unassigned,
    number: numberOf(context, draw),
  }
}
function isOf({ phase }: DrawRecord): OtherLine['is'] {
  if (phase === 'void' || phase === 'finished') return phase
  return phase === 'drawn' || phase === 'published' ? 'drawn' : 'frozen'
}
const numberOf = ({ state, member, anonymous }: Asked, draw: number) =>
  anonymous ? null : numberIn(state, draw, member)

/** Everything of one draw: what it gives, how far it is, and how to check it. */
function showOne(context: Asked, draw: number): Answer {
  const { state, say, member } = context
  const { rules, again } = state.draws.of(draw)
  const { prizes, entry, cost, eligible, claimHours, alternates, again: takesOver } = rules!
  const number = numberOf(context, draw)
  const isOpen = isOpenNow(context, draw)
  const saying = say.drawDetails({
    ...{ line: lineOf(context, draw), isOpen, number, hasProof: hasProof(context, draw) },
    prizes: prizes.map(prize => ({ ...prize })),
    ...{ entry, cost, claimHours, alternates, eligible: { ...eligible }, byReply: canReply(context) },
    ...{ fingerprint: fingerprintOf(context, draw, rules!), takesOver },
    // A leaf is of one number: where another took the entries over, the receipt is of that one.
    receipt: context.private && number !== null && again === null ? receiptLine(context, draw, member, number) : null,
    isPrivate: context.private,
    url: context.config.checkAt,
    holders: holdersOf(context, draw),
  })
  return answerWith(context, saying, isOpen && number === null ? [draw] : [])
}

function holdersOf({ state }: Asked, draw: number): readonly Holder[] {
  const { rules, slots } = state.draws.of(draw)
  return Array.from({ length: slots }, (_, n) => ticketOf(draw, n)).flatMap(slot => {
    // After half a year nobody knows any more who won.
    if (!state.slots.has(slot)) return []
    const { prize, member, state: is } = state.slots.of(slot)
    return [{ what: rules!.prizes[prize]!.name, member, state: is }]
  })
}

/** It may be some megabytes: a group gets it now and then, whoever asks for it. */
function sendProof(context: Asked, draw: number): Answer {
  const { say, member, state, decidedAt } = context
  const { phase, proofAskedAt } = state.draws.of(draw)
  if (!hasProof(context, draw)) return [say.noProof({ draw, isVoid: phase === 'void' })]
  const proof = (to: 'group' | { readonly member: MemberId }) =>
    post(proofSaying(context, draw), { class: 'answer', to, file: 'proof' })
  if (context.private) return [proof({ member })]
  if (isOwed(context, 'proof', draw)) return [say.proofAbove({ draw })]
  if (proofAskedAt !== null && decidedAt < proofAskedAt + PROOF_EVERY_MS) return [say.proofAbove({ draw })]
  return [proof('group'), luckyDraw.facts.proofAsked({ draw, at: decidedAt })]
}
