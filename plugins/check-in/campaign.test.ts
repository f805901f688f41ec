import { acknowledge, addDays, type LocalDay, plans } from 'bonfire'
import { at, day, happens, outage, says, specFor, ticks } from 'bonfire/testing'
import { describe, test } from 'vitest'
import { amy, bare, bob, campaign, checkedIn, counts, freezeEarned, froze, given, say } from './check-in.fixtures.ts'
import { attendance } from './facts.ts'
import checkIn from './index.ts'

const FIRST = day('2026-11-02')
const on = (n: number): LocalDay => addDays(FIRST, n - 1)
const plan = campaign(FIRST, 7)
const paused = (from: number, to: number | null) => [
  plans.facts.paused({ day: on(from), at: at(on(from)) }),
  ...(to === null ? [] : [plans.facts.resumed({ day: on(to), at: at(on(to)) })]),
]
/** Amy's check-ins on these days of the plan, each as if it followed the one before without a gap. */
const onDays = (...numbers: readonly number[]) => numbers.map((n, index) => checkedIn(amy, on(n), index + 1))
const summary = { days: 7, made: 7, best: 7, frozen: 0, madeUp: 0 }
const completed = (made = 7, who = amy, away?: number) =>
  attendance.facts.completed({ member: who, startDay: FIRST, days: 7, made, ...(away && { away }) })
const badge = (more: object = {}) => acknowledge(say.completed({ ...summary, ...more }))

describe('a check-in outside of the campaign', () => {
  test('does not count before it starts', () =>
    given(plan)
      .when(says(amy, '打卡', on(0)))
      .then(say.notBegun({ day: FIRST })))

  test('counts from its first millisecond, and not one earlier', () => {
    const first = at('2026-11-02 00:00')
    given(plan)
      .when(says(amy, '打卡', (first - 1) as never))
      .then(say.notBegun({ day: FIRST }))
    given(plan)
      .when(says(amy, '打卡', first))
      .then(...counts(amy, FIRST, 1, { at: first }))
  })

  test('counts to its last millisecond, and not one later', () => {
    const over = at('2026-11-09 00:00')
    given(plan)
      .when(says(bob, '打卡', (over - 1) as never))
      .then(
        ...counts(bob, on(7), 1, { at: (over - 1) as never }),
        acknowledge(say.summary({ ...summary, made: 1, best: 1 })),
      )
    given(plan)
      .when(says(bob, '打卡', over))
      .then(say.over({ day: on(7) }))
  })

  test('does not count while it stands still, and nobody loses anything', () => {
    given(plan, ...onDays(1, 2), ...paused(3, null))
      .when(says(amy, '打卡', on(3)))
      .then(say.paused())
    given(plan, ...onDays(1, 2), ...paused(3, 5))
      .when(says(amy, '打卡', on(5)))
      .then(...counts(amy, on(5), 3))
  })

  test('does not count either when it is read late', () =>
    given(plan, ...onDays(1))
      .when(says(amy, '打卡', on(-3)))
      .then(say.notBegun({ day: FIRST })))

  test('always counts in a community, and where there is no plan', () => {
    given(campaign(FIRST, null, 'community'))
      .when(says(amy, '打卡', on(-3)))
      .then(...counts(amy, on(-3), 1))
    given()
      .when(says(amy, '打卡', on(-3)))
      .then(...counts(amy, on(-3), 1))
  })

  test('nobody is reminded of', () =>
    given(plan, ...onDays(5, 6, 7))
      .when(ticks('remind', on(8)))
      .thenNothing())
})

describe('a campaign is completed', () => {
  test('by the check-in that makes its days complete, with a badge', () =>
    given(plan, ...onDays(1, 2, 3, 4, 5, 6), freezeEarned(amy, on(6)), freezeEarned(amy, on(6)))
      .when(says(amy, '打卡', on(7)))
      .then(...counts(amy, on(7), 7), completed(), badge()))

  test('in words', () =>
    given(plan, ...onDays(1, 2, 3, 4, 5, 6))
      .when(says(amy, '打卡', on(7)))
      .thenSays(/🏅 7 天全程走完！这一期打卡 7 天，最长连续 7 天。这枚徽章是你的。$/))

  test('not before its last day', () =>
    given(plan, ...onDays(1, 2, 3, 4, 5))
      .when(says(amy, '打卡', on(6)))
      .then(...counts(amy, on(6), 6)))

  test('with a day that a freeze kept, and one that was made up', () =>
    given(
      plan,
      freezeEarned(amy, on(0)),
      ...onDays(1, 2),
      froze(amy, on(3)),
      checkedIn(amy, on(4), 3),
      attendance.facts.madeUp({ member: amy, day: on(5), streakDays: 4, on: on(6) }),
      checkedIn(amy, on(6), 5),
    )
      .when(says(amy, '打卡', on(7)))
      .then(...counts(amy, on(7), 6), completed(6), badge({ made: 6, best: 6, frozen: 1, madeUp: 1 })))

  test('by a day that is made up after its end', () =>
    given(plan, ...onDays(1, 2, 3, 4, 5), checkedIn(amy, on(7), 1))
      .when(
        happens(on(8), attendance.facts.madeUp({ member: amy, day: on(6), streakDays: 6, laterDays: 1, on: on(8) })),
      )
      .then(freezeEarned(amy, on(6)), completed(), acknowledge(say.freezeEarned({ freezes: 1 })), badge({ madeUp: 1 })))

  test('over days on which the bot was away, and days of rest, the last one too', () => {
    const { given } = specFor(checkIn, { config: bare, restDays: [on(7)] })
    given(
      plan,
      ...onDays(1, 2),
      outage('2026-11-04 09:00', '2026-11-04 18:00'),
      checkedIn(amy, on(4), 3),
      checkedIn(amy, on(5), 4),
    )
      .when(says(amy, '打卡', on(6)))
      .then(...counts(amy, on(6), 5), completed(5, amy, 1), badge({ made: 5, best: 5 }))
  })

  test('over a pause, which moves its end', () => {
    const history = [
      plan,
      ...onDays(1, 2),
      ...paused(3, 6),
      ...[6, 7, 8, 9].map((n, index) => checkedIn(amy, on(n), index + 3)),
    ]
    given(...history)
      .when(says(amy, '打卡', on(10)))
      .then(
        ...counts(amy, on(10), 7),
        freezeEarned(amy, on(10)),
        completed(),
        acknowledge(say.freezeEarned({ freezes: 1 })),
        badge(),
      )
  })

  test('once', () =>
    given(plan, ...onDays(1, 2, 3, 4, 5, 6, 7), completed())
      .when(
        happens(on(7), attendance.facts.madeUp({ member: amy, day: on(0), streakDays: 1, laterDays: 7, on: on(7) })),
      )
      .then())

  test('not by somebody who came late: they are told what they did, and thanked', () =>
    given(plan, ...onDays(4, 5, 6))
      .when(says(amy, '打卡', on(7)))
      .then(...counts(amy, on(7), 4), acknowledge(say.summary({ ...summary, made: 4, best: 4 }))))

  test('not by somebody who missed a day', () =>
    given(plan, ...onDays(1, 2, 3), checkedIn(amy, on(5), 1), checkedIn(amy, on(6), 2))
      .when(says(amy, '打卡', on(7)))
      .then(...counts(amy, on(7), 3), acknowledge(say.summary({ ...summary, made: 6, best: 3 }))))

  test('counting nothing from before it began', () =>
    given(plan, checkedIn(amy, on(0), 1), ...[1, 2, 3, 4, 5, 6].map(n => checkedIn(amy, on(n), n + 1)))
      .when(says(amy, '打卡', on(7)))
      .then(...counts(amy, on(7), 8), completed(), badge()))

  test('also when it stood still for longer than days are known one by one', () => {
    const back = [60, 61, 62, 63].map((n, index) => checkedIn(amy, on(n), index + 3))
    given(plan, ...onDays(1, 2), ...paused(3, 60), ...back)
      .when(says(amy, '打卡', on(64)))
      .thenSays(/🏅 7 天全程走完！/)
  })
})

describe('once a campaign is over', () => {
  test('/streak urges nobody, and names what was reached', () => {
    given(plan, ...onDays(2, 3, 4, 5, 6, 7))
      .when(says(amy, '/streak', on(8)))
      .thenSays('已连续 6 天，最长 6 天，一共 6 天。这一期 11 月 8 日已经结束，记录停在这里。')
    given(plan, ...onDays(1, 2, 3, 4, 5, 6, 7), completed())
      .when(says(amy, '/streak', on(8)))
      .thenSays(/🏅 11 月 2 日开始的那一期，全程走完。/)
  })

  test('and before it begins', () =>
    given(plan)
      .when(says(amy, '/streak', on(0)))
      .thenSays('现在没有连续记录。新的一期 11 月 2 日开始。'))

  test('nor promises a milestone for which there are not days enough', () => {
    given(plan, ...onDays(1, 2, 3))
      .when(says(amy, '/streak', on(4)))
      .thenSays(/今天还没打卡。再 4 天就满 7 天。$/)
    given(plan, ...onDays(2, 3))
      .when(says(amy, '/streak', on(4)))
      .thenSays(/今天还没打卡。$/)
  })

  test('whose last day was without the bot, the next thing that they ask completes it', () => {
    const history = [plan, ...onDays(1, 2, 3, 4, 5, 6), outage('2026-11-08 00:05', '2026-11-09 00:10')]
    given(...history)
      .when(says(amy, '打卡', on(8)))
      .then(say.over({ day: on(7) }), completed(6, amy, 1), badge({ made: 6, best: 6 }))
    given(...history, says(amy, '打卡', on(8)))
      .when(says(amy, '打卡', on(9)))
      .then(say.over({ day: on(7) }))
    given(...history)
      .when(says(amy, '/streak', on(8)))
      .thenSays(/🏅 7 天全程走完！/)
    given(plan, ...onDays(1, 2, 3, 4, 5, 6))
      .when(says(amy, '打卡', on(8)))
      .then(say.over({ day: on(7) }))
  })
})
