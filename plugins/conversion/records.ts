import type { GroupId, Instant, MemberId, Money, OfferKind } from 'bonfire'

/** How a group hears of orders: not at all, from a shop, or from its admins. */
export const ORDER_SOURCES = ['none', 'shop', 'manual'] as const
export type OrderSource = (typeof ORDER_SOURCES)[number]

/** Why somebody cannot have an offer. */
export type Hindrance =
  | 'closed'
  | 'not-here'
  | 'newcomers'
  | 'members'
  | 'streak'
  | 'bought'
  | 'had'
  | 'lapsed'
  | 'sold-out'

/** The terms with which an offer opened. */
interface Terms {
  run: number
  round: number | null
  kind: OfferKind
  campaign: string | null
  at: Instant
  until: Instant
  price: Money | null
  stock: number | null
  perMember: number
  newcomerDays: number | null
  memberDays: number | null
  streakDays: number | null
  notYetBought: boolean
  delivery: string | null
}
/** An offer as it runs here, or last did. */
export interface OfferRecord extends Terms {
  isOpen: boolean
  /** Taken, paid or not, and not released. */
  held: number
  /** Bought without having been taken before. */
  sold: number
  /** Paid by somebody unknown. */
  waiting: number
}

export const newOffer = (): OfferRecord => ({
  ...{ isOpen: false, held: 0, sold: 0, waiting: 0 },
  ...{ run: 0, round: null, kind: 'trial-price', campaign: null, at: 0 as Instant, until: 0 as Instant },
  ...{ price: null, stock: null, perMember: 1, delivery: null },
  ...{ newcomerDays: null, memberDays: null, streakDays: null, notYetBought: false },
})

export function openOffer(offer: OfferRecord, { price, ...terms }: Readonly<Terms>): void {
  Object.assign(offer, newOffer(), terms, { price: price && { ...price }, isOpen: true })
}

/** What is known of one member. */
export interface Customer {
  /** In their links. */
  code: string | null
  /** Claims that are theirs, paid or not. */
  claims: number[]
  /** How many they have taken, by run of an offer. As many entries as they have taken offers. */
  taken: Record<string, number>
  /** Runs of offers of which one was kept for them, and not paid. */
  lapsed: number[]
  /** Orders that are paid and not refunded. */
  live: number
  /** The same by offer. */
  bought: Record<string, number>
  /** All their orders that count here, refunded ones too. */
  orders: number
  clock: { offer: string; until: Instant; isTold: boolean } | null
  /** Orders that wait for them to come. */
  awaited: string[]
  /** What those came to, in the smallest unit, by currency. */
  paid: Record<string, number>
  /** How often they have said how it was. */
  felt: number
  /** The order of which they are asked how it was. Null: none, or they have said. */
  asked: string | null
}
export const newCustomer = (): Customer => ({
  ...{ code: null, claims: [], taken: {}, live: 0, bought: {}, orders: 0, clock: null, awaited: [], asked: null },
  ...{ paid: {}, felt: 0, lapsed: [] },
})

interface OfOrder {
  readonly order: string
  readonly offer: string | null
  readonly amount: Readonly<Money>
}
export function pay(customer: Customer, { order, offer, amount }: OfOrder): void {
  customer.live += 1
  raise(customer.paid, amount.currency, amount.minor)
  customer.orders += 1
  customer.awaited = customer.awaited.filter(awaited => awaited !== order)
  if (offer !== null) raise(customer.bought, offer, 1)
}
export function unpay(customer: Customer, { offer, amount }: OfOrder): void {
  customer.live -= 1
  raise(customer.paid, amount.currency, -amount.minor)
  if (offer !== null) raise(customer.bought, offer, -1)
}

/** Adds to one of several sums; one that comes to nothing is left out. A key may be called `constructor`. */
export function raise(sums: Record<string, number>, key: string | number, by: number): void {
  const sum = (Object.hasOwn(sums, key) ? sums[key]! : 0) + by
  if (sum === 0) delete sums[key]
  else sums[key] = sum
}

/** What came in. */
interface Sums {
  orders: number
  refunds: number
  /** In the smallest unit, by currency: refunds are taken off. */
  revenue: Record<string, number>
}
export function addRevenue(sums: Sums, { minor, currency }: Readonly<Money>, orders: 1 | -1): void {
  sums.orders += orders
  raise(sums.revenue, currency, orders * minor)
}
/** Refunded: the order stays one that there was. */
export function takeOff(sums: Sums, { minor, currency }: Readonly<Money>): void {
  sums.refunds += 1
  raise(sums.revenue, currency, -minor)
}

export const newDay = () => ({
  ...{ orders: 0, refunds: 0, revenue: {} as Record<string, number> },
  felt: { good: 0, 'so-so': 0, problem: 0 },
})

export const newTotals = () => ({
  source: 'none' as OrderSource,
  /** Offers that are open, the latest last. */
  open: [] as string[],
  runs: 0,
  claims: 0,
  /** Orders that admins have noted, and orders that ever waited. */
  manual: 0,
  unmatched: 0,
  /** The last orders, oldest first. */
  recent: [] as string[],
  buyers: 0,
  orders: 0,
  refunds: 0,
  revenue: {} as Record<string, number>,
})

/** An order as the office knows it. */
export const newOfficeOrder = () => ({
  isPaid: false,
  /** What the shop says that it gave back. */
  refund: null as { at: Instant; minor: number; currency: string } | null,
  /** When all of it was given back. */
  refundedAt: null as Instant | null,
  at: 0 as Instant,
  minor: 0,
  currency: '',
  /** Whom the shop named. */
  named: null as MemberId | null,
  /** Whose it is. */
  member: null as MemberId | null,
  /** An admin has said so: the shop may have meant somebody else. */
  isSaid: false,
  code: null as string | null,
  group: null as GroupId | null,
  offer: null as string | null,
  /** Null: nobody has looked. */
  knownIn: null as GroupId[] | null,
  isAssigned: false,
  /** Groups that are asked whether they know them, and have not answered; and those that do not. */
  asked: [] as GroupId[],
  strangeTo: [] as GroupId[],
  /** The figures of a group count it. */
  isCounted: false,
  /** Groups in which it is known whose it is. */
  places: [] as GroupId[],
  /** Groups in which it waits. */
  shownTo: [] as GroupId[],
})

/** What gives back a part is no reversal: whoever paid has paid. */
export function settleRefund(order: ReturnType<typeof newOfficeOrder>): void {
  const { isPaid, refund, minor, currency } = order
  if (isPaid && refund && refund.currency === currency && refund.minor >= minor) order.refundedAt = refund.at
}
