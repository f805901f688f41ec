import type { Update } from '../../src/adapters/adapter.ts'
import type { GroupId, Instant, MemberId } from '../../src/events/ids.ts'
import type { Commit } from '../../src/host/commit.ts'
import { operations } from '../../src/host/core/operations.ts'
import { type MachineTime, systemClock } from '../../src/scheduler/clock.ts'
import {
  type CallFault,
  type ChatLine,
  createSimulatedPlatform,
  type SimulatedPlatform,
  type SimulatedPlatformOptions,
  type UpdateFate,
} from '../../src/simulation/simulated-platform.ts'
import { createVirtualClock } from '../../src/simulation/virtual-clock.ts'
import { createWorld, type World } from '../../src/simulation/world.ts'
import { type Bot, type BotOptions, createBot } from './swarm/bot.ts'
import { createRandom } from './swarm/random.ts'
import { HOUR_MS, SECOND_MS } from './swarm/setting.ts'
import { memoryStorage } from './swarm/storage.ts'
import { createPanel, type Panel, type Watch } from './swarm/watching.ts'

/** What goes wrong with the bot's machine and its connection. */
export type MachineFault =
  /** The process ends so many steps later, and starts so long afterwards. */
  | { readonly is: 'crashes'; readonly step: number; readonly downMs: number }
  | { readonly is: 'disconnects'; readonly forMs: number }
  | { readonly is: 'calls'; readonly fault: CallFault; readonly count: number }
  | { readonly is: 'clock'; readonly byMs: number; readonly forMs: number }
  /** The disk takes nothing for so long. */
  | { readonly is: 'full disk'; readonly forMs: number }

export interface FailingMachineOptions extends Pick<BotOptions, 'living'> {
  /** What is proven on it. */
  readonly name: string
  readonly setting: Pick<BotOptions['setting'], 'platform' | 'zone' | 'heartbeatMs'> & {
    readonly seed: number
    readonly start: Instant
  }
  /** What the messenger cannot do, though others like it can. */
  readonly lacks?: readonly string[]
  readonly updateFault?: SimulatedPlatformOptions['updateFault']
  /** What is seen of it, from outside. */
  readonly eyes: () => MachineEyes
}
export interface MachineEyes {
  readonly watch?: Partial<Pick<Watch, 'called' | 'answered'>>
  durable(lsn: number, commit: Commit): undefined
  line(line: ChatLine): void
  updates(fate: UpdateFate, updates: readonly Update[]): void
  /** Which group a room has become. */
  groupOf(room: GroupId): GroupId | undefined
}

/** The real bot on a machine in memory, with a messenger and a clock, and all that can go wrong with them. */
export interface FailingMachine {
  readonly world: World
  readonly platform: SimulatedPlatform
  readonly bot: Bot
  readonly panel: Panel
  readonly crashes: number
  /** How far its clock has been ahead of the platform's at most, in milliseconds. */
  readonly aheadMs: number
  /** The same the other way round. */
  readonly behindMs: number
  now(): Instant
  later(ms: number, then: () => unknown): void
  goesWrong(fault: MachineFault): void
  /** The bot's process ends now, and starts so long afterwards. */
  end(downMs: number): void
  /** Nothing goes wrong any more, and the bot is there. */
  heals(): Promise<void>
  /** Somebody says something, and, as soon as they are asked, confirms it. */
  insist(room: GroupId, who: MemberId, text: string): Promise<void>
}

/** What was to go wrong and found no occasion does not. */
const ARMED_MS_MAX = HOUR_MS
const TURNS_PER_INSTANT_MAX = 20_000
/** How long somebody takes to type what they were asked for. */
const TYPING_MS = 5 * SECOND_MS
const ABILITIES = {
  telegram: { reactions: true, buttons: true, writesFirst: false, redelivers: true, content: 'telegram' },
  wechat: { reactions: false, buttons: false, replies: false, redelivers: false, formats: false, content: 'wechat' },
} as const

export function createFailingMachine(options: FailingMachineOptions): FailingMachine {
  const { name, setting, living, lacks = [], updateFault, eyes } = options
  const clock = createVirtualClock(setting.start)
  const panel = createPanel([{ name, durable: (lsn, commit) => eyes().durable(lsn, commit) }], () => clock.now())
  let skewMs = 0
  let aheadMs = 0
  let behindMs = 0
  let armed: { left: number; downMs: number } | null = null
  let faults: { fault: CallFault; left: number; until: number } | null = null
  let awayUntil = 0
  let downUntil = 0
  let isOver = false
  let crashes = 0
  let rest = { at: 0, turns: 0 }

  const machine: MachineTime = { wallMs: () => clock.now() + skewMs, elapsedMs: () => clock.now() }
  let botClock = systemClock({ machine })
  const times = () => ({ now: clock.now(), botNow: botClock.now(), isSkewed: skewMs !== 0 })
  const later = (ms: number, then: () => unknown) => world.plan((clock.now() + ms) as Instant, then)

  // 1. The process

  function step(): boolean {
    if (!armed || !world.isUp || armed.left-- > 0) return false
    end(armed.downMs)
    return true
  }
  function end(downMs: number): void {
    armed = null
    if (!world.isUp) return
    crashes += 1
    world.kill()
    bot.end(false)
    downUntil = Math.max(downUntil, clock.now() + downMs + 1)
    world.plan(downUntil as Instant, comeUp)
  }
  async function comeUp(): Promise<void> {
    if (world.isUp || clock.now() < downUntil) return
    for (let i = 0; i < 32; i += 1) await undefined
    botClock = systemClock({ machine })
    await world.boot()
    if (clock.now() < awayUntil) platform.disconnect()
  }

  // 2. The messenger, the bot, and the world they are in

  const platform = createSimulatedPlatform({
    clock,
    capabilities: { ...ABILITIES[setting.platform], ...Object.fromEntries(lacks.map(ability => [ability, false])) },
    onLine(line) {
      eyes().line(line)
      if (line.is !== 'said' && line.is !== 'joined' && line.is !== 'left') bot.acted(line)
    },
    onUpdates: (fate, updates) => eyes().updates(fate, updates),
    updateFault: update => (isOver ? null : (updateFault?.(update) ?? null)),
    fault() {
      if (!faults || isOver || clock.now() > faults.until) return null
      const { fault } = faults
      if (--faults.left <= 0) faults = null
      return fault
    },
  })
  const storage = memoryStorage({
    ...{ random: createRandom(setting.seed), now: () => clock.now(), step, onFatal: () => {} },
  })
  const bot = createBot({
    setting: { ...setting, storage: 'memory', isReady: true },
    ...{ living, storage, times, step },
    watch: {
      ...panel.watch,
      called: (call, at) => eyes().watch?.called?.(call, at),
      answered: (call, outcome, at) => eyes().watch?.answered?.(call, outcome, at),
    },
    onTrouble(what, error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
      if (!MACHINES_OWN.test(`${what}: ${message}`)) panel.report('trouble', `${what}: ${message}`)
    },
  })
  const world = createWorld({
    ...{ clock, platform, boot: bot.boot, botClock: { now: () => botClock.now() } },
    isOver() {
      aheadMs = Math.max(aheadMs, botClock.now() - clock.now())
      behindMs = Math.max(behindMs, clock.now() - botClock.now())
      rest = { at: clock.now(), turns: clock.now() === rest.at ? rest.turns + 1 : 0 }
      if (rest.turns > TURNS_PER_INSTANT_MAX) panel.report('liveness', 'The bot does not come to rest.')
      return panel.broken.length > 0
    },
  })

  // 3. What goes wrong

  function goesWrong(fault: MachineFault): void {
    const now = clock.now()
    switch (fault.is) {
      case 'crashes': {
        const mine = { left: fault.step, downMs: fault.downMs }
        armed = mine
        // Where nothing goes on, it ends all the same.
        return later(ARMED_MS_MAX, () => armed === mine && end(mine.downMs))
      }
      case 'disconnects':
        awayUntil = Math.max(awayUntil, now + fault.forMs)
        platform.disconnect()
        return later(fault.forMs, () => {
          if (world.isUp && clock.now() >= awayUntil) platform.connect()
        })
      case 'calls':
        faults = { fault: fault.fault, left: fault.count, until: now + ARMED_MS_MAX }
        return
      case 'clock':
        skewMs += fault.byMs
        return later(fault.forMs, () => {
          skewMs -= fault.byMs
        })
      case 'full disk':
        storage.setFull(true)
        return later(fault.forMs, () => storage.setFull(false))
    }
  }
  async function heals(): Promise<void> {
    isOver = true
    armed = null
    skewMs = 0
    awayUntil = 0
    storage.setFull(false)
    await world.advanceTo(Math.max(clock.now(), downUntil) as Instant)
    platform.connect()
  }

  // 4. People

  async function insist(room: GroupId, who: MemberId, text: string): Promise<void> {
    await platform.says(room, who, text)
    later(TYPING_MS, () => confirmIn(room, who))
  }
  async function confirmIn(room: GroupId, who: MemberId): Promise<void> {
    const group = eyes().groupOf(room)
    if (!world.isUp || !group) return
    const { questions } = world.account.host.read(group, operations)
    if (!questions.has(who)) return
    const { code, isGrave } = questions.of(who)
    await platform.says(room, who, `confirm ${code}${isGrave ? ` ${room}` : ''}`)
  }

  return {
    ...{ world, platform, bot, panel, later, goesWrong, end, heals, insist },
    now: () => clock.now(),
    get crashes() {
      return crashes
    },
    get aheadMs() {
      return aheadMs
    },
    get behindMs() {
      return behindMs
    },
  }
}

/** What is said of a machine that was made to fail, and of a provider that is asked again. */
const MACHINES_OWN = /^the journal has failed|^provider request |the disk is full/
