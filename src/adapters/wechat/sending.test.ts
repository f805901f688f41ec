import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import type { ChatId, MemberId } from '../../events/ids.ts'
import { listeningIntake } from '../adapter.fixtures.ts'
import type { Outgoing } from '../adapter.ts'
import { drawPictureForTests, PICTURE } from '../pictures.contract.ts'
import { BOT } from './fake-wechat.fixtures.ts'
import { ROOM, type WeChatDriver, wechatDriver } from './wechat-driver.fixtures.ts'
import type { WeChatOptions } from './wechat-options.ts'

const assets = mkdtempSync(join(tmpdir(), 'bonfire-wechat-'))
writeFileSync(join(assets, 'day-01.jpg'), 'a picture')
afterAll(() => rmSync(assets, { recursive: true }))

const opened: WeChatDriver[] = []
afterEach(async () => {
  for (const driver of opened.splice(0)) await driver[Symbol.asyncDispose]()
})

async function begin(options: Partial<WeChatOptions> = {}) {
  const driver = await wechatDriver({ assetPath: image => join(assets, image), ...options })
  opened.push(driver)
  const member = await driver.member('安')
  const intake = listeningIntake()
  await driver.adapter.start(intake)
  await expect.poll(() => intake.isCaughtUp, { timeout: 10_000 }).toBe(true)
  const { fake, adapter, chat } = driver
  const say = (text: string, more: Partial<Outgoing & { kind: 'message' }> = {}) =>
    adapter.send({ kind: 'message', chat, text, mentions: [], ...more })
  const act = (action: string, data: object = {}) => adapter.send({ kind: 'action', chat, action, data })
  return { driver, fake, adapter, chat, member, intake, say, act }
}
const isThere = ({ fake }: { fake: WeChatDriver['fake'] }, contact: string) =>
  fake.mocker.roomPayload(ROOM).memberIdList.includes(contact)

test('a mention is written once, and notifies', async () => {
  const { fake, member, say } = await begin()
  await say('恭喜 @安 连续 7 天', { mentions: [{ offset: 3, length: 2, member }] })
  expect(fake.sent).toEqual([{ to: ROOM, text: '恭喜 @安 连续 7 天', mentions: ['wxid_1'] }])
})

test('where mentions do not work, the name is written and nobody is notified', async () => {
  const { fake, member, say } = await begin({ provider: 'xp' })
  await say('@安', { mentions: [{ offset: 0, length: 2, member }] })
  expect(fake.sent).toMatchObject([{ text: '@安', mentions: [] }])
})

test('a picture is sent once, with its bytes', async () => {
  const { fake, say } = await begin()
  expect(await say('', { image: 'day-01.jpg' })).toMatchObject({ is: 'sent' })
  expect(fake.sent).toMatchObject([{ to: ROOM, file: 'day-01.jpg 9' }])
})

test('a picture that was drawn goes before its text, and the text alone where it cannot be drawn', async () => {
  const { fake, say } = await begin({ drawPicture: drawPictureForTests })
  expect(await say('恭喜', { picture: PICTURE })).toMatchObject({ is: 'sent' })
  expect(await say('可惜', { picture: { ...PICTURE, title: '?' } })).toMatchObject({ is: 'sent' })
  expect(fake.sent).toMatchObject([{ file: 'picture.jpg 280000' }, { text: '恭喜' }, { text: '可惜' }])
})

test('a picture that was not confirmed is unknown, and is not sent by another way', async () => {
  const { driver, fake, say } = await begin()
  driver.loseNextAnswer()
  expect(await say('', { image: 'day-01.jpg' })).toMatchObject({ is: 'unknown' })
  driver.refuseNext()
  expect(await say('', { image: 'day-01.jpg' })).toMatchObject({ is: 'unknown' })
  expect(fake.calls).toEqual(['file', 'file'])
})

test('a picture that is not there has failed for good, and nothing was asked of WeChat', async () => {
  const { fake, say } = await begin()
  expect(await say('', { image: 'day-99.jpg' })).toMatchObject({ is: 'failed', again: false })
  expect(fake.calls).toEqual([])
})

test('a picture whose text was refused is not sent again', async () => {
  const { fake, say } = await begin()
  fake.onCall = name => {
    if (name === 'text') fake.fault = { is: 'refused', reason: 'no permission' }
  }
  expect(await say('day 1', { image: 'day-01.jpg' })).toMatchObject({ is: 'unknown' })
  expect(fake.calls).toEqual(['file', 'text'])
})

test('a notice is published, and is an ordinary message where the bot may not', async () => {
  const { driver, fake, say } = await begin()
  await say('closing on Friday', { announce: true })
  driver.refuseNext()
  expect(await say('closing on Saturday', { announce: true })).toMatchObject({ is: 'sent' })
  expect(fake.sent).toMatchObject([
    { text: 'closing on Friday', notice: true },
    { text: 'closing on Saturday', mentions: [] },
  ])
})

test('a notice whose answer is lost is not repeated as a message', async () => {
  const { driver, fake, say } = await begin()
  driver.loseNextAnswer()
  expect(await say('closing', { announce: true })).toMatchObject({ is: 'unknown' })
  expect(fake.calls).toEqual(['announce'])
})

test.each([
  ['发送消息过于频繁，请稍后再试', { is: 'throttled', account: true }],
  ['connect ETIMEDOUT', { is: 'unknown' }],
  ['read ECONNRESET', { is: 'unknown' }],
  ['the room does not exist', { is: 'failed', again: false }],
  ['Internal server error', { is: 'unknown' }],
])('what the puppet says is understood: %s', async (reason, outcome) => {
  const { fake, say } = await begin()
  fake.fault = { is: 'refused', reason }
  expect(await say('hello')).toMatchObject(outcome)
  expect(fake.sent).toEqual([])
})

test('a room that the bot is not in is told from one that it is in', async () => {
  const { fake, adapter, chat, say } = await begin()
  const elsewhere = { ...chat, id: '9999@chatroom' as ChatId }
  const outcome = await adapter.send({ kind: 'message', chat: elsewhere, text: 'hello', mentions: [] })
  expect(outcome).toMatchObject({ is: 'failed', again: false })
  expect(await say('control')).toMatchObject({ is: 'sent' })
  expect(fake.sent).toMatchObject([{ text: 'control' }])
})

test('a member of another platform gets nothing', async () => {
  const { adapter, chat, fake } = await begin()
  const to = { ...chat, member: 'telegram:8123' as MemberId }
  expect(await adapter.send({ kind: 'message', chat: to, text: 'hello', mentions: [] })).toMatchObject({ is: 'failed' })
  expect(fake.calls).toEqual([])
})

test('while there is no connection a message was certainly not sent, and may be later', async () => {
  const { driver, intake, say } = await begin()
  await driver.gateway.stop()
  await expect.poll(() => intake.told.includes('disconnected'), { timeout: 10_000 }).toBe(true)
  expect(await say('hello')).toEqual({ is: 'failed', reason: 'not connected', again: true })
})

test('a message under way when the connection breaks is unknown at once', async () => {
  const { driver, fake, say } = await begin({ timing: { callMsMax: 60_000, backOffMs: { min: 50, max: 50 } } })
  fake.onCall = () => void driver.gateway.stop()
  driver.loseNextAnswer()
  expect(await say('hello')).toMatchObject({ is: 'unknown' })
})

test('a member is removed, and it counts when they are gone', async () => {
  const all = await begin()
  expect(await all.act('remove', { member: all.member })).toMatchObject({ is: 'sent' })
  expect(isThere(all, 'wxid_1')).toBe(false)
})

test('a removal that the list does not show, being late or only pretended, is tried again', async () => {
  const all = await begin()
  all.fake.fault = { is: 'ignored' }
  expect(await all.act('remove', { member: all.member })).toMatchObject({ is: 'failed', again: true })
  expect(isThere(all, 'wxid_1')).toBe(true)
  // The next attempt finds that they are gone, and asks for nothing.
  all.fake.leaves(ROOM, 'wxid_1', BOT)
  expect(await all.act('remove', { member: all.member })).toMatchObject({ is: 'sent' })
  expect(all.fake.calls).toEqual(['remove'])
})

test('removing who is gone already asks nothing of WeChat', async () => {
  const all = await begin()
  all.fake.leaves(ROOM, 'wxid_1')
  expect(await all.act('remove', { member: all.member })).toMatchObject({ is: 'sent' })
  expect(all.fake.calls).toEqual([])
})

test('a removed member is added again', async () => {
  const all = await begin()
  await all.act('remove', { member: all.member })
  expect(await all.act('readmit', { member: all.member })).toMatchObject({ is: 'sent' })
  expect(isThere(all, 'wxid_1')).toBe(true)
})

test('a room that the bot was taken out of gets nothing more', async () => {
  const { fake, intake, say } = await begin()
  expect(await say('control')).toMatchObject({ is: 'sent' })
  fake.leaves(ROOM, BOT, 'wxid_owner')
  const isGone = () => intake.heard.some(update => update.kind === 'standing' && update.standing.is === 'gone')
  await expect.poll(isGone, { timeout: 10_000 }).toBe(true)
  expect(await say('hello')).toEqual({ is: 'failed', reason: 'The bot is not in that room.', again: false })
  expect(fake.sent).toMatchObject([{ text: 'control' }])
})

test('the bot leaves a room, where its provider can', async () => {
  const all = await begin()
  expect(await all.act('leave')).toMatchObject({ is: 'sent' })
  expect(isThere(all, BOT)).toBe(false)
  const other = await begin({ provider: 'wechat4u' })
  expect(await other.act('leave')).toMatchObject({ is: 'failed', again: false })
  expect(other.fake.calls).toEqual([])
})

test('words and a file are two messages with one outcome: what became of the second is not guessed', async () => {
  const { fake, say } = await begin()
  const file = { name: 'members.csv', text: 'name\n安\n' }
  fake.onCall = name => {
    if (name === 'file') fake.fault = { is: 'refused', reason: 'not allowed' }
  }
  expect(await say('名单', { file })).toMatchObject({ is: 'unknown' })
  expect([fake.calls, fake.sent]).toEqual([['text', 'file'], [{ to: ROOM, text: '名单', mentions: [] }]])
})

test('words that are refused take their file with them', async () => {
  const { fake, say } = await begin()
  fake.fault = { is: 'refused', reason: 'not allowed' }
  expect(await say('名单', { file: { name: 'members.csv', text: 'name\n' } })).toMatchObject({ is: 'failed' })
  expect(fake.calls).toEqual(['text'])
})

test('a provider that takes no files is asked for none', async () => {
  const { fake, say } = await begin({ provider: 'xp' })
  const file = { name: 'members.csv', text: 'name\n' }
  expect(await say('名单', { file })).toMatchObject({ is: 'failed', again: false })
  expect(fake.calls).toEqual([])
})
