import { describe, test } from 'vitest'
import checkIn from '../plugins/check-in/index.ts'
import { passports } from '../plugins/passport/facts.ts'
import passport from '../plugins/passport/index.ts'
import { ledger } from '../plugins/points/facts.ts'
import points from '../plugins/points/index.ts'
import type { LocalDay } from '../src/events/ids.ts'
import { at, day, group, joins, member, rings, says, specFor } from '../src/testing/index.ts'

const amy = member('amy')
const monday = day('2026-11-23')
const noon = at('2026-11-23 12:00')
const later = '2026-11-23 12:01'
const there = group('there:1')
const CODE = 'K7QXM2WHRD'
const here = specFor(passport, { plugins: [points, checkIn] })
const english = specFor(passport, { plugins: [points, checkIn], locale: 'en-US' })
/** Its owner has agreed to what comes from there. */
const bound = passports.facts.codeUsed({ bindCode: 'W3XK9MABCD', source: there, title: '晨读', at: noon })
const given: typeof here.given = (...history) => here.given(bound, ...history)
const inEnglish: Pick<typeof english, 'given'> = { given: (...history) => english.given(bound, ...history) }
const arrived = passports.facts.arrived({
  ...{ passport: 'there:1:1:1', from: there, member: amy, points: 120, bestDays: 7, totalDays: 18 },
  ...{ code: CODE, at: noon, until: at('2026-12-23') },
})

describe('what somebody brings', () => {
  const joined = given(arrived, joins(amy, noon))

  test('is in the balance, which says where it is from', () => {
    joined
      .when(says(amy, '积分', later))
      .thenSays('你有 120 积分（攒过 0，用过 0，从别的群带来 120）。发「积分 明细」看每一笔。')
    inEnglish
      .given(arrived, joins(amy, noon))
      .when(says(amy, '/points', later))
      .thenSays('You have 120 points (earned 0, spent 0, brought along 120). Send /points history to see each.')
  })

  test('is an entry of its own', () => {
    joined.when(says(amy, '/points history', later)).thenSays('最近 1 笔（现有 120 积分）：\n11-23 +120 从上一个群带来')
    joined.when(says(amy, '/why points', later)).thenSays(/从上一个群带来 1 笔，\+120/)
  })

  test('is in the record of check-ins', () => {
    joined
      .when(says(amy, '我的打卡', later))
      .thenSays(/^现在没有连续记录，最长 7 天，一共 18 天（其中 18 天是从以前的群带来的）。/)
    inEnglish
      .given(arrived, joins(amy, noon))
      .when(says(amy, '/streak', later))
      .thenSays(/^No streak right now, 7 at best, 18 days in all \(18 of them in groups before this one\)\./)
  })

  test('is what /mydata knows', () =>
    joined.when(says(amy, '/mydata', later, { private: true })).thenSays(/从别的群带来的积分：120/))

  test('counts from that day on, and expires like what is earned here', () => {
    joined.when(says(amy, '/points', '2027-02-21')).thenSays(/^你有 120 积分/)
    joined.when(says(amy, '/points', '2027-02-22')).thenSays(/^你有 0 积分/)
  })

  test('is no streak: the first check-in here is the first day', () =>
    joined.when(says(amy, '打卡 今天读了二十页，很有意思', later)).thenSays(/第 1 天/))
})

describe('what somebody takes along', () => {
  const has = (points: number, on: LocalDay = monday) =>
    ledger.facts.awarded({ member: amy, points, reason: 'prize', day: on })
  const bound = passports.facts.bound({ to: there, title: '下一站', code: CODE, at: noon })
  const issue = rings('issue', { closing: 1, member: amy }, noon)

  test('has left the balance', () =>
    given(bound, has(120), issue)
      .when(says(amy, '/points', later))
      .thenSays('你有 0 积分（攒过 120，用过 0，带去下一个群 120）。发「积分 明细」看每一笔。'))

  test('is an entry of its own', () =>
    given(bound, has(120), issue)
      .when(says(amy, '/points history', later))
      .thenSays('最近 2 笔（现有 0 积分）：\n11-23 -120 带去下一个群\n11-23 +120 prize'))

  test('leaves out what has expired, and writes that down', () =>
    given(bound, has(100, day('2026-08-01')), has(20), issue)
      .when(says(amy, '/points history', later))
      .thenSays(/^最近 4 笔（现有 0 积分）：\n10-31 -100 到期\n11-23 -20 带去下一个群/))

  test('that comes back has the time that it had left', () => {
    const back = ledger.facts.handedBack({ member: amy, points: 120, passport: 'here:1:1', day: day('2026-12-23') })
    const history = given(bound, has(120), issue, back)
    history
      .when(says(amy, '/points history', '2026-12-23'))
      .thenSays(/^最近 3 笔（现有 120 积分）：\n12-23 \+120 没有带走，退回/)
    // 90 days, and the 30 that they were under way.
    history.when(says(amy, '/points', '2027-03-23')).thenSays(/^你有 120 积分/)
    history.when(says(amy, '/points', '2027-03-24')).thenSays(/^你有 0 积分/)
  })
})
