import type { Instant } from '../events/ids.ts'

/** Most receipt messages in one group in any minute: more would drown what people say. */
export const RECEIPTS_PER_MINUTE_MAX = 6
/** Longest until an acknowledgement is there, in milliseconds. */
export const RECEIPT_MS_MAX = 15_000
const MINUTE_MS = 60_000

/** How soon, and in how many messages, what people did was acknowledged. */
export interface ReceiptFigures {
  /** Acknowledgements that arrived. */
  readonly acknowledged: number
  /** Messages that they took: reactions take none, and some messages acknowledge many. */
  readonly messages: number
  /** The longest wait of one, and when that was. */
  readonly slowest: { readonly ms: number; readonly at: Instant }
  /** The most messages of receipts in the group in any minute, and when that ended. */
  readonly busiest: { readonly messages: number; readonly at: Instant }
  /** How many waited longer than they may. */
  readonly late: number
}

interface ReceiptWatch extends ReceiptFigures {
  take(type: string, data: Readonly<Record<string, unknown>>): void
}

export function createReceiptWatch(): ReceiptWatch {
  const waiting = new Map<string, { readonly at: Instant; readonly isInGroup: boolean }>()
  /** When each message of the last minute was sent. */
  const recent = new Map<string, Instant>()
  let [acknowledged, messages, late] = [0, 0, 0]
  let slowest = { ms: 0, at: 0 as Instant }
  let busiest = { messages: 0, at: 0 as Instant }

  function sent(delivery: string, message: string | undefined, at: Instant): void {
    const receipt = waiting.get(delivery)
    if (!receipt) return
    waiting.delete(delivery)
    acknowledged += 1
    const ms = at - receipt.at
    late += Number(ms > RECEIPT_MS_MAX)
    if (ms > slowest.ms) slowest = { ms, at }
    // A reaction makes no message of its own, and what is said in private disturbs nobody.
    if (message === undefined || !receipt.isInGroup || recent.has(message)) return
    messages += 1
    recent.set(message, at)
    for (const [old, sentAt] of recent) if (sentAt <= at - MINUTE_MS) recent.delete(old)
    if (recent.size > busiest.messages) busiest = { messages: recent.size, at }
  }

  return {
    get acknowledged() {
      return acknowledged
    },
    get messages() {
      return messages
    },
    get late() {
      return late
    },
    get slowest() {
      return slowest
    },
    get busiest() {
      return busiest
    },
    take(type, data) {
      if (type === 'outbox/owed' && data.class === 'receipt')
        waiting.set(String(data.delivery), { at: data.at as Instant, isInGroup: data.target === 'group' })
      if (type === 'outbox/sent') sent(String(data.delivery), data.message as string | undefined, data.at as Instant)
    },
  }
}
