import type { BonfireError } from '../errors.ts'

/** How far a journal is durable, and who waits for it. What every driver of a journal needs and does alike. */
export interface Durability {
  /** Every line up to this number is durable. */
  readonly reached: number
  /** Says that every line up to this number is durable now. */
  reach(lsn: number): void
  /** Nothing more will become durable: whoever waits is refused. */
  fail(error: BonfireError): void
  when(lsn: number): Promise<void>
  listen(listener: (durable: number) => void): () => void
}

interface Waiter {
  readonly lsn: number
  readonly settle: PromiseWithResolvers<void>
}

/** @param start the number up to which everything is durable already. */
export function createDurability(start: number): Durability {
  const listeners = new Set<(durable: number) => void>()
  let waiters: Waiter[] = []
  let reached = start
  let failure: BonfireError | undefined
  return {
    get reached() {
      return reached
    },
    reach(lsn) {
      reached = lsn
      const [due, waiting] = split(waiters, lsn)
      waiters = waiting
      for (const { settle } of due) settle.resolve()
      for (const listener of listeners) call(listener, lsn)
    },
    fail(error) {
      failure = error
      for (const { settle } of waiters) settle.reject(error)
      waiters = []
    },
    when(lsn) {
      if (lsn <= reached) return Promise.resolve()
      if (failure !== undefined) return Promise.reject(failure)
      const settle = Promise.withResolvers<void>()
      waiters.push({ lsn, settle })
      return settle.promise
    },
    listen(listener) {
      // Each subscription is its own, also when the same function is given twice.
      const own = (durable: number) => listener(durable)
      listeners.add(own)
      return () => void listeners.delete(own)
    },
  }
}

function split(waiters: readonly Waiter[], lsn: number): [due: Waiter[], waiting: Waiter[]] {
  const due: Waiter[] = []
  const waiting: Waiter[] = []
  for (const waiter of waiters) (waiter.lsn <= lsn ? due : waiting).push(waiter)
  return [due, waiting]
}

/** A listener that throws is a bug: it surfaces as an uncaught exception, and must not pass for a failed write. */
function call(listener: (durable: number) => void, lsn: number): void {
  try {
    listener(lsn)
  } catch (error) {
    queueMicrotask(() => {
      throw error
    })
  }
}
