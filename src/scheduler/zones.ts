import { Temporal } from 'temporal-polyfill'
import { addDays, type Instant, type LocalDay, type LocalTime, type Zone } from '../events/ids.ts'
import type { Calendar } from '../host/calendar.ts'

/** How many days a calendar remembers: a year that is caught up with, and some. */
const DAYS_KEPT_MAX = 400
/** How many calendars are shared. A zone and a start of the day make one; few accounts have more than a handful. */
const CALENDARS_KEPT_MAX = 1_000
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const DAY_MINUTES = 1_440
/** `00:00`, `00:01` and so on. */
const CLOCK_TIMES = Array.from(
  { length: DAY_MINUTES },
  (_, minute) => new Date(minute * MINUTE_MS).toISOString().slice(11, 16) as LocalTime,
)

const calendars = new Map<string, Calendar>()

/**
 * The calendar of a zone and a start of the day, `00:00` for calendar days. The same arguments give the same calendar.
 * @throws RangeError for a zone without rules of its own, such as `PST`.
 */
export function createCalendar({ zone, dayStartsAt }: { zone: Zone; dayStartsAt: LocalTime }): Calendar {
  const key = `${zone} ${dayStartsAt}`
  return calendars.get(key) ?? keep(calendars, CALENDARS_KEPT_MAX, key, newCalendar(zone, dayStartsAt))
}

function newCalendar(zone: Zone, dayStartsAt: LocalTime): Calendar {
  const days = new Map<number, KnownDay>()
  const startMinute = minuteOf(dayStartsAt)
  // Days are numbered from 1970-01-01, so that finding one needs no text.
  const known = (number: number): KnownDay =>
    days.get(number) ?? keep(days, DAYS_KEPT_MAX, number, newDay(zone, dayStartsAt, number))
  let latest = known(0)
  let latestEnd = known(1).start

  const startOf = (day: LocalDay): Instant => known(numberOf(day)).start
  const endOf = (day: LocalDay): Instant => known(numberOf(day) + 1).start

  function dayOf(instant: Instant): LocalDay {
    if (instant < latest.start || instant >= latestEnd) {
      const number = numberAt(instant)
      latest = known(number)
      latestEnd = known(number + 1).start
    }
    return latest.day
  }

  /** The last day that has started. Offsets and `dayStartsAt` put it at most two days from the day in UTC. */
  function numberAt(instant: Instant): number {
    let number = Math.floor(instant / DAY_MS)
    while (known(number).start > instant) number -= 1
    while (known(number + 1).start <= instant) number += 1
    return number
  }

  function at(day: LocalDay, time: LocalTime): Instant {
    const number = numberOf(day)
    const { start, times } = known(number)
    const end = known(number + 1).start
    if (isEven(start, end)) return (start + minutesAfter(startMinute, minuteOf(time)) * MINUTE_MS) as Instant
    const remembered = times.get(time)
    if (remembered !== undefined) return remembered
    const date = time < dayStartsAt ? addDays(day, 1) : day
    const instant = wall(date, time).toZonedDateTime(zone).epochMilliseconds
    const inside = Math.max(start, Math.min(instant, end - 1)) as Instant
    times.set(time, inside)
    return inside
  }

  function timeOf(instant: Instant): LocalTime {
    dayOf(instant)
    if (!isEven(latest.start, latestEnd)) return clockTimeOf(instant, zone)
    const passed = Math.floor((instant - latest.start) / MINUTE_MS)
    return CLOCK_TIMES[(startMinute + passed) % DAY_MINUTES]!
  }

  return Object.freeze({ zone, dayStartsAt, dayOf, startOf, endOf, at, timeOf })
}

interface KnownDay {
  readonly day: LocalDay
  readonly start: Instant
  /** The instants of the times that were asked for, of a day that is not even. It has 1440 at most. */
  readonly times: Map<LocalTime, Instant>
}

function newDay(zone: Zone, dayStartsAt: LocalTime, number: number): KnownDay {
  const day = new Date(number * DAY_MS).toISOString().slice(0, 10) as LocalDay
  return { day, start: firstInstantFrom(wall(day, dayStartsAt), zone), times: new Map() }
}

/**
 * The first instant at which the clock reads this or later. When the clock skips it, that is where the skip ends:
 * somebody who sees 03:00 on a clock that went forward from 02:00 is past 02:30. `Temporal` starts its days the same way.
 */
function firstInstantFrom(dateTime: Temporal.PlainDateTime, zone: Zone): Instant {
  const earlier = dateTime.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const isSkipped = !earlier.toPlainDateTime().equals(dateTime)
  const first = isSkipped ? earlier.getTimeZoneTransition('next')! : earlier
  return first.epochMilliseconds as Instant
}

/**
 * Whether the clock neither jumps on a day nor skips its start: then it has 24 hours, and what has passed of it is the
 * time. That is as good as every day, and a hundred times quicker than asking the rules of the zone.
 */
const isEven = (start: Instant, end: Instant): boolean => end - start === DAY_MS

function clockTimeOf(instant: Instant, zone: Zone): LocalTime {
  const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone)
  return zoned.toPlainTime().toString({ smallestUnit: 'minute' }) as LocalTime
}

const minuteOf = (time: LocalTime): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
const minutesAfter = (start: number, minute: number): number => (minute - start + DAY_MINUTES) % DAY_MINUTES

function wall(day: LocalDay, time: LocalTime): Temporal.PlainDateTime {
  return Temporal.PlainDateTime.from(`${day}T${time}`)
}

function numberOf(day: LocalDay): number {
  return Date.parse(day) / DAY_MS
}

/** Adds to a map and forgets its oldest entry beyond a number of entries. */
function keep<Key, Value>(map: Map<Key, Value>, entriesMax: number, key: Key, value: Value): Value {
  if (map.size >= entriesMax) map.delete(map.keys().next().value as Key)
  map.set(key, value)
  return value
}
