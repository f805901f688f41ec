/** How finely the clock on the wall is looked at, in milliseconds. Zones change their time on whole quarters of an hour. */
const STEP_MS = 5 * 60_000
const DAY_MS = 86_400_000

/** One day of a group: from its first instant to the first of the next. */
export interface ModelDay {
  readonly day: string
  readonly start: number
  readonly end: number
}

/** The days of a zone, found by looking at a clock on the wall every five minutes. */
export interface ModelCalendar {
  readonly dayStartsAt: string
  dayAt(instant: number): ModelDay
  /** The date on the wall, whatever day of the group it is. */
  dateAt(instant: number): string
}

const calendars = new Map<string, ModelCalendar>()
const readings = new Map<string, readonly number[]>()

/**
 * A day begins when the clock first reads `dayStartsAt` or later, and a clock that is put back begins no day again.
 * `dayStartsAt` is on a multiple of ten minutes.
 */
export function modelCalendar(zone: string, dayStartsAt: string, from: number, to: number): ModelCalendar {
  return remembered(calendars, [zone, dayStartsAt, from, to].join(), () =>
    scanned(zone, dayStartsAt, from - 3 * DAY_MS, to + 3 * DAY_MS),
  )
}

function scanned(zone: string, dayStartsAt: string, from: number, to: number): ModelCalendar {
  const clock = wallClock(zone)
  const looks = Math.ceil((to - from) / STEP_MS)
  const read = remembered(readings, [zone, from, to].join(), () =>
    Array.from({ length: looks }, (_, look) => clock(from + look * STEP_MS)),
  )
  const lateMs = Date.parse(`1970-01-01T${dayStartsAt}Z`)
  const starts: { readonly number: number; readonly start: number }[] = []
  read.forEach((reading, look) => {
    const number = Math.floor((reading - lateMs) / DAY_MS)
    if (number > (starts.at(-1)?.number ?? 0)) starts.push({ number, start: from + look * STEP_MS })
  })
  const days = starts
    .slice(0, -1)
    .map(({ number, start }, index) => ({ day: isoDate(number * DAY_MS), start, end: starts[index + 1]!.start }))
  return {
    dayStartsAt,
    dayAt: instant => days.findLast(({ start }) => start <= instant)!,
    dateAt: instant => isoDate(clock(instant)),
  }
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const found = known.get(key) ?? make()
  known.set(key, found)
  return found
}

/** What the clock reads, as if it stood in UTC. */
function wallClock(zone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  })
  return instant => Date.parse(`${format.format(instant).replace(' ', 'T')}Z`)
}

const isoDate = (instant: number): string => new Date(instant).toISOString().slice(0, 10)

/** The calendar day so many days later. */
export const dayAfter = (day: string, days = 1): string => isoDate(Date.parse(day) + days * DAY_MS)

/** The days between two days, both left out. */
export function daysBetween(from: string, to: string): readonly string[] {
  const days: string[] = []
  for (let day = dayAfter(from); day < to; day = dayAfter(day)) days.push(day)
  return days
}
