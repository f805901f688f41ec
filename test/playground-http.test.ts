import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { DashboardPage } from '../src/dashboard/wire.ts'
import type { PlaygroundEvent, PlaygroundLibrary } from '../src/playground/wire.ts'
import { FEW, type PlayedPage, playedPage, rawGet } from './played-page.ts'
import { startedPlayground } from './playground-process.ts'
import { rehearsalProject } from './rehearsal-project.ts'

/** A busy machine takes its time, in milliseconds. */
const STARTED_MS_MAX = 120_000
const PATIENCE = { timeout: 30_000, interval: 20 }
const PATHS = ['/', '/playground/state', '/playground/events', '/pages/shared/look.css', '/api/groups', '/health']

test('the page, its modules and its dashboard are there, for this machine alone', async () => {
  const page = await playedPage(rehearsalProject(), FEW)
  expect(new URL(page.url).hostname).toBe('127.0.0.1')
  const shell = await fetch(`${page.url}/`)
  expect(await shell.text()).toContain('/pages/playground/main.js')
  expect(shell.headers.get('content-security-policy')).toContain("default-src 'none'")
  const groups = (await (await fetch(`${page.url}/api/groups`)).json()) as { viewer: unknown; groups: { id: string }[] }
  expect(groups).toMatchObject({ viewer: null, groups: [{ id: 'rehearsal' }] })
  expect((await fetch(`${page.url}/api/groups/rehearsal`)).status).toBe(200)
  expect((await fetch(`${page.url}/playground/nothing`)).status).toBe(404)
  expect((await fetch(`${page.url}/playground/acts`)).status).toBe(405)
})

test('whoever points another name at this machine gets nothing, on any path', async () => {
  const { url } = await playedPage(rehearsalProject(), FEW)
  const { host } = new URL(url)
  for (const path of PATHS.filter(path => !path.endsWith('events'))) {
    const statusFor = async (headers: Readonly<Record<string, string>>) => (await rawGet(url, path, headers)).status
    expect([path, await statusFor({ host })]).toEqual([path, 200])
    expect([path, await statusFor({ host: host.replace('127.0.0.1', 'localhost') })]).toEqual([path, 200])
    expect([path, await statusFor({ host: 'evil.example' })]).toEqual([path, 421])
    expect([path, await statusFor({ host: '127.0.0.1.evil.example' })]).toEqual([path, 421])
    expect([path, await statusFor({ host, origin: 'https://evil.example' })]).toEqual([path, 403])
    expect([path, await statusFor({ host, 'sec-fetch-site': 'cross-site' })]).toEqual([path, 403])
  }
  expect((await rawGet(url, '/playground/events', { host: 'evil.example' })).status).toBe(421)
})

test('only its own page makes it do something', async () => {
  const page = await playedPage(rehearsalProject(), FEW)
  const join = JSON.stringify({ act: 'join', name: '小新' })
  const status = async (headers: Readonly<Record<string, string>>) => (await page.sends(join, headers)).status
  expect(await status({ origin: 'https://evil.example' })).toBe(403)
  expect(await status({ origin: 'null' })).toBe(403)
  expect(await status({ 'content-type': 'text/plain' })).toBe(415)
  expect(await status({ 'content-type': 'application/x-www-form-urlencoded' })).toBe(415)
  expect(await status({})).toBe(200)
  expect((await page.sends(JSON.stringify({ act: 'say', text: 'x'.repeat(1_100_000) }))).status).toBe(413)
})

test('pictures are those of the library, and nothing leads out of it', async () => {
  const project = rehearsalProject()
  const assets = project.at('content-library/assets')
  mkdirSync(`${assets}/a b`, { recursive: true })
  writeFileSync(`${assets}/a b/c.png`, 'picture')
  writeFileSync(`${assets}/x.svg`, '<svg/>')
  writeFileSync(project.at('content-library/secret.png'), 'secret')
  symlinkSync(project.at('content-library/secret.png'), `${assets}/out.png`)
  const { url } = await playedPage(project, FEW)
  const good = await fetch(`${url}/playground/images/a%20b/c.png`)
  expect([await good.text(), good.headers.get('content-type')]).toEqual(['picture', 'image/png'])
  expect(good.headers.get('x-content-type-options')).toBe('nosniff')
  const { host } = new URL(url)
  const outside = ['../secret.png', '%2e%2e/secret.png', '..%2fsecret.png', '%2e%2e%2fsecret.png', 'out.png']
  for (const path of [...outside, 'x.svg', 'a%20b', 'a%20b/none.png', '%00.png', '%zz.png', '/etc/hostname']) {
    const { status, body } = await rawGet(url, `/playground/images/${path}`, { host })
    expect([path, status]).toEqual([path, 404])
    expect(body).not.toContain('secret')
  }
})

/** What a page is told, as it comes. */
async function listening(page: PlayedPage) {
  const ending = new AbortController()
  onTestFinished(() => ending.abort())
  const response = await fetch(`${page.url}/playground/events`, { signal: ending.signal })
  const events: PlaygroundEvent[] = []
  const read = async () => {
    let text = ''
    for await (const part of response.body!.pipeThrough(new TextDecoderStream())) {
      text += part
      const whole = text.split('\n\n')
      text = whole.pop()!
      for (const one of whole) {
        const [, event, data] = /^event: (\w+)\ndata: (.*)$/.exec(one) ?? []
        if (event) events.push({ event, data: JSON.parse(data!) } as PlaygroundEvent)
      }
    }
  }
  const ended = read().catch(() => {})
  return { events, ended, response }
}
const linesIn = (events: readonly PlaygroundEvent[]) =>
  events.flatMap(one => (one.event === 'lines' ? one.data.lines : []))

test('a page is told of the state at once, and then of all that is new, in order and without gaps', async () => {
  const page = await playedPage(rehearsalProject(), FEW)
  const first = (await page.state()).lines
  const { events, response } = await listening(page)
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  await vi.waitFor(() => expect(events[0]?.event).toBe('state'), PATIENCE)
  await page.act({ act: 'join', name: '<img src=x onerror=alert(1)>' })
  await page.act({ act: 'run', to: 'day' })
  await page.still()
  const { lines } = await page.state()
  await vi.waitFor(() => expect(linesIn(events)).toHaveLength(lines - first), PATIENCE)
  expect(linesIn(events).map(({ number }) => number)).toEqual(
    Array.from({ length: lines - first }, (_, n) => n + first),
  )
  expect(events.some(({ event }) => event === 'figures')).toBe(true)
  // What changed later is told again: at the end a page that has only listened has what one has that asks.
  const changed = new Map(
    events.flatMap(one => (one.event === 'changed' ? one.data.lines : [])).map(one => [one.number, one]),
  )
  const heard = linesIn(events).map(line => changed.get(line.number) ?? line)
  expect(heard).toEqual((await page.lines()).slice(first))
})

test('a start over is told at once, then with another session, and its lines from the first one on', async () => {
  const page = await playedPage(rehearsalProject(), FEW)
  const { events } = await listening(page)
  await page.act({ act: 'start', seed: 3 })
  await page.still()
  const { session, lines } = await page.state()
  const of = (one: PlaygroundEvent) => (one.event === 'lines' && one.data.session === session ? one.data.lines : [])
  await vi.waitFor(() => expect(events.flatMap(of)).toHaveLength(lines), PATIENCE)
  const firstOfIt = events.findIndex(one => one.event === 'state' && one.data.session === session)
  expect(firstOfIt).toBeLessThan(events.findIndex(one => of(one).length > 0))
  const settingUp = events.findIndex(one => one.event === 'state' && one.data.session === '')
  expect(events[settingUp]?.data).toMatchObject({
    ...{ seed: 3, lines: 0, people: [], bot: '小火' },
    clock: { mode: 'making', number: 0 },
  })
  expect(settingUp).toBeLessThan(firstOfIt)
})

test('the board follows what was just done, where the clock stands, and each edit of the library', async () => {
  const project = rehearsalProject()
  const page = await playedPage(project, FEW)
  const { events } = await listening(page)
  const board = async () => (await (await fetch(`${page.url}/api/groups/rehearsal`)).json()) as DashboardPage
  const figures = () => events.filter(({ event }) => event === 'figures').length
  const { group, time } = await board()
  for (const [name, more] of [
    ['甲甲', 1],
    ['乙乙', 2],
  ] as const) {
    await page.act({ act: 'join', name })
    expect((await board()).group.members).toBe(group.members + more)
  }
  await page.act({ act: 'run', to: 'hour' })
  await page.still()
  expect((await board()).time).not.toBe(time)
  const told = figures()
  const calendar = async () => JSON.stringify((await board()).cards.find(({ is }) => is === 'calendar'))
  expect(await calendar()).not.toContain('改了名的')
  const renamed = (n: number) => `---\ntitle: 改了名的第 ${n} 篇\nkind: topic\npool: true\n---\n正文 ${n}\n`
  project.write(
    Object.fromEntries(Array.from({ length: 16 }, (_, n) => [`content-library/posts/short/pool-${n}.md`, renamed(n)])),
  )
  await vi.waitFor(() => expect(figures()).toBeGreaterThan(told), PATIENCE)
  await vi.waitFor(async () => expect(await calendar()).toContain('改了名的'), PATIENCE)
})

test('too many pages are turned away, and all streams end with the server', async () => {
  const page = await playedPage(rehearsalProject(), FEW)
  const pages = await Promise.all(Array.from({ length: 20 }, () => listening(page)))
  expect((await listening(page)).response.status).toBe(503)
  await page.stop()
  await Promise.all(pages.map(({ ended }) => ended))
})

test('an edit of the library is seen: what is wrong with it stands there with its line, and posts not yet sent change', async () => {
  const project = rehearsalProject()
  const page = await playedPage(project, FEW)
  const post = 'content-library/posts/short/pool-9.md'
  await vi.waitFor(async () => expect((await page.state()).library.readAt).toBeGreaterThan(0), PATIENCE)
  const broken = (problems: PlaygroundLibrary['problems']) =>
    problems.find(({ file, severity }) => file === 'posts/short/pool-9.md' && severity === 'error')
  project.write({ [post]: '---\ntitle: 第 9 篇\nkind: topik\npool: true\n---\n正文\n' })
  await vi.waitFor(async () => expect(broken((await page.state()).library.problems)).toBeDefined(), PATIENCE)
  const { library } = await page.state()
  expect(broken(library.problems)).toMatchObject({ line: 3, severity: 'error', source: 'kind: topik' })
  expect(library.changed).toEqual(['posts/short/pool-9.md'])
  // Mended, and every post of the pool says something else from now on.
  const mended = (n: number) => `---\ntitle: 第 ${n} 篇\nkind: topic\npool: true\n---\n改过的正文 ${n}\n`
  project.write(
    Object.fromEntries(Array.from({ length: 16 }, (_, n) => [`content-library/posts/short/pool-${n}.md`, mended(n)])),
  )
  await vi.waitFor(async () => expect(broken((await page.state()).library.problems)).toBeUndefined(), PATIENCE)
  await vi.waitFor(
    async () => expect((await page.state()).library.changed).toContain('posts/short/pool-0.md'),
    PATIENCE,
  )
  await page.act({ act: 'run', to: 'day' })
  await page.still()
  expect((await page.lines()).some(({ text }) => text.startsWith('改过的正文'))).toBe(true)
})

test(
  'npm start without a token: the first line says which mode it is, the last is the address',
  async () => {
    const started = await startedPlayground(rehearsalProject(), ['--members', '4', '--day', '1'])
    expect(started.err[0]).toContain('Playground: no token is set')
    expect(started.out).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/)])
    await started.settled()
    expect(await started.state()).toMatchObject({ members: 4, clock: { number: 1 } })
  },
  STARTED_MS_MAX,
)

test(
  'a port that was asked for and is taken is an error',
  async () => {
    const other = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void other.close())
    await vi.waitFor(() => expect(other.listening).toBe(true))
    const { port } = other.address() as { port: number }
    const started = startedPlayground(rehearsalProject(), ['--port', String(port)])
    await expect(started).rejects.toThrow(`127.0.0.1:${port}`)
  },
  STARTED_MS_MAX,
)
