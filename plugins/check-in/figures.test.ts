import { addDays, days, type LocalTime, membership, plans } from 'bonfire'
import { at, day, outage, says, specFor } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import {
  amy,
  bare,
  bob,
  campaign,
  checkedIn,
  freezeEarned,
  froze,
  given,
  monday,
  streakUntil,
  sunday,
  tuesday,
  wednesday,
} from './check-in.fixtures.ts'
import { wordingOn } from './context.ts'
import { attendance } from './facts.ts'
import { chinese } from './in-chinese.ts'
import { english } from './in-english.ts'
import checkIn from './index.ts'

const seven = [...streakUntil(monday, 7), freezeEarned(amy, monday)]
const why = (...lines: readonly string[]) => lines.join('\n')

test('a share of those who are left is not told where more was done than they could have', () => {
  const said = (present: number) => chinese.checkInStats({ checkIns: 8, days: 2, present, madeUp: 0 })
  expect([said(4), said(3)]).toEqual([
    '打卡 8 次，平均每天 4 次（2 天），现有成员 4 位，约 100%',
    '打卡 8 次，平均每天 4 次（2 天），现有成员 3 位',
  ])
})

describe('/why streak', () => {
  test('lists the days that make it up, newest first', () =>
    given(...seven, froze(amy, tuesday), checkedIn(amy, wednesday, 8))
      .when(says(amy, '/why streak', wednesday))
      .thenSays(
        why(
          '连续 8 天，从近到远：',
          '11 月 25 日：打卡 1 天',
          '11 月 24 日：冻结卡顶上 1 天',
          '11 月 17 日至 11 月 23 日：打卡 7 天',
        ),
      ))

  test('says what ended the one before', () =>
    given(checkedIn(amy, addDays(sunday, -1), 1), checkedIn(amy, tuesday, 1))
      .when(says(amy, '/why streak', tuesday))
      .thenSays(
        why('连续 1 天，从近到远：', '11 月 24 日：打卡 1 天', '11 月 22 日至 11 月 23 日：没打卡 2 天，断在这里'),
      ))

  test('says what excused a day, and what was made up', () => {
    const madeUp = attendance.facts.madeUp({ member: amy, day: monday, streakDays: 2, on: tuesday })
    specFor(checkIn, { config: bare, restDays: [sunday] })
      .given(checkedIn(amy, addDays(sunday, -1), 1), madeUp, outage('2026-11-24 09:00', '2026-11-24 18:00'))
      .when(says(amy, '/why streak', wednesday))
      .thenSays(
        why(
          '连续 2 天，从近到远：',
          '11 月 24 日：我掉线了，不算断',
          '11 月 23 日：补卡 1 天',
          '11 月 22 日：休息日，不算断',
          '11 月 21 日：打卡 1 天',
        ),
      )
  })

  test('tells a pause from a rest', () =>
    given(
      campaign(sunday, 21),
      checkedIn(amy, sunday, 1),
      plans.facts.paused({ day: monday, at: at(monday) }),
      plans.facts.resumed({ day: tuesday, at: at(tuesday) }),
    )
      .when(says(amy, '/why streak', tuesday))
      .thenSays(/11 月 23 日：暂停，不算断/))

  test('says which missed day a freeze will stand in for', () =>
    given(...seven)
      .when(says(amy, '/why streak', wednesday))
      .thenSays(/^连续 7 天，从近到远：\n11 月 24 日：没打卡 1 天，下次打卡会用冻结卡顶上\n/))

  test('says where it ended', () =>
    given(...streakUntil(monday, 3))
      .when(says(amy, '/why 连续', day('2026-11-26')))
      .thenSays(
        why(
          '现在没有连续记录。',
          '11 月 24 日至 11 月 25 日：没打卡 2 天，断在这里',
          '11 月 21 日至 11 月 23 日：打卡 3 天',
        ),
      ))

  test('says so when there is none', () =>
    given()
      .when(says(amy, '/why streak', monday))
      .thenSays('现在没有连续记录。'))
})

describe('/stats', () => {
  const here = [amy, bob].map(member => membership.facts.imported({ member }))

  test('counts check-ins against members and days, and comments against check-ins', () =>
    given(
      days.facts.began({ at: at('2026-11-01') }),
      ...here,
      ...streakUntil(monday, 7),
      checkedIn(bob, monday, 1, { message: 'of-bob' as never }),
      attendance.facts.commented({ message: 'of-bob' as never, member: bob, day: monday, by: amy }),
    )
      .when(says(amy, '/stats 7d', monday, { role: 'owner' }))
      .thenSays(/打卡 8 次，平均每天 1\.1 次（7 天），现有成员 2 位，约 57%\n点评 1\/8 次打卡（13%）/))

  test('counts no days from before the group came to life', () =>
    given(...here, checkedIn(bob, monday, 1))
      .when(says(amy, '/stats 7d', monday, { role: 'owner' }))
      .thenSays(/打卡 1 次，平均每天 1 次（1 天）/))
})

describe('what is said every day', () => {
  const next = [0, 1, 2, 3, 4, 5, 6].map(n => addDays(monday, n))

  test('is never what was said the day before', () => {
    for (const member of [amy, bob]) {
      for (const { done } of [chinese, english]) {
        const texts = next.map((day, n) => {
          const params = {
            streakDays: 40 + n,
            place: null,
            isAgain: false,
            wording: wordingOn(day, member),
            message: 'm' as never,
          }
          return done(params).replace(/\d+/g, 'n')
        })
        texts.slice(1).forEach((text, n) => {
          expect(text).not.toBe(texts[n])
        })
      }
    }
  })

  test('has at least five wordings in each language', () => {
    for (const { done } of [chinese, english]) {
      const texts = next.map((_, n) =>
        done({ streakDays: 5, place: null, isAgain: false, wording: n, message: 'm' as never }),
      )
      expect(new Set(texts).size).toBeGreaterThanOrEqual(5)
    }
  })

  test('presses nobody, in any wording', () => {
    const naming = { mention: () => '@Amy', sign: () => '', name: () => 'Amy', quote: () => '', content: () => '' }
    const until = '00:00' as LocalTime
    const texts = [chinese, english].flatMap(({ done, remind, led }) =>
      Array.from({ length: 24 }, (_, n) => [
        done({ streakDays: n + 1, place: n, isAgain: n % 2 === 1, wording: n, message: 'm' as never }),
        remind({ day: monday, checkedIn: n, atRisk: n + 1, until, members: n % 2 ? [amy] : [], wording: n }, naming),
        led({ day: monday, member: amy, dayNumber: n % 2 ? n : null, wording: n }, naming),
      ]),
    )
    for (const text of texts.flat())
      expect(text).not.toMatch(/亲|赶紧|赶快|最后机会|[!！]{2}|hurry|last chance|undefined/i)
  })
})
