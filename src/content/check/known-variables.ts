import { CORE_VARIABLES, OFFER_VARIABLES, WELCOME_VARIABLES } from '../../host/variables.ts'
import type { OtherKind } from '../library.ts'

interface Variable {
  /** What it may stand for, rather long than short: lengths are measured with it. */
  readonly example: string | number
  /** The only kinds of file whose text can know it; none: it stands in addresses. Default: all. */
  readonly in?: readonly OtherKind[]
}

/** What a text can fill in, whichever plugins there are. */
export const KNOWN_VARIABLES: Readonly<Record<string, Variable>> = {
  ...CORE_VARIABLES,
  ...Object.fromEntries(
    Object.entries(WELCOME_VARIABLES).map(([name, { example }]) => [name, { example, in: ['welcome'] as const }]),
  ),
  ...Object.fromEntries(Object.entries(OFFER_VARIABLES).map(([name, { example }]) => [name, { example, in: [] }])),
}

/** What Bonfire's own plugins add, for a library that is checked without a configuration that names plugins. */
export const USUAL_VARIABLES: readonly string[] = ['stats.checkedInToday', 'stats.checkedInYesterday']

/** A plugin's variable may be anything: so many characters are reckoned with. */
const UNKNOWN_EXAMPLE = '某个值 10'

/** A value for every variable that there can be. */
export function exampleValues(more: Iterable<string>): Readonly<Record<string, string | number>> {
  const own = Object.entries(KNOWN_VARIABLES).map(([name, { example }]) => [name, example] as const)
  return Object.fromEntries([...[...more].map(name => [name, UNKNOWN_EXAMPLE] as const), ...own])
}
