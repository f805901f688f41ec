import { type DrawFile, LocalTime } from 'bonfire'
import { member, says } from 'bonfire/testing'
import { test } from 'vitest'
import { aLibrary, aPlan, aPost } from './library.fixtures.ts'
import { first, specWith } from './topics.fixtures.ts'

const admin = { role: 'admin' } as const
const aDraw = (id: string, more: Partial<DrawFile> = {}): DrawFile => ({
  ...{ id, title: `抽${id}`, status: 'ready', day: 1, at: '19:00', closes: { day: 2, at: '19:00' }, hours: [] },
  ...{ minutes: 15, prizes: [{ name: '书签', count: 1 }], alternates: 2, entry: 'word', cost: null },
  ...{ eligible: { streakDays: null, memberDays: null, buyer: false }, claimHours: 48, image: null },
  platforms: ['telegram', 'wechat'],
  ...more,
})
const files = [
  aDraw('书签'),
  aDraw('整点', { at: null, closes: null, hours: [LocalTime.parse('21:00'), LocalTime.parse('20:00')] }),
  aDraw('停用', { status: 'paused' }),
  aDraw('别处', { platforms: ['wechat'] }),
  aDraw('明天', { day: 2, at: 'evening' }),
]
const posts = Array.from({ length: 14 }, (_, n) => aPost(`pool-${n}`))
// As it was recorded, with one whose file is gone since.
const draws = [...files, aDraw('没了')].map(({ id, day, at, hours }) => ({ id, day, at, hours }))
const library = aLibrary(posts, aPlan(posts, { draws }), files)

test('the calendar shows the draws of each day: those whose files are ready, for this platform', () =>
  specWith(library)
    .given()
    .when(says(member('amy'), '/calendar 2', `${first} 07:00`, admin))
    .thenSays(
      /17:30 pool-1 标题 pool-1\n {2}19:00 【抽奖】抽书签\n {2}20:00 【抽奖】抽整点\n {2}21:00 【抽奖】抽整点\n12-02 .*\n.*\n.*\n {2}17:30 【抽奖】抽明天$/,
    ))

test('in many days a draw is a word', () =>
  specWith(library, { platform: 'wechat' })
    .given()
    .when(says(member('amy'), '/calendar 31', `${first} 07:00`, admin))
    .thenSays(
      /^12-01 周二 第 1 天\u300008:00 pool-0\u300017:30 pool-1\u300019:00 【抽奖】\u300019:00 【抽奖】\u300020:00/,
    ))
