import { defineSlice, Instant, LocalDay, MemberId, type SliceState } from 'bonfire'
import { z } from 'zod'

/** Orders of one member that may wait at the same time. */
export const OPEN_ORDERS_MAX = 20
/** How many orders that are done with a member's record names. All are in `orders`. */
const CLOSED_ORDERS_KEPT_MAX = 5

/** How long figures per day are kept, in hours. */
const DAYS_KEPT_HOURS = 400 * 24

/** The id of a thing in `shop.yml`. */
export const ItemId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
/** What a prize is called, as the rules of its draw say: everybody has read it there. One visible line. */
const PrizeName = z.string().regex(/^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]{1,60}$/u)

/** Orders are counted from 1 in each group; prizes of draws are orders too. */
export const OrderNumber = z.int().min(1)

const Points = z.int().positive()
const by = MemberId.optional()

export interface Order {
  state: 'open' | 'fulfilled' | 'cancelled'
  member: MemberId | null
  /** Empty: it is a prize. */
  item: string
  points: number
  /** What they won, and in which draw. Null: it was exchanged for points. */
  prize: { what: string; draw: number } | null
  /** When it was made. */
  day: LocalDay | null
  where: 'group' | 'private'
  /** When it was fulfilled or cancelled. Null: it is open. */
  closedDay: LocalDay | null
}
interface Customer {
  /** Orders that wait, oldest first: about OPEN_ORDERS_MAX at most. */
  open: number[]
  /** The last ones that are done with, oldest first. */
  closed: number[]
  /** How many of each item they have, those that wait included. As many entries as they have had sorts of things. */
  items: Record<string, number>
  orders: number
  /** The first day of the campaign that `madeUp` counts. */
  campaign: LocalDay | null
  /** Days made up in that campaign. */
  madeUp: number
}

/** What was exchanged for points, and what has become of it. */
export const shop = defineSlice({
  name: 'shop',
  version: 2,
  facts: {
    /** Recorded with the ledger's `spent`. `where`: that is where they are told when it is on its way. */
    redeemed: z.object({
      order: OrderNumber,
      member: MemberId,
      item: ItemId,
      points: Points,
      day: LocalDay,
      where: z.enum(['group', 'private']).optional(),
    }),
    /** Won in a draw and claimed: nothing is paid, and nothing comes from a shelf. */
    prizeOwed: z.object({ order: OrderNumber, member: MemberId, what: PrizeName, draw: z.int().min(1), day: LocalDay }),
    /** Handed over, or on its way. `day`: of `at`. */
    fulfilled: z.object({ order: OrderNumber, member: MemberId, day: LocalDay, at: Instant, by }),
    /** It was not, after all. `day`: that on which it had been recorded as fulfilled. */
    reopened: z.object({ order: OrderNumber, member: MemberId, day: LocalDay, at: Instant, by }),
    /** Recorded with the ledger's `returned`. */
    cancelled: z.object({
      order: OrderNumber,
      member: MemberId,
      item: ItemId,
      points: Points,
      day: LocalDay,
      at: Instant,
      by,
    }),
    /** There are no points and no stock to come back. */
    prizeCancelled: z.object({ order: OrderNumber, member: MemberId, day: LocalDay, at: Instant, by }),
    /** A missed day was paid for: recorded with check-in's `madeUp`. `campaign`: the first day of the one it counts in. */
    makeUpBought: z.object({ member: MemberId, missed: LocalDay, points: Points, campaign: LocalDay, day: LocalDay }),
  },
  tables: table => ({
    orders: table({
      by: 'order',
      initial: (): Order => ({
        state: 'open',
        member: null,
        item: '',
        points: 0,
        prize: null,
        day: null,
        where: 'group',
        closedDay: null,
      }),
      reduce: {
        redeemed: (order, { member, item, points, day, where }) => {
          order.member = member
          order.item = item
          order.points = points
          order.day = day
          order.where = where ?? 'group'
        },
        prizeOwed: (order, { member, what, draw, day }) => {
          order.member = member
          order.prize = { what, draw }
          order.day = day
        },
        fulfilled: (order, { day }) => {
          order.state = 'fulfilled'
          order.closedDay = day
        },
        reopened: order => {
          order.state = 'open'
          order.closedDay = null
        },
        cancelled: (order, { day }) => callOff(order, day),
        prizeCancelled: (order, { day }) => callOff(order, day),
      },
    }),
    /** Orders to fulfil, oldest first: the first is found without looking at those that are done with. */
    waiting: table({
      by: 'order',
      initial: () => ({ member: null as MemberId | null }),
      reduce: {
        redeemed: (row, { member }) => {
          row.member = member
        },
        prizeOwed: (row, { member }) => {
          row.member = member
        },
        reopened: (row, { member }) => {
          row.member = member
        },
      },
      removedBy: ['fulfilled', 'cancelled', 'prizeCancelled'],
    }),
    items: table({
      by: 'item',
      initial: () => ({ taken: 0 }),
      reduce: {
        redeemed: item => {
          item.taken += 1
        },
        cancelled: item => {
          item.taken -= 1
        },
      },
    }),
    members: table({
      by: 'member',
      initial: (): Customer => ({ open: [], closed: [], items: {}, orders: 0, campaign: null, madeUp: 0 }),
      reduce: {
        redeemed: (customer, { order, item }) => {
          customer.open.push(order)
          customer.items[item] = countOf(customer.items, item) + 1
          customer.orders += 1
        },
        prizeOwed: (customer, { order }) => {
          customer.open.push(order)
          customer.orders += 1
        },
        fulfilled: (customer, { order }) => close(customer, order),
        reopened: (customer, { order }) => {
          customer.closed = customer.closed.filter(closed => closed !== order)
          customer.open.push(order)
        },
        cancelled: (customer, { order, item }) => {
          close(customer, order)
          const left = countOf(customer.items, item) - 1
          if (left > 0) customer.items[item] = left
          else delete customer.items[item]
        },
        prizeCancelled: (customer, { order }) => close(customer, order),
        makeUpBought: (customer, { campaign }) => {
          if (customer.campaign !== campaign) customer.madeUp = 0
          customer.campaign = campaign
          customer.madeUp += 1
        },
      },
    }),
    /** For figures. */
    days: table({
      by: 'day',
      keep: { hours: DAYS_KEPT_HOURS },
      initial: () => ({ redeemed: 0, prizes: 0, fulfilled: 0, cancelled: 0, madeUp: 0 }),
      reduce: {
        redeemed: day => {
          day.redeemed += 1
        },
        prizeOwed: day => {
          day.prizes += 1
        },
        fulfilled: day => {
          day.fulfilled += 1
        },
        reopened: day => {
          day.fulfilled -= 1
        },
        cancelled: day => {
          day.cancelled += 1
        },
        prizeCancelled: day => {
          day.cancelled += 1
        },
        makeUpBought: day => {
          day.madeUp += 1
        },
      },
    }),
  }),
  group: {
    initial: () => ({ orders: 0 }),
    reduce: {
      redeemed: (group, { order }) => {
        group.orders = order
      },
      prizeOwed: (group, { order }) => {
        group.orders = order
      },
    },
  },
})

export type ShopState = SliceState<typeof shop>

/** How many of it they have: an item may be called `constructor`. */
export function countOf(items: Readonly<Record<string, number>>, item: string): number {
  return Object.hasOwn(items, item) ? items[item]! : 0
}

function callOff(order: Order, day: LocalDay): void {
  order.state = 'cancelled'
  order.closedDay = day
}

function close(customer: Customer, order: number): void {
  customer.open = customer.open.filter(open => open !== order)
  customer.closed.push(order)
  if (customer.closed.length > CLOSED_ORDERS_KEPT_MAX) customer.closed.shift()
}
