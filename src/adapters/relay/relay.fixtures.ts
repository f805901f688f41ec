import type { Instant } from '../../events/ids.ts'
import type { Clock } from '../../scheduler/clock.ts'
import type { RelayList, RelayTask, Settlement } from './relay-list.ts'

export const RELAY_KEY = 'a-key-of-more-than-16-characters'

/** A clock that stands where it is put. */
export function standingClock(at = Date.UTC(2026, 2, 2, 1, 0)): Clock & { now(): Instant; pass(ms: number): void } {
  let now = at
  return {
    now: () => now as Instant,
    pass(ms) {
      now += ms
    },
  }
}

/** A list in memory that remembers what people said. */
export interface MemoryList extends RelayList {
  readonly settled: readonly { readonly task: string; readonly as: Settlement }[]
  readonly listeners: number
  put(...tasks: readonly Partial<RelayTask>[]): void
  take(task: string): void
  /** The next `settle` throws. */
  failNext(): void
}

export function memoryList(clock: Clock): MemoryList {
  const settled: { task: string; as: Settlement }[] = []
  const listeners = new Set<() => void>()
  let tasks: readonly RelayTask[] = []
  let isFailing = false
  const changed = () => {
    for (const listener of listeners) listener()
  }
  const take = (task: string): boolean => {
    const before = tasks.length
    tasks = tasks.filter(({ id }) => id !== task)
    if (tasks.length < before) changed()
    return tasks.length < before
  }
  return {
    settled,
    get listeners() {
      return listeners.size
    },
    tasks: () => tasks,
    async settle(task, as) {
      if (isFailing) {
        isFailing = false
        throw new Error('the disk is full')
      }
      const isThere = take(task)
      if (isThere) settled.push({ task, as })
      return isThere
    },
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    put(...more) {
      tasks = [...tasks, ...more.map((part, index) => ({ ...exampleTask(clock, tasks.length + index + 1), ...part }))]
      changed()
    },
    take: task => void take(task),
    failNext() {
      isFailing = true
    },
  }
}

function exampleTask(clock: Clock, number: number): RelayTask {
  return {
    id: `task-${number}`,
    group: { id: `reading-${number}`, title: `读书 ${number} 群` },
    kind: 'message',
    text: `早上好，这是第 ${number} 条。`,
    mentions: [],
    since: clock.now(),
    deadline: null,
    class: 'broadcast',
  }
}
