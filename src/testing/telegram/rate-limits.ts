/** How many messages may be sent. The real figures are not published: these are what its documentation recommends. */
export interface Limits {
  /** Messages in one chat, on the average. Default: 1. */
  readonly chatPerSecond: number
  /** How many may come at once before that counts. Default: 3. */
  readonly chatBurst: number
  /** Messages in one group in any 60 s. Default: 20. */
  readonly groupPerMinute: number
  /** Messages in all chats in any second. Default: 30. */
  readonly overallPerSecond: number
  /** What a message may be early, since two that left on time may arrive closer together. Default: 250 ms. */
  readonly toleranceMs: number
}

export const LIMITS: Limits = {
  ...{ chatPerSecond: 1, chatBurst: 3, groupPerMinute: 20, overallPerSecond: 30, toleranceMs: 250 },
}

/** A call that should not have been made: it came too soon. */
export interface Violation {
  readonly at: number
  readonly method: string
  readonly chatId: number | null
  readonly of: 'retry_after' | 'chatPerSecond' | 'groupPerMinute' | 'overallPerSecond'
}

export interface RateLimits {
  /** Null: nothing but `retry_after` is watched. */
  limits: Limits | null
  readonly violations: readonly Violation[]
  /** Seconds to wait, or null when the call may be made, which then counts. */
  check(call: Counted, at: number): number | null
  /** A 429 was answered for another reason: calls of the kind must wait from now on. */
  refused(call: Counted, retryAfterS: number, at: number): void
}

export interface Counted {
  readonly method: string
  readonly chatId: number | null
}

const MESSAGES = new Set(['sendDocument', 'sendMessage', 'sendPhoto', 'sendPoll'])
const MINUTE_MS = 60_000

export function createRateLimits(): RateLimits {
  /** What must not be called before when. */
  const closed = new Map<string, number>()
  const bySecond: number[] = []
  const byGroup = new Map<number, number[]>()
  /** Of each chat: how much of its burst is used up, as of when. */
  const used = new Map<number, { share: number; at: number }>()
  const violations: Violation[] = []

  const rates: RateLimits = {
    limits: null,
    violations,
    check(call, at) {
      const until = closed.get(kindOf(call)) ?? Number.NEGATIVE_INFINITY
      if (at < until) return refuse(call, 'retry_after', until - at, at)
      if (!rates.limits || !MESSAGES.has(call.method) || call.chatId === null) return null
      const tooSoon = firstExceeded(call.chatId, at, rates.limits)
      if (tooSoon) {
        const seconds = refuse(call, tooSoon.of, tooSoon.waitMs, at)
        rates.refused(call, seconds, at)
        return seconds
      }
      count(call.chatId, at, rates.limits)
      return null
    },
    refused(call, retryAfterS, at) {
      closed.set(kindOf(call), at + retryAfterS * 1_000)
    },
  }

  function refuse(call: Counted, of: Violation['of'], waitMs: number, at: number): number {
    violations.push({ at, method: call.method, chatId: call.chatId, of })
    return Math.max(1, Math.ceil(waitMs / 1_000))
  }

  function firstExceeded(chatId: number, at: number, limits: Limits): { of: Violation['of']; waitMs: number } | null {
    const { overallPerSecond, groupPerMinute, chatPerSecond, chatBurst, toleranceMs } = limits
    const second = waitOf(bySecond, overallPerSecond, 1_000, at)
    if (second > toleranceMs) return { of: 'overallPerSecond', waitMs: second }
    const minute = chatId < 0 ? waitOf(byGroup.get(chatId) ?? [], groupPerMinute, MINUTE_MS, at) : 0
    if (minute > toleranceMs) return { of: 'groupPerMinute', waitMs: minute }
    const wait = ((shareUsed(chatId, at, limits) + 1 - chatBurst) / chatPerSecond) * 1_000
    return wait > toleranceMs ? { of: 'chatPerSecond', waitMs: wait } : null
  }

  function shareUsed(chatId: number, at: number, { chatPerSecond }: Limits): number {
    const before = used.get(chatId)
    return before ? Math.max(0, before.share - ((at - before.at) / 1_000) * chatPerSecond) : 0
  }

  function count(chatId: number, at: number, limits: Limits): void {
    keep(bySecond, at, 1_000)
    used.set(chatId, { share: shareUsed(chatId, at, limits) + 1, at })
    if (chatId >= 0) return
    const group = byGroup.get(chatId) ?? []
    byGroup.set(chatId, group)
    keep(group, at, MINUTE_MS)
  }

  return rates
}

/** Messages of a chat wait for each other; anything else only for what is the same. */
function kindOf({ method, chatId }: Counted): string {
  return `${chatId}:${MESSAGES.has(method) ? 'messages' : method}`
}

/** How long until there are fewer than `most` in the window, in milliseconds. */
function waitOf(times: readonly number[], most: number, windowMs: number, at: number): number {
  const earliest = times[times.length - most]
  return earliest === undefined ? 0 : Math.max(0, earliest + windowMs - at)
}

function keep(times: number[], at: number, windowMs: number): void {
  times.push(at)
  const first = times.findIndex(time => time > at - windowMs)
  times.splice(0, first)
}
