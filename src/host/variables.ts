import type { Instant, LocalDay } from '../events/ids.ts'
import { membership } from './core/membership.ts'
import { setup } from './core/setup.ts'
import type { LiveGroup, Plugins } from './deciding.ts'
import type { Locale, Values } from './messages.ts'

/** What a text of the library may print in any group. Plugins add what they know: see `variables` of a plugin. */
export const CORE_VARIABLES = {
  'group.name': 'The name of the group, as its platform shows it.',
  'group.members': 'How many people are in the group, as far as we know.',
  day: 'The day of the plan, counted from 1. 0 when no plan is running.',
  date: 'The date: `12月1日`, `December 1`.',
  weekday: 'The day of the week: `周二`, `Tuesday`.',
  'plan.name': 'What the plan is called.',
  'plan.days': 'How many days the plan lasts. 0 when it has no end.',
  'plan.daysLeft': 'How many days are left after this one. 0 when it has no end.',
  'persona.name': 'Who speaks.',
} as const
/** In `welcome/` only. */
export const WELCOME_VARIABLES = { 'member.name': 'Whom it welcomes: one name, or several.' } as const

const UNNAMED: Readonly<Record<Locale, string>> = { 'zh-CN': '咱们群', 'en-US': 'our group' }

/** What the variables are in a group at an instant. */
export function valuesIn(live: LiveGroup, plugins: Plugins, at: Instant): Values {
  const { plan, settings, bound } = live
  const today = settings.calendar.dayOf(at)
  const day = plan?.dayNumber(today) ?? 0
  const days = plan?.definition.days ?? 0
  const context = (plugin: number) => ({ ...bound[plugin], now: at, today, content: plugins.content() }) as never
  const known = plugins.all.flatMap(({ variables }, index) =>
    Object.entries(variables).map(([name, value]) => [name, value(context(index))] as const),
  )
  return {
    ...Object.fromEntries(known),
    'group.name': live.read(setup).group.title ?? plan?.definition.name ?? UNNAMED[settings.locale],
    'group.members': live.read(membership).group.present,
    day,
    ...dateIn(today, settings.locale),
    'plan.name': plan?.definition.name ?? '',
    'plan.days': days,
    'plan.daysLeft': Math.max(0, days - day),
    'persona.name': plan?.definition.persona.name ?? 'Bonfire',
  }
}

/** A date as people say it. */
export function dateIn(day: LocalDay, locale: Locale): { readonly date: string; readonly weekday: string } {
  const at = Date.parse(day)
  const write = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).format(at)
  const weekday = write({ weekday: locale === 'zh-CN' ? 'short' : 'long' })
  return { date: write({ month: 'long', day: 'numeric' }), weekday }
}
