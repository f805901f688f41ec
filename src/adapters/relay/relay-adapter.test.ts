import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ChatId, GroupId, MemberId, MessageId } from '../../events/ids.ts'
import { memoryLog } from '../../log.ts'
import { listeningIntake } from '../adapter.fixtures.ts'
import type { Chat, Outgoing } from '../adapter.ts'
import { drawPictureForTests, PICTURE } from '../pictures.contract.ts'
import { memoryList, RELAY_KEY, standingClock } from './relay.fixtures.ts'
import { createRelayAdapter, type RelayOptions } from './relay-adapter.ts'

const PAGE = 'http://relay.example.org/accounts/relay/'
const reading: Chat = { id: ChatId.parse('reading-1'), group: GroupId.parse('relay:1') }
const member = MemberId.parse('relay:amy')
const say = (more: object = {}): Outgoing => ({ kind: 'message', chat: reading, text: '早上好', mentions: [], ...more })
const act = (action: string): Outgoing => ({ kind: 'action', chat: reading, action, data: {} })

function open(options: Partial<RelayOptions> = {}) {
  const clock = standingClock()
  const list = memoryList(clock)
  const log = memoryLog()
  const groups = [{ id: 'reading-1', title: '读书一群' }]
  const adapter = createRelayAdapter({ id: 'relay', groups, key: RELAY_KEY, clock, list, log, ...options })
  onTestFinished(() => adapter[Symbol.asyncDispose]())
  const ask = (path: string, init: RequestInit = {}) => adapter.fetch!(new Request(PAGE + path, init))
  return { adapter, clock, list, log, ask }
}

/** With the cookie, as the page itself asks. */
async function openPage(options: Partial<RelayOptions> = {}) {
  const opened = open(options)
  const answer = await opened.ask(`?key=${RELAY_KEY}`)
  const cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? ''
  const headers = { cookie, origin: 'http://relay.example.org', host: 'relay.example.org' }
  const get = (path: string) => opened.ask(path, { headers })
  const post = (path: string, body: object, more: Record<string, string> = {}) =>
    opened.ask(path, { method: 'POST', body: JSON.stringify(body), headers: { ...headers, ...more } })
  return { ...opened, cookie, get, post }
}

describe('what is owed', () => {
  test('messages are handed to a person', async () => {
    expect(await open().adapter.send(say())).toEqual({ is: 'handed' })
  })

  test.each(['remove', 'leave', 'readOnly'])('so is the action %s', async action => {
    expect(await open().adapter.send(act(action))).toEqual({ is: 'handed' })
  })

  test.each([
    ['another action', act('restrict')],
    ['a reaction', { kind: 'reaction', chat: reading, message: MessageId.parse('1'), emoji: '🔥' } as const],
    ['a private message', say({ chat: { ...reading, member } })],
    ['a message to a group that is not named', say({ chat: { ...reading, id: ChatId.parse('other') } })],
  ])('%s has failed for good', async (_, outgoing) => {
    expect(await open().adapter.send(outgoing)).toMatchObject({ is: 'failed', again: false })
  })
})

describe('the groups', () => {
  test('are reported at the start, always as the same event', async () => {
    const { adapter } = open()
    const intake = listeningIntake()
    await adapter.start(intake)
    await expect.poll(() => intake.isCaughtUp).toBe(true)
    expect(intake.heard).toMatchObject([
      { kind: 'standing', cause: 'standing:reading-1:读书一群', chat: 'reading-1', title: '读书一群' },
    ])
    expect(intake.told).toEqual(['connected', 'caught up'])
  })

  test('are reported again when they were refused', async () => {
    const { adapter } = open()
    const intake = listeningIntake()
    intake.refuse(1)
    await adapter.start(intake)
    await expect.poll(() => intake.isCaughtUp, { timeout: 5_000 }).toBe(true)
    expect([intake.refused, intake.heard.length]).toEqual([1, 1])
  })

  test('doctor hears how much waits, and when it has waited for long', async () => {
    const { adapter, list, clock } = open()
    expect(await adapter.examine!([])).toEqual([{ is: 'good', what: '1 group, 0 on the list' }])
    list.put({}, {})
    clock.pass(25 * 60 * 60_000)
    expect(await adapter.examine!([])).toMatchObject([
      { is: 'warning', remedy: expect.stringContaining('/accounts/relay/') },
    ])
  })
})

describe('the key', () => {
  test('has to be long', () => {
    expect(() => open({ key: 'short' })).toThrow('16')
  })

  test('opens the page once; then the cookie does', async () => {
    const { ask } = open()
    const first = await ask(`?key=${RELAY_KEY}`)
    const cookie = first.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict$/)
    expect(cookie).not.toContain(RELAY_KEY)
    const page = await ask('', { headers: { cookie: cookie.split(';')[0] ?? '' } })
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('id="task"')])
  })

  test('typed into the form opens it as well', async () => {
    const answer = await open().ask('open', { method: 'POST', body: new URLSearchParams({ key: ` ${RELAY_KEY} ` }) })
    expect([answer.status, answer.headers.has('set-cookie')]).toEqual([200, true])
  })

  test('the cookie is for TLS alone where the browser speaks TLS, also through a proxy', async () => {
    const answer = await open().ask(`?key=${RELAY_KEY}`, { headers: { 'x-forwarded-proto': 'https' } })
    expect(answer.headers.get('set-cookie')).toMatch(/; Secure$/)
  })

  test.each([
    ['zh-CN,zh;q=0.9', '钥匙不对'],
    ['en-GB,zh;q=0.5', 'That key is not right'],
    ['fr', '钥匙不对'],
  ])('a wrong one is told what to do, in the language of %s', async (language, words) => {
    const { ask, log } = open()
    const answer = await ask('?key=wrong-key-of-16-chars', { headers: { 'accept-language': language } })
    expect([answer.status, answer.headers.has('set-cookie')]).toEqual([401, false])
    expect(await answer.text()).toContain(words)
    expect(JSON.stringify(log.entries)).not.toContain('wrong-key')
  })

  test('after ten wrong ones within a minute others are sent away, and the right one still leads in', async () => {
    const { ask, get, clock, log } = await openPage()
    for (let count = 0; count < 10; count += 1) expect((await ask(`?key=wrong-${count}`)).status).toBe(401)
    const wrong = await ask('?key=wrong-10')
    expect([wrong.status, wrong.headers.get('retry-after'), wrong.headers.has('set-cookie')]).toEqual([
      429,
      '60',
      false,
    ])
    const right = await ask(`?key=${RELAY_KEY}`)
    expect([right.status, right.headers.has('set-cookie')]).toEqual([200, true])
    expect((await get('tasks')).status).toBe(200)
    expect(log.entries).toHaveLength(1)
    clock.pass(60_000)
    expect((await ask('?key=wrong-11')).status).toBe(401)
  })

  test('another key turns everybody out', async () => {
    const { cookie } = await openPage()
    const other = open({ key: `${RELAY_KEY}-2` })
    expect((await other.ask('tasks', { headers: { cookie } })).status).toBe(401)
  })

  test.each(['tasks', 'changes', 'images/task-1', 'anything'])('without it there is nothing at %s', async path => {
    const { ask, list } = open()
    list.put({})
    const answer = await ask(path)
    expect([answer.status, await answer.text()]).toEqual([401, expect.not.stringContaining('早上好')])
  })

  test('a link on another site leads in by a page of ours, since the cookie stayed behind', async () => {
    const answer = await open().ask('', { headers: { 'sec-fetch-site': 'cross-site' } })
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('http-equiv="refresh"')])
  })
})

describe('the page', () => {
  test('runs nothing but its own script, and loads nothing from elsewhere', async () => {
    const { get } = await openPage()
    const answer = await get('')
    const policy = answer.headers.get('content-security-policy') ?? ''
    expect(policy).toMatch(/script-src 'sha256-[^']+';/)
    expect(policy).not.toContain('unsafe')
    const page = await answer.text()
    expect(page).not.toMatch(/(src|href)="(?!images\/|data:|")/)
    expect(page).not.toMatch(/^(import|export) /m)
  })

  test('without a slash at its end it leads to the one with it', async () => {
    const { adapter } = open()
    const answer = await adapter.fetch!(new Request('http://a.example.org/accounts/relay?key=x'))
    expect([answer.status, answer.headers.get('location')]).toEqual([308, 'relay/?key=x'])
  })

  test('shows what is with the person, oldest first', async () => {
    const { get, list } = await openPage()
    list.put({ mentions: ['小明'] }, { kind: 'action', text: '', action: { action: 'leave', data: {} } })
    expect(await (await get('tasks')).json()).toMatchObject({
      tasks: [
        { id: 'task-1', mentions: ['小明'] },
        { id: 'task-2', kind: 'action' },
      ],
      settling: [],
      past: [],
    })
  })

  test('settles and undoes, and says when it was too late', async () => {
    const { post, list } = await openPage()
    list.put({})
    const settled = await post('settle', { task: 'task-1', as: 'sent' })
    expect(await settled.json()).toMatchObject({ tasks: [], settling: [{ id: 'task-1', as: 'sent' }] })
    expect((await post('undo', { task: 'task-1' })).status).toBe(200)
    expect((await post('undo', { task: 'task-1' })).status).toBe(409)
    expect((await post('settle', { task: 'task-9', as: 'sent' })).status).toBe(409)
  })

  test.each([
    ['another site', { origin: 'http://evil.example.org' }, 403],
    ['nobody', { origin: 'null' }, 403],
    ['another site, as the browser says', { 'sec-fetch-site': 'cross-site' }, 403],
    ['a neighbour, as the browser says', { 'sec-fetch-site': 'same-site' }, 403],
    ['the page, behind a proxy with another name', { host: '127.0.0.1:3000', 'sec-fetch-site': 'same-origin' }, 200],
    [
      'the page, by the name that a proxy passes on',
      { host: '127.0.0.1', 'x-forwarded-host': 'relay.example.org' },
      200,
    ],
  ])('what comes from %s is answered rightly', async (_, headers, status) => {
    const { post, list } = await openPage()
    list.put({})
    expect((await post('settle', { task: 'task-1', as: 'sent' }, headers)).status).toBe(status)
  })

  test.each([{}, { task: 1, as: 'sent' }, { task: 'task-1', as: 'burnt' }, { task: '', as: 'sent' }])(
    'nonsense is refused: %j',
    async body => {
      const { post, list } = await openPage()
      list.put({})
      expect((await post('settle', body)).status).toBe(400)
    },
  )

  test('is told of changes', async () => {
    const { get, list } = await openPage()
    const reader = (await get('changes')).body!.getReader()
    const next = async () => new TextDecoder().decode((await reader.read()).value)
    expect(await next()).toMatch(/^retry: \d+\n\n$/)
    list.put({})
    expect(await next()).toBe('data:\n\n')
    await reader.cancel()
    list.put({})
  })

  test('is let go at the end', async () => {
    const { get, adapter } = await openPage()
    const reader = (await get('changes')).body!.getReader()
    await reader.read()
    await adapter[Symbol.asyncDispose]()
    expect((await reader.read()).done).toBe(true)
  })
})

describe('images', () => {
  async function openWithImages() {
    const folder = mkdtempSync(join(tmpdir(), 'bonfire-relay-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    writeFileSync(join(folder, '第 12 天.png'), 'picture')
    writeFileSync(join(folder, 'page.html'), '<script>alert(1)</script>')
    return openPage({ assets: folder })
  }

  test('are shown, and saved under their name', async () => {
    const { get, list } = await openWithImages()
    list.put({ image: '第 12 天.png' })
    const shown = await get('images/task-1')
    expect([shown.headers.get('content-type'), await shown.text()]).toEqual(['image/png', 'picture'])
    const saved = await get('images/task-1?save')
    expect(saved.headers.get('content-disposition')).toBe(
      `attachment; filename*=UTF-8''${encodeURIComponent('第 12 天.png')}`,
    )
  })

  test('pictures are drawn when somebody looks at them', async () => {
    const { get, list } = await openPage({ drawPicture: drawPictureForTests })
    list.put({ picture: PICTURE, image: 'picture.jpg' }, { picture: { ...PICTURE, title: '?' }, image: 'picture.jpg' })
    const [shown, saved] = [await get('images/task-1'), await get('images/task-1?save')]
    expect([shown.headers.get('content-type'), (await shown.bytes()).length]).toEqual(['image/jpeg', 280_000])
    expect(shown.headers.get('content-disposition')).toMatch(/^inline/)
    expect(saved.headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''picture.jpg")
    expect((await get('images/task-2')).status).toBe(404)
  })

  test('what is no image is saved, never shown', async () => {
    const { get, list } = await openWithImages()
    list.put({ image: 'page.html' })
    const { headers } = await get('images/task-1')
    expect([headers.get('content-type'), headers.get('content-disposition')]).toEqual([
      'application/octet-stream',
      expect.stringMatching(/^attachment/),
    ])
  })

  test.each(['../secret.png', '/etc/passwd', 'missing.png', '.'])('%s is not found', async image => {
    const { get, list } = await openWithImages()
    list.put({ image })
    expect((await get('images/task-1')).status).toBe(404)
  })

  test('none but those of tasks can be had', async () => {
    const { get, list } = await openWithImages()
    list.put({})
    for (const path of ['task-1', 'task-2', 'page.html', '%E0%A4%A', '..%2Fpage.html']) {
      expect((await get(`images/${path}`)).status).toBe(404)
    }
  })
})
