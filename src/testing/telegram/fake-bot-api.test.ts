import { describe, expect, test } from 'vitest'
import { type Answered, scene } from './fake-bot-api.fixtures.ts'
import type { WireUpdate } from './wire-update.ts'

const kinds = (updates: readonly WireUpdate[]) => updates.flatMap(update => Object.keys(update).slice(1))
const refusal = ({ error_code, description }: Answered) => `${error_code} ${description}`
const texts = (updates: readonly WireUpdate[]) =>
  updates.flatMap(({ message }) => (message as { text?: string } | undefined)?.text ?? [])

describe('requests', () => {
  test('a wrong token is unauthorized', async () => {
    const { api } = await scene()
    const response = await fetch(`${api.root}/bot1:wrong/getMe`)
    expect([response.status, await response.json()]).toEqual([
      401,
      { ok: false, error_code: 401, description: 'Unauthorized' },
    ])
  })

  test('a method that is not on the list is not found, and noted', async () => {
    const { api, call } = await scene()
    expect(refusal(await call('sendDice', { chat_id: 1 }))).toBe('404 Not Found')
    expect(api.unknownMethods).toEqual(['sendDice'])
  })

  test('methods are told apart whatever their case', async () => {
    const { call } = await scene()
    expect((await call('GETME')).result).toMatchObject({ username: 'bonfire_bot', can_read_all_group_messages: false })
  })

  test.each([
    ['a query', undefined],
    ['a form', new URLSearchParams()],
    ['a multipart form', new FormData()],
  ])('fields may come as %s', async (_, body) => {
    const { api, group } = await scene()
    group.addBot()
    const markup = JSON.stringify({ inline_keyboard: [[{ text: 'Go', callback_data: 'go' }]] })
    const fields = { chat_id: `${group.id}`, text: '早 & morning', disable_notification: 'true', reply_markup: markup }
    for (const [name, value] of Object.entries(fields)) body?.set(name, value)
    const url = `${api.root}/bot${api.token}/sendMessage`
    if (body) await fetch(url, { method: 'POST', body })
    else await fetch(`${url}?${new URLSearchParams(fields)}`)
    expect(api.messages(group.id)).toEqual([
      expect.objectContaining({
        text: '早 & morning',
        isSilent: true,
        keyboard: [[expect.objectContaining({ text: 'Go' })]],
      }),
    ])
  })

  test('what is no JSON is refused', async () => {
    const { api } = await scene()
    const request = { method: 'POST', body: '{"a":', headers: { 'content-type': 'application/json' } }
    expect((await fetch(`${api.root}/bot${api.token}/getMe`, request)).status).toBe(400)
  })

  test('every call is noted, with what became of it', async () => {
    const { api, call } = await scene({ now: () => 5_000 })
    await call('getMe')
    await call('sendMessage', { chat_id: 77, text: 'hello' })
    expect(api.calls).toEqual([
      { method: 'getMe', payload: {}, files: [], at: 5_000, chatId: null, became: 'ok' },
      { method: 'sendMessage', payload: { chat_id: 77, text: 'hello' }, files: [], at: 5_000, chatId: 77, became: 400 },
    ])
  })
})

describe('photos', () => {
  const upload = async (bytes: number, caption = '') => {
    const { api, group } = await scene()
    group.addBot()
    const form = new FormData()
    form.set('chat_id', `${group.id}`)
    form.set('caption', caption)
    form.set('photo', 'attach://it')
    form.set('it', new Blob([new Uint8Array(bytes)]), 'poster.jpg')
    const response = await fetch(`${api.root}/bot${api.token}/sendPhoto`, { method: 'POST', body: form })
    return { api, group, answered: (await response.json()) as Answered }
  }

  test('are counted in bytes', async () => {
    const { api, group } = await upload(12_345, 'a poster')
    expect(api.calls[0]?.files).toEqual([{ field: 'it', name: 'poster.jpg', size: 12_345 }])
    expect(api.messages(group.id)).toEqual([expect.objectContaining({ text: 'a poster', photoBytes: 12_345 })])
  })

  test('are kept where they are text: a document can be read', async () => {
    const { api, group } = await upload(1)
    const form = new FormData()
    form.set('chat_id', `${group.id}`)
    form.set('caption', '名单')
    form.set('document', new Blob(['名字,积分\n']), '成员.csv')
    const send = () => fetch(`${api.root}/bot${api.token}/sendDocument`, { method: 'POST', body: form })
    expect(((await (await send()).json()) as Answered).ok).toBe(true)
    const file = { name: '成员.csv', text: '名字,积分\n' }
    expect(api.messages(group.id).at(-1)).toMatchObject({ text: '名单', isService: false, file })
    form.set('document', new Blob([]), 'empty.csv')
    expect(refusal((await (await send()).json()) as Answered)).toBe('400 Bad Request: file must be non-empty')
    form.delete('document')
    expect(refusal((await (await send()).json()) as Answered)).toMatch(/no document in the request/)
  })

  test('may have 10 MB and a caption of 1024', async () => {
    expect((await upload(10_485_760, 'x'.repeat(1024))).answered.ok).toBe(true)
    expect((await upload(10_485_761)).answered.error_code).toBe(413)
    expect(refusal((await upload(1, 'x'.repeat(1025))).answered)).toBe('400 Bad Request: message caption is too long')
    expect(refusal((await upload(0)).answered)).toBe('400 Bad Request: file must be non-empty')
  })
})

describe('what is sent', () => {
  test.each([
    ['an empty text', { text: ' ' }, 'message text is empty'],
    ['a text of 4097', { text: 'x'.repeat(4097) }, 'message is too long'],
    ['an unknown message to reply to', { reply_parameters: { message_id: 99 } }, 'message to be replied not found'],
    ['an unknown topic', { message_thread_id: 5 }, 'message thread not found'],
    ['an entity beyond the end', { entities: [{ type: 'bold', offset: 1, length: 2 }] }, 'entity at 1 of length 2'],
    ['65 bytes in a button', keyboard({ text: 'a', callback_data: `${'打'.repeat(21)}ab` }), 'BUTTON_DATA_INVALID'],
    ['a button that does nothing', keyboard({ text: 'a' }), 'Text buttons are unallowed'],
    ['a button without a text', keyboard({ text: '', callback_data: 'a' }), '"text" must be a non-empty String'],
  ])('%s is refused', async (_, payload, description) => {
    const { api, group, say } = await scene()
    group.addBot()
    const answered = await say('ok', payload)
    expect([answered.error_code, answered.description]).toEqual([400, expect.stringContaining(description)])
    expect(api.messages(group.id)).toEqual([])
  })

  test('what is just within the limits stands there', async () => {
    const { api, amy, group, say } = await scene()
    group.addBot()
    const replyTo = group.says(amy, 'question')
    const entities = [{ type: 'bold', offset: 4095, length: 1 }]
    const reply = { reply_parameters: { message_id: replyTo } }
    await say('x'.repeat(4096), { entities, ...reply, ...keyboard({ text: 'a', callback_data: 'x'.repeat(64) }) })
    await say('to nobody', { reply_parameters: { message_id: 99, allow_sending_without_reply: true } })
    expect(api.messages(group.id)).toEqual([
      expect.objectContaining({ replyTo, entities, text: 'x'.repeat(4096) }),
      expect.objectContaining({ text: 'to nobody' }),
    ])
  })

  test('goes to a topic', async () => {
    const { api, amy, say, group } = await scene()
    group.addBot({ rights: {} })
    const topic = group.createTopic('reading')
    group.says(amy, 'here', { topic })
    await say('there', { message_thread_id: topic })
    expect(api.messages(group.id)).toEqual([expect.objectContaining({ text: 'there', topic })])
    expect(api.pending.at(-1)?.message).toMatchObject({ message_thread_id: topic, is_topic_message: true })
  })

  test('is edited only when it is different', async () => {
    const { api, group, call, say } = await scene()
    group.addBot()
    const { message_id } = (await say('first')).result
    const edit = (text: string) => call('editMessageText', { chat_id: group.id, message_id, text })
    expect(refusal(await edit('first'))).toMatch(/^400 Bad Request: message is not modified/)
    expect((await edit('second')).ok).toBe(true)
    expect(refusal(await edit('second'))).toMatch(/not modified/)
    expect(api.messages(group.id)).toEqual([expect.objectContaining({ text: 'second', isEdited: true })])
  })

  test('reactions are one of those that there are', async () => {
    const { api, amy, group, call } = await scene()
    group.addBot()
    const message_id = group.says(amy, '打卡')
    const react = (...emoji: readonly string[]) =>
      call('setMessageReaction', {
        chat_id: group.id,
        message_id,
        reaction: emoji.map(emoji => ({ type: 'emoji', emoji })),
      })
    expect(refusal(await react('✅'))).toBe('400 Bad Request: REACTION_INVALID')
    expect(refusal(await react('🔥', '💯'))).toBe('400 Bad Request: REACTIONS_TOO_MANY')
    expect((await react('🔥')).ok).toBe(true)
    expect(api.reactions(group.id, message_id)).toEqual(['🔥'])
  })

  test('an ephemeral message is for one alone, where such messages are taken', async () => {
    const [taking, refusing] = [await scene(), await scene({ ephemeral: false })]
    for (const { group, amy, say } of [taking, refusing]) {
      group.addBot()
      await say('for you', { ephemeral_message_parameters: { receiver_user_id: amy.id } })
    }
    expect(taking.api.messages(taking.group.id)).toEqual([expect.objectContaining({ only: taking.amy.id })])
    expect(refusing.api.calls.at(-1)?.became).toBe(400)
  })

  test('presses carry what the button holds, and are answered once', async () => {
    const { api, amy, group, call, say, updates } = await scene()
    group.addBot()
    const { message_id } = (await say('ready?', keyboard({ text: 'Go', callback_data: 'go' }))).result
    const press = group.press(amy, message_id, 'Go')
    expect((await updates()).at(-1)?.callback_query).toMatchObject({ id: press, data: 'go', from: { id: amy.id } })
    const answer = () => call('answerCallbackQuery', { callback_query_id: press, text: 'done', show_alert: true })
    expect((await answer()).ok).toBe(true)
    expect(api.pressAnswer(press)).toEqual({ text: 'done', isAlert: true })
    expect(refusal(await answer())).toMatch(/query is too old/)
    expect(() => group.press(amy, message_id, 'Stop')).toThrow('there is no button "Stop" to press. There are: "Go"')
  })
})

describe('whom the bot can write to', () => {
  test('nobody who has not written first, or has blocked it', async () => {
    const { api, amy, call } = await scene()
    const write = async () => call('sendMessage', { chat_id: amy.id, text: 'hello' })
    expect(refusal(await write())).toBe("403 Forbidden: bot can't initiate conversation with a user")
    api.privately(amy).start('hello')
    expect((await write()).ok).toBe(true)
    api.privately(amy).block()
    expect(refusal(await write())).toBe('403 Forbidden: bot was blocked by the user')
    api.privately(amy).unblock()
    expect((await write()).ok).toBe(true)
    expect(api.messages(amy.id)).toHaveLength(2)
  })

  test('no chat that it was never in, was removed from or has left', async () => {
    const { group, call, say } = await scene()
    expect(refusal(await say('a'))).toBe('400 Bad Request: chat not found')
    group.addBot()
    expect((await say('b')).ok).toBe(true)
    group.kickBot()
    expect(refusal(await say('c'))).toBe('403 Forbidden: bot was kicked from the supergroup chat')
    group.addBot()
    await call('leaveChat', { chat_id: group.id })
    expect(refusal(await say('d'))).toBe('403 Forbidden: bot is not a member of the supergroup chat')
  })

  test.each([
    ['after', ['moved to', 'moved from', 'standing']],
    ['before', ['standing', 'moved to', 'moved from']],
  ] as const)(
    'a group that became a supergroup has another id, and the bot a standing there, told %s',
    async (standing, order) => {
      const { api, amy, owner, call, updates } = await scene()
      const group = api.createGroup({ title: 'small', type: 'group', owner, members: [amy] })
      group.addBot()
      const from = group.id
      const to = group.migrate({ standing })
      const refused = await call('sendMessage', { chat_id: from, text: 'hello' })
      expect(refusal(refused)).toBe('400 Bad Request: group chat was upgraded to a supergroup chat')
      expect(refused.parameters).toEqual({ migrate_to_chat_id: to })
      expect((await call('sendMessage', { chat_id: to, text: 'hello' })).ok).toBe(true)
      const told = {
        'moved to': { message: { chat: { id: from }, migrate_to_chat_id: to } },
        'moved from': { message: { chat: { id: to }, migrate_from_chat_id: from } },
        standing: {
          my_chat_member: { chat: { id: to }, new_chat_member: { status: 'member', user: { id: api.bot.id } } },
        },
      }
      expect((await updates()).slice(-3)).toMatchObject(order.map(what => told[what]))
      expect(group.isMember(amy)).toBe(true)
    },
  )
})

describe('what the bot hears of', () => {
  test('in privacy: commands, replies to it and comings and goings', async () => {
    const { amy, api, group, say, updates } = await scene()
    group.addBot()
    const { message_id } = (await say('question')).result
    group.says(amy, 'secret')
    group.says(amy, '/points')
    group.says(amy, '/points@bonfire_bot')
    group.says(amy, '/points@other_bot')
    group.says(amy, 'answer', { replyTo: message_id })
    group.add(api.person({ firstName: 'Ben' }))
    const heard = await updates()
    expect(texts(heard)).toEqual(['/points', '/points@bonfire_bot', 'answer'])
    expect(heard.at(-1)?.message).toMatchObject({ new_chat_members: [{ first_name: 'Ben' }] })
  })

  test.each([
    ['as an admin', {}, { rights: {} }],
    ['without privacy', { privacyMode: false }, {}],
  ])('%s: everything', async (_, options, standing) => {
    const { amy, group, updates } = await scene(options)
    group.addBot(standing)
    group.says(amy, 'secret')
    expect(texts(await updates())).toEqual(['secret'])
  })

  test('of changes of members only as an admin who asked for them', async () => {
    const { amy, group, updates } = await scene()
    const changes = async () => kinds(await updates()).filter(kind => kind === 'chat_member').length
    group.addBot()
    await updates({ allowed_updates: ['message', 'chat_member'] })
    group.remove(amy)
    expect(await changes()).toBe(0)
    group.promote('bot')
    group.add(amy)
    expect(await changes()).toBe(1)
    await updates({ allowed_updates: [] })
    group.remove(amy)
    expect(await changes()).toBe(1)
  })

  test('with the link by which they came', async () => {
    const { api, group, call, updates } = await scene()
    group.addBot({ rights: { can_invite_users: true } })
    await updates({ allowed_updates: ['chat_member'] })
    const { invite_link } = (await call('createChatInviteLink', { chat_id: group.id, name: 'poster' })).result
    group.add(api.person({ firstName: 'Ben' }), { viaLink: invite_link })
    expect((await updates()).at(-1)?.chat_member).toMatchObject({ invite_link: { name: 'poster', invite_link } })
    await call('revokeChatInviteLink', { chat_id: group.id, invite_link })
    expect(() => group.add(api.person({ firstName: 'Cy' }), { viaLink: invite_link })).toThrow('was revoked')
  })

  test('of what is edited, of albums and of admins who speak as the group', async () => {
    const { owner, group, updates } = await scene({ privacyMode: false })
    group.addBot()
    await updates()
    const said = group.says(owner, 'frist')
    group.edits(owner, said, 'first')
    group.says(owner, 'two photos', { album: '7' })
    group.says(owner, '', { album: '7' })
    group.says(owner, 'as the group', { anonymous: true })
    const heard = (await updates()).slice(-4).map(({ message, edited_message }) => edited_message ?? message)
    expect(heard).toEqual([
      expect.objectContaining({ message_id: said, text: 'first', edit_date: expect.any(Number) }),
      expect.objectContaining({ media_group_id: '7', caption: 'two photos', photo: expect.any(Array) }),
      expect.objectContaining({ media_group_id: '7', photo: expect.any(Array) }),
      expect.objectContaining({ sender_chat: expect.objectContaining({ id: group.id }), text: 'as the group' }),
    ])
  })
})

function keyboard(...row: readonly object[]) {
  return { reply_markup: { inline_keyboard: [row] } }
}
