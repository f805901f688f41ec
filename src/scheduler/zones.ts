import { Temporal } from 'temporal-polyfill'
import { addDays, type Instant, type LocalDay, type LocalTime, type Zone } from '../events/ids.ts'
import type { Calendar } from '../host/calendar.ts'

/** How many days a calendar remembers: a year that is caught up with, and some. */
const DAYS_KEPT_MAX = 400
/** How many calendars are shared. A zone and a start of the day make one; few accounts have more than a handful. */
const CALENDARS_KEPT_MAX = 1_000
const DAY_MS = 86_400_000

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
    const { start, times } = known(numberOf(day))
    const remembered = times.get(time)
    if (remembered !== undefined) return remembered
    const date = time < dayStartsAt ? addDays(day, 1) : day
    const instant = wall(date, time).toZonedDateTime(zone).epochMilliseconds
    const inside = Math.max(start, Math.min(instant, endOf(day) - 1)) as Instant
    times.set(time, inside)
    return inside
  }

  const timeOf = (instant: Instant): LocalTime =>
    zoned(instant, zone).toPlainTime().toString({ smallestUnit: 'minute' }) as LocalTime

  return Object.freeze({ zone, dayStartsAt, dayOf, startOf, endOf, at, timeOf })
}

interface KnownDay {
  readonly day: LocalDay
  readonly start: Instant
  /** The instants of the times that were asked for. A day has 1440 at most. */
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

function zoned(instant: Instant, zone: Zone): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone)
}

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
