import { DAY_MS, MINUTE_MS } from './setting.ts'

/** The days of a group, reckoned in another way than the product does: with Intl, from the offset of its zone. */
export interface LocalDays {
  dayOf(instant: number): string
  /** The instant at which the day after that of `instant` begins. */
  nextDayAt(instant: number): number
}

/** No zone changes its offset but at a multiple of this, in our time. */
const OFFSET_HOLDS_MS = 15 * MINUTE_MS
const offsets = new Map<string, Map<number, number>>()
const formats = new Map<string, Intl.DateTimeFormat>()

export function localDays(zone: string, dayStartsAt: string): LocalDays {
  const [hours = 0, minutes = 0] = dayStartsAt.split(':').map(Number)
  const startsAfterMs = (hours * 60 + minutes) * MINUTE_MS
  const known = offsets.get(zone) ?? new Map<number, number>()
  offsets.set(zone, known)
  const format = formatOf(zone)
  const names = new Map<number, string>()
  const ends = new Map<number, number>()

  function offsetAt(instant: number): number {
    const block = Math.floor(instant / OFFSET_HOLDS_MS)
    let offset = known.get(block)
    if (offset === undefined) {
      offset = readOffset(format.format(block * OFFSET_HOLDS_MS))
      known.set(block, offset)
    }
    return offset
  }
  const numberOf = (instant: number) => Math.floor((instant + offsetAt(instant) - startsAfterMs) / DAY_MS)

  return {
    dayOf(instant) {
      const number = numberOf(instant)
      let name = names.get(number)
      if (name === undefined) {
        name = new Date(number * DAY_MS).toISOString().slice(0, 10)
        names.set(number, name)
      }
      return name
    },
    nextDayAt(instant) {
      const today = numberOf(instant)
      const end = ends.get(today)
      if (end !== undefined) return end
      let [before, after] = [instant, instant + 2 * DAY_MS]
      while (after - before > 1) {
        const middle = Math.floor((before + after) / 2)
        if (numberOf(middle) > today) after = middle
        else before = middle
      }
      ends.set(today, after)
      return after
    },
  }
}

/** Made once for each zone: it takes as long as hundreds of days. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  formats.set(zone, format)
  return format
}

/** `11/23/2026, GMT+08:00`. */
function readOffset(text: string): number {
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(text) ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE_MS
}
