import type { Account } from '../account.ts'
import { type GroupId, MemberId } from '../events/ids.ts'
import type { Money, Order } from '../events/order.ts'
import { membership } from '../host/core/membership.ts'
import type { Host } from '../host/host.ts'

/** What became of an order. */
export interface TakenOrder {
  /** `repeated`: the same order was taken before, with the same type. `refused`: it cannot be taken as it is. */
  readonly result: 'recorded' | 'repeated' | 'refused'
  /** What its sender should know, in sentences. */
  readonly notes: readonly string[]
}

/** Takes the orders of all accounts of the process. */
export interface OrderDesk {
  /**
   * Resolves when it is durable.
   * @throws what keeps the journal from taking it: it has to be sent again.
   */
  take(order: Order): Promise<TakenOrder>
}

const PARTIAL = 'A refund gives back all of an order, or is not told here: whoever paid stays a buyer.'
const STANDS = 'that stands, and what this says is left out.'
const UNTOLD =
  'It was told to no group: none that hears of orders knows the buyer, and no group or offer that it names is known here. No admin sees it.'
const written = ({ minor, currency }: Money): string => `${minor} ${currency} (smallest unit)`

export interface OrderDeskOptions {
  /** Has the account that keeps the orders do something; while it is closed for a moment, that waits. */
  readonly keeper: <T>(work: (account: Account) => Promise<T>) => Promise<T>
  /** All accounts, each with its office, which is no group. */
  readonly accounts: () => readonly { readonly host: Pick<Host, 'groups' | 'read'>; readonly office: GroupId }[]
}

/**
 * All orders go to the office of one account, whichever account's groups they are for: what it has heard of is one
 * table, so that no order can count in two accounts. From there letters reach the groups of every account.
 *
 * Nothing is queued here. Deciding an order does not wait for anything, so two never interleave; and many that come
 * together share one flush of the journal.
 */
export function createOrderDesk({ keeper, accounts }: OrderDeskOptions): OrderDesk {
  const isKnown = (group: GroupId) => accounts().some(({ host, office }) => group !== office && host.groups.has(group))

  /** Costs a look into a table for each group. Of a code the office knows whose it is. */
  function knownIn({ buyer }: Order): readonly GroupId[] | undefined {
    if (!('platform' in buyer)) return undefined
    const member = MemberId.parse(`${buyer.platform}:${buyer.userId}`)
    const found = accounts().flatMap(({ host }) =>
      [...host.groups.keys()].flatMap(group => {
        const { members } = host.read(group, membership)
        return members.has(member) ? [{ group, isPresent: members.of(member).presence === 'present' }] : []
      }),
    )
    return found.sort((a, b) => Number(b.isPresent) - Number(a.isPresent)).map(({ group }) => group)
  }

  return {
    async take({ group, ...order }) {
      // A letter to a group that does not exist would be carried for ever; and whoever paid has paid all the same.
      const isLost = group !== undefined && !isKnown(group)
      const known: Order = { ...order, ...(group !== undefined && !isLost && { group }) }
      const heard = await keeper(account => account.order(known, knownIn(known)))
      const lost = isLost ? [`There is no group "${group}" here: the order was taken without it.`] : []
      switch (heard.is) {
        case 'partial':
          return { result: 'refused', notes: [`amount: ${written(heard.paid)} were paid. ${PARTIAL}`] }
        case 'repeated':
          return {
            result: 'repeated',
            notes: heard.differs ? [`${written(heard.differs)} were paid before: ${STANDS}`] : [],
          }
        case 'recorded':
          return {
            result: 'recorded',
            notes: [...lost, ...(heard.isTold || order.type === 'refunded' ? [] : [UNTOLD])],
          }
      }
    },
  }
}
