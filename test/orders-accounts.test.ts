import { expect, onTestFinished, test } from 'vitest'
import { conversion, isBuyer } from '../plugins/conversion/facts.ts'
import conversionPlugin from '../plugins/conversion/index.ts'
import { type Account, officeOf, startAccount } from '../src/account.ts'
import { createCodes } from '../src/codes.ts'
import type { EventOf } from '../src/events/event.ts'
import { AccountId, GroupId, type Instant, LocalTime, MemberId, Zone } from '../src/events/ids.ts'
import type { Order } from '../src/events/order.ts'
import { createHost } from '../src/host/host.ts'
import { createMemoryJournal } from '../src/journal/memory-journal.ts'
import { createOrderDesk } from '../src/orders/order-desk.ts'
import { createCalendar } from '../src/scheduler/zones.ts'
import { createSimulatedPlatform } from '../src/simulation/simulated-platform.ts'
import { createVirtualClock } from '../src/simulation/virtual-clock.ts'

const [ONE, TWO] = ['one', 'two'].map(id => AccountId.parse(id)) as [AccountId, AccountId]
const [FIRST, SECOND] = ['one:1', 'two:1'].map(id => GroupId.parse(id)) as [GroupId, GroupId]
const AMY = MemberId.parse('telegram:8123')

/** Two accounts of one process, of which the first keeps the orders, with a group each. */
async function twoAccounts() {
  const clock = createVirtualClock(Date.parse('2026-11-23T01:00Z') as Instant)
  const accounts = new Map<AccountId, Account>()
  const troubles: string[] = []
  const forward = async (letter: EventOf<'mail'>) => {
    const to = [...accounts.values()].find(({ host }) => host.groups.has(letter.group))
    await to?.receive(letter)
    return to !== undefined
  }
  function open(id: AccountId, group: GroupId): Account {
    const journal = createMemoryJournal()
    const host = createHost({
      plugins: [conversionPlugin],
      log: journal,
      settings: () => ({
        locale: 'zh-CN',
        calendar: createCalendar({ zone: Zone.parse('Asia/Shanghai'), dayStartsAt: LocalTime.parse('00:00') }),
        config: { conversion: conversionPlugin.config.parse({ orders: 'shop' }) },
        isRestDay: () => false,
      }),
      ...{ office: officeOf(id), orderOffice: officeOf(ONE), codes: createCodes() },
    })
    for (const known of [group, officeOf(id)]) host.groupOf(known)
    const onTrouble = (what: string, error: unknown) => troubles.push(`${what}: ${String(error)}`)
    const adapter = createSimulatedPlatform({ clock })
    const account = startAccount({ id, host, journal, adapter, clock, heartbeatMs: null, forward, onTrouble })
    onTestFinished(() => account[Symbol.asyncDispose]())
    return account
  }
  accounts.set(ONE, open(ONE, FIRST)).set(TWO, open(TWO, SECOND))
  /** What it says to the office when it begins to live by a plan. */
  const declares = (group: GroupId, source: 'shop' | 'none') =>
    accounts.get(ONE)!.receive({
      ...{ kind: 'mail', cause: `mail:${group}:${source}`, group: officeOf(ONE), at: clock.now(), from: group },
      ...{ letter: `${group}:${source}`, plugin: 'conversion', box: 'group', data: { source } },
    })
  for (const group of [FIRST, SECOND]) await declares(group, 'shop')
  const desk = createOrderDesk({
    keeper: work => work(accounts.get(ONE)!),
    accounts: () => [...accounts].map(([id, { host }]) => ({ host, office: officeOf(id) })),
  })
  return {
    troubles,
    declares,
    joins(account: AccountId, group: GroupId, member: MemberId) {
      const event = {
        kind: 'joined',
        cause: `join:${group}:${member}`,
        group,
        at: clock.now(),
        who: { member },
      } as const
      accounts.get(account)!.decide(event)
    },
    leaves(account: AccountId, group: GroupId, member: MemberId) {
      const event = { kind: 'left', cause: `left:${group}:${member}`, group, at: clock.now(), who: { member } } as const
      accounts.get(account)!.decide(event)
    },
    async orders(more: Partial<Order> = {}) {
      const order: Order = {
        ...{ id: 'A-1', type: 'paid', at: clock.now(), amount: { minor: 990, currency: 'CNY' } },
        ...{ buyer: { platform: 'telegram', userId: '8123' }, ...more },
      }
      const { result } = await desk.take(order)
      for (let turn = 0; turn < 50; turn += 1) {
        for (const account of accounts.values()) account.pump()
        await new Promise(resolve => setImmediate(resolve))
      }
      return result
    },
    in: (account: AccountId, group: GroupId) => accounts.get(account)!.host.read(group, conversion),
  }
}

test('an order reaches a group of another account, counts there once, and its refund as well', async () => {
  const { joins, orders, troubles, in: inGroup } = await twoAccounts()
  joins(TWO, SECOND, AMY)
  expect(isBuyer(inGroup(TWO, SECOND), AMY)).toBe(false)
  expect([await orders(), await orders()]).toEqual(['recorded', 'repeated'])
  expect([isBuyer(inGroup(TWO, SECOND), AMY), inGroup(TWO, SECOND).orders.of('A-1').counts]).toEqual([true, true])
  await orders({ type: 'refunded' })
  expect(isBuyer(inGroup(TWO, SECOND), AMY)).toBe(false)
  expect(troubles).toEqual([])
})

test('whoever is in groups of both accounts is a buyer in both, and the order counts in one', async () => {
  const { joins, orders, troubles, in: inGroup } = await twoAccounts()
  joins(ONE, FIRST, AMY)
  joins(TWO, SECOND, AMY)
  await orders()
  const both = [inGroup(ONE, FIRST), inGroup(TWO, SECOND)]
  expect(both.map(state => isBuyer(state, AMY))).toEqual([true, true])
  expect(both.filter(state => state.orders.of('A-1').counts)).toHaveLength(1)
  expect(troubles).toEqual([])
})

test('it counts where they are now, and not where they were', async () => {
  const { joins, leaves, orders, in: inGroup } = await twoAccounts()
  joins(ONE, FIRST, AMY)
  leaves(ONE, FIRST, AMY)
  joins(TWO, SECOND, AMY)
  await orders()
  const counts = [inGroup(ONE, FIRST), inGroup(TWO, SECOND)].map(state => state.orders.of('A-1').counts)
  expect(counts).toEqual([false, true])
})

test('of a stranger no group hears', async () => {
  const { orders, troubles, in: inGroup } = await twoAccounts()
  expect(await orders()).toBe('recorded')
  expect([inGroup(ONE, FIRST), inGroup(TWO, SECOND)].map(state => state.orders.has('A-1'))).toEqual([false, false])
  expect(troubles).toEqual([])
})

test('a group that declares no orders hears of none, although whoever bought is in it', async () => {
  const { declares, joins, orders, in: inGroup } = await twoAccounts()
  await declares(FIRST, 'none')
  joins(ONE, FIRST, AMY)
  joins(TWO, SECOND, AMY)
  await orders()
  expect([inGroup(ONE, FIRST).orders.has('A-1'), inGroup(TWO, SECOND).orders.of('A-1').counts]).toEqual([false, true])
})

test('a wrong group keeps no order from the group that its buyer is in, of whichever account that is', async () => {
  const { joins, orders, troubles, in: inGroup } = await twoAccounts()
  joins(TWO, SECOND, AMY)
  await orders({ group: FIRST })
  expect([isBuyer(inGroup(TWO, SECOND), AMY), inGroup(TWO, SECOND).orders.of('A-1').counts]).toEqual([true, true])
  expect(inGroup(ONE, FIRST).unmatched.size).toBe(0)
  expect(troubles).toEqual([])
})
