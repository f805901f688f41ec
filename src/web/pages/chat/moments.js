const DAY_MS = 86_400_000
const FORMATS = {
  'zh-CN': { month: 'long', day: 'numeric' },
  'en-US': { month: 'short', day: 'numeric' },
}
const formats = new Map()

const msOf = day => Date.parse(`${day}T00:00:00Z`)

/** `2026-03-14` as people say it: 3月14日周六. */
export const dayInWords = (day, language) => written(day, language, { weekday: 'short' })
/** The same where there is little room: 3月14日. */
export const dateInWords = (day, language) => written(day, language, {})

function written(day, language, more) {
  const name = `${language} ${more.weekday}`
  if (!formats.has(name)) {
    formats.set(name, new Intl.DateTimeFormat(language, { ...FORMATS[language], ...more, timeZone: 'UTC' }))
  }
  return formats.get(name).format(msOf(day))
}

/** Which day of the plan a day is, as today is known to be. */
export const planDayOf = (day, clock) => clock.number + Math.round((msOf(day) - msOf(clock.day)) / DAY_MS)

/** From one line to the next, in minutes. */
export const minutesBetween = (before, after) =>
  (msOf(after.day) - msOf(before.day)) / 60_000 + minutesOf(after.time) - minutesOf(before.time)

function minutesOf(time) {
  const [hours, minutes] = time.split(':').map(Number)
  return hours * 60 + minutes
}

/** Numbers from here on are milliseconds since 1970: it was September 2001. */
const MOMENT_MS_MIN = 1e12

/** A moment as the clock on the wall showed it, where the group is. Anything else stays as it is. */
export function momentInWords(value, clock) {
  if (typeof value !== 'number' || value < MOMENT_MS_MIN) return value
  const minute = clock.now - (clock.now % 60_000)
  const aheadMs = Date.parse(`${clock.day}T${clock.time}:00Z`) - minute
  return new Date(value + aheadMs).toISOString().slice(0, 16).replace('T', ' ')
}
