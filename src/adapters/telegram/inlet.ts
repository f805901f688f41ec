import type { Update as TelegramUpdate } from 'grammy/types'
import type { Intake, Update } from '../adapter.ts'
import type { Admins } from './admins.ts'
import type { BatchMapper } from './map-batch.ts'
import { isReadable, type OnSkipped } from './readable.ts'

/** The one way in: whatever brings updates, they are handed in one batch after another, in the order they came. */
export interface Inlet {
  /** How many updates are durable since it was opened. */
  readonly takenCount: number
  /**
   * Resolves when all of these are durable: only then may they be confirmed.
   * @throws what the intake threw, or that the adapter has ended: they must be handed in again.
   */
  hand(updates: readonly TelegramUpdate[]): Promise<void>
  /** The same for what was learnt in another way than by an update. */
  report(update: Update): Promise<void>
  /** Takes nothing more, and resolves when what is under way is over. */
  close(): Promise<void>
}

interface Waiting {
  readonly updates: readonly TelegramUpdate[]
  readonly reported: readonly Update[]
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** Most updates in one batch: what arrived one by one meanwhile becomes durable with one flush. */
const BATCH_MAX = 200

export function createInlet(options: {
  readonly intake: Intake
  readonly mapper: BatchMapper
  readonly admins: Pick<Admins, 'prepare'>
  /** These are durable. Must not throw. */
  readonly onTaken: (updates: readonly TelegramUpdate[]) => void
  readonly onSkipped: OnSkipped
}): Inlet {
  const { intake, mapper, admins, onTaken, onSkipped } = options
  const waiting: Waiting[] = []
  let running: Promise<void> | undefined
  let isClosed = false
  let takenCount = 0

  async function take(group: readonly Waiting[]): Promise<void> {
    const updates = group.flatMap(({ updates }) => updates)
    const reported = group.flatMap(({ reported }) => reported)
    const readable = updates.filter(update => isReadable(update, onSkipped))
    await admins.prepare(readable)
    const batch = mapper.map(readable)
    const all = [...batch.updates, ...reported]
    if (all.length > 0) await intake.take(all)
    takenCount += updates.length
    batch.remember()
    onTaken(readable)
  }

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const group = nextGroup()
      try {
        if (isClosed) throw new Error('The adapter has ended.')
        await take(group)
        for (const { resolve } of group) resolve()
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
    running = undefined
  }

  function nextGroup(): readonly Waiting[] {
    let count = 0
    const end = waiting.findIndex(({ updates }) => {
      count += updates.length
      return count > BATCH_MAX
    })
    return waiting.splice(0, end === -1 ? waiting.length : Math.max(end, 1))
  }

  function enqueue(updates: readonly TelegramUpdate[], reported: readonly Update[]): Promise<void> {
    return new Promise((resolve, reject) => {
      waiting.push({ updates, reported, resolve, reject })
      running ??= run()
    })
  }

  async function close(): Promise<void> {
    isClosed = true
    await running
  }

  return {
    get takenCount() {
      return takenCount
    },
    hand: updates => enqueue(updates, []),
    report: update => enqueue([], [update]),
    close,
  }
}
