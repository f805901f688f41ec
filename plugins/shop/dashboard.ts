import type { Both, Figure, FigureCell } from 'bonfire'
import { leftOf } from './catalogue.ts'
import type { ShopContext } from './context.ts'

/** How many orders that wait are named. */
const NAMED_MAX = 5

/** What was exchanged for points: the shelf in its order, then what is on it no more. Null: there is nothing to show. */
export function redemptions({ state, content }: ShopContext): Figure | null {
  const { shop: shelf } = content
  const gone = [...state.items.each()].flatMap(([id, { taken }]) =>
    taken > 0 && !shelf.some(item => item.id === id) ? [String(id)] : [],
  )
  if (shelf.length + gone.length === 0) return null
  const waiting = waitingByItem(state)
  const takenOf = (id: string) => state.items.of(id).taken
  const rows: readonly FigureCell[][] = [
    ...shelf.map(item => [
      ...[item.name, item.points, takenOf(item.id), waiting.get(item.id) ?? 0],
      leftOf(state, item) ?? NO_LIMIT,
    ]),
    ...gone.map(id => [id, null, takenOf(id), waiting.get(id) ?? 0, OFF_THE_SHELF]),
  ]
  return {
    title: { 'zh-CN': '积分商城', 'en-US': 'Points shop' },
    formula: {
      'zh-CN': '每样东西一共换出几份（取消的减去）、几份还没发出、还剩几份，和 /shop 说的一样。抽奖的奖品不在这里。',
      'en-US':
        'How many of each have been exchanged in all, less those cancelled, how many wait to be sent, and how many are left, as /shop says. Prizes of draws are not in it.',
    },
    n: [...shelf.map(({ id }) => id), ...gone].reduce((sum, id) => sum + takenOf(id), 0),
    ...{ is: 'table', columns: COLUMNS, rows },
  }
}

const COLUMNS: readonly Both[] = [
  { 'zh-CN': '东西', 'en-US': 'Item' },
  { 'zh-CN': '积分', 'en-US': 'Points' },
  { 'zh-CN': '换出', 'en-US': 'Exchanged' },
  { 'zh-CN': '待发', 'en-US': 'To be sent' },
  { 'zh-CN': '剩下', 'en-US': 'Left' },
]
const NO_LIMIT: Both = { 'zh-CN': '不限', 'en-US': 'no limit' }
const OFF_THE_SHELF: Both = { 'zh-CN': '已下架', 'en-US': 'off the shelf' }

function waitingByItem({ waiting, orders }: ShopContext['state']): ReadonlyMap<string, number> {
  const byItem = new Map<string, number>()
  for (const [order] of waiting.each()) {
    const { item, prize } = orders.of(order)
    if (prize === null) byItem.set(item, (byItem.get(item) ?? 0) + 1)
  }
  return byItem
}

/** Nobody has paid points for it: the table of what was exchanged leaves it out. */
const prizeShown = (order: number, { what, draw }: { readonly what: string; readonly draw: number }): Both => ({
  'zh-CN': `#${order} ${what}（抽奖 #${draw} 的奖品）`,
  'en-US': `#${order} ${what} (prize of draw #${draw})`,
})

/** Orders, and prizes of draws, that nobody has sent. */
export function unsent({ state, content }: ShopContext): Figure | null {
  const count = state.waiting.size
  if (count === 0) return null
  const examples: FigureCell[] = []
  for (const [order] of state.waiting.each()) {
    if (examples.length === NAMED_MAX) break
    const { item, prize } = state.orders.of(order)
    const name = content.shop.find(({ id }) => id === item)?.name ?? item
    examples.push(prize === null ? `#${order} ${name}` : prizeShown(Number(order), prize))
  }
  return {
    title: { 'zh-CN': '等着发出的东西', 'en-US': 'Orders and prizes to be sent' },
    formula: {
      'zh-CN': '换了积分、或者中了奖领了，还没有发出也没有取消的，和 /fulfil 的单子一样；等得最久的排在前面。',
      'en-US':
        'Exchanged for points or won and claimed, and neither sent nor cancelled: the list of /fulfil. Those that have waited longest come first.',
    },
    n: count,
    ...{ is: 'attention', level: 'warning', count, examples },
    remedy: {
      'zh-CN': '管理员发送 /fulfil，一件一件看；发出了就按「已发出」。',
      'en-US': 'An admin sends /fulfil to see them one by one, and says when each is sent.',
    },
  }
}
