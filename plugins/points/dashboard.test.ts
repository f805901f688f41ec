import { addDays, days, type Figure, type LocalDay, membership } from 'bonfire'
import { at, day, member, says, specFor } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { ledger } from './facts.ts'
import points from './index.ts'

const { given } = specFor(points)
const [amy, bob, owner] = [member('amy'), member('bob'), member('owner')]
const monday = day('2026-11-23')
const on = (days: number): LocalDay => addDays(monday, days)
const began = days.facts.began({ at: at(monday) })
const here = [amy, bob].map(member => membership.facts.imported({ member }))
const got = (points: number, days = 0, member = amy) =>
  ledger.facts.awarded({ member, points, reason: 'prize', day: on(days) })
const paid = (points: number, days = 0) => ledger.facts.spent({ member: amy, points, reason: 'shop', day: on(days) })
const back = (points: number, days = 0) => ledger.facts.returned({ member: amy, points, reason: 'shop', day: on(days) })
const given10 = ledger.facts.adjusted({ member: bob, points: 10, adjustment: 1, day: on(1) })

const linesOf = (figure: Figure | undefined) => {
  if (figure?.is !== 'days') throw new Error('no lines')
  return Object.fromEntries(figure.lines.map(({ label, values }) => [label['en-US'], values]))
}

describe('points per day', () => {
  const history = [began, ...here, got(60), paid(30, 1), back(10, 2), given10]

  test('are issued, redeemed less what came back, expired, and given or taken by admins', () =>
    expect(linesOf(given(...history).figures(on(2)).days)).toEqual({
      issued: [60, 0, 0],
      redeemed: [0, 30, -10],
      expired: [0, 0, 0],
      'by admins': [0, 10, 0],
    }))

  test('come to what /stats says', () =>
    given(...history)
      .when(says(owner, '/stats 7d', on(2), { role: 'owner' }))
      .thenSays(/近 7 天积分：发出 60，用掉 20，到期 0，管理员加减 \+10/))

  test('have expired on the day on which they did, with an entry or without one', () => {
    const history = [began, ...here, got(20), got(5, 5), got(7, 0, bob)]
    const { expired } = linesOf(given(...history).figures(on(92)).days)
    expect(expired).toHaveLength(30)
    expect(expired!.indexOf(27)).toBe(28)
    expect(expired!.reduce((sum, of) => sum! + of!, 0)).toBe(27)
    const { outstanding } = given(...history).figures(on(92))
    expect(outstanding).toMatchObject({ is: 'number', value: 5, n: 1 })
  })

  test('do not expire where the plan says so', () => {
    const lasting = specFor(points, { config: { expireAfterDays: null } })
    const { days, outstanding } = lasting.given(began, ...here, got(20)).figures(on(92))
    expect(linesOf(days).expired!.every(of => of === 0)).toBe(true)
    expect(outstanding).toMatchObject({ value: 20 })
  })
})

describe('points outstanding', () => {
  test('are those of everybody who is here; of those who have left it is said besides', () => {
    const left = membership.facts.left({ member: bob, at: at(monday) })
    const { outstanding } = given(began, ...here, got(60), paid(20), got(7, 0, bob), left).figures(on(1))
    expect(outstanding).toMatchObject({ value: 40, n: 1, note: { 'en-US': '7 more are of people who have left' } })
    const { outstanding: before } = given(began, ...here, got(60), paid(20), got(7, 0, bob)).figures(on(1))
    expect(before).toMatchObject({ value: 47, n: 2 })
    expect(before).not.toHaveProperty('note')
  })

  test('are none where nobody has any', () =>
    expect(given(began, ...here).figures(monday)).toMatchObject({ outstanding: { value: 0, n: 0 }, days: { n: 0 } }))
})
