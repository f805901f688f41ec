import { z } from 'zod'
import { type LocalDay, LocalTime, Zone } from './events/ids.ts'
import type { Chosen } from './host/core/setup.ts'
import type { SetupOptions } from './host/core/setup-plugin.ts'
import { LOCALES } from './host/messages.ts'
import type { GroupSettings } from './host/settings.ts'
import { createCalendar } from './scheduler/zones.ts'

/** In the order of `Date.getUTCDay`. */
export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** A zone that the calendar can work with: Intl knows some more, such as `PST`, which are no places. */
const PlaceZone = Zone.refine(
  zone => zone !== undefined && hasRules(zone),
  'is not the zone of a place. Use an IANA name, e.g. "Asia/Shanghai".',
)

/** What a plan says itself. Every other key is the section of the plugin of that name. */
export const planSchema = z.strictObject({
  /** What the campaign is called. 1–60 characters. */
  name: z.string().min(1).max(60),
  /** Where the group lives: an IANA name, `Asia/Shanghai`. */
  timezone: PlaceZone,
  /** When a new day begins, `HH:mm` in that zone. Default: `00:00`. */
  dayStartsAt: LocalTime.default('00:00' as LocalTime),
  /** The language that members are spoken to in. Default: `zh-CN`. */
  locale: z.enum(LOCALES).default('zh-CN'),
  /** Days of the week on which nobody is expected to check in. Default: none. */
  restDays: z.array(z.enum(WEEKDAYS)).default([]),
})
export type Plan = z.output<typeof planSchema>
export const PLAN_KEYS: readonly string[] = Object.keys(planSchema.shape)

/** What a plan means for a group. `sections` are those of the plugins, checked; `chosen` is what its owner has said. */
export function settingsOf(
  plan: Plan,
  sections: Readonly<Record<string, unknown>>,
  chosen?: Pick<Chosen, 'locale' | 'zone'>,
): GroupSettings {
  const restDays = new Set(plan.restDays.map(day => WEEKDAYS.indexOf(day)))
  return {
    locale: chosen?.locale ?? plan.locale,
    calendar: createCalendar({ zone: chosen?.zone ?? plan.timezone, dayStartsAt: plan.dayStartsAt }),
    config: sections,
    isRestDay: (day: LocalDay) => restDays.has(new Date(day).getUTCDay()),
  }
}

/** The plan's own id: there is one plan, and it has a name for people. */
const ONLY_PLAN = 'main'

/** What a group's owner can choose from. */
export function setupFor(plan: Plan): SetupOptions {
  return {
    plans: [{ id: ONLY_PLAN, name: plan.name, zone: plan.timezone, locale: plan.locale }],
    zoneOf: text => spelt(PlaceZone.safeParse(text).data ?? null),
  }
}

/** As the list of zones writes it: people type `asia/shanghai`. Another name of the same place stays what was meant. */
function spelt(zone: Zone | null): Zone | null {
  if (zone === null) return null
  const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions()
  return timeZone.toLowerCase() === zone.toLowerCase() ? (timeZone as Zone) : zone
}

function hasRules(zone: Zone): boolean {
  try {
    return createCalendar({ zone, dayStartsAt: '00:00' as LocalTime }) !== undefined
  } catch {
    return false
  }
}
