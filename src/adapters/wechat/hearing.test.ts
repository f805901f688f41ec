import { afterEach, expect, test } from 'vitest'
import { types } from 'wechaty-puppet'
import { type ListeningIntake, listeningIntake } from '../adapter.fixtures.ts'
import type { Update } from '../adapter.ts'
import { BOT } from './fake-wechat.fixtures.ts'
import { ROOM, TEST_TIMING, type WeChatDriver, wechatDriver } from './wechat-driver.fixtures.ts'
import type { WeChatOptions } from './wechat-options.ts'

const opened: WeChatDriver[] = []
afterEach(async () => {
  for (const driver of opened.splice(0)) await driver[Symbol.asyncDispose]()
})

/** A room with its owner, Ann and the bot, which has heard that they are there. */
async function begin(options: Partial<WeChatOptions> = {}, prepare: (driver: WeChatDriver) => void = () => {}) {
  const driver = await wechatDriver(options)
  opened.push(driver)
  driver.fake.addContact('wxid_ann', '安')
  driver.fake.mocker.roomPayload(ROOM).memberIdList.push('wxid_ann')
  prepare(driver)
  const intake = listeningIntake()
  await driver.adapter.start(intake)
  await expect.poll(() => intake.isCaughtUp, { timeout: 10_000 }).toBe(true)
  return { driver, fake: driver.fake, intake }
}

/** What was heard besides who was there. Ends with a marker, so that what is missing is missing for good. */
async function heardUntilMarker({ driver, intake }: { driver: WeChatDriver; intake: ListeningIntake }) {
  driver.fake.says('wxid_owner', ROOM, 'marker')
  const isMarker = (update: Update) => update.kind === 'said' && update.text === 'marker'
  await expect.poll(() => intake.heard.some(isMarker), { timeout: 10_000 }).toBe(true)
  return intake.heard.filter(update => update.kind !== 'roster' && !isMarker(update))
}

test('the members who were there when the bot came are no newcomers', async () => {
  const { intake } = await begin()
  expect(intake.heard).toEqual([
    expect.objectContaining({
      kind: 'roster',
      chat: ROOM,
      people: [{ member: 'wechat:wxid_owner', role: 'owner' }, { member: 'wechat:wxid_ann' }],
    }),
  ])
  expect(intake.names).toEqual(['小火'])
})

test('who came without a word is noticed when the members are read again', async () => {
  const all = await begin({ timing: { ...TEST_TIMING, rostersAgainMs: 50 } })
  all.fake.addContact('wxid_ben', 'ben')
  all.fake.mocker.roomPayload(ROOM).memberIdList.push('wxid_ben')
  const last = () => all.intake.heard.findLast(({ kind }) => kind === 'roster')
  await expect
    .poll(last, { timeout: 10_000 })
    .toMatchObject({ people: expect.arrayContaining([{ member: 'wechat:wxid_ben' }]) })
  expect(all.intake.told.filter(told => told === 'caught up')).toHaveLength(1)
})

test('a list of members that is not complete takes nobody out', async () => {
  const { driver, intake } = await begin({}, ({ fake }) => {
    fake.addRoom('3000@chatroom', '半个群', 'wxid_owner', ['wxid_owner', BOT])
    fake.unlisted.add('3000@chatroom')
  })
  expect(intake.heard.map(({ chat }) => chat)).toEqual([ROOM])
  expect(driver.log.entries.map(({ sentence }) => sentence)).toContain('The members of a WeChat room could not be read')
})

test('a name is that of the room where there is one', async () => {
  const all = await begin({}, ({ fake }) => fake.setAlias(ROOM, 'wxid_ann', '安（一班）'))
  all.fake.says('wxid_ann', ROOM, '打卡')
  all.fake.says('wxid_ann', BOT, '打卡')
  expect(await heardUntilMarker(all)).toMatchObject([
    { text: '打卡', who: { name: '安（一班）' }, chat: ROOM },
    { text: '打卡', who: { name: '安' }, chat: 'wxid_ann', private: true },
  ])
})

test('the owner of a room is known as such, and nobody else has a role', async () => {
  const all = await begin()
  all.fake.says('wxid_owner', ROOM, '/setup')
  all.fake.says('wxid_ann', ROOM, '/setup')
  const [owner, ann] = await heardUntilMarker(all)
  expect(owner).toMatchObject({ who: { member: 'wechat:wxid_owner', role: 'owner' } })
  expect(ann).toHaveProperty('who', { member: 'wechat:wxid_ann', name: '安' })
})

test('mentions are members, and the bot is none of them', async () => {
  const all = await begin()
  all.fake.says('wxid_ann', ROOM, '@群主\u2005@小火\u2005hello', { mentionIdList: ['wxid_owner', BOT] })
  expect(await heardUntilMarker(all)).toMatchObject([{ mentions: ['wechat:wxid_owner'] }])
})

test('whoever is mentioned twice is one, and a mention of everybody is of nobody', async () => {
  const all = await begin()
  const mentionIdList = ['notify@all', 'wxid_owner', 'wxid_owner']
  all.fake.says('wxid_ann', ROOM, '@所有人\u2005@群主\u2005@群主\u2005早', { mentionIdList })
  expect(await heardUntilMarker(all)).toMatchObject([{ mentions: ['wechat:wxid_owner'] }])
})

test('a mention of the bot in front carries its own name, whatever it is called in that room', async () => {
  const all = await begin()
  all.fake.says('wxid_ann', ROOM, '@打卡机器人\u2005打卡', { mentionIdList: [BOT] })
  all.fake.says('wxid_ann', ROOM, '@群主\u2005打卡', { mentionIdList: ['wxid_owner'] })
  expect(await heardUntilMarker(all)).toMatchObject([{ text: '@小火\u2005打卡' }, { text: '@群主\u2005打卡' }])
})

test('a picture is a photo without words', async () => {
  const all = await begin()
  all.fake.says('wxid_ann', ROOM, '<xml>a picture</xml>', { type: types.Message.Image })
  expect(await heardUntilMarker(all)).toMatchObject([{ kind: 'said', text: '', photo: true }])
})

test('the same message is heard once, however often the puppet reports it', async () => {
  const all = await begin()
  const id = all.fake.says('wxid_ann', ROOM, 'once')
  all.fake.repeats(id)
  expect(await heardUntilMarker(all)).toHaveLength(1)
})

test('times in seconds and in milliseconds are the same time, and none is later than now', async () => {
  const all = await begin()
  all.fake.says('wxid_ann', ROOM, 'seconds', { timestamp: 1_700_000_000 })
  all.fake.says('wxid_ann', ROOM, 'milliseconds', { timestamp: 1_700_000_000_000 })
  all.fake.says('wxid_ann', ROOM, 'tomorrow', { timestamp: Date.now() + 86_400_000 })
  const [seconds, milliseconds, tomorrow] = await heardUntilMarker(all)
  expect([seconds?.at, milliseconds?.at]).toEqual([1_700_000_000_000, 1_700_000_000_000])
  expect(tomorrow?.at).toBeLessThanOrEqual(Date.now())
})

test.each([
  ['recalled', { type: types.Message.Recalled }],
  ['a sticker', { type: types.Message.Emoticon }],
  ['of a room that is passed off as a person', { talkerId: '2000@chatroom' }],
  ['of nobody', { talkerId: '' }],
])('a message is left out: %s', async (_, more) => {
  const all = await begin()
  all.fake.says('wxid_ann', ROOM, 'left out', more)
  expect(await heardUntilMarker(all)).toEqual([])
})

test('official accounts do not speak to the bot', async () => {
  const all = await begin({}, ({ fake }) => fake.addContact('gh_news', '新闻', types.Contact.Official))
  all.fake.says('gh_news', BOT, 'today')
  all.fake.says('wxid_ann', BOT, 'control')
  expect(await heardUntilMarker(all)).toMatchObject([{ text: 'control' }])
})

test('who joins is told with who invited them, each on their own', async () => {
  const all = await begin()
  for (const name of ['ben', 'cem']) all.fake.addContact(`wxid_${name}`, name)
  all.fake.joins(ROOM, ['wxid_ben', 'wxid_cem'], 'wxid_ann')
  expect(await heardUntilMarker(all)).toMatchObject([
    { kind: 'joined', who: { member: 'wechat:wxid_ben', name: 'ben' }, inviter: 'wechat:wxid_ann' },
    { kind: 'joined', who: { member: 'wechat:wxid_cem', name: 'cem' }, inviter: 'wechat:wxid_ann' },
  ])
})

test('a room among those who join is nobody', async () => {
  const all = await begin()
  all.fake.addContact('2000@chatroom', 'a room')
  all.fake.joins(ROOM, ['2000@chatroom'], 'wxid_ann')
  expect(await heardUntilMarker(all)).toEqual([])
})

test('who is removed is told with who did it', async () => {
  const all = await begin()
  all.fake.leaves(ROOM, 'wxid_ann', 'wxid_owner')
  expect(await heardUntilMarker(all)).toMatchObject([
    { kind: 'left', who: { member: 'wechat:wxid_ann' }, by: 'wechat:wxid_owner' },
  ])
})

test('an invitation is accepted: the bot is in the room, and the others there are no newcomers', async () => {
  const all = await begin({}, ({ fake }) => fake.addRoom('3000@chatroom', '新群', 'wxid_ann', ['wxid_ann']))
  all.fake.invites('i1', '3000@chatroom', 'wxid_ann')
  const isNew = (update: Update) => update.chat === '3000@chatroom'
  await expect.poll(() => all.intake.heard.filter(isNew).length, { timeout: 10_000 }).toBe(2)
  expect(all.intake.heard.filter(isNew)).toMatchObject([
    { kind: 'standing', standing: { is: 'member' }, title: '新群', by: { member: 'wechat:wxid_ann', role: 'owner' } },
    { kind: 'roster', people: [{ member: 'wechat:wxid_ann', role: 'owner' }] },
  ])
})

test('an invitation stays unanswered where the configuration says so', async () => {
  const all = await begin({ acceptsInvitations: false }, ({ fake }) =>
    fake.addRoom('3000@chatroom', '新群', 'wxid_ann', []),
  )
  all.fake.invites('i1', '3000@chatroom', 'wxid_ann')
  const left = 'An invitation to a WeChat room was left unanswered, as configured'
  await expect.poll(() => all.driver.log.entries.map(({ sentence }) => sentence)).toContain(left)
  expect(await heardUntilMarker(all)).toEqual([])
})

test('a room that is renamed has its new title', async () => {
  const all = await begin()
  all.fake.renames(ROOM, '夜跑群', 'wxid_owner')
  expect(await heardUntilMarker(all)).toMatchObject([
    { kind: 'standing', standing: { is: 'member' }, title: '夜跑群', by: { member: 'wechat:wxid_owner' } },
  ])
})

test('a message that could not be read is heard when it comes again', async () => {
  const all = await begin()
  const id = all.fake.says('wxid_owner', ROOM, 'at last')
  const { cacheMessagePayload } = all.fake.mocker
  const payload = cacheMessagePayload.get(id)!
  cacheMessagePayload.delete(id)
  const isLeftOut = () => all.driver.log.entries.some(({ sentence }) => sentence.includes('could not be read'))
  await expect.poll(isLeftOut, { timeout: 10_000 }).toBe(true)
  cacheMessagePayload.set(id, payload)
  all.fake.repeats(id)
  expect(await heardUntilMarker(all)).toMatchObject([{ text: 'at last' }])
})

test('a list of members that is older than a joining takes nobody out', async () => {
  const all = await begin({ timing: { ...TEST_TIMING, rostersAgainMs: 50 } })
  all.fake.addContact('wxid_ben', 'ben')
  // WeChat's list stays the one from before for a while.
  const before = [...all.fake.mocker.roomPayload(ROOM).memberIdList]
  const asked = all.fake.lagsBehind(ROOM, before)
  all.fake.joins(ROOM, ['wxid_ben'], 'wxid_owner')
  const hasJoined = () => all.intake.heard.some(({ kind }) => kind === 'joined')
  await expect.poll(hasJoined, { timeout: 10_000 }).toBe(true)
  const first = asked()
  await expect.poll(asked, { timeout: 10_000 }).toBeGreaterThan(first + 4)
  const rosters = () => {
    const joined = all.intake.heard.findIndex(({ kind }) => kind === 'joined')
    return all.intake.heard.slice(joined).filter(({ kind }) => kind === 'roster')
  }
  expect(rosters()).toEqual([])
  all.fake.catchesUp(ROOM)
  await expect
    .poll(() => rosters()[0], { timeout: 10_000 })
    .toMatchObject({ people: expect.arrayContaining([{ member: 'wechat:wxid_ben' }]) })
})

test('a message that the gateway cannot give is left out, and those after it are heard', async () => {
  const all = await begin()
  all.fake.repeats('gone')
  expect(await heardUntilMarker(all)).toEqual([])
  expect(all.driver.log.entries.map(({ sentence }) => sentence)).toContain(
    'A WeChat event could not be read and is left out',
  )
})
