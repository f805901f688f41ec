import type { Finding } from '../adapters/adapter.ts'
import { visible } from '../cli/terminal.ts'
import type { NamedFinding, Report } from './doctor.ts'

const MARKS = { good: '✓', warning: '!', bad: '✗' } as const
const COLOURS = { good: '\u001b[32m', warning: '\u001b[33m', bad: '\u001b[31m' } as const
const PLAIN = '\u001b[0m'

export interface Format {
  /** How wide the column of names is, in characters. */
  readonly nameWidth: number
  readonly colours: boolean
}

/** What one check found: a line each, its remedy below it, and the name in front of the first. */
export function findingLines(findings: readonly NamedFinding[], format: Format): readonly string[] {
  return findings.flatMap((finding, index) => linesOf(index === 0 ? finding : { ...finding, name: '' }, format))
}

function linesOf({ is, name, what, remedy }: NamedFinding, { nameWidth, colours }: Format): readonly string[] {
  const indent = ' '.repeat(nameWidth + 4)
  // Configurations have several mistakes, each on its line. What else a title or an error brings is made visible.
  const [first = '', ...more] = what.split('\n').map(visible)
  return [
    `${mark(is, colours)} ${name.padEnd(nameWidth)}  ${first}`,
    ...more.map(line => `${indent}${line}`),
    ...(remedy === undefined ? [] : [`${indent}→ ${visible(remedy)}`]),
  ]
}

function mark(is: Finding['is'], colours: boolean): string {
  return colours ? `${COLOURS[is]}${MARKS[is]}${PLAIN}` : MARKS[is]
}

/** The last line: how it stands altogether. */
export function summary({ checks }: Pick<Report, 'checks'>): string {
  const count = (is: Finding['is']) => checks.filter(check => check.is === is).length
  const [warnings, mistakes] = [count('warning'), count('bad')]
  if (warnings + mistakes === 0) return 'All is well.'
  const parts = [
    ...(mistakes > 0 ? [`${mistakes} to mend, marked ✗`] : []),
    ...(warnings > 0 ? [`${warnings} to know about, marked !`] : []),
  ]
  return `${parts.join('; ')}.`
}
