import { addDays, LocalDay } from 'bonfire'

const AGO: ReadonlyMap<string, number> = new Map([
  ['today', 0],
  ['今天', 0],
  ['yesterday', 1],
  ['昨天', 1],
  ['前天', 2],
  ['大前天', 3],
])
/** `2026-12-03`, `12-03`, `12/3`, `12月3日`, and words. */
export const DATE_TYPED =
  /^(?:today|yesterday|今天|昨天|前天|大前天|(?:\d{4}[-/.年]\s*)?\d{1,2}[-/.月]\s*\d{1,2}\s*[日号]?)$/iu

/** The day that somebody means; without a year the last one of that date. Null: the calendar has no such day. */
export function readDate(typed: string, today: LocalDay): LocalDay | null {
  const words = typed.normalize('NFKC').trim().toLowerCase()
  const ago = AGO.get(words)
  if (ago !== undefined) return addDays(today, -ago)
  const numbers = words.match(/\d+/g)?.map(Number) ?? []
  if (numbers.length === 3) return dayOf(numbers[0]!, numbers[1]!, numbers[2]!)
  if (numbers.length !== 2) return null
  const year = Number(today.slice(0, 4))
  const thisYear = dayOf(year, numbers[0]!, numbers[1]!)
  const lastYear = dayOf(year - 1, numbers[0]!, numbers[1]!)
  // Tomorrow's date is tomorrow; what lies far ahead was last year.
  const isAhead = thisYear !== null && thisYear > addDays(today, AHEAD_DAYS_MAX)
  return isAhead ? lastYear : (thisYear ?? lastYear)
}
/** How far ahead a date without a year may be, in days. */
const AHEAD_DAYS_MAX = 180

function dayOf(year: number, month: number, date: number): LocalDay | null {
  const text = [`${year}`, `${month}`, `${date}`]
    .map((part, index) => part.padStart(index === 0 ? 4 : 2, '0'))
    .join('-')
  const read = LocalDay.safeParse(text)
  return read.success ? read.data : null
}
