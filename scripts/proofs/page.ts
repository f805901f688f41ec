import { timeOf } from './progress.ts'
import type { Proof, ProofReport } from './proof.ts'

/** A proof that has been run, to its end or not. */
export interface Proven {
  readonly proof: Pick<Proof, 'name' | 'shows'>
  readonly report: ProofReport
  readonly tookMs: number
}

export interface PageContent {
  readonly proven: readonly Proven[]
  /** The proofs that were asked for and did not come to an end. */
  readonly unfinished: readonly string[]
  /** `Node 24.19.2, linux x64, 2 cores`. */
  readonly machine: string
  /** When it began, for people. */
  readonly date: string
  /** The command that does all of it once more. */
  readonly command: string
}

/** How wide a page in a terminal is, in characters. */
const COLUMNS = 100
/** So many of the things that are wrong are shown for one proof. The others are counted. */
const WRONG_SHOWN_MAX = 10

const isRight = ({ report }: Proven): boolean => report.wrong.length === 0
/** One that could not be tried proves nothing, and is not counted as if it did. */
const isSkipped = (one: Proven): boolean => isRight(one) && one.report.skipped !== undefined

/** What was proven, on one page for a terminal. */
export function pageOf({ proven, unfinished, machine, date, command }: PageContent): string {
  const head = [`What was proven: ${summaryOf(proven, unfinished)}`, `${date} · ${machine}`]
  const sections = proven.map(one => {
    const { proof, report, tookMs } = one
    const title = `${markOf(one)} ${proof.name}`
    return [
      `${title}${timeOf(tookMs).padStart(COLUMNS - title.length)}`,
      ...wrapped(proof.shows, '  '),
      ...wrapped(`Tried: ${report.tried}`, '  ', '         '),
      ...(report.skipped === undefined ? [] : wrapped(`SKIPPED: ${report.skipped}`, '  ', '           ')),
      ...figureLines(report.figures),
      ...shown(report.wrong).flatMap(line => wrongLines(line)),
    ]
  })
  const missing = unfinished.length === 0 ? [] : [[`Not finished: ${unfinished.join(', ')}`]]
  return [head, ...sections, ...missing, [`Once more: ${command}`]].map(lines => `${lines.join('\n')}\n`).join('\n')
}

/** The same as markdown. */
export function markdownOf({ proven, unfinished, machine, date, command }: PageContent): string {
  const rows = proven.map(one => {
    const { proof, report, tookMs } = one
    return `| ${markOf(one)} | ${proof.name} | ${cell(report.tried)} | ${timeOf(tookMs)} |`
  })
  const sections = proven.flatMap(({ proof, report }) => [
    `## ${proof.name}\n\n${proof.shows}\n\nTried: ${report.tried}`,
    ...(report.skipped === undefined ? [] : [`**Skipped:** ${report.skipped}`]),
    report.figures.map(([name, value]) => `- ${name}: ${value}`).join('\n'),
    ...(report.wrong.length === 0 ? [] : [`### Wrong\n\n\`\`\`\n${shown(report.wrong).join('\n\n')}\n\`\`\``]),
  ])
  return `${[
    `# What was proven\n\n${summaryOf(proven, unfinished)}. ${date}, ${machine}.`,
    ['|   | Proof | Tried | Time |', '|---|---|---|---|', ...rows].join('\n'),
    ...sections.filter(text => text !== ''),
    ...(unfinished.length === 0 ? [] : [`Not finished: ${unfinished.join(', ')}`]),
    `Once more: \`${command}\``,
  ].join('\n\n')}\n`
}

/** The last line, which CI reads: each proof is a test. */
export function countsOf(proven: readonly Proven[]): string {
  const wrong = proven.filter(one => !isRight(one)).length
  const skipped = proven.filter(isSkipped).length
  return `tests: ${proven.length - wrong - skipped} passed, ${wrong} failed, ${skipped} skipped`
}

function summaryOf(proven: readonly Proven[], unfinished: readonly string[]): string {
  const wrong = proven.filter(one => !isRight(one)).map(({ proof }) => proof.name)
  const all = proven.length + unfinished.length
  const proofs = all === 1 ? '1 proof' : `${all} proofs`
  if (wrong.length > 0) return `something is wrong in ${wrong.join(', ')} (${wrong.length} of ${proofs})`
  const skipped = proven.filter(isSkipped).length
  return `nothing wrong in ${proven.length - skipped} of ${proofs}`
}

function markOf(one: Proven): string {
  if (!isRight(one)) return '✗'
  return isSkipped(one) ? '–' : '✓'
}

function shown(wrong: readonly string[]): readonly string[] {
  const more = wrong.length - WRONG_SHOWN_MAX
  return more > 0 ? [...wrong.slice(0, WRONG_SHOWN_MAX), `… and ${more} more`] : wrong
}

function figureLines(figures: ProofReport['figures']): readonly string[] {
  const width = Math.max(0, ...figures.map(([name]) => name.length))
  return figures.flatMap(([name, value]) => wrapped(`${name.padEnd(width)}  ${value}`, '    ', ' '.repeat(width + 6)))
}

/** Not wrapped: what is wrong is to be copied as it is. */
function wrongLines(text: string): readonly string[] {
  return text.split('\n').map((line, at) => `${at === 0 ? '  ✗ ' : '    '}${line}`)
}

/** A text in lines that fit, the first with one indent and the others with another. */
function wrapped(text: string, first: string, others = first): readonly string[] {
  const lines: string[] = []
  let line = first
  let isEmpty = true
  // Two spaces and more stand between columns, and stay.
  for (const word of text.split(/(?<! ) (?! )/)) {
    if (!isEmpty && line.length + 1 + word.length > COLUMNS) {
      lines.push(line)
      line = others
      isEmpty = true
    }
    line += isEmpty ? word : ` ${word}`
    isEmpty = false
  }
  return [...lines, line]
}

const cell = (text: string): string => text.replaceAll('|', '\\|')
