import { describe, expect, test } from 'vitest'
import { CHECK_IN, type TelegramStage, telegramStage } from './telegram-stage.ts'

const SECRET = 'a-secret-of-more-than-16'
const warnings = (stage: TelegramStage) => stage.log.filter(({ level }) => level !== 'info').map(line => line.sentence)

/** Somebody checks in, and is heard: whatever came before has broken nothing. */
async function checksIn(stage: TelegramStage, group: Awaited<ReturnType<TelegramStage['readyGroup']>>, name: string) {
  const person = stage.api.person({ firstName: name })
  group.add(person)
  const message = group.says(person, CHECK_IN)
  await stage.api.waitFor(() => stage.api.reactions(group.id, message).length > 0)
}

describe('the webhook', () => {
  const open = async () => {
    const stage = await telegramStage({ webhookSecret: SECRET })
    const group = await stage.readyGroup(stage.api.person({ firstName: 'Olga' }))
    const url = `${stage.url}/accounts/telegram/webhook`
    const post = async (body: string, secret?: string) => {
      const headers = { ...(secret !== undefined && { 'x-telegram-bot-api-secret-token': secret }) }
      return (await fetch(url, { method: 'POST', body, headers })).status
    }
    const forged = (text: string) => {
      const from = { id: 666, is_bot: false, first_name: 'Mallory' }
      const chat = { id: group.id, type: 'supergroup', title: 'x' }
      const date = Math.floor(stage.clock.now() / 1_000)
      return JSON.stringify({ update_id: 1, message: { message_id: 999, date, from, chat, text } })
    }
    return { stage, group, url, post, forged }
  }

  test.each([
    ['no secret', undefined],
    ['a wrong secret', 'another-secret-of-16'],
    ['an empty secret', ''],
    ['the beginning of the secret', SECRET.slice(0, -1)],
  ])('what comes with %s is refused, and said once', async (_, secret) => {
    const { stage, group, post, forged } = await open()
    const before = stage.api.calls.length
    for (let times = 0; times < 3; times += 1) expect(await post(forged('/streak'), secret)).toBe(401)
    await checksIn(stage, group, 'Dora')
    expect(stage.api.messages(group.id).some(({ text }) => text.includes('连续'))).toBe(false)
    expect(stage.api.calls.length).toBeGreaterThan(before)
    expect(warnings(stage)).toEqual([expect.stringContaining('without its secret')])
    expect(stage.logged).not.toContain(SECRET)
  })

  test('control: with the secret it is heard', async () => {
    const { stage, group, post, forged } = await open()
    expect(await post(forged('/streak'), SECRET)).toBe(200)
    await stage.hears(group.id, '现在没有连续记录')
  })

  test('what is too long, no JSON or no update is refused, and nothing is lost', async () => {
    const { stage, group, url, post } = await open()
    for (const body of ['', '{"update_id":', '[]', '"text"', '{"update_id":"1"}']) {
      expect([body, await post(body, SECRET)]).toEqual([body, 400])
    }
    expect((await fetch(url)).status).toBe(405)
    expect((await fetch(`${stage.url}/accounts/nobody/webhook`, { method: 'POST' })).status).toBe(404)
    // Whoever still sends when the answer has come may find the line cut instead.
    expect([413, 'cut']).toContain(await post('x'.repeat(2_000_000), SECRET).catch(() => 'cut'))
    await checksIn(stage, group, 'Dora')
    expect(warnings(stage)).toEqual([expect.stringContaining('held no update')])
  })
})

describe('updates that nobody can read', () => {
  const BROKEN: readonly Readonly<Record<string, unknown>>[] = [
    { wibble: { wobble: 1 } },
    {},
    { message: null },
    { message: 'text' },
    { message: { message_id: 1 } },
    { message: { message_id: 'x', date: 'yesterday', chat: {}, from: {}, text: 5 } },
    { message: { message_id: 2, date: 1e18, chat: { id: 1e30, type: 'supergroup' }, from: { id: 7 }, text: '打卡' } },
    { edited_message: [] },
    { callback_query: { id: 5 } },
    { my_chat_member: {} },
    { chat_member: { chat: { id: -1 }, new_chat_member: 7 } },
    { channel_post: { message_id: 5, date: 1, chat: { id: -5, type: 'channel' }, text: '打卡' } },
    { purchased_paid_media: { from: {} } },
  ]

  test.each(['grammy', 'telegraf'] as const)(
    'are passed over by %s, each said once, and nothing is lost',
    async client => {
      const stage = await telegramStage({ client })
      const { api } = stage
      const group = await stage.readyGroup(api.person({ firstName: 'Olga' }))
      for (const [index, update] of BROKEN.entries()) {
        api.inject(update)
        api.inject(update)
        if (index % 4 === 0) await checksIn(stage, group, `M${index}`)
      }
      await checksIn(stage, group, 'Last')
      await stage.allTaken()
      const said = warnings(stage)
      expect(said.length).toBeLessThanOrEqual(BROKEN.length)
      expect(new Set(said).size).toBe(said.length)
      expect(said.filter(sentence => !sentence.includes('skipped'))).toEqual([])
    },
  )
})

describe('presses', () => {
  test('by another person, of what is not ours, and too late change nothing', async () => {
    const stage = await telegramStage()
    const { api } = stage
    const olga = api.person({ firstName: 'Olga', languageCode: 'zh-hans' })
    const ben = api.person({ firstName: 'Ben', languageCode: 'en' })
    const group = await stage.readyGroup(olga, [ben])
    const other = await stage.readyGroup(olga, [ben], '别的群')
    group.says(olga, '/setup')
    const { id, keyboard } = await stage.hears(group.id, '哪种语言')
    const data = keyboard[0]![0]!.callback_data!
    const before = api.messages(group.id).length

    const stolen = group.press(ben, id, '中文')
    expect(await api.waitFor(() => api.pressAnswer(stolen))).toEqual({
      text: 'This button is for somebody else.',
      isAlert: true,
    })
    const elsewhere = other.says(olga, 'hello')
    for (const forged of [`${data}x`, `A${data.slice(1)}`, 'setup plan main', ''])
      group.press(olga, id, { data: forged })
    // A button belongs to its chat.
    other.press(olga, elsewhere, { data })
    await stage.allTaken()
    await stage.pass(11 * 60_000)
    const late = group.press(olga, id, '中文')
    expect(await api.waitFor(() => api.pressAnswer(late))).toMatchObject({ text: '这个按钮已经过期了。' })
    await stage.allTaken()
    expect(api.messages(group.id)).toHaveLength(before)
    expect(warnings(stage)).toEqual([expect.stringContaining('A button was pressed that is not ours')])

    // The control: in time, by whom it is for.
    group.says(olga, '/setup')
    group.press(olga, (await stage.hears(group.id, '哪种语言')).id, '中文')
    await stage.hears(group.id, '哪里的时间')
  })
})
