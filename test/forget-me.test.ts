import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { readAccounts } from '../src/account-config.ts'
import { loadConfig } from '../src/config.ts'
import { membership } from '../src/host/core/membership.ts'
import { memoryLog } from '../src/log.ts'
import { serve } from '../src/serve.ts'
import { type FakeBotApi, startFakeBotApi } from '../src/testing/telegram/fake-bot-api.ts'
import { ALL_RIGHTS } from '../src/testing/telegram/fake-people.ts'

const ROOT = path.resolve(import.meta.dirname, '..')
const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

/** Two bots in one process: `one` and `two`. */
async function twoBots() {
  const data = await mkdtemp(path.join(tmpdir(), 'bonfire-forget-'))
  ending.push(() => rm(data, { recursive: true, force: true }))
  const tokens = { ONE: `4200001001:${'a'.repeat(35)}`, TWO: `4200001002:${'b'.repeat(35)}` }
  const apis: FakeBotApi[] = []
  for (const token of Object.values(tokens)) {
    const api = await startFakeBotApi({ token, botUsername: `bot_${apis.length}_bot` })
    ending.push(() => api.close())
    apis.push(api)
  }
  const loaded = await loadConfig({ file: path.join(ROOT, 'bonfire.config.ts'), data, env: {} })
  const [one, two] = apis as [FakeBotApi, FakeBotApi]
  const { accounts } = readAccounts(
    [
      { id: 'one', platform: 'telegram', tokenFrom: 'ONE', apiRoot: one.root },
      { id: 'two', platform: 'telegram', tokenFrom: 'TWO', apiRoot: two.root },
    ],
    tokens,
  )
  const config = { ...loaded, accounts, web: { port: null, host: '127.0.0.1' } }
  const log = memoryLog()
  const fatal: unknown[] = []
  const onFatal = (error: unknown) => void fatal.push(error)
  const serving = await serve({ config, log, onFatal, erasingDelayMs: 0 })
  ending.push(() => serving[Symbol.asyncDispose]())
  const folder = (account: string) => path.join(data, 'live', account)
  return { one, two, serving, log, fatal, folder }
}

function readyGroup(api: FakeBotApi, ownerName: string) {
  const owner = api.person({ firstName: ownerName })
  const group = api.createGroup({ title: '共读', owner })
  group.addBot({ by: owner, rights: ALL_RIGHTS })
  for (const what of ['language zh-CN', 'zone Asia/Shanghai', 'plan main']) group.says(owner, `/setup ${what}`)
  return { owner, group }
}

/** All that an account's folder holds, as text. */
function written(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(file => file.isFile())
  return files.map(({ parentPath, name }) => readFileSync(path.join(parentPath, name), 'utf8')).join('\n')
}

test('whoever asks for it is erased while the bot runs, and begins anew; nobody else notices', {
  timeout: 120_000,
}, async () => {
  const { one, two, serving, log, fatal, folder } = await twoBots()
  const { group } = readyGroup(one, 'Olga')
  const elsewhere = readyGroup(two, 'Otto')
  const amy = one.person({ firstName: 'Amaryllis' })
  const hears = (api: FakeBotApi, chat: number, words: string) =>
    api.waitFor(() => api.messages(chat).find(({ text }) => text.includes(words)))
  await hears(one, group.id, '设置好了')
  await hears(two, elsewhere.group.id, '设置好了')
  group.add(amy)
  group.says(amy, '打卡 今天读了小王子和狐狸的那一章')
  group.says(amy, '/quiet on')
  await hears(one, group.id, '以后不 @ 你了')

  // 1. They ask, and mean it
  group.says(amy, '/forgetme')
  const question = await hears(one, group.id, '要删除我这里关于你的全部数据吗')
  const traces = [`telegram:${amy.id}`, 'Amaryllis', '狐狸']
  // The control: all of it is there.
  for (const trace of traces) expect(written(folder('one')), trace).toContain(trace)
  const before = serving.accounts.get('one' as never)
  group.press(amy, question.id, '确认')
  await expect.poll(() => log.entries.some(({ sentence }) => sentence === 'Account one is open again'), WAIT).toBe(true)

  // 2. Nothing of it is left, and the answer has come
  for (const trace of traces) expect(written(folder('one')), trace).not.toContain(trace)
  await hears(one, group.id, '一分钟左右，最多十几分钟删完')
  const now = serving.accounts.get('one' as never)!
  expect(now).not.toBe(before)

  // 3. They begin anew, and what they say arrives
  group.says(amy, '/quiet')
  await hears(one, group.id, '免打扰没开')
  const [members] = [...now.host.groups.keys()].filter(id => id.startsWith('one:'))
  const record = now.host.read(members!, membership).members.of(`telegram:${amy.id}` as never)
  expect(record).toMatchObject({ presence: 'present', joins: 0, isQuiet: false })

  // 4. The other account never stopped, and nothing was called an outage
  elsewhere.group.says(elsewhere.owner, '/quiet')
  await hears(two, elsewhere.group.id, '免打扰没开')
  expect(written(folder('one'))).not.toContain('days/wasAway')
  expect(fatal).toEqual([])
  expect(log.entries.filter(({ level }) => level === 'error')).toEqual([])
})
test('whoever asks one bot is erased from what another bot of the process knows of them', {
  timeout: 120_000,
}, async () => {
  const { one, two, log, fatal, folder } = await twoBots()
  const [first, second] = [readyGroup(one, 'Olga'), readyGroup(two, 'Otto')]
  const amy = { id: 81234567, firstName: 'Amaryllis' }
  const hears = (api: FakeBotApi, chat: number, words: string) =>
    api.waitFor(() => api.messages(chat).find(({ text }) => text.includes(words)))
  for (const [api, { group }] of [[one, first] as const, [two, second] as const]) {
    await hears(api, group.id, '设置好了')
    const person = api.person(amy)
    group.add(person)
    group.says(person, '打卡 今天读了小王子和狐狸的那一章')
    group.says(person, '/quiet on')
    await hears(api, group.id, '以后不 @ 你了')
  }
  const traces = [`telegram:${amy.id}`, 'Amaryllis', '狐狸']
  // The control: both know her.
  for (const trace of traces) for (const of of ['one', 'two']) expect(written(folder(of)), trace).toContain(trace)

  first.group.says(one.person(amy), '/forgetme')
  const question = await hears(one, first.group.id, '要删除我这里关于你的全部数据吗')
  first.group.press(one.person(amy), question.id, '确认')
  for (const of of ['one', 'two']) {
    const isOpen = () => log.entries.some(({ sentence }) => sentence === `Account ${of} is open again`)
    await expect.poll(isOpen, WAIT).toBe(true)
    for (const trace of traces) expect(written(folder(of)), `${of}: ${trace}`).not.toContain(trace)
  }
  expect(fatal).toEqual([])
  expect(log.entries.filter(({ level }) => level === 'error')).toEqual([])
})
/** The machine may be busy: how long a test waits for what happens in real time, in milliseconds. */
const WAIT = { timeout: 60_000 }
