import { acknowledge, type Fact, type LocalDay, type MemberId, membership, plans, question } from 'bonfire'
import { at, confirms, day, message, outage, type Stimulus, says, specFor } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { attendance } from '../check-in/facts.ts'
import { readDate } from './dates.ts'
import { shop } from './facts.ts'
import shopPlugin from './index.ts'
import { amy, bob, has, pays } from './shop.fixtures.ts'

const { given, say, confirm } = specFor(shopPlugin)
const on = (date: number) => day(`2026-11-${`${date}`.padStart(2, '0')}`)
const today = on(26)
const later = (minutes: number) => `2026-11-26 12:0${minutes}`

const checkedIn = (date: number, streakDays: number, member: MemberId = amy) =>
  attendance.facts.checkedIn({ member, day: on(date), streakDays, where: 'group', message: message('m') })
/** The 22nd to the 24th: the 25th is missing. */
const streak = [checkedIn(22, 1), checkedIn(23, 2), checkedIn(24, 3)] as const
const bought = (missed: LocalDay, campaign: LocalDay = today, onDay: LocalDay = today) =>
  shop.facts.makeUpBought({ member: amy, missed, points: 50, campaign, day: onDay })
const asked = (missed: LocalDay, streakDays: number, more: object = {}) =>
  question(
    say.sureMakeUp({
      ...{ missed, streakDays, points: 50, balance: 90, times: 2, reachesToday: true, hasFreeze: false },
      ...{ pointsBefore: null, ...more },
    }),
    confirm.makeUp({ missed, points: 50 }),
  )

describe('a missed day', () => {
  test('is offered with its price and what the streak becomes', () =>
    given(has(90), ...streak)
      .when(says(amy, '补卡', today))
      .thenSays(
        '用 50 积分补 11 月 25 日的卡吗？补上后连续 4 天。你现在有 90 积分，还能补 2 次。\n两分钟内有效，只有你自己能点。',
      ))

  test('is the same in English', () =>
    specFor(shopPlugin, { locale: 'en-US' })
      .given(has(90), ...streak)
      .when(says(amy, '/makeup', today))
      .thenSays(
        'Make up 2026-11-25 for 50 points? That makes 4 days in a row. You have 90 points, and can make up 2 more.\nValid for two minutes, and only for you.',
      ))

  test('is the latest one when no date is named', () =>
    given(has(90), checkedIn(22, 1), checkedIn(25, 1), checkedIn(26, 2))
      .when(says(amy, '补卡', today))
      .then(asked(on(24), 3)))

  test.each(['昨天', 'yesterday', '11-25', '11/25', '11.25', '2026-11-25', '11月25日', '11月25号'])(
    'can be called %s',
    typed =>
      given(has(90), ...streak)
        .when(says(amy, `补卡 ${typed}`, today))
        .then(asked(on(25), 4)),
  )

  test('counts with what comes after it', () =>
    given(has(90), ...streak, checkedIn(26, 1))
      .when(says(amy, '/makeup', today))
      .then(asked(on(25), 5)))

  test('says so when the streak would still not reach today', () =>
    given(has(90), checkedIn(22, 1), checkedIn(23, 2))
      .when(says(amy, '补卡 11-24', today))
      .then(asked(on(24), 3, { reachesToday: false })))

  test('says so when a freeze would stand in for it anyway', () =>
    given(has(90), ...streak, attendance.facts.freezeEarned({ member: amy, day: on(24) }))
      .when(says(amy, '补卡', today))
      .then(asked(on(25), 4, { hasFreeze: true })))

  describe('for which freezes stand in on other days', () => {
    const two = [22, 23].map(date => attendance.facts.freezeEarned({ member: amy, day: on(date) }))
    // The 24th and the 25th are missing as well, and two freezes are too few for three days.
    const gap = [has(90), checkedIn(21, 1), checkedIn(22, 2), ...two] as const
    const late = '2026-11-26 12:00'

    test('says which, and what the streak becomes', () =>
      given(...gap)
        .when(says(amy, '补卡', late))
        .thenSays(
          /^用 50 积分补 11 月 25 日的卡吗？补上后连续 3 天。会同时用掉 2 张冻结卡，顶上 11 月 23 日、11 月 24 日。你/,
        ))

    test('says so of the gap before a check-in', () =>
      given(...gap, checkedIn(25, 1), checkedIn(26, 2))
        .when(says(amy, '补卡 11-23', late))
        .thenSays(/^用 50 积分补 11 月 23 日的卡吗？补上后连续 5 天。会同时用掉 1 张冻结卡，顶上 11 月 24 日。你/))

    test('says so in English', () =>
      specFor(shopPlugin, { locale: 'en-US' })
        .given(...gap)
        .when(says(amy, '/makeup', late))
        .thenSays(/makes 3 days in a row\. It uses 2 freezes too, for 2026-11-23, 2026-11-24\. You have/))

    test('says so when it is done', () =>
      given(...gap, says(amy, '补卡', late))
        .when(confirms(amy, later(1)))
        .thenSays(/用了 50 积分和 2 张冻结卡。/))
  })

  test('is recorded together with its payment', () =>
    given(has(90), ...streak, says(amy, '补卡', later(0)))
      .when(confirms(amy, later(1)))
      .then(
        attendance.facts.madeUp({ member: amy, day: on(25), streakDays: 4, on: today }),
        paid,
        bought(on(25)),
        acknowledge(say.madeUp({ missed: on(25), points: 50, streakDays: 4, reachesToday: true })),
      ))

  test('in a gap is recorded with the days after it', () =>
    given(has(90), ...streak, checkedIn(26, 1), says(amy, '补卡', later(0)))
      .when(confirms(amy, later(1)))
      .then(
        attendance.facts.madeUp({ member: amy, day: on(25), streakDays: 4, laterDays: 1, on: today }),
        paid,
        bought(on(25)),
        acknowledge(say.madeUp({ missed: on(25), points: 50, streakDays: 5, reachesToday: true })),
      ))

  test('costs what the plan says', () =>
    specFor(shopPlugin, { config: { makeUp: { points: 5, withinDays: 1 } } })
      .given(has(90), ...streak)
      .when(says(amy, '补卡', today))
      .thenSays(/^用 5 积分补 11 月 25 日/))

  const paid = { ...pays(50, amy, 'make-up'), data: { ...pays(50, amy, 'make-up').data, day: today } }
})

describe('it cannot be made up', () => {
  const rich = has(900)

  test.each<[string, readonly (Fact | Stimulus)[], string, object]>([
    ['when it is today', [rich], '补卡 今天', say.makeUpToday({ isCheckedIn: false })],
    ['when today is done', [rich, checkedIn(26, 1)], '补卡 11-26', say.makeUpToday({ isCheckedIn: true })],
    ['when it is still to come', [rich], '补卡 11-27', say.makeUpFuture({ missed: on(27) })],
    ['when it is too long ago', [rich], '补卡 11-22', say.makeUpTooOld({ missed: on(22), withinDays: 3 })],
    ['when there is a check-in', [rich, ...streak], '补卡 11-24', say.makeUpAlready({ missed: on(24) })],
    [
      'when a freeze stood in',
      [rich, ...streak, attendance.facts.froze({ member: amy, day: on(25) }), checkedIn(26, 4)],
      '补卡 11-25',
      say.makeUpAlready({ missed: on(25) }),
    ],
    [
      'when the bot was away',
      [rich, ...streak, outage('2026-11-25 09:00', '2026-11-25 18:00')],
      '补卡 11-25',
      say.makeUpExcused({ missed: on(25) }),
    ],
    ['when nothing is missing', [rich, ...streak, checkedIn(25, 4)], '补卡', say.nothingMissed({ withinDays: 3 })],
    ['when the calendar has no such day', [rich], '补卡 2-30', say.noSuchDay()],
    [
      'when it was before they joined',
      [membership.facts.joined({ member: amy, at: at('2026-11-25 09:00') }), rich],
      '补卡 11-24',
      say.makeUpBefore({ missed: on(24), from: on(25) }),
    ],
    [
      'when two have been in this campaign',
      [rich, checkedIn(23, 1), bought(on(20)), bought(on(21))],
      '补卡 11-25',
      say.makeUpsUsed({ perCampaign: 2 }),
    ],
    [
      'when there are too few points: until when it can be',
      [has(49)],
      '补卡 11-25',
      say.tooFewToMakeUp({ missed: on(25), needs: 50, has: 49, until: on(28) }),
    ],
  ])('%s', (_, history, text, answer) =>
    given(...history)
      .when(says(amy, text, today))
      .then(answer as never),
  )

  test('when the plan has none', () =>
    specFor(shopPlugin, { config: { makeUp: null } })
      .given(rich)
      .when(says(amy, '补卡', today))
      .thenSays('这里没有补卡，漏掉的一天不影响之前的记录。'))

  test('on a rest day', () =>
    specFor(shopPlugin, { restDays: [on(25)] })
      .given(rich, ...streak)
      .when(says(amy, '补卡 昨天', today))
      .then(say.makeUpExcused({ missed: on(25) })))

  test('on the next day of midnight, when it was the last day for it', () =>
    given(has(90), checkedIn(22, 1), says(amy, '补卡 11-23', '2026-11-26 23:59'))
      .when(confirms(amy, '2026-11-27 00:00'))
      .then(say.makeUpTooOld({ missed: on(23), withinDays: 3 })))

  test('twice: a check-in read late has filled it meanwhile, and nothing is paid', () =>
    given(has(90), ...streak, says(amy, '补卡', later(0)), checkedIn(25, 4))
      .when(confirms(amy, later(1)))
      .then(say.makeUpAlready({ missed: on(25) })))

  test('by talking about it', () =>
    given(rich)
      .when(says(amy, '补卡 怎么补', today))
      .thenNothing())
})

describe('in a campaign', () => {
  const began = (date: number) => {
    const definition = { id: 'reading', days: 21, marketing: null, restDays: [], sections: {} }
    return plans.facts.used({
      ...{ plan: 'reading', hash: 'h', definition, startDay: on(date), isNew: true, at: at('2026-11-01') },
    })
  }

  test('two can be made up', () =>
    given(began(20), has(90), ...streak, bought(on(20), on(20)), bought(on(21), on(20)))
      .when(says(amy, '补卡', today))
      .then(say.makeUpsUsed({ perCampaign: 2 })))

  test('those of the one before do not count', () =>
    given(began(23), has(90), ...streak, bought(on(20), on(1)), bought(on(21), on(1)))
      .when(says(amy, '补卡', today))
      .then(asked(on(25), 4)))

  test('nothing before its first day can be', () =>
    given(began(24), has(90))
      .when(says(amy, '补卡 11-23', today))
      .then(say.makeUpBefore({ missed: on(23), from: on(24) })))

  test('that is over, today is nothing to check in on', () => {
    const over = plans.facts.used({
      ...{ plan: 'reading', hash: 'h', startDay: on(20), isNew: true, at: at('2026-11-01') },
      definition: { id: 'reading', kind: 'checkin', days: 6, marketing: null, restDays: [], sections: {} },
    })
    given(over, has(90))
      .when(says(amy, '补卡 今天', today))
      .then(say.makeUpExcused({ missed: today }))
  })

  test('where check-ins go on after it, they are counted anew', () => {
    const definition = { id: 'reading', days: 3, marketing: null, restDays: [], sections: {} }
    const over = plans.facts.used({
      ...{ plan: 'reading', hash: 'h', definition, startDay: on(1), isNew: true, at: at('2026-11-01') },
    })
    given(over, has(90), ...streak, bought(on(2), on(1)), bought(on(3), on(1)))
      .when(says(amy, '补卡', today))
      .then(asked(on(25), 4))
  })

  test('on its first day nothing is missing', () =>
    given(began(26), has(90))
      .when(says(amy, '补卡', today))
      .then(say.nothingMissed({ withinDays: 3 })))
})

test('without a plan, two can be made up in 21 days from the first, and then again', () =>
  given(has(90), bought(on(3), on(5), on(5)), bought(on(4), on(5), on(5)), ...streak)
    .when(says(amy, '补卡', today))
    .then(asked(on(25), 4)))

test('what others have made up does not count', () =>
  given(has(90, bob), bought(on(24)), bought(on(23)), checkedIn(24, 1, bob))
    .when(says(bob, '补卡', today))
    .then(asked(on(25), 2)))

test('a date without a year is the last one of that date', () => {
  const newYear = day('2027-01-02')
  expect(readDate('12-31', newYear)).toBe('2026-12-31')
  expect(readDate('1-3', newYear)).toBe('2027-01-03')
  expect(readDate('2-29', day('2028-03-01'))).toBe('2028-02-29')
  expect(readDate('前天', newYear)).toBe('2026-12-31')
  expect(readDate('2027-02-30', newYear)).toBeNull()
})
