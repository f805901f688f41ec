import type { Instant } from '../../events/ids.ts'
import type { Log } from '../../log.ts'
import type { Clock } from '../../scheduler/clock.ts'
import type { RelayList, RelayTask, Settlement } from './relay-list.ts'

/** A task that is off the list, for looking back at. */
export interface PastTask {
  readonly id: string
  readonly title: string
  /** How it begins. */
  readonly begins: string
  /** `overdue`: its deadline has passed. `withdrawn`: taken back, or settled elsewhere. */
  readonly as: Settlement | 'overdue' | 'withdrawn'
  readonly at: Instant
}

/** A task as the pages show it. */
export interface ShownTask extends RelayTask {
  /** The page where somebody works on it at this moment. Others do something else meanwhile. */
  readonly takenBy?: string
}

/** What every open page shows. */
export interface BoardView {
  readonly now: Instant
  readonly undoMs: number
  /** Oldest first, without those that are settling. */
  readonly tasks: readonly ShownTask[]
  /** Settled a moment ago: it can still be undone. */
  readonly settling: readonly { readonly id: string; readonly title: string; readonly as: Settlement }[]
  /** Of the last 24 h, newest first. */
  readonly past: readonly PastTask[]
}

/** The list as the pages show it, with a moment to undo. Several people may look at it at once. */
export interface RelayBoard {
  view(): BoardView
  /** Somebody works on it at that page, so that nobody else sends it too. False: it is not on the list any more. */
  take(task: string, page: string): boolean
  /** It is off every page at once, and final after a moment. False: it is not on the list any more. */
  settle(task: string, as: Settlement): boolean
  /** False: too late. */
  undo(task: string): boolean
  task(id: string): RelayTask | undefined
  onChange(listener: () => void): () => void
  /** Makes final what could still be undone: the person has said it. */
  close(): Promise<void>
}

export interface BoardOptions {
  readonly list: RelayList
  readonly clock: Clock
  /** For so long a press can be undone, in milliseconds. */
  readonly undoMs: number
  readonly log?: Log
}

/** How long, and how many, in milliseconds and tasks, are kept to look back at. In memory only. */
const PAST_MS_MAX = 24 * 60 * 60 * 1000
const PAST_COUNT_MAX = 200
const BEGINNING_CHARS_MAX = 60
/** A press is final so long before the task's deadline, in milliseconds, so that the core still takes it. */
const DEADLINE_MARGIN_MS = 1_000

/** Who has taken a task and done nothing for so long, in milliseconds, does something else. */
const TAKEN_MS_MAX = 3 * 60 * 1000

interface Settling {
  readonly task: RelayTask
  readonly as: Settlement
  /** Undefined: it is being made final. */
  timer: NodeJS.Timeout | undefined
}

export function createRelayBoard({ list, clock, undoMs, log }: BoardOptions): RelayBoard {
  const settling = new Map<string, Settling>()
  const finishing = new Set<Promise<void>>()
  const listeners = new Set<() => void>()
  const taken = new Map<string, { readonly page: string; readonly at: Instant }>()
  let shown = new Map<string, RelayTask>()
  let past: readonly PastTask[] = []
  const unlisten = list.onChange(changed)

  /** What is to be done now. Notes what has left the list since it was last asked. */
  function open(): readonly RelayTask[] {
    const now = clock.now()
    const tasks = list.tasks().filter(({ deadline }) => deadline === null || deadline > now)
    const before = shown
    shown = new Map(tasks.map(task => [task.id, task]))
    for (const task of before.values()) {
      if (!shown.has(task.id)) taken.delete(task.id)
      if (shown.has(task.id) || settling.has(task.id) || past.some(({ id }) => id === task.id)) continue
      remember(task, task.deadline !== null && task.deadline <= now ? 'overdue' : 'withdrawn')
    }
    return tasks.filter(({ id }) => !settling.has(id))
  }

  function remember({ id, group, text }: RelayTask, as: PastTask['as']): void {
    const now = clock.now()
    const kept = past.filter(task => task.id !== id && task.at > now - PAST_MS_MAX).slice(0, PAST_COUNT_MAX - 1)
    past = [{ id, title: group.title, begins: beginning(text), as, at: now }, ...kept]
  }

  function withTaker(task: RelayTask): ShownTask {
    const by = taken.get(task.id)
    return by && by.at > clock.now() - TAKEN_MS_MAX ? { ...task, takenBy: by.page } : task
  }

  function take(id: string, page: string): boolean {
    if (!open().some(task => task.id === id)) return false
    taken.set(id, { page, at: clock.now() })
    changed()
    return true
  }

  function settle(id: string, as: Settlement): boolean {
    const task = open().find(task => task.id === id)
    if (!task) return false
    const leftMs = task.deadline === null ? undoMs : task.deadline - clock.now() - DEADLINE_MARGIN_MS
    const timer = setTimeout(() => finish(id), Math.max(0, Math.min(undoMs, leftMs)))
    settling.set(id, { task, as, timer })
    remember(task, as)
    changed()
    return true
  }

  function undo(id: string): boolean {
    const pressed = settling.get(id)
    if (!pressed?.timer) return false
    clearTimeout(pressed.timer)
    forget(id)
    changed()
    return true
  }

  function forget(id: string): void {
    settling.delete(id)
    past = past.filter(task => task.id !== id)
  }

  function finish(id: string): void {
    const pressed = settling.get(id)
    if (!pressed?.timer) return
    clearTimeout(pressed.timer)
    pressed.timer = undefined
    const finished = record(pressed).finally(() => finishing.delete(finished))
    finishing.add(finished)
  }

  async function record({ task, as }: Settling): Promise<void> {
    try {
      const isTaken = await list.settle(task.id, as)
      settling.delete(task.id)
      if (!isTaken) remember(task, 'withdrawn')
    } catch (error) {
      // It is on the list still, so it comes back to the page: whoever pressed sees that it did not count.
      forget(task.id)
      log?.error(`Could not record that a person has settled task ${task.id}`, { task: task.id, as, error })
    }
    changed()
  }

  function changed(): void {
    open()
    for (const listener of listeners) listener()
  }

  open()
  return {
    view: () => ({
      now: clock.now(),
      undoMs,
      tasks: open().map(withTaker),
      settling: [...settling.values()]
        .filter(({ timer }) => timer !== undefined)
        .map(({ task, as }) => ({ id: task.id, title: task.group.title, as })),
      past: past.filter(({ at }) => at > clock.now() - PAST_MS_MAX),
    }),
    take,
    settle,
    undo,
    task: id => shown.get(id),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async close() {
      for (const id of settling.keys()) finish(id)
      await Promise.all(finishing)
      unlisten()
    },
  }
}

/** The first line with something in it, cut short. */
function beginning(text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? ''
  const letters = [...line]
  return letters.length > BEGINNING_CHARS_MAX ? `${letters.slice(0, BEGINNING_CHARS_MAX).join('')}…` : line
}
