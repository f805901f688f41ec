/** A member's check-ins, each with whether it continues the one before. Days are compared as text: `2026-11-23`. */
export interface Streaks {
  readonly days: { readonly day: string; continues: boolean }[]
}

export const noStreaks = (): Streaks => ({ days: [] })

export const hasCheckedIn = ({ days }: Streaks, day: string): boolean => days.some(known => known.day === day)

/**
 * Takes a check-in in and says what it is told to be: which day in a row, and how many of the same streak come after.
 * A day in the middle of what has been told to be one streak lies in it.
 */
export function checkIn({ days }: Streaks, day: string, isExcused: (day: string) => boolean) {
  const at = days.findIndex(known => known.day > day)
  const index = at < 0 ? days.length : at
  const [before, after] = [days[index - 1], days[index]]
  const isInside = after?.continues === true
  const continues = isInside || (before !== undefined && isBridged(before.day, day, isExcused))
  if (after && !isInside) after.continues = isBridged(day, after.day, isExcused)
  days.splice(index, 0, { day, continues })
  let first = index
  while (days[first]!.continues) first -= 1
  let last = index
  while (days[last + 1]?.continues) last += 1
  return { streakDays: index - first + 1, laterDays: last - index }
}

function isBridged(from: string, to: string, isExcused: (day: string) => boolean): boolean {
  for (let day = dayAfter(from); day < to; day = dayAfter(day)) if (!isExcused(day)) return false
  return true
}

const dayAfter = (day: string) => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)
