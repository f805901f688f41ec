/** One row of a table in a text. */
export interface CsvRow {
  /** Where it begins, counted from 1. */
  readonly line: number
  readonly cells: readonly string[]
  /** What keeps it from being read. Null: nothing. */
  readonly problem: string | null
}

/** What programs put between cells: commas by RFC 4180, semicolons where Excel speaks German or French, tabs. */
const SEPARATORS = [',', ';', '\t'] as const

/**
 * Reads a table with cells in quotes where they need them (RFC 4180), and leaves out rows without anything in them. A row that cannot be
 * read, or that runs over several lines without having as many cells as the first, is one line long: a quote too many
 * takes no other line with it.
 */
export function readCsv(text: string): readonly CsvRow[] {
  const lines = text.replace(/^\uFEFF/u, '').replace(/\r\n?/g, '\n')
  const separator = separatorOf(lines)
  const rows: CsvRow[] = []
  for (let at = 0, line = 1; at < lines.length; ) {
    const { cells, end, problem } = readRow(lines, at, { separator, width: rows[0]?.cells.length })
    const isEmpty = cells.every(cell => cell.trim() === '')
    if (!isEmpty || problem !== null) rows.push({ line, cells, problem })
    line += countLines(lines, at, end)
    at = end
  }
  return rows
}

/** The one that stands most often in the first line. */
function separatorOf(lines: string): string {
  const first = lines.slice(0, endOfLine(lines, 0))
  const counted = SEPARATORS.map(separator => ({ separator, count: first.split(separator).length }))
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).separator
}

interface ReadRow {
  readonly cells: readonly string[]
  /** Where the next row begins. */
  readonly end: number
  readonly problem: string | null
}

interface Shape {
  readonly separator: string
  /** Cells of the first row. */
  readonly width: number | undefined
}

function readRow(lines: string, start: number, { separator, width }: Shape): ReadRow {
  const cells: string[] = []
  const broken = () => ({ cells, end: afterLine(lines, start), problem: BROKEN_QUOTE })
  for (let at = start; ; ) {
    const cell = lines[at] === '"' ? readQuoted(lines, at) : readPlain(lines, at, separator)
    if (cell === null) return broken()
    cells.push(cell.text)
    const next = lines[cell.end]
    if (next === undefined || next === '\n') {
      const isOneLine = cell.end < afterLine(lines, start)
      return isOneLine || cells.length === (width ?? cells.length)
        ? { cells, end: cell.end + 1, problem: null }
        : broken()
    }
    if (next !== separator) return broken()
    at = cell.end + 1
  }
}

const BROKEN_QUOTE = 'a cell that begins with a quote does not end with one.'

interface Cell {
  readonly text: string
  readonly end: number
}

function readPlain(lines: string, start: number, separator: string): Cell {
  let end = start
  while (end < lines.length && lines[end] !== separator && lines[end] !== '\n') end += 1
  return { text: lines.slice(start, end), end }
}

/** Two quotes inside are one. Null: there is no closing one. */
function readQuoted(lines: string, start: number): Cell | null {
  for (let at = start + 1; ; at += 2) {
    const quote = lines.indexOf('"', at)
    if (quote < 0) return null
    if (lines[quote + 1] !== '"') return { text: lines.slice(start + 1, quote).replaceAll('""', '"'), end: quote + 1 }
    at = quote
  }
}

function endOfLine(lines: string, from: number): number {
  const end = lines.indexOf('\n', from)
  return end < 0 ? lines.length : end
}
const afterLine = (lines: string, from: number): number => endOfLine(lines, from) + 1

function countLines(lines: string, from: number, to: number): number {
  let count = 0
  for (let at = lines.indexOf('\n', from); at >= 0 && at < to; at = lines.indexOf('\n', at + 1)) count += 1
  return count
}
