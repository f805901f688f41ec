import { addDays, daysBetween, type LocalDay } from 'bonfire'

/** How long points last when the plan says nothing else, in days after the day that they are for. */
export const EXPIRE_AFTER_DAYS = 90
/** Longest time that a plan may give them, in days. */
export const EXPIRE_AFTER_DAYS_MAX = 365
/** How many lots an account has at most. Where points never expire, the two oldest become one. */
const LOTS_MAX = EXPIRE_AFTER_DAYS_MAX + 7
/** How many entries tell of what has expired meanwhile, a day each. Of more days, the oldest share one. */
const OVER_ENTRIES_MAX = 30

/** Points of one day that are left, and the last day on which they count. Null: they never expire. */
export interface Lot {
  day: LocalDay
  points: number
  until: LocalDay | null
}
type Lots = readonly Readonly<Lot>[]

/** The last day on which points of a day count. */
export const lastDayOf = (day: LocalDay, afterDays: number | null): LocalDay | null =>
  afterDays === null ? null : addDays(day, afterDays)

/** Adds points of a day, in the order in which they expire. Changes the list. */
export function addLot(lots: Lot[], { day, points, until }: Lot): void {
  let at = lots.length
  while (at > 0 && isSooner(until, lots[at - 1]!.until)) at -= 1
  const before = lots[at - 1]
  if (before && before.day === day && before.until === until) before.points += points
  else lots.splice(at, 0, { day, points, until })
  if (lots.length > LOTS_MAX) joinOldest(lots)
}

/** In favour of the member: what is put together lasts as long as the younger half. */
function joinOldest(lots: Lot[]): void {
  const [oldest] = lots.splice(0, 1)
  lots[0]!.points += oldest!.points
}

/** What points were taken from. */
export interface Taken {
  readonly lots: Lot[]
  /** How many of them did not count any more, or were not there at all. */
  readonly uncovered: number
}

/**
 * Takes points that still count on that day, those that expire first. Where they are too few, what is over goes as
 * well: a journal says that so many were spent, and what is left has to come to the balance. Changes the list.
 */
export function takeOldest(lots: Lot[], points: number, day: LocalDay): Taken {
  const taken: Lot[] = []
  let left = points
  for (const lot of lots) {
    if (left === 0) break
    if (isOver(lot, day)) continue
    const from = takeFrom(lot, left)
    taken.push({ ...lot, points: from })
    left -= from
  }
  const uncovered = left
  for (const lot of lots) left -= takeFrom(lot, left)
  dropEmpty(lots)
  return { lots: taken, uncovered }
}

/** Points that come back count for as many days as they had left when they were taken. */
export function postponed({ day, points, until }: Lot, from: LocalDay, to: LocalDay): Lot {
  const days = daysBetween(from, to)
  return { day: addDays(day, days), points, until: until === null ? null : addDays(until, days) }
}

/** Takes back the points that came last. Changes the list. */
export function takeNewest(lots: Lot[], points: number): void {
  let left = points
  for (let at = lots.length - 1; at >= 0 && left > 0; at -= 1) left -= takeFrom(lots[at]!, left)
  dropEmpty(lots)
}

function takeFrom(lot: Lot, points: number): number {
  const taken = Math.min(lot.points, points)
  lot.points -= taken
  return taken
}

function dropEmpty(lots: Lot[]): void {
  lots.splice(0, lots.length, ...lots.filter(({ points }) => points > 0))
}

/** Takes out what no longer counts on that day; of so many points, should it be less, the rest too. Changes the list. */
export function dropOver(lots: Lot[], points: number, day: LocalDay): void {
  let left = points
  for (const lot of lots.splice(0, countOver(lots, day))) left -= lot.points
  for (const lot of lots) left -= takeFrom(lot, Math.max(0, left))
  dropEmpty(lots)
}

/** Points that no longer count on that day. */
export function pointsOver(lots: Lots, day: LocalDay): number {
  let points = 0
  for (let at = 0; at < lots.length && isOver(lots[at]!, day); at += 1) points += lots[at]!.points
  return points
}

/** What no longer counts on that day, each with the day on which it expired, oldest first. */
export function overOn(lots: Lots, day: LocalDay): readonly { readonly day: LocalDay; readonly points: number }[] {
  const over: { day: LocalDay; points: number }[] = []
  for (const { points, until } of lots.slice(0, countOver(lots, day))) {
    const expired = { day: addDays(until!, 1), points }
    if (over.at(-1)?.day === expired.day) over.at(-1)!.points += points
    else over.push(expired)
  }
  const more = over.splice(0, Math.max(0, over.length - OVER_ENTRIES_MAX))
  if (over[0]) over[0].points += more.reduce((sum, { points }) => sum + points, 0)
  return over
}

/** What counts today and for the last time between today and that day, both included; the soonest first. */
export function lotsUntil(lots: Lots, today: LocalDay, day: LocalDay): Lots {
  const dayAfter = addDays(day, 1)
  return lots.filter(lot => !isOver(lot, today) && isOver(lot, dayAfter))
}

/** Gives all lots another time, unless that would take from what was promised. Changes the list. */
export function prolong(lots: Lot[], afterDays: number | null): void {
  for (const lot of lots) {
    const until = lastDayOf(lot.day, afterDays)
    if (isSooner(lot.until, until)) lot.until = until
  }
  lots.sort(bySooner)
}

/** Gives all lots another time, shorter or longer. Changes the list. */
export function dateAgain(lots: Lot[], afterDays: number | null): void {
  for (const lot of lots) lot.until = lastDayOf(lot.day, afterDays)
  lots.sort(bySooner)
}

function countOver(lots: Lots, day: LocalDay): number {
  const left = lots.findIndex(lot => !isOver(lot, day))
  return left < 0 ? lots.length : left
}
const isOver = ({ until }: Readonly<Lot>, day: LocalDay): boolean => until !== null && until < day
const isSooner = (a: LocalDay | null, b: LocalDay | null): boolean => a !== null && (b === null || a < b)
const bySooner = (a: Lot, b: Lot): number => (isSooner(a.until, b.until) ? -1 : isSooner(b.until, a.until) ? 1 : 0)
