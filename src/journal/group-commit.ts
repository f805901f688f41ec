import type { BonfireError } from '../errors.ts'
import { createDurability, type Durability } from './durability.ts'
import { BATCH_CHARS_MAX, BATCH_LINES_MAX } from './segment.ts'

/** So many lines waiting are worth a batch at once, while the rest of this turn of the event loop is decided. */
const EAGER_LINES = 64

/** Lines that share a write: while one batch is under way, the next gathers. */
export interface GroupCommit {
  append(text: string): number
  readonly next: number
  /** Text taken and not yet durable, in characters. */
  readonly backlogChars: number
  readonly durability: Durability
  /** Why it has stopped, if it has. */
  readonly failure: BonfireError<'JOURNAL_FAILED'> | undefined
  /** Stops for good: whoever waits is refused. Only the first call counts. */
  fail(error: unknown): void
  /** Resolves when everything taken is durable, or it has failed. */
  drain(): Promise<void>
}

export interface GroupCommitOptions {
  /** The number of the first line. */
  readonly next: number
  /** Makes lines durable. Called again only when it has resolved, and never after it has rejected. */
  readonly write: (lsn: number, texts: readonly string[]) => Promise<void>
  /** Makes of what went wrong the error that everybody gets from then on. */
  readonly failureOf: (error: unknown) => BonfireError<'JOURNAL_FAILED'>
  /** Called once. */
  readonly onFailure: (failure: BonfireError<'JOURNAL_FAILED'>) => void
}

export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const { write, failureOf, onFailure } = options
  const durability = createDurability(options.next - 1)
  let next = options.next
  let pending: string[] = []
  let backlogChars = 0
  let scheduled = false
  let writing = false
  let written: Promise<void> = Promise.resolve()
  let failure: BonfireError<'JOURNAL_FAILED'> | undefined

  function schedule(): void {
    if (writing) return
    if (pending.length >= EAGER_LINES) flush()
    else if (!scheduled) {
      // A lone line waits until this turn of the event loop ends, for others to share its batch.
      scheduled = true
      setImmediate(() => {
        scheduled = false
        flush()
      })
    }
  }
  function flush(): void {
    if (!writing && pending.length > 0) written = writeAll()
  }
  async function writeAll(): Promise<void> {
    writing = true
    try {
      while (pending.length > 0) await writeBatch(takeBatch())
    } catch (error) {
      fail(error)
    }
    writing = false
  }
  async function writeBatch(texts: readonly string[]): Promise<void> {
    await write(durability.reached + 1, texts)
    if (failure !== undefined) return
    backlogChars -= charsOf(texts)
    durability.reach(durability.reached + texts.length)
  }
  function takeBatch(): readonly string[] {
    let chars = 0
    let lines = 0
    while (lines < pending.length && lines < BATCH_LINES_MAX && chars < BATCH_CHARS_MAX)
      chars += pending[lines++]!.length
    const batch = pending.slice(0, lines)
    pending = pending.slice(lines)
    return batch
  }
  function fail(error: unknown): void {
    if (failure !== undefined) return
    pending = []
    failure = failureOf(error)
    durability.fail(failure)
    onFailure(failure)
  }

  return {
    append(text) {
      pending.push(text)
      backlogChars += text.length
      schedule()
      return next++
    },
    get next() {
      return next
    },
    get backlogChars() {
      return backlogChars
    },
    durability,
    get failure() {
      return failure
    },
    fail,
    drain() {
      flush()
      return written
    },
  }
}

function charsOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0)
}
