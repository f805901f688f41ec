import {
  acknowledge,
  addDays,
  type DueDelivery,
  daysBetween,
  type EventOf,
  type Instant,
  type LocalDay,
  type MemberId,
  type MessageId,
  type SliceState,
  type Told,
} from 'bonfire'
import type { Asked, Given } from './context.ts'
import { attendance, COMMENT_DAYS } from './facts.ts'

type State = SliceState<typeof attendance>

/** How long after a check-in, or after the queue has shown it, a mention of its member is a comment, in milliseconds. */
const MENTION_MS_MAX = 10 * 60_000
/** How many members one message may comment by mentioning them. */
const MENTIONS_MAX = 5
/** How many check-ins the queue looks ahead: more than are commented while what it found is kept. */
const AHEAD_MAX = 50

/** A message by a teacher that replies to a check-in, or mentions its member soon enough, comments it. */
export function listenForComment(context: Asked, event: EventOf<'said'>) {
  const { state, say, member: by, role, today } = context
  if (role === 'member' || context.private || !saysSomething(event)) return []
  const messages = new Set(meantBy(context, event))
  const commented = [...messages].flatMap(message => {
    const { member, day } = state.comments.of(message)
    if (!isOpen(state, message, today) || member === null || day === null || member === by) return []
    return [attendance.facts.commented({ message, member, day, by })]
  })
  if (commented.length === 0) return []
  const left = Math.max(0, waitingCount(state, today) - commented.length)
  return [...commented, acknowledge(say.commented({ comments: commented.length, left }), { reaction: '👌' })]
}

/** Besides the names of those it is for. */
function saysSomething({ text, photo }: EventOf<'said'>): boolean {
  return photo === true || /\S/u.test(text.replace(/[@＠]\S+/gu, ''))
}

/** The check-ins that it may be about. */
function meantBy(context: Asked, { replyTo, repliesTo, mentions = [] }: EventOf<'said'>): readonly MessageId[] {
  const { state, member: by, now } = context
  if (replyTo === undefined) {
    return mentions.slice(0, MENTIONS_MAX).flatMap(member => mentionedLately(context, member) ?? [])
  }
  if (state.comments.of(replyTo).member !== null) return [replyTo]
  const { checkIns } = state.receipts.of(replyTo)
  // Of what `/comment` answers no platform says later which message it was. It is ours, and nobody else's.
  if (checkIns.length === 0 && repliesTo === undefined) return [shownLately(state, by, now)?.message ?? []].flat()
  const meant = checkIns.length === 1 ? checkIns : checkIns.filter(({ member }) => mentions.includes(member))
  return meant.map(({ message }) => message)
}

/** The check-in of theirs that the queue has just shown, or that they have just made. */
function mentionedLately({ state, member: by, now, today }: Asked, member: MemberId): MessageId | null {
  const shown = shownLately(state, by, now)
  if (shown?.member === member && isOpen(state, shown.message, today)) return shown.message
  const { message, messageAt } = state.members.of(member)
  return messageAt !== null && Math.abs(now - messageAt) <= MENTION_MS_MAX ? message : null
}

/** What the queue has just shown to somebody. */
function shownLately(state: State, by: MemberId, now: Instant) {
  const { message, member, at } = state.shownTo.of(by)
  return message !== null && member !== null && now - at <= MENTION_MS_MAX ? { message, member } : null
}

function isOpen(state: State, message: MessageId, today: LocalDay): boolean {
  const { day, isQueued, isCommented } = state.comments.of(message)
  return isQueued && !isCommented && day !== null && daysBetween(day, today) < COMMENT_DAYS
}

/** Check-ins that wait for a comment, oldest first: as many as one teacher comments in a while. */
export function findWaiting({ state, today }: Given): readonly MessageId[] {
  const waiting: MessageId[] = []
  for (const [message] of state.comments.each()) {
    if (!isOpen(state, message, today)) continue
    waiting.push(message)
    if (waiting.length === AHEAD_MAX) break
  }
  return waiting
}

/** Shows the next check-in of the queue. `waiting` was found a moment ago. */
export function showNext({ state, say, member: by, now, today }: Asked, waiting: readonly MessageId[]) {
  const message = waiting.find(message => isOpen(state, message, today))
  if (message === undefined) return [say.allCommented({ days: COMMENT_DAYS })]
  const { member, day, note, photo } = state.comments.of(message)
  const left = Math.max(0, waitingCount(state, today) - 1)
  const saying = say.toComment({ member: member!, day: day!, note, photo, left })
  return [attendance.facts.queueShown({ by, message, member: member!, at: now }), { ...saying, quotes: true as const }]
}

/** How many check-ins of the days that can be commented have no comment. */
function waitingCount(state: State, today: LocalDay): number {
  let count = 0
  for (let n = 0; n < COMMENT_DAYS; n += 1) {
    const { queued, commented } = state.figures.of(addDays(today, -n))
    count += queued - commented
  }
  return count
}

/** Our message that acknowledged a check-in is one to reply to. Only where platforms tell what is replied to. */
export function rememberReceipt({ state, platform }: Given, { params }: DueDelivery, told: Told) {
  if (platform !== 'telegram' || told.is !== 'sent' || told.message === undefined) return []
  const message = params.message as MessageId | null
  if (message === null) return []
  const { member, isQueued } = state.comments.of(message)
  if (!isQueued || member === null) return []
  return [attendance.facts.receipted({ receipt: told.message, message, member })]
}
