import { membership } from 'bonfire'
import { createStage, day, happens, member, says, specFor } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { attendance } from '../check-in/facts.ts'
import { ENTRIES_KEPT_MAX, ledger } from './facts.ts'
import points from './index.ts'

const { given, say } = specFor(points)
const { awarded, spent, returned, adjusted, expired } = ledger.facts
const [amy, bob] = [member('amy'), member('bob')]
const [monday, tuesday] = [day('2026-11-23'), day('2026-11-24')]

const forCheckIn = (points: number, on = monday) => awarded({ member: amy, points, reason: 'check-in', day: on })
const account = [
  forCheckIn(10),
  awarded({ member: amy, points: 50, reason: 'streak', day: monday, milestone: 7 }),
  adjusted({ member: amy, points: 20, adjustment: 1, day: monday, by: bob }),
  spent({ member: amy, points: 40, reason: 'shop', day: monday }),
  spent({ member: amy, points: 30, reason: 'make-up', day: monday }),
  returned({ member: amy, points: 40, reason: 'shop', day: tuesday }),
]

describe('/points', () => {
  test('counts in what came back and what admins did', () =>
    given(...account)
      .when(says(amy, '积分', tuesday))
      .thenSays('你有 50 积分（攒过 60，用过 30，管理员加减 +20）。发「积分 明细」看每一笔。'))

  test('history has a word for every reason', () =>
    given(...account)
      .when(says(amy, '积分 明细', tuesday))
      .thenSays(
        [
          '最近 6 笔（现有 50 积分）：',
          '11-24 +40 退回',
          '11-23 -30 补卡',
          '11-23 -40 商城兑换',
          '11-23 +20 管理员加减分',
          '11-23 +50 连续打卡奖励',
          '11-23 +10 打卡',
        ].join('\n'),
      ))
})

describe('why I have so many', () => {
  const explained = (...facts: typeof account) => {
    const stage = createStage({ plugins: [points] })
    stage.record(facts)
    const context = {
      ...{ state: stage.read(ledger), config: points.config.parse({}), say, member: amy, today: tuesday },
    }
    return points.why.points!.decide(context as never, '' as never)
  }

  test('is told by sums that make up the balance', () => {
    const [told] = explained(...account)
    expect(told).toEqual(
      say.why({
        balance: 50,
        sums: [
          { reason: 'check-in', count: 1, points: 10 },
          { reason: 'streak', count: 1, points: 50 },
          { reason: 'adjusted', count: 1, points: 20 },
          { reason: 'shop', count: 1, points: -40 },
          { reason: 'make-up', count: 1, points: -30 },
          { reason: 'returned', count: 1, points: 40 },
        ],
        count: 6,
        kept: ENTRIES_KEPT_MAX,
      }),
    )
  })

  test('says where older entries are when not all are at hand', () => {
    const { why } = points.messages.phrases['zh-CN']
    const sums = [{ reason: 'check-in', count: 60, points: 600 }]
    expect(why({ balance: 600, sums, count: 60, kept: 50 })).toBe(
      '你的 600 积分是这样来的：\n打卡 60 笔，+600\n一共 60 笔。我手边留着最近 50 笔，更早的在账本里，都算在上面了；要逐笔看，请找管理员查。',
    )
    expect(why({ balance: 0, sums: [], count: 0, kept: 50 })).toContain('一笔都没有')
  })
})

test('what is known of a member, and what came and went in a period', () => {
  const stage = createStage({ plugins: [points] })
  stage.record([...account, expired({ member: amy, points: 1, day: tuesday })])
  const context = { state: stage.read(ledger), config: points.config.parse({}), say, today: tuesday } as never
  const known = (who: typeof amy) =>
    Object.entries(points.profile).map(([key, { of }]) => [key, of(context, who)] as const)
  expect(Object.fromEntries(known(amy))).toEqual({ 'points.balance': 49, 'points.earned': 60, 'points.spent': 30 })
  expect(Object.fromEntries(known(bob))).toEqual({
    'points.balance': null,
    'points.earned': null,
    'points.spent': null,
  })
  const stats = (from: typeof monday, days: number) => points.stats!(context, { from, to: tuesday, days })
  expect(stats(monday, 2)).toEqual([say.stats({ days: 2, issued: 60, spent: 30, adjusted: 20, expired: 1 })])
  expect(stats(tuesday, 1)).toEqual([say.stats({ days: 1, issued: 0, spent: -40, adjusted: 0, expired: 1 })])
})

describe('what check-in tells of besides check-ins', () => {
  const madeUp = (streakDays: number, laterDays?: number) =>
    attendance.facts.madeUp({ member: amy, day: monday, streakDays, on: tuesday, ...(laterDays && { laterDays }) })
  const raised = attendance.facts.raised({ member: amy, day: monday, message: 'm' as never })
  const here = membership.facts.imported({ member: amy })
  const earned = (points: number, balance: number, milestoneDays: number | null) => ({
    ...{ kind: 'posting' as const, class: 'receipt' as const, options: {}, reaction: '🔥' },
    saying: say.earned({ points, balance, milestoneDays }),
  })

  test('a day made up pays nothing by itself', () =>
    given(here)
      .when(happens(tuesday, madeUp(3)))
      .thenNothing())

  test('the milestone that it reaches is paid, on the day on which it was made up', () =>
    given(here, forCheckIn(10))
      .when(happens(tuesday, madeUp(3, 4)))
      .then(awarded({ member: amy, points: 50, reason: 'streak', day: tuesday, milestone: 7 }), earned(50, 60, 7)))

  const completed = (made: number, away?: number) =>
    attendance.facts.completed({ member: amy, startDay: monday, days: 21, made, ...(away && { away }) })
  const milestone = (milestone: number, points: number) =>
    awarded({ member: amy, points, reason: 'streak', day: tuesday, milestone })

  test('a campaign completed but for days without us pays the milestone of its length', () =>
    given(here, milestone(7, 50), milestone(14, 120))
      .when(happens(tuesday, completed(20, 1)))
      .then(milestone(21, 300), earned(300, 470, 21)))

  test('not one that freezes completed: those days were missed', () => {
    for (const fact of [completed(20), completed(19, 1)]) {
      given(here, milestone(7, 50), milestone(14, 120)).when(happens(tuesday, fact)).thenNothing()
    }
  })

  test('a check-in in private that is one in the group by now is paid the difference', () =>
    given(here, forCheckIn(5))
      .when(happens(monday, raised))
      .then(awarded({ member: amy, points: 5, reason: 'in-group', day: monday }), earned(5, 10, null)))

  test('nothing, where the plan pays the same for both', () =>
    specFor(points, { config: { perPrivateCheckIn: 10 } })
      .given(here, forCheckIn(10))
      .when(happens(monday, raised))
      .thenNothing())
})
