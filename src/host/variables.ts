import type { Instant, LocalDay } from '../events/ids.ts'
import { membership } from './core/membership.ts'
import { setup } from './core/setup.ts'
import type { LiveGroup, Plugins } from './deciding.ts'
import type { Locale, Values } from './messages.ts'

interface Variable {
  readonly about: string
  /** What it may stand for, rather long than short. */
  readonly example: string | number
}

/** What a text of the library may print in any group. Plugins add what they know: see `variables` of a plugin. */
export const CORE_VARIABLES = {
  'group.name': { about: 'The name of the group, as its platform shows it.', example: '二十一天共读·秋季第三群' },
  'group.members': { about: 'How many people are in the group, as far as we know.', example: 500 },
  day: { about: 'The day of the plan, counted from 1. 0 when no plan is running.', example: 21 },
  date: { about: 'The date: `12月1日`, `December 1`.', example: 'September 30' },
  weekday: { about: 'The day of the week: `周二`, `Tuesday`.', example: 'Wednesday' },
  'plan.name': { about: 'What the plan is called.', example: '二十一天共读' },
  'plan.days': { about: 'How many days the plan lasts. 0 when it has no end.', example: 21 },
  'plan.daysLeft': { about: 'How many days are left after this one. 0 when it has no end.', example: 20 },
  'persona.name': { about: 'Who speaks.', example: '阿灯' },
} as const satisfies Record<string, Variable>

/** In `welcome/` only. */
export const WELCOME_VARIABLES = {
  'member.name': { about: 'Whom it welcomes: one name, or several.', example: '一位名字不短的新朋友' },
} as const satisfies Record<string, Variable>

/** In the address of a choice of an offer only. */
export const OFFER_VARIABLES = {
  'member.code': {
    about: 'The code of whoever gets the link: orders that carry it are theirs.',
    example: 'K7M2QXWR9B',
  },
} as const satisfies Record<string, Variable>

const UNNAMED: Readonly<Record<Locale, string>> = { 'zh-CN': '咱们群', 'en-US': 'our group' }

/** What the variables are in a group at an instant. */
export function valuesIn(live: LiveGroup, plugins: Plugins, at: Instant): Values {
  const { plan, settings, bound } = live
  const today = settings.calendar.dayOf(at)
  const day = plan?.dayNumber(today) ?? 0
  const days = plan?.definition.days ?? 0
  const context = (plugin: number) =>
    ({ ...bound[plugin], now: at, decidedAt: at, today, content: plugins.content() }) as never
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
  const { date, weekday } = DATE_FORMATS[locale]
  return { date: date.format(at), weekday: weekday.format(at) }
}
// Made once: that takes a hundred times as long as to write a date.
const formatsOf = (locale: Locale, weekday: 'short' | 'long') => ({
  date: new Intl.DateTimeFormat(locale, { timeZone: 'UTC', month: 'long', day: 'numeric' }),
  weekday: new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday }),
})
const DATE_FORMATS = { 'zh-CN': formatsOf('zh-CN', 'short'), 'en-US': formatsOf('en-US', 'long') } as const
