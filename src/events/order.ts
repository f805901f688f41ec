import { z } from 'zod'
import { GroupId, Instant } from './ids.ts'

/** Ids from outside: what a shop calls an order or an offer. */
export const OrderId = z
  .string()
  .regex(/^[\p{L}\p{N}_.:/#@-]{1,128}$/u, 'is no id. Use 1–128 letters, digits, or _.:/#@-')

/** An amount of money: `minor` in the smallest unit (分, pence), `currency` in three letters. */
export const Money = z.strictObject({
  minor: z.int().min(0),
  currency: z.string().regex(/^[A-Z]{3}$/, 'is no currency. Use three letters, e.g. "CNY".'),
})
export type Money = z.output<typeof Money>

/**
 * What a shop says of an order. `paid` and `refunded` of one order carry the same id, and may come in any order and any
 * number of times. `at`: when it was paid or refunded, by the shop's clock.
 */
export const Order = z.strictObject({
  id: OrderId,
  type: z.enum(['paid', 'refunded']),
  at: Instant,
  amount: Money,
  /** Who bought: as the platform names them, or by the code in the link of an offer. */
  buyer: z.union([
    z.strictObject({
      // Whoever has asked to be forgotten is called `erased:…`, and is nobody who buys.
      platform: z.string().regex(/^(?!erased$)[a-z]{1,20}$/, 'is no platform. Use e.g. "telegram" or "wechat".'),
      userId: z
        .string()
        .regex(/^[^\s\p{C}]{1,100}$/u, 'is no user id. Use 1–100 signs without a space, none of them invisible.'),
    }),
    z.strictObject({ code: z.string().regex(/^[A-Za-z0-9-]{1,32}$/, 'is no code. Use 1–32 letters, digits or "-".') }),
  ]),
  group: GroupId.optional(),
  /** The offer's id: its file below the library, without `.md`. */
  offer: OrderId.optional(),
})
export type Order = z.output<typeof Order>
