import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { readAccounts } from '../src/account-config.ts'
import { type Config, loadConfig } from '../src/config.ts'
import { isBonfireError } from '../src/errors.ts'
import { AccountId } from '../src/events/ids.ts'
import { memoryLog } from '../src/log.ts'
import { serve } from '../src/serve.ts'
import { type FakeBotApi, startFakeBotApi } from '../src/testing/telegram/fake-bot-api.ts'
import { ALL_RIGHTS } from '../src/testing/telegram/fake-people.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const KEY = 'a-key-of-sixteen-characters'
const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

async function configWith(accounts: readonly object[], env: Readonly<Record<string, string>>): Promise<Config> {
  const data = await mkdtemp(path.join(tmpdir(), 'bonfire-serve-'))
  ending.push(() => rm(data, { recursive: true, force: true }))
  const config = await loadConfig({ file: path.join(ROOT, 'bonfire.config.ts'), data, env: {} })
  const read = readAccounts(accounts, env)
  expect(read.mistakes).toEqual([])
  return { ...config, accounts: read.accounts, web: { port: 0, host: '127.0.0.1' }, secrets: Object.values(env) }
}

async function telegram(token: string, botUsername: string): Promise<FakeBotApi> {
  const api = await startFakeBotApi({ token, botUsername })
  ending.push(() => api.close())
  return api
}
const onFatal = (error: unknown) => {
  throw error
}

test('accounts of several platforms live in one process, each with groups and a journal of its own', async () => {
  const apis = [
    await telegram(`4200001001:${'a'.repeat(35)}`, 'one_bot'),
    await telegram(`4200001002:${'b'.repeat(35)}`, 'two_bot'),
  ]
  const config = await configWith(
    [
      { id: 'one', platform: 'telegram', tokenFrom: 'ONE', apiRoot: apis[0]!.root },
      { id: 'two', platform: 'telegram', tokenFrom: 'TWO', apiRoot: apis[1]!.root, client: 'telegraf' },
      { id: 'relay', platform: 'relay', groups: [{ id: 'reading', title: '共读一群' }] },
    ],
    { ONE: apis[0]!.token, TWO: apis[1]!.token, BONFIRE_RELAY_KEY: KEY },
  )
  const log = memoryLog({ secrets: config.secrets })
  const serving = await serve({ config, log, onFatal })
  ending.push(() => serving[Symbol.asyncDispose]())
  for (const api of apis) {
    const ann = api.person({ firstName: 'Ann' })
    const group = api.createGroup({ title: 'g', owner: ann })
    group.addBot({ by: ann, rights: ALL_RIGHTS })
    for (const what of ['language zh-CN', 'zone Asia/Shanghai', 'plan main']) group.says(ann, `/setup ${what}`)
    const checkIn = group.says(ann, '打卡')
    await api.waitFor(() => api.reactions(group.id, checkIn).length > 0)
  }
  const groups = [...serving.accounts].map(([id, { host }]) => [
    id,
    [...host.groups.keys()].filter(g => g.startsWith(id)),
  ])
  expect(groups).toEqual([
    ['one', ['one:1']],
    ['two', ['two:1']],
    ['relay', ['relay:1']],
  ])
  // The page of relay, and nothing below the accounts that have none.
  expect((await fetch(`${serving.url}/accounts/relay/?key=${KEY}`, { redirect: 'manual' })).status).toBeLessThan(400)
  expect((await fetch(`${serving.url}/accounts/one/`)).status).toBe(404)
  expect(await (await fetch(`${serving.url}/health`)).json()).toMatchObject({
    ok: true,
    accounts: { one: true, two: true, relay: true },
  })
  expect(JSON.stringify(log.entries)).not.toMatch(/a{35}|b{35}|a-key-of/)
})

test('a platform that is not there keeps no other account from working', async () => {
  const api = await telegram(`4200001001:${'a'.repeat(35)}`, 'one_bot')
  const config = await configWith(
    [
      { id: 'dead', platform: 'telegram', tokenFrom: 'DEAD', apiRoot: 'http://127.0.0.1:1' },
      { id: 'one', platform: 'telegram', tokenFrom: 'ONE', apiRoot: api.root },
    ],
    { ONE: api.token, DEAD: `4200001003:${'c'.repeat(35)}` },
  )
  const serving = await serve({ config, log: memoryLog(), onFatal })
  ending.push(() => serving[Symbol.asyncDispose]())
  const ann = api.person({ firstName: 'Ann' })
  const group = api.createGroup({ title: 'g', owner: ann })
  group.addBot({ by: ann, rights: ALL_RIGHTS })
  group.says(ann, '/setup')
  await api.waitFor(() => api.messages(group.id).length > 0)
  expect(await (await fetch(`${serving.url}/health`)).json()).toMatchObject({ accounts: { one: true, dead: false } })
})

test('one process works on the data at a time: the second is told who does', async () => {
  const api = await telegram(`4200001001:${'a'.repeat(35)}`, 'one_bot')
  const config = await configWith([{ id: 'one', platform: 'telegram', tokenFrom: 'ONE', apiRoot: api.root }], {
    ONE: api.token,
  })
  const serving = await serve({ config, log: memoryLog(), onFatal })
  ending.push(() => serving[Symbol.asyncDispose]())
  const second = await serve({ config, log: memoryLog(), onFatal }).catch(error => error)
  expect(isBonfireError(second, 'DATA_IN_USE')).toBe(true)
  expect(serving.accounts.has(AccountId.parse('one'))).toBe(true)
})

test('two accounts of one name are refused before either journal is opened', async () => {
  const api = await telegram(`4200001001:${'a'.repeat(35)}`, 'one_bot')
  const config = await configWith([{ id: 'one', platform: 'telegram', tokenFrom: 'ONE', apiRoot: api.root }], {
    ONE: api.token,
  })
  const adapters = { one: () => Promise.reject(new Error('made although it must not be')) }
  const failed = await serve({ config, log: memoryLog(), onFatal, adapters }).catch(error => error)
  expect(isBonfireError(failed, 'ACCOUNT_TWICE')).toBe(true)
})

test('a port that is taken ends the start, and gives everything back', async () => {
  const api = await telegram(`4200001001:${'a'.repeat(35)}`, 'one_bot')
  const accounts = [{ id: 'one', platform: 'telegram', tokenFrom: 'ONE', apiRoot: api.root }]
  const config = await configWith(accounts, { ONE: api.token })
  const taken = Number(new URL(api.root).port)
  const failed = await serve({
    config: { ...config, web: { port: taken, host: '127.0.0.1' } },
    log: memoryLog(),
    onFatal,
  }).catch(error => error)
  expect(isBonfireError(failed, 'PORT_TAKEN')).toBe(true)
  const serving = await serve({ config, log: memoryLog(), onFatal })
  await serving[Symbol.asyncDispose]()
})
