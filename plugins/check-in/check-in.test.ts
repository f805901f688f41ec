import { acknowledge, addDays, type Instant, type LocalDay, membership } from 'bonfire'
import { at, day, happens, message, outage, presses, says, specFor, theMessage } from 'bonfire/testing'
import { describe, test } from 'vitest'
import {
  already,
  amy,
  bare,
  bob,
  checkedIn,
  counts,
  freezeEarned,
  given,
  monday,
  saturday,
  say,
  streakUntil,
  sunday,
  thursday,
  tuesday,
  wednesday,
} from './check-in.fixtures.ts'
import { NOTE_LENGTH_MAX } from './facts.ts'
import checkIn from './index.ts'

describe('a streak', () => {
  test('starts with the first check-in', () =>
    given()
      .when(says(amy, '打卡', monday))
      .then(...counts(amy, monday, 1)))

  test('goes on with a check-in on the next day', () =>
    given(checkedIn(amy, monday, 1))
      .when(says(amy, '打卡 还不错', tuesday))
      .then(...counts(amy, tuesday, 2, { note: '还不错' })))

  test('starts again after a missed day', () =>
    given(checkedIn(amy, monday, 1))
      .when(says(amy, '打卡', wednesday))
      .then(...counts(amy, wednesday, 1)))

  test('outlives a rest day', () =>
    specFor(checkIn, { config: bare, restDays: [sunday] })
      .given(checkedIn(amy, saturday, 1))
      .when(says(amy, '打卡', monday))
      .then(...counts(amy, monday, 2)))

  test('counts a check-in on a rest day', () =>
    specFor(checkIn, { config: bare, restDays: [sunday] })
      .given(checkedIn(amy, saturday, 1))
      .when(says(amy, '打卡', sunday))
      .then(...counts(amy, sunday, 2)))

  test('outlives a day on which the bot was away', () =>
    given(checkedIn(amy, monday, 3), outage('2026-11-24 09:00', '2026-11-24 18:00'))
      .when(says(amy, '打卡', wednesday))
      .then(...counts(amy, wednesday, 4), acknowledge(say.amnesty({ days: [tuesday] }))))

  test('does not outlive a missed day next to an excused one', () =>
    given(checkedIn(amy, sunday, 3), outage('2026-11-24 09:00', '2026-11-24 18:00'))
      .when(says(amy, '打卡', wednesday))
      .then(
        ...counts(amy, wednesday, 1),
        acknowledge(say.broke({ days: [monday], freezes: 0, streakDays: 3, mayMakeUp: true })),
      ))

  test('is its own for each member', () =>
    given(checkedIn(amy, monday, 5))
      .when(says(bob, '打卡', monday))
      .then(...counts(bob, monday, 1, { place: 2 })))

  test('is celebrated at 7, 14 and 21 days', () => {
    for (const days of [7, 14, 21]) {
      const [yesterday, today] = [monday, tuesday]
      given(...streakUntil(yesterday, days - 1))
        .when(says(amy, '打卡', today))
        .then(...counts(amy, today, days), freezeEarned(amy, today), acknowledge(say.freezeEarned({ freezes: 1 })))
    }
  })
})

const filled = (day: LocalDay, streakDays: number) =>
  say.filled({ day, streakDays, freezeBack: false, message: theMessage })
const noFreezes = { freezes: 0, pendingFreezes: 0, window: { is: 'open' }, completed: null } as const

describe('a message that is read late', () => {
  test('counts for the day on which it was sent', () =>
    given(checkedIn(amy, monday, 1))
      .when(says(amy, '打卡', '2026-11-24 23:58'))
      .then(...counts(amy, tuesday, 2, { at: at('2026-11-24 23:58') })))

  test('fills its gap, and the streak is one again', () =>
    given(checkedIn(amy, monday, 1), checkedIn(amy, wednesday, 1))
      .when(says(amy, '打卡', tuesday))
      .then(
        checkedIn(amy, tuesday, 2, { laterDays: 1, at: at(tuesday) }),
        acknowledge(filled(tuesday, 3), { reaction: '🔥' }),
      ))

  test('never lowers a streak, even where it joins nothing', () =>
    given(
      checkedIn(amy, saturday, 1),
      ...['2026-11-25', '2026-11-26'].map((on, n) => checkedIn(amy, day(on), n + 1)),
      says(amy, '打卡', monday),
    )
      .when(says(amy, '我的打卡', thursday))
      .then(
        say.streak({
          streakDays: 2,
          bestStreakDays: 2,
          totalDays: 4,
          isCheckedIn: true,
          nextMilestoneDays: 7,
          ...noFreezes,
        }),
      ))

  test('celebrates the milestone that it completes', () =>
    given(checkedIn(amy, day('2026-11-18'), 1), checkedIn(amy, day('2026-11-19'), 2), ...streakUntil(tuesday, 4))
      .when(says(amy, '打卡', day('2026-11-20')))
      .then(
        checkedIn(amy, day('2026-11-20'), 3, { laterDays: 4, at: at('2026-11-20') }),
        freezeEarned(amy, day('2026-11-20')),
        acknowledge(filled(day('2026-11-20'), 7)),
        acknowledge(say.freezeEarned({ freezes: 1 })),
      ))

  test('is too late after a month', () =>
    given(checkedIn(amy, tuesday, 1))
      .when(says(amy, '打卡', day('2026-10-24')))
      .then(say.tooLate({ day: day('2026-10-24') })))
})

describe('a second check-in on one day', () => {
  test('is answered and records nothing', () =>
    given(checkedIn(amy, monday, 3))
      .when(says(amy, '打卡', monday))
      .then(already(3)))

  test('says when the next day begins', () =>
    given(checkedIn(amy, monday, 12))
      .when(says(amy, '签到', monday))
      .thenSays('今天已经打过卡啦（连续 12 天），明天 00:00 后再来。'))

  test('says so too when days begin at 04:00 and it is past midnight', () =>
    specFor(checkIn, { config: bare, dayStartsAt: '04:00' })
      .given(checkedIn(amy, monday, 2))
      .when(says(amy, '打卡', '2026-11-24 02:00'))
      .thenSays('这一天已经打过卡啦（连续 2 天），今天 04:00 后再来。'))

  test('says tomorrow when clocks have gone back to before the start of the day', () =>
    specFor(checkIn, { config: bare, dayStartsAt: '01:30', zone: 'America/New_York' })
      .given(checkedIn(amy, day('2026-11-01'), 1))
      .when(says(amy, '打卡', Date.parse('2026-11-01T06:05Z') as Instant))
      .thenSays('今天已经打过卡啦（连续 1 天），明天 01:30 后再来。'))

  test('finds the first one, whichever was read first', () =>
    given(says(amy, '打卡', '2026-11-23 20:00', { message: message('later') }))
      .when(says(amy, '打卡', '2026-11-23 08:00'))
      .then(already(1)))
})

describe('a check-in can be made', () => {
  test('in private, and says so', () =>
    given()
      .when(says(amy, '打卡', monday, { private: true }))
      .then(...counts(amy, monday, 1, { where: 'private' })))

  test('with a slash', () =>
    given()
      .when(says(amy, '/checkin 读了三十页', monday))
      .then(...counts(amy, monday, 1, { note: '读了三十页' })))

  test('with a button', () =>
    given()
      .when(presses(amy, '打卡', monday))
      .then(...counts(amy, monday, 1)))

  test('with a note of any length: it is cut between characters', () =>
    given()
      .when(says(amy, `打卡 ${'字'.repeat(NOTE_LENGTH_MAX - 1)}🎉🎉`, monday))
      .then(...counts(amy, monday, 1, { note: '字'.repeat(NOTE_LENGTH_MAX - 1) })))

  test('by nobody else for a member who only talks about it', () =>
    given()
      .when(says(amy, '你们打卡了吗？', monday))
      .thenNothing())

  test('by nobody who is not in the group', () =>
    given()
      .when(says(amy, '打卡', monday, { private: true, stranger: true }))
      .thenNothing())

  test('by somebody who left and came back: the streak is still there', () =>
    given(
      membership.facts.imported({ member: amy }),
      checkedIn(amy, monday, 4),
      membership.facts.left({ member: amy, at: 0 as never }),
    )
      .when(says(amy, '打卡', tuesday))
      .then(...counts(amy, tuesday, 5)))
})

test('the second seven in a row is not called the first', () => {
  given(...streakUntil(saturday, 7), ...streakUntil(addDays(saturday, 30), 6))
    .when(says(amy, '打卡', addDays(saturday, 31)))
    .thenSays(/又(?:一次|走到)/)
  given(...streakUntil(saturday, 6))
    .when(says(amy, '打卡', sunday))
    .thenSays(/第一个七天/)
})

test('a second check-in that is read late names its day', () =>
  given(checkedIn(amy, sunday, 1), checkedIn(amy, monday, 2))
    .when(says(amy, '打卡', sunday))
    .thenSays('11 月 22 日那天已经打过卡啦（连续 2 天）。'))

describe('the streak command', () => {
  const nobody = {
    streakDays: 0,
    bestStreakDays: 0,
    totalDays: 0,
    isCheckedIn: false,
    nextMilestoneDays: 7,
    ...noFreezes,
  }
  const someone = {
    streakDays: 3,
    bestStreakDays: 3,
    totalDays: 3,
    isCheckedIn: false,
    nextMilestoneDays: 7,
    ...noFreezes,
  }

  test('has something kind for somebody who has never checked in', () =>
    given()
      .when(says(amy, '我的打卡', monday))
      .then(say.streak(nobody)))

  test('shows a streak that today can still go on', () =>
    given(...streakUntil(monday, 3))
      .when(says(amy, '我的签到', tuesday))
      .then(say.streak(someone)))

  test('shows 0 once a day was missed', () =>
    given(...streakUntil(monday, 3))
      .when(says(amy, '/streak', wednesday))
      .then(say.streak({ ...someone, streakDays: 0 })))

  test('shows the streak while the missed days are excused', () =>
    given(...streakUntil(monday, 3), outage('2026-11-24 00:00', '2026-11-26 10:00'))
      .when(says(amy, '我的打卡', thursday))
      .then(say.streak(someone)))

  test('answers in a line', () =>
    given(...streakUntil(monday, 3))
      .when(says(amy, '我的打卡', tuesday))
      .thenSays('已连续 3 天，最长 3 天，一共 3 天。今天还没打卡。再 4 天就满 7 天。'))
})

test('a check-in that another plugin records is a check-in', () =>
  given(happens(monday, checkedIn(amy, monday, 1)))
    .when(says(amy, '打卡', monday))
    .then(already(1)))
