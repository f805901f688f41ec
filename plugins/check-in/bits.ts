/** How many days a set of days spans: what a number holds exactly. A campaign of 21 days that stood still for a month fits. */
export const KNOWN_DAYS = 52

/**
 * A set of days, as a number: bit n is the day n days before some day. Not with `|` and `<<`, which see 32 bits of it.
 */
export type DayBits = number

const BITS: readonly DayBits[] = Array.from({ length: KNOWN_DAYS }, (_, n) => 2 ** n)

/** `n` is below `KNOWN_DAYS`, as everywhere here. */
export const hasDay = (bits: DayBits, n: number): boolean => Math.floor(bits / BITS[n]!) % 2 === 1
export const withDay = (bits: DayBits, n: number): DayBits => (hasDay(bits, n) ? bits : bits + BITS[n]!)
export const withoutDay = (bits: DayBits, n: number): DayBits => (hasDay(bits, n) ? bits - BITS[n]! : bits)
/** The same days, seen from so many days later. The oldest fall out. */
export const movedBy = (bits: DayBits, days: number): DayBits =>
  days >= KNOWN_DAYS ? 0 : (bits * 2 ** days) % 2 ** KNOWN_DAYS

/** How many of the days are `from` to `to` days old, both included. */
export function countDays(bits: DayBits, from: number, to: number): number {
  let count = 0
  for (let n = Math.max(from, 0); n <= to && n < KNOWN_DAYS; n += 1) count += Number(hasDay(bits, n))
  return count
}
