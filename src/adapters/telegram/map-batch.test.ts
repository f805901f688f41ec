import type { CallbackQuery, Update as TelegramUpdate } from 'grammy/types'
import { describe, expect, test } from 'vitest'
import type { Role } from '../../events/event.ts'
import type { Instant } from '../../events/ids.ts'
import {
  AMY,
  BEN,
  changed,
  edited,
  GROUP,
  map,
  mapper,
  ROBOT,
  SECONDS,
  STAND_IN,
  stood,
  wrote,
} from './map-batch.fixtures.ts'

test('who stands behind the stand-in that removes or brings somebody is not said', () => {
  const present = { status: 'member' } as const
  const left = { status: 'left' } as const
  const updates = [
    map(changed(present, left, { from: STAND_IN })),
    map(changed(left, present, { from: STAND_IN })),
    map(wrote({ from: STAND_IN, sender_chat: GROUP, left_chat_member: AMY })),
    map(wrote({ from: STAND_IN, sender_chat: GROUP, new_chat_members: [AMY] })),
  ].flat()
  expect(updates.map(({ kind }) => kind)).toEqual(['left', 'joined', 'left', 'joined'])
  expect(JSON.stringify(updates)).not.toContain(`${STAND_IN.id}`)
})

describe('what is said', () => {
  test('a text is said, by whom, where and when', () => {
    expect(map(wrote({ text: '打卡' }))).toEqual([
      {
        kind: 'said',
        cause: 'msg:-1001234567890:5',
        at: SECONDS * 1000,
        chat: '-1001234567890',
        who: { member: 'telegram:8123', name: 'Amy Lin', handle: 'amy_lin' },
        message: '5',
        text: '打卡',
      },
    ])
  })

  test('a photo is said with its caption, or without words', () => {
    const photo = [{ file_id: 'x', file_unique_id: 'x', width: 1, height: 1 }]
    expect(map(wrote({ photo, caption: '打卡' }))).toMatchObject([{ text: '打卡', photo: true }])
    expect(map(wrote({ photo }))).toMatchObject([{ text: '', photo: true }])
    const document = { file_id: 'x', file_unique_id: 'x', mime_type: 'image/png' }
    expect(map(wrote({ document }))).toMatchObject([{ text: '', photo: true }])
  })

  test('a sticker without words tells us nothing', () => {
    expect(map(wrote({ sticker: {} as never }))).toEqual([])
  })

  test('a reply names what it answers; the message that opened the topic is not meant', () => {
    const replied = { message_id: 3, date: 1, chat: GROUP } as never
    expect(map(wrote({ text: 'yes', reply_to_message: replied }))).toMatchObject([{ replyTo: '3' }])
    const opening = { message_id: 3, date: 1, chat: GROUP, forum_topic_created: {} } as never
    expect(map(wrote({ text: 'yes', reply_to_message: opening }))[0]).not.toHaveProperty('replyTo')
  })

  test('a topic counts only where the message is in one: plain replies have a thread as well', () => {
    const threaded = { text: 'hi', message_thread_id: 7 }
    expect(map(wrote({ ...threaded, is_topic_message: true }))).toMatchObject([{ topic: '7' }])
    expect(map(wrote(threaded))[0]).not.toHaveProperty('topic')
  })

  test('a private message is private, and its chat is the person', () => {
    const chat = { id: AMY.id, type: 'private', first_name: 'Amy' } as never
    const roleOf = () => 'owner' as Role
    const [said] = map(wrote({ text: '/start abc', chat }), { roleOf })
    expect(said).toMatchObject({ chat: '8123', private: true, text: '/start abc' })
    expect(said).toMatchObject({ who: { member: 'telegram:8123', name: 'Amy Lin' } })
    expect((said as { who: object }).who).not.toHaveProperty('role')
  })

  test('the role is the one that Telegram knows', () => {
    const roleOf = (_: number, id: number) => (id === AMY.id ? ('owner' as Role) : undefined)
    expect(map(wrote({ text: 'x' }), { roleOf })).toMatchObject([{ who: { role: 'owner' } }])
    expect(map(wrote({ text: 'x', from: BEN }), { roleOf })[0]).toMatchObject({ who: { name: 'Ben' } })
  })

  test('an anonymous admin is the group itself, and never the stand-in that Telegram names', () => {
    expect(map(wrote({ text: '/setup', from: STAND_IN, sender_chat: GROUP }))).toMatchObject([
      { who: { member: 'telegram:-1001234567890', role: 'admin', anonymous: true } },
    ])
    expect(map(wrote({ text: '/setup', from: STAND_IN }))).toEqual([])
  })

  test.each([
    ['a bot', { from: ROBOT }],
    ['a channel that somebody speaks as', { sender_chat: { id: -100777, type: 'channel', title: 'C' } }],
    ['a linked channel', { from: { id: 777000, is_bot: false, first_name: 'Telegram' } }],
    ['a channel', { chat: { id: -100777, type: 'channel', title: 'C' } }],
  ])('what comes from %s is ignored', (_, fields) => {
    expect(map(wrote({ text: '打卡', ...fields } as never))).toEqual([])
    expect(map(edited({ text: '打卡', edit_date: SECONDS, ...fields } as never))).toEqual([])
  })

  test('names without what cannot be seen', () => {
    const from = { ...BEN, first_name: '\u202EBen\n', last_name: '\u200B' }
    expect(map(wrote({ text: 'x', from }))).toMatchObject([{ who: { name: 'Ben' } }])
  })

  test('an edit says what the message is now', () => {
    expect(map(edited({ text: '打卡 5 km', edit_date: SECONDS + 60 }))).toMatchObject([
      { kind: 'edited', cause: `edit:-1001234567890:5:${SECONDS + 60}`, message: '5', text: '打卡 5 km' },
    ])
  })
})

describe('albums', () => {
  const photo = [{ file_id: 'x', file_unique_id: 'x', width: 1, height: 1 }]
  const part = (id: number, caption?: string) =>
    wrote({ message_id: id, photo, media_group_id: 'A', ...(caption !== undefined && { caption }) })

  test('an album is one message, with the caption of whichever part has one', () => {
    expect(map([part(5), part(6, '打卡'), part(7)])).toMatchObject([
      { cause: 'album:-1001234567890:A', message: '5', text: '打卡', photo: true },
    ])
    expect(map([part(5), part(6, '打卡'), part(7)])).toHaveLength(1)
  })

  test('a later part counts only when it brings the caption', () => {
    const { map } = mapper()
    const first = map([part(5)])
    first.remember()
    expect(map([part(6)]).updates).toEqual([])
    const captioned = map([part(7, '打卡')])
    expect(captioned.updates).toMatchObject([{ cause: 'album:-1001234567890:A:caption', text: '打卡' }])
    captioned.remember()
    expect(map([part(8, 'again')]).updates).toEqual([])
  })

  test('an album that was refused is mapped again as before', () => {
    const { map } = mapper()
    const refused = map([part(5, '打卡'), part(6)])
    expect(map([part(5, '打卡'), part(6)]).updates).toEqual(refused.updates)
  })
})

describe('who comes and goes', () => {
  test('one joining told twice is one, and keeps the link', () => {
    const link = { name: '三月海报' }
    const joins = [
      wrote({ new_chat_members: [AMY] }),
      changed({ status: 'left' }, { status: 'member' }, { invite_link: link }),
    ]
    for (const batch of [joins, joins.toReversed()]) {
      expect(map(batch)).toMatchObject([{ kind: 'joined', who: { member: 'telegram:8123' }, via: '三月海报' }])
      expect(map(batch)).toHaveLength(1)
    }
  })

  test('who leaves and comes back has joined again', () => {
    const batch = [
      wrote({ new_chat_members: [AMY] }),
      wrote({ left_chat_member: AMY, message_id: 6 }),
      wrote({ new_chat_members: [AMY], message_id: 7 }),
    ]
    expect(map(batch).map(({ kind }) => kind)).toEqual(['joined', 'left', 'joined'])
  })

  test('whoever adds somebody has invited them; whoever comes by themselves was not', () => {
    expect(map(wrote({ new_chat_members: [AMY, BEN] }))).toMatchObject([
      { who: { member: 'telegram:8123' } },
      { who: { member: 'telegram:8124' }, inviter: 'telegram:8123' },
    ])
    expect(map(wrote({ new_chat_members: [AMY, BEN] }))[0]).not.toHaveProperty('inviter')
    expect(map(changed({ status: 'left' }, { status: 'member' }, { from: BEN }))).toMatchObject([
      { inviter: 'telegram:8124' },
    ])
  })

  test('who lets in somebody that came by a link has not invited them; a link without a name is `link`', () => {
    const by = { from: BEN, invite_link: { invite_link: 'https://t.me/+x', creates_join_request: true } }
    const [joined] = map(changed({ status: 'left' }, { status: 'member' }, by))
    expect(joined).toMatchObject({ via: 'link' })
    expect(joined).not.toHaveProperty('inviter')
  })

  test('bots are never members', () => {
    expect(map(wrote({ new_chat_members: [ROBOT] }))).toEqual([])
    expect(map(wrote({ left_chat_member: ROBOT }))).toEqual([])
    expect(map(changed({ status: 'left', user: ROBOT }, { status: 'member', user: ROBOT }))).toEqual([])
  })

  test.each([
    [{ status: 'restricted', is_member: true }, { status: 'left' }, 'left'],
    [{ status: 'left' }, { status: 'restricted', is_member: true }, 'joined'],
    [{ status: 'member' }, { status: 'kicked' }, 'left'],
  ] as const)('%j to %j is %s', (before, after, kind) => {
    expect(map(changed(before as never, after as never))).toMatchObject([{ kind }])
  })

  test.each([
    [{ status: 'member' }, { status: 'administrator' }],
    [{ status: 'member' }, { status: 'restricted', is_member: true }],
    [{ status: 'restricted', is_member: false }, { status: 'kicked' }],
  ] as const)('%j to %j changes nothing about who is there', (before, after) => {
    expect(map(changed(before as never, after as never))).toEqual([])
  })

  test('somebody removed was removed by another', () => {
    expect(map(changed({ status: 'member' }, { status: 'kicked' }, { from: BEN }))).toMatchObject([
      { kind: 'left', by: 'telegram:8124' },
    ])
    expect(map(wrote({ left_chat_member: AMY }))[0]).not.toHaveProperty('by')
  })
})

describe('the bot itself', () => {
  const RIGHTS = { can_pin_messages: true, can_restrict_members: true, can_invite_users: true }

  test('added, promoted and removed', () => {
    const roleOf = () => 'owner' as Role
    expect(map(stood({ status: 'member' }), { roleOf })).toMatchObject([
      { kind: 'standing', standing: { is: 'member' }, title: '晨跑', by: { member: 'telegram:8124', role: 'owner' } },
    ])
    expect(map(stood({ status: 'administrator', ...RIGHTS } as never))).toMatchObject([{ standing: { is: 'admin' } }])
    const deaf = { hearsAll: () => false }
    expect(map(stood({ status: 'member' } as never), deaf)).toMatchObject([
      { standing: { is: 'member', lacks: ['hear'] } },
    ])
    expect(map(stood({ status: 'kicked' } as never))).toMatchObject([{ standing: { is: 'gone' } }])
  })

  test('an admin says which rights it has not', () => {
    const some = { status: 'administrator', ...RIGHTS, can_restrict_members: false, can_pin_messages: false } as never
    expect(map(stood(some))).toMatchObject([{ standing: { is: 'admin', lacks: ['pin', 'remove', 'restrict'] } }])
  })

  test('added by somebody who acts as the group', () => {
    expect(map(stood({ status: 'member' }, { from: STAND_IN }))).toMatchObject([
      { by: { member: 'telegram:-1001234567890', anonymous: true } },
    ])
  })

  test('who blocks the bot in private is not told of', () => {
    const chat = { id: AMY.id, type: 'private', first_name: 'Amy' }
    expect(map(stood({ status: 'kicked' } as never, { chat }))).toEqual([])
  })

  test('a group that becomes a supergroup is told in both chats, with one cause', () => {
    const old = { id: -55, type: 'group', title: 'x' } as never
    const [before] = map(wrote({ chat: old, migrate_to_chat_id: GROUP.id }))
    const [after] = map(wrote({ from: STAND_IN, sender_chat: GROUP, migrate_from_chat_id: -55 }))
    expect(before).toMatchObject({ kind: 'migrated', chat: '-55', to: '-1001234567890' })
    expect(after).toEqual(before)
  })
})

describe('presses', () => {
  const pressed = (more: Partial<CallbackQuery> = {}): TelegramUpdate =>
    ({
      update_id: 9,
      callback_query: {
        id: '42',
        from: AMY,
        chat_instance: 'x',
        data: 'd',
        message: { message_id: 5, date: 0, chat: GROUP },
        ...more,
      },
    }) as never

  test('a press is in the topic of its message', () => {
    const message = { message_id: 5, date: 9, chat: GROUP, is_topic_message: true, message_thread_id: 7 } as never
    expect(map(pressed({ message }), { readPress: () => '打卡' })).toMatchObject([{ topic: '7' }])
    expect(map(pressed(), { readPress: () => '打卡' })[0]).not.toHaveProperty('topic')
  })

  test('a press says what its button says', () => {
    expect(map(pressed(), { readPress: () => '打卡', now: () => 77 as Instant })).toMatchObject([
      { kind: 'pressed', cause: 'press:42', at: 77, chat: '-1001234567890', message: '5', button: '打卡' },
    ])
  })

  test('a press that does not count is not handed in', () => {
    expect(map(pressed())).toEqual([])
  })
})

test('an update that cannot be mapped stops none of the others', () => {
  const made = mapper()
  const broken = { update_id: 3, chat_member: { chat: GROUP, date: SECONDS } } as never
  expect(made.map([wrote({ text: 'a' }), broken, wrote({ text: 'b', message_id: 6 })]).updates).toHaveLength(2)
  expect(made.skipped).toEqual(['chat_member'])
})
