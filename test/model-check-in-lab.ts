import checkIn from '../plugins/check-in/index.ts'
import { ledger } from '../plugins/points/facts.ts'
import points from '../plugins/points/index.ts'
import type { Update } from '../src/adapters/adapter.ts'
import {
  type ChatId,
  GroupId,
  type Instant,
  type LocalDay,
  LocalTime,
  type MemberId,
  type MessageId,
  Zone,
} from '../src/events/ids.ts'
import type { Commit } from '../src/host/commit.ts'
import { createHost, type Host } from '../src/host/host.ts'
import type { AnyPlugin } from '../src/host/plugin.ts'
import { createCalendar } from '../src/scheduler/zones.ts'
import { type ChatLine, createSimulatedPlatform } from '../src/simulation/simulated-platform.ts'
import { createVirtualClock } from '../src/simulation/virtual-clock.ts'
import { bootInMemory, createWorld, type World } from '../src/simulation/world.ts'
import { pictureOf } from '../src/testing/stage.ts'

/** How a group lives. */
export interface GroupPlan {
  readonly zone: string
  readonly dayStartsAt: string
  /** Days of the week on which nobody is expected, from 0 for Sunday. */
  readonly restDays: readonly number[]
}
export const isRestDay =
  ({ restDays }: GroupPlan) =>
  (day: string): boolean =>
    restDays.includes(new Date(day).getUTCDay())

/** What somebody says or does, and when: the bot may hear of it later. */
export interface Doing {
  readonly kind: 'said' | 'edited' | 'joined' | 'left'
  readonly id: string
  readonly at: number
  readonly who: string
  readonly group: string
  readonly text: string
  readonly isPrivate: boolean
}

/** The real account with the real plugins, in two groups, fed one update at a time. */
export interface CheckInLab {
  readonly world: World
  /** The bot hears of it now, or as soon as it is back. */
  arrives(...doings: readonly Doing[]): Promise<void>
  kill(): void
  disconnect(): void
  connect(): Promise<void>
  /** Facts that were recorded since the last call. */
  newFacts(): readonly RecordedFact[]
  /** What was sent since the last call. */
  newLines(): readonly (ChatLine & { readonly is: 'sent' })[]
  accountOf(group: string, who: string): { readonly balance: number; readonly entries: readonly object[] }
  /** What is in memory, and what the journal says. */
  pictures(group: string): readonly [now: object, replayed: object]
  readonly troubles: readonly string[]
}
export interface RecordedFact {
  readonly group: string
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}

/** No limit of a platform: what is owed leaves at once. */
const NO_PACING = { chatGapMs: 0, chatMessagesPerMinute: 1e6, accountCallsPerSecond: 1e6, receiptGapMs: 0 }

export interface CheckInLabOptions {
  readonly start: number
  readonly heartbeatMs: number
  readonly plans: Readonly<Record<string, GroupPlan>>
  /** Default: check-in and points. */
  readonly plugins?: readonly AnyPlugin[]
  /** Sections of the plan, by plugin. Default: the word alone is a check-in. */
  readonly sections?: Readonly<Record<string, object>>
}
const THE_WORD_IS_ENOUGH: Readonly<Record<string, object>> = { 'check-in': { noteCharsMin: 0 } }

export async function startCheckInLab(options: CheckInLabOptions): Promise<CheckInLab> {
  const { start, heartbeatMs, plans, plugins = [checkIn, points], sections = THE_WORD_IS_ENOUGH } = options
  const clock = createVirtualClock(start as Instant)
  const troubles: string[] = []
  let lines: (ChatLine & { readonly is: 'sent' })[] = []
  let seen = 0
  const platform = createSimulatedPlatform({
    clock,
    pacing: NO_PACING,
    onLine: line => void (line.is === 'sent' && lines.push(line)),
  })
  const settings = (group: GroupId) => {
    const plan = plans[group] ?? { zone: 'Asia/Shanghai', dayStartsAt: '00:00', restDays: [] }
    return {
      locale: 'en-US' as const,
      calendar: createCalendar({ zone: Zone.parse(plan.zone), dayStartsAt: LocalTime.parse(plan.dayStartsAt) }),
      config: Object.fromEntries(
        plugins.map(plugin => [plugin.name, plugin.config.parse(sections[plugin.name] ?? {})]),
      ),
      isRestDay: (day: LocalDay) => isRestDay(plan)(day),
    }
  }
  const boot = bootInMemory({ plugins, settings, heartbeatMs, onTrouble: what => troubles.push(what) })
  const world = createWorld({ clock, platform, boot })
  await world.boot()

  const commits = (from: number) => boot.journal.lines.slice(from).map(line => JSON.parse(line) as Commit)
  function replayed(): Host {
    const again = createHost({ plugins, settings, log: { next: 0, append: () => 0 } })
    for (const [index, commit] of commits(0).entries()) again.replay(commit, index + 1)
    return again
  }

  return {
    world,
    async arrives(...doings) {
      platform.state.unconfirmed.push(...doings.map(updateOf))
      platform.poll()
      await world.settle()
    },
    kill: world.kill,
    disconnect: platform.disconnect,
    async connect() {
      platform.connect()
      await world.settle()
    },
    newFacts() {
      const fresh = commits(seen)
      seen += fresh.length
      return fresh.flatMap(({ group, facts }) =>
        facts.map(([type, data]) => ({ group, type, data: data as Record<string, unknown> })),
      )
    },
    newLines() {
      const fresh = lines
      lines = []
      return fresh
    },
    accountOf: (group, who) => world.account.host.read(GroupId.parse(group), ledger).accounts.of(who as MemberId),
    pictures(group) {
      const id = GroupId.parse(group)
      return [pictureOf(boot.host.groupOf(id)), pictureOf(replayed().groupOf(id))]
    },
    troubles,
  }
}

function updateOf({ kind, id, at, who, group, text, isPrivate }: Doing): Update {
  const person = { member: who as MemberId, name: who.slice(4) }
  const chat = (isPrivate ? `${group}|${who}` : group) as ChatId
  const base = { cause: `${kind}:${id}`, chat, at: at as Instant, who: person }
  if (kind === 'joined' || kind === 'left') return { ...base, kind }
  return { ...base, kind, message: id as MessageId, text, ...(isPrivate && { private: true }) }
}
