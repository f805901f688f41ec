import { z } from 'zod'
import { mistakesIn } from '../config-mistakes.ts'
import type { Instant } from '../events/ids.ts'
import { Order } from '../events/order.ts'

/** The currencies that there are. */
export const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'))
/** No shop sold anything to a group before that. */
const EARLIEST = Date.UTC(2000, 0)
/** How far a shop's clock may be ahead of ours, in milliseconds. */
const AHEAD_MS_MAX = 24 * 3_600_000

/** What a shop sends: an order whose time is written out. */
export const OrderBody = z.strictObject({
  ...Order.shape,
  at: z.iso.datetime({
    offset: true,
    error: 'is no time. Use ISO 8601 with an offset, e.g. "2026-11-22T20:05:00+08:00".',
  }),
})
export type OrderBody = z.output<typeof OrderBody>

/** An order, or everything that is wrong with it at once. */
export type ReadOrder =
  | { readonly is: 'order'; readonly order: Order }
  | { readonly is: 'wrong'; readonly problems: readonly string[] }

/** Reads the JSON text that a shop sent. */
export function readOrderText(text: string, now: Instant): ReadOrder {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return wrong('The body is no JSON.')
  }
  return readOrderBody(body, now)
}

export function readOrderBody(body: unknown, now: Instant): ReadOrder {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return wrong('The body is no JSON object.')
  const read = OrderBody.safeParse(body)
  const at = z.iso.datetime({ offset: true }).safeParse((body as Partial<OrderBody>).at).data
  const time = at === undefined ? now : Date.parse(at)
  const problems = [
    ...mistakesIn(OrderBody, body),
    ...(time > now + AHEAD_MS_MAX ? [AHEAD] : []),
    ...(time < EARLIEST ? [TOO_EARLY] : []),
    ...(read.success && !CURRENCIES.has(read.data.amount.currency) ? [UNKNOWN_CURRENCY] : []),
  ]
  if (!read.success || problems.length > 0) return wrong(...problems)
  return { is: 'order', order: { ...read.data, at: Date.parse(read.data.at) as Instant } }
}

const AHEAD = 'at: lies more than a day ahead of the clock here. Use the time at which it was paid or refunded.'
const TOO_EARLY = 'at: lies before the year 2000. Use the time at which it was paid or refunded.'
const UNKNOWN_CURRENCY = 'amount.currency: is none that is known. Use three capital letters, e.g. "CNY".'
const wrong = (...problems: readonly string[]): ReadOrder => ({ is: 'wrong', problems })
