import type { OtherKind } from '../library.ts'

interface Variable {
  /** What it may stand for, rather long than short: lengths are measured with it. */
  readonly example: string | number
  /** The only kinds of file that can know it. Default: all. */
  readonly in?: readonly OtherKind[]
}

/** The closed list of what a text can fill in. Plugins add to it. */
export const KNOWN_VARIABLES: Readonly<Record<string, Variable>> = {
  'group.name': { example: '二十一天共读·秋季第三群' },
  'group.members': { example: 500 },
  day: { example: 21 },
  date: { example: '2026-12-31' },
  weekday: { example: '星期三' },
  'plan.name': { example: '二十一天共读' },
  'plan.days': { example: 21 },
  'plan.daysLeft': { example: 20 },
  'persona.name': { example: '阿灯' },
  'member.name': { example: '一位名字不短的新朋友', in: ['welcome'] },
  'stats.checkedInToday': { example: 488 },
  'stats.checkedInYesterday': { example: 488 },
}

/** A plugin's variable may be anything: so many characters are reckoned with. */
const UNKNOWN_EXAMPLE = '某个值 10'

/** A value for every variable that there can be. */
export function exampleValues(more: Iterable<string>): Readonly<Record<string, string | number>> {
  const own = Object.entries(KNOWN_VARIABLES).map(([name, { example }]) => [name, example] as const)
  return Object.fromEntries([...[...more].map(name => [name, UNKNOWN_EXAMPLE] as const), ...own])
}
