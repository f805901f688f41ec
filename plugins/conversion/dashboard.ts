import { type Both, DAYS_SHOWN, daysUntil, type Figure, type FigureCell, type Money, membership, stepOf } from 'bonfire'
import { type ConversionContext, shownTime } from './context.ts'
import { isBuyer } from './facts.ts'
import { moneyText, paidText } from './money.ts'
import { leftOf } from './offers.ts'
import { raise } from './records.ts'
import { wordsOf } from './taking.ts'

/** How many orders that wait are named. */
const NAMED_MAX = 5

type State = ConversionContext['state']

const inBoth = (text: (locale: 'zh-CN' | 'en-US') => string): Both => ({
  'zh-CN': text('zh-CN'),
  'en-US': text('en-US'),
})
const amountOf = (money: Money): Both => inBoth(locale => moneyText(locale, money))

/** Where nobody tells of orders, that there were none is not known. */
const isKnown = ({ group: { source, orders } }: State): boolean => source !== 'none' || orders > 0

/** A step of the funnel. */
export function ordered({ state, read }: ConversionContext): Figure | null {
  if (!isKnown(state)) return null
  return {
    title: { 'zh-CN': '下过单', 'en-US': 'Ordered' },
    formula: {
      'zh-CN': '进过群的人里，有付了款没退款的订单的，不管订单算在哪个群；不知道是谁的订单不算。',
      'en-US':
        'Of everybody who ever came: who has a paid order that was not refunded, whichever group counts it. Orders of somebody unknown are left out.',
    },
    ...stepOf(read(membership), 40, member => isBuyer(state, member)),
  }
}

/** Who of all who came has bought: of those still here, once a group has been closed, only buyers may be left. */
export function buyers({ state, read }: ConversionContext): Figure {
  const { n, value } = stepOf(read(membership), 40, member => isBuyer(state, member))
  const waiting = state.unmatched.size
  const note = !isKnown(state) ? UNKNOWN : waiting > 0 ? ofUnknown(waiting) : null
  return {
    title: { 'zh-CN': '下过单的成员', 'en-US': 'Members who have bought' },
    formula: {
      'zh-CN': '进过群的人里，有付了款没退款的订单的 ÷ 全部，退群的也算。群主、管理员和老师不算。',
      'en-US':
        'Of everybody who ever came, those who have left included: who has a paid order that was not refunded ÷ all of them. Without those who run the group.',
    },
    n,
    ...{ is: 'number', value: isKnown(state) && n > 0 ? value / n : null, unit: 'share' },
    ...(note && { note }),
  }
}
const UNKNOWN: Both = {
  'zh-CN': '计划没说订单从哪来，所以不知道',
  'en-US': 'The plan does not say where orders come from, so nobody knows',
}
const ofUnknown = (orders: number): Both => ({
  'zh-CN': `另有 ${orders} 个订单不知道是谁的`,
  'en-US': `of ${orders} more orders nobody knows whose they are`,
})

export function ordersPerDay(context: ConversionContext): Figure | null {
  const { state, today } = context
  if (!isKnown(state)) return null
  const days = daysUntil(context, today, DAYS_SHOWN)
  const byDay = days.map(day => state.days.of(day))
  return {
    title: { 'zh-CN': '每天的订单', 'en-US': 'Orders per day' },
    formula: {
      'zh-CN': '近 30 天，或从我来这个群起，算在这个群里的订单和退款，和 /stats 一样。',
      'en-US': 'Orders and refunds that this group counts, on each of the last 30 days, or since I came, as in /stats.',
    },
    n: byDay.reduce((sum, { orders }) => sum + orders, 0),
    ...{ is: 'days', days },
    lines: [
      { label: { 'zh-CN': '订单', 'en-US': 'orders' }, values: byDay.map(({ orders }) => orders) },
      { label: { 'zh-CN': '退款', 'en-US': 'refunds' }, values: byDay.map(({ refunds }) => refunds) },
    ],
  }
}

/** Orders that were paid and not refunded, of one run of an offer. */
interface Paid {
  orders: number
  revenue: Record<string, number>
}
const nothingPaid = (): Paid => ({ orders: 0, revenue: {} })

/** By run; what belongs to no run that is given, by null. */
function paidByRun({ orders }: State, runs: ReadonlySet<number>): ReadonlyMap<number | null, Paid> {
  const byRun = new Map<number | null, Paid>()
  for (const [, { state, counts, run, minor, currency }] of orders.each()) {
    if (state !== 'paid' || !counts) continue
    const key = run !== null && runs.has(run) ? run : null
    const paid = byRun.get(key) ?? nothingPaid()
    paid.orders += 1
    raise(paid.revenue, currency, minor)
    byRun.set(key, paid)
  }
  return byRun
}

/** The offers that have run here, each with its latest run, and what they brought. */
export function offers(context: ConversionContext): Figure | null {
  const { state } = context
  const all = [...state.offers.each()].filter(([, { run }]) => run > 0)
  if (all.length === 0 && state.group.orders === 0) return null
  const byRun = paidByRun(state, new Set(all.map(([, { run }]) => run)))
  const others = byRun.get(null)
  const total = [...byRun.values()].reduce((sum, { orders }) => sum + orders, 0)
  const rows = [
    ...all
      .sort(([, a], [, b]) => b.run - a.run)
      .map(([id, { run }]) => offerRow(context, String(id), byRun.get(run) ?? nothingPaid())),
    ...(others ? [sumRow(OTHERS, others)] : []),
    ...(isKnown(state) ? [sumRow(TOTAL, { orders: total, revenue: state.group.revenue })] : []),
  ]
  return {
    title: { 'zh-CN': '优惠和订单', 'en-US': 'Offers and orders' },
    formula: {
      'zh-CN':
        '每个优惠最近一次开放：留了几份（付没付都算，退回的不算）、付了几单、还剩几份；「—」是不知道或不限。收入减去了退款，各种货币分开算，只算记在这个群的订单。',
      'en-US':
        'Each offer with its latest run: how many were taken (paid or not, and not given back), how many orders were paid, how many are left; "—" is unknown, or no limit. Revenue is less refunds, each currency by itself, of orders that this group counts.',
    },
    n: total,
    ...{ is: 'table', columns: COLUMNS, rows },
  }
}

function offerRow(context: ConversionContext, id: string, paid: Paid): readonly FigureCell[] {
  const offer = context.state.offers.of(id)
  const { round, price, held, stock } = offer
  const isOpen = offer.isOpen && context.now < offer.until
  return [
    wordsOf(context, id).title,
    round === null ? null : ROUNDS[round - 1]!,
    price && amountOf(price),
    held,
    ...(isKnown(context.state) ? [paid.orders, revenueOf(paid.revenue)] : [null, null]),
    stock,
    leftOf(offer),
    isOpen ? until(shownTime(context, offer.until)) : OVER,
  ]
}
const revenueOf = (sums: Readonly<Record<string, number>>): Both | null =>
  paidText('zh-CN', sums) === null ? null : inBoth(locale => paidText(locale, sums)!)
const sumRow = (label: Both, { orders, revenue }: Readonly<Paid>): readonly FigureCell[] => [
  ...[label, null, null, null, orders, revenueOf(revenue), null, null, null],
]

const COLUMNS: readonly Both[] = [
  { 'zh-CN': '优惠', 'en-US': 'Offer' },
  { 'zh-CN': '轮次', 'en-US': 'Round' },
  { 'zh-CN': '价格', 'en-US': 'Price' },
  { 'zh-CN': '留了', 'en-US': 'Taken' },
  { 'zh-CN': '付款', 'en-US': 'Paid' },
  { 'zh-CN': '收入', 'en-US': 'Revenue' },
  { 'zh-CN': '库存', 'en-US': 'Stock' },
  { 'zh-CN': '剩下', 'en-US': 'Left' },
  { 'zh-CN': '状态', 'en-US': 'State' },
]
const ROUNDS: readonly Both[] = [
  { 'zh-CN': '第一轮', 'en-US': 'round 1' },
  { 'zh-CN': '第二轮', 'en-US': 'round 2' },
  { 'zh-CN': '第三轮', 'en-US': 'round 3' },
]
const OVER: Both = { 'zh-CN': '已结束', 'en-US': 'over' }
const OTHERS: Both = { 'zh-CN': '其他订单', 'en-US': 'Other orders' }
const TOTAL: Both = { 'zh-CN': '合计', 'en-US': 'Total' }
const until = (time: string): Both => ({ 'zh-CN': `开放到 ${time}`, 'en-US': `open until ${time}` })

/** Paid orders that name this group, or an offer that ran here. */
export function unmatched({ state }: ConversionContext): Figure | null {
  const count = state.unmatched.size
  if (count === 0) return null
  const rows = [...state.unmatched.each()].slice(0, NAMED_MAX)
  return {
    title: { 'zh-CN': '不知道是谁的订单', 'en-US': 'Orders of somebody unknown' },
    formula: {
      'zh-CN': '点名这个群、或者是这里开放过的优惠的付款订单，还对不上人。对上以前，这个群不会结营。',
      'en-US':
        'Paid orders that name this group, or an offer that ran here, of which nobody knows whose they are. Until they are matched this group is not closed.',
    },
    n: count,
    ...{ is: 'attention', level: 'bad', count },
    remedy: {
      'zh-CN': '私聊发送 /orders 看详情；知道是谁的，发送 /orders match 编号 @成员。',
      'en-US': 'Send /orders in private for the details; if you know whose it is, /orders match number @member.',
    },
    examples: rows.map(([, { number, minor, currency }]) =>
      inBoth(locale => `#${number} ${moneyText(locale, { minor, currency })}`),
    ),
  }
}

/** In the office: orders that no group can see, since they name neither a group nor an offer that ran in one. */
export function unseen({ state, group, orderOffice }: ConversionContext): Figure | null {
  if (group !== orderOffice) return null
  let count = 0
  for (const [, { isPaid, isAssigned, refundedAt, shownTo }] of state.ledger.each()) {
    if (isPaid && !isAssigned && refundedAt === null && shownTo.length === 0) count += 1
  }
  if (count === 0) return null
  return {
    title: { 'zh-CN': '没有群看得到的订单', 'en-US': 'Orders that no group can see' },
    formula: {
      'zh-CN': '付款订单，既没写是哪个群，也没写是哪个优惠，买的人又不在任何群里：没有群主看得到。',
      'en-US':
        'Paid orders that name neither a group nor an offer that has run, of somebody whom no group knows: no owner can see them.',
    },
    n: count,
    ...{ is: 'attention', level: 'bad', count },
    remedy: {
      'zh-CN': '请商店发订单时带上 group 或 offer（见 docs/orders.md）；买的人进了群，也会自动对上。',
      'en-US':
        'Have the shop send group or offer with its orders (docs/orders.md); when the buyer joins a group, it is matched by itself.',
    },
  }
}
