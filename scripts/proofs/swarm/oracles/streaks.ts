/** A member's check-ins, each with whether it continues the one before. Days are compared as text: `2026-11-23`. */
export interface Streaks {
  readonly days: { readonly day: string; continues: boolean }[]
  /** Missed days that a freeze stood in for. */
  readonly frozen: Set<string>
}

export const noStreaks = (): Streaks => ({ days: [], frozen: new Set() })

export const hasCheckedIn = ({ days }: Streaks, day: string): boolean => days.some(known => known.day === day)
export const lastDayOf = ({ days }: Streaks): string | null => days.at(-1)?.day ?? null
export const freeze = ({ frozen }: Streaks, day: string): void => void frozen.add(day)

/**
 * Takes a check-in in and says what it is told to be: which day in a row, and how many of the same streak come after.
 * A day in the middle of what has been told to be one streak lies in it.
 */
export function checkIn({ days, frozen }: Streaks, day: string, isExcused: (day: string) => boolean) {
  const isBridge = (day: string) => isExcused(day) || frozen.has(day)
  const at = days.findIndex(known => known.day > day)
  const index = at < 0 ? days.length : at
  const [before, after] = [days[index - 1], days[index]]
  const isInside = after?.continues === true
  const continues = isInside || (before !== undefined && isBridged(before.day, day, isBridge))
  if (after && !isInside) after.continues = isBridged(day, after.day, isBridge)
  days.splice(index, 0, { day, continues })
  const [first, last] = runAt(days, index)
  return { streakDays: index - first + 1, laterDays: last - index }
}

/** The days of the streak that a day is one of. */
export function runAround({ days }: Streaks, day: string): readonly string[] {
  const index = days.findIndex(known => known.day === day)
  if (index < 0) return []
  const [first, last] = runAt(days, index)
  return days.slice(first, last + 1).map(known => known.day)
}

function runAt(days: Streaks['days'], index: number): readonly [first: number, last: number] {
  let first = index
  while (days[first]!.continues) first -= 1
  let last = index
  while (days[last + 1]?.continues) last += 1
  return [first, last]
}

function isBridged(from: string, to: string, isBridge: (day: string) => boolean): boolean {
  for (let day = dayAfter(from); day < to; day = dayAfter(day)) if (!isBridge(day)) return false
  return true
}

const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
