import { describe, expect, onTestFinished, test } from 'vitest'
import type { Finding } from '../adapters/adapter.ts'
import { AccountId } from '../events/ids.ts'
import { memoryLog } from '../log.ts'
import { startWebServer } from '../web/server.ts'
import { judgeOrders, type OrderFacts, readOrders } from './orders.ts'

const facts: OrderFacts = {
  ...{ secrets: 1, accounts: ['main', 'other'], account: null, host: '127.0.0.1', port: 3000, isThere: null },
}

describe('orders', () => {
  test.each<[string, Partial<OrderFacts>, Finding['is'], RegExp]>([
    ['no secret', { secrets: 0 }, 'good', /BONFIRE_ORDERS_SECRET is not set/],
    ['no account', { accounts: [] }, 'warning', /no account runs/],
    ['an account that is not there', { account: 'third' }, 'bad', /no account "third".*main, other/],
    ['a bot that was started before', { isThere: false }, 'bad', /does not take orders/],
    ['all well', {}, 'good', /^POST http:\/\/127.0.0.1:3000\/hooks\/orders, 1 secret, kept by the account main$/],
    ['two secrets, another account', { secrets: 2, account: 'other' }, 'good', /2 secrets, kept by the account other$/],
    ['any port', { port: 0 }, 'good', /^POST \/hooks\/orders,/],
  ])('with %s', (_, changes, is, what) => {
    const [finding, ...others] = judgeOrders({ ...facts, ...changes })
    expect([finding?.is, others]).toEqual([is, []])
    expect(finding?.what).toMatch(what)
    if (is !== 'good') expect(finding?.remedy).toMatch(/\.$/)
  })

  test.each([true, false])('a running bot is asked whether it has the hook: %s', async isThere => {
    let asked = 0
    const orders = async () => {
      asked += 1
      return new Response()
    }
    const log = memoryLog()
    const server = await startWebServer({ port: 0, routes: new Map(), log, ...(isThere && { orders }) })
    onTestFinished(() => server[Symbol.asyncDispose]())
    const id = AccountId.parse('relay')
    const accounts = [{ id, platform: 'relay' as const, groups: [], key: 'k'.repeat(16) }]
    const config = { accounts, orders: { account: null, secrets: ['whsec_'] } }
    const web = { host: '127.0.0.1', port: server.port, state: { is: 'ours' as const } }
    expect(await readOrders(config, web)).toMatchObject({ isThere, port: server.port })
    // Nothing was sent to the hook itself.
    expect([asked, log.entries]).toEqual([0, []])
  })
})
