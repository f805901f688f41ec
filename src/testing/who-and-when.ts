import { GroupId, type Instant, LocalDay, LocalTime, MemberId, MessageId, Zone } from '../events/ids.ts'
import type { Calendar } from '../host/calendar.ts'
import { createCalendar } from '../scheduler/zones.ts'

/** When something happens: a day (at noon), a local time as `2026-11-23 08:00`, or an instant. */
export type When = LocalDay | Instant | string

/** The zone of tests that name none. */
export const ZONE_BY_DEFAULT = 'Asia/Shanghai'
const MIDNIGHT = '00:00' as LocalTime
const NOON = '12:00' as LocalTime

/** `member('amy')` is `telegram:amy`; `member('wechat:amy')` names the platform too. */
export const member = (name: string): MemberId => MemberId.parse(name.includes(':') ? name : `telegram:${name}`)
export const group = (name: string): GroupId => GroupId.parse(name)
export const day = (text: string): LocalDay => LocalDay.parse(text)
/** The id of a message, where a test names one. */
export const message = (name: string): MessageId => MessageId.parse(name)
/** The id of what is said in `when`. */
export const theMessage: MessageId = message('the-message')

/** The instant of `2026-11-23 08:00`, or of noon when there is no time. Zone: Asia/Shanghai unless named. */
export function at(text: string, zone: string = ZONE_BY_DEFAULT): Instant {
  const found = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d))?$/.exec(text)
  if (!found) throw new Error(`"${text}" is not a time. Use "2026-11-23 08:00", or a day: "2026-11-23".`)
  const dates = createCalendar({ zone: Zone.parse(zone), dayStartsAt: MIDNIGHT })
  return dates.at(LocalDay.parse(found[1]), found[2] ? LocalTime.parse(found[2]) : NOON)
}

/** The instant of a `When`, as a group with this calendar understands it. */
export function instantOf(when: When, calendar: Calendar, timeOfDay: LocalTime = NOON): Instant {
  if (typeof when === 'number') return when
  return isDay(when) ? calendar.at(when, timeOfDay) : at(when, calendar.zone)
}
const isDay = (when: string): when is LocalDay => LocalDay.safeParse(when).success

/** An instant as the group reads it, for messages of failed tests: `2026-11-23 08:00`. */
export function shown(instant: Instant, { zone }: Calendar): string {
  const dates = createCalendar({ zone, dayStartsAt: MIDNIGHT })
  const time = `${dates.dayOf(instant)} ${dates.timeOf(instant)}`
  const restMs = instant - at(time, zone)
  return restMs === 0 ? time : `${time} + ${restMs / 1000} s`
}
