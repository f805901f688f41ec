import { Temporal } from 'temporal-polyfill'
import { addDays, type Instant, type LocalDay, type LocalTime } from '../events/ids.ts'
import type { Calendar } from '../host/calendar.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** Every change of a zone's offset in these years, the last included. */
export function transitionsOf(zone: string, yearFrom: number, yearTo: number): readonly Instant[] {
  const found: Instant[] = []
  const start = Temporal.PlainDate.from({ year: yearFrom, month: 1, day: 1 }).toZonedDateTime(zone)
  let next = start.getTimeZoneTransition('next')
  while (next !== null && next.year <= yearTo) {
    found.push(next.epochMilliseconds as Instant)
    next = next.getTimeZoneTransition('next')
  }
  return found
}

/** What a calendar answers wrongly around a transition, by rules that share nothing with how it computes. */
export function findMistakes(calendar: Calendar, transition: Instant): readonly string[] {
  const before = wallDay(calendar, (transition - 1) as Instant)
  const days = [-1, 0, 1].map(offset => addDays(before, offset))
  const times = timesAround(calendar, transition)
  return [
    ...days.flatMap(day => mistakesOfDay(calendar, day)),
    ...instantsAround(calendar, transition, days).flatMap(instant =>
      mistakesAt(calendar, instant, instant < transition ? null : before),
    ),
    ...days.flatMap(day => times.flatMap(time => mistakesOfTime(calendar, day, time))),
  ].map(mistake => `${calendar.zone} from ${calendar.dayStartsAt}, ${iso(transition)}: ${mistake}`)
}

/** Days follow each other, and a day starts at the first instant whose clock has come to its start. */
function mistakesOfDay(calendar: Calendar, day: LocalDay): readonly string[] {
  const start = calendar.startOf(day)
  const end = calendar.endOf(day)
  const startsOnTime = wallDay(calendar, start) >= day && wallDay(calendar, (start - 1) as Instant) < day
  return [
    ...check(end === calendar.startOf(addDays(day, 1)), `${day} does not end where the next starts`),
    ...check(end >= start && end - start <= 2 * DAY_MS, `${day} lasts ${end - start} ms`),
    ...check(startsOnTime, `${day} starts at ${iso(start)}`),
    ...check(calendar.dayStartsAt !== '00:00' || start === startInTemporal(calendar, day), `${day} is not Temporal's`),
  ]
}

/** The day of an instant is the latest that the clock has come to, also if it went back since: `reached` before. */
function mistakesAt(calendar: Calendar, instant: Instant, reached: LocalDay | null): readonly string[] {
  const shown = wallDay(calendar, instant)
  const expected = reached !== null && reached > shown ? reached : shown
  const day = calendar.dayOf(instant)
  const isInside = calendar.startOf(day) <= instant && instant < calendar.endOf(day)
  return [
    ...check(day === expected, `${iso(instant)} is in ${day}, not in ${expected}`),
    ...check(isInside, `${iso(instant)} is not between start and end of ${day}`),
    ...check(
      calendar.timeOf(instant) === timeInIntl(calendar, instant),
      `${iso(instant)} reads ${calendar.timeOf(instant)}`,
    ),
  ]
}

/** A time is Temporal's "compatible" instant of it, and in its day. */
function mistakesOfTime(calendar: Calendar, day: LocalDay, time: LocalTime): readonly string[] {
  const start = calendar.startOf(day)
  const end = calendar.endOf(day)
  const date = time < calendar.dayStartsAt ? addDays(day, 1) : day
  const compatible = Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(calendar.zone).epochMilliseconds
  const expected = start === end ? start : Math.min(compatible, end - 1)
  const found = calendar.at(day, time)
  return [
    ...check(found === expected, `${day} ${time} is ${iso(found)}, not ${iso(expected)}`),
    ...check(start === end || calendar.dayOf(found) === day, `${day} ${time} is in ${calendar.dayOf(found)}`),
  ]
}

function instantsAround(calendar: Calendar, transition: Instant, days: readonly LocalDay[]): readonly Instant[] {
  const edges = [transition, ...days.map(day => calendar.startOf(day))].flatMap(edge => [edge - 1, edge])
  const near = [-90, -30, 30, 60, 90].map(minutes => transition + minutes * MINUTE_MS)
  return [...new Set([...edges, ...near])].map(instant => instant as Instant)
}

function timesAround(calendar: Calendar, transition: Instant): readonly LocalTime[] {
  const shown = [-60, -45, -1, 0, 29, 60].map(minutes => wallOf(calendar, transition + minutes * MINUTE_MS))
  // What the clock would have shown: skipped, if it goes forward.
  const expected = [1, 16, 31].map(minutes => wallOf(calendar, transition - MINUTE_MS).add({ minutes }))
  return [...new Set([...[...shown, ...expected].map(toTime), calendar.dayStartsAt, '12:00' as LocalTime])]
}

/** The day by the clock on the wall alone, which goes back when the clock does. */
function wallDay(calendar: Calendar, instant: Instant): LocalDay {
  const wall = wallOf(calendar, instant)
  const date = wall.toPlainDate().toString() as LocalDay
  return toTime(wall) < calendar.dayStartsAt ? addDays(date, -1) : date
}

function wallOf(calendar: Calendar, instant: number): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(calendar.zone).toPlainDateTime()
}

function toTime(wall: Temporal.PlainDateTime): LocalTime {
  return wall.toPlainTime().toString({ smallestUnit: 'minute' }) as LocalTime
}

function startInTemporal(calendar: Calendar, day: LocalDay): number {
  return Temporal.PlainDate.from(day).toZonedDateTime(calendar.zone).epochMilliseconds
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** From the machine's own library, without the polyfill. */
function timeInIntl({ zone }: Calendar, instant: Instant): string {
  const options = { timeZone: zone, hourCycle: 'h23', hour: '2-digit', minute: '2-digit' } as const
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-GB', options)
  formats.set(zone, format)
  return format.format(instant)
}

function check(holds: boolean, mistake: string): readonly string[] {
  return holds ? [] : [mistake]
}

function iso(instant: number): string {
  return new Date(instant).toISOString()
}
