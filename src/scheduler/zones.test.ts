import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, Instant, LocalDay, LocalTime, Zone } from '../events/ids.ts'
import { findMistakes, transitionsOf } from './zones.oracle.ts'
import { createCalendar } from './zones.ts'

const calendarOf = (zone: string, dayStartsAt = '00:00') =>
  createCalendar({ zone: Zone.parse(zone), dayStartsAt: LocalTime.parse(dayStartsAt) })
const instant = (text: string) => Instant.parse(Date.parse(text))
const day = (text: string) => LocalDay.parse(text)
const time = (text: string) => LocalTime.parse(text)
const iso = (value: number) => new Date(value).toISOString()
const earlier = (value: Instant, ms: number) => (value - ms) as Instant

const ZONES_OF_NOTE = [
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/Havana',
  'America/New_York',
  'America/Nuuk',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Antarctica/Troll',
  'Asia/Gaza',
  'Asia/Kathmandu',
  'Asia/Shanghai',
  'Atlantic/Azores',
  'Australia/Lord_Howe',
  'Europe/Berlin',
  'Pacific/Apia',
]

describe('a day', () => {
  test('begins at its start to the millisecond', () => {
    const shanghai = calendarOf('Asia/Shanghai', '04:00')
    expect(shanghai.dayOf(instant('2026-03-02T03:59:59.999+08:00'))).toBe('2026-03-01')
    expect(shanghai.dayOf(instant('2026-03-02T04:00:00.000+08:00'))).toBe('2026-03-02')
  })

  test('contains the small hours after its date, when days start at 04:00', () => {
    const shanghai = calendarOf('Asia/Shanghai', '04:00')
    expect(iso(shanghai.at(day('2026-03-01'), time('02:00')))).toBe('2026-03-01T18:00:00.000Z')
    expect(shanghai.dayOf(shanghai.at(day('2026-03-01'), time('02:00')))).toBe('2026-03-01')
    expect(iso(shanghai.at(day('2026-03-01'), time('04:00')))).toBe('2026-02-28T20:00:00.000Z')
  })

  test('lasts 23 hours in Berlin when the clock goes forward and 25 when it goes back', () => {
    const berlin = calendarOf('Europe/Berlin')
    const hours = (name: string) => (berlin.endOf(day(name)) - berlin.startOf(day(name))) / 3_600_000
    expect(['2026-03-28', '2026-03-29', '2026-10-25'].map(hours)).toEqual([24, 23, 25])
  })

  test('begins where the skip ends, when the clock skips its start', () => {
    const berlin = calendarOf('Europe/Berlin', '02:30')
    expect(iso(berlin.startOf(day('2026-03-29')))).toBe('2026-03-29T01:00:00.000Z')
    expect(berlin.dayOf(instant('2026-03-29T03:10+02:00'))).toBe('2026-03-29')
  })

  test('begins at 01:00 in São Paulo when midnight is skipped', () => {
    const saoPaulo = calendarOf('America/Sao_Paulo')
    expect(iso(saoPaulo.startOf(day('2018-11-04')))).toBe('2018-11-04T03:00:00.000Z')
    expect(saoPaulo.timeOf(saoPaulo.startOf(day('2018-11-04')))).toBe('01:00')
  })

  test('does not begin twice in St. John’s, where midnight is shown twice', () => {
    const stJohns = calendarOf('America/St_Johns')
    // The clock went from 00:01 on the 7th back to 23:01 on the 6th.
    expect(stJohns.dayOf(instant('2010-11-07T00:00:30-02:30'))).toBe('2010-11-07')
    expect(stJohns.dayOf(instant('2010-11-06T23:30-03:30'))).toBe('2010-11-07')
  })

  test('that the zone left out has no instants and breaks nothing', () => {
    const apia = calendarOf('Pacific/Apia')
    const lost = day('2011-12-30')
    expect(apia.startOf(lost)).toBe(apia.endOf(lost))
    expect(apia.at(lost, time('12:00'))).toBe(apia.startOf(lost))
    expect(apia.dayOf(earlier(apia.startOf(lost), 1))).toBe('2011-12-29')
    expect(apia.dayOf(apia.startOf(lost))).toBe('2011-12-31')
  })
})

describe('a time', () => {
  test('that the clock skips is later by what was skipped', () => {
    const berlin = calendarOf('Europe/Berlin')
    expect(iso(berlin.at(day('2026-03-29'), time('02:30')))).toBe('2026-03-29T01:30:00.000Z')
    const lordHowe = calendarOf('Australia/Lord_Howe')
    expect(lordHowe.timeOf(lordHowe.at(day('2026-10-04'), time('02:15')))).toBe('02:45')
  })

  test('that the clock shows twice is the first', () => {
    const newYork = calendarOf('America/New_York')
    expect(iso(newYork.at(day('2026-11-01'), time('01:30')))).toBe('2026-11-01T05:30:00.000Z')
  })

  test('stays in its day, when the skip would lead out of it', () => {
    const berlin = calendarOf('Europe/Berlin', '03:00')
    const saturday = day('2026-03-28')
    expect(berlin.at(saturday, time('02:30'))).toBe(earlier(berlin.endOf(saturday), 1))
    expect(berlin.dayOf(berlin.at(saturday, time('02:30')))).toBe(saturday)
  })

  test('is what the clock on the wall reads', () => {
    expect(calendarOf('Asia/Kathmandu').timeOf(instant('2026-03-01T00:00:59.999Z'))).toBe('05:45')
    expect(calendarOf('Asia/Kathmandu').timeOf(instant('2026-03-01T18:15Z'))).toBe('00:00')
  })
})

describe('around every transition', () => {
  test('the checker finds the mistakes of a calendar that ignores its zone', () => {
    const utc = calendarOf('UTC', '04:00')
    const [transition] = transitionsOf('Europe/Berlin', 2026, 2026)
    expect(findMistakes({ ...utc, zone: Zone.parse('Europe/Berlin') }, transition!)).not.toEqual([])
  })

  test.each(ZONES_OF_NOTE)('days tile time and times lie in their day: %s', zone => {
    expect(mistakesIn(zone, 2010, 2012)).toEqual([])
  })

  // All 12,329 transitions take two minutes: BONFIRE_ALL_ZONES=1 npx vitest run src/scheduler/zones
  test.runIf(process.env.BONFIRE_ALL_ZONES === '1')(
    'the same in every zone, 2000 to 2040',
    { timeout: 900_000 },
    () => {
      expect(Intl.supportedValuesOf('timeZone').flatMap(zone => mistakesIn(zone, 2000, 2040))).toEqual([])
    },
  )

  function mistakesIn(zone: string, yearFrom: number, yearTo: number): readonly string[] {
    return transitionsOf(zone, yearFrom, yearTo).flatMap(transition =>
      // A start that is skipped or shown twice at this very transition, besides the usual ones.
      ['00:00', '04:00', skippedAt(zone, transition)].flatMap(dayStartsAt =>
        findMistakes(calendarOf(zone, dayStartsAt), transition),
      ),
    )
  }

  /** What the clock would have shown half an hour after the transition, had there been none. */
  function skippedAt(zone: string, transition: Instant): LocalTime {
    const minutes = Date.parse(`1970-01-01T${calendarOf(zone).timeOf(earlier(transition, 60_000))}Z`) / 60_000 + 31
    return time(new Date((minutes % 1440) * 60_000).toISOString().slice(11, 16))
  }
})

describe('a calendar', () => {
  const anyTime = fc
    .integer({ min: 0, max: 1439 })
    .map(minutes => time(new Date(minutes * 60_000).toISOString().slice(11, 16)))
  const anyInstant = fc
    .integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2041, 0, 1) })
    .map(value => Instant.parse(value))
  const anyCalendar = fc.tuple(fc.constantFrom(...ZONES_OF_NOTE), anyTime).map(args => calendarOf(...args))

  test('has every instant in its day, whatever was asked before', () => {
    fc.assert(
      fc.property(anyCalendar, fc.array(anyInstant, { minLength: 1, maxLength: 20 }), (calendar, instants) => {
        for (const each of instants) {
          const found = calendar.dayOf(each)
          expect(calendar.startOf(found)).toBeLessThanOrEqual(each)
          expect(calendar.endOf(found)).toBeGreaterThan(each)
        }
      }),
      { numRuns: 100 },
    )
  })

  test('has every time in its day', () => {
    fc.assert(
      fc.property(anyCalendar, anyInstant, anyTime, (calendar, within, at) => {
        expect(calendar.dayOf(calendar.at(calendar.dayOf(within), at))).toBe(calendar.dayOf(within))
      }),
      { numRuns: 300 },
    )
  })

  test('gives the same answers after it has forgotten a day', () => {
    const calendar = calendarOf('Europe/Berlin', '05:00')
    const first = day('2024-02-29')
    const answers = () => [calendar.startOf(first), calendar.endOf(first), calendar.at(first, time('20:00'))]
    const before = answers()
    for (let days = 0; days < 1_000; days += 1) calendar.startOf(addDays(first, days))
    expect(answers()).toEqual(before)
  })

  test('is shared by those who ask for the same, and frozen', () => {
    expect(calendarOf('Asia/Shanghai', '04:00')).toBe(calendarOf('Asia/Shanghai', '04:00'))
    expect(calendarOf('Asia/Shanghai', '04:00')).not.toBe(calendarOf('Asia/Shanghai', '04:01'))
    expect(calendarOf('Asia/Shanghai')).toSatisfy(Object.isFrozen)
  })

  test('refuses an instant in the far future: a platform’s microseconds are not milliseconds', () => {
    expect(() => calendarOf('Asia/Shanghai').dayOf((instant('2026-03-01T00:00Z') * 1_000) as Instant)).toThrow(
      RangeError,
    )
  })
})
