import { acknowledge, defineMessages, definePlugin, defineSlice, type LocalDay, type MemberId } from 'bonfire'
import { day, happens, member, message, says, specFor } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { attendance } from '../check-in/facts.ts'
import { ENTRIES_KEPT_MAX, ledger, spend } from './facts.ts'
import points from './index.ts'

const { given, say } = specFor(points)
const { awarded, spent } = ledger.facts
const [amy, bob] = [member('amy'), member('bob')]
const [monday, tuesday] = [day('2026-11-23'), day('2026-11-24')]

type CheckIn = Parameters<typeof attendance.facts.checkedIn>[0]
const checkedIn = (member: MemberId, day: LocalDay, streakDays: number, more: Partial<CheckIn> = {}) =>
  attendance.facts.checkedIn({ member, day, streakDays, where: 'group', message: message('m'), ...more })
const forCheckIn = (points: number, member = amy) => awarded({ member, points, reason: 'check-in', day: monday })
const forStreak = (milestone: number, points: number) =>
  awarded({ member: amy, points, reason: 'streak', day: monday, milestone })
const earned = (points: number, balance: number, milestoneDays: number | null = null) =>
  acknowledge(say.earned({ points, balance, milestoneDays }), { reaction: '🔥' })

describe('a check-in', () => {
  test('earns 10 points in the group, and the answer counts them in', () =>
    given(awarded({ member: amy, points: 30, reason: 'intro', day: monday }))
      .when(happens(monday, checkedIn(amy, monday, 3)))
      .then(forCheckIn(10), earned(10, 40)))

  test('earns half of that in private', () =>
    given()
      .when(happens(monday, checkedIn(amy, monday, 3, { where: 'private' })))
      .then(forCheckIn(5), earned(5, 5)))

  test('earns what the plan says', () =>
    specFor(points, { config: { perCheckIn: 3, milestones: [{ days: 2, points: 4 }] } })
      .given()
      .when(happens(monday, checkedIn(amy, monday, 2)))
      .then(forCheckIn(3), forStreak(2, 4), earned(7, 7, 2)))

  test('that nobody asked for earns its points without a word', () =>
    given()
      .when(happens(monday, checkedIn(amy, monday, 1), checkedIn(bob, monday, 1)))
      .then(forCheckIn(10), forCheckIn(10, bob), earned(10, 10)))
})

describe('a streak', () => {
  test.each([
    [7, 50],
    [14, 120],
    [21, 300],
  ])('of %i days earns %i points', (days, reward) =>
    given(...rewardedBelow(days))
      .when(happens(monday, checkedIn(amy, monday, days)))
      .then(forCheckIn(10), forStreak(days, reward), earned(10 + reward, balanceBelow(days) + 10 + reward, days)),
  )

  test('is rewarded once: a second one of 7 days earns nothing more', () =>
    given(forStreak(7, 50))
      .when(happens(monday, checkedIn(amy, monday, 7)))
      .then(forCheckIn(10), earned(10, 60)))

  test('that grew past a milestone when a gap was filled is rewarded for it', () =>
    given()
      .when(happens(monday, checkedIn(amy, monday, 4, { laterDays: 11 })))
      .then(forCheckIn(10), forStreak(7, 50), forStreak(14, 120), earned(180, 180, 14)))

  test('of one member is not that of another', () =>
    given(forStreak(7, 50))
      .when(happens(monday, checkedIn(bob, monday, 7)))
      .then(
        forCheckIn(10, bob),
        awarded({ member: bob, points: 50, reason: 'streak', day: monday, milestone: 7 }),
        earned(60, 60, 7),
      ))

  const REWARDS = [forStreak(7, 50), forStreak(14, 120), forStreak(21, 300)]
  function rewardedBelow(days: number) {
    return REWARDS.filter(({ data }) => data.milestone! < days)
  }
  function balanceBelow(days: number): number {
    return rewardedBelow(days).reduce((sum, { data }) => sum + data.points, 0)
  }
})

const NOTHING = { balance: 0, earned: 0, spent: 0, adjusted: 0, expired: 0, expiring: null, hasShop: false }

describe('the points command', () => {
  const account = [forCheckIn(10), forStreak(7, 50), spent({ member: amy, points: 20, reason: 'shop', day: tuesday })]

  test('shows the balance', () =>
    given(...account)
      .when(says(amy, '积分', tuesday))
      .then(say.balance({ ...NOTHING, balance: 40, earned: 60, spent: 20 })))

  test('shows where points came from, newest first', () =>
    given(...account)
      .when(says(amy, '积分 明细', tuesday))
      .thenSays('最近 3 笔（现有 40 积分）：\n11-24 -20 商城兑换\n11-23 +50 连续打卡奖励\n11-23 +10 打卡'))

  test('shows the same in English', () =>
    specFor(points, { locale: 'en-US' })
      .given(...account)
      .when(says(amy, '/points history', tuesday))
      .thenSays(
        'The last 3 entries (you have 40 points):\n11-24 -20 shop\n11-23 +50 streak reward\n11-23 +10 check-in',
      ))

  test('has something kind for somebody without any', () =>
    given()
      .when(says(amy, '我的积分', monday))
      .thenSays('你还没有积分，发「打卡」就能攒第一笔。'))

  test('leaves talk about points alone', () =>
    given()
      .when(says(amy, '积分 怎么用', monday))
      .thenNothing())

  test('shows the last ten of many', () =>
    given(...many(60))
      .when(says(amy, '/points history', monday))
      .thenSays(/^最近 10 笔（现有 1830 积分）：\n11-23 \+60 打卡\n/))

  const many = (count: number) => Array.from({ length: count }, (_, n) => forCheckIn(n + 1))
})

describe('spending', () => {
  const shop = specFor(
    definePlugin({
      slice: defineSlice({ name: 'shop', facts: {} }),
      messages: defineMessages({}, {}),
      config: z.object({}),
      uses: [ledger],
      commands: {
        buy: {
          words: ['buy'],
          decide: ({ read, member, today }) => [
            spend(read(ledger), { member, points: 20, reason: 'shop', day: today }),
          ],
        },
        // Each is asked for with the balance from before the decision.
        buyTwo: {
          words: ['buytwo'],
          decide: ({ read, member, today }) =>
            [1, 2].map(() => spend(read(ledger), { member, points: 20, reason: 'shop', day: today })),
        },
      },
    }),
    { plugins: [points] },
  )

  test('takes points from who has them', () =>
    shop
      .given(forCheckIn(20))
      .when(says(amy, '/buy', monday))
      .then(spent({ member: amy, points: 20, reason: 'shop', day: monday })))

  test('takes nothing from who has too few', () =>
    shop
      .given(forCheckIn(19))
      .when(says(amy, '/buy', monday))
      .thenNothing())

  test('twice in one decision takes nothing when it is more than there is', () =>
    shop
      .given(forCheckIn(39))
      .when(says(amy, '/buytwo', monday))
      .thenThrows('1 points more than there are'))

  test('twice in one decision takes both when there are enough', () =>
    shop
      .given(forCheckIn(40))
      .when(says(amy, '/buytwo', monday))
      .then(...[1, 2].map(() => spent({ member: amy, points: 20, reason: 'shop', day: monday }))))
})

test('points of nothing, of half, or for something that somebody typed are no fact', () => {
  for (const wrong of [{ points: 0 }, { points: -5 }, { points: 1.5 }, { reason: '感谢 Amy 的分享' }]) {
    expect(() =>
      given(awarded({ member: amy, points: 1, reason: 'award', day: monday, ...wrong })).when(
        says(amy, '积分', monday),
      ),
    ).toThrow(/points\/awarded, as the test has it, is refused/)
  }
})

test('a plan that rewards a streak twice is refused', () => {
  const twice = { milestones: [7, 7].map(days => ({ days, points: 1 })) }
  expect(() =>
    specFor(points, { config: twice })
      .given()
      .when(says(amy, '积分', monday)),
  ).toThrow(/names a streak twice/)
})

test('a plan that rewards more streaks than one check-in can record is refused', () => {
  const read = (count: number) =>
    points.config.safeParse({ milestones: Array.from({ length: count }, (_, n) => ({ days: n + 2, points: 1 })) })
  expect([20, 21].map(count => read(count).success)).toEqual([true, false])
})

test('an account keeps its last 50 entries and all of its balance', () => {
  const entries = Array.from({ length: ENTRIES_KEPT_MAX + 10 }, () => forCheckIn(1))
  given(...entries)
    .when(says(amy, '积分', monday))
    .then(say.balance({ ...NOTHING, balance: 60, earned: 60 }))
})
