import path from 'node:path'
import { BonfireError, isBonfireError } from '../../../src/errors.ts'
import type { MemoryDisk } from '../../../src/journal/memory-files.ts'
import type { Chance } from '../seeded.ts'

/** A journal at rest, and what a process that starts now reads of it. */
export interface AtRest {
  readonly disk: MemoryDisk
  readonly chance: Chance
  readonly folder: string
  /** Every line that is there. */
  readonly lines: readonly string[]
  /** The pages hold every commit below this number, at least. */
  readonly pagesReach: number
  /** The journal as it was earlier. */
  readonly backup: { readonly files: ReadonlyMap<string, Buffer>; readonly lines: number }
  reopened(): Promise<readonly string[]>
}

/** Does what disks do to files at rest. Returns what is wrong: it was not noticed, or more was lost than was hit. */
export function spoil(journal: AtRest): Promise<readonly string[]> {
  return journal.chance.pick([rot, rot, rot, loseSegments, restoreJournal])(journal)
}

/** One byte of a segment outside the archive, which each start reads, is another one. */
async function rot({ disk, chance, folder, lines, reopened }: AtRest): Promise<readonly string[]> {
  const segments = segmentsIn(disk, folder)
  // Most often the last one: in the others every byte is as good as the next.
  const file = chance.happens(0.7) ? segments.at(-1)! : chance.pick(segments)
  const bytes = Buffer.from(disk.contents().get(file)!)
  const at = chance.below(bytes.length)
  bytes[at]! ^= 1 << chance.below(8)
  const last = lastBatch(disk.contents().get(file)!)
  disk.put(file, bytes)
  const found = await outcomeOf(reopened)
  const what = `byte ${at} of ${file} was changed`
  if (found instanceof Error) {
    const isNamed = isBonfireError(found, 'JOURNAL_CORRUPT') && found.params.file === file
    return isNamed || isBonfireError(found, 'PAGES_AHEAD') ? [] : [`${what}, and the start says ${found.message}`]
  }
  // What is hit in the last batch looks as if it had never been written to its end.
  const isTorn = file === segments.at(-1) && at >= last.start
  if (!isTorn) return [`${what}, and the start takes ${found.length} of ${lines.length} lines without a word`]
  const isBeginning = found.every((line, index) => line === lines[index])
  if (isBeginning && found.length >= lines.length - last.lines) return []
  return [`${what}, in a batch of ${last.lines}, and ${found.length} of ${lines.length} lines are left`]
}

/** The newest segments are gone, of which the pages may know. */
async function loseSegments({ disk, chance, folder, lines, pagesReach, reopened }: AtRest): Promise<readonly string[]> {
  const segments = segmentsIn(disk, folder)
  const lost = segments.slice(-chance.between(1, segments.length))
  for (const file of lost) disk.put(file, undefined)
  const end = Number(/j(\d+)/.exec(path.basename(lost[0]!))![1]) - 1
  return wrongWithPages(end, { lines, pagesReach }, await outcomeOf(reopened))
}

/** The journal comes from a backup, and the pages do not. */
async function restoreJournal(journal: AtRest): Promise<readonly string[]> {
  const { disk, folder, backup, reopened } = journal
  for (const file of disk.contents().keys()) if (file.startsWith(folder)) disk.put(file, undefined)
  for (const [file, bytes] of backup.files) disk.put(file, bytes)
  return wrongWithPages(backup.lines, journal, await outcomeOf(reopened))
}

/** Pages that know more than the journal must keep it from starting. */
function wrongWithPages(
  end: number,
  { lines, pagesReach }: Pick<AtRest, 'lines' | 'pagesReach'>,
  found: readonly string[] | Error,
): readonly string[] {
  if (found instanceof Error)
    return isBonfireError(found, 'PAGES_AHEAD') || isBonfireError(found, 'JOURNAL_CORRUPT') ? [] : [found.message]
  if (pagesReach - 1 > end) return [`lines from ${end + 1} on are gone, pages hold ${pagesReach - 1}, and it starts`]
  const isBeginning = found.every((line, index) => line === lines[index])
  return isBeginning && found.length === end ? [] : [`of ${end} lines that are left ${found.length} are read`]
}

async function outcomeOf(reopened: AtRest['reopened']): Promise<readonly string[] | Error> {
  try {
    return await reopened()
  } catch (error) {
    if (error instanceof BonfireError) return error
    throw error
  }
}

/** Oldest first, without the archive. */
function segmentsIn(disk: MemoryDisk, folder: string): readonly string[] {
  const files = [...disk.contents().keys()].filter(file => path.dirname(file) === folder && file.endsWith('.jsonl'))
  return files.sort()
}

/** Where the last batch of a segment begins, and how many lines it has. */
function lastBatch(bytes: Buffer): { readonly start: number; readonly lines: number } {
  const lines = bytes.toString('latin1').split('\n').slice(0, -1)
  const first = lines.findLastIndex(line => line[8] === '+')
  const start = lines.slice(0, first).reduce((sum, line) => sum + line.length + 1, 0)
  return first < 0 ? { start: bytes.length, lines: 0 } : { start, lines: lines.length - first }
}
