import { acknowledge, type EventOf, type MemberId, post } from 'bonfire'
import { ledger, spend, spendable } from '../points/facts.ts'
import { type Answer, type Asked, type DrawContext, shownAt } from './context.ts'
import { lacksOf } from './eligibility.ts'
import { DRAW_REASON, withdrawal } from './entries.ts'
import { ENTRANTS_MAX } from './fact-schemas.ts'
import { type DrawRecord, entriesOver, isOpen, liveDraws, luckyDraw, numberIn, ticketOf } from './facts.ts'
import { canReply, isOpenNow, joinButtons, openLines, openNow } from './open-draws.ts'
import { receiptLine } from './receipts.ts'
import type { WithdrewFor } from './records.ts'

const { facts } = luckyDraw

/** So long after the last draw closed, 参加 is still an answer to it, in milliseconds. */
const LATE_MS_MAX = 24 * 3_600_000
/** How few visible characters are no comment. */
const COMMENT_CHARS_MIN = 2

/** The whole message: the everyday word, and perhaps a number. */
const JOINS = /^(?:我要)?(?:参加|join)(?:抽奖)?(?:\s*#?(?<number>\d{1,9}))?\s*[!。~.]*$/iu
/** The same with words behind it, which are the comment where nobody can reply. */
const COMMENTS = /^(?:参加|join)(?:\s+#?(?<number>\d{1,9})(?=\s))?\s+(?<words>\S[\s\S]*)$/iu
/** What follows `/join`. */
const JOIN_TYPED = /^#?(?<number>\d{1,9})(?:\s+(?<words>[\s\S]+))?$|^(?<only>[\s\S]{1,500})$/u

/** `/join`, with a number, with words, or with neither: with a slash it is always answered. */
export function joinTyped(context: Asked, { what }: { readonly what?: string | undefined }): Answer {
  const { number, words, only } = JOIN_TYPED.exec(what?.normalize('NFKC').trim() ?? '')?.groups ?? {}
  if (number !== undefined) return enter(context, Number(number), words ?? null)
  return enterOnlyOne(context, openNow(context), only ?? null)
}

/** Without a slash: only where there is a draw that it can be about. */
export function joinSaid(context: Asked, event: EventOf<'said'>): Answer {
  const text = event.text.normalize('NFKC').trim()
  const replied = event.replyTo === undefined ? 0 : context.state.announcements.of(event.replyTo).draw
  const joins = JOINS.exec(text)
  if (replied > 0) return replyTo(context, replied, text, joins !== null)
  if (joins) return said(context, openNow(context), joins.groups?.number)
  const comments = COMMENTS.exec(text)
  if (!comments) return []
  return canReply(context) ? notReplied(context, comments.groups!) : commented(context, comments.groups!)
}

/** Where people can reply, words behind the word enter nobody: whoever names a draw by comment is told how it goes. */
function notReplied(context: Asked, { number }: Readonly<Record<string, string | undefined>>): Answer {
  const draw = Number(number)
  const isMeant = openNow(context).includes(draw) && rulesOf(context, draw).entry === 'comment'
  return isMeant ? enter(context, draw, null) : []
}

/** Words behind the word, where nobody can reply: they are for a draw by comment, and else talk. */
function commented(context: Asked, { number, words }: Readonly<Record<string, string | undefined>>): Answer {
  const meant = openNow(context).filter(draw => rulesOf(context, draw).entry === 'comment')
  if (meant.length === 0) return []
  if (number !== undefined && meant.includes(Number(number))) return enter(context, Number(number), words!)
  return enterOnlyOne(context, meant, number === undefined ? words! : `${number} ${words}`)
}

/** A reply to an announcement: a comment where comments are what it takes, else the word. */
function replyTo(context: Asked, draw: number, text: string, isWord: boolean): Answer {
  if (rulesOf(context, draw).entry !== 'comment') return isWord ? enter(context, draw, null) : []
  // Talk goes on below an announcement long after it has closed, and whoever is in says more than one thing.
  if (!isOpenNow(context, draw) && !isWord && !wasInTime(context, draw)) return []
  if (!isWord && numberIn(context.state, draw, context.member) !== null) return []
  return enter(context, draw, text)
}

function said(context: Asked, open: readonly number[], number: string | undefined): Answer {
  const { state, now } = context
  if (number !== undefined) {
    const draw = Number(number)
    return open.includes(draw) || isLately(context, draw) ? enter(context, draw, null) : []
  }
  if (open.length > 0) return enterOnlyOne(context, open, null)
  const last = state.group.draws
  return last > 0 && now - state.draws.of(last).closesAt <= LATE_MS_MAX ? enter(context, last, null) : []
}

const isLately = ({ state, now }: DrawContext, draw: number): boolean =>
  state.draws.has(draw) && now - state.draws.of(draw).closesAt <= LATE_MS_MAX

/** The only draw that it can be about; where there are several they are asked which one. */
function enterOnlyOne(context: Asked, open: readonly number[], words: string | null): Answer {
  const { say, member } = context
  if (open.length === 1) return enter(context, open[0]!, words)
  if (open.length === 0) return [say.noneOpen()]
  const saying = say.whichDraw({ draws: openLines(context, open) })
  if (context.topic !== undefined && !context.private) return [saying]
  const to = context.private ? ({ member } as const) : 'group'
  return [post(saying, { class: 'answer', to, buttons: joinButtons(context, open) })]
}

/** Looks at everything, and takes them in. `words`: the comment. */
function enter(context: Asked, draw: number, words: string | null): Answer {
  const { state, say, read, member, now, today } = context
  const refusal = refusalOf(context, draw, words)
  if (refusal) return [refusal]
  const { cost } = rulesOf(context, draw)
  const spent = cost === null ? null : spend(read(ledger), { member, points: cost, reason: DRAW_REASON, day: today })
  const has = spendable(read(ledger), member, today)
  if (cost !== null && !spent) return [say.tooFewToJoin({ draw, needs: cost, has })]
  const number = state.counts.of(draw).last + 1
  const over = entriesOver(state, member)
  const closes = shownAt(context, state.draws.of(draw).closesAt)
  const told = { draw, number, cost, left: cost === null ? null : has - cost, closes }
  return [
    facts.entered({
      ...{ draw, member, ticket: ticketOf(draw, number), number, at: now, day: today, cost },
      ...{ message: context.message, ...(over.length > 0 && { over }) },
    }),
    spent,
    acknowledge(
      context.private
        ? say.enteredPrivately({ ...told, receipt: receiptLine(context, draw, member, number) })
        : say.entered(told),
    ),
  ]
}

/** What keeps them out, in words. Null: nothing but the price. */
function refusalOf(context: Asked, draw: number, words: string | null) {
  const { state, say, member, role } = context
  if (!state.draws.has(draw)) return say.noSuchDraw({ draw })
  const record = state.draws.of(draw)
  const number = numberIn(state, draw, member)
  if (number !== null && record.phase !== 'void') return say.already({ draw, number, isOpen: isOpenNow(context, draw) })
  if (!isOpenNow(context, draw)) return notOpen(context, draw, record)
  const lacks = lacksOf(context, draw, member, role !== 'member')
  // Nothing is said in the group of who has bought.
  const isHidden = !context.private && lacks.some(({ is }) => is === 'buyer')
  if (lacks.length > 0) return say.lacks({ draw, lacks: isHidden ? [] : [...lacks], isHidden })
  if (rulesOf(context, draw).entry === 'comment' && !isComment(context, words))
    return say.commentNeeded({ draw, byReply: canReply(context), charsMin: COMMENT_CHARS_MIN })
  return state.counts.of(draw).count >= ENTRANTS_MAX ? say.full({ draw, entrantsMax: ENTRANTS_MAX }) : null
}

function notOpen(context: Asked, draw: number, { phase, closesAt, again }: DrawRecord) {
  const { say } = context
  if (phase === 'void') return say.joinVoid({ draw, again })
  if (wasInTime(context, draw)) return say.readLate({ draw, closes: shownAt(context, closesAt) })
  return say.joinClosed({ draw, closes: shownAt(context, closesAt) })
}

/** Sent before it closed, and read when the list was fixed. */
function wasInTime({ state, now }: DrawContext, draw: number): boolean {
  const { phase, closesAt } = state.draws.of(draw)
  return phase !== 'void' && !isOpen({ phase }) && now <= closesAt
}

/** In the group, as a reply or behind the word; where people can reply, nothing else is a comment. */
function isComment(context: Asked, words: string | null): boolean {
  if (context.private || words === null) return false
  const visible = words.replace(/[@＠]\S+|[\s\p{C}\p{Default_Ignorable_Code_Point}]/gu, '')
  return [...visible].length >= COMMENT_CHARS_MIN
}

/** Whoever is not in any more before the list is fixed: what they paid comes back. */
export function withdrawFromAll(context: DrawContext, member: MemberId, reason: WithdrewFor): Answer {
  const { state } = context
  const entered = liveDraws(state).filter(([, record]) => isOpen(record))
  return entered.flatMap(([draw]) => {
    const number = numberIn(state, draw, member)
    return number === null ? [] : withdrawal(context, draw, { member, number, reason })
  })
}

const rulesOf = ({ state }: Pick<DrawContext, 'state'>, draw: number) => {
  const { rules } = state.draws.of(draw)
  return { entry: rules?.entry ?? 'word', cost: rules?.cost ?? null }
}
