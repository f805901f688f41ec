import type { Commit } from '../../../../src/host/commit.ts'
import type { Setting } from '../setting.ts'
import type { Oracle, Wrong } from '../watching.ts'
import { type Data, factsOf, getOrMake } from './facts.ts'

interface Order {
  readonly member: string
  readonly item: string
  readonly points: number
  state: 'open' | 'fulfilled' | 'cancelled'
}

/** What is exchanged was there, is paid once, and what is cancelled gives both back. */
export function ordersOracle({ rules: { shop } }: Setting): Oracle {
  const groups = new Map<string, Order[]>()
  const items = new Map(shop.map(item => [item.id, item]))

  function redeemed(orders: Order[], { order, member, item, points }: Data): Wrong {
    if (order !== orders.length + 1) return `order ${order} is the ${orders.length + 1}th`
    const offered = items.get(String(item))
    if (!offered) return `${item} is not to be had`
    if (points !== offered.points) return `${item} costs ${offered.points}, not ${points}`
    const taken = orders.filter(known => known.item === item && known.state !== 'cancelled')
    if (offered.stock !== null && taken.length >= offered.stock) return `all ${offered.stock} of ${item} are gone`
    const theirs = taken.filter(known => known.member === member)
    if (offered.perMember !== null && theirs.length >= offered.perMember)
      return `${member} has ${theirs.length} of ${item} already`
    orders.push({ member: String(member), item: String(item), points: Number(points), state: 'open' })
    return undefined
  }
  function changed(orders: Order[], fact: Data, from: Order['state'], to: Order['state']): Wrong {
    const order = orders[Number(fact.order) - 1]
    if (order?.state !== from) return `order ${fact.order} becomes ${to}, and is ${order?.state}`
    order.state = to
    if (to === 'cancelled' && (fact.points !== order.points || fact.member !== order.member))
      return `order ${fact.order} of ${order.member} for ${order.points} is not ${JSON.stringify(fact)}`
    return undefined
  }
  function judge(commit: Commit): Wrong {
    const orders = getOrMake(groups, commit.group, (): Order[] => [])
    for (const [type, data] of commit.facts) {
      const fact = data as Data
      const wrong =
        type === 'shop/redeemed'
          ? redeemed(orders, fact)
          : type === 'shop/fulfilled'
            ? changed(orders, fact, 'open', 'fulfilled')
            : type === 'shop/reopened'
              ? changed(orders, fact, 'fulfilled', 'open')
              : type === 'shop/cancelled'
                ? changed(orders, fact, 'open', 'cancelled')
                : undefined
      if (wrong !== undefined) return wrong
    }
    const forOrders = (type: string, of: (fact: Data) => boolean) => paidIn(commit, type, of)
    const owing = paidIn(commit, 'shop/redeemed', () => true)
    const paid = forOrders('points/spent', ({ reason }) => reason !== 'make-up')
    if (owing !== paid) return `${paid || 'nothing'} is paid for ${owing || 'nothing'}`
    const owed = paidIn(commit, 'shop/cancelled', () => true)
    const back = forOrders('points/returned', () => true)
    return owed === back ? undefined : `${back || 'nothing'} is given back for ${owed || 'nothing'}`
  }

  return {
    name: 'what is exchanged is there, and paid once',
    durable(lsn, commit) {
      const wrong = judge(commit)
      return wrong === undefined ? undefined : `Line ${lsn}: ${wrong}.`
    },
  }
}

const paidIn = (commit: Commit, type: string, of: (fact: Data) => boolean): string =>
  factsOf(commit, type)
    .filter(of)
    .map(({ member, points }) => `${member} ${points}`)
    .join(', ')
