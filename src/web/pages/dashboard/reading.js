import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { WORDS } from './words.js'

/** What is not known is written like this, and never as 0. */
export const UNKNOWN = '—'
/** Fewer than these say nothing yet: what is said of them is grey. */
export const PEOPLE_FEW = 10
const made = new Map()

/** How figures are read in a language: words, numbers, days. */
export function readingIn(language) {
  if (!made.has(language)) made.set(language, makeReading(language))
  return made.get(language)
}

function makeReading(language) {
  const counts = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const shares = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  // A day of a group is a day anywhere: it is read in UTC, and belongs to no zone.
  const daysAs = options => {
    const format = new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC' })
    return day => format.format(new Date(`${day}T00:00:00Z`))
  }
  const orUnknown = write => value => (value === null || value === undefined ? UNKNOWN : write(value))
  const words = WORDS[language]
  return {
    language,
    words,
    /** Where a plan stands: day n of m, or why it is on none of its days. */
    planDay: ({ number, days, stands }) => (number === null ? words.stands[stands] : words.planDay(number, days)),
    of: both => both[language],
    count: orUnknown(value => counts.format(value)),
    share: orUnknown(value => shares.format(value)),
    day: daysAs({ month: 'short', day: 'numeric' }),
    fullDay: daysAs({ month: 'long', day: 'numeric', weekday: 'long' }),
    weekday: daysAs({ weekday: 'short' }),
  }
}

export const Reading = createContext(readingIn('zh-CN'))
export const useReading = () => useContext(Reading)
