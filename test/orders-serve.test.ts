import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { officeOf } from '../src/account.ts'
import { readAccounts } from '../src/account-config.ts'
import { type Config, loadConfig } from '../src/config.ts'
import { AccountId, GroupId } from '../src/events/ids.ts'
import { orders } from '../src/host/core/orders.ts'
import { memoryLog } from '../src/log.ts'
import { type Serving, serve } from '../src/serve.ts'
import { bodyOf, newSecret, signed } from './orders-lab.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const [ONE, TWO] = ['one', 'two'].map(id => AccountId.parse(id)) as [AccountId, AccountId]
const secret = newSecret()

async function newData(): Promise<string> {
  const data = await mkdtemp(path.join(tmpdir(), 'bonfire-orders-'))
  onTestFinished(() => rm(data, { recursive: true, force: true }))
  return data
}

interface Wanted {
  readonly ids?: readonly AccountId[]
  readonly orders?: Partial<Config['orders']>
}

/** Two accounts whose messages a person would pass on: they need nothing outside. */
async function start(data: string, { ids = [ONE, TWO], orders = {} }: Wanted = {}): Promise<Serving & { url: string }> {
  const config = await loadConfig({ file: path.join(ROOT, 'bonfire.config.ts'), data, env: {} })
  const groups = [{ id: 'reading', title: '共读一群' }]
  const { accounts } = readAccounts(
    ids.map(id => ({ id, platform: 'relay', groups })),
    { BONFIRE_RELAY_KEY: 'a-key-of-sixteen-characters' },
  )
  const serving = await serve({
    config: {
      ...config,
      accounts,
      web: { port: 0, host: '127.0.0.1' },
      orders: { account: null, secrets: [secret], ...orders },
    },
    log: memoryLog(),
    onFatal: error => {
      throw error
    },
  })
  onTestFinished(() => serving[Symbol.asyncDispose]())
  return serving as Serving & { url: string }
}
const post = (url: string, body: object) => {
  const { headers, ...rest } = signed(secret, body)
  return fetch(`${url}/hooks/orders`, { method: 'POST', headers, ...rest })
}
const heardIn = (serving: Serving, account: AccountId) =>
  serving.accounts.get(account)!.host.read(officeOf(account), orders)

test('over a socket: an order is in the journal of one account, and known after a restart', async () => {
  const data = await newData()
  const first = await start(data)
  const answer = await post(first.url, bodyOf())
  expect([answer.status, await answer.json()]).toMatchObject([200, { order: 'order-1', result: 'recorded' }])
  expect(heardIn(first, ONE).heard.of('order-1').paid).toBe(true)
  expect(heardIn(first, TWO).heard.has('order-1')).toBe(false)
  expect((await fetch(`${first.url}/hooks/orders`, { method: 'POST', body: '{}' })).status).toBe(401)
  await first[Symbol.asyncDispose]()
  const second = await start(data)
  expect(await (await post(second.url, bodyOf())).json()).toEqual({ order: 'order-1', result: 'repeated' })
})

test('a group of any account is known, and an office is no group', async () => {
  const serving = await start(await newData())
  const groups = [...serving.accounts].flatMap(([, { host }]) => [...host.groups.keys()])
  expect(groups).toEqual(expect.arrayContaining(['one:1', 'two:1', 'office:two']))
  const notesOf = async (id: string, group: string) => {
    const answer = await post(serving.url, { ...bodyOf({ id }), group: GroupId.parse(group) })
    return ((await answer.json()) as { notes?: readonly string[] }).notes ?? []
  }
  expect(await notesOf('a', 'two:1')).toEqual([])
  expect(await notesOf('b', 'office:two')).toHaveLength(2)
  expect(await notesOf('c', 'three:1')).toHaveLength(2)
})

test('without a secret there is no hook', async () => {
  const serving = await start(await newData(), { orders: { secrets: [] } })
  expect((await post(serving.url, bodyOf())).status).toBe(404)
})

test('the account that keeps orders does not change by itself', async () => {
  const data = await newData()
  await (await start(data))[Symbol.asyncDispose]()
  await expect(start(data, { ids: [TWO, ONE] })).rejects.toMatchObject({
    code: 'ORDERS_ELSEWHERE',
    params: { account: ONE, wanted: TWO },
  })
  const named = await start(data, { ids: [TWO, ONE], orders: { account: ONE } })
  expect((await post(named.url, bodyOf())).status).toBe(200)
  expect(heardIn(named, ONE).heard.has('order-1')).toBe(true)
})

test('an account that does not run cannot keep orders', async () => {
  const orders = { account: AccountId.parse('three') }
  await expect(start(await newData(), { orders })).rejects.toMatchObject({
    code: 'ORDERS_ACCOUNT_UNKNOWN',
    params: { account: 'three', known: [ONE, TWO] },
  })
})
