import { readFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { AccountId } from '../src/events/ids.ts'
import type { Commit } from '../src/host/commit.ts'
import { readDataFolder } from '../src/journal/data-folder.ts'
import { readJournal } from '../src/journal/read-journal.ts'
import type { Call } from '../src/testing/telegram/calling.ts'
import { type FakeBotApi, startFakeBotApi } from '../src/testing/telegram/fake-bot-api.ts'
import { ALL_RIGHTS, type FakeGroup, type FakePerson } from '../src/testing/telegram/fake-people.ts'
import { type BotProcess, botProject, startBot } from './bot-process.ts'
import { startedPlayground } from './playground-process.ts'
import { rehearsalProject } from './rehearsal-project.ts'
import { REPOSITORY, type TempProject } from './temp-project.ts'

/** Being told to end, to having ended, at most, in milliseconds. The rest is for a busy machine. */
const END_MS_MAX = 10_000 + 2_000
/** Two starts, and what is between them, in milliseconds: a busy machine takes its time. */
const TWO_STARTS_MS_MAX = 90_000

async function stage() {
  const api = await startFakeBotApi()
  onTestFinished(() => api.close())
  const project = botProject({ TELEGRAM_BOT_TOKEN: api.token, TELEGRAM_API_ROOT: api.root })
  return { api, project }
}

/** A group that is set up, as its owner sets it up. */
async function readyGroup(api: FakeBotApi, members: readonly FakePerson[] = []): Promise<FakeGroup> {
  const owner = api.person({ firstName: 'Olga', languageCode: 'zh-hans' })
  const group = api.createGroup({ title: '共读', owner, members })
  group.addBot({ by: owner, rights: ALL_RIGHTS })
  const hears = (words: string) => api.waitFor(() => api.messages(group.id).find(({ text }) => text.includes(words)))
  group.says(owner, '/setup')
  group.press(owner, (await hears('哪种语言')).id, '中文')
  group.press(owner, (await hears('哪里的时间')).id, 'Asia/Shanghai')
  group.press(owner, (await hears('哪个计划')).id, '21 天共读')
  await hears('设置好了')
  return group
}

/** How often each member has checked in, by what is recorded. */
async function checkIns(project: TempProject): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>()
  const space = await readDataFolder(project.at('data', 'live'))
  for await (const { text } of readJournal(space.journalFolder('telegram' as AccountId))) {
    const commit: Commit = JSON.parse(text)
    for (const [type, data] of commit.facts) {
      const { member } = data as { readonly member: string }
      if (type === 'check-in/checkedIn') counts.set(member, (counts.get(member) ?? 0) + 1)
    }
  }
  return counts
}

test('npm start is what these tests start', () => {
  const { scripts } = JSON.parse(readFileSync(`${REPOSITORY}/package.json`, 'utf8'))
  expect(scripts.start).toBe('node scripts/run.mjs src/main.ts start')
})

test(
  'told to end while members talk, it ends; after the next start everybody has checked in once',
  async () => {
    const { api, project } = await stage()
    const members = Array.from({ length: 120 }, (_, index) => api.person({ firstName: `M${index}` }))
    const first = startBot(project)
    const group = await readyGroup(api, members)

    // 1. Some before it is told, some until it is gone, some to nobody
    const said = new Map<string, number>()
    const talk = (member: FakePerson) => said.set(`telegram:${member.id}`, group.says(member, '打卡'))
    for (const member of members.slice(0, 20)) talk(member)
    await api.waitFor(() => api.calls.some(({ method }) => method === 'setMessageReaction'))
    first.tell('SIGTERM')
    for (const member of members.slice(20, 110)) {
      talk(member)
      // Lets the server answer meanwhile.
      await new Promise(resolve => setImmediate(resolve))
    }
    expect(await first.ended).toMatchObject({ code: 0, tookMs: expect.toSatisfy((ms: number) => ms < END_MS_MAX) })
    for (const member of members.slice(110)) talk(member)

    // 2. What was confirmed is recorded, what was not is still there
    const before = await checkIns(project)
    expect(before.size).toBeGreaterThan(0)
    expect(before.size).toBeLessThan(said.size)
    expect(before.size + api.pending.length).toBeGreaterThanOrEqual(said.size)

    // 3. The next start takes the rest
    const second = startBot(project)
    await api.waitFor(() => api.pending.length === 0)
    await api.waitFor(() => said.values().every(message => api.reactions(group.id, message).length > 0) || null, {
      timeoutMs: 20_000,
    })
    second.tell('SIGTERM')
    expect(await second.ended).toMatchObject({ code: 0 })
    expect(Object.fromEntries(await checkIns(project))).toEqual(Object.fromEntries([...said.keys()].map(id => [id, 1])))
    expect(twice(api.calls)).toEqual([])
  },
  TWO_STARTS_MS_MAX,
)

/** Messages that say what another one has said already, and reactions given again. */
function twice(calls: readonly Call[]): readonly string[] {
  const done = calls
    .filter(({ method, became }) => ['sendMessage', 'setMessageReaction'].includes(method) && became === 'ok')
    .map(({ method, payload }) => `${method} ${JSON.stringify(payload)}`)
  return done.filter((call, index) => done.indexOf(call) < index)
}

/** A bot whose first message is on its way to a Telegram that does not answer. */
async function waitingForAnswer(api: FakeBotApi, bot: BotProcess): Promise<void> {
  await bot.says('is connected')
  api.fault = ({ method }) => (method === 'sendMessage' ? { is: 'delay', ms: 60_000 } : null)
  const owner = api.person({ firstName: 'Olga' })
  const group = api.createGroup({ title: '共读', owner })
  group.addBot({ by: owner, rights: ALL_RIGHTS })
  group.says(owner, '/setup')
  const isOnItsWay = () => api.calls.some(({ method, became }) => method === 'sendMessage' && became === 'pending')
  await expect.poll(isOnItsWay, { timeout: 10_000 }).toBe(true)
}

test('a Telegram that never answers does not keep it from ending', async () => {
  const { api, project } = await stage()
  const bot = startBot(project)
  await waitingForAnswer(api, bot)
  bot.tell('SIGTERM')
  const { code, tookMs } = await bot.ended
  expect(code).toBe(0)
  expect(tookMs).toBeLessThan(END_MS_MAX)
  expect(bot.lines.at(-1)).toContain('"Ended"')
})

test('a server that takes connections and says nothing does not keep it from ending', async () => {
  const sockets: Socket[] = []
  const server = createServer(socket => void sockets.push(socket)).listen(0, '127.0.0.1')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  await new Promise(resolve => server.once('listening', resolve))
  const address = server.address() as { readonly port: number }
  const bot = startBot(
    botProject({
      TELEGRAM_BOT_TOKEN: '123456789:AAF-made-up-for-tests_no-real-bot-has-it',
      TELEGRAM_API_ROOT: `http://127.0.0.1:${address.port}`,
    }),
  )
  await bot.says('Bonfire runs for real')
  await expect.poll(() => sockets.length, { timeout: 10_000 }).toBeGreaterThan(0)
  bot.tell('SIGINT')
  const { code, tookMs } = await bot.ended
  expect(code).toBe(0)
  expect(tookMs).toBeLessThan(END_MS_MAX)
})

test('a page that listens to the playground, and a body that never comes, do not keep it from ending', async () => {
  const playground = await startedPlayground(rehearsalProject(), ['--members', '3', '--day', '1'])
  const page = await fetch(`${playground.url}/playground/events`)
  const reader = page.body!.getReader()
  await reader.read()
  const { hostname, port } = new URL(playground.url)
  const slow = connect(Number(port), hostname).on('error', () => {})
  onTestFinished(() => void slow.destroy())
  const head = `POST /playground/acts HTTP/1.1\r\nhost: ${hostname}:${port}\r\norigin: ${playground.url}`
  slow.write(`${head}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`)
  const { code, tookMs } = await playground.end()
  expect([code, tookMs < END_MS_MAX]).toEqual([0, true])
  expect(playground.err.join('\n')).not.toContain('did not end in time')
  await readToTheEnd(reader).catch(() => {})
})
async function readToTheEnd(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> {
  while (!(await reader.read()).done);
}

test.each(['SIGTERM', 'SIGINT'] as const)('whoever says %s a second time does not wait', async signal => {
  const { api, project } = await stage()
  const bot = startBot(project)
  await waitingForAnswer(api, bot)
  bot.tell('SIGTERM')
  await bot.says('Ending (SIGTERM)')
  bot.tell(signal)
  const { code, tookMs } = await bot.ended
  expect(code).toBe(1)
  expect(tookMs).toBeLessThan(1_500)
  expect(bot.lines.join('\n')).not.toContain('"Ended"')
})

test('off a terminal every line is JSON, with its time, its level and a sentence; the token is in none', async () => {
  const { api, project } = await stage()
  const bot = startBot(project)
  await bot.says('is connected')
  // Trouble too: its error names the address, which holds the token.
  api.fault = ({ method }) => (method === 'getUpdates' ? { is: 'lose-answer' } : null)
  api.privately(api.person({ firstName: 'Mei' })).says('hello')
  await bot.says('has lost its connection')
  api.fault = null
  bot.tell('SIGTERM')
  expect(await bot.ended).toMatchObject({ code: 0 })
  const levels = new Set<string>()
  for (const line of bot.lines) {
    const { at, level, sentence } = JSON.parse(line)
    expect(new Date(at).toISOString()).toBe(at)
    expect(sentence).toMatch(/\w{3}/)
    levels.add(level)
  }
  expect([...levels].sort()).toEqual(expect.arrayContaining(['info', 'warn']))
  expect(bot.lines.at(-1)).toContain('"Ended"')
  const text = bot.lines.join('\n')
  expect(text).not.toContain(api.token)
  expect(text).not.toContain(api.token.split(':')[1])
})
