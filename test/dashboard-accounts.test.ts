import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { readAccounts } from '../src/account-config.ts'
import { loadConfig } from '../src/config.ts'
import { memoryLog } from '../src/log.ts'
import { serve } from '../src/serve.ts'
import { type FakeBotApi, startFakeBotApi } from '../src/testing/telegram/fake-bot-api.ts'
import { ALL_RIGHTS } from '../src/testing/telegram/fake-people.ts'
import { ask, cookieOf, post } from './dashboard-visitor.ts'

const ending: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ending.splice(0).reverse()) await end()
})

/** The same person, wherever they are. */
const OLGA = { id: 777, firstName: 'Olga' }
const NAMES = ['one', 'two'] as const

async function readyGroup(api: FakeBotApi, title: string) {
  const olga = api.person(OLGA)
  const group = api.createGroup({ title, owner: olga })
  group.addBot({ by: olga, rights: ALL_RIGHTS })
  for (const what of ['language zh-CN', 'zone Asia/Shanghai', 'plan main']) group.says(olga, `/setup ${what}`)
  await api.waitFor(() => api.messages(group.id).some(({ text }) => text.includes('设置好了')))
  return { olga, group }
}

test('one link opens the groups of all accounts of the process', async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'bonfire-accounts-'))
  ending.push(() => rm(data, { recursive: true, force: true }))
  const apis: FakeBotApi[] = []
  for (const [index, name] of NAMES.entries()) {
    const token = `420000100${index}:${name.padEnd(35, 'x')}`
    apis.push(await startFakeBotApi({ token, botUsername: `${name}_bot` }))
  }
  for (const api of apis) ending.push(() => api.close())
  const env = Object.fromEntries(NAMES.map((name, index) => [`TOKEN_${name.toUpperCase()}`, apis[index]!.token]))
  const { accounts } = readAccounts(
    NAMES.map((id, index) => ({
      id,
      platform: 'telegram',
      tokenFrom: `TOKEN_${id.toUpperCase()}`,
      apiRoot: apis[index]!.root,
    })),
    env,
  )
  const config = await loadConfig({ file: path.resolve(import.meta.dirname, '../bonfire.config.ts'), data, env: {} })
  const serving = await serve({
    config: { ...config, accounts, web: { port: 0, host: '127.0.0.1' } },
    log: memoryLog(),
    onFatal(error) {
      throw error
    },
  })
  ending.push(() => serving[Symbol.asyncDispose]())
  const [one, two] = [await readyGroup(apis[0]!, '一号群'), await readyGroup(apis[1]!, '二号群')]

  apis[0]!.privately(one.olga).start()
  one.group.says(one.olga, '/dashboard')
  const link = await apis[0]!.waitFor(
    () => /#([A-Z2-9]{30})/.exec(apis[0]!.messages(one.olga.id).at(-1)?.text ?? '')?.[1],
  )
  const cookie = cookieOf(await post(serving.url!, '/dashboard/sign-in', { token: link }))
  const titles = async () =>
    JSON.parse((await ask(serving.url!, '/api/groups', { cookie })).text).groups.map(
      ({ title }: { title: string }) => title,
    )
  expect(await titles()).toEqual(['一号群', '二号群'])

  two.group.remove(two.olga)
  await apis[1]!.waitFor(() => apis[1]!.pending.length === 0)
  expect(await titles()).toEqual(['一号群'])
})
