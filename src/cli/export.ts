import { csvCell } from '../host/csv-cell.ts'
import { commitsOf, type RecordedCommit } from './commits.ts'
import { type JournalPlace, readSpace } from './spaces.ts'
import { printLine, type Terminal } from './terminal.ts'

export interface ExportOptions extends JournalPlace {
  readonly csv?: boolean
  readonly json?: boolean
}

/** One fact, as other programs get it. */
interface ExportedFact {
  readonly account: string
  /** The number of its commit in the account's journal. */
  readonly lsn: number
  /** ISO 8601, UTC. */
  readonly at: string
  readonly group: string
  readonly cause: string
  readonly type: string
  readonly version: number
  readonly data: object
}

/** Writes all facts to stdout, oldest first, as JSON lines or CSV. A bot may be at work meanwhile. */
export async function exportFacts(options: ExportOptions, terminal: Terminal): Promise<number> {
  const space = await readSpace(options, terminal)
  const { out } = terminal
  if (options.csv) await printLine(out, `${CSV_COLUMNS.join(',')}\r`)
  for (const account of await space.accounts()) {
    for await (const recorded of commitsOf(space, account)) {
      for (const fact of factsOf(account, recorded)) {
        await printLine(out, options.csv ? `${csvRow(fact)}\r` : JSON.stringify(fact))
      }
    }
  }
  return 0
}

function factsOf(account: string, { lsn, commit }: RecordedCommit): readonly ExportedFact[] {
  const { group, cause } = commit
  const at = new Date(commit.at).toISOString()
  return commit.facts.map(([type, data, version = 1]) => ({ account, lsn, at, group, cause, type, version, data }))
}

/** `member` stands in `data` too: it is what tables are most often grouped by. */
const CSV_COLUMNS = ['account', 'lsn', 'at', 'group', 'cause', 'type', 'version', 'member', 'data'] as const

/** RFC 4180. */
function csvRow(fact: ExportedFact): string {
  const { member = '' } = fact.data as { member?: string }
  const cells = { ...fact, member, data: JSON.stringify(fact.data) }
  return CSV_COLUMNS.map(column => csvCell(String(cells[column]))).join(',')
}
