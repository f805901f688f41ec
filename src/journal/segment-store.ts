import path from 'node:path'
import { type Files, unreadable, unwritable } from './files.ts'
import { ARCHIVE, inspectSegments, listSegments, refuseDamage, type Segment } from './journal-folder.ts'
import { encodeBatch } from './segment.ts'
import {
  type ActiveSegment,
  copyValidLines,
  createSegment,
  type Guard,
  guardOf,
  type MayWrite,
  removeLeftovers,
  writeFailure,
} from './segment-writer.ts'

/** The segments of one journal: the last is written, the others are read and archived. */
export interface SegmentStore {
  /** The number of the first line to be written. */
  readonly next: number
  /** Makes a batch durable. One at a time; after an error, never again. */
  write(lsn: number, texts: readonly string[]): Promise<void>
  /** Oldest first, the archive included. */
  segments(): readonly Segment[]
  /**
   * Moves segments to the archive all of whose lines are below a number.
   * @throws DATA_UNWRITABLE when one cannot be moved: it stays. JOURNAL_FAILED when the disk failed, DATA_LOST
   */
  archive(below: number): Promise<void>
  close(): Promise<void>
}

export interface SegmentStoreOptions {
  readonly files: Files
  readonly segmentBytesMax: number
  readonly mayWrite: MayWrite | undefined
}

/** @throws JOURNAL_CORRUPT, DATA_NEWER, DATA_UNREADABLE, JOURNAL_FAILED, DATA_LOST */
export async function openSegmentStore(folder: string, options: SegmentStoreOptions): Promise<SegmentStore> {
  const { files, segmentBytesMax } = options
  const guard = guardOf(folder, options.mayWrite)
  const start = await startFolder(files, folder, guard)
  let { segments, active } = start
  let archiving: Promise<unknown> = Promise.resolve()

  async function write(lsn: number, texts: readonly string[]): Promise<void> {
    try {
      // One without a line would be followed by one of the same name.
      if (active.bytes >= segmentBytesMax && lsn > active.first) await rotate(lsn)
      const bytes = encodeBatch(active.seed, lsn, texts)
      await guard()
      await active.handle.write(bytes, active.bytes)
      await active.handle.datasync()
      active.bytes += bytes.length
      // A process that was frozen during the write must not acknowledge what its successor has not seen.
      await guard()
    } catch (error) {
      throw writeFailure(active.file, error)
    }
  }
  async function rotate(lsn: number): Promise<void> {
    const full = active
    active = await createSegment(files, folder, lsn, guard)
    segments = [...segments, { first: lsn, file: active.file, archived: false }]
    await full.handle.close()
  }
  async function moveToArchive(below: number): Promise<void> {
    const archive = path.join(folder, ARCHIVE)
    const whole = segments.filter(({ archived }, at) => !archived && (segments[at + 1]?.first ?? Infinity) <= below)
    if (whole.length > 0) await files.makeFolder(archive).catch(error => unwritable(archive, error))
    for (const segment of whole) {
      const file = path.join(archive, path.basename(segment.file))
      await guard()
      await files.rename(segment.file, file).catch(error => unwritable(segment.file, error))
      segments = segments.map(one => (one.first === segment.first ? { ...one, file, archived: true } : one))
      // Its new name first, so that it is never without one.
      for (const changed of [archive, folder]) await files.syncFolder(changed)
    }
  }
  return {
    next: active.first,
    write,
    segments: () => segments,
    archive(below) {
      const moved = archiving
        .then(() => moveToArchive(below))
        .catch(error => {
          throw writeFailure(folder, error)
        })
      archiving = moved.catch(() => {})
      return moved
    },
    async close() {
      await archiving
      await active.handle.close()
    },
  }
}

interface Start {
  readonly segments: readonly Segment[]
  readonly active: ActiveSegment
}

async function startFolder(files: Files, folder: string, guard: Guard): Promise<Start> {
  // 1. Check everything outside the archive
  await files.makeFolder(folder).catch(error => unreadable(folder, error))
  const { segments, strays } = await listSegments(files, folder)
  const live = segments.filter(({ archived }) => !archived)
  const reports = await inspectSegments(files, live)
  refuseDamage(strays, reports)
  // 2. Copy what is valid of the last segment. One without lines is replaced below, under the same name
  await guard()
  await removeLeftovers(files, folder)
  const last = live.at(-1)
  const lines = reports.at(-1)?.lines ?? 0
  if (last !== undefined && lines > 0) await copyValidLines(files, last, lines, guard)
  // 3. Go on in a new one
  const first = last === undefined ? 1 : last.first + lines
  const active = await createSegment(files, folder, first, guard)
  const older = segments.filter(segment => segment.first !== first)
  return { segments: [...older, { first, file: active.file, archived: false }], active }
}
