import { afterEach, describe, expect, test } from 'vitest'
import { ALL_RIGHTS } from '../../testing/telegram/fake-people.ts'
import type { MenuCommand } from '../adapter.ts'
import { chatOf } from './identity.ts'
import { type Lab, openLab } from './telegram.fixtures.ts'

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
