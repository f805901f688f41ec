import { addDays, daysBetween, type LocalDay } from 'bonfire'

// Dates are reckoned once: a ranking asks for the same few days of every member. Pure, so that what is kept is right.

/** How many days are kept. */
const KEPT_MAX = 1_000
const nextDays = new Map<LocalDay, LocalDay>()
const ages = new Map<LocalDay, number>()
let agesAsOf: LocalDay | null = null

/** The calendar day after a day. */
export function dayAfter(day: LocalDay): LocalDay {
  const known = nextDays.get(day)
  if (known !== undefined) return known
  if (nextDays.size >= KEPT_MAX) nextDays.clear()
  const next = addDays(day, 1)
  nextDays.set(day, next)
  return next
}

/** How many days ago a day is, as of another. */
export function ageOn(today: LocalDay, day: LocalDay): number {
  if (agesAsOf !== today || ages.size >= KEPT_MAX) {
    ages.clear()
    agesAsOf = today
  }
  const known = ages.get(day)
  if (known !== undefined) return known
  const age = daysBetween(day, today)
  ages.set(day, age)
  return age
}
