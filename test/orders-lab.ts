import { randomBytes } from 'node:crypto'
import { defineMessages, definePlugin, defineSlice, OrderId } from 'bonfire'
import { Webhook } from 'standardwebhooks'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { type Account, officeOf, startAccount } from '../src/account.ts'
import { AccountId, GroupId, type Instant, LocalTime, Zone } from '../src/events/ids.ts'
import type { Order } from '../src/events/order.ts'
import type { Commit } from '../src/host/commit.ts'
import { createHost } from '../src/host/host.ts'
import type { AnyPlugin } from '../src/host/plugin.ts'
import { createMemoryJournal } from '../src/journal/memory-journal.ts'
import { memoryLog } from '../src/log.ts'
import type { OrderBody } from '../src/orders/order-body.ts'
import { createOrderDesk } from '../src/orders/order-desk.ts'
import { createOrdersHook } from '../src/orders/orders-hook.ts'
import { ORDERS_PATH } from '../src/orders/orders-path.ts'
import { createCalendar } from '../src/scheduler/zones.ts'
import { createSimulatedPlatform } from '../src/simulation/simulated-platform.ts'
import { createVirtualClock } from '../src/simulation/virtual-clock.ts'
import { createApp } from '../src/web/server.ts'

/** What a shop said, as often as a plugin was asked: it looks for no repeats itself. */
const tallyFacts = defineSlice({
  name: 'tally',
  facts: { counted: z.object({ order: OrderId, type: z.enum(['paid', 'refunded']) }) },
})
const tallyPlugin = (isBroken: () => boolean): AnyPlugin =>
  definePlugin({
    slice: tallyFacts,
    messages: defineMessages({}, {}),
    config: z.object({}).optional(),
    on: {
      order: (_, { order }) => {
        if (isBroken()) throw new Error('this order cannot be decided')
        return [tallyFacts.facts.counted({ order: order.id, type: order.type })]
      },
    },
  })

export const newSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`
const ACCOUNT = AccountId.parse('main')
export const OFFICE = officeOf(ACCOUNT)
/** A group that is there. */
export const GROUP = GroupId.parse('main:1')

export interface Signed {
  readonly body: string | Uint8Array<ArrayBuffer>
  readonly headers: Readonly<Record<string, string>>
}

let deliveries = 0
/** A body as a shop signs it. */
export function signed(secret: string, body: object | string, at = new Date(), id = `msg_${deliveries++}`): Signed {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, at, text),
  }
  return { body: text, headers }
}

export const bodyOf = (more: Partial<OrderBody> = {}): OrderBody => ({
  id: 'order-1',
  type: 'paid',
  at: '2026-11-22T20:05:00+08:00',
  amount: { minor: 990, currency: 'CNY' },
  buyer: { platform: 'telegram', userId: '8123' },
  ...more,
})

interface LabOptions {
  readonly secrets?: readonly string[]
  readonly flush?: 'immediate' | 'manual'
  /** What the account hears instead of an order: for a hook that is to be found out. */
  readonly heardAs?: (order: Order) => Order
}

/** The hook over a real account, whose journal is in memory: durable when it is told so. */
export function ordersLab({ secrets = [newSecret()], flush = 'immediate', heardAs = order => order }: LabOptions = {}) {
  const clock = createVirtualClock(Date.now() as Instant)
  const platform = createSimulatedPlatform({ clock })
  const log = memoryLog()
  let isBroken = false
  let journal = createMemoryJournal({ flush })
  let account = open()
  onTestFinished(() => account[Symbol.asyncDispose]())

  function open(): Account {
    const host = createHost({
      plugins: [tallyPlugin(() => isBroken)],
      log: journal,
      settings: () => ({
        locale: 'zh-CN',
        calendar: createCalendar({ zone: Zone.parse('Asia/Shanghai'), dayStartsAt: LocalTime.parse('00:00') }),
        config: {},
        isRestDay: () => false,
      }),
      office: OFFICE,
    })
    host.groupOf(GROUP)
    for (const [index, line] of journal.lines.entries()) host.replay(JSON.parse(line) as Commit, index + 1)
    return startAccount({ id: ACCOUNT, host, journal, adapter: platform, clock, heartbeatMs: null })
  }

  const heard = (): Account => ({
    ...account,
    order: (order, knownIn) => account.order(heardAs(order), knownIn),
  })
  const desk = createOrderDesk({
    keeper: work => work(heard()),
    accounts: () => [{ host: account.host, office: OFFICE }],
  })
  const orders = createOrdersHook({ secrets, desk, clock, log })
  const app = createApp({ routes: new Map(), log, orders })
  return {
    secret: secrets[0]!,
    clock,
    log,
    orders,
    get account() {
      return account
    },
    /** The plugin throws at each order, or does not any more. */
    breaks(on: boolean) {
      isBroken = on
    },
    get journal() {
      return journal
    },
    /** The process ends without notice, and the next one finds what was durable. */
    crash() {
      journal = journal.crash()
      account = open()
    },
    async send({ body, headers }: Signed, { method = 'POST', path = ORDERS_PATH } = {}) {
      const answer = await app.fetch(new Request(`http://bot.example${path}`, { method, headers, body }))
      return { status: answer.status, said: (await answer.json()) as Record<string, unknown>, headers: answer.headers }
    },
    /** What the plugin was asked to count, in the order of the journal. */
    counted(): readonly string[] {
      const commits = journal.lines.map(line => JSON.parse(line) as Commit)
      const facts = commits.flatMap(({ facts }) => facts.filter(([type]) => type === 'tally/counted'))
      return facts.map(([, data]) => {
        const { order, type } = data as { readonly order: string; readonly type: string }
        return `${order} ${type}`
      })
    },
  }
}
