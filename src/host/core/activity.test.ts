import { describe, expect, test } from 'vitest'
import { addDays, daysBetween, type LocalDay } from '../../events/ids.ts'
import { createDice } from '../../rehearsal/dice.ts'
import { day } from '../../testing/index.ts'
import { mondayOf, NEVER_ACTIVE, noteActive, wasActive, wasActiveIn, weekOf } from './activity.ts'

const monday = day('2026-11-23')
const activeOn = (...days: readonly LocalDay[]) => {
  const known = { ...NEVER_ACTIVE }
  for (const day of days) noteActive(known, day)
  return known
}

describe('weeks', () => {
  test('begin on Monday, also over the turn of a year and before what is counted from', () => {
    expect(weekOf(addDays(monday, 6))).toBe(weekOf(monday))
    expect(weekOf(addDays(monday, -1))).toBe(weekOf(monday) - 1)
    expect(weekOf(day('2027-01-03'))).toBe(weekOf(day('2026-12-28')))
    expect(weekOf(day('2017-12-31'))).toBe(-1)
    expect(mondayOf(weekOf(addDays(monday, 3)))).toBe(monday)
  })
})

describe('the days of somebody', () => {
  test('are known up to a day that they were not active on', () => {
    const known = activeOn(monday)
    expect(wasActive(known, addDays(monday, 6), 7)).toBe(true)
    expect(wasActive(known, addDays(monday, 7), 7)).toBe(false)
    expect(wasActive(known, addDays(monday, -1), 7)).toBe(false)
  })

  test('are none of somebody who never was', () => {
    expect(wasActive(NEVER_ACTIVE, monday, 7)).toBe(false)
    expect(wasActiveIn(NEVER_ACTIVE, weekOf(monday))).toBe(false)
  })

  test('that are half a year apart leave nothing between them', () => {
    const known = activeOn(monday, addDays(monday, 180))
    expect(wasActive(known, addDays(monday, 179), 31)).toBe(false)
    expect(wasActive(known, addDays(monday, 180), 1)).toBe(true)
  })
})

test.each([1, 2, 3, 4, 5])('days and weeks are those of a plain set, seed %i', seed => {
  const dice = createDice(seed)
  const days = Array.from({ length: 100 }, (_, index) => addDays(monday, index)).filter(() => dice.happens(0.2))
  const known = { ...NEVER_ACTIVE }
  for (const active of days) {
    noteActive(known, active)
    const sofar = days.filter(one => one <= active)
    for (let back = 0; back < 20; back += 1) {
      const last = addDays(active, 3 - back)
      const among = sofar.some(one => one <= last && daysBetween(one, last) < 7)
      expect(wasActive(known, last, 7), `the week up to ${last}, on ${active}`).toBe(among)
    }
    for (let week = weekOf(monday) - 1; week <= weekOf(active) + 1; week += 1)
      expect(wasActiveIn(known, week)).toBe(sofar.some(one => weekOf(one) === week))
  }
})
