import { addDays, type Instant, type LocalDay, type LocalTime } from '../events/ids.ts'
import type { Calendar } from '../host/calendar.ts'
import type { Missed } from '../host/plugin.ts'

/** When something is due each day: a time, or several. */
export type DailyTimes = LocalTime | readonly LocalTime[]

/** One time at which something is due. */
export interface Occurrence {
  readonly instant: Instant
  /** The day it belongs to, which with days that start at 04:00 is not always the date of the instant. */
  readonly day: LocalDay
  /** The time as configured. The clock reads another when it skips this one. */
  readonly time: LocalTime
}

/** An occurrence found later than this counts as missed. The alarm rings at least as often. */
export const MISSED_AFTER_MS = 60_000
/** How many days are looked at, the newest ones: who was away for longer has missed what lies before. */
export const DAYS_LOOKED_AT_MAX = 366
/** Today, tomorrow, and one more for a tomorrow that the zone leaves out. */
const DAYS_AHEAD_MAX = 3
const MINUTE_MS = 60_000

/**
 * What falls due after `from` up to and including `to`, oldest first. Every day has each of its times once, also when
 * the clock skips the time or shows it twice; times that come to the same instant are one occurrence.
 * Looks at the last 366 days up to `to` and not at what is before. Empty when `to` is not after `from`.
 */
export function occurrencesBetween(
  calendar: Calendar,
  at: DailyTimes,
  from: Instant,
  to: Instant,
): readonly Occurrence[] {
  if (to <= from) return []
  const lastDay = calendar.dayOf(to)
  const found: Occurrence[] = []
  for (let day = firstDayLookedAt(calendar.dayOf(from), lastDay); day <= lastDay; day = addDays(day, 1)) {
    found.push(...occurrencesOf(calendar, at, day))
  }
  return found.filter(({ instant }) => instant > from && instant <= to)
}

/** The first occurrence after an instant, or null when there are no times. */
export function nextOccurrence(calendar: Calendar, at: DailyTimes, after: Instant): Occurrence | null {
  let day = calendar.dayOf(after)
  for (let looked = 0; looked < DAYS_AHEAD_MAX; looked += 1, day = addDays(day, 1)) {
    const next = occurrencesOf(calendar, at, day).find(({ instant }) => instant > after)
    if (next) return next
  }
  return null
}

/**
 * Which of the occurrences that are due still happen, oldest first: those found in time, and of the missed ones
 * (by more than 60 s) those that the policy makes up for. With `latestWithinMinutes` an occurrence found in time
 * takes the place of the missed ones before it.
 */
export function stillDue(policy: Missed, due: readonly Occurrence[], now: Instant): readonly Occurrence[] {
  if (policy === 'all') return due
  const inTime = due.filter(({ instant }) => now - instant <= MISSED_AFTER_MS)
  if (policy === 'skip' || inTime.length > 0) return inTime
  return due.slice(-1).filter(({ instant }) => now - instant <= policy.latestWithinMinutes * MINUTE_MS)
}

function firstDayLookedAt(day: LocalDay, lastDay: LocalDay): LocalDay {
  const oldest = addDays(lastDay, 1 - DAYS_LOOKED_AT_MAX)
  return day > oldest ? day : oldest
}

function occurrencesOf(calendar: Calendar, at: DailyTimes, day: LocalDay): readonly Occurrence[] {
  const isLeftOut = calendar.startOf(day) === calendar.endOf(day)
  if (isLeftOut) return []
  // Sorted by time first, so that of two times on one instant the same one stays whatever the order of the configuration.
  return [at]
    .flat()
    .sort()
    .map(time => ({ instant: calendar.at(day, time), day, time }))
    .sort((a, b) => a.instant - b.instant)
    .filter(({ instant }, index, all) => instant !== all[index - 1]?.instant)
}
