import { acknowledge, addDays, type LocalDay, type MemberId } from 'bonfire'
import { at, happens, outage, says, specFor } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import {
  amy,
  bare,
  checkedIn,
  counts,
  days,
  freezeEarned,
  froze,
  given,
  monday,
  say,
  streakUntil,
  sunday,
  thursday,
  tuesday,
  wednesday,
} from './check-in.fixtures.ts'
import { attendance, makeUpOn } from './facts.ts'
import checkIn from './index.ts'
import { noAttendance, takeIn } from './streak.ts'

const [friday] = days(27)
const earned = (freezes: number) => acknowledge(say.freezeEarned({ freezes }))
const madeUp = (member: MemberId, day: LocalDay, streakDays: number, laterDays?: number) =>
  attendance.facts.madeUp({ member, day, streakDays, on: friday, ...(laterDays && { laterDays }) })
/** Seven days up to Monday, and the freeze that they earn. */
const seven = [...streakUntil(monday, 7), freezeEarned(amy, monday)]
const broke = (days: readonly LocalDay[], freezes: number, streakDays: number, mayMakeUp = true) =>
  acknowledge(say.broke({ days, freezes, streakDays, mayMakeUp }))
const told = (days: readonly LocalDay[], left: number) => acknowledge(say.froze({ days, left }))

describe('a freeze', () => {
  test('is earned by every seventh day in a row', () =>
    given(...seven, ...streakUntil(addDays(monday, 6), 13).slice(7))
      .when(says(amy, '打卡', addDays(monday, 7)))
      .then(...counts(amy, addDays(monday, 7), 14), freezeEarned(amy, addDays(monday, 7)), earned(2)))

  test('is not earned in between', () =>
    given(...seven)
      .when(says(amy, '打卡', tuesday))
      .then(...counts(amy, tuesday, 8)))

  test('is not earned by somebody who has two', () =>
    given(...streakUntil(monday, 20), freezeEarned(amy, monday), freezeEarned(amy, monday))
      .when(says(amy, '打卡', tuesday))
      .then(...counts(amy, tuesday, 21)))

  test('stands in for a missed day by itself, and the receipt says so', () =>
    given(...seven)
      .when(says(amy, '打卡', wednesday))
      .then(froze(amy, tuesday), ...counts(amy, wednesday, 8), told([tuesday], 0)))

  test('is told in words', () =>
    given(...seven)
      .when(says(amy, '打卡', wednesday))
      .thenSays(/11 月 24 日没打卡，用了 1 张冻结卡，连续记录还在（还剩 0 张）。$/))

  test('stands in for two days when there are two', () =>
    given(...seven, freezeEarned(amy, monday))
      .when(says(amy, '打卡', thursday))
      .then(froze(amy, tuesday), froze(amy, wednesday), ...counts(amy, thursday, 8), told([tuesday, wednesday], 0)))

  test('is not used where there are too few: the streak begins anew, and it stays in hand', () => {
    given(...seven)
      .when(says(amy, '打卡', thursday))
      .then(...counts(amy, thursday, 1), broke([tuesday, wednesday], 1, 7))
    given(...seven, checkedIn(amy, thursday, 1))
      .when(says(amy, '我的打卡', thursday))
      .thenSays(/冻结卡还有 1 张/)
  })

  test('is not used for a day that is excused', () => {
    specFor(checkIn, { config: bare, restDays: [tuesday] })
      .given(...seven)
      .when(says(amy, '打卡', wednesday))
      .then(...counts(amy, wednesday, 8))
    given(...seven, outage('2026-11-24 09:00', '2026-11-24 18:00'))
      .when(says(amy, '打卡', thursday))
      .then(
        froze(amy, wednesday),
        ...counts(amy, thursday, 8),
        told([wednesday], 0),
        acknowledge(say.amnesty({ days: [tuesday] })),
      )
  })

  test('keeps the streak that is shown before it is used', () => {
    given(...seven)
      .when(says(amy, '我的打卡', wednesday))
      .thenSays(
        '已连续 7 天，最长 7 天，一共 7 天。今天还没打卡。再 7 天就满 14 天。漏掉的 1 天，下次打卡会用冻结卡顶上。',
      )
    given(...seven)
      .when(says(amy, '我的打卡', thursday))
      .thenSays(/^现在没有连续记录/)
  })

  test('comes back when the check-in of its day is read after all', () => {
    const history = [...seven, froze(amy, tuesday), checkedIn(amy, wednesday, 8)]
    const back = acknowledge(
      say.filled({ day: tuesday, streakDays: 9, freezeBack: true, message: 'the-message' as never }),
      {
        reaction: '🔥',
      },
    )
    given(...history)
      .when(says(amy, '打卡', tuesday))
      .then(checkedIn(amy, tuesday, 8, { laterDays: 1, at: at(tuesday), freezeBack: true }), back)
    given(...history, says(amy, '打卡', tuesday))
      .when(says(amy, '我的打卡', wednesday))
      .thenSays(/冻结卡还有 1 张/)
  })

  test('does not come back to somebody who has two again', () =>
    given(
      ...seven,
      froze(amy, tuesday),
      freezeEarned(amy, wednesday),
      freezeEarned(amy, wednesday),
      checkedIn(amy, wednesday, 8),
    )
      .when(says(amy, '打卡', tuesday))
      .thenSays(/^收到啦，11 月 24 日的打卡补记好了，连起来是 9 天。$/))

  test('is earned once when a late check-in makes two streaks one', () => {
    const three = [
      ...streakUntil(sunday, 3),
      checkedIn(amy, tuesday, 1),
      checkedIn(amy, wednesday, 2),
      checkedIn(amy, thursday, 3),
    ]
    given(...three)
      .when(happens(friday, checkedIn(amy, monday, 4, { laterDays: 3 })))
      .then(freezeEarned(amy, monday), earned(1))
    given(...seven, ...[3, 4, 5].map((n, index) => checkedIn(amy, addDays(monday, n), index + 1)))
      .when(happens(friday, checkedIn(amy, addDays(monday, 2), 1, { laterDays: 3 })))
      .then()
  })

  test('can be switched off', () =>
    specFor(checkIn, { config: { ...bare, freezeEveryDays: 0 } })
      .given(...streakUntil(monday, 6))
      .when(says(amy, '打卡', tuesday))
      .then(...counts(amy, tuesday, 7)))
})

describe('a day that is made up', () => {
  const record = (...facts: readonly Parameters<typeof takeIn>[1][]) => {
    const made = noAttendance()
    for (const fact of facts) takeIn(made, fact)
    return made
  }
  const never = () => false

  test('counts as a late check-in does', () => {
    const gap = record({ day: monday, streakDays: 4 }, { day: wednesday, streakDays: 1 })
    expect(makeUpOn(gap, tuesday, never)).toEqual({ streakDays: 5, laterDays: 1, freezeOn: [] })
    expect(makeUpOn(record({ day: monday, streakDays: 4 }), tuesday, never)).toEqual({
      ...{ streakDays: 5, laterDays: 0, freezeOn: [] },
    })
    expect(makeUpOn(noAttendance(), tuesday, never)).toEqual({ streakDays: 1, laterDays: 0, freezeOn: [] })
  })

  test('is none where somebody checked in, or a freeze stood in, or it is too long ago', () => {
    const froze = { ...record({ day: monday, streakDays: 7 }, { day: wednesday, streakDays: 8 }), frozen: 2 }
    expect(makeUpOn(froze, tuesday, never)).toBe('already')
    expect(makeUpOn(froze, wednesday, never)).toBe('already')
    expect(makeUpOn(froze, addDays(wednesday, -40), never)).toBe('too-late')
  })

  test('continues the streak, and is a check-in of that day', () =>
    given(checkedIn(amy, monday, 4), checkedIn(amy, wednesday, 1), madeUp(amy, tuesday, 5, 1))
      .when(says(amy, '打卡', thursday))
      .then(...counts(amy, thursday, 7), freezeEarned(amy, thursday), earned(1)))

  test('earns a freeze where it completes seven days', () =>
    given(...streakUntil(monday, 4), checkedIn(amy, wednesday, 1), checkedIn(amy, thursday, 2))
      .when(happens(friday, madeUp(amy, tuesday, 5, 2)))
      .then(freezeEarned(amy, tuesday), earned(1)))

  test('leaves another missed day to a freeze', () =>
    given(...seven)
      .when(happens(friday, madeUp(amy, wednesday, 8)))
      .then(froze(amy, tuesday)))

  test('uses no freeze where the streak had ended', () =>
    given(...seven)
      .when(happens(friday, madeUp(amy, thursday, 1)))
      .then())
})
