import type { Journal } from '../../src/journal/journal.ts'
import { parseCommit } from '../../src/journal/recover.ts'

/** What a run has left in the journal. */
export interface JournalLines {
  /** Bytes of each commit that a member waits for. */
  readonly awaited: readonly number[]
  /** Bytes of each other commit: what became of a delivery. */
  readonly others: readonly number[]
  /** How many facts of each type there are. */
  readonly facts: ReadonlyMap<string, number>
}

/** Reads the lines from a number on, from the disk. */
export async function readJournalLines(journal: Journal, from: number): Promise<JournalLines> {
  const awaited: number[] = []
  const others: number[] = []
  const facts = new Map<string, number>()
  for await (const line of journal.read(from)) {
    const { cause, facts: rows } = parseCommit(line)
    const bytes = Buffer.byteLength(line.text)
    if (cause.startsWith('msg:')) awaited.push(bytes)
    else others.push(bytes)
    for (const [type] of rows) facts.set(type, (facts.get(type) ?? 0) + 1)
  }
  return { awaited, others, facts }
}

/** Every check-in is recorded once, with what follows from it. */
const ONE_EACH = ['check-in/checkedIn', 'points/awarded', 'outbox/owed'] as const

/** @throws Error when the journal does not hold as many facts as there were check-ins. */
export function assertRecorded({ awaited, facts }: JournalLines, checkIns: number): void {
  const found = [['commits of members', awaited.length], ...ONE_EACH.map(type => [type, facts.get(type) ?? 0])] as const
  const wrong = found.filter(([, count]) => count !== checkIns).map(([what, count]) => `${count} ${what}`)
  if (wrong.length > 0) throw new Error(`${checkIns} check-ins, but in the journal ${wrong.join(', ')}.`)
}
