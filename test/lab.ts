import type { AccountOptions } from '../src/account.ts'
import type { Outgoing } from '../src/adapters/adapter.ts'
import type { Role } from '../src/events/event.ts'
import { GroupId, type Instant, LocalTime, type MemberId, type MessageId, Zone } from '../src/events/ids.ts'
import type { Commit } from '../src/host/commit.ts'
import type { Content } from '../src/host/content.ts'
import { type Delivery, deliveries } from '../src/host/core/deliveries.ts'
import type { Locale } from '../src/host/messages.ts'
import type { AnyPlugin } from '../src/host/plugin.ts'
import type { MemoryJournal } from '../src/journal/memory-journal.ts'
import { createCalendar } from '../src/scheduler/zones.ts'
import {
  type CallFault,
  type ChatLine,
  createSimulatedPlatform,
  type SaysMore,
  type SimulatedPlatform,
  type SimulatedPlatformOptions,
} from '../src/simulation/simulated-platform.ts'
import { createVirtualClock } from '../src/simulation/virtual-clock.ts'
import { type Boot, bootInMemory, createWorld, type World } from '../src/simulation/world.ts'
import { defaultControls, type LabControls, labPlugin } from './lab-plugin.ts'

export const SECOND = 1_000
export const MINUTE = 60_000
export const HOUR = 3_600_000
export const DAY = 86_400_000
/** A Monday, 09:00 in Shanghai. */
export const START = Date.parse('2026-11-23T01:00Z') as Instant
export const HERE = GroupId.parse('here')
export const THERE = GroupId.parse('there')

export interface LabOptions extends Pick<SimulatedPlatformOptions, 'capabilities' | 'pacing'> {
  readonly start?: Instant
  readonly zone?: string
  readonly locale?: Locale
  readonly heartbeatMs?: number | null
  /** The plan's section for the lab. */
  readonly config?: object
  /** What ops have written, as it is now. */
  readonly content?: () => Content
  /** Its texts. */
  readonly textOf?: AccountOptions['textOf']
  /** Stands around the boot of each process. With it, `isHeld` means nothing. */
  readonly wrap?: (boot: Boot) => Boot
  /** Called for everything that appears on the platform, and for every call before it is made. */
  readonly onLine?: (line: ChatLine) => void
  readonly onCall?: (outgoing: Outgoing) => CallFault | null | undefined
}

export interface Call {
  readonly at: Instant
  readonly outgoing: Outgoing
}

/** The real account between a simulated platform and a virtual clock, with the lab plugin. Tests call nothing else. */
export interface Lab {
  readonly world: World
  readonly platform: SimulatedPlatform
  readonly journal: MemoryJournal
  readonly controls: LabControls
  /** What goes wrong with the next calls. Default: nothing. */
  fault: (outgoing: Outgoing) => CallFault | null
  config: object
  plugins: readonly AnyPlugin[]
  readonly lines: readonly ChatLine[]
  readonly calls: readonly Call[]
  readonly troubles: readonly string[]
  joins(name: string, role?: Role): Promise<MemberId>
  /** Somebody says something, in the group unless it is said elsewhere. Nothing else happens yet. */
  says(name: string, text: string, more?: SaysMore & { readonly group?: GroupId }): Promise<MessageId>
  pass(ms: number): Promise<void>
  /** Lets the process work at this instant, without the flush that `pass` brings. */
  work(): Promise<void>
  /** The disk takes its time: nothing becomes durable until the test calls `journal.flush`. */
  isHeld: boolean
  /** Runs the bot's process down and up again, with so much time between. */
  restart(afterMs?: number): Promise<void>
  /** What the bot has sent: seconds since the start and the text, for private ones with the name. */
  readonly sent: readonly string[]
  /** The same without the time. */
  readonly texts: readonly string[]
  /** Data of all facts of one type in the journal, durable or not. */
  facts(type: string, group?: GroupId): readonly Record<string, unknown>[]
  pending(group?: GroupId): readonly Delivery[]
}

export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const { start = START, zone = 'Asia/Shanghai', locale = 'en-US', heartbeatMs = null } = options
  const clock = createVirtualClock(start)
  const calendar = createCalendar({ zone: Zone.parse(zone), dayStartsAt: LocalTime.parse('00:00') })
  const controls = defaultControls()
  const plugin = labPlugin(controls)
  const lines: ChatLine[] = []
  const calls: Call[] = []
  const troubles: string[] = []
  let fault: Lab['fault'] = () => null
  let config = options.config ?? {}
  let plugins: readonly AnyPlugin[] = [plugin]

  const platform = createSimulatedPlatform({
    clock,
    ...(options.capabilities && { capabilities: options.capabilities }),
    ...(options.pacing && { pacing: options.pacing }),
    onLine(line) {
      lines.push(line)
      options.onLine?.(line)
    },
    fault(outgoing) {
      calls.push({ at: clock.now(), outgoing })
      return options.onCall?.(outgoing) ?? fault(outgoing)
    },
  })
  const settings = () => ({
    locale,
    calendar,
    config: Object.fromEntries(plugins.map(each => [each.name, each.config.parse(each === plugin ? config : {})])),
    isRestDay: () => false,
  })
  const memory = bootInMemory({
    get plugins() {
      return plugins
    },
    settings,
    heartbeatMs,
    ...(options.content && { content: options.content }),
    ...(options.textOf && { textOf: options.textOf }),
    frozen: true,
    onTrouble: (what, error) => troubles.push(`${what}: ${error instanceof Error ? error.message : String(error)}`),
  })
  let isHeld = false
  const held: Boot = async (platform, clock) => {
    const { account, journal } = await memory(platform, clock)
    const flush = { value: () => (isHeld ? undefined : (journal as MemoryJournal).flush()) }
    return { account, journal: Object.create(journal, { flush }) as MemoryJournal }
  }
  const world = createWorld({ clock, platform, boot: options.wrap?.(memory) ?? held })

  const lab: Lab = {
    world,
    platform,
    get journal() {
      return memory.journal
    },
    controls,
    get fault() {
      return fault
    },
    set fault(next) {
      fault = next
    },
    get config() {
      return config
    },
    set config(next) {
      config = next
    },
    get plugins() {
      return plugins
    },
    set plugins(next) {
      plugins = next
    },
    get isHeld() {
      return isHeld
    },
    set isHeld(next) {
      isHeld = next
    },
    lines,
    calls,
    troubles,
    async joins(name, role) {
      const member = platform.person(name, role)
      await platform.joins(HERE, member)
      return member
    },
    says(name, text, { group = HERE, ...more } = {}) {
      return platform.says(group, platform.person(name), text, more)
    },
    pass: world.advanceBy,
    async work() {
      for (let turn = 0; turn < 20; turn += 1) {
        if (world.isUp) world.account.pump()
        for (let i = 0; i < 10; i += 1) await undefined
      }
    },
    async restart(afterMs = 0) {
      world.kill()
      await world.advanceBy(afterMs)
      await world.boot()
    },
    get sent() {
      return lines.flatMap(line =>
        line.is === 'sent' ? [`${(line.at - start) / 1000} ${textOf(line, platform)}`] : [],
      )
    },
    get texts() {
      return lines.flatMap(line => (line.is === 'sent' ? [textOf(line, platform)] : []))
    },
    facts(type, group) {
      const commits = memory.journal.lines.map(line => JSON.parse(line) as Commit)
      return commits
        .filter(commit => group === undefined || commit.group === group)
        .flatMap(({ facts }) =>
          facts.filter(([name]) => name === type).map(([, data]) => data as Record<string, unknown>),
        )
    },
    pending(group = HERE) {
      return [...world.account.host.read(group, deliveries).pending.each()].map(([, delivery]) => delivery as Delivery)
    },
  }
  await world.boot()
  return lab
}

function textOf(line: ChatLine & { is: 'sent' }, platform: SimulatedPlatform): string {
  const to = line.to === null ? '' : `(to ${platform.state.people[line.to]!.name}) `
  return `${to}${line.text}`
}
