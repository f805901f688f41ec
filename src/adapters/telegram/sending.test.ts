import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import type { Instant, MemberId } from '../../events/ids.ts'
import { ALL_RIGHTS, type FakePerson } from '../../testing/telegram/fake-people.ts'
import type { Outgoing } from '../adapter.ts'
import type { OutgoingMessage } from './compose.ts'
import { chatOf } from './identity.ts'
import { type Lab, LIBRARIES, member, message, now, openLab } from './telegram.fixtures.ts'

const folder = mkdtempSync(join(tmpdir(), 'bonfire-telegram-'))
writeFileSync(join(folder, '海报 1.png'), Buffer.alloc(50_000, 1))
for (const name of ['notes.txt', 'png']) writeFileSync(join(folder, name), 'a secret')
writeFileSync(join(folder, 'huge.png'), Buffer.alloc(10_485_761))
afterAll(() => rmSync(folder, { recursive: true }))

const labs: Lab[] = []
afterEach(async () => {
  for (const lab of labs.splice(0)) await lab[Symbol.asyncDispose]()
})

describe.each(LIBRARIES)('sending over %s', library => {
  async function begin(...more: Parameters<typeof openLab> extends [unknown, ...infer Rest] ? Rest : never) {
    const [options = {}, apiOptions = {}] = more
    const lab = await openLab(library, { assetPath: name => join(folder, name), ...options }, apiOptions)
    labs.push(lab)
    const amy = lab.api.person({ firstName: 'Amy', languageCode: 'zh-hans' })
    lab.group.add(amy)
    await lab.adapter.start(lab.intake)
    await expect.poll(() => lab.intake.isCaughtUp).toBe(true)
    const post = (text: string, fields: Partial<OutgoingMessage> = {}) =>
      lab.adapter.send({ kind: 'message', chat: lab.chat, text, mentions: [], ...fields })
    const act = (action: string, data: object) =>
      lab.adapter.send({ kind: 'action', chat: lab.chat, action, data } as Outgoing)
    const standing = () => lab.api.messages(lab.group.id)
    const did = (...methods: string[]) => lab.api.calls.filter(({ method }) => methods.includes(method))
    return { ...lab, lab, amy, post, act, standing, did }
  }

  test('mentions are by id, at their place in UTF-16', async () => {
    const { post, standing, amy } = await begin()
    const text = '👋 @Amy, *you* _did_ <b>it</b>'
    const outcome = await post(text, { mentions: [{ offset: 3, length: 4, member: member(amy) }] })
    expect(outcome.is).toBe('sent')
    expect(standing()).toMatchObject([
      { text, entities: [{ type: 'text_mention', offset: 3, length: 4, user: { id: amy.id } }] },
    ])
  })

  test('a message in a topic stands there, and a private one has none', async () => {
    const { post, standing, api, group, amy } = await begin({}, {})
    const topic = group.createTopic('News')
    await post('in the topic', { chat: { id: chatOf(group.id), group: 'g' as never, topic: String(topic) } })
    expect(standing()).toMatchObject([{ text: 'in the topic', topic }])
    api.privately(amy).start()
    const chat = { id: chatOf(group.id), group: 'g' as never, topic: String(topic), member: member(amy) }
    expect(await post('hello', { chat })).toMatchObject({ is: 'sent' })
    expect(api.messages(amy.id)).toMatchObject([{ text: 'hello' }])
  })

  test('the time is the platform’s', async () => {
    const { post, standing } = await begin()
    const outcome = await post('x')
    expect(outcome).toEqual({ is: 'sent', message: message(standing()[0]!.id), at: standing()[0]!.date * 1000 })
  })

  test('an answer is sent although what it answers is gone', async () => {
    const { post, standing } = await begin()
    expect(await post('x', { replyTo: message(4711) })).toMatchObject({ is: 'sent' })
    expect(standing()).toHaveLength(1)
  })

  test('an image goes with its caption, mention and reply', async () => {
    const { post, standing, group, amy } = await begin()
    const asked = group.says(amy, '海报?')
    const mentions = [{ offset: 0, length: 4, member: member(amy) }]
    expect(await post('@Amy 海报', { image: '海报 1.png', replyTo: message(asked), mentions })).toMatchObject({
      is: 'sent',
    })
    expect(standing()).toMatchObject([
      { text: '@Amy 海报', photoBytes: 50_000, replyTo: asked, entities: [{ type: 'text_mention' }] },
    ])
  })

  test.each(['missing.png', 'huge.png', 'notes.txt', 'png'])('the image %s can never be sent', async image => {
    const { post, did } = await begin()
    expect(await post('x', { image })).toMatchObject({ is: 'failed', again: false })
    expect(did('sendPhoto', 'sendMessage')).toEqual([])
  })

  test('a file goes with its words below it, with mention, reply, topic and buttons', async () => {
    const { post, standing, did, group, amy } = await begin()
    const asked = group.says(amy, '名单?')
    const file = { name: '成员 1.csv', text: '\uFEFF名字\n小林\n' }
    const mentions = [{ offset: 0, length: 4, member: member(amy) }]
    const outcome = await post('@Amy 名单', { file, mentions, replyTo: message(asked) })
    expect(outcome).toEqual({ is: 'sent', message: message(standing()[0]!.id), at: standing()[0]!.date * 1000 })
    expect(standing()).toMatchObject([
      {
        ...{ text: '@Amy 名单', replyTo: asked, entities: [{ type: 'text_mention' }] },
        file: { name: '成员_1.csv', text: file.text },
      },
    ])
    expect(did('sendDocument', 'sendMessage')).toHaveLength(1)
  })

  test('a file that does not follow its long words leaves the outcome open, and neither is sent again', async () => {
    const { post, standing, did, api } = await begin()
    const file = { name: 'members.csv', text: 'name\n' }
    const refusal = { is: 'status', code: 400, description: 'Bad Request: no' } as const
    api.fault = ({ method }) => (method === 'sendDocument' ? refusal : null)
    expect(await post('x'.repeat(1025), { file })).toMatchObject({ is: 'unknown' })
    expect(standing()).toMatchObject([{ text: 'x'.repeat(1025) }])
    expect(did('sendDocument', 'sendMessage').map(({ method }) => method)).toEqual(['sendMessage', 'sendDocument'])
    // The control: where nothing was sent before, a refusal is one.
    expect(await post('x'.repeat(1024), { file })).toMatchObject({ is: 'failed', again: false })
  })

  test('a file goes with neither an image nor a poll', async () => {
    const { post, did } = await begin()
    const file = { name: 'members.csv', text: 'name\n' }
    for (const more of [{ image: 'day.png' }, { poll: { options: ['a', 'b'] } }])
      expect(await post('x', { file, ...more })).toMatchObject({ is: 'failed', again: false })
    expect(did('sendDocument', 'sendMessage', 'sendPhoto', 'sendPoll')).toEqual([])
  })

  test('a preview is for a link that stands alone', async () => {
    const { post, did } = await begin()
    await post('https://example.org/a')
    await post('see https://example.org/a')
    const previews = did('sendMessage').map(({ payload }) => payload.link_preview_options)
    expect(previews).toEqual([{ is_disabled: false }, { is_disabled: true }])
  })

  test('a message that is to be pinned is, silently; when that is refused it stands all the same', async () => {
    const { post, group, standing, log, api } = await begin()
    await post('pinned', { pin: true })
    await expect.poll(() => group.pinned).toEqual([standing()[0]!.id])
    api.fault = ({ method }) =>
      method === 'pinChatMessage' ? { is: 'status', code: 400, description: 'Bad Request: not enough rights' } : null
    expect(await post('not pinned', { pin: true })).toMatchObject({ is: 'sent' })
    await expect.poll(() => log.entries.map(({ sentence }) => sentence).join()).toMatch(/could not be pinned/)
  })

  test('a reaction stands on its message; an emoji that Telegram does not allow has failed for good', async () => {
    const { adapter, chat, group, amy, api } = await begin()
    const said = group.says(amy, '打卡')
    const react = (emoji: string) => adapter.send({ kind: 'reaction', chat, message: message(said), emoji })
    expect(await react('🔥')).toMatchObject({ is: 'sent' })
    expect(api.reactions(group.id, said)).toEqual(['🔥'])
    expect(await react('✅')).toMatchObject({ is: 'failed', again: false })
  })

  test('a group that has moved is told, and the message may be tried again', async () => {
    const lab = await begin()
    const old = lab.api.createGroup({ title: 'Basic', type: 'group' })
    old.addBot()
    const from = old.id
    const to = old.migrate()
    const outcome = await lab.post('x', { chat: { id: chatOf(from), group: 'g' as never } })
    expect(outcome).toMatchObject({ is: 'failed', again: true })
    const moved = () => lab.intake.heard.filter(({ kind }) => kind === 'migrated')
    await expect.poll(() => moved().length).toBeGreaterThan(2)
    for (const update of moved()) {
      expect(update).toMatchObject({ chat: String(from), to: String(to), cause: `migrated:${from}:${to}` })
    }
  })

  describe('buttons', () => {
    const buttons = [
      { label: 'Check in', says: '打卡' },
      { label: 'Start', opens: 'private' as const },
      { label: 'More', url: 'https://example.org' },
    ]

    test('a press says what its button says, is handed in first and answered then', async () => {
      const { post, standing, group, amy, intake, api } = await begin()
      await post('?', { buttons })
      const [sent] = standing()
      expect(sent?.keyboard.flat()).toMatchObject([
        { text: 'Check in' },
        { text: 'Start', url: 'https://t.me/bonfire_bot?start=hello' },
        { text: 'More', url: 'https://example.org' },
      ])
      const press = group.press(amy, sent!.id, 'Check in')
      await expect.poll(() => api.pressAnswer(press)).not.toBeNull()
      expect(intake.heard.at(-1)).toMatchObject({
        kind: 'pressed',
        button: '打卡',
        message: String(sent!.id),
        who: { member: member(amy) },
      })
    })

    test('a press by somebody else, or too late, is told so in their language and not handed in', async () => {
      const { post, standing, group, amy, intake, api } = await begin()
      const by = 'telegram:1' as MemberId
      const until = (now() - 60_000) as Instant
      await post('?', { buttons: [{ label: 'hers', says: 'a', by }] })
      await post('?', { buttons: [{ label: 'late', says: 'b', until }] })
      const presses = standing().map(({ id }) => group.press(amy, id, 0))
      await expect.poll(() => presses.map(id => api.pressAnswer(id)).every(Boolean)).toBe(true)
      expect(presses.map(id => api.pressAnswer(id))).toMatchObject([
        { text: '这个按钮不是给你的。' },
        { text: '这个按钮已经过期了。' },
      ])
      expect(intake.heard.filter(({ kind }) => kind === 'pressed')).toEqual([])
    })

    test('a press of a button that we have not made is ignored, and logged once', async () => {
      const { post, standing, group, amy, intake, log } = await begin()
      await post('?', { buttons: [{ label: 'x', says: 'x' }] })
      const [sent] = standing()
      for (const data of ['x', 'AAAAAAAA..x']) group.press(amy, sent!.id, { data })
      group.press(amy, sent!.id, 0)
      await expect.poll(() => intake.heard.filter(({ kind }) => kind === 'pressed').length).toBe(1)
      expect(log.entries.filter(({ sentence }) => sentence.includes('not ours'))).toHaveLength(1)
    })

    test('a button that says too much can never be sent', async () => {
      const { post } = await begin()
      const says = 'x'.repeat(60)
      expect(await post('?', { buttons: [{ label: 'x', says }] })).toMatchObject({ is: 'failed', again: false })
    })
  })

  describe('answers for one member', () => {
    const only = (amy: FakePerson) => ({ only: member(amy) })

    test('stand in the group for all, unless it was asked for', async () => {
      const { post, standing, amy } = await begin()
      await post('yours', only(amy))
      expect(standing()[0]).not.toHaveProperty('only')
    })

    test('are shown to that member alone where it was asked for', async () => {
      const { post, did, amy } = await begin({ ephemeral: true })
      expect(await post('yours', only(amy))).toMatchObject({ is: 'sent' })
      expect(did('sendMessage')[0]?.payload.ephemeral_message_parameters).toEqual({ receiver_user_id: amy.id })
    })

    test('are ordinary where they are refused, and are not tried there again for an hour', async () => {
      const { post, did, standing, amy } = await begin({ ephemeral: true }, { ephemeral: false })
      expect(await post('first', only(amy))).toMatchObject({ is: 'sent' })
      expect(await post('second', only(amy))).toMatchObject({ is: 'sent' })
      expect(standing().map(({ text }) => text)).toEqual(['first', 'second'])
      expect(did('sendMessage').map(({ became }) => became)).toEqual([400, 'ok', 'ok'])
    })
  })

  describe('actions', () => {
    test('a member is removed, is not banned, and it is looked whether they are gone', async () => {
      const { act, amy, group, did, api } = await begin()
      expect(await act('remove', { member: member(amy) })).toMatchObject({ is: 'sent' })
      expect(group.isMember(amy)).toBe(false)
      expect(did('banChatMember', 'unbanChatMember', 'getChatMember').map(({ method }) => method)).toEqual([
        'banChatMember',
        'unbanChatMember',
        'getChatMember',
      ])
      // Without the flag, whoever came back in between would be removed once more.
      expect(did('unbanChatMember')[0]?.payload.only_if_banned).toBe(true)
      group.add(amy)
      expect(group.isMember(amy)).toBe(true)
      expect(await act('remove', { member: member(api.person({ firstName: 'Ben' })) })).toMatchObject({ is: 'sent' })
    })

    test('a removal whose answer is lost is unknown, and may be done again', async () => {
      const { act, amy, api, group } = await begin()
      api.fault = ({ method }) => (method === 'banChatMember' ? { is: 'lose-answer' } : null)
      expect(await act('remove', { member: member(amy) })).toMatchObject({ is: 'unknown' })
      api.fault = null
      expect(await act('remove', { member: member(amy) })).toMatchObject({ is: 'sent' })
      expect(group.isMember(amy)).toBe(false)
      group.add(amy)
    })

    test('a removal that is answered with yes and has not happened has failed', async () => {
      const { act, amy, api, group } = await begin()
      const comesBack = ({ method }: { readonly method: string }) => {
        if (method === 'getChatMember') group.add(amy)
        return null
      }
      api.fault = comesBack
      expect(await act('remove', { member: member(amy) })).toMatchObject({ is: 'failed', again: true })
    })

    test('an admin cannot be removed, and is still there', async () => {
      const { act, amy, group } = await begin()
      group.promote(amy)
      expect(await act('remove', { member: member(amy) })).toMatchObject({ is: 'failed', again: false })
      expect(group.isMember(amy)).toBe(true)
    })

    test('a member is silenced for a time, and may speak again', async () => {
      const { act, amy, did } = await begin()
      const until = (now() + 3_600_000) as Instant
      expect(await act('restrict', { member: member(amy), until })).toMatchObject({ is: 'sent' })
      expect(await act('restrict', { member: member(amy), until: null })).toMatchObject({ is: 'sent' })
      const [silenced, lifted] = did('restrictChatMember').map(({ payload }) => payload)
      expect(silenced).toMatchObject({ until_date: Math.ceil(until / 1000), permissions: { can_send_messages: false } })
      expect(lifted).toMatchObject({ permissions: { can_send_messages: true, can_invite_users: true } })
      expect(lifted).not.toHaveProperty('until_date')
    })

    test('a time that Telegram would take for ever is made longer, and one that is past lifts', async () => {
      const { act, amy, did } = await begin()
      await act('restrict', { member: member(amy), until: now() + 3_000 })
      await act('restrict', { member: member(amy), until: now() - 3_000 })
      const [short, past] = did('restrictChatMember').map(({ payload }) => payload)
      expect(Number(short?.until_date)).toBeGreaterThanOrEqual(Math.floor(now() / 1000) + 30)
      expect(past).toMatchObject({ permissions: { can_send_messages: true } })
    })

    test('a group is read-only and speaks again, and what else is allowed stays', async () => {
      const { act, group } = await begin()
      const before = { ...group.permissions }
      await act('readOnly', { on: true })
      expect(group.permissions).toMatchObject({ can_send_messages: false, can_send_photos: false })
      expect(group.permissions.can_invite_users).toBe(before.can_invite_users)
      await act('readOnly', { on: false })
      expect(group.permissions).toMatchObject({ can_send_messages: true, can_invite_users: true })
    })

    test('a group that is opened again permits what it did before, as far as this process knows', async () => {
      const { act, group, lab, chat } = await begin()
      const permit = (permissions: object) =>
        fetch(`${lab.api.root}/bot${lab.api.token}/setChatPermissions`, {
          method: 'POST',
          body: new URLSearchParams({ chat_id: `${group.id}`, permissions: JSON.stringify(permissions) }),
        })
      await permit({ can_send_messages: true, can_send_photos: true, can_send_polls: false })
      for (const on of [true, true, false, false]) await act('readOnly', { on })
      expect(group.permissions).toMatchObject({ can_send_messages: true, can_send_photos: true, can_send_polls: false })
      await act('readOnly', { on: true })
      const next = await lab.another()
      await next.send({ kind: 'action', chat, action: 'readOnly', data: { on: false } })
      expect(group.permissions).toMatchObject({
        can_send_messages: true,
        can_send_photos: false,
        can_send_polls: false,
      })
    })

    test('a link is made under its name, which is cut to what Telegram takes, and without one', async () => {
      const { act, did } = await begin()
      // 31 and a character that is two in UTF-16: it would be cut in two.
      const [first, second] = [await act('inviteLink', { name: `${'秋'.repeat(31)}📚` }), await act('inviteLink', {})]
      expect(first).toMatchObject({ is: 'sent', link: expect.stringContaining('https://t.me/+') })
      expect(second).not.toEqual(first)
      const names = did('createChatInviteLink').map(({ payload }) => payload.name)
      expect(names).toEqual(['秋'.repeat(31), undefined])
    })

    test('a link whose answer is lost is unknown, and one that the bot may not make is tried again', async () => {
      const { act, api, group } = await begin()
      api.fault = ({ method }) => (method === 'createChatInviteLink' ? { is: 'lose-answer' } : null)
      expect(await act('inviteLink', { name: 'autumn' })).toMatchObject({ is: 'unknown' })
      api.fault = null
      group.addBot({ rights: { ...ALL_RIGHTS, can_invite_users: false } })
      expect(await act('inviteLink', { name: 'autumn' })).toMatchObject({ is: 'failed', again: true })
    })

    test('leaving twice is the same', async () => {
      const { act } = await begin()
      expect(await act('leave', {})).toMatchObject({ is: 'sent' })
      expect(await act('leave', {})).toMatchObject({ is: 'sent' })
    })
  })
})
