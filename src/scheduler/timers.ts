import type { Instant } from '../events/ids.ts'

/** Something to be looked at, at an instant. */
export interface Timer<Value> {
  readonly key: string
  readonly instant: Instant
  readonly value: Value
}

/** Timers in the order in which they fall due; on one instant, in the order in which they were set. */
export interface TimerQueue<Value> {
  /**
   * Sets the timer of a key, instead of the one it had: then it counts as set last.
   * @throws RangeError beyond 1,000,000 timers. Nothing is set then.
   */
  set(key: string, instant: Instant, value: Value): void
  /** Forgets the timer of a key. False when it has none. */
  cancel(key: string): boolean
  /** The next timer, due or not. Null when there is none. */
  peek(): Timer<Value> | null
  /**
   * Takes out the next timer if its instant has come, and null if not. One at a time, because what a timer leads to
   * may cancel another that is due as well.
   */
  popDue(now: Instant): Timer<Value> | null
  readonly size: number
}

/** How many timers one queue holds. So many mean that something sets timers in a loop. */
const TIMERS_MAX = 1_000_000

interface Entry<Value> extends Timer<Value> {
  /** The order of setting. */
  readonly sequence: number
  /** Its place in the heap, so that cancelling needs no search. */
  index: number
}

/** A binary heap: set, cancel and popDue take O(log n), peek O(1). */
export function createTimerQueue<Value>(): TimerQueue<Value> {
  const entries = new Map<string, Entry<Value>>()
  const heap: Entry<Value>[] = []
  let sequence = 0

  function set(key: string, instant: Instant, value: Value): void {
    const before = entries.get(key)
    if (entries.size >= TIMERS_MAX && !before) throw new RangeError(`More than ${TIMERS_MAX} timers.`)
    if (before) remove(heap, before)
    sequence += 1
    const entry = { key, instant, value, sequence, index: heap.length }
    // Never deleted first: a map keeps what is deleted until it is rehashed, and looks through it for the same key again.
    entries.set(key, entry)
    heap.push(entry)
    rise(heap, entry)
  }

  function cancel(key: string): boolean {
    const entry = entries.get(key)
    if (entry === undefined) return false
    entries.delete(key)
    remove(heap, entry)
    return true
  }

  function peek(): Timer<Value> | null {
    return heap.length === 0 ? null : timerOf(heap[0]!)
  }

  function popDue(now: Instant): Timer<Value> | null {
    const next = heap[0]
    if (next === undefined || next.instant > now) return null
    cancel(next.key)
    return timerOf(next)
  }

  return {
    set,
    cancel,
    peek,
    popDue,
    get size() {
      return heap.length
    },
  }
}

function timerOf<Value>({ key, instant, value }: Entry<Value>): Timer<Value> {
  return { key, instant, value }
}

function remove<Value>(heap: Entry<Value>[], entry: Entry<Value>): void {
  const last = heap.pop()!
  if (last === entry) return
  place(heap, last, entry.index)
  // It comes from another branch: it may belong higher or lower.
  rise(heap, last)
  sink(heap, last)
}

function rise<Value>(heap: Entry<Value>[], entry: Entry<Value>): void {
  while (entry.index > 0) {
    const parent = heap[(entry.index - 1) >> 1]!
    if (isBefore(parent, entry)) return
    swap(heap, entry, parent)
  }
}

function sink<Value>(heap: Entry<Value>[], entry: Entry<Value>): void {
  for (;;) {
    const child = firstChild(heap, entry)
    if (child === undefined || isBefore(entry, child)) return
    swap(heap, entry, child)
  }
}

function firstChild<Value>(heap: Entry<Value>[], { index }: Entry<Value>): Entry<Value> | undefined {
  const left = heap[2 * index + 1]
  const right = heap[2 * index + 2]
  return left && right && isBefore(right, left) ? right : left
}

function swap<Value>(heap: Entry<Value>[], a: Entry<Value>, b: Entry<Value>): void {
  const index = a.index
  place(heap, a, b.index)
  place(heap, b, index)
}

function place<Value>(heap: Entry<Value>[], entry: Entry<Value>, index: number): void {
  heap[index] = entry
  entry.index = index
}

function isBefore(a: Entry<unknown>, b: Entry<unknown>): boolean {
  return a.instant < b.instant || (a.instant === b.instant && a.sequence < b.sequence)
}
