import { addDays, type Context, type Instant, LocalDay, type LocalTime } from 'bonfire'

export type Calendar = Context['calendar']

/** When a draw is to close, as somebody typed it. `no-day`: the calendar has no such day, `past`: it is over. */
type ClosingTime = { readonly is: 'at'; readonly at: Instant } | { readonly is: 'past' | 'no-day' }

const MINUTE_MS = 60_000
const IN_MS: Readonly<Record<string, number>> = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: 1_440 * MINUTE_MS }

// Parts of the pattern below. What is between brackets is read by readClosingTime.
const DAY_WORD = '(?<word>今天|今日|今晚|明天|明日|明晚|后天|today|tonight|tomorrow)'
const DATE = '(?:(?<year>\\d{4})[-/.年])?(?<month>\\d{1,2})(?:-|/|\\.|月)(?<date>\\d{1,2})[日号]?'
const PART_OF_DAY = '(?<part>凌晨|早上|上午|中午|下午|傍晚|晚上)'
const CLOCK =
  '(?:(?<hour>\\d{1,2}):(?<minute>\\d{2})|(?<oclock>\\d{1,2})[点时](?:(?<half>半)|(?<past>\\d{1,2})分?)?整?|(?<short>\\d{1,2})(?=\\s*[ap]m))(?:\\s*(?<ampm>am|pm))?'
const SPAN =
  '(?:in\\s+)?(?<span>\\d{1,3})\\s*(?:(?<minutes>m|mins?|minutes?|分钟)|(?<hours>h|hrs?|hours?|小时|个小时)|(?<days>d|days|天(?=[后之以])))(?:后|之后|以后)?'
/** A time of day, with or without its day; or how long from now. */
export const CLOSING_TIME = `(?:(?:(?:${DAY_WORD}|${DATE})\\s*(?:at\\s+|的)?)?${PART_OF_DAY}?\\s*${CLOCK}|${SPAN})`

type Groups = Readonly<Record<string, string | undefined>>

/** The instant of what CLOSING_TIME has matched. A time without a day is of today. */
export function readClosingTime(groups: Groups, now: Instant, calendar: Calendar): ClosingTime {
  const { span } = groups
  if (span !== undefined) return { is: 'at', at: toFullMinute(now + Number(span) * IN_MS[unitOf(groups)]!) }
  const time = timeIn(groups)
  if (time === null) return { is: 'no-day' }
  const days = daysMeant(groups, calendar.dayOf(now), time, calendar)
  if (days.length === 0) return { is: 'no-day' }
  const at = days.map(day => calendar.at(day, time)).find(instant => instant > now)
  return at === undefined ? { is: 'past' } : { is: 'at', at }
}

/** It is shown to the minute, and lasts until then at least. */
const toFullMinute = (ms: number) => (Math.ceil(ms / MINUTE_MS) * MINUTE_MS) as Instant
const unitOf = ({ minutes, hours }: Groups) => (minutes !== undefined ? 'm' : hours !== undefined ? 'h' : 'd')

/** The days that may be meant: without a year this one, or, in December, the next. */
function daysMeant({ word, year, month, date }: Groups, today: LocalDay, time: LocalTime, { dayStartsAt }: Calendar) {
  // At night a time on the clock belongs to the group's day before, unless it is today that is spoken of.
  const groupDayOf = (day: LocalDay) => (time < dayStartsAt ? addDays(day, -1) : day)
  if (month === undefined) return [addDays(today, daysAhead(word))]
  const thisYear = Number(today.slice(0, 4))
  const years = year === undefined ? [thisYear, thisYear + 1] : [Number(year)]
  return years.flatMap(of => {
    const read = LocalDay.safeParse(`${of}-${month.padStart(2, '0')}-${date!.padStart(2, '0')}`)
    return read.success ? [groupDayOf(read.data)] : []
  })
}

function daysAhead(word: string | undefined): number {
  if (word === undefined || /^(?:今|to(?:day|night))/u.test(word)) return 0
  return word.startsWith('后') ? 2 : 1
}

/** Hours as they are said of a part of the day: 1 in the afternoon is 13. Null: nobody says so, or it may be either. */
const HOURS_OF_PART: Readonly<Record<string, (said: number) => number | null>> = {
  morning: said => (said < 12 ? said : null),
  noon: said => (said >= 11 && said <= 13 ? said : said <= 2 ? said + 12 : null),
  // Twelve at night is the day after.
  evening: said => (said >= 1 && said < 12 ? said + 12 : said > 12 ? said : null),
}
function timeIn(groups: Groups): LocalTime | null {
  const { hour, minute, oclock, half, past, short } = groups
  const said = Number(hour ?? oclock ?? short)
  const hours = hoursOf(said, groups)
  const minutes = Number(minute ?? past ?? (half ? 30 : 0))
  if (hours === null || hours > 23 || minutes > 59) return null
  return `${`${hours}`.padStart(2, '0')}:${`${minutes}`.padStart(2, '0')}` as LocalTime
}

function hoursOf(said: number, { ampm, part, word }: Groups): number | null {
  if (ampm !== undefined) return said < 1 || said > 12 ? null : (said % 12) + (ampm.toLowerCase() === 'pm' ? 12 : 0)
  if (part === '中午') return HOURS_OF_PART.noon!(said)
  if (part !== undefined && /^[凌早上]/u.test(part)) return HOURS_OF_PART.morning!(said)
  return part !== undefined || /晚|tonight/u.test(word ?? '') ? HOURS_OF_PART.evening!(said) : said
}
