import { addDays, daysBetween, type LocalDay } from '../../events/ids.ts'

/** How many days back it is known of each member on which they were active, and how many weeks on. */
const BITS = 31
const ALL = 0x7fff_ffff
/** A Monday. */
const FIRST_MONDAY = '2018-01-01' as LocalDay

/** Weeks begin on Monday, and are numbered so that the next has the next number. */
export const weekOf = (day: LocalDay): number => Math.floor(daysBetween(FIRST_MONDAY, day) / 7)
export const mondayOf = (week: number): LocalDay => addDays(FIRST_MONDAY, week * 7)

/** When somebody was active: in whole numbers that do not grow, whatever they do. */
export interface Activity {
  /** The last day on which they said or pressed something. */
  activeDay: LocalDay | null
  /** The days up to then: bit 0 is that day, bit n is n days before. */
  activeDays: number
  /** The number of the first week in which they did. */
  activeFrom: number | null
  /** The weeks from then on: bit 0 is that week, bit n is n weeks after. */
  activeWeeks: number
}
type Known = Readonly<Activity>

export const NEVER_ACTIVE: Known = { activeDay: null, activeDays: 0, activeFrom: null, activeWeeks: 0 }

/** They were active on that day, which is no earlier than any noted before. */
export function noteActive(known: Activity, day: LocalDay): void {
  known.activeDays = (daysAt(known, day) | 1) & ALL
  known.activeDay = day
  const week = weekOf(day)
  known.activeFrom ??= week
  if (week - known.activeFrom < BITS) known.activeWeeks |= 1 << (week - known.activeFrom)
}

/** Whether they were active on one of so many days up to one: at most 31 days, none of them longer ago than that. */
export const wasActive = (known: Known, last: LocalDay, days: number): boolean =>
  (daysAt(known, last) & (days < BITS ? (1 << days) - 1 : ALL)) !== 0

export function wasActiveIn({ activeFrom, activeWeeks }: Known, week: number): boolean {
  if (activeFrom === null || week < activeFrom || week - activeFrom >= BITS) return false
  return ((activeWeeks >>> (week - activeFrom)) & 1) === 1
}

/** The days up to that one, as bits. */
function daysAt({ activeDay, activeDays }: Known, last: LocalDay): number {
  if (activeDay === null) return 0
  const since = daysBetween(activeDay, last)
  if (Math.abs(since) >= BITS) return 0
  return since >= 0 ? (activeDays << since) & ALL : activeDays >>> -since
}
