import { type Decision, type GroupId, Instant, MemberId, Money, OrderId } from 'bonfire'
import { z } from 'zod'
import { Code } from './fact-schemas.ts'
import { ORDER_SOURCES } from './records.ts'

/** An order as the office tells groups of it. Told again it changes nothing but what is new in it. */
export const OrderLetter = z.object({
  order: OrderId,
  member: MemberId,
  amount: Money,
  at: Instant,
  offer: OrderId.nullable(),
  /** The figures of this group are to count it. */
  counts: z.boolean(),
  refundedAt: Instant.nullable(),
})
export type OrderLetter = z.output<typeof OrderLetter>

/** What groups and the office write to each other, by who reads it. */
export const toOffice = {
  /** There is this group. `source`: how it hears of orders, by its plan. */
  group: z.object({ source: z.enum(ORDER_SOURCES).optional() }),
  offer: z.object({ offer: OrderId }),
  code: z.object({ code: Code, member: MemberId }),
  /** Somebody is seen for the first time. */
  came: z.object({ member: MemberId }),
  /** What a group makes of an order: whether it knows whoever bought, and whether it knows of the refund. */
  placed: z.object({ order: OrderId, knows: z.boolean(), counts: z.boolean(), isRefunded: z.boolean() }),
  /** Somebody says whose it is; or whoever the shop named has come. */
  assign: z.object({ order: OrderId, member: MemberId, isSaid: z.boolean(), by: MemberId.optional() }),
} as const
export const toGroup = {
  order: OrderLetter,
  counted: z.object({ order: OrderId }),
  /** Nobody knows whose it is. `member`: whom the shop named. */
  waits: z.object({
    order: OrderId,
    amount: Money,
    at: Instant,
    offer: OrderId.nullable(),
    member: MemberId.nullable(),
  }),
  /** It waits no more. */
  matched: z.object({ order: OrderId }),
} as const

type Boxes = typeof toOffice & typeof toGroup
type Letter = Extract<Decision[number], { readonly kind: 'letter' }>
export type Mail = {
  readonly [K in keyof Boxes]: (to: GroupId, letter: z.output<Boxes[K]>) => Letter
}
