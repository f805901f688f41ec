import { type Account, type AccountOptions, officeOf, startAccount } from '../account.ts'
import { createCodes } from '../codes.ts'
import { AccountId, type Instant } from '../events/ids.ts'
import type { Commit } from '../host/commit.ts'
import type { Content } from '../host/content.ts'
import { createHost, type Host, type HostOptions } from '../host/host.ts'
import type { AnyPlugin } from '../host/plugin.ts'
import type { Journal } from '../journal/journal.ts'
import { createMemoryJournal, type MemoryJournal } from '../journal/memory-journal.ts'
import type { Clock } from '../scheduler/clock.ts'
import { createTimerQueue } from '../scheduler/timers.ts'
import type { SimulatedPlatform } from './simulated-platform.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** A bot process that can be talked to: an account at work, and the journal below it. */
export interface Running {
  readonly account: Account
  readonly journal: Journal
}

/** Starts the bot's process: recovers the state and puts the account to work. */
export type Boot = (platform: SimulatedPlatform, clock: Clock) => Promise<Running>

/** A messenger, a bot and a clock, all in one process, where time passes only when told to. */
export interface World {
  readonly clock: VirtualClock
  readonly platform: SimulatedPlatform
  /** @throws Error while the bot's process is down. */
  readonly account: Account
  readonly isUp: boolean
  /** Lets everything happen that can happen at this instant. */
  settle(): Promise<void>
  /** Settles, then goes from one instant at which something is due to the next, up to this one. */
  advanceTo(instant: Instant): Promise<void>
  advanceBy(ms: number): Promise<void>
  /** When something is due next, for the bot or by a plan. Null: nothing is. */
  nextAt(): Instant | null
  /** Goes to the next instant at which something is due, if it is not after that one. False: nothing is. */
  step(last: Instant): Promise<boolean>
  /** Goes on until nothing that is owed can leave soon: answers and receipts are out. At most so long. */
  advanceUntilQuiet(msMax: number): Promise<void>
  /** Something happens at that instant: what people do, or what goes wrong. */
  plan(at: Instant, act: () => unknown): void
  /** The bot's process ends without notice. */
  kill(): void
  /** The bot's process starts. */
  boot(): Promise<void>
}

export interface WorldOptions {
  readonly clock: VirtualClock
  readonly platform: SimulatedPlatform
  readonly boot: Boot
  /** The clock of the bot's machine, when it is not right. Default: the world's. */
  readonly botClock?: Clock
  /** Asked at each step: true ends an advance where it is. Default: never. */
  readonly isOver?: () => boolean
}

/** Turns of the microtask queue before the machine's event loop gets one: a simulation in memory needs no more. */
const MICROTASKS_PER_TURN = 32
/** Turns without any progress in time after which a world counts as stuck. */
const TURNS_MAX = 200_000

export function createWorld(options: WorldOptions): World {
  const { clock, platform, boot, botClock = clock, isOver = () => false } = options
  const plans = createTimerQueue<() => unknown>()
  let planned = 0
  let running: Running | null = null

  async function settle(): Promise<void> {
    for (let turn = 0; ; ) {
      if (turn > TURNS_MAX) throw new Error(`The world does not settle at ${new Date(clock.now()).toISOString()}.`)
      const now = clock.now()
      platform.pump(now)
      platform.poll()
      running?.account.pump()
      flush()
      for (let i = 0; i < MICROTASKS_PER_TURN; i += 1) await undefined
      if (isSettled()) return
      // A disk may take its time; whoever goes round without waiting for it is stuck.
      if (isWaitingForTheMachine()) await new Promise(resolve => setImmediate(resolve))
      else turn += 1
    }
  }
  /** Simulations flush once per virtual instant. */
  function flush(): void {
    const journal = running?.journal as Partial<MemoryJournal> | undefined
    journal?.flush?.()
  }
  function isSettled(): boolean {
    if (!running || isOver()) return true
    const { account, journal } = running
    const isDurable = journal.durable >= journal.next - 1
    if (platform.isHanding || !isDurable || account.inFlight > platform.held) return false
    const next = account.nextAt()
    return next === null || next > botClock.now()
  }
  const isWaitingForTheMachine = () => running !== null && (running.account.inFlight > 0 || platform.isHanding)

  function nextAt(): Instant | null {
    const times = [platform.nextAt(), plans.peek()?.instant ?? null, botsNextAt()].filter(time => time !== null)
    return times.length === 0 ? null : (Math.min(...times) as Instant)
  }
  /** A clock that runs slower than ours is asked again when it should have been time. */
  function botsNextAt(): number | null {
    const next = running?.account.nextAt() ?? null
    if (next === null || botClock === clock) return next
    return clock.now() + Math.max(1, next - botClock.now())
  }

  /** Goes to that instant, and lets happen what was planned for it. */
  async function goTo(instant: Instant): Promise<void> {
    if (instant > clock.now()) clock.set(instant)
    for (let plan = plans.popDue(clock.now()); plan && !isOver(); plan = plans.popDue(clock.now())) {
      await plan.value()
      await settle()
    }
    await settle()
  }

  async function step(last: Instant): Promise<boolean> {
    const next = nextAt()
    if (next === null || next > last || isOver()) return false
    await goTo(next)
    return true
  }
  async function advanceTo(instant: Instant): Promise<void> {
    await settle()
    while (await step(instant));
    if (!isOver()) await goTo(instant)
  }

  async function advanceUntilQuiet(msMax: number): Promise<void> {
    const limit = (clock.now() + msMax) as Instant
    await settle()
    for (let next = nextAt(); next !== null && next <= limit; next = nextAt()) await goTo(next)
  }

  return {
    clock,
    platform,
    get account() {
      if (!running) throw new Error('The bot is down.')
      return running.account
    },
    get isUp() {
      return running !== null
    },
    settle,
    advanceTo,
    advanceBy: ms => advanceTo((clock.now() + ms) as Instant),
    advanceUntilQuiet,
    nextAt,
    step,
    plan: (at, act) => plans.set(`${planned++}`, at, act),
    kill() {
      platform.drop()
      running = null
    },
    async boot() {
      running = await boot(platform, botClock)
      await platform.start(running.account)
      await settle()
    },
  }
}

export interface MemoryBootOptions {
  readonly plugins: readonly AnyPlugin[]
  readonly settings: HostOptions['settings']
  /** Default: null, no heartbeat. */
  readonly heartbeatMs?: number | null
  readonly frozen?: boolean
  /** Shops can tell of orders, asked at each start. Default: they can. */
  readonly takesOrders?: () => boolean
  /** Default: true. */
  readonly isRehearsal?: boolean
  readonly onTrouble?: (what: string, error: unknown) => void
  /** What ops have written, as it is now. Default: nothing. */
  readonly content?: () => Content
  /** The texts of it. Default: none. */
  readonly textOf?: AccountOptions['textOf']
}

const SIMULATED = AccountId.parse('sim')

/** A bot whose journal is in memory. What was durable survives `kill`; the rest does not. */
export function bootInMemory(
  options: MemoryBootOptions,
): Boot & { readonly journal: MemoryJournal; readonly host: Host } {
  let journal = createMemoryJournal({ flush: 'manual' })
  let host: Host | null = null
  const boot: Boot = async (platform, clock) => {
    journal = host ? journal.crash() : journal
    host = createHost({
      plugins: options.plugins,
      log: journal,
      settings: options.settings,
      frozen: options.frozen ?? false,
      takesOrders: options.takesOrders?.() ?? true,
      isRehearsal: options.isRehearsal ?? true,
      numbersAnswer: !platform.capabilities.buttons,
      losesWords: !platform.capabilities.redelivers,
      hears: platform.capabilities,
      platform: platform.capabilities.content,
      office: officeOf(SIMULATED),
      codes: createCodes('simulation'),
      ...(options.content && { content: options.content }),
    })
    for (const [index, line] of journal.lines.entries()) host.replay(JSON.parse(line) as Commit, index + 1)
    const { heartbeatMs = null, onTrouble, textOf } = options
    const account = startAccount({
      id: SIMULATED,
      host,
      journal,
      adapter: platform,
      clock,
      heartbeatMs,
      ...(onTrouble && { onTrouble }),
      ...(textOf && { textOf }),
    })
    return { account, journal }
  }
  return Object.defineProperties(boot, {
    journal: { get: () => journal },
    host: { get: () => host },
  }) as Boot & { readonly journal: MemoryJournal; readonly host: Host }
}
