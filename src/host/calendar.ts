import type { Instant, LocalDay, LocalTime, Zone } from '../events/ids.ts'

/** Days and times as a group lives them: its zone, and the hour at which its day begins. Implemented in `scheduler/`. */
export interface Calendar {
  readonly zone: Zone
  readonly dayStartsAt: LocalTime
  dayOf(instant: Instant): LocalDay
  /** The first instant of the day. */
  startOf(day: LocalDay): Instant
  /** The first instant of the next day. */
  endOf(day: LocalDay): Instant
  /** The instant of a wall-clock time that belongs to the day. In a gap, shifted forward; in a fold, the first. */
  at(day: LocalDay, time: LocalTime): Instant
  timeOf(instant: Instant): LocalTime
}
