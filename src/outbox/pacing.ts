import type { Pacing } from '../adapters/adapter.ts'
import type { Instant } from '../events/ids.ts'

/** What a call costs: a message, one that carries receipts, or no message at all. */
export type CallKind = 'message' | 'receipts' | 'call'

/** Says when the next call may be made, so that the platform never has to. */
export interface Pacer {
  /** The first instant, from `now` on, at which such a call in that chat keeps all limits. */
  nextAt(chat: string, kind: CallKind, now: Instant): Instant
  /** A call is made now. */
  spend(chat: string, kind: CallKind, now: Instant): void
}

const SECOND_MS = 1_000
const MINUTE_MS = 60_000
/** Chats quiet for so long are forgotten, so that memory follows those in use. */
const CHATS_REMEMBERED_MAX = 10_000

interface ChatPace {
  /** The latest messages, oldest first: as many as one minute may hold. */
  readonly messages: number[]
  receiptsAt: number
}

/** Sliding windows over what was really sent. They live in memory: a restart begins with empty ones. */
export function createPacer(pacing: Pacing): Pacer {
  const chats = new Map<string, ChatPace>()
  const calls: number[] = []

  function nextAt(chat: string, kind: CallKind, now: Instant): Instant {
    let at = Math.max(now, windowEnd(calls, pacing.accountCallsPerSecond, SECOND_MS))
    const pace = chats.get(chat)
    if (pace && kind !== 'call') {
      at = Math.max(at, (pace.messages.at(-1) ?? Number.NEGATIVE_INFINITY) + pacing.chatGapMs)
      at = Math.max(at, windowEnd(pace.messages, pacing.chatMessagesPerMinute, MINUTE_MS))
      if (kind === 'receipts') at = Math.max(at, pace.receiptsAt + pacing.receiptGapMs)
    }
    return at as Instant
  }

  function spend(chat: string, kind: CallKind, now: Instant): void {
    remember(calls, now, pacing.accountCallsPerSecond)
    if (kind === 'call') return
    const pace = chats.get(chat) ?? { messages: [], receiptsAt: Number.NEGATIVE_INFINITY }
    remember(pace.messages, now, pacing.chatMessagesPerMinute)
    if (kind === 'receipts') pace.receiptsAt = now
    chats.delete(chat)
    chats.set(chat, pace)
    if (chats.size > CHATS_REMEMBERED_MAX) chats.delete(chats.keys().next().value!)
  }

  return { nextAt, spend }
}

/** When a window that holds `limit` has room again. */
function windowEnd(times: readonly number[], limit: number, windowMs: number): number {
  return times.length < limit ? Number.NEGATIVE_INFINITY : times[times.length - limit]! + windowMs
}

function remember(times: number[], now: number, limit: number): void {
  if (limit === Number.POSITIVE_INFINITY) return
  times.push(now)
  if (times.length > limit) times.shift()
}
