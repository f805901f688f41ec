import path from 'node:path'
import { BonfireError } from '../errors.ts'
import { type Files, nodeFiles, openReadable } from './files.ts'
import type { Line } from './journal.ts'
import { ARCHIVE, listSegments, type Segment } from './journal-folder.ts'
import { hasBatchAfter, readSegment } from './segment-reader.ts'

/**
 * All lines of a journal, the archive included, oldest first: to look at, while another process may be writing. Changes
 * nothing. The last lines may not be durable yet; what is half written is left out.
 * @throws JOURNAL_CORRUPT where the lines before are not followed by the next, DATA_NEWER, DATA_UNREADABLE
 */
export async function* readJournal(
  folder: string,
  { files = nodeFiles }: { readonly files?: Files } = {},
): AsyncGenerator<Line> {
  const { segments } = await listSegments(files, folder)
  let expected = segments[0]?.first ?? 1
  for (const segment of segments) {
    const { file, first } = segment
    if (first !== expected) {
      const reason = `it begins with line ${first}, but line ${expected} comes next`
      throw new BonfireError('JOURNAL_CORRUPT', { file, line: 1, reason })
    }
    for await (const line of linesOf(files, segment, segment === segments.at(-1))) {
      yield line
      expected = line.lsn + 1
    }
  }
}

async function* linesOf(files: Files, { file, first }: Segment, isLast: boolean): AsyncGenerator<Line> {
  // It may move to the archive between listing and opening it.
  const handle = await openReadable(files, file, path.join(path.dirname(file), ARCHIVE, path.basename(file)))
  try {
    const reader = readSegment(handle, file, first)
    for (let chunk = await reader.next(); chunk.entries.length > 0; chunk = await reader.next()) {
      for (const { lsn, bytes } of chunk.entries) yield { lsn, text: bytes.toString() }
    }
    const { problem } = reader
    if (problem === undefined) return
    const isTorn = isLast && problem.tornPossible && !(await hasBatchAfter(handle, reader, first))
    if (!isTorn) throw new BonfireError('JOURNAL_CORRUPT', { file, line: problem.line, reason: problem.reason })
  } finally {
    await handle.close()
  }
}
