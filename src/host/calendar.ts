import type { Instant, LocalDay, LocalTime, Zone } from '../events/ids.ts'

/**
 * The days of a group: which day an instant belongs to, and which instant a wall-clock time is.
 *
 * A day begins when the clock on the wall first reads `dayStartsAt` or later, and ends where the next begins. Days
 * follow each other without gap or overlap, whatever the zone does. Most last 24 hours, some 23 or 25. A day that the
 * zone left out (Apia, 2011-12-30) has no instants: its start is its end, and `dayOf` never names it.
 *
 * Everything throws a RangeError for a day or an instant beyond the years 0 to 9999. Implemented in `scheduler/`.
 */
export interface Calendar {
  readonly zone: Zone
  readonly dayStartsAt: LocalTime
  /** The day that an instant belongs to. Costs two comparisons while the day stays the same. */
  dayOf(instant: Instant): LocalDay
  /** The first instant of a day. */
  startOf(day: LocalDay): Instant
  /** The first instant after a day: the start of the next. */
  endOf(day: LocalDay): Instant
  /**
   * The instant of a wall-clock time in a day. With days that start at 04:00, 02:00 of the 1st is on the 2nd.
   * A time that the clock skips is later by what was skipped, a time that it shows twice is the first. Where the skip
   * would lead into the next day, it is the last millisecond of the day asked for. A day without instants gives its start.
   */
  at(day: LocalDay, time: LocalTime): Instant
  /** What the clock on the wall reads at an instant, without seconds. */
  timeOf(instant: Instant): LocalTime
}
