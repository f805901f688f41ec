import type { Log } from '../../log.ts'
import type { Intake, Update } from '../adapter.ts'
import { pause } from './within.ts'

/** Puts what is heard into updates, several at once, and hands them in one batch after the other, in order. */
export interface Inbox {
  /**
   * @param translate What throws is nothing to hand in, and is written to the log.
   * @param onTaken Called when it, and all that was put before it, has been taken.
   */
  put(translate: () => Promise<readonly Update[]>, onTaken?: () => void): void
  /** Hands in nothing more. Resolves when what is being taken has been taken. */
  end(): Promise<void>
}

/** How many are translated at the same time: each asks the puppet a few things. */
const AHEAD_MAX = 16
/** Events in one batch. */
const BATCH_MAX = 100
/** Events that wait. WeChat does not send again what is left out beyond. */
const WAITING_MAX = 10_000

interface Item {
  readonly translate: () => Promise<readonly Update[]>
  readonly onTaken: (() => void) | undefined
  result?: Promise<void>
  updates?: readonly Update[]
}

export function createInbox(intake: Intake, log: Log, againMs: number): Inbox {
  const waiting: Item[] = []
  const over = new AbortController()
  let isWorking = false
  let taking: Promise<void> = Promise.resolve()

  function put(translate: () => Promise<readonly Update[]>, onTaken?: () => void): void {
    if (over.signal.aborted) return
    if (waiting.length >= WAITING_MAX) return log.error(`More than ${WAITING_MAX} WeChat events wait: one was left out`)
    waiting.push({ translate, onTaken })
    lookAhead()
    if (!isWorking) void work()
  }

  function lookAhead(): void {
    for (const item of waiting.slice(0, AHEAD_MAX)) item.result ??= begin(item)
  }

  async function begin(item: Item): Promise<void> {
    try {
      item.updates = await item.translate()
    } catch (error) {
      log.warn('A WeChat event could not be read and is left out', { error })
      item.updates = []
    }
  }

  async function work(): Promise<void> {
    isWorking = true
    while (waiting.length > 0 && !over.signal.aborted) {
      lookAhead()
      await waiting[0]?.result
      const batch = nextBatch()
      const updates = batch.flatMap(item => item.updates ?? [])
      if (updates.length > 0) await handIn(updates)
      if (!over.signal.aborted) for (const { onTaken } of batch) onTaken?.()
    }
    isWorking = false
  }

  /** What is translated and has nothing before it that is not. */
  function nextBatch(): readonly Item[] {
    const first = waiting.findIndex(item => item.updates === undefined)
    return waiting.splice(0, Math.min(first < 0 ? waiting.length : first, BATCH_MAX))
  }

  async function handIn(updates: readonly Update[]): Promise<void> {
    while (!over.signal.aborted) {
      try {
        taking = intake.take(updates)
        return await taking
      } catch (error) {
        log.warn('What came from WeChat was not recorded, and is handed in again', { count: updates.length, error })
        await pause(againMs, over.signal)
      }
    }
  }

  return {
    put,
    async end() {
      over.abort()
      waiting.length = 0
      // An item that never comes back must not hold up the end: only what is being taken is waited for.
      await taking.catch(() => {})
    },
  }
}
