import { addDays, type LocalDay } from 'bonfire'
import { day } from 'bonfire/testing'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { KNOWN_DAYS } from './bits.ts'
import {
  type Attendance,
  countOn,
  currentStreakDays,
  isCheckedIn,
  LATE_DAYS_MAX,
  noAttendance,
  takeIn,
} from './streak.ts'

const FIRST = day('2026-01-01')
/** How many days the random histories span: more than are known one by one. */
const DAYS = 95
const on = (n: number): LocalDay => addDays(FIRST, n)

// The same in the plainest way: a list of all days with a check-in.

function naiveStreak(checkIns: readonly number[], at: number, excused: ReadonlySet<number>): number {
  let streakDays = 0
  for (let n = at; n >= 0; n -= 1) {
    if (checkIns.includes(n)) streakDays += 1
    else if (!excused.has(n)) break
  }
  return streakDays
}

const excusedDays = fc.uniqueArray(fc.integer({ min: 0, max: DAYS - 1 }), { maxLength: 30 }).map(days => new Set(days))
/** Stretches of days with and without check-ins, since chance alone makes no long streaks and no long gaps. */
const stretches = fc.array(fc.record({ isCheckedIn: fc.boolean(), days: fc.integer({ min: 1, max: 40 }) }), {
  minLength: 1,
  maxLength: 10,
})
/** How many days late each day's message is read: most at once, none too late. */
const late = fc.oneof(
  { weight: 6, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.nat({ max: LATE_DAYS_MAX - 1 }) },
)
/** Days in the order in which their messages are read, some of them twice. */
const readings = fc
  .record({
    stretches,
    lates: fc.array(late, { minLength: DAYS, maxLength: DAYS }),
    more: fc.array(fc.record({ day: fc.nat({ max: DAYS - 1 }), late }), { maxLength: 10 }),
  })
  .map(({ stretches, lates, more }) => {
    const isCheckedIn = stretches.flatMap(({ isCheckedIn, days }) => Array<boolean>(days).fill(isCheckedIn))
    const daily = lates.map((late, day) => ({ day, late })).filter(({ day }) => isCheckedIn[day])
    const messages = [...daily, ...more]
    return messages.sort((a, b) => a.day + a.late - (b.day + b.late) || a.day - b.day).map(({ day }) => day)
  })

test('every check-in is counted as by somebody with the whole list', () => {
  fc.assert(
    fc.property(excusedDays, readings, (excusedSet, days) => {
      const excused = (day: LocalDay) => excusedSet.has(Math.round((Date.parse(day) - Date.parse(FIRST)) / 86_400_000))
      const record = noAttendance()
      const checkIns: number[] = []
      let best = 0
      for (const n of days) {
        const counted = countOn(record, on(n), excused)
        if (checkIns.includes(n)) {
          expect(counted).toBe('already')
          continue
        }
        checkIns.push(n)
        const lastOfStreak = lastInRow(checkIns, n, excusedSet)
        const total = naiveStreak(checkIns, lastOfStreak, excusedSet)
        const streakDays = naiveStreak(checkIns, n, excusedSet)
        expect(counted).toEqual({ streakDays, laterDays: total - streakDays, freezeOn: [] })
        takeIn(record, { day: on(n), ...(counted as { streakDays: number; laterDays: number }) })
        best = Math.max(best, total)
        const newest = Math.max(...checkIns)
        expect(currentStreakDays(record, on(newest), excused)).toBe(naiveStreak(checkIns, newest, excusedSet))
        expect(record).toMatchObject({ lastDay: on(newest), totalDays: checkIns.length, bestStreakDays: best })
      }
    }),
    { numRuns: 400 },
  )
})

/** The last check-in of the streak that day n belongs to. */
function lastInRow(checkIns: readonly number[], n: number, excused: ReadonlySet<number>): number {
  let last = n
  for (let next = n + 1; checkIns.includes(next) || excused.has(next); next += 1)
    if (checkIns.includes(next)) last = next
  return last
}

test('a record stays small, however long a member takes part', () => {
  const record = noAttendance()
  for (let n = 0; n < 1_000; n += 1) takeIn(record, { day: on(n), streakDays: n + 1 })
  expect(currentStreakDays(record, on(1_000), () => false)).toBe(1_000)
  expect(JSON.stringify(record).length).toBeLessThan(400)
})

test('a streak that came from elsewhere goes on', () => {
  const record = taken({ day: on(40), streakDays: 12 })
  expect(countOn(record, on(41), () => false)).toEqual({ streakDays: 13, laterDays: 0, freezeOn: [] })
})

test('a streak outlives a pause of a year, and no longer', () => {
  const record = taken({ day: on(0), streakDays: 1 })
  expect(countOn(record, on(367), () => true)).toEqual({ streakDays: 2, laterDays: 0, freezeOn: [] })
  expect(countOn(record, on(368), () => true)).toEqual({ streakDays: 1, laterDays: 0, freezeOn: [] })
})

test('a check-in is in time for a month, counted from the newest one, and known for longer', () => {
  const record = taken({ day: on(0), streakDays: 1 }, { day: on(LATE_DAYS_MAX - 1), streakDays: 1 })
  expect(countOn(record, on(1), () => false)).toEqual({ streakDays: 2, laterDays: 0, freezeOn: [] })
  takeIn(record, { day: on(LATE_DAYS_MAX), streakDays: 2 })
  expect(countOn(record, on(0), () => false)).toBe('too-late')
  takeIn(record, { day: on(KNOWN_DAYS - 1), streakDays: 1 })
  expect(isCheckedIn(record, on(0))).toBe(true)
  takeIn(record, { day: on(KNOWN_DAYS), streakDays: 2 })
  expect(isCheckedIn(record, on(0))).toBe(false)
  expect(isCheckedIn(record, on(LATE_DAYS_MAX))).toBe(true)
})

test('a late check-in joins the streak that has left the known days', () => {
  const record = taken({ day: on(0), streakDays: 4 }, { day: on(KNOWN_DAYS), streakDays: 1 })
  expect(countOn(record, on(KNOWN_DAYS - 30), () => true)).toEqual({ streakDays: 5, laterDays: 1, freezeOn: [] })
  expect(countOn(record, on(KNOWN_DAYS - 30), () => false)).toEqual({ streakDays: 1, laterDays: 0, freezeOn: [] })
})

test('a check-in of long ago that a journal holds changes nothing but how many there are', () => {
  const record = taken({ day: on(80), streakDays: 3 })
  const before = { ...record }
  takeIn(record, { day: on(0), streakDays: 1 })
  expect(record).toEqual({ ...before, totalDays: 2 })
})

test('a gap that was excused when the streak went on stays bridged', () => {
  const record = taken({ day: on(0), streakDays: 1 }, { day: on(3), streakDays: 2 })
  expect(currentStreakDays(record, on(3), () => false)).toBe(2)
  expect(countOn(record, on(1), () => false)).toEqual({ streakDays: 2, laterDays: 1, freezeOn: [] })
})

function taken(...facts: readonly Parameters<typeof takeIn>[1][]): Attendance {
  const record = noAttendance()
  for (const fact of facts) takeIn(record, fact)
  return record
}
