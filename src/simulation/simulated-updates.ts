import type { Intake, Update } from '../adapters/adapter.ts'
import type { Instant } from '../events/ids.ts'
import type { Clock } from '../scheduler/clock.ts'
import { createTimerQueue } from '../scheduler/timers.ts'

/** What goes wrong with one update on its way to the bot. */
export type UpdateFault =
  /** It arrives so much later: others overtake it. */
  | { readonly is: 'late'; readonly byMs: number }
  /** It arrives now, and the same once more so much later. */
  | { readonly is: 'again'; readonly afterMs: number }

/** What becomes of updates: the platform has them, then the bot, then they are durable there; or they never reach it. */
export type UpdateFate = 'accepted' | 'handed' | 'confirmed' | 'lost'

export interface SimulatedUpdatesOptions {
  readonly clock: Clock
  /** Those that the bot has not confirmed, oldest first: what is kept between runs. */
  readonly unconfirmed: Update[]
  /** What was not confirmed comes again. */
  readonly redelivers: boolean
  readonly keep: () => Promise<void> | void
  readonly fault?: (update: Update) => UpdateFault | null
  readonly onUpdates?: (fate: UpdateFate, updates: readonly Update[]) => void
  readonly onRefused?: (error: unknown) => void
}

/** How a messenger in memory tells its bot what has happened. */
export interface SimulatedUpdates {
  readonly isConnected: boolean
  /** A batch is handed over and not yet confirmed. */
  readonly isHanding: boolean
  /** The platform has the update: kept first, then handed over. */
  accept(update: Update): Promise<void>
  /** Hands the bot what it has not confirmed. Nothing when it is not connected or still busy with the last batch. */
  poll(): void
  start(intake: Intake): Promise<void>
  connect(): void
  disconnect(): void
  /** The bot's process is gone. */
  drop(): void
  pump(now: Instant): void
  nextAt(): Instant | null
  /** Resolves when the last batch has been taken, or refused. */
  taken(): Promise<void>
}

/** Updates in one batch: Telegram's `getUpdates` gives at most 100. */
const BATCH_MAX = 100
/** A batch that could not be taken is handed in again after this, in milliseconds. */
const REDELIVERY_MS = 1_000

export function createSimulatedUpdates(options: SimulatedUpdatesOptions): SimulatedUpdates {
  const { clock, unconfirmed, redelivers, keep, onUpdates = () => {} } = options
  /** Updates on their way, and the next try after a refusal. */
  const arriving = createTimerQueue<() => void>()
  let intake: Intake | null = null
  let isConnected = false
  let isHanding = false
  let isCaughtUp = false
  let notBefore = 0
  let arrivals = 0
  let session = 0
  let taking: Promise<void> = Promise.resolve()

  async function accept(update: Update): Promise<void> {
    const fault = options.fault?.(update) ?? null
    onUpdates('accepted', [update])
    if (fault?.is === 'late') later(update, fault.byMs)
    else arrive(update)
    if (fault?.is === 'again') later({ ...update }, fault.afterMs)
    await keep()
    poll()
  }
  function later(update: Update, afterMs: number): void {
    const arriveLate = () => {
      arrive(update)
      poll()
    }
    arriving.set(`update:${arrivals++}`, (clock.now() + afterMs) as Instant, arriveLate)
  }
  function arrive(update: Update): void {
    if (redelivers || isConnected) unconfirmed.push(update)
    else onUpdates('lost', [update])
  }

  function poll(): void {
    if (!intake || !isConnected || isHanding || clock.now() < notBefore) return
    const batch = unconfirmed.slice(0, BATCH_MAX)
    if (batch.length > 0) onUpdates('handed', batch)
    if (batch.length === 0) {
      if (!isCaughtUp) {
        isCaughtUp = true
        intake.caughtUp()
      }
      return
    }
    isHanding = true
    const mine = session
    taking = intake.take(batch)
    taking.then(
      () => confirm(mine, batch),
      error => {
        if (mine !== session) return
        options.onRefused?.(error)
        isHanding = false
        notBefore = clock.now() + REDELIVERY_MS
        arriving.set('redelivery', notBefore as Instant, poll)
      },
    )
  }
  function confirm(of: number, batch: readonly Update[]): void {
    if (of !== session) return
    // Where nothing comes again, those that were here when the connection broke are gone already.
    const isFirst = (update: Update) => unconfirmed[0] === update
    onUpdates(
      'confirmed',
      batch.filter(update => isFirst(update) && unconfirmed.shift()),
    )
    isHanding = false
    void keep()
    poll()
  }
  function forgetWhatIsLost(): void {
    if (!redelivers) onUpdates('lost', unconfirmed.splice(0))
  }

  return {
    accept,
    poll,
    get isConnected() {
      return isConnected
    },
    get isHanding() {
      return isHanding
    },
    async start(given) {
      session += 1
      intake = given
      isHanding = false
      isCaughtUp = false
      isConnected = true
      intake.connected()
      poll()
    },
    connect() {
      if (isConnected) return
      isConnected = true
      intake?.connected()
      poll()
    },
    disconnect() {
      if (!isConnected) return
      isConnected = false
      isCaughtUp = false
      forgetWhatIsLost()
      intake?.disconnected()
    },
    drop() {
      session += 1
      intake = null
      isHanding = false
      isConnected = false
      notBefore = 0
      forgetWhatIsLost()
    },
    pump(now) {
      for (let timer = arriving.popDue(now); timer; timer = arriving.popDue(now)) timer.value()
    },
    nextAt: () => arriving.peek()?.instant ?? null,
    taken: () => taking.catch(() => {}),
  }
}
