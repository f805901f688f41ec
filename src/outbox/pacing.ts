import type { Pacing } from '../adapters/adapter.ts'
import type { Instant } from '../events/ids.ts'

/** What a call is, for the limits: a message of one of three sorts, or none at all. */
export type CallKind = 'answer' | 'receipts' | 'post' | 'reaction' | 'action'

/** Says when the next call may be made, so that the platform never has to. */
export interface Pacer {
  /** The first instant, from `now` on, at which such a call in that chat keeps all limits. */
  nextAt(chat: string, kind: CallKind, now: Instant): Instant
  /** A call is made now. */
  spend(chat: string, kind: CallKind, now: Instant): void
}

/**
 * Of the messages that a chat takes in a minute, answers get at most so many, and answers and posts together: so that
 * a group full of questions still hears within seconds that a check-in counts, and gets its post.
 */
const ANSWERS_SHARE_MAX = 0.6
const ALL_BUT_RECEIPTS_SHARE_MAX = 0.7
/** Of an account's calls: so that 600 posts at nine o'clock do not hold up a check-in, nor the other way round. */
const POSTS_AND_ACTIONS_SHARE_MAX = 2 / 3
const REPLIES_SHARE_MAX = 5 / 6
const SECOND_MS = 1_000
const MINUTE_MS = 60_000
/** Chats remembered, those in use last: at 30 calls a second, the one forgotten has been quiet for minutes. */
const CHATS_REMEMBERED_MAX = 10_000

interface ChatPace {
  readonly all: Window
  readonly allButReceipts: Window
  readonly answers: Window
  messageAt: number
  receiptsAt: number
}

/**
 * Sliding windows over the calls that were made. They live in memory: a restart begins with empty ones, and what the
 * platform then says (`retry_after`) is recorded and obeyed.
 */
export function createPacer(pacing: Pacing): Pacer {
  const { chatGapMs, receiptGapMs, chatMessagesPerMinute: perMinute, accountCallsPerSecond: perSecond } = pacing
  const chats = new Map<string, ChatPace>()
  const calls = createWindow(perSecond, SECOND_MS)
  const replies = createWindow(share(perSecond, REPLIES_SHARE_MAX), SECOND_MS)
  const postsAndActions = createWindow(share(perSecond, POSTS_AND_ACTIONS_SHARE_MAX), SECOND_MS)

  const accountWindows = (kind: CallKind) => [calls, kind === 'post' || kind === 'action' ? postsAndActions : replies]
  function chatWindows(pace: ChatPace, kind: CallKind): Window[] {
    if (kind === 'receipts') return [pace.all]
    return kind === 'answer' ? [pace.all, pace.allButReceipts, pace.answers] : [pace.all, pace.allButReceipts]
  }

  function nextAt(chat: string, kind: CallKind, now: Instant): Instant {
    let at = Math.max(now, ...accountWindows(kind).map(window => window.freeAt()))
    const pace = chats.get(chat)
    if (pace && isMessage(kind)) {
      at = Math.max(at, pace.messageAt + chatGapMs, ...chatWindows(pace, kind).map(window => window.freeAt()))
      if (kind === 'receipts') at = Math.max(at, pace.receiptsAt + receiptGapMs)
    }
    return at as Instant
  }

  function spend(chat: string, kind: CallKind, now: Instant): void {
    for (const window of accountWindows(kind)) window.add(now)
    if (!isMessage(kind)) return
    const pace = chats.get(chat) ?? newPace(perMinute)
    for (const window of chatWindows(pace, kind)) window.add(now)
    pace.messageAt = now
    if (kind === 'receipts') pace.receiptsAt = now
    chats.delete(chat)
    chats.set(chat, pace)
    if (chats.size > CHATS_REMEMBERED_MAX) chats.delete(chats.keys().next().value!)
  }

  return { nextAt, spend }
}

const isMessage = (kind: CallKind) => kind !== 'reaction' && kind !== 'action'
/** A part of a limit; never nothing, or what it is for would wait for ever. */
const share = (limit: number, part: number) => Math.max(1, Math.floor(limit * part))

function newPace(perMinute: number): ChatPace {
  return {
    all: createWindow(perMinute, MINUTE_MS),
    allButReceipts: createWindow(share(perMinute, ALL_BUT_RECEIPTS_SHARE_MAX), MINUTE_MS),
    answers: createWindow(share(perMinute, ANSWERS_SHARE_MAX), MINUTE_MS),
    messageAt: Number.NEGATIVE_INFINITY,
    receiptsAt: Number.NEGATIVE_INFINITY,
  }
}

/** At most `limit` in any stretch of `lengthMs`. */
interface Window {
  /** When there is room for one more. */
  freeAt(): number
  add(now: number): void
}

function createWindow(limit: number, lengthMs: number): Window {
  // The latest, oldest first: as many as fit.
  const times: number[] = []
  return {
    freeAt: () => (times.length < limit ? Number.NEGATIVE_INFINITY : times[0]! + lengthMs),
    add(now) {
      if (limit === Number.POSITIVE_INFINITY) return
      times.push(now)
      if (times.length > limit) times.shift()
    },
  }
}
