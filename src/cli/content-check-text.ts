import type { Problem } from '../content/problem.ts'
import { cellsOf, fitting, isWide } from './cells.ts'
import { visible } from './terminal.ts'

/** How problems are shown. `shown` is the file as seen from where the person stands. */
export interface TextFormat {
  readonly shown: (file: string) => string
  readonly colours: boolean
  /** Cells in a line of the terminal. */
  readonly columns: number
}

const COLOURS = { error: '\u001b[31m', warning: '\u001b[33m', good: '\u001b[32m', faint: '\u001b[2m' } as const
const PLAIN = '\u001b[0m'
const paint = (text: string, colour: keyof typeof COLOURS, { colours }: TextFormat) =>
  colours ? `${COLOURS[colour]}${text}${PLAIN}` : text

/** `content-library/posts/day-03.md:3:1: error unknown field "knd" — did you mean "kind"? [unknown-field]` */
export function problemLine({ file, line, column, severity, code, message }: Problem, format: TextFormat): string {
  const place = `${format.shown(file)}:${line}:${column}`
  return `${visible(place)}: ${paint(severity, severity, format)} ${visible(message)} ${paint(`[${code}]`, 'faint', format)}`
}

/** A problem with the line of the file that it is about, and a caret below the place. */
export function problemBlock(problem: Problem, lines: readonly string[], format: TextFormat): string {
  const source = lines[problem.line - 1]
  if (source === undefined || source.trim() === '') return problemLine(problem, format)
  const number = String(problem.line)
  const { text, before, marked } = excerpt(source, problem.column, format.columns - number.length - MARGIN_CELLS)
  const gutter = (label: string) => paint(`  ${label.padStart(number.length)} │ `, 'faint', format)
  return [
    problemLine(problem, format),
    `${gutter(number)}${text}`,
    `${gutter('')}${before}${paint('^'.repeat(marked), problem.severity, format)}`,
  ].join('\n')
}

/** What stands left of the source: two blanks, the bar and its blanks. */
const MARGIN_CELLS = 5
/** How much is shown at least, on however narrow a terminal. */
const EXCERPT_CELLS_MIN = 20
/** As much of the line around the place as fits, and what to write below it to come to the place. */
function excerpt(source: string, column: number, cells: number) {
  const room = Math.max(cells, EXCERPT_CELLS_MIN)
  const from = startOf(source, column - 1, room)
  const text = fitting(visible(source.slice(from).replaceAll('\t', ' ')), room)
  const before = visible(source.slice(from, column - 1).replaceAll('\t', ' '))
  const word = /^(?:[\w.-]+|.)/u.exec(source.slice(column - 1))?.[0] ?? ' '
  return { text, before: blanks(before), marked: Math.min(cellsOf(word), Math.max(1, room - cellsOf(before))) }
}

/** Where to begin, so that the place is in sight. */
function startOf(source: string, at: number, room: number): number {
  let from = 0
  while (cellsOf(source.slice(from, at)) > room / 2) from += source.codePointAt(from)! > 0xffff ? 2 : 1
  return from
}

/** An ideographic space is as wide as the sign that it stands for. */
const blanks = (text: string) => [...text].map(sign => (isWide(sign) ? '\u3000' : ' ')).join('')

/** `2 errors and 1 warning in 132 files (0.4 s).` */
export function summaryLine(problems: readonly Problem[], files: number, ms: number): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const found = [counted(errors, 'error'), counted(problems.length - errors, 'warning')].filter(Boolean).join(' and ')
  return `${found || 'Nothing wrong'} in ${files} ${files === 1 ? 'file' : 'files'} (${(ms / 1_000).toFixed(1)} s).`
}
function counted(count: number, what: string): string {
  return count === 0 ? '' : `${count} ${what}${count === 1 ? '' : 's'}`
}

/** What is no longer wrong. */
export function mendedLine({ file, code, message }: Problem, format: TextFormat): string {
  return `${visible(format.shown(file))}: ${paint('mended', 'good', format)} ${visible(message)} ${paint(`[${code}]`, 'faint', format)}`
}
