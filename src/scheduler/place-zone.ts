import { type LocalTime, Zone } from '../events/ids.ts'
import { createCalendar } from './zones.ts'

/** A zone that the calendar can work with: Intl knows some more, such as `PST`, which are no places. */
export const PlaceZone = Zone.refine(
  zone => zone !== undefined && hasRules(zone),
  'is not the zone of a place. Use an IANA name, e.g. "Asia/Shanghai".',
)

function hasRules(zone: Zone): boolean {
  try {
    return createCalendar({ zone, dayStartsAt: '00:00' as LocalTime }) !== undefined
  } catch {
    return false
  }
}
