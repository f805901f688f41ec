import { BonfireError } from '../errors.ts'
import type { Files } from './files.ts'
import type { Line } from './journal.ts'
import { openSegment, type Segment } from './journal-folder.ts'
import { type Entry, readSegment } from './segment-reader.ts'

/**
 * The lines with the numbers `from` to `to`, while others are written and segments move to the archive.
 * @param segments gives those there are at the moment, oldest first.
 * @throws JOURNAL_CORRUPT when a line is damaged or missing, DATA_UNREADABLE
 */
export async function* readLines(
  files: Files,
  segments: () => readonly Segment[],
  from: number,
  to: number,
): AsyncGenerator<Line> {
  for (let lsn = from; lsn <= to; ) {
    const begin = lsn
    const segment = segments().findLast(({ first }) => first <= lsn)
    if (segment === undefined) throw missing(segments()[0]!.file, 1, lsn)
    for await (const entries of chunksOf(files, segment)) {
      for (const entry of entries) {
        if (entry.lsn < lsn) continue
        yield { lsn, text: entry.bytes.toString() }
        // What comes after the last one may be half written at this moment: it is not looked at.
        if (++lsn > to) return
      }
    }
    const goesOn = lsn > begin && segments().some(({ first }) => first === lsn)
    if (!goesOn) throw missing(segment.file, lsn - segment.first + 2, lsn)
  }
}

/** Some lines at a time, since each step of an async generator costs as much as decoding a line. */
async function* chunksOf(files: Files, segment: Segment): AsyncGenerator<readonly Entry[]> {
  const { file, first } = segment
  const handle = await openSegment(files, segment)
  try {
    const reader = readSegment(handle, file, first)
    for (let chunk = await reader.next(); chunk.entries.length > 0; chunk = await reader.next()) yield chunk.entries
    const { problem } = reader
    if (problem) throw new BonfireError('JOURNAL_CORRUPT', { file, line: problem.line, reason: problem.reason })
  } finally {
    await handle.close()
  }
}

function missing(file: string, line: number, lsn: number): BonfireError {
  return new BonfireError('JOURNAL_CORRUPT', { file, line, reason: `line ${lsn} of the journal should be here` })
}
