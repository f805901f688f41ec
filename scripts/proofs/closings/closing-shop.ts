import type { Account } from '../../../src/account.ts'
import type { GroupId, Instant, MemberId } from '../../../src/events/ids.ts'
import type { Order } from '../../../src/events/order.ts'
import { MINUTE_MS } from '../swarm/setting.ts'
import type { Eyes } from './closing-eyes.ts'
import { SOURCE } from './closing-setting.ts'
import type { Incident } from './incidents.ts'

export interface ShopOptions {
  readonly members: readonly MemberId[]
  readonly eyes: Eyes
  readonly now: () => number
  readonly isOpen: () => boolean
  readonly account: () => Pick<Account, 'order'>
  readonly groupOf: (room: GroupId) => GroupId | undefined
  readonly later: (ms: number, then: () => unknown) => void
}

/** A shop that tells the bot what was paid, again and again until it is confirmed. */
export interface Shop {
  sells(how: Incident & { is: 'buys' }): void
  refunds(order: number): void
}

/** How long a shop waits before it says again what was not confirmed, in milliseconds. */
const AGAIN_MS = MINUTE_MS
const PRICE = { minor: 990, currency: 'CNY' } as const

interface Sold {
  readonly order: Order
  readonly member: MemberId | null
}

export function createShop({ members, eyes, now, isOpen, account, groupOf, later }: ShopOptions): Shop {
  const sold: Sold[] = []

  /** Not waited for: the world goes on meanwhile. */
  function tell(order: Order, member: MemberId | null): void {
    if (!isOpen()) return later(AGAIN_MS, () => tell(order, member))
    const group = groupOf(SOURCE)
    const isKnown = member !== null && eyes.knows(member)
    const knownIn = isKnown && group !== undefined ? [group] : []
    const heard = {
      order: order.id,
      type: order.type,
      member: isKnown ? member : null,
      group: order.group !== undefined,
    }
    account()
      .order(order, knownIn)
      .then(
        () => eyes.heard(heard),
        () => later(AGAIN_MS, () => tell(order, member)),
      )
  }

  return {
    sells({ who, names, group }) {
      const member = members[who]!
      const code = names === 'code' ? eyes.codeOf(member) : undefined
      const isStranger = names === 'stranger' || (names === 'code' && code === undefined)
      const source = groupOf(SOURCE)
      const [platform = '', userId = ''] = member.split(/:(.*)/su)
      const order: Order = {
        ...{ id: `o${sold.length}`, type: 'paid', at: now() as Instant, amount: PRICE },
        buyer: isStranger ? { code: `NOBODY${sold.length}` } : code !== undefined ? { code } : { platform, userId },
        ...(group && source !== undefined && { group: source }),
      }
      sold.push({ order, member: isStranger ? null : member })
      tell(order, isStranger ? null : member)
    },
    refunds(number) {
      const one = sold[number]
      if (one) tell({ ...one.order, type: 'refunded', at: now() as Instant }, one.member)
    },
  }
}
