import { expect, test } from 'vitest'
import { AMY, BEN, changed, GROUP, map, ROBOT, STAND_IN, wrote } from './map-batch.fixtures.ts'

test('mentions are of people whom Telegram names by their id', () => {
  const text = '@ben_b 小明 小明 @bot 匿名'
  const entities = [
    { type: 'mention', offset: 0, length: 6 },
    { type: 'text_mention', offset: 7, length: 2, user: AMY },
    { type: 'text_mention', offset: 10, length: 2, user: AMY },
    { type: 'text_mention', offset: 13, length: 4, user: ROBOT },
    { type: 'text_mention', offset: 18, length: 2, user: STAND_IN },
  ] as never
  expect(map(wrote({ text, entities }))).toMatchObject([{ mentions: ['telegram:8123'] }])
  expect(map(wrote({ text: '@ben_b', entities: [{ type: 'mention', offset: 0, length: 6 }] }))[0]).not.toHaveProperty(
    'mentions',
  )
  const photo = [{ file_id: 'x', file_unique_id: 'x', width: 1, height: 1 }]
  const captioned = wrote({ photo, caption: text, caption_entities: entities })
  expect(map(captioned)).toMatchObject([{ mentions: ['telegram:8123'] }])
})

test('a mention by id begins with an @, like any other', () => {
  const text = '👋 Amy 10 @Amy 小明'
  const entities = [
    { type: 'bold', offset: 7, length: 2 },
    { type: 'text_mention', offset: 15, length: 2, user: BEN },
    { type: 'text_mention', offset: 3, length: 3, user: AMY },
    { type: 'text_mention', offset: 10, length: 4, user: AMY },
  ] as never
  expect(map(wrote({ text, entities }))).toMatchObject([{ text: '👋 @Amy 10 @Amy @小明' }])
  expect(map(wrote({ text }))).toMatchObject([{ text }])
})

test('a reply says whose message it answers, where that was a person', () => {
  const repliedTo = (by: object) => {
    const replied = { message_id: 3, date: 1, chat: GROUP, ...by } as never
    return map(wrote({ text: '@ben 10', reply_to_message: replied }))[0]
  }
  expect(repliedTo({ from: BEN })).toMatchObject({ replyTo: '3', repliesTo: `telegram:${BEN.id}` })
  const channel = { id: -1009, type: 'channel', title: 'News' }
  const nobodies = [
    { from: ROBOT },
    { from: STAND_IN, sender_chat: GROUP },
    { from: { id: 777_000, is_bot: false, first_name: 'Telegram' }, sender_chat: channel },
    { from: { id: 777_000, is_bot: false, first_name: 'Telegram' } },
    { from: BEN, sender_chat: channel },
    {},
  ]
  for (const by of nobodies) {
    expect(repliedTo(by)).toMatchObject({ replyTo: '3' })
    expect(repliedTo(by)).not.toHaveProperty('repliesTo')
  }
})

test('a username comes with everything that somebody does', () => {
  const named = { ...AMY, username: 'amy_lin' }
  const present = { status: 'member' } as const
  const left = { status: 'left' } as const
  const updates = [
    map(wrote({ text: 'hi', from: named })),
    map(wrote({ text: 'hi', from: named, chat: { id: AMY.id, type: 'private', first_name: 'Amy' } as never })),
    map(wrote({ from: named, new_chat_members: [named] })),
    map(wrote({ from: named, left_chat_member: named })),
    map(changed(left, { ...present, user: named } as never)),
    map(changed(present, { ...left, user: named } as never)),
    map({ update_id: 1, edited_message: { ...wrote({ text: 'hi', from: named }).message, edit_date: 2 } } as never),
  ].flat()
  expect(updates.map(({ kind }) => kind)).toEqual(['said', 'said', 'joined', 'left', 'joined', 'left', 'edited'])
  for (const update of updates) expect(update).toMatchObject({ who: { handle: 'amy_lin' } })
})
