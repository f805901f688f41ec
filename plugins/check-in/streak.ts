import { addDays, daysBetween, type LocalDay } from 'bonfire'

/** How many days are known one by one, up to the newest check-in. What is read later than that is too late. */
export const RECENT_DAYS = 31
/** Longest stretch of excused days that a streak outlives, in days. */
const EXCUSED_DAYS_MAX = 366

/** One member's check-ins. 31 days fit into the bits of a number, so that a record stays small. */
export interface Attendance {
  /** The newest day with a check-in. */
  lastDay: LocalDay | null
  /** Bit n: there is a check-in n days before `lastDay`. */
  checkIns: number
  /** Bit n: the check-in n days before `lastDay` is the first of its streak. */
  beginnings: number
  /** The newest check-in before the recent days, and how many days in a row it made. */
  before: { day: LocalDay; streakDays: number } | null
  bestStreakDays: number
  totalDays: number
}
type Known = Readonly<Omit<Attendance, 'before'>> & { readonly before: Readonly<Attendance['before']> }
type Excused = (day: LocalDay) => boolean

export const noAttendance = (): Attendance => ({
  lastDay: null,
  checkIns: 0,
  beginnings: 0,
  before: null,
  bestStreakDays: 0,
  totalDays: 0,
})

/** What a check-in makes of the streak that it belongs to. */
export interface Counted {
  /** Which day in a row it is. */
  readonly streakDays: number
  /** How many days of the same streak come after it. */
  readonly laterDays: number
}

/** What a check-in on a day counts for; or that there is one, or that it is too long ago to tell. */
export function countOn(record: Known, day: LocalDay, excused: Excused): Counted | 'already' | 'too-late' {
  const { lastDay } = record
  if (lastDay === null) return { streakDays: 1, laterDays: 0 }
  if (day > lastDay) {
    const streakDays = isBridged(lastDay, day, excused) ? streakDaysAt(record, 0) + 1 : 1
    return { streakDays, laterDays: 0 }
  }
  const age = daysBetween(day, lastDay)
  if (age >= RECENT_DAYS) return 'too-late'
  return has(record.checkIns, age) ? 'already' : countInGap(record, day, age, excused)
}

/** Days in a row as of a day: 0 when the streak has lapsed. The day itself may still come. */
export function currentStreakDays(record: Known, today: LocalDay, excused: Excused): number {
  const { lastDay } = record
  if (lastDay === null) return 0
  return lastDay >= today || isBridged(lastDay, today, excused) ? streakDaysAt(record, 0) : 0
}

/** Whether there is a check-in on that day, among the recent ones. */
export function isCheckedIn({ lastDay, checkIns }: Known, day: LocalDay): boolean {
  if (lastDay === null || day > lastDay) return false
  const age = daysBetween(day, lastDay)
  return age < RECENT_DAYS && has(checkIns, age)
}

interface CheckIn {
  readonly day: LocalDay
  readonly streakDays: number
  readonly laterDays?: number | undefined
}

/** Folds a check-in in. Knows nothing of excused days: the fact says what it continued. */
export function takeIn(record: Attendance, { day, streakDays, laterDays = 0 }: CheckIn): void {
  const lastDay = record.lastDay !== null && record.lastDay > day ? record.lastDay : day
  moveTo(record, lastDay)
  const age = daysBetween(day, lastDay)
  record.checkIns |= bit(age)
  if (streakDays === 1) record.beginnings |= bit(age)
  if (laterDays > 0) record.beginnings &= ~bit(nextCheckIn(record.checkIns, age - 1, -1))
  const unknownDays = streakDays - streakDaysAt(record, age)
  if (unknownDays > 0) carryOver(record, day, unknownDays)
  record.totalDays += 1
  record.bestStreakDays = Math.max(record.bestStreakDays, streakDays + laterDays)
}

/** The fact tells of more days in a row than the record knows: a streak that came along from elsewhere. */
function carryOver(record: Attendance, day: LocalDay, unknownDays: number): void {
  const { before } = record
  record.before = { day: before?.day ?? addDays(day, -1), streakDays: (before?.streakDays ?? 0) + unknownDays }
}

/** A day between check-ins that are known. */
function countInGap(record: Known, day: LocalDay, age: number, excused: Excused): Counted {
  const { checkIns, beginnings, before } = record
  const lastDay = record.lastDay!
  const later = nextCheckIn(checkIns, age - 1, -1)
  const earlier = nextCheckIn(checkIns, age + 1, 1)
  const dayEarlier = earlier >= 0 ? addDays(lastDay, -earlier) : (before?.day ?? null)
  // What has been told to be one streak stays one, and so does what lies in it.
  const isInside = !has(beginnings, later)
  const joinsEarlier = isInside || (dayEarlier !== null && isBridged(dayEarlier, day, excused))
  const joinsLater = isInside || isBridged(day, addDays(lastDay, -later), excused)
  const daysEarlier = earlier >= 0 ? streakDaysAt(record, earlier) : (before?.streakDays ?? 0)
  return {
    streakDays: joinsEarlier ? daysEarlier + 1 : 1,
    laterDays: joinsLater ? daysFrom(record, later) : 0,
  }
}

/** Days in a row up to the check-in of this age. */
function streakDaysAt({ checkIns, beginnings, before }: Known, age: number): number {
  let days = 0
  for (let n = age; n < RECENT_DAYS; n += 1) {
    if (!has(checkIns, n)) continue
    days += 1
    if (has(beginnings, n)) return days
  }
  return days + (before?.streakDays ?? 0)
}

/** Days in a row from the check-in of this age on, whatever it continues itself. */
function daysFrom({ checkIns, beginnings }: Known, age: number): number {
  let days = 1
  for (let n = age - 1; n >= 0; n -= 1) {
    if (has(beginnings, n)) return days
    days += Number(has(checkIns, n))
  }
  return days
}

/** The next check-in from this age on, in steps of a day; -1 when there is none. */
function nextCheckIn(checkIns: number, age: number, step: 1 | -1): number {
  for (let n = age; n >= 0 && n < RECENT_DAYS; n += step) if (has(checkIns, n)) return n
  return -1
}

/** Makes a day the newest. What leaves the recent days is summed up in `before`. */
function moveTo(record: Attendance, day: LocalDay): void {
  const days = record.lastDay === null ? 0 : daysBetween(record.lastDay, day)
  for (let n = RECENT_DAYS - 1; n >= Math.max(0, RECENT_DAYS - days); n -= 1) {
    if (!has(record.checkIns, n)) continue
    const streakDays = has(record.beginnings, n) ? 1 : (record.before?.streakDays ?? 0) + 1
    record.before = { day: addDays(record.lastDay!, -n), streakDays }
  }
  record.checkIns = shifted(record.checkIns, days)
  record.beginnings = shifted(record.beginnings, days)
  record.lastDay = day
}

/** Whether every day between the two is excused. */
function isBridged(from: LocalDay, to: LocalDay, excused: Excused): boolean {
  const days = daysBetween(from, to) - 1
  if (days > EXCUSED_DAYS_MAX) return false
  for (let n = 1; n <= days; n += 1) if (!excused(addDays(from, n))) return false
  return true
}

const ALL_DAYS = 2 ** RECENT_DAYS - 1
const bit = (n: number): number => 1 << n
const has = (bits: number, n: number): boolean => (bits & bit(n)) !== 0
// A shift by 32 is no shift at all in JavaScript.
const shifted = (bits: number, days: number): number => (days >= RECENT_DAYS ? 0 : (bits << days) & ALL_DAYS)
