import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween, Instant, LocalTime, Zone } from '../events/ids.ts'
import { DAYS_LOOKED_AT_MAX, type DailyTimes, nextOccurrence, occurrencesBetween, stillDue } from './occurrences.ts'
import { createCalendar } from './zones.ts'

const calendarOf = (zone: string, dayStartsAt = '00:00') =>
  createCalendar({ zone: Zone.parse(zone), dayStartsAt: LocalTime.parse(dayStartsAt) })
const instant = (text: string) => Instant.parse(Date.parse(text))
const time = (text: string) => LocalTime.parse(text)
const noon = instant('2026-03-01T12:00Z')
const shanghai = calendarOf('Asia/Shanghai', '04:00')
const berlin = calendarOf('Europe/Berlin')

/** The day and the time in UTC of all that falls due. */
function found(calendar: typeof berlin, at: DailyTimes, from: string, to: string): readonly string[] {
  return occurrencesBetween(calendar, at, instant(from), instant(to)).map(
    occurrence => `${occurrence.day} ${occurrence.time} = ${new Date(occurrence.instant).toISOString().slice(5, 16)}Z`,
  )
}

describe('what falls due between two instants', () => {
  test('is after the first and up to and including the second', () => {
    const at = [time('20:00'), time('08:00')]
    expect(found(shanghai, at, '2026-03-01T08:00+08:00', '2026-03-02T08:00+08:00')).toEqual([
      '2026-03-01 20:00 = 03-01T12:00Z',
      '2026-03-02 08:00 = 03-02T00:00Z',
    ])
    expect(found(shanghai, at, '2026-03-01T07:59:59.999+08:00', '2026-03-01T08:00+08:00')).toHaveLength(1)
    expect(found(shanghai, at, '2026-03-01T08:00+08:00', '2026-03-01T19:59:59.999+08:00')).toEqual([])
  })

  test('belongs to the day before, in the small hours before the day starts', () => {
    expect(found(shanghai, time('02:00'), '2026-03-01T12:00+08:00', '2026-03-02T12:00+08:00')).toEqual([
      '2026-03-01 02:00 = 03-01T18:00Z',
    ])
  })

  test('is nothing when time went back', () => {
    expect(found(shanghai, time('08:00'), '2026-03-02T09:00+08:00', '2026-03-01T07:00+08:00')).toEqual([])
  })

  test('is once a day, whether the clock skips the time or shows it twice', () => {
    expect(found(berlin, time('02:30'), '2026-03-28T12:00Z', '2026-03-30T12:00Z')).toEqual([
      '2026-03-29 02:30 = 03-29T01:30Z',
      '2026-03-30 02:30 = 03-30T00:30Z',
    ])
    expect(found(berlin, time('02:30'), '2026-10-24T12:00Z', '2026-10-26T12:00Z')).toEqual([
      '2026-10-25 02:30 = 10-25T00:30Z',
      '2026-10-26 02:30 = 10-26T01:30Z',
    ])
  })

  test('is one, when two times come to the same instant', () => {
    const at = [time('03:30'), time('02:30'), time('02:30')]
    expect(found(berlin, at, '2026-03-28T23:00Z', '2026-03-29T12:00Z')).toEqual(['2026-03-29 02:30 = 03-29T01:30Z'])
    expect(found(berlin, at, '2026-03-29T23:00Z', '2026-03-30T12:00Z')).toHaveLength(2)
  })

  test('is in the order of the instants, when the clock skips a time', () => {
    expect(found(berlin, [time('02:45'), time('03:15')], '2026-03-28T23:00Z', '2026-03-29T12:00Z')).toEqual([
      '2026-03-29 03:15 = 03-29T01:15Z',
      '2026-03-29 02:45 = 03-29T01:45Z',
    ])
  })

  test('leaves out a day that the zone left out', () => {
    expect(found(calendarOf('Pacific/Apia'), time('09:00'), '2011-12-29T12:00Z', '2011-12-31T00:00Z')).toEqual([
      '2011-12-29 09:00 = 12-29T19:00Z',
      '2011-12-31 09:00 = 12-30T19:00Z',
    ])
  })

  test('reaches back a year and no further', () => {
    const all = occurrencesBetween(berlin, time('09:00'), Instant.parse(0), instant('2026-03-01T12:00Z'))
    expect(all).toHaveLength(DAYS_LOOKED_AT_MAX)
    expect(all.at(-1)?.day).toBe('2026-03-01')
  })
})

describe('the next one', () => {
  test('is the first after an instant, today or tomorrow', () => {
    const at = [time('08:00'), time('20:00')]
    const next = (text: string) => nextOccurrence(shanghai, at, instant(text))
    expect(next('2026-03-01T08:00+08:00')).toMatchObject({ day: '2026-03-01', time: '20:00' })
    expect(next('2026-03-01T20:00+08:00')).toMatchObject({ day: '2026-03-02', time: '08:00' })
  })

  test('is the day after tomorrow, when the zone leaves tomorrow out', () => {
    const next = nextOccurrence(calendarOf('Pacific/Apia'), time('09:00'), instant('2011-12-29T20:00Z'))
    expect(next).toMatchObject({ day: '2011-12-31', instant: instant('2011-12-30T19:00Z') })
  })

  test('does not exist without times', () => {
    expect(nextOccurrence(shanghai, [], instant('2026-03-01T08:00Z'))).toBeNull()
  })
})

describe('of what was missed', () => {
  const at = [time('08:00'), time('12:00'), time('20:00')]
  const due = occurrencesBetween(berlin, at, instant('2026-03-01T12:00Z'), instant('2026-03-02T11:00Z'))
  const times = (policy: Parameters<typeof stillDue>[0], now: string) =>
    stillDue(policy, due, instant(now)).map(occurrence => occurrence.time)

  test('nothing still happens with "skip"', () => {
    expect(times('skip', '2026-03-02T13:00Z')).toEqual([])
  })

  test('all happens with "all", in order', () => {
    expect(times('all', '2026-03-02T13:00Z')).toEqual(['20:00', '08:00', '12:00'])
  })

  test('the newest happens with "latest", within its window', () => {
    expect(times({ latestWithinMinutes: 120 }, '2026-03-02T13:00Z')).toEqual(['12:00'])
    expect(times({ latestWithinMinutes: 120 }, '2026-03-02T13:00:00.001Z')).toEqual([])
  })

  test('what is found in time happens with every policy, and takes the place of what "latest" makes up for', () => {
    for (const policy of ['skip', { latestWithinMinutes: 1_440 }] as const) {
      expect(times(policy, '2026-03-02T11:01Z')).toEqual(['12:00'])
    }
    expect(times('skip', '2026-03-02T11:01:00.001Z')).toEqual([])
  })

  test('all that is found in time happens, however narrow the window', () => {
    const both = occurrencesBetween(berlin, [time('08:00'), time('08:01')], instant('2026-03-01T06:00Z'), noon)
    const now = instant('2026-03-01T07:01Z')
    expect(stillDue({ latestWithinMinutes: 0 }, both, now)).toEqual(both)
  })

  test('nothing happens when nothing was due', () => {
    expect(stillDue({ latestWithinMinutes: 10 }, [], instant('2026-03-01T08:00Z'))).toEqual([])
  })
})

describe('for any times, zone and instants', () => {
  const anyTime = fc
    .integer({ min: 0, max: 1439 })
    .map(minutes => time(new Date(minutes * 60_000).toISOString().slice(11, 16)))
  const anyCalendar = fc
    .tuple(fc.constantFrom('Europe/Berlin', 'Pacific/Apia', 'Australia/Lord_Howe', 'America/Sao_Paulo'), anyTime)
    .map(args => calendarOf(...args))
  const anyThreeInstants = fc
    .tuple(
      fc.integer({ min: Date.UTC(2011, 0, 1), max: Date.UTC(2012, 11, 1) }),
      fc.array(fc.integer({ min: 0, max: 40 * 86_400_000 }), { minLength: 3, maxLength: 3 }),
    )
    .map(([start, offsets]) => offsets.sort((a, b) => a - b).map(offset => Instant.parse(start + offset)))

  test('looking twice finds what looking once does, nothing twice and nothing never', () => {
    fc.assert(
      fc.property(anyCalendar, fc.array(anyTime, { maxLength: 3 }), anyThreeInstants, (calendar, at, instants) => {
        const [from, between, to] = instants as [Instant, Instant, Instant]
        const once = occurrencesBetween(calendar, at, from, to)
        expect([
          ...occurrencesBetween(calendar, at, from, between),
          ...occurrencesBetween(calendar, at, between, to),
        ]).toEqual(once)
        const next = nextOccurrence(calendar, at, from)
        expect(once[0] ?? null).toEqual(next !== null && next.instant <= to ? next : null)
      }),
      { numRuns: 200 },
    )
  })

  test('a time is due once in every day that exists', () => {
    fc.assert(
      fc.property(anyCalendar, anyTime, anyThreeInstants, (calendar, at, instants) => {
        const [first, last] = [calendar.dayOf(instants[0]!), calendar.dayOf(instants[2]!)]
        const before = (calendar.startOf(first) - 1) as Instant
        const end = (calendar.endOf(last) - 1) as Instant
        const days = Array.from({ length: daysBetween(first, last) + 1 }, (_, offset) => addDays(first, offset))
        const existing = days.filter(day => calendar.startOf(day) < calendar.endOf(day))
        expect(occurrencesBetween(calendar, at, before, end).map(({ day }) => day)).toEqual(existing)
      }),
      { numRuns: 200 },
    )
  })
})
