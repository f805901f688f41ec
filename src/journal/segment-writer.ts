import path from 'node:path'
import { BonfireError, isBonfireError } from '../errors.ts'
import { type Files, nodeFiles, reasonOf, unreadable, type WritableFile } from './files.ts'
import type { Line } from './journal.ts'
import { ARCHIVE, inspectSegments, listSegments, reading, refuseDamage, type Segment } from './journal-folder.ts'
import { assertLine, encodeBatch, encodeHeader, firstOf, seedOf, segmentName } from './segment.ts'
import { type Chunk, readSegment } from './segment-reader.ts'

/** A file with this ending was never finished. */
const TEMPORARY = '.tmp'

/** Says whether this process still owns the folder. Asked before anything is written. */
export type MayWrite = () => boolean | Promise<boolean>

/** Throws DATA_LOST when the folder is no longer ours. */
export type Guard = () => Promise<void>

export function guardOf(folder: string, mayWrite: MayWrite = () => true): Guard {
  return async () => {
    if (await mayWrite()) return
    throw new BonfireError('DATA_LOST', { folder, reason: 'asked before writing, its lock said that it is not ours' })
  }
}

/** A segment that is being written. */
export interface ActiveSegment {
  readonly first: number
  readonly file: string
  readonly seed: number
  readonly handle: WritableFile
  /** How much is in it. */
  bytes: number
}

/**
 * Creates a segment. It and its name are durable before anything is written to it.
 * @throws JOURNAL_FAILED, DATA_LOST
 */
export async function createSegment(files: Files, folder: string, first: number, guard: Guard): Promise<ActiveSegment> {
  const file = path.join(folder, segmentName(first))
  const header = encodeHeader(first)
  const handle = await putFile(files, file, guard, target => target.write(header, 0))
  return { first, file, seed: seedOf(first), handle, bytes: header.length }
}

/**
 * Copies the valid lines of a segment to a new file that takes its place. Not only to drop a torn tail: after a failed
 * sync the process before us died, but what it wrote may still be readable without being on the disk.
 * @param lines how many there were when it was inspected.
 * @throws JOURNAL_FAILED, JOURNAL_CORRUPT, DATA_LOST, DATA_UNREADABLE
 */
export function copyValidLines(files: Files, segment: Segment, lines: number, guard: Guard): Promise<void> {
  return refill(files, segment, lines, guard, chunk => chunk.raw)
}

/**
 * Rewrites the lines of a closed journal, the archive included: how what somebody wrote is erased. A segment in which
 * a line changes, or which has a torn tail, is replaced whole, with new checksums. After a crash some segments are
 * rewritten and some are not, and the journal is valid: call it again. Changes nothing when any segment is damaged.
 * @param map gives the new text of a line, or `undefined` to leave it. Called twice for some lines.
 * @returns how many segments and lines were changed.
 * @throws JOURNAL_CORRUPT, JOURNAL_FAILED, DATA_LOST, DATA_NEWER, DATA_UNREADABLE
 */
export async function rewriteSegments(
  folder: string,
  map: (line: Line) => string | undefined,
  options: { readonly files?: Files; readonly mayWrite?: MayWrite } = {},
): Promise<{ readonly segments: number; readonly lines: number }> {
  const files = options.files ?? nodeFiles
  const guard = guardOf(folder, options.mayWrite)
  // 1. Read everything, and see what changes
  const { segments, strays } = await listSegments(files, folder)
  const changed = new Map<Segment, number>()
  const reports = await inspectSegments(files, segments, ({ lsn, bytes }, segment) => {
    const text = bytes.toString()
    if ((map({ lsn, text }) ?? text) !== text) changed.set(segment, (changed.get(segment) ?? 0) + 1)
  })
  refuseDamage(strays, reports)
  // 2. Replace the segments that do, and remove what a crash left of others
  await guard()
  await removeLeftovers(files, folder)
  const affected = segments.filter((segment, at) => changed.has(segment) || reports[at]!.state === 'torn')
  for (const segment of affected) {
    const { lines } = reports[segments.indexOf(segment)]!
    await refill(files, segment, lines, guard, chunk => reencode(chunk, segment, map))
  }
  return { segments: affected.length, lines: [...changed.values()].reduce((sum, lines) => sum + lines, 0) }
}

/** Each line becomes a batch of its own: so damage to one of them can never pass for a torn write of the others. */
function reencode(chunk: Chunk, { first }: Segment, map: (line: Line) => string | undefined): Buffer {
  const seed = seedOf(first)
  const batches = chunk.entries.map(({ lsn, bytes }) => {
    const text = bytes.toString()
    const changed = map({ lsn, text }) ?? text
    assertLine(changed)
    return encodeBatch(seed, lsn, [changed])
  })
  return Buffer.concat(batches)
}

/** Replaces a segment by what `encode` makes of its valid lines, of which there must be as many as when it was inspected. */
function refill(
  files: Files,
  segment: Segment,
  lines: number,
  guard: Guard,
  encode: (chunk: Chunk) => Buffer,
): Promise<void> {
  const { first, file } = segment
  return reading(files, segment, async source => {
    const handle = await putFile(files, file, guard, async target => {
      const reader = readSegment(source, file, first)
      let end = 0
      const add = async (bytes: Buffer) => {
        await target.write(bytes, end)
        end += bytes.length
      }
      await add(encodeHeader(first))
      for (let chunk = await reader.next(); chunk.entries.length > 0; chunk = await reader.next())
        await add(encode(chunk))
      if (reader.lines === lines) return
      const reason = `${lines} lines were valid a moment ago, now ${reader.lines} are`
      throw new BonfireError('JOURNAL_CORRUPT', { file, line: reader.lines + 2, reason })
    })
    await handle.close()
  })
}

/** Removes what a crash left half written. It may hold the words of somebody who has been erased since. */
export async function removeLeftovers(files: Files, folder: string): Promise<void> {
  for (const at of [folder, path.join(folder, ARCHIVE)]) {
    for (const name of await files.list(at).catch(error => unreadable(at, error))) {
      const unfinished = name.endsWith(TEMPORARY) && firstOf(name.slice(0, -TEMPORARY.length)) !== undefined
      const file = path.join(at, name)
      if (unfinished) await files.remove(file).catch(error => unreadable(file, error))
    }
  }
}

/**
 * Puts a file in place: at each moment, power cuts included, there is the old one or the new one, whole.
 * @returns the file, still open.
 * @throws JOURNAL_FAILED, DATA_LOST
 */
async function putFile(
  files: Files,
  file: string,
  guard: Guard,
  fill: (handle: WritableFile) => Promise<void>,
): Promise<WritableFile> {
  try {
    const handle = await files.create(file + TEMPORARY)
    try {
      await fill(handle)
      await handle.datasync()
      await guard()
      await files.rename(file + TEMPORARY, file)
      await files.syncFolder(path.dirname(file))
      return handle
    } catch (error) {
      // What happened first is what counts, whether or not the file can still be closed.
      await handle.close().catch(() => {})
      throw error
    }
  } catch (error) {
    throw writeFailure(file, error)
  }
}

/** The error as a failed write, unless it says already what it is. */
export function writeFailure(file: string, error: unknown): BonfireError {
  if (isBonfireError(error)) return error
  return new BonfireError('JOURNAL_FAILED', { file, reason: reasonOf(error) }, { cause: error })
}
