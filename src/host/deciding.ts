import type { Event } from '../events/event.ts'
import type { GroupId, Instant, LocalDay } from '../events/ids.ts'
import type { Codes } from './codes.ts'
import { collectedFrom } from './collecting.ts'
import type { CommandRegistry } from './command.ts'
import type { Content, ContentPlatform } from './content.ts'
import type { Asker } from './context.ts'
import type { bonfireMessages } from './core/bonfire-plugin.ts'
import { people } from './core/people.ts'
import { plans, type RunningPlan, runningPlan } from './core/plans.ts'
import { setup } from './core/setup.ts'
import { days } from './core/time.ts'
import type { Decision } from './decision.ts'
import { type Draft, guarded, PluginStopped } from './draft.ts'
import { type Group, stateOf } from './group.ts'
import type { Kept } from './kept.ts'
import { type Say, sayOf } from './messages.ts'
import type { AnyPlugin, Decide } from './plugin.ts'
import type { GroupSettings } from './settings.ts'
import type { AnySlice, Fact, SliceState } from './slice.ts'

/** Whether a platform tells that people react to messages with emoji, and which message they reply to. */
export interface Hears {
  readonly reactions: boolean
  readonly replies: boolean
}

/** What is the same for all groups: the plugins, by every way there is to find them. */
export interface Plugins {
  /** Bonfire's own first, then in configuration order. */
  readonly all: readonly AnyPlugin[]
  readonly byName: ReadonlyMap<string, number>
  readonly registry: CommandRegistry
  readonly reactions: ReadonlyMap<string, readonly { readonly plugin: number; readonly decide: Decide }[]>
  readonly botNames: readonly string[]
  /** A group keeps silent, and nothing is recorded of it, until its owner has set it up. */
  readonly needsSetup: boolean
  /** The platform has no buttons: numbers answer the menus that stand in for them. */
  readonly numbersAnswer: boolean
  /** What is said while there is no connection is lost on this platform. */
  readonly losesWords: boolean
  /** What this platform tells of how people take posts. Of reactions only where the bot is an admin. */
  readonly hears: Hears
  /** What ops have written, as it is now. */
  readonly content: () => Content
  /** Which version of a text is shown on this platform. */
  readonly platform: ContentPlatform
  /** The group without a chat. */
  readonly office: GroupId
  /** The office that orders come to. */
  readonly orderOffice: GroupId
  readonly takesOrders: boolean
  /** Nothing of this is real. */
  readonly isRehearsal: boolean
  readonly codes: Codes
}

/** A group with what each plugin is given in it: made once, not for each message. */
export interface LiveGroup {
  readonly group: Group
  readonly settings: GroupSettings
  readonly plan: RunningPlan | null
  readonly bound: readonly object[]
  readonly read: <S extends AnySlice>(slice: S) => SliceState<S>
  readonly say: Say<(typeof bonfireMessages)['phrases']['zh-CN']>
  /** What commands found that look at all members, so that it is not worked out again at once. */
  readonly scans: Map<string, { readonly at: number; readonly found: unknown }>
}

export function bindGroup(
  group: Group,
  settingsOf: (plan: RunningPlan | null) => GroupSettings,
  plugins: Plugins,
  frozen: boolean,
): LiveGroup {
  const states = group.schema.slices.map((_, slice) => stateOf(group, slice, frozen))
  const read = (slice: AnySlice) => {
    const index = group.schema.indexOf.get(slice)
    if (index === undefined) throw new Error(`The slice "${slice.name}" belongs to no loaded plugin.`)
    return states[index]!
  }
  const plan = runningPlan((read(plans) as SliceState<typeof plans>).group)
  const settings = settingsOf(plan)
  const { calendar, isRestDay } = settings
  const daysState = read(days) as SliceState<typeof days>
  const isRest = (day: LocalDay) => plan?.wasRestDay(day) ?? isRestDay(day)
  const isExcused = (day: LocalDay) => isRest(day) || daysState.days.of(day).excused !== null
  const excused =
    plan === null ? isExcused : (day: LocalDay) => isExcused(day) || plan.isPausedOn(day) || plan.isBetween(day)
  const bound = plugins.all.map(plugin => ({
    state: read(plugin.slice),
    config: settings.config[plugin.name],
    group: group.id,
    office: plugins.office,
    orderOffice: plugins.orderOffice,
    takesOrders: plugins.takesOrders,
    isRehearsal: plugins.isRehearsal,
    losesWords: plugins.losesWords,
    digest: plugins.codes.digest,
    calendar,
    plan,
    platform: plugins.platform,
    locale: settings.locale,
    excused,
    read,
    say: sayOf(plugin.name, plugin.messages),
    ask: makers(plugin.providers, (provider, data: object) => ({ kind: 'asking', provider, data })),
    mail: makers(plugin.mail, (box, to: GroupId, data: object) => ({ kind: 'letter', box, to, data })),
    wakeAt: (timer: string, at: number | null, data: object) => ({ kind: 'waking', timer, at, data }),
    confirm: makers(plugin.confirmed, (action, data: object) => ({ kind: 'confirmed', action, data })),
    undo: makers(plugin.undone, (action, data: object) => ({ kind: 'undoing', action, data })),
  }))
  const say = bound[0]!.say as unknown as LiveGroup['say']
  return { group, settings, plan, bound, read: read as LiveGroup['read'], say, scans: new Map() }
}
function makers(of: object, make: (key: string, ...rest: never[]) => object): object {
  return Object.fromEntries(Object.keys(of).map(key => [key, (...rest: never[]) => make(key, ...rest)]))
}

/** What the group is called. */
export const titleOf = ({ group, read }: LiveGroup): string => read(setup).group.title ?? group.id

/** Reactions that one event may lead to. More is a circle: one that records nothing of its own, such as timers. */
const REACTIONS_PER_EVENT_MAX = 10_000

/** One event under decision. */
export interface Deciding {
  readonly plugins: Plugins
  readonly live: LiveGroup
  readonly event: Event
  readonly draft: Draft
  /** Set when a dead letter is decided again: the core has recorded the event already, the plugins have not. */
  readonly kept?: Kept
  readonly contextOf: (plugin: number, asker?: Asker) => object
  /** Runs one part of one plugin and takes in what it decides, reactions included. */
  run(plugin: number, part: string, decide: () => Decision, asker?: Asker): boolean
  record(fact: Fact): void
  /** Lets plugins react to a fact that has been recorded already. */
  reactTo(fact: Fact): void
  /** Asks every plugin that listens, in configuration order. */
  askAll(what: 'joined' | 'left' | 'edited' | 'outage' | 'migrated' | 'order' | 'contentBroken', event: Event): void
}

/** Slices of the plugins that put together what all others have to say. */
const COLLECTING: ReadonlySet<AnySlice> = new Set<AnySlice>([people, plans])

/** What each plugin is given at an instant, whoever asks. `cause`: what chance follows from. */
export function contextsAt(
  plugins: Plugins,
  live: LiveGroup,
  { now, decidedAt = now, cause }: { readonly now: Instant; readonly decidedAt?: Instant; readonly cause: string },
): (plugin: number) => object {
  const today = live.settings.calendar.dayOf(now)
  const random = seeded(cause)
  const token = (purpose: string) => plugins.codes.token(`${live.group.id} ${cause} ${purpose}`)
  const contextOf = (plugin: number) => ({
    ...live.bound[plugin],
    now,
    decidedAt,
    today,
    random,
    token,
    content: plugins.content(),
  })
  return plugin => {
    const context = contextOf(plugin)
    if (!COLLECTING.has(plugins.all[plugin]!.slice)) return context
    return { ...context, collected: collectedFrom(plugins.all, contextOf) }
  }
}

export function newDeciding(plugins: Plugins, live: LiveGroup, event: Event, draft: Draft): Deciding {
  const { at: now, cause } = event
  // A clock that was set back makes no time run back.
  const decidedAt = event.kind === 'woken' ? (Math.max(now, event.rungAt ?? now) as Instant) : now
  const contextAt = contextsAt(plugins, live, { now, decidedAt, cause })
  let reactedTo = 0
  let reactions = 0
  const contextOf = (plugin: number, asker?: Asker) => ({ ...contextAt(plugin), ...asker })

  /** Each reaction sees everything folded so far. */
  function react(asker: Asker | undefined): void {
    for (; reactedTo < draft.rows.length; reactedTo += 1) {
      const [type, data] = draft.rows[reactedTo]!
      reactToOne(type, data, asker)
    }
  }
  function reactToOne(type: string, data: unknown, asker: Asker | undefined): void {
    for (const { plugin, decide } of plugins.reactions.get(type) ?? []) {
      const where = `${plugins.all[plugin]!.name}/reactions.${type}`
      reactions += 1
      if (reactions > REACTIONS_PER_EVENT_MAX) throw new PluginStopped(where, new Error(TOO_MANY_REACTIONS))
      take(plugin, where, () => decide(contextOf(plugin, asker) as never, data as never), asker)
    }
  }
  /** What a plugin decides, and what it hands to providers and letters: all of it may throw, and names where. */
  function take(plugin: number, where: string, decide: () => Decision, asker: Asker | undefined): Decision {
    return guarded(where, () => {
      const decision = decide()
      if (!Array.isArray(decision)) throw new TypeError(NO_LIST)
      draft.take(plugins.all[plugin]!, decision, where, asker)
      return decision
    })
  }
  function run(plugin: number, part: string, decide: () => Decision, asker?: Asker): boolean {
    const decision = take(plugin, `${plugins.all[plugin]!.name}/${part}`, decide, asker)
    react(asker)
    return decision.some(Boolean)
  }
  return {
    plugins,
    live,
    event,
    draft,
    contextOf,
    run,
    record(fact) {
      draft.record(fact, 'bonfire')
      react(undefined)
    },
    reactTo({ type, data }) {
      reactToOne(type, data, undefined)
      react(undefined)
    },
    askAll(what, event) {
      plugins.all.forEach((plugin, index) => {
        const decide = plugin.on[what]
        if (decide) run(index, `on.${what}`, () => decide(contextOf(index) as never, event as never))
      })
    },
  }
}

const TOO_MANY_REACTIONS = `More than ${REACTIONS_PER_EVENT_MAX} reactions to one event. Reactions in a circle? Let one of them check the state.`
const NO_LIST = 'It returned no list. Return the facts and messages in an array, [] for nothing; it cannot wait.'

/** mulberry32 over a hash of the cause; nothing is computed until the first number is asked for. */
function seeded(cause: string): () => number {
  let seed: number | undefined
  return () => {
    if (seed === undefined) {
      seed = 2166136261
      for (let i = 0; i < cause.length; i += 1) seed = Math.imul(seed ^ cause.charCodeAt(i), 16777619)
    }
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
