import { type Account, officeOf, startAccount } from '../../../src/account.ts'
import type { Outgoing } from '../../../src/adapters/adapter.ts'
import { createCodes } from '../../../src/codes.ts'
import { createDesk } from '../../../src/desk.ts'
import type { Outcome } from '../../../src/events/event.ts'
import { AccountId } from '../../../src/events/ids.ts'
import type { Commit } from '../../../src/host/commit.ts'
import { createHost, type Host, type HostOptions } from '../../../src/host/host.ts'
import type { Journal } from '../../../src/journal/journal.ts'
import type { ChatLine, SimulatedPlatform } from '../../../src/simulation/simulated-platform.ts'
import type { Boot } from '../../../src/simulation/world.ts'
import { type CompareWithJournal, createComparison } from './compare.ts'
import type { Living } from './plan.ts'
import type { Setting } from './setting.ts'
import { linesFrom, type Opened, type Storage } from './storage.ts'
import type { Call, Times, Turn, Watch } from './watching.ts'

export const ACCOUNT = AccountId.parse('main')
export const OFFICE = officeOf(ACCOUNT)

export interface BotOptions {
  readonly setting: Pick<Setting, 'platform' | 'storage' | 'zone' | 'heartbeatMs' | 'isReady'>
  readonly living: Living
  readonly storage: Storage
  readonly watch: Watch
  readonly times: () => Times
  /** Called at each point at which the process may end: true, and it is gone. */
  readonly step: (what: string) => boolean
  /** Something threw that must not. */
  readonly onTrouble: (what: string, error: unknown) => void
}

/** The bot of a campaign: the real account, one process after the other, and what can be seen of each. */
export interface Bot {
  readonly boot: Boot
  /** The process is gone. */
  end(power: boolean): void
  /** The platform has done something that was asked of it. */
  acted(line: ChatLine): void
  /** Every line that is durable, oldest first. */
  readonly commits: readonly Commit[]
  /** What is different between its state and what the journal gives. Undefined: nothing, or it is down. */
  compared(): string | undefined
  checkpoint(): Promise<void>
  readonly calls: number
}

export function createBot(options: BotOptions): Bot {
  const { setting, storage, watch, times, step } = options
  const { plugins, settings, content } = options.living
  const durable: Commit[] = []
  let taken: Commit[] = []
  let process = 0
  let calls = 0
  let calling: Call | null = null
  let host: Host | null = null
  let opened: Opened | null = null
  let comparison: CompareWithJournal | null = null

  const hostOptions = (log: HostOptions['log']): HostOptions => ({
    ...{ plugins, log, settings, office: OFFICE, codes: createCodes('proof'), isRehearsal: true },
    ...(content && { content, platform: setting.platform }),
    setup: {
      plans: [{ id: 'main', name: 'main', zone: setting.zone, locale: 'en-US' }],
      zoneOf: () => setting.zone,
      writesFirst: setting.platform === 'wechat',
    },
    numbersAnswer: setting.platform === 'wechat',
    losesWords: setting.platform === 'wechat',
    hears: { reactions: setting.platform === 'telegram', replies: setting.platform === 'telegram' },
  })

  // What is seen of the journal

  function tapped(journal: Journal, isAlive: () => boolean): Journal {
    const append = (text: string) => {
      const lsn = journal.append(text)
      const commit = JSON.parse(text) as Commit
      taken.push(commit)
      if (isAlive()) watch.taken(lsn, commit, times())
      return lsn
    }
    const flush = { value: () => isAlive() && opened?.flush?.(step) }
    return Object.create(journal, { append: { value: append }, ...(opened?.flush && { flush }) }) as Journal
  }
  function reach(lsn: number): void {
    for (let next = durable.length + 1; next <= lsn; next += 1) {
      const commit = taken[next - 1]!
      durable.push(commit)
      watch.durable(next, commit, times())
    }
  }
  /** What the last process had not heard of may have become durable all the same. */
  async function catchUp(journal: Journal): Promise<void> {
    const lines = await linesFrom(journal, durable.length + 1)
    taken = [...durable, ...lines.map(({ text }) => JSON.parse(text) as Commit)]
    if (journal.durable < durable.length)
      options.onTrouble('the journal', new Error(`${durable.length} lines were durable, and ${journal.durable} are.`))
    reach(journal.durable)
  }

  /** What comes from the pages, and the rest of the journal, is what the whole journal would give. */
  function compareWithJournal(): void {
    const wrong = compared()
    if (wrong !== undefined) options.onTrouble('the pages', new Error(wrong))
  }
  function compared(): string | undefined {
    comparison ??= createComparison(createHost(hostOptions({ append: () => 0, next: 1 })))
    return host ? comparison(host, durable) : undefined
  }

  // What is seen of calls

  function adapterOf(platform: SimulatedPlatform, isAlive: () => boolean) {
    const mine = process
    const never = new Promise<never>(() => {})
    function send(outgoing: Outgoing): Promise<Outcome> {
      if (!isAlive()) return never
      const call = { number: ++calls, process: mine, at: times().now, outgoing }
      watch.called(call, times())
      if (step(`before ${outgoing.kind}`)) return never
      calling = call
      const answer = platform.send(outgoing)
      // Whoever has ended does not hear that it was lost.
      answer.catch(() => {})
      calling = null
      if (step(`after ${outgoing.kind}`)) return never
      return answer.then(
        outcome => {
          if (!isAlive()) return never
          watch.answered(call, outcome, times())
          return outcome
        },
        error => {
          if (isAlive()) watch.answered(call, null, times())
          throw error
        },
      )
    }
    return { capabilities: platform.capabilities, pacing: platform.pacing, send }
  }

  function heard(account: Account): Account {
    const turned = (turn: Turn, then: () => void) => ({
      value: () => {
        watch.turned(turn, times())
        then()
      },
    })
    return Object.create(account, {
      caughtUp: turned('caught up', () => account.caughtUp()),
      connected: turned('connected', () => account.connected()),
      disconnected: turned('disconnected', () => account.disconnected()),
    }) as Account
  }

  const boot: Boot = async (platform, clock) => {
    process += 1
    const mine = process
    const isAlive = () => mine === process
    opened = await storage.open()
    await catchUp(opened.journal)
    const journal = tapped(opened.journal, isAlive)
    host = createHost(hostOptions(journal))
    await opened.recover(host)
    if (setting.storage === 'files') compareWithJournal()
    opened.journal.onDurable(lsn => {
      if (isAlive()) reach(lsn)
    })
    watch.turned('up', times())
    const desk = createDesk({
      ...{ account: ACCOUNT, host, office: OFFICE, claimCode: () => 'CODE-2345' },
      numbersAnswer: setting.platform === 'wechat',
      isReady: () => setting.isReady,
    })
    const account = startAccount({
      ...{ id: ACCOUNT, host, journal, clock, desk, heartbeatMs: setting.heartbeatMs },
      adapter: adapterOf(platform, isAlive),
      ...(content && { textOf: (id: string) => content().text(id) }),
      onTrouble: (what, error) => {
        if (isAlive()) options.onTrouble(what, error)
      },
    })
    return { account: heard(account), journal }
  }

  return {
    boot,
    end(power) {
      process += 1
      storage.end(power)
      watch.turned('down', times())
    },
    acted(line) {
      if (calling) watch.acted(calling, line)
    },
    commits: durable,
    compared,
    checkpoint: async () => opened?.checkpoint(),
    get calls() {
      return calls
    },
  }
}
