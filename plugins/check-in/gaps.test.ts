import { acknowledge, addDays, type LocalDay } from 'bonfire'
import { happens, says, specFor } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import {
  amy,
  bare,
  campaign,
  checkedIn,
  counts,
  days,
  freezeEarned,
  froze,
  given,
  monday,
  say,
  streakUntil,
  thursday,
  tuesday,
  wednesday,
} from './check-in.fixtures.ts'
import { attendance, makeUpOn } from './facts.ts'
import checkIn from './index.ts'
import { noAttendance, takeIn } from './streak.ts'

const [friday] = days(27)
const never = () => false
const seven = [...streakUntil(monday, 7), freezeEarned(amy, monday)]
const broke = (days: readonly LocalDay[], more: object = {}) =>
  acknowledge(say.broke({ days, freezes: 0, streakDays: 3, mayMakeUp: true, ...more }))

describe('a streak that ended is told once', () => {
  const three = streakUntil(monday, 3)

  test('with the days that were missed', () => {
    given(...three)
      .when(says(amy, '打卡', wednesday))
      .then(...counts(amy, wednesday, 1), broke([tuesday]))
    given(...three, checkedIn(amy, wednesday, 1))
      .when(says(amy, '打卡', thursday))
      .then(...counts(amy, thursday, 2))
  })

  test('in words that say why, and what can be done', () =>
    given(...seven)
      .when(says(amy, '打卡', thursday))
      .thenSays(
        /11 月 24 日、11 月 25 日没打卡，冻结卡只有 1 张，不够顶，连续记录从今天重新数。之前的 7 天都还记着。想接上的话，发「补卡」看看还能不能补。$/,
      ))

  test('without a word of make-ups where there are none, or it is too long ago', () => {
    specFor(checkIn, { config: { ...bare, tellMakeUp: false } })
      .given(...three)
      .when(says(amy, '打卡', wednesday))
      .then(...counts(amy, wednesday, 1), broke([tuesday], { mayMakeUp: false }))
    given(...three)
      .when(says(amy, '打卡', addDays(monday, 9)))
      .thenSays(/重新数。之前的 3 天都还记着。$/)
  })

  test('not of a single day, nor of one from before the campaign', () => {
    given(...streakUntil(monday, 1))
      .when(says(amy, '打卡', wednesday))
      .then(...counts(amy, wednesday, 1))
    given(...three, campaign(thursday, 21))
      .when(says(amy, '打卡', thursday))
      .then(...counts(amy, thursday, 1))
  })
})

describe('a make-up after the check-in of today uses freezes as one before does', () => {
  const record = (freezes: number, ...facts: readonly Parameters<typeof takeIn>[1][]) => {
    const made = noAttendance()
    for (const fact of facts) takeIn(made, fact)
    return { ...made, freezes }
  }
  const [from, to] = [
    { day: monday, streakDays: 7 },
    { day: friday, streakDays: 1 },
  ]

  test('says which', () => {
    expect(makeUpOn(record(2, from, to), tuesday, never)).toEqual({
      ...{ streakDays: 8, laterDays: 1, freezeOn: [wednesday, thursday] },
    })
    expect(makeUpOn(record(1, from, to), wednesday, never)).toEqual({
      ...{ streakDays: 8, laterDays: 0, freezeOn: [tuesday] },
    })
    expect(makeUpOn(record(0, from, to), tuesday, never)).toEqual({ streakDays: 8, laterDays: 0, freezeOn: [] })
  })

  test('and records them', () =>
    given(...seven, checkedIn(amy, thursday, 1))
      .when(
        happens(
          friday,
          attendance.facts.madeUp({ member: amy, day: tuesday, streakDays: 8, laterDays: 1, on: friday }),
        ),
      )
      .then(froze(amy, wednesday)))

  test('a check-in that is read late uses none: what was told stays', () =>
    given(...seven, checkedIn(amy, thursday, 1))
      .when(says(amy, '打卡', tuesday))
      .thenSays(/连起来是 8 天/))
})
