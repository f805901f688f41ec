import { z } from 'zod'
import { WEEKDAYS } from './content/schemas/plan.ts'
import { type LocalDay, LocalTime, type Zone } from './events/ids.ts'
import type { Calendar } from './host/calendar.ts'
import type { RunningPlan } from './host/core/plans.ts'
import type { Chosen } from './host/core/setup.ts'
import type { SetupOptions } from './host/core/setup-plugin.ts'
import { LOCALES } from './host/messages.ts'
import type { GroupSettings } from './host/settings.ts'
import { PlaceZone } from './scheduler/place-zone.ts'
import { createCalendar } from './scheduler/zones.ts'

/** What groups live by before a plan of the library is used. Every other key is the section of the plugin of that name. */
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

type Sections = Readonly<Record<string, unknown>>
export interface SettingsOptions {
  /** What counts where the group's plan says nothing, and before there is one. */
  readonly plan: Plan
  /** Those of `plan`, checked. */
  readonly sections: Sections
  /** The section of a plugin as its schema reads it. Undefined: the schema does not take it. */
  readonly readSection: (plugin: string, raw: unknown) => unknown
}

/** What a group lives by: what its owner has chosen, else the plan that it runs, else `plan` of the configuration. */
export function createSettings({ plan, sections, readSection }: SettingsOptions) {
  const calendars = new Map<string, Calendar>()
  const ofPlans = new Map<string, Sections>()

  /** Groups of one zone share the calendar's memory. */
  function calendarOf(zone: Zone, dayStartsAt: LocalTime): Calendar {
    const key = `${zone} ${dayStartsAt}`
    const calendar = calendars.get(key) ?? createCalendar({ zone, dayStartsAt })
    calendars.set(key, calendar)
    return calendar
  }
  /** A section that a newer plugin does not take any more is left to the configuration. */
  function sectionsOf({ hash, definition }: RunningPlan): Sections {
    const known = ofPlans.get(hash)
    if (known) return known
    const own = Object.entries(definition.sections).map(([name, raw]) => [name, readSection(name, raw)] as const)
    const all = { ...sections, ...Object.fromEntries(own.filter(([, section]) => section !== undefined)) }
    ofPlans.set(hash, all)
    return all
  }

  return (chosen?: Pick<Chosen, 'locale' | 'zone'>, running: RunningPlan | null = null): GroupSettings => {
    const own = running?.definition ?? plan
    return {
      locale: chosen?.locale ?? own.locale,
      calendar: calendarOf(chosen?.zone ?? own.timezone, own.dayStartsAt),
      config: running ? sectionsOf(running) : sections,
      isRestDay: running ? restDaysOf(running) : day => isWeekdayIn(plan.restDays, day),
    }
  }
}

const isWeekdayIn = (days: readonly (string | number)[], day: LocalDay) =>
  days.includes(WEEKDAYS[new Date(day).getUTCDay()]!)

function restDaysOf({ definition: { restDays }, dayNumber }: RunningPlan): GroupSettings['isRestDay'] {
  const numbers = new Set(restDays.filter(day => typeof day === 'number'))
  return day => isWeekdayIn(restDays, day) || (numbers.size > 0 && numbers.has(dayNumber(day) ?? 0))
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
