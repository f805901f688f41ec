import { BonfireError } from '../errors.ts'
import { createDurability } from './durability.ts'
import type { Journal } from './journal.ts'
import { assertLine } from './segment.ts'

/** Where a journal in memory is, for messages. */
const MEMORY = 'memory'

export interface MemoryJournalOptions {
  /** What is durable from the start, oldest first. Default: nothing. */
  readonly lines?: readonly string[]
  /**
   * `immediate`: lines become durable when the code that appended them has run to its end. `manual`: when `flush` is
   * called, as simulations do once per virtual instant. Default: `immediate`.
   */
  readonly flush?: 'immediate' | 'manual'
}

/** A journal for tests and simulations. What is durable lives as long as the object. */
export interface MemoryJournal extends Journal {
  /** Every line taken, oldest first, durable or not. The first has the number 1. */
  readonly lines: readonly string[]
  /** Makes waiting lines durable, the oldest first. Default: all of them. */
  flush(count?: number): void
  /** From now on every line is refused with JOURNAL_REFUSED for this reason, or none when it is `undefined`. */
  refuse(reason: string | undefined): void
  /** From now on every line is refused with JOURNAL_FAILED, as after a failed write. */
  fail(reason: string): void
  /** Fails, and gives the journal that the next process would find: what was durable. */
  crash(): MemoryJournal
}

export function createMemoryJournal(options: MemoryJournalOptions = {}): MemoryJournal {
  const { flush: mode = 'immediate' } = options
  const lines = [...(options.lines ?? [])]
  const durability = createDurability(lines.length)
  let failure: BonfireError<'JOURNAL_FAILED'> | undefined
  let refusal: string | undefined
  let scheduled = false

  function flush(count = Number.POSITIVE_INFINITY): void {
    const reached = Math.min(lines.length, durability.reached + count)
    if (failure === undefined && reached > durability.reached) durability.reach(reached)
  }
  function schedule(): void {
    if (scheduled || mode === 'manual') return
    scheduled = true
    queueMicrotask(() => {
      scheduled = false
      flush()
    })
  }
  function fail(reason: string): void {
    if (failure !== undefined) return
    failure = new BonfireError('JOURNAL_FAILED', { file: MEMORY, reason })
    durability.fail(failure)
  }

  return {
    append(text) {
      assertLine(text)
      if (failure !== undefined) throw failure
      if (refusal !== undefined) throw new BonfireError('JOURNAL_REFUSED', { reason: refusal })
      schedule()
      return lines.push(text)
    },
    get next() {
      return lines.length + 1
    },
    get durable() {
      return durability.reached
    },
    whenDurable: durability.when,
    onDurable: durability.listen,
    read: from => readLines(lines, Math.max(1, from), durability.reached),
    async archive() {},
    lines,
    flush,
    refuse(reason) {
      refusal = reason
    },
    fail,
    crash() {
      fail('the process has crashed')
      return createMemoryJournal({ ...options, lines: lines.slice(0, durability.reached) })
    },
    async [Symbol.asyncDispose]() {
      flush()
      fail('it has been closed')
    },
  }
}

async function* readLines(lines: readonly string[], from: number, to: number) {
  for (let lsn = from; lsn <= to; lsn++) yield { lsn, text: lines[lsn - 1]! }
}
