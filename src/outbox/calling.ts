import type { Adapter, Outgoing } from '../adapters/adapter.ts'
import type { Outcome } from '../events/event.ts'
import type { Instant } from '../events/ids.ts'
import type { Clock } from '../scheduler/clock.ts'
import type { TimerQueue } from '../scheduler/timers.ts'
import type { Wake } from './waiting.ts'

/**
 * How long a call may go without any answer, in milliseconds. Time-outs are the adapter's own and shorter; this keeps
 * a chat from standing still for ever behind an adapter that has none.
 */
export const CALL_MS_MAX = 120_000

/** Calls to the platform, and what else the outbox waits for. */
export interface Calls {
  /** Makes one call. What it throws, and no answer at all, are unknown outcomes. `then` is called once. */
  make(outgoing: Outgoing, then: (outcome: Outcome) => void): void
  /** Something else is under way until the function returned is called. */
  begin(): () => void
  /** How many are under way. */
  readonly inFlight: number
  /** Resolves when nothing is under way. */
  whenNone(): Promise<void>
}

export interface CallsOptions {
  readonly adapter: Pick<Adapter, 'send'>
  readonly clock: Clock
  readonly wakes: TimerQueue<Wake>
  /** A call has been answered, and there may be something to do. */
  readonly onAnswered: () => void
}

export function createCalls({ adapter, clock, wakes, onAnswered }: CallsOptions): Calls {
  const whoWaits: (() => void)[] = []
  let made = 0
  let inFlight = 0
  // Called at once, and what it throws at once is thrown like everything else.
  const send = async (outgoing: Outgoing) => adapter.send(outgoing)

  function begin(): () => void {
    inFlight += 1
    return () => {
      inFlight -= 1
      if (inFlight === 0) for (const resolve of whoWaits.splice(0)) resolve()
    }
  }

  function make(outgoing: Outgoing, then: (outcome: Outcome) => void): void {
    const key = `g:${made++}`
    const end = begin()
    let isOver = false
    const settle = (outcome: Outcome) => {
      // An answer after we have given up changes nothing: what was unknown stays so until it is repeated or settled.
      if (isOver) return
      isOver = true
      wakes.cancel(key)
      then(outcome)
      end()
      onAnswered()
    }
    const giveUp = () => settle({ is: 'unknown', reason: 'no answer' })
    wakes.set(key, (clock.now() + CALL_MS_MAX) as Instant, { is: 'overdue', giveUp })
    send(outgoing).then(settle, error => settle({ is: 'unknown', reason: reasonOf(error) }))
  }

  return {
    make,
    begin,
    get inFlight() {
      return inFlight
    },
    whenNone: () => (inFlight === 0 ? Promise.resolve() : new Promise(resolve => whoWaits.push(resolve))),
  }
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
