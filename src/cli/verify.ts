import path from 'node:path'
import { isBonfireError } from '../errors.ts'
import { readDataFolder } from '../journal/data-folder.ts'
import { ARCHIVE, type FolderReport, type SegmentReport, verifyFolder } from '../journal/journal-folder.ts'
import { findSpaces, type JournalPlace, shortPath } from './spaces.ts'
import { columns, printLine, type Terminal } from './terminal.ts'

interface Totals {
  accounts: number
  segments: number
  lines: number
  problems: number
}

/** Reads every journal from its first byte to its last and changes nothing. Exit code 1 when anything is wrong. */
export async function verify(place: JournalPlace, { out, err }: Terminal): Promise<number> {
  const totals: Totals = { accounts: 0, segments: 0, lines: 0, problems: 0 }
  const { folders } = await findSpaces(place)
  for (const folder of folders) {
    const space = await readDataFolder(folder)
    if (space.owner !== undefined)
      err.write(`${shortPath(folder)} is in use by ${space.owner}: the line being written may look torn.\n`)
    for (const account of await space.accounts()) {
      totals.accounts += 1
      for (const line of await verifyJournal(space.journalFolder(account), totals)) await printLine(out, line)
    }
  }
  await printLine(out, lastLine(totals))
  return totals.problems === 0 ? 0 : 1
}

async function verifyJournal(folder: string, totals: Totals): Promise<readonly string[]> {
  const title = shortPath(folder)
  try {
    const report = await verifyFolder(folder)
    totals.segments += report.segments.length
    totals.lines += report.segments.reduce((sum, { lines }) => sum + lines, 0)
    const problems = problemsIn(report)
    totals.problems += problems.length
    return [title, ...tableOf(report.segments), ...problems, '']
  } catch (error) {
    // Of a newer format, or not to be read: the other accounts are looked at all the same.
    if (!isBonfireError(error)) throw error
    totals.problems += 1
    return [title, `  ✗ ${error.message}`, `    → ${error.remedy}`, '']
  }
}

function tableOf(segments: readonly SegmentReport[]): readonly string[] {
  const rows = segments.map(({ file, first, lines, bytes, state, problem }) => {
    const isArchived = path.basename(path.dirname(file)) === ARCHIVE
    const name = path.join(isArchived ? ARCHIVE : '', path.basename(file))
    const torn =
      state === 'torn' ? `torn after line ${problem!.line - 1}: never acknowledged, the next start drops it` : state
    return [name, first, lines, bytes, torn]
  })
  return columns([['segment', 'first', 'lines', 'bytes', 'state'], ...rows]).map(line => `  ${line}`)
}

function problemsIn({ segments, strays }: FolderReport): readonly string[] {
  const corrupt = segments.filter(({ state }) => state === 'corrupt')
  return [
    ...corrupt.map(({ file, problem }) => `  ✗ ${shortPath(file)}:${problem!.line}: ${problem!.reason}`),
    ...strays.map(({ file, reason }) => `  ✗ ${shortPath(file)}: ${reason}`),
  ]
}

function lastLine({ accounts, segments, lines, problems }: Totals): string {
  const count = (number: number, word: string) => `${number.toLocaleString('en-US')} ${word}${number === 1 ? '' : 's'}`
  const whole = `${count(accounts, 'account')}, ${count(segments, 'segment')}, ${count(lines, 'line')}`
  return problems === 0 ? `${whole}: all whole.` : `${whole}: ${count(problems, 'problem')}, marked ✗ above.`
}
