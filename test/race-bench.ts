import type fc from 'fast-check'
import checkIn from '../plugins/check-in/index.ts'
import points from '../plugins/points/index.ts'
import { type Account, startAccount } from '../src/account.ts'
import type { Outgoing, Update } from '../src/adapters/adapter.ts'
import type { Outcome } from '../src/events/event.ts'
import {
  AccountId,
  type ChatId,
  GroupId,
  type Instant,
  LocalTime,
  type MemberId,
  type MessageId,
  Zone,
} from '../src/events/ids.ts'
import type { Commit } from '../src/host/commit.ts'
import { deadLetters } from '../src/host/core/exchange.ts'
import { createHost, type Host } from '../src/host/host.ts'
import type { AnyPlugin } from '../src/host/plugin.ts'
import { type Checkpointer, createCheckpointer } from '../src/journal/checkpoint.ts'
import { createMemoryDisk } from '../src/journal/memory-files.ts'
import { createMemoryJournal, type MemoryJournal } from '../src/journal/memory-journal.ts'
import { openPageStore } from '../src/journal/page-store.ts'
import { recover } from '../src/journal/recover.ts'
import { createCalendar } from '../src/scheduler/zones.ts'
import { SIMULATED_CAPABILITIES } from '../src/simulation/simulated-abilities.ts'
import { createVirtualClock } from '../src/simulation/virtual-clock.ts'

export const HERE = GroupId.parse('here')
export const THERE = GroupId.parse('there')
const START = Date.parse('2026-11-23T01:00Z') as Instant
const MINUTE = 60_000
const PACING = { chatGapMs: 0, chatMessagesPerMinute: 1e6, accountCallsPerSecond: 1e6, receiptGapMs: 0 }
/** Small, so that a checkpoint writes many. */
const PAGE_ROWS = 4
/** Turns of the microtask queue in which whatever can go on has gone on. */
const TURNS = 64

/** What the platform did, in its order. */
export interface Shown {
  readonly text: string
  readonly replyTo: string | undefined
  /** Which process sent it, from 1. */
  readonly life: number
}

export interface BenchOptions {
  /** Plugins besides check-in and points. */
  readonly plugins: readonly AnyPlugin[]
  /** What comes of the calls, in turn; `sent` beyond them. */
  readonly outcomes?: readonly CallEnd[]
  /** Stands around the journal of each process, to see what would be noticed. */
  readonly tamper?: (journal: MemoryJournal) => MemoryJournal
  /** The platform acts on calls and says that it has refused them. Default: false. */
  readonly isLying?: boolean
}
/** `unknown`: the platform acted on it, and its answer is lost. `refused`: certainly not done, and may be tried again. */
export type CallEnd = 'sent' | 'unknown' | 'refused'

/** One account whose journal, disk and platform answer in an order that the scheduler makes up. */
export interface Bench {
  readonly account: Account | null
  readonly host: Host
  readonly journal: MemoryJournal
  readonly shown: readonly Shown[]
  readonly now: Instant
  /** Runs it when the scheduler says so. */
  later(what: string, run: () => Promise<void> | void): void
  /** Hands a batch in, as one of the callbacks of an adapter does. What comes of it is given to `then`. */
  hand(updates: readonly Update[], then: (is: 'confirmed' | 'refused') => void): void
  pass(ms: number): void
  crash(): Promise<void>
  checkpoint(): void
  lettersOf(group: GroupId): readonly string[]
  /** Nothing is held up any more, and time passes until nothing is left to do. */
  calm(): Promise<void>
  commits(): readonly Commit[]
  /** Causes and facts of what is durable now. */
  durableCauses(): ReadonlySet<string>
  replayed(): Host
}

export async function startBench(scheduler: fc.Scheduler, options: BenchOptions): Promise<Bench> {
  const clock = createVirtualClock(START)
  const disk = createMemoryDisk()
  const plugins = [checkIn, points, ...options.plugins]
  const shown: Shown[] = []
  let journal = createMemoryJournal({ flush: 'manual' })
  let host: Host
  let account: Account | null = null
  let pages: Checkpointer | null = null
  let life = 0
  let calls = 0
  let isCalm = false
  let isGoingOn = false
  const slowly = () => (isCalm ? undefined : scheduler.schedule(Promise.resolve(), 'the disk'))
  disk.onStep = slowly

  const calendar = createCalendar({ zone: Zone.parse('Asia/Shanghai'), dayStartsAt: LocalTime.parse('00:00') })
  const sections: Readonly<Record<string, object>> = { 'check-in': { noteCharsMin: 0 } }
  const config = Object.fromEntries(plugins.map(({ name, config }) => [name, config.parse(sections[name] ?? {})]))
  const settings = () => ({ locale: 'en-US' as const, calendar, config, isRestDay: () => false })
  const newHost = (log: Pick<MemoryJournal, 'append' | 'next'>) =>
    createHost({ plugins, log, settings, numbersAnswer: true, pageRows: PAGE_ROWS })

  function send(mine: number, outgoing: Outgoing): Promise<Outcome> {
    if (mine !== life) return new Promise(() => {})
    const end = isCalm ? 'sent' : (options.outcomes?.[calls++] ?? 'sent')
    const outcome = perform(outgoing, end)
    const answered = isCalm ? outcome() : scheduler.schedule(Promise.resolve(), `a call, ${end}`).then(outcome)
    return Promise.resolve(answered)
  }
  function perform(outgoing: Outgoing, end: CallEnd): () => Outcome {
    const refused: Outcome = { is: 'failed', reason: 'busy', again: true }
    if (end === 'refused' && !options.isLying) return () => refused
    if (outgoing.kind === 'message') shown.push({ text: outgoing.text, replyTo: outgoing.replyTo, life })
    if (end === 'unknown') {
      return () => {
        throw new Error('the answer was lost')
      }
    }
    if (end === 'refused') return () => refused
    return () => ({ is: 'sent', at: clock.now(), message: `b${shown.length}` as MessageId })
  }

  async function boot(): Promise<void> {
    const mine = life
    const taken = options.tamper?.(journal) ?? journal
    const next = newHost(taken)
    const store = await openPageStore('/pages', { files: disk.mount() })
    const recovered = await recover(next, taken, store)
    if (mine !== life) return
    host = next
    const adapter = { capabilities: SIMULATED_CAPABILITIES, pacing: PACING, send: (out: Outgoing) => send(mine, out) }
    account = startAccount({ id: AccountId.parse('race'), host, journal: taken, adapter, clock, heartbeatMs: null })
    pages = createCheckpointer({ host, journal: taken, store, recovered, breathe: async () => slowly() })
    account.onChange(() => goOn(mine))
    account.connected()
    account.caughtUp()
  }
  /** As in earnest, whatever happens leads to a look at what is due, and to a write: each some time later. */
  function goOn(mine: number): void {
    if (isCalm || isGoingOn || mine !== life) return
    isGoingOn = true
    const then = (run: () => void) => () => mine === life && run()
    const written = scheduler.schedule(Promise.resolve(), 'a write').then(then(() => journal.flush(2)))
    const looked = scheduler.schedule(Promise.resolve(), 'a look').then(then(() => account?.pump()))
    void Promise.all([written, looked]).then(
      then(() => {
        isGoingOn = false
        if (journal.durable < journal.next - 1) goOn(mine)
      }),
    )
  }
  async function crash(): Promise<void> {
    life += 1
    isGoingOn = false
    account = null
    journal = journal.crash()
    disk.kill()
    await boot()
  }

  const turns = async () => {
    for (let turn = 0; turn < TURNS; turn += 1) await undefined
  }
  async function settle(): Promise<void> {
    for (let round = 0; round < 200; round += 1) {
      account?.pump()
      journal.flush()
      await turns()
      const next = account?.nextAt() ?? null
      if (account?.inFlight === 0 && (next === null || next > clock.now())) return
    }
    throw new Error('It does not settle.')
  }
  function pass(ms: number): void {
    clock.set((clock.now() + ms) as Instant)
    account?.pump()
  }

  life = 1
  disk.onStep = undefined
  await boot()
  disk.onStep = slowly
  const commits = () => journal.lines.map(line => JSON.parse(line) as Commit)

  return {
    get account() {
      return account
    },
    get host() {
      return host
    },
    get journal() {
      return journal
    },
    shown,
    get now() {
      return clock.now()
    },
    later(what, run) {
      void scheduler.schedule(Promise.resolve(), what).then(run)
    },
    hand(updates, then) {
      if (!account) return then('refused')
      const mine = life
      account.take(updates).then(
        () => mine === life && then('confirmed'),
        () => mine === life && then('refused'),
      )
    },
    pass,
    crash,
    checkpoint: () => void pages?.checkpoint().catch(() => {}),
    lettersOf: group => [...host.read(group, deadLetters).open.each()].map(([letter]) => String(letter)),
    async calm() {
      isCalm = true
      disk.onStep = undefined
      journal.refuse(undefined)
      await scheduler.waitIdle()
      for (let minutes = 0; minutes < 180; minutes += 15) {
        await settle()
        pass(15 * MINUTE)
      }
      await settle()
    },
    commits,
    durableCauses: () =>
      new Set(
        commits()
          .slice(0, journal.durable)
          .map(({ cause }) => cause),
      ),
    replayed() {
      const again = newHost({ next: 0, append: () => 0 })
      for (const [index, commit] of commits().entries()) again.replay(commit, index + 1)
      return again
    },
  }
}

/** Somebody says something in a group. */
export function saying(id: string, who: string, text: string, group: GroupId, at: Instant): Update {
  const chat = group as string as ChatId
  const person = { member: `sim:${who}` as MemberId, name: who }
  return { kind: 'said', cause: `msg:${group}:${id}`, chat, at, who: person, message: id as MessageId, text }
}
