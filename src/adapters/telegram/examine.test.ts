import { afterEach, describe, expect, test } from 'vitest'
import type { Instant } from '../../events/ids.ts'
import { ALL_RIGHTS } from '../../testing/telegram/fake-people.ts'
import type { MenuCommand } from '../adapter.ts'
import { examine } from './examine.ts'
import { chatOf } from './identity.ts'
import { type Lab, openLab } from './telegram.fixtures.ts'
import type { TelegramTransport } from './transport.ts'

const labs: Lab[] = []
afterEach(async () => {
  for (const lab of labs.splice(0)) await lab[Symbol.asyncDispose]()
})
async function open(...given: Parameters<typeof openLab>): Promise<Lab> {
  const lab = await openLab(...given)
  labs.push(lab)
  return lab
}

describe('examining', () => {
  const look = (lab: Lab) => lab.adapter.examine!([{ id: chatOf(lab.group.id), title: 'Group' }])

  test('all is well where the bot is an admin', async () => {
    expect((await look(await open('grammy'))).map(({ is }) => is)).toEqual(['good', 'good', 'good'])
  })

  test('privacy mode is a warning where the bot is no admin, with a remedy', async () => {
    const findings = await look(await open('grammy', {}, { isAdmin: false }))
    expect(findings.map(({ is }) => is)).toEqual(['good', 'warning', 'warning'])
    expect(findings[1]?.remedy).toContain('/setprivacy')
    for (const { is, remedy } of findings) expect(is === 'good' || remedy !== undefined).toBe(true)
  })

  test('a missing right is named, and what it leads to', async () => {
    const lab = await open('grammy', {}, { isAdmin: false })
    lab.group.promote('bot', { ...ALL_RIGHTS, can_pin_messages: false })
    expect((await look(lab)).at(-1)).toMatchObject({
      is: 'warning',
      what: expect.stringContaining('posts are not pinned'),
      remedy: expect.stringContaining('Pin messages'),
    })
  })

  test('a group without the bot is bad', async () => {
    const lab = await open('telegraf')
    lab.group.kickBot()
    expect((await look(lab)).at(-1)).toMatchObject({ is: 'bad' })
  })

  test('a token that is not accepted, and a platform that is not there, are bad', async () => {
    const lab = await open('grammy')
    lab.api.fault = () => ({ is: 'status', code: 401, description: 'Unauthorized' })
    expect(await look(lab)).toMatchObject([{ is: 'bad', what: expect.stringContaining('token') }])
    await lab.api.goAway()
    expect(await look(lab)).toMatchObject([{ is: 'bad', what: expect.stringContaining('cannot be reached') }])
    await lab.api.comeBack()
  })

  test('a webhook of somebody else is a warning, and stays', async () => {
    const lab = await open('grammy')
    await fetch(`${lab.api.root}/bot${lab.api.token}/setWebhook?url=http://127.0.0.1:9/x`)
    expect(await look(lab)).toContainEqual(expect.objectContaining({ what: expect.stringContaining('webhook is set') }))
    expect(lab.api.calls.map(({ method }) => method)).not.toContain('deleteWebhook')
  })
})

describe('examining a webhook', () => {
  const url = 'http://127.0.0.1:9/hook'
  const YEARS_AGO = Date.UTC(2024, 0)
  const set = (lab: Lab, address: string) =>
    fetch(`${lab.api.root}/bot${lab.api.token}/setWebhook?url=${encodeURIComponent(address)}`)
  const found = async (lab: Lab) => (await lab.adapter.examine!([])).slice(2)
  /** Telegram brings what waits to where nobody listens. */
  async function failing(lab: Lab): Promise<void> {
    await set(lab, url)
    const info = () => fetch(`${lab.api.root}/bot${lab.api.token}/getWebhookInfo`).then(answer => answer.text())
    await expect.poll(info).toContain('last_error_message')
  }

  test('another address than a start would set is a warning, without what may be secret in it', async () => {
    const lab = await open('grammy', { updates: { webhook: { url, secret: 'x'.repeat(16) } } })
    const others = async () => (await found(lab)).filter(({ what }) => what.includes('another address'))
    await set(lab, url)
    expect(await others()).toEqual([])
    await set(lab, 'http://127.0.0.1:10/hook/s3cret')
    const findings = await others()
    expect(findings).toMatchObject([{ is: 'warning', what: expect.stringContaining('at 127.0.0.1:10.') }])
    expect(JSON.stringify(findings)).not.toContain('s3cret')
  })

  test.each([
    ['of today is a warning', {}, 1],
    ['that is years old is none', { now: () => YEARS_AGO }, 0],
  ])('an error %s', async (_, api, count) => {
    const lab = await open('grammy', { updates: 'mounted' }, api)
    await failing(lab)
    const findings = await found(lab)
    expect(findings.filter(({ what }) => what.includes('could not reach the webhook'))).toHaveLength(count)
  })
})

describe('examining many groups', () => {
  test('ten are looked at at once, and what there was no time for is counted', async () => {
    const known = Array.from({ length: 300 }, (_, index) => ({ id: chatOf(-index - 1), title: `Group ${index}` }))
    const ending = new AbortController()
    let [asked, atOnce, atOnceMax] = [0, 0, 0]
    const answers: Readonly<Record<string, object>> = {
      getMe: { id: 1, username: 'bonfire_bot', can_read_all_group_messages: true },
      getWebhookInfo: { url: '' },
    }
    async function call(method: string, _: object, { signal }: { signal?: AbortSignal } = {}) {
      signal?.throwIfAborted()
      if (answers[method]) return answers[method]
      asked += 1
      if (asked === 100) ending.abort()
      atOnce += 1
      atOnceMax = Math.max(atOnceMax, atOnce)
      await new Promise(resolve => setImmediate(resolve))
      atOnce -= 1
      return { status: 'member', user: { id: 1 } }
    }
    const transport = { call } as unknown as TelegramTransport
    const now = () => 0 as Instant
    const findings = await examine({ transport, wayIn: 'polling', now, signal: ending.signal }, known)
    const looked = findings.filter(({ what }) => what.startsWith('Group ')).length
    expect([atOnceMax, looked >= 90, asked]).toEqual([10, true, 100])
    expect(findings.at(-1)).toMatchObject({ is: 'warning', what: expect.stringContaining(`${300 - looked} groups`) })
  })
})

describe('the menu of commands', () => {
  const menu: readonly MenuCommand[] = [
    { word: 'points', about: { 'zh-CN': '我的积分', 'en-US': 'My points' }, who: 'member' },
    { word: 'close', about: { 'zh-CN': '关闭', 'en-US': 'Close' }, who: 'owner' },
    { word: '设置', about: { 'zh-CN': '设置', 'en-US': 'Set up' }, who: 'member' },
  ]

  test('shows each what is for them in their language, and is set once', async () => {
    const lab = await open('grammy')
    await lab.adapter.start(lab.intake, menu)
    const set = () => lab.api.calls.filter(({ method }) => method === 'setMyCommands')
    await expect.poll(() => set().length).toBe(6)
    await expect.poll(() => lab.api.menus.size).toBe(6)
    const menus = [...lab.api.menus].map(([place, commands]) => [place, commands])
    const members = [{ command: 'points', description: '我的积分' }]
    expect(menus.find(([place]) => /all_group_chats.*zh/.test(String(place)))?.[1]).toEqual(members)
    expect(menus.find(([place]) => /all_chat_administrators.*zh/.test(String(place)))?.[1]).toHaveLength(2)
    await lab.adapter[Symbol.asyncDispose]()
    const next = await lab.another()
    await next.start(lab.intake, menu)
    await expect.poll(() => lab.api.calls.filter(({ method }) => method === 'getMyCommands').length).toBe(12)
    expect(set()).toHaveLength(6)
  })

  test('a menu that cannot be set is a warning', async () => {
    const lab = await open('telegraf')
    lab.api.fault = ({ method }) => (method === 'setMyCommands' ? { is: '502' } : null)
    await lab.adapter.start(lab.intake, menu)
    await expect.poll(() => lab.log.entries.map(({ sentence }) => sentence).join()).toMatch(/menu of commands/)
    await expect.poll(() => lab.intake.isCaughtUp).toBe(true)
  })
})
