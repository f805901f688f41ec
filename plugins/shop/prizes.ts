import { acknowledge, type LocalDay, type MemberId } from 'bonfire'
import type { Answer, ShopContext } from './context.ts'
import { shop } from './facts.ts'

/** What of a claimed prize has to be sent to somebody. */
interface Claimed {
  readonly draw: number
  readonly member: MemberId
  readonly what: string
  readonly day: LocalDay
}
/** A prize that was claimed waits on the list of `/fulfil` like an order: nothing is paid for it. */
export function oweThePrize({ state, say }: ShopContext, { draw, member, what, day }: Claimed): Answer {
  const order = state.group.orders + 1
  return [
    shop.facts.prizeOwed({ order, member, what, draw, day }),
    acknowledge(say.prizeOwed({ order, name: what, draw })),
  ]
}

/** The prize that an order is of. Null: it was exchanged for points. */
export function prizeIn({ state }: Pick<ShopContext, 'state'>, order: number) {
  const { prize } = state.orders.of(order)
  return prize && { order, name: prize.what, draw: prize.draw }
}
