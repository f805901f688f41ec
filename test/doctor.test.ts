import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { runDoctor } from '../src/cli/doctor.ts'
import type { Report } from '../src/doctor/doctor.ts'
import { type FakeBotApi, type FakeBotApiOptions, startFakeBotApi } from '../src/testing/telegram/fake-bot-api.ts'
import { ALL_RIGHTS, type FakeGroup } from '../src/testing/telegram/fake-people.ts'
import { botProject, startBot } from './bot-process.ts'
import { memoryTerminal } from './recorded-data.ts'
import type { TempProject } from './temp-project.ts'
import { tempProject } from './temp-project.ts'

const CONFIG = `export default { plugins: [], plan: { name: 'x', timezone: 'Asia/Shanghai' } }`
const WRONG_TOKEN = '987654321:AAwrong-token-that-nobody-must-see-0000'

/** Runs `npm run doctor` on a project, and makes sure that it changes nothing there. */
async function doctor(project: TempProject, more: { readonly mayChange?: boolean } = {}) {
  const before = snapshot(project)
  const config = project.at('bonfire.config.ts')
  const terminal = memoryTerminal()
  const code = await runDoctor({ config, json: true }, terminal)
  if (!more.mayChange) expect(snapshot(project)).toEqual(before)
  expect(terminal.errText()).toBe('')
  const report: Report = JSON.parse(terminal.outText())
  expect(code).toBe(report.ok ? 0 : 1)
  for (const { is, remedy } of report.checks) if (is !== 'good') expect(remedy).toBeTruthy()
  const found = (name: string) => report.checks.filter(check => check.name === name)
  return { code, text: terminal.outText(), ...report, found, lines: (name: string) => found(name).map(lineOf) }
}
const lineOf = ({ is, what }: Report['checks'][number]) => `${is}: ${what}`

/** Every file but the packages, which lead back to this repository. */
function snapshot(project: TempProject): Readonly<Record<string, string>> {
  return Object.fromEntries([...filesBelow(project.root)].map(file => [file, readFileSync(file, 'utf8')]))
}
function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name)
    if (entry.isDirectory() && entry.name !== 'node_modules') yield* filesBelow(at)
    else if (entry.isFile()) yield at
  }
}

async function fakeApi(options: FakeBotApiOptions = {}): Promise<FakeBotApi> {
  const api = await startFakeBotApi(options)
  onTestFinished(() => api.close())
  return api
}
const envOf = (api: FakeBotApi, token = api.token) => ({ TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: api.root })
const dotenv = (env: Readonly<Record<string, string>>) =>
  Object.entries(env)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')

describe('on a machine of one’s own', () => {
  test('nothing configured is no mistake: what is missing is named, with the variables to set', async () => {
    const { code, checks, lines, found } = await doctor(tempProject({ 'bonfire.config.ts': CONFIG }))
    expect(code).toBe(0)
    const names = [...new Set(checks.map(({ name }) => name))]
    expect(names).toEqual([
      ...[
        'node',
        'configuration',
        'content',
        'plugins',
        'pictures',
        'web',
        'dashboard',
        'orders',
        'data',
        'journals',
        'clock',
        'time zone',
      ],
      'accounts',
    ])
    expect(found('accounts')[0]?.remedy).toMatch(/TELEGRAM_BOT_TOKEN.*WECHATY_PUPPET_SERVICE_TOKEN/)
    expect(lines('clock')[0]).toMatch(/^good: not compared/)
    expect(lines('journals')).toEqual(['good: nothing is recorded yet'])
  })

  test('people see columns, and what to do below what is not well', async () => {
    const project = tempProject({ 'bonfire.config.ts': CONFIG })
    const terminal = memoryTerminal()
    expect(await runDoctor({ config: project.at('bonfire.config.ts') }, terminal)).toBe(0)
    const shown = terminal.outText()
    expect(shown).toMatch(/^✓ node {11}\d+\.\d+\.\d+$/m)
    expect(shown).toMatch(/^! accounts {7}No account .*\n {17}→ Write into \.env/m)
    expect(shown).toMatch(/to know about, marked !\.\n$/)
    expect(terminal.errText()).toBe('')
    expect(shown).not.toContain('\u001b')
  })

  test('on a terminal it says what it is looking at, and wipes that away', async () => {
    const project = tempProject({ 'bonfire.config.ts': CONFIG })
    const terminal = memoryTerminal([])
    await runDoctor({ config: project.at('bonfire.config.ts') }, terminal)
    expect(terminal.errText()).toContain('… journals')
    expect(terminal.errText().endsWith('\r\u001b[K')).toBe(true)
  })

  test('of a broken configuration all mistakes are shown, and what needs none is looked at all the same', async () => {
    const project = tempProject({
      'bonfire.config.ts': `export default { plugins: ['nowhere'], plan: { name: '', timezone: 'Mars' }, data: 'd' }`,
    })
    const { code, found, lines } = await doctor(project)
    expect(code).toBe(1)
    const { is, what } = found('configuration')[0]!
    expect(is).toBe('bad')
    expect(what).toMatch(/plan\.timezone/)
    expect(what).toMatch(/plan\.name/)
    expect(what).toMatch(/nowhere/)
    expect(lines('node')).toHaveLength(1)
    expect(lines('data')[0]).toMatch(/^good/)
    expect(found('the rest')[0]).toMatchObject({ is: 'warning' })
    expect(found('accounts')).toEqual([])
  })

  test('without a configuration it says so', async () => {
    const { code, found } = await doctor(tempProject())
    expect(code).toBe(1)
    expect(found('configuration')[0]).toMatchObject({ is: 'bad', remedy: expect.stringContaining('--config') })
  })

  test('a port that another program has is found', async () => {
    const server = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1')
    await new Promise(resolve => server.once('listening', resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const { code, lines } = await doctor(tempProject({ 'bonfire.config.ts': CONFIG, '.env': `PORT=${port}\n` }))
    expect(code).toBe(1)
    expect(lines('web')).toEqual([`bad: 127.0.0.1:${port}: something else listens on this port.`])
  })
})

describe('Telegram', () => {
  const project = (env: Readonly<Record<string, string>>) =>
    tempProject({ 'bonfire.config.ts': CONFIG, '.env': dotenv(env) })

  test('is asked who the bot is; the clock is compared with its', async () => {
    const api = await fakeApi({ privacyMode: false })
    const { code, lines } = await doctor(project(envOf(api)))
    expect(code).toBe(0)
    expect(lines('telegram')).toEqual([
      'good: Telegram knows the bot as @bonfire_bot',
      'good: Privacy mode is off: the bot sees what is said',
      expect.stringMatching(/^good: Not on Telegram: /),
    ])
    expect(lines('clock')[0]).toMatch(/^good: agrees with 127\.0\.0\.1:\d+$/)
    expect(api.calls.filter(({ method }) => !method.startsWith('get') || method === 'getUpdates')).toEqual([])
  })

  test('privacy mode keeps the bot from hearing 打卡, and is found', async () => {
    const { code, lines } = await doctor(project(envOf(await fakeApi())))
    expect(code).toBe(0)
    expect(lines('telegram')).toContainEqual(expect.stringMatching(/^warning: Privacy mode is on/))
  })

  test('a webhook that somebody has set is found, and stays', async () => {
    const api = await fakeApi()
    const url = 'https://example.org/hook'
    await fetch(`${api.root}/bot${api.token}/setWebhook?url=${encodeURIComponent(url)}`)
    expect((await doctor(project(envOf(api)))).lines('telegram')).toContainEqual(
      expect.stringMatching(/^warning: A webhook is set/),
    )
    const info = await (await fetch(`${api.root}/bot${api.token}/getWebhookInfo`)).json()
    expect(info).toMatchObject({ result: { url } })
  })

  test('a token that Telegram does not know is found, and not shown', async () => {
    const api = await fakeApi()
    const { code, lines, text } = await doctor(project(envOf(api, WRONG_TOKEN)))
    expect(code).toBe(1)
    expect(lines('telegram')[0]).toBe('bad: Telegram does not accept the token')
    expect(text).not.toContain(WRONG_TOKEN)
    expect(text).not.toContain(WRONG_TOKEN.split(':')[1])
  })

  test('a Telegram that cannot be reached is found, and no secret is in what it says', async () => {
    const env = { TELEGRAM_BOT_TOKEN: WRONG_TOKEN, TELEGRAM_API_ROOT: 'http://127.0.0.1:1' }
    const { code, found, text } = await doctor(project(env))
    expect(code).toBe(1)
    expect(found('telegram')[0]).toMatchObject({ is: 'bad' })
    expect(found('clock')[0]).toMatchObject({ is: 'warning' })
    expect(text).not.toContain(WRONG_TOKEN.split(':')[1])
  })

  test('a secret is not shown, whatever its variable is called', async () => {
    const secret = 'puppet_workpro_0123456789abcdef'
    const config = `export default {
      plugins: [], plan: { name: 'x', timezone: 'Asia/Shanghai' },
      accounts: [{ id: 'wx', platform: 'wechat', tokenFrom: 'MY_GATEWAY', endpoint: '127.0.0.1:1' },
        { id: 'desk', platform: 'relay', groups: [{ id: 'a', title: '${secret}' }], keyFrom: 'MY_DESK' }],
    }`
    const dotenv = `MY_GATEWAY=${secret}\nMY_DESK=${secret}-key\n`
    const { text, found } = await doctor(tempProject({ 'bonfire.config.ts': config, '.env': dotenv }))
    expect(found('wx')[0]).toMatchObject({ is: 'bad' })
    expect(found('desk').length).toBeGreaterThan(0)
    expect(text).not.toContain(secret)
  })
})

describe('beside a running bot', () => {
  test('the groups it is in are looked at from what is recorded, and the bot is left alone', async () => {
    const api = await fakeApi()
    const project = botProject(envOf(api))
    const owner = api.person({ firstName: 'Owner' })
    const groups = ['With rights', 'With few', 'Without', 'Gone'].map(title => api.createGroup({ title, owner }))
    const [all, few, none, gone] = groups as [FakeGroup, FakeGroup, FakeGroup, FakeGroup]
    const bot = startBot(project)
    await bot.says('is connected')
    all.addBot({ rights: ALL_RIGHTS })
    few.addBot({ rights: { ...ALL_RIGHTS, can_pin_messages: false } })
    for (const group of [none, gone]) group.addBot()
    await api.waitFor(() => api.pending.length === 0)

    // 1. While it runs: its writing goes on meanwhile
    const { lines, code } = await doctor(project, { mayChange: true })
    expect(code).toBe(0)
    expect(lines('data')).toContainEqual(expect.stringMatching(`^good: .*live: process ${bot.pid} works on it`))
    expect(lines('journals')).toEqual([expect.stringMatching(/^good: .*live\/telegram: read to its end, \d+ lines$/)])
    expect(lines('telegram')).toEqual([
      'good: Telegram knows the bot as @bonfire_bot',
      expect.stringMatching(/^warning: Privacy mode is on/),
      expect.stringMatching(/^good: .*the bot is an admin with all the rights/),
      expect.stringMatching(/^warning: .*posts are not pinned/),
      expect.stringMatching(/^warning: .*the bot is no admin/),
      expect.stringMatching(/^warning: .*the bot is no admin/),
      expect.stringMatching(/^good: Not on Telegram/),
    ])
    expect(api.calls.some(({ became }) => became === 409)).toBe(false)

    // 2. After it has ended: nothing at all may change, and what happened meanwhile is seen
    bot.tell('SIGTERM')
    expect(await bot.ended).toMatchObject({ code: 0 })
    gone.kickBot()
    const after = await doctor(project)
    expect(after.code).toBe(1)
    expect(after.lines('data')).toContainEqual(expect.stringMatching(/^good: .*live: no process works on it/))
    expect(after.lines('telegram')).toContainEqual(expect.stringMatching(/^bad: .*the bot is not there any more/))
    expect(after.text).not.toContain(api.token)
  })
})
