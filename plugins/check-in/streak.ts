import { addDays, daysBetween, type Instant, type LocalDay, type MessageId } from 'bonfire'
import { type DayBits, hasDay, KNOWN_DAYS, movedBy, withDay, withoutDay } from './bits.ts'
import { ageOn, dayAfter } from './day-steps.ts'

/** A check-in that is read so many days after the newest one is too late. */
export const LATE_DAYS_MAX = 31
/** Longest stretch of excused days that a streak outlives, in days. */
const EXCUSED_DAYS_MAX = 366

/** One member's check-ins. The known days fit into the bits of numbers, so that a record stays small. */
export interface Attendance {
  /** The newest day with a check-in. A day that was made up is one. */
  lastDay: LocalDay | null
  /** Bit n: there is a check-in n days before `lastDay`. */
  checkIns: DayBits
  /** Bit n: the check-in n days before `lastDay` is the first of its streak. */
  beginnings: DayBits
  /** Bit n: a freeze stood in on that day. */
  frozen: DayBits
  /** Bit n: the check-in of that day was made up. */
  madeUp: DayBits
  /** The newest check-in before the known days, how many days in a row it made, and since when. */
  before: { day: LocalDay; streakDays: number; since: LocalDay } | null
  /** Days in a row up to `lastDay`. */
  streakDays: number
  /** The check-in that was folded last made two streaks one. */
  hasJoined: boolean
  bestStreakDays: number
  totalDays: number
  /** Of these, days of groups that they were in before. */
  broughtDays: number
  /** Freezes in hand. */
  freezes: number
  /** The newest day that was checked in on in private, until it is in the group as well. */
  privateDay: LocalDay | null
  /** The newest check-in in the group: its message, and when that was sent. Null: none, or an old record. */
  message: MessageId | null
  messageAt: Instant | null
  /** The first day of the newest campaign that was completed. */
  completed: LocalDay | null
}
/** A record as it is read. */
export type Known = Readonly<Omit<Attendance, 'before'>> & { readonly before: Readonly<Attendance['before']> }
export type Excused = (day: LocalDay) => boolean

export const noAttendance = (): Attendance => ({
  lastDay: null,
  checkIns: 0,
  beginnings: 0,
  frozen: 0,
  madeUp: 0,
  before: null,
  streakDays: 0,
  hasJoined: false,
  bestStreakDays: 0,
  totalDays: 0,
  broughtDays: 0,
  freezes: 0,
  privateDay: null,
  message: null,
  messageAt: null,
  completed: null,
})

/** What a check-in makes of the streak that it belongs to. */
export interface Counted {
  /** Which day in a row it is. */
  readonly streakDays: number
  /** How many days of the same streak come after it. */
  readonly laterDays: number
  /** Missed days that freezes stand in for, oldest first: the streak goes on because of them. */
  readonly freezeOn: readonly LocalDay[]
}

/**
 * What a check-in on a day counts for; or that there is one, or that it is too long ago to tell. Freezes stand in only
 * for days after the newest check-in: what was told of older days stays as it was told. A make-up may use so many
 * `freezesInGaps` for older ones.
 */
export function countOn(
  record: Known,
  day: LocalDay,
  excused: Excused,
  freezesInGaps = 0,
): Counted | 'already' | 'too-late' {
  const { lastDay, streakDays } = record
  if (lastDay === null) return { streakDays: 1, laterDays: 0, freezeOn: [] }
  if (day > lastDay) {
    const missed = missedBetween(lastDay, day, excused, record.freezes)
    return missed === null
      ? { streakDays: 1, laterDays: 0, freezeOn: [] }
      : { streakDays: streakDays + 1, laterDays: 0, freezeOn: missed }
  }
  const age = daysBetween(day, lastDay)
  if (age >= LATE_DAYS_MAX) return 'too-late'
  return hasDay(record.checkIns, age) ? 'already' : countInGap(record, day, age, excused, freezesInGaps)
}

/**
 * Days in a row as of a day: 0 when the streak has lapsed. The day itself may still come. Missed days that the freezes
 * in hand will stand in for do not end it.
 */
export function currentStreakDays(record: Known, today: LocalDay, excused: Excused): number {
  return pendingFreezes(record, today, excused) === null ? 0 : record.streakDays
}

/** The newest missed days before a day, where they are so few that somebody remembers them. Null: none, or more. */
export function missedLately(record: Known, day: LocalDay, excused: Excused): readonly LocalDay[] | null {
  const { lastDay } = record
  return lastDay === null || lastDay >= day ? null : missedBetween(lastDay, day, excused, LATE_DAYS_MAX)
}

/** How many freezes the next check-in would use to keep the streak. Null: it has lapsed, or there is none. */
export function pendingFreezes(record: Known, today: LocalDay, excused: Excused): number | null {
  const { lastDay, freezes } = record
  if (lastDay === null) return null
  return lastDay >= today ? 0 : (missedBetween(lastDay, today, excused, freezes)?.length ?? null)
}

/** Whether there is a check-in on that day, made up or not, among the known ones. */
export function isCheckedIn({ lastDay, checkIns }: Known, day: LocalDay): boolean {
  if (lastDay === null || day > lastDay) return false
  const age = daysBetween(day, lastDay)
  return age < KNOWN_DAYS && hasDay(checkIns, age)
}

/** Whether a freeze stood in on that day, among the known ones. */
export function isFrozen({ lastDay, frozen }: Known, day: LocalDay): boolean {
  if (lastDay === null || day > lastDay) return false
  const age = daysBetween(day, lastDay)
  return age < KNOWN_DAYS && hasDay(frozen, age)
}

/** Since when the streak of the newest check-in lasts. Null: there is no check-in. */
export function streakSince({ lastDay, beginnings, before }: Known): LocalDay | null {
  if (lastDay === null) return null
  for (let n = 0; n < KNOWN_DAYS; n += 1) if (hasDay(beginnings, n)) return addDays(lastDay, -n)
  return before?.since ?? null
}

interface CheckIn {
  readonly day: LocalDay
  readonly streakDays: number
  readonly laterDays?: number | undefined
  readonly freezeBack?: true | undefined
}

/** Folds a check-in in. Knows nothing of excused days: the fact says what it continued. */
export function takeIn(record: Attendance, { day, streakDays, laterDays = 0, freezeBack }: CheckIn): void {
  const lastDay = record.lastDay !== null && record.lastDay > day ? record.lastDay : day
  moveTo(record, lastDay)
  const age = daysBetween(day, lastDay)
  record.totalDays += 1
  record.bestStreakDays = Math.max(record.bestStreakDays, streakDays + laterDays)
  // A journal may hold what nobody would record now.
  if (age >= KNOWN_DAYS) return
  record.checkIns = withDay(record.checkIns, age)
  if (freezeBack) record.freezes += 1
  record.frozen = withoutDay(record.frozen, age)
  if (streakDays === 1) record.beginnings = withDay(record.beginnings, age)
  const later = laterDays > 0 ? nextCheckIn(record.checkIns, age - 1, -1) : -1
  record.hasJoined = later >= 0 && streakDays > 1 && hasDay(record.beginnings, later)
  if (later >= 0) record.beginnings = withoutDay(record.beginnings, later)
  const unknownDays = streakDays - streakDaysAt(record, age)
  if (unknownDays > 0) carryOver(record, day, unknownDays)
  record.streakDays = streakDaysAt(record, 0)
}

/** Folds a freeze in. The check-in for which it was used is folded next, when its day is the later one. */
export function freeze(record: Attendance, day: LocalDay): void {
  if (record.lastDay === null) return
  if (day > record.lastDay) moveTo(record, day)
  const age = daysBetween(day, record.lastDay)
  record.freezes -= 1
  if (age < KNOWN_DAYS) record.frozen = withDay(record.frozen, age)
}

/** Marks a check-in as made up. */
export function markMadeUp(record: Attendance, day: LocalDay): void {
  const age = daysBetween(day, record.lastDay!)
  if (age < KNOWN_DAYS) record.madeUp = withDay(record.madeUp, age)
}

/** Remembers that the newest day's check-in was made in private. */
export function markPrivate(record: Attendance, day: LocalDay): void {
  if (record.privateDay === null || day > record.privateDay) record.privateDay = day
}

/** Remembers the newest check-in in the group. */
export function markNewest(
  record: Attendance,
  { message, at }: { readonly message: MessageId; readonly at?: Instant | undefined },
): void {
  if (record.messageAt !== null && at !== undefined && at < record.messageAt) return
  record.message = message
  record.messageAt = at ?? null
}

/** The fact tells of more days in a row than the record knows: a streak that came along from elsewhere. */
function carryOver(record: Attendance, day: LocalDay, unknownDays: number): void {
  const { before } = record
  const last = before?.day ?? addDays(day, -1)
  const since = addDays(before?.since ?? day, -unknownDays)
  record.before = { day: last, streakDays: (before?.streakDays ?? 0) + unknownDays, since }
}

/** A day between check-ins that are known. */
function countInGap(record: Known, day: LocalDay, age: number, excused: Excused, freezes: number): Counted {
  const { checkIns, beginnings } = record
  const lastDay = record.lastDay!
  const later = nextCheckIn(checkIns, age - 1, -1)
  const earlier = nextCheckIn(checkIns, age + 1, 1)
  const dayEarlier = earlier >= 0 ? addDays(lastDay, -earlier) : (record.before?.day ?? null)
  const isBridge = (day: LocalDay) => excused(day) || isFrozen(record, day)
  const missed = (from: LocalDay, to: LocalDay, max: number) => missedBetween(from, to, isBridge, max)
  // What has been told to be one streak stays one, and so does what lies in it.
  const isInside = later >= 0 && !hasDay(beginnings, later)
  const before = isInside ? [] : dayEarlier === null ? null : missed(dayEarlier, day, freezes)
  const left = freezes - (before?.length ?? 0)
  const after = isInside ? [] : later < 0 ? null : missed(day, addDays(lastDay, -later), left)
  const daysEarlier = earlier >= 0 ? streakDaysAt(record, earlier) : (record.before?.streakDays ?? 0)
  return {
    streakDays: before === null ? 1 : daysEarlier + 1,
    laterDays: after === null ? 0 : daysFrom(record, later),
    freezeOn: [...(before ?? []), ...(after ?? [])],
  }
}

/** Days in a row up to the check-in of this age. */
function streakDaysAt({ checkIns, beginnings, before }: Known, age: number): number {
  let days = 0
  for (let n = age; n < KNOWN_DAYS; n += 1) {
    if (!hasDay(checkIns, n)) continue
    days += 1
    if (hasDay(beginnings, n)) return days
  }
  return days + (before?.streakDays ?? 0)
}

/** Days in a row from the check-in of this age on, whatever it continues itself. */
function daysFrom({ checkIns, beginnings }: Known, age: number): number {
  let days = 1
  for (let n = age - 1; n >= 0; n -= 1) {
    if (hasDay(beginnings, n)) return days
    days += Number(hasDay(checkIns, n))
  }
  return days
}

/** The next check-in from this age on, in steps of a day; -1 when there is none. */
function nextCheckIn(checkIns: DayBits, age: number, step: 1 | -1): number {
  for (let n = age; n >= 0 && n < KNOWN_DAYS; n += step) if (hasDay(checkIns, n)) return n
  return -1
}

/** Makes a day the newest. What leaves the known days is summed up in `before`. */
function moveTo(record: Attendance, day: LocalDay): void {
  const days = record.lastDay === null ? 0 : daysBetween(record.lastDay, day)
  if (days > 0) {
    for (let n = KNOWN_DAYS - 1; n >= Math.max(0, KNOWN_DAYS - days); n -= 1) sumUp(record, n)
    record.checkIns = movedBy(record.checkIns, days)
    record.beginnings = movedBy(record.beginnings, days)
    record.frozen = movedBy(record.frozen, days)
    record.madeUp = movedBy(record.madeUp, days)
  }
  record.lastDay = day
}

function sumUp(record: Attendance, age: number): void {
  if (!hasDay(record.checkIns, age)) return
  const day = addDays(record.lastDay!, -age)
  const { before } = record
  record.before =
    hasDay(record.beginnings, age) || before === null
      ? { day, streakDays: 1, since: day }
      : { day, streakDays: before.streakDays + 1, since: before.since }
}

/** The days between the two that are not excused. Null: they are more than so many, or too far apart. */
function missedBetween(from: LocalDay, to: LocalDay, excused: Excused, max: number): readonly LocalDay[] | null {
  if (ageOn(to, from) - 1 > EXCUSED_DAYS_MAX) return null
  const missed: LocalDay[] = []
  for (let day = dayAfter(from); day < to; day = dayAfter(day)) {
    if (excused(day)) continue
    if (missed.length === max) return null
    missed.push(day)
  }
  return missed
}
