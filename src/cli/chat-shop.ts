import type { Account } from '../account.ts'
import type { GroupId, MemberId } from '../events/ids.ts'
import type { Order } from '../events/order.ts'
import type { PlaygroundStore } from '../simulation/playground-state.ts'
import type { SimulatedPlatform } from '../simulation/simulated-platform.ts'
import type { ChatTexts } from './chat-texts.ts'

/** A shop beside the chat, which tells the bot what a shop would. */
export interface ChatShop {
  readonly account: Pick<Account, 'order'>
  readonly group: GroupId
  readonly platform: SimulatedPlatform
  readonly store: PlaygroundStore
  readonly texts: ChatTexts
}

const CURRENCY = 'CNY'

/** Says that somebody has paid. They need not be in the group. Returns what the terminal says of it. */
export async function buysInChat(
  shop: ChatShop,
  { name, minor, offer }: { readonly name: string; readonly minor: number; readonly offer?: string },
): Promise<string> {
  const { platform, store, texts } = shop
  const member = platform.person(name)
  const order = `play-${platform.state.nextUpdate++}`
  const bought = { order, minor, ...(offer !== undefined && { offer }) }
  store.state.bought = { ...store.state.bought, [member]: bought }
  await tell(shop, 'paid', member, bought)
  return texts.paid({ name, amount: amountOf(minor), order })
}

/** Says that what they paid last was given back. */
export async function refundsInChat(shop: ChatShop, name: string): Promise<string> {
  const { platform, store, texts } = shop
  const member = platform.idOf(name)
  const bought = store.state.bought?.[member]
  if (!bought) return texts.nothingBought(name)
  await tell(shop, 'refunded', member, bought)
  return texts.refunded({ name, amount: amountOf(bought.minor), order: bought.order })
}

async function tell(
  { account, group, platform, store }: ChatShop,
  type: Order['type'],
  member: MemberId,
  { order: id, minor, offer }: NonNullable<PlaygroundStore['state']['bought']>[string],
): Promise<void> {
  const [platformName = '', userId = ''] = member.split(/:(.*)/su)
  const isKnown = platform.state.people[member]?.groups.includes(group) === true
  const order: Order = {
    ...{ id, type, at: store.state.clock, amount: { minor, currency: CURRENCY } },
    buyer: { platform: platformName, userId },
    ...(offer !== undefined && { offer }),
  }
  await account.order(order, isKnown ? [group] : [])
}

const amountOf = (minor: number) => (minor / 100).toFixed(2)
