import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { tempProject } from '../../test/temp-project.ts'
import type { Adapter, Capabilities, Finding } from '../adapters/adapter.ts'
import type { Config } from '../config.ts'
import { BonfireError } from '../errors.ts'
import type { AccountId } from '../events/ids.ts'
import type { SegmentReport } from '../journal/journal-folder.ts'
import { type Around, examineAccount, judgeCapabilities, judgeNoAccount } from './accounts.ts'
import { judgeContent, judgePlugins, readContent } from './configuration.ts'
import { judgeDashboard } from './dashboard.ts'
import { type DataFacts, judgeData, readData } from './data-folder.ts'
import { judgeJournal, judgeRecorded } from './journals.ts'
import { judgeNode, judgeZones } from './machine.ts'
import { judgePictures, tryDrawing } from './pictures.ts'
import { addressToAsk, judgeClock, readClock } from './platform-clock.ts'
import { judgeWeb, readWeb, type WebFacts } from './web-port.ts'

const levels = (findings: readonly Finding[]) => findings.map(({ is }) => is)
const onlyOf = (findings: readonly Finding[]) => {
  expect(findings).toHaveLength(1)
  return findings[0]!
}
/** What is not good says what to do. */
function expectRemedies(findings: readonly Finding[]): void {
  for (const { is, remedy } of findings) if (is !== 'good') expect(remedy).toMatch(/\w{3}.*\.$|=…$/)
}

describe('node', () => {
  test.each([
    ['24.21.0', 'good'],
    ['22.18.0', 'good'],
    ['25.1.0', 'warning'],
    ['22.17.1', 'bad'],
    ['20.20.0', 'bad'],
  ])('%s is %s', (version, is) => {
    const findings = judgeNode(version)
    expect(levels(findings)).toEqual([is])
    expectRemedies(findings)
  })
})

describe('content', () => {
  test('a folder is counted, a missing one is no mistake, a file is', async () => {
    const project = tempProject({
      'content/posts/day-01.md': '---\ntitle: One\nkind: topic\npool: true\n---\nWhat do you read?\n',
      'broken/posts/day-01.md': 'no front matter',
      file: 'x',
    })
    const look = async (name: string) => onlyOf(judgeContent(await readContent(project.at(name))))
    expect(await look('content')).toMatchObject({ is: 'good', what: expect.stringContaining('0 plans, 1 post') })
    expect(await look('broken')).toMatchObject({ is: 'warning', remedy: 'npm run content:check' })
    expect(await look('nowhere')).toMatchObject({ is: 'warning', remedy: expect.stringContaining('BONFIRE_CONTENT') })
    expect(await look('file')).toMatchObject({ is: 'bad' })
    expect(await look('x'.repeat(300))).toMatchObject({ is: 'bad', what: expect.stringContaining('ENAMETOOLONG') })
  })
})

test('no plugin at all is worth a word', () => {
  expect(levels(judgePlugins({ plugins: [] }))).toEqual(['warning'])
})

describe('pictures', () => {
  test('are drawn here, to see whether they can be', async () => {
    expect(onlyOf(judgePictures(await tryDrawing()))).toMatchObject({ is: 'good' })
  })

  test('where they cannot be, messages go without them, and the remedy is named', async () => {
    const missing = async () => Promise.reject(new Error('Cannot find native binding\nRequire stack'))
    const finding = onlyOf(judgePictures(await tryDrawing(missing)))
    expect(finding).toMatchObject({ is: 'warning', remedy: expect.stringContaining('@napi-rs/canvas') })
    expect(finding.what).toMatch(/go without them: Cannot find native binding$/)
  })
})

describe('web', () => {
  const facts: WebFacts = {
    ...{ host: '127.0.0.1', port: 3000, isFixed: true, state: { is: 'free' }, pages: [], webhooks: [] },
  }
  test.each<[string, Partial<WebFacts>, readonly Finding['is'][]]>([
    ['none of them free, for the dashboard alone', { port: null, isFixed: false, state: { is: 'taken' } }, ['warning']],
    ['a free port', {}, ['good']],
    ['our own', { state: { is: 'ours' } }, ['good']],
    ['one that is taken', { state: { is: 'taken' } }, ['bad']],
    ['one that is not for us', { port: 80, state: { is: 'refused', reason: 'EACCES' } }, ['bad']],
    ['none of them free', { port: null, isFixed: false, pages: ['desk'], state: { is: 'taken' } }, ['bad']],
    ['a page on any port', { isFixed: false, pages: ['desk'] }, ['good']],
    ['a webhook on any port', { isFixed: false, webhooks: ['telegram'] }, ['good', 'warning']],
    ['a webhook on port 0', { port: 0, webhooks: ['telegram'] }, ['good', 'warning']],
    ['a webhook on a port of its own', { webhooks: ['telegram'] }, ['good']],
  ])('%s', (_, changes, expected) => {
    const findings = judgeWeb({ ...facts, ...changes })
    expect(levels(findings)).toEqual(expected)
    expectRemedies(findings)
  })

  const relay = { id: 'desk' as AccountId, platform: 'relay', groups: [], key: 'k'.repeat(16) } as const
  async function listening(body: string): Promise<number> {
    const server = createServer((_, response) => response.end(body)).listen(0, '127.0.0.1')
    await new Promise(resolve => server.once('listening', resolve))
    onTestFinished(() => void server.close())
    return (server.address() as AddressInfo).port
  }
  test('another program on the port is told from our own bot by its /health', async () => {
    const look = async (port: number) => readWeb({ web: { port, host: '127.0.0.1' }, accounts: [relay] })
    const stranger = await listening('<html>')
    expect(await look(stranger)).toMatchObject({ state: { is: 'taken' }, pages: ['desk'] })
    const otherBot = await listening('{"ok":true,"accounts":{"another":true}}')
    expect(await look(otherBot)).toMatchObject({ state: { is: 'taken' } })
    const ours = await listening('{"ok":true,"accounts":{"desk":false}}')
    expect(await look(ours)).toMatchObject({ state: { is: 'ours' } })
    expect(await look(0)).toMatchObject({ state: { is: 'free' } })
  })

  test('looking at a port does not keep it', async () => {
    const taken = createServer((_, response) => response.end()).listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const look = async () => (await readWeb({ web: { port, host: '127.0.0.1' }, accounts: [] })).state.is
    expect(await look()).toBe('taken')
    taken.close()
    expect([await look(), await look()]).toEqual(['free', 'free'])
  })
})

describe('dashboard', () => {
  const account = { id: 'desk' as AccountId, platform: 'relay', groups: [], key: 'k'.repeat(16) } as const
  const url = 'https://bonfire.example.com'
  test.each<[string, Partial<Config['web']>, readonly Finding['is'][]]>([
    ['on this machine only', {}, ['good']],
    ['on every network, under nobody knows what', { host: '0.0.0.0' }, ['warning']],
    ['behind a proxy', { url, port: 3000 }, ['good']],
    ['behind a proxy that cannot know the port', { url }, ['good', 'warning']],
    ['without TLS', { url: 'http://bonfire.example.com', port: 3000 }, ['good', 'warning']],
    ['in a container, for its own machine', { url: 'http://127.0.0.1:3000', host: '0.0.0.0' }, ['good']],
  ])('%s', (_, web, expected) => {
    const findings = judgeDashboard({ web: { port: null, host: '127.0.0.1', ...web }, accounts: [account] })
    expect(levels(findings)).toEqual(expected)
    expectRemedies(findings)
    expect(levels(judgeDashboard({ web: { port: null, host: '127.0.0.1', ...web }, accounts: [] }))).toEqual(['good'])
  })
})

describe('data', () => {
  const GIB = 1024 ** 3
  const facts: DataFacts = { folder: '/srv/data', exists: true, unwritable: null, freeBytes: 5 * GIB, spaces: [] }
  test.each<[string, Partial<DataFacts>, readonly Finding['is'][]]>([
    ['a folder with room', {}, ['good', 'good']],
    ['no folder yet', { exists: false }, ['good', 'good']],
    ['no right to write', { unwritable: 'EACCES: permission denied' }, ['bad', 'good']],
    ['1 GiB less a byte', { freeBytes: GIB - 1 }, ['good', 'warning']],
    ['1 GiB', { freeBytes: GIB }, ['good', 'good']],
    ['100 MiB less a byte', { freeBytes: 100 * 1024 ** 2 - 1 }, ['good', 'bad']],
    ['a disk that does not tell', { freeBytes: null }, ['good', 'good']],
    [
      'a newer format',
      { spaces: [{ path: 'x', problem: new BonfireError('DATA_NEWER', { file: 'x', found: 2, known: 1 }) }] },
      ['good', 'good', 'bad'],
    ],
  ])('%s', (_, changes, expected) => {
    const findings = judgeData({ ...facts, ...changes })
    expect(levels(findings)).toEqual(expected)
    expectRemedies(findings)
  })

  test('looking makes no folder', async () => {
    const project = tempProject()
    const before = await readData(project.at('data', 'below'))
    expect(before).toMatchObject({ exists: false, unwritable: null, spaces: [] })
    expect(await readData(project.at('data'))).toMatchObject({ exists: false })
  })

  test('a file in its place is found, and a format nobody knows', async () => {
    const project = tempProject({ file: 'x', 'data/live/format.json': '{"format":7}' })
    expect(levels(judgeData(await readData(project.at('file'))))[0]).toBe('bad')
    expect(levels(judgeData(await readData(project.at('data'))))).toContain('bad')
    mkdirSync(project.at('good'))
    expect(levels(judgeData(await readData(project.at('good'))))).not.toContain('bad')
  })
})

describe('journals', () => {
  const segment: SegmentReport = { file: 'j1.jsonl', first: 1, lines: 4, bytes: 100, state: 'ok' }
  const torn: SegmentReport = { ...segment, state: 'torn', problem: { line: 6, reason: 'cut off' } }
  const corrupt: SegmentReport = { ...segment, state: 'corrupt', problem: { line: 3, reason: 'its checksum' } }
  const judge = (one: SegmentReport, isInUse = false) =>
    onlyOf(judgeJournal({ name: 'live/a', report: { ok: true, segments: [one], strays: [] }, isInUse }))

  test('a whole one is good, and so is one that was cut off before it was acknowledged', () => {
    expect(judge(segment)).toEqual({ is: 'good', what: 'live/a: read to its end, 4 lines' })
    expect(judge(torn)).toMatchObject({ is: 'good', what: expect.stringContaining('never acknowledged') })
    expect(judge(torn, true).what).not.toContain('cut off')
  })

  test('damage is named with its line', () => {
    expect(judge(corrupt)).toMatchObject({ is: 'bad', what: expect.stringContaining('j1.jsonl:3: its checksum') })
    const stray = { file: 'j (copy).jsonl', reason: 'this is not the name of a segment' }
    const report = { ok: false, segments: [segment], strays: [stray] }
    expect(levels(judgeJournal({ name: 'live/a', report, isInUse: false }))).toEqual(['bad'])
  })

  test('facts of absent plugins and accounts without a token are worth a word', () => {
    expect(judgeRecorded({ name: 'live/a', absent: [], isConfigured: true })).toEqual([])
    const findings = judgeRecorded({ name: 'live/a', absent: ['points'], isConfigured: false })
    expect(levels(findings)).toEqual(['warning', 'warning'])
    expectRemedies(findings)
  })
})

describe('clock', () => {
  test.each([
    [0, 'good'],
    [5_000, 'good'],
    [-5_001, 'warning'],
    [60_000, 'warning'],
    [-60_001, 'bad'],
  ])('%i ms from the platform is %s', (aheadMs, is) => {
    const findings = judgeClock({ is: 'compared', host: 'api.telegram.org', aheadMs })
    expect(levels(findings)).toEqual([is])
    expectRemedies(findings)
  })

  test('is compared with the date of an answer', async () => {
    const server = createServer((_, response) => response.writeHead(404, { date: AT.toUTCString() }).end())
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const address = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    expect(await readClock(address, () => AT.getTime() + 20_500)).toMatchObject({ is: 'compared', aheadMs: 20_000 })
    expect(await readClock(address, () => AT.getTime() - 9_500)).toMatchObject({ is: 'compared', aheadMs: -10_000 })
  })
  const AT = new Date('2026-11-22T08:00:00Z')

  test('nobody who answers is a warning, nobody to ask is said', async () => {
    expect(levels(judgeClock(await readClock(new URL('http://127.0.0.1:1'))))).toEqual(['warning'])
    expect(addressToAsk([])).toBeNull()
    const nobody = onlyOf(judgeClock(await readClock(null)))
    expect(nobody).toMatchObject({ is: 'good', what: expect.stringContaining('not compared') })
  })
})

test('both zones are named, and the one that counts', () => {
  const { what } = onlyOf(judgeZones({ machine: 'UTC', plan: 'Asia/Shanghai' }))
  expect(what).toMatch(/plan: Asia\/Shanghai.*machine: UTC/)
  expect(onlyOf(judgeZones({ machine: 'UTC', plan: 'UTC' })).what).toBe('UTC')
})

describe('an account', () => {
  const all: Capabilities = {
    ...{ reactions: true, buttons: true, replies: true, mentions: true, images: true, files: true },
    ...{ linkCards: true, pin: true },
    ...{ formats: true, content: 'telegram', polls: true },
    ...{ edit: true, ephemeral: true, inviteLinks: true, removal: true, mute: true, announce: true, writesFirst: true },
    ...{ textLengthMax: 4096, captionLengthMax: 1024, redelivers: true },
  }
  const telegram = { id: 'telegram', platform: 'telegram', client: 'grammy', token: 't', ephemeral: false } as never
  const wechat = { id: 'wechat', platform: 'wechat' } as never
  const around = (examine: Adapter['examine'], more: Partial<Around> = {}): Around & { closed: () => number } => {
    let closed = 0
    const adapter = {
      ...{ capabilities: all, examine },
      async [Symbol.asyncDispose]() {
        closed += 1
      },
    } as unknown as Adapter
    const base = { content: '/srv', chats: [], running: null, timeoutMs: 20, make: async () => adapter }
    return { ...base, ...more, closed: () => closed }
  }

  test('what it can do less is one line', () => {
    const { is, what } = judgeCapabilities('WeChat', { ...all, pin: false, edit: false })
    expect({ is, what }).toEqual({
      is: 'good',
      what: 'Not on WeChat: pin (nothing is pinned); edit (a message stays as it was sent)',
    })
    expect(judgeCapabilities('Telegram', all).what).toContain('can do all')
  })

  test('is asked, and closed', async () => {
    const scene = around(async () => [{ is: 'good', what: 'there' }])
    expect((await examineAccount(telegram, scene))[0]).toEqual({ is: 'good', what: 'there' })
    expect(scene.closed()).toBe(1)
  })

  test('a platform that never answers is a finding, and so is one that throws', async () => {
    const silent = around(() => new Promise(() => {}))
    expect((await examineAccount(telegram, silent))[0]).toMatchObject({
      is: 'bad',
      what: expect.stringContaining('0.02 s'),
    })
    expect(silent.closed()).toBe(1)
    const broken = around(() => Promise.reject(new Error('fetch failed', { cause: new Error('ECONNREFUSED') })))
    expect((await examineAccount(telegram, broken))[0]).toMatchObject({
      is: 'bad',
      what: expect.stringContaining('fetch failed: ECONNREFUSED'),
    })
  })

  test('a WeChat that a bot uses is left alone; its word is taken', async () => {
    let asked = 0
    const examine = async () => {
      asked += 1
      return []
    }
    const look = async (connected: Readonly<Record<string, boolean>> | null) =>
      (await examineAccount(wechat, around(examine, { running: { owner: 'process 5', connected } })))[0]
    expect(await look({ wechat: true })).toMatchObject({ is: 'good' })
    expect(await look({ wechat: false })).toMatchObject({ is: 'warning' })
    expect(await look(null)).toMatchObject({ is: 'good', what: expect.stringContaining('process 5') })
    expect(asked).toBe(0)
    // Telegram answers everybody who asks, and goes on answering the bot.
    await examineAccount(telegram, around(examine, { running: { owner: 'process 5', connected: null } }))
    await examineAccount(wechat, around(examine))
    expect(asked).toBe(2)
  })

  test('none at all is one warning that names the variables', () => {
    expect(judgeNoAccount({ accounts: [telegram] })).toEqual([])
    const none = onlyOf(judgeNoAccount({ accounts: [] }))
    expect(none.is).toBe('warning')
    expect(none.remedy).toMatch(/TELEGRAM_BOT_TOKEN.*WECHATY_PUPPET_SERVICE_TOKEN/)
  })
})
