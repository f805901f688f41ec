import { BonfireError, isBonfireError } from '../errors.ts'
import { watchDiskSpace } from './disk-space.ts'
import { type Files, nodeFiles, reasonOf } from './files.ts'
import { createGroupCommit } from './group-commit.ts'
import type { Journal } from './journal.ts'
import { machineClock } from './ownership.ts'
import { readLines } from './read-lines.ts'
import { assertLine } from './segment.ts'
import { openSegmentStore } from './segment-store.ts'
import type { MayWrite } from './segment-writer.ts'

const SEGMENT_BYTES_MAX = 64 * 1024 * 1024
const BACKLOG_CHARS_MAX = 16 * 1024 * 1024
/** As much as a segment, so that the copy that each start makes of the last one finds room. */
const FREE_BYTES_MIN = 64 * 1024 * 1024

export interface FileJournalOptions {
  /** A segment that holds as much is followed by a new one, in bytes. Default: 64 MiB. */
  readonly segmentBytesMax?: number
  /** While more text than this is not yet durable, `append` refuses, in characters. Default: 16 Mi. */
  readonly backlogCharsMax?: number
  /** While the disk has less than this left, `append` refuses, in bytes. Looked at about once a second. Default: 64 MiB. */
  readonly freeBytesMin?: number
  /**
   * Says whether the folder is still ours: `stillOwner` of its lock. Asked before each batch is written, and again before it is
   * acknowledged, since the process may have been frozen in between. Default: always.
   */
  readonly mayWrite?: MayWrite
  /**
   * Called once when nothing can be written any more, with JOURNAL_FAILED or DATA_LOST. The process should end with a
   * code other than 0; what it had not acknowledged is not true.
   */
  readonly onFatal?: (error: BonfireError) => void
  /** A clock that never goes back, in milliseconds. Default: the clock of this machine. */
  readonly nowMs?: () => number
  /** Default: the files of this machine. */
  readonly files?: Files
}

/**
 * Opens the journal of one account: a folder of segments and, below it, `archive`. Everything outside the archive is
 * checked to its last byte. The caller owns the folder (`takeOwnership`): two journals on one folder destroy each other.
 * @throws JOURNAL_CORRUPT naming file and line, DATA_NEWER, DATA_UNREADABLE, JOURNAL_FAILED, DATA_LOST
 */
export async function openFileJournal(folder: string, options: FileJournalOptions = {}): Promise<Journal> {
  const { segmentBytesMax = SEGMENT_BYTES_MAX, backlogCharsMax = BACKLOG_CHARS_MAX, mayWrite } = options
  const { freeBytesMin = FREE_BYTES_MIN, nowMs = machineClock.nowMs, files = nodeFiles, onFatal } = options
  const store = await openSegmentStore(folder, { files, segmentBytesMax, mayWrite })
  const space = watchDiskSpace(files, folder, freeBytesMin, nowMs)
  const commits = createGroupCommit({
    next: store.next,
    write: store.write,
    failureOf: error => failureOf(folder, error),
    // Losing the folder is no trouble of the disk, and calls for another remedy.
    onFailure: failure => onFatal?.(isBonfireError(failure.cause, 'DATA_LOST') ? failure.cause : failure),
  })
  const { durability } = commits
  let closing: Promise<void> | undefined

  function refuse(): void {
    if (commits.failure !== undefined) throw commits.failure
    if (closing !== undefined) throw closed()
    const behind = commits.backlogChars > backlogCharsMax
    const reason = behind ? `${commits.backlogChars} characters wait to be written` : space.shortage()
    if (reason !== undefined) throw new BonfireError('JOURNAL_REFUSED', { reason })
  }
  async function close(): Promise<void> {
    await commits.drain()
    durability.fail(closed())
    await store.close()
  }
  const closed = () => failureOf(folder, new Error('it has been closed'))

  return {
    append(text) {
      assertLine(text)
      refuse()
      space.took(text.length)
      return commits.append(text)
    },
    get next() {
      return commits.next
    },
    get durable() {
      return durability.reached
    },
    whenDurable: durability.when,
    onDurable: durability.listen,
    read: from => readLines(files, store.segments, Math.max(1, from), durability.reached),
    async archive(below) {
      try {
        await store.archive(below)
      } catch (error) {
        // A segment that stays where it is does no harm. A failed sync means that the disk can no longer be believed.
        if (!isBonfireError(error, 'DATA_UNWRITABLE')) commits.fail(error)
        throw error
      }
    },
    [Symbol.asyncDispose]() {
      closing ??= close()
      return closing
    },
  }
}

function failureOf(folder: string, error: unknown): BonfireError<'JOURNAL_FAILED'> {
  if (isBonfireError(error, 'JOURNAL_FAILED')) return error
  return new BonfireError('JOURNAL_FAILED', { file: folder, reason: reasonOf(error) }, { cause: error })
}
