import type { Pacing } from '../adapters/adapter.ts'
import type { Instant } from '../events/ids.ts'

/** What a call is, for the limits: a message of one of three sorts, or none at all. */
export type CallKind = 'answer' | 'receipts' | 'post' | 'reaction' | 'action'

/** Says when the next call may be made, so that the platform never has to. */
export interface Pacer {
  /** From when on such a call in that chat keeps the limits of the chat. May be past. */
  chatFreeAt(chat: string, kind: CallKind): number
  /** From when on such calls in that chat keep the limits of the whole account. May be past. */
  accountFreeAt(share: Share, chat: string): number
  /** A call is made now. */
  spend(chat: string, kind: CallKind, now: Instant): void
}

/** What shares one part of the account's calls. */
export type Share = 'replies' | 'postsAndActions'
export const shareOf = (kind: CallKind): Share => (kind === 'post' || kind === 'action' ? 'postsAndActions' : 'replies')

/**
 * Of the messages that a chat takes in a minute, answers get at most so many, and answers and posts together: so that
 * a group full of questions still hears within seconds that a check-in counts, and gets its post.
 */
const ANSWERS_SHARE_MAX = 0.6
const ALL_BUT_RECEIPTS_SHARE_MAX = 0.7
/** Of an account's calls: so that 600 posts at nine o'clock do not hold up a check-in, nor the other way round. */
const POSTS_AND_ACTIONS_SHARE_MAX = 2 / 3
const REPLIES_SHARE_MAX = 5 / 6
/** For so long one chat is written to while others wait for their turn, in milliseconds. */
const STREAK_MS_MAX = 10_000
const SECOND_MS = 1_000
const MINUTE_MS = 60_000
/** Chats remembered. Beyond, those are forgotten that have been quiet for longer than any limit. */
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
  const { accountMessagesPerMinute: accountPerMinute = Number.POSITIVE_INFINITY, chatSwitchMs = NO_PAUSE } = pacing
  const longestMs = Math.max(MINUTE_MS, chatGapMs, receiptGapMs)
  const chats = new Map<string, ChatPace>()
  const calls = createWindow(perSecond, SECOND_MS)
  const messages = createWindow(accountPerMinute, MINUTE_MS)
  const shares: Readonly<Record<Share, Window>> = {
    replies: createWindow(share(perSecond, REPLIES_SHARE_MAX), SECOND_MS),
    postsAndActions: createWindow(share(perSecond, POSTS_AND_ACTIONS_SHARE_MAX), SECOND_MS),
  }
  const sharesOfMinute: Readonly<Record<Share, Window>> = {
    replies: createWindow(share(accountPerMinute, REPLIES_SHARE_MAX), MINUTE_MS),
    postsAndActions: createWindow(share(accountPerMinute, POSTS_AND_ACTIONS_SHARE_MAX), MINUTE_MS),
  }
  let lastChat: string | null = null
  /** From when on another chat may be written to. */
  let switchAt = Number.NEGATIVE_INFINITY
  let switches = 0
  /** Since when the calls have all been in `lastChat`, and when the last of them was. */
  let streakSince = Number.NEGATIVE_INFINITY
  let lastAt = Number.NEGATIVE_INFINITY

  function chatWindows(pace: ChatPace, kind: CallKind): Window[] {
    if (kind === 'receipts') return [pace.all]
    return kind === 'answer' ? [pace.all, pace.allButReceipts, pace.answers] : [pace.all, pace.allButReceipts]
  }

  function chatFreeAt(chat: string, kind: CallKind): number {
    const pace = chats.get(chat)
    if (!pace || !isMessage(kind)) return Number.NEGATIVE_INFINITY
    let at = pace.messageAt + chatGapMs
    for (const window of chatWindows(pace, kind)) at = Math.max(at, window.freeAt())
    return kind === 'receipts' ? Math.max(at, pace.receiptsAt + receiptGapMs) : at
  }

  function accountFreeAt(share: Share, chat: string): number {
    const windows = [calls, shares[share], messages, sharesOfMinute[share]]
    const mayStay = chat === lastChat && lastAt - streakSince < STREAK_MS_MAX
    return Math.max(mayStay ? Number.NEGATIVE_INFINITY : switchAt, ...windows.map(window => window.freeAt()))
  }

  function spend(chat: string, kind: CallKind, now: Instant): void {
    calls.add(now)
    shares[shareOf(kind)].add(now)
    if (kind === 'reaction') return
    messages.add(now)
    sharesOfMinute[shareOf(kind)].add(now)
    if (chat !== lastChat || now >= switchAt) streakSince = now
    lastChat = chat
    lastAt = now
    switchAt = now + chatSwitchMs.min + unevenly(switches++) * (chatSwitchMs.max - chatSwitchMs.min)
    if (!isMessage(kind)) return
    const pace = chats.get(chat) ?? remember(chat, now)
    for (const window of chatWindows(pace, kind)) window.add(now)
    pace.messageAt = now
    if (kind === 'receipts') pace.receiptsAt = now
  }
  function remember(chat: string, now: Instant): ChatPace {
    const pace = newPace(perMinute)
    if (chats.size >= CHATS_REMEMBERED_MAX) {
      for (const [key, { messageAt }] of chats) if (now - messageAt > longestMs) chats.delete(key)
    }
    chats.set(chat, pace)
    return pace
  }

  return { chatFreeAt, accountFreeAt, spend }
}

/** Spread over 0–1 without any rhythm, and the same in every run: multiples of the golden ratio. */
const unevenly = (count: number) => (count * 0.618_033_988_749_895) % 1
const NO_PAUSE = { min: 0, max: 0 }
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
