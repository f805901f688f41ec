import type { BenchCase } from './bench-case.ts'
import { type Figure, isMet, type Measure, sharePercentOf, type Target } from './figure.ts'
import type { Machine } from './machine.ts'

/** A case and what it found. */
export interface Measured {
  readonly bench: Pick<BenchCase, 'name' | 'about'>
  readonly figures: readonly Figure[]
}

const HEAD = ['', 'figure', 'rounds', 'p50', 'p99', 'CPU each', 'limit', 'share', 'target', ''] as const
const WIDTH = 118

/** What was measured, for people. */
export function tableOf(measured: readonly Measured[], machine: Machine): string {
  const rows = measured.flatMap(({ figures }) => figures.map(cellsOf))
  const widths = HEAD.map((head, column) => Math.max(head.length, ...rows.map(row => row[column]!.length)))
  const sections = measured.map(({ bench, figures }) =>
    [`${bench.name}: ${bench.about}`, '', lineOf(HEAD, widths), ...figures.flatMap(figure => linesOf(figure, widths))]
      .flatMap(line => (line.includes('  ') ? [line] : wrapped(line)))
      .join('\n'),
  )
  return `${[...sections, machineLines(machine).join('\n')].join('\n\n')}\n`
}

function linesOf(figure: Figure, widths: readonly number[]): readonly string[] {
  const { latency, also = {} } = figure
  const tail = latency ? { p999Ms: latency.p999Ms, maxMs: latency.maxMs } : {}
  const more = Object.entries({ ...tail, ...also }).map(([name, value]) => `${name} ${numberOf(value)}`)
  return [lineOf(cellsOf(figure), widths), ...(more.length > 0 ? [`    ${more.join(' · ')}`] : [])]
}

function cellsOf(figure: Figure): readonly string[] {
  const { name, measure, value, spread, latency, cpuUs, limit, target } = figure
  const share = sharePercentOf(figure)
  return [
    name,
    quantity(value, measure),
    spread ? `${quantity(spread[0], measure)} – ${quantity(spread[1], measure)}` : '',
    latency ? quantity(latency.p50Ms, 'ms') : '',
    latency ? quantity(latency.p99Ms, 'ms') : '',
    cpuUs === undefined ? '' : `${numberOf(cpuUs)} µs`,
    limit ? `${quantity(limit.value, measure)} ${limit.name}` : '',
    share === undefined ? '' : `${numberOf(share)} %`,
    target ? targetOf(target, measure) : '',
    target ? (isMet(figure) ? '✓' : '✗') : '',
  ]
}

function targetOf({ of, is, value }: Target, measure: Measure): string {
  const what = of === measure ? '' : `${of.replace(/Ms$/, '').replace('p999', 'p99.9')} `
  const unit = of === measure ? measure : 'ms'
  return `${what}${is === 'at most' ? '≤' : '≥'} ${quantity(value, unit)}`
}

const UNITS: Readonly<Record<Measure, string>> = { perSecond: '/s', seconds: ' s', ms: ' ms', bytes: ' B', times: '×' }
const quantity = (value: number, measure: Measure): string => `${numberOf(value)}${UNITS[measure]}`

/** Three digits say enough. */
function numberOf(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toLocaleString('en-US', { maximumFractionDigits: digits, minimumFractionDigits: 0 })
}

/** Names to the left, numbers to the right. */
function lineOf(cells: readonly string[], widths: readonly number[]): string {
  const isText = (column: number) => column === 0 || column >= 6
  return cells
    .map((cell, column) => (isText(column) ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
    .join('  ')
    .trimEnd()
}

function machineLines({ node, cpu, cores, date, loadBefore, loadAfter, warning }: Machine): readonly string[] {
  const load = `load ${numberOf(loadBefore)} before, ${numberOf(loadAfter)} after`
  return [`Node ${node}, ${cores} cores (${cpu}), ${date}, ${load}`, ...(warning === undefined ? [] : [`! ${warning}`])]
}

function wrapped(text: string): readonly string[] {
  const lines: string[] = ['']
  for (const word of text.split(' ')) {
    const last = lines.at(-1)!
    if (last.length + word.length + 1 > WIDTH) lines.push(word)
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`
  }
  return lines
}
