import { describe, expect, test } from 'vitest'
import { type Answered, scene, webhook } from './fake-bot-api.fixtures.ts'

const refusal = ({ error_code, description }: Answered) => `${error_code} ${description}`

describe('long polling', () => {
  test('updates come again until a higher offset confirms them', async () => {
    const { api, amy, updates } = await scene()
    const there = api.privately(amy)
    for (const text of ['1', '2', '3']) there.says(text)
    const [first, second, third] = (await updates()).map(({ update_id }) => update_id)
    expect([second! - first!, third! - second!]).toEqual([1, 1])
    expect(await updates({ offset: second })).toHaveLength(2)
    expect((await updates({ limit: 1 })).map(({ update_id }) => update_id)).toEqual([second])
    expect(await updates({ offset: third! + 1 })).toEqual([])
    expect(api.pending).toEqual([])
  })

  test('a call waits until there is something', async () => {
    const { api, amy, updates } = await scene()
    const polled = updates({ timeout: 30 })
    await expect.poll(() => api.calls.length).toBe(1)
    api.privately(amy).says('hello')
    expect(await polled).toHaveLength(1)
  })

  test('and no longer than it was told to', async () => {
    const { updates } = await scene()
    expect(await updates({ timeout: 1 })).toEqual([])
  })

  test('of two at once, the first is ended', async () => {
    const { api, call, amy } = await scene()
    const first = call('getUpdates', { timeout: 30 })
    await expect.poll(() => api.calls.length).toBe(1)
    const second = call('getUpdates', { timeout: 30 })
    expect(refusal(await first)).toMatch(/^409 Conflict: terminated by other getUpdates request/)
    api.privately(amy).says('hello')
    expect((await second).result).toHaveLength(1)
  })

  test('is refused while there is a webhook', async () => {
    const { call } = await scene()
    const { url } = await webhook(() => ({ status: 200 }))
    await call('setWebhook', { url })
    expect(refusal(await call('getUpdates'))).toMatch(/^409 Conflict: can't use getUpdates method while webhook/)
    await call('deleteWebhook')
    expect((await call('getUpdates')).ok).toBe(true)
  })
})

describe('the webhook', () => {
  test('gets updates in order, with its secret, and again until it accepts them', async () => {
    const { api, amy, call } = await scene({ webhookRetryMs: 1 })
    const there = api.privately(amy)
    there.says('before')
    const { url, seen } = await webhook(nth => ({ status: nth <= 2 ? 500 : 200 }))
    await call('setWebhook', { url, secret_token: 'sesame-1' })
    there.says('after')
    await api.waitFor(() => api.pending.length === 0)
    expect(seen.map(({ update }) => (update.message as { text: string }).text)).toEqual([
      ...['before', 'before', 'before', 'after'],
    ])
    expect(new Set(seen.map(({ secret }) => secret))).toEqual(new Set(['sesame-1']))
    expect((await call('getWebhookInfo')).result).toMatchObject({
      ...{
        url,
        pending_update_count: 0,
        last_error_message: 'Wrong response from the webhook: 500 Internal Server Error',
      },
    })
  })

  test('may answer with a call', async () => {
    const { api, amy, call } = await scene()
    const body = JSON.stringify({ method: 'sendMessage', chat_id: amy.id, text: 'at once' })
    const { url } = await webhook(() => ({ status: 200, body }))
    await call('setWebhook', { url })
    api.privately(amy).says('hello')
    await api.waitFor(() => api.messages(amy.id).some(({ text }) => text === 'at once'))
  })

  test('keeps what it does not take', async () => {
    const { api, amy, call } = await scene({ webhookRetryMs: 60_000 })
    const { url, seen } = await webhook(() => ({ status: 401 }))
    await call('setWebhook', { url })
    api.privately(amy).says('hello')
    await api.waitFor(() => seen.length === 1)
    expect((await call('getWebhookInfo')).result.pending_update_count).toBe(1)
    await call('deleteWebhook')
    expect((await call('getUpdates')).result).toHaveLength(1)
  })

  test('needs an https address, or one of this machine', async () => {
    const { call } = await scene()
    expect(refusal(await call('setWebhook', { url: 'http://example.org/hook' }))).toMatch(/HTTPS URL must be provided/)
  })
})

describe('rights', () => {
  const ofMember = async (rights?: object) => {
    const { group, amy, call, api } = await scene()
    group.addBot(rights ? { rights } : {})
    const chat = { chat_id: group.id, user_id: amy.id }
    return { api, group, amy, of: (method: string, more: object = {}) => call(method, { ...chat, ...more }) }
  }

  test.each([
    ['banChatMember', 'restrict/unrestrict chat member'],
    ['unbanChatMember', 'restrict/unrestrict chat member'],
    ['restrictChatMember', 'restrict/unrestrict chat member'],
    ['setChatPermissions', 'change chat permissions'],
    ['createChatInviteLink', 'manage chat invite link'],
    ['pinChatMessage', 'manage pinned messages in the chat'],
  ])('%s needs one', async (method, what) => {
    expect(refusal(await (await ofMember()).of(method))).toBe(`400 Bad Request: not enough rights to ${what}`)
    expect(refusal(await (await ofMember({})).of(method))).toBe(`400 Bad Request: not enough rights to ${what}`)
  })

  test('who is banned is out, and may come back once readmitted', async () => {
    const { group, amy, of } = await ofMember({ can_restrict_members: true })
    expect((await of('banChatMember')).ok).toBe(true)
    expect((await of('getChatMember')).result).toMatchObject({ status: 'kicked' })
    expect(() => group.add(amy)).toThrow('is banned')
    await of('unbanChatMember', { only_if_banned: true })
    group.add(amy)
    expect(group.isMember(amy)).toBe(true)
    await of('unbanChatMember', { only_if_banned: true })
    expect(group.isMember(amy)).toBe(true)
    await of('unbanChatMember')
    expect(group.isMember(amy)).toBe(false)
  })

  test('who is restricted does not speak, nor anybody in a closed chat', async () => {
    const { group, amy, of } = await ofMember({ can_restrict_members: true })
    await of('restrictChatMember', { permissions: { can_send_messages: false } })
    expect(() => group.says(amy, 'hello')).toThrow('may not speak')
    await of('restrictChatMember', { permissions: { can_send_messages: true } })
    expect(group.says(amy, 'hello')).toBeGreaterThan(0)
    await of('setChatPermissions', { permissions: { can_send_messages: false } })
    expect(() => group.says(amy, 'hello')).toThrow('may not speak')
  })

  test('the owner cannot be removed', async () => {
    const { group, owner, call } = await scene()
    group.addBot({ rights: { can_restrict_members: true } })
    const ban = await call('banChatMember', { chat_id: group.id, user_id: owner.id })
    expect(refusal(ban)).toBe("400 Bad Request: can't remove chat owner")
  })

  test('a basic group cannot unban', async () => {
    const { api, amy, call } = await scene()
    const group = api.createGroup({ title: 'small', type: 'group', members: [amy] })
    group.addBot({ rights: { can_restrict_members: true } })
    const answered = await call('unbanChatMember', { chat_id: group.id, user_id: amy.id })
    expect(refusal(answered)).toBe('400 Bad Request: method is available for supergroup and channel chats only')
  })
})

describe('trouble', () => {
  test('a lost answer was acted on, a lost request was not', async () => {
    const { api, group, say } = await scene()
    group.addBot()
    api.fault = () => ({ is: 'lose-answer' })
    await expect(say('acted on')).rejects.toThrow()
    api.fault = () => ({ is: 'lose-request' })
    await expect(say('not acted on')).rejects.toThrow()
    expect(api.messages(group.id).map(({ text }) => text)).toEqual(['acted on'])
    expect(api.calls.map(({ became }) => became)).toEqual(['lost answer', 'lost request'])
  })

  test('a proxy answers in HTML', async () => {
    const { api } = await scene()
    api.fault = () => ({ is: '502' })
    const response = await fetch(`${api.root}/bot${api.token}/getMe`)
    expect([response.status, (await response.text()).slice(0, 6)]).toEqual([502, '<html>'])
  })

  test('a call inside retry_after is refused again, and noted', async () => {
    let now = 0
    const { api, amy, group, say, call } = await scene({ now: () => now })
    group.addBot()
    api.privately(amy).start()
    api.fault = () => ({ is: '429', retryAfter: 10 })
    expect(await say('a')).toMatchObject({ error_code: 429, parameters: { retry_after: 10 } })
    api.fault = null
    now = 9_999
    expect(await say('b')).toMatchObject({ error_code: 429, parameters: { retry_after: 1 } })
    expect(api.violations).toEqual([{ at: 9_999, method: 'sendMessage', chatId: group.id, of: 'retry_after' }])
    expect((await call('sendMessage', { chat_id: amy.id, text: 'elsewhere' })).ok).toBe(true)
    now = 10_000
    expect((await say('c')).ok).toBe(true)
    expect(api.violations).toHaveLength(1)
  })

  test.each([
    ['of a group in a minute', 21, 3_000, 'groupPerMinute', [20]],
    ['of a chat at once', 6, 0, 'chatPerSecond', [3, 4, 5]],
  ])('the limit %s holds', async (_, count, gapMs, of, refused) => {
    let now = 1_000_000
    const { api, group, say } = await scene({ now: () => now, limits: { groupPerMinute: 20 } })
    if (of === 'groupPerMinute') api.rateLimits = { ...api.rateLimits!, toleranceMs: 0, chatPerSecond: 100 }
    group.addBot()
    const codes: (number | undefined)[] = []
    for (let index = 0; index < count; index += 1) {
      codes.push((await say(`${index}`)).error_code)
      now += of === 'groupPerMinute' ? gapMs - 10 : gapMs
    }
    expect(codes.flatMap((code, index) => (code === 429 ? [index] : []))).toEqual(refused)
    expect(api.violations[0]).toMatchObject({ of, chatId: group.id })
  })

  test('who keeps to the limits is never refused', async () => {
    let now = 1_000_000
    const { api, group, say } = await scene({ now: () => now, limits: { toleranceMs: 0 } })
    group.addBot()
    for (let index = 0; index < 45; index += 1) {
      expect((await say(`${index}`)).ok).toBe(true)
      now += 3_000
    }
    expect(api.violations).toEqual([])
  })

  test('it goes away and comes back at the same address', async () => {
    const { api, call } = await scene()
    const { root } = api
    await api.goAway()
    await expect(call('getMe')).rejects.toThrow()
    await api.comeBack()
    expect((await call('getMe')).ok).toBe(true)
    expect(api.root).toBe(root)
  })

  test('what does not come is said, with what came instead', async () => {
    const { api, group, say } = await scene()
    group.addBot()
    await say('something else')
    await expect(api.waitFor(() => false, { timeoutMs: 1 })).rejects.toThrow(
      `It did not come in 1 ms. The last calls were:\n  sendMessage in ${group.id} "something else": ok`,
    )
  })
})

describe('command menus', () => {
  test('are kept by scope and language', async () => {
    const { api, call } = await scene()
    const commands = [{ command: 'points', description: '积分' }]
    const scope = { type: 'all_group_chats' }
    await call('setMyCommands', { commands, scope, language_code: 'zh' })
    expect((await call('getMyCommands', { scope, language_code: 'zh' })).result).toEqual(commands)
    expect((await call('getMyCommands', { scope })).result).toEqual([])
    expect([...api.menus.keys()]).toEqual(['all_group_chats:::zh'])
    await call('deleteMyCommands', { scope, language_code: 'zh' })
    expect(api.menus.size).toBe(0)
  })

  test.each([
    ['打卡', 'x', 'BOT_COMMAND_INVALID'],
    ['points', '', 'BOT_COMMAND_DESCRIPTION_INVALID'],
    ['points', 'x'.repeat(257), 'BOT_COMMAND_DESCRIPTION_INVALID'],
  ])('refuse %s: %.5s', async (command, description, reason) => {
    const { call } = await scene()
    expect(refusal(await call('setMyCommands', { commands: [{ command, description }] }))).toBe(
      `400 Bad Request: ${reason}`,
    )
  })
})
