import type { Log } from '../../log.ts'
import type { Intake, Update } from '../adapter.ts'
import { pause, within } from './within.ts'

/** Puts what is heard into updates, several at once, and hands them in one batch after the other, in order. */
export interface Inbox {
  /**
   * @param translate What throws is nothing to hand in, and is written to the log.
   * @param onTaken Called when it, and all that was put before it, has been taken. Not called once the end has begun.
   */
  put(translate: () => Promise<readonly Update[]>, onTaken?: () => void): void
  /**
   * Takes nothing more, and hands in what waits: WeChat does not send it again. Resolves when that is done, or after
   * `DRAIN_MS_MAX` and what is being taken then.
   */
  end(): Promise<void>
}

/** How many are translated at the same time: each asks the puppet a few things. */
const AHEAD_MAX = 16
/** Events in one batch. */
const BATCH_MAX = 100
/** Events that wait. WeChat does not send again what is left out beyond. */
const WAITING_MAX = 10_000
/** Longest wait at the end, in milliseconds: whoever stops us kills us soon after. */
const DRAIN_MS_MAX = 3_000

interface Item {
  readonly translate: () => Promise<readonly Update[]>
  readonly onTaken: (() => void) | undefined
  result?: Promise<void>
  updates?: readonly Update[]
}

export function createInbox(intake: Intake, log: Log, againMs: number): Inbox {
  const waiting: Item[] = []
  const over = new AbortController()
  let isClosed = false
  let isWorking = false
  let working: Promise<void> = Promise.resolve()
  let taking: Promise<void> = Promise.resolve()
  /** Events that were translated and are not taken yet. */
  let inHand = 0
  /** Events left out since the last time that nothing waited. */
  let leftOut = 0

  function put(translate: () => Promise<readonly Update[]>, onTaken?: () => void): void {
    if (isClosed) return
    // Without what `onTaken` tells, nothing would ever leave again.
    if (waiting.length >= WAITING_MAX && !onTaken) return leaveOut()
    waiting.push({ translate, onTaken })
    lookAhead()
    if (!isWorking) working = work()
  }

  function leaveOut(): void {
    leftOut += 1
    if (leftOut === 1) log.error(`More than ${WAITING_MAX} WeChat events wait: what is heard now is left out`)
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
      if (over.signal.aborted) break
      const batch = nextBatch()
      await handIn(batch)
      if (!isClosed) for (const { onTaken } of batch) onTaken?.()
    }
    if (leftOut > 0) log.error('WeChat events were left out, since too many waited', { count: leftOut })
    leftOut = 0
    isWorking = false
  }

  /** What is translated and has nothing before it that is not. */
  function nextBatch(): readonly Item[] {
    const first = waiting.findIndex(item => item.updates === undefined)
    return waiting.splice(0, Math.min(first < 0 ? waiting.length : first, BATCH_MAX))
  }

  async function handIn(batch: readonly Item[]): Promise<void> {
    const updates = batch.flatMap(item => item.updates ?? [])
    inHand = updates.length
    while (inHand > 0 && !over.signal.aborted) {
      try {
        taking = intake.take(updates)
        await taking
        inHand = 0
      } catch (error) {
        log.warn('What came from WeChat was not recorded, and is handed in again', { count: updates.length, error })
        await pause(againMs, over.signal)
      }
    }
  }

  return {
    put,
    async end() {
      isClosed = true
      await within(working, DRAIN_MS_MAX, 'what waits').catch(() => {})
      over.abort()
      // An item that never comes back must not hold up the end: only what is being taken is waited for.
      await taking.then(
        () => (inHand = 0),
        () => {},
      )
      const count = waiting.splice(0).filter(({ onTaken }) => !onTaken).length + inHand
      if (count > 0) log.warn('What was heard from WeChat just before the end is lost', { count })
    },
  }
}
