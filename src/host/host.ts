import type { Event } from '../events/event.ts'
import { GroupId, type Instant } from '../events/ids.ts'
import { type Codes, NO_CODES } from './codes.ts'
import { type CommandRegistry, readSpoken } from './command.ts'
import type { Commit, CommitLog } from './commit.ts'
import { type Content, type ContentPlatform, NO_CONTENT } from './content.ts'
import { CORE, CORE_SLICES, corePlugin } from './core/bonfire-plugin.ts'
import type { DashboardPlace } from './core/dashboard.ts'
import { dashboardPlugin } from './core/dashboard-plugin.ts'
import { deliveries, type Owed } from './core/deliveries.ts'
import { deadLetters } from './core/exchange.ts'
import { operations } from './core/operations.ts'
import { operationsPlugin } from './core/operations-plugin.ts'
import { owedReply } from './core/owing.ts'
import { peoplePlugin } from './core/people-plugin.ts'
import { planPlugin } from './core/plan-plugin.ts'
import type { RunningPlan } from './core/plans.ts'
import { CHANGES_SETTINGS, type Chosen, setup } from './core/setup.ts'
import { type SetupOptions, setupPlugin } from './core/setup-plugin.ts'
import { decide, decideAgain, decideWithoutPlugins, isSetupCommand } from './decide.ts'
import { bindGroup, type Hears, type LiveGroup, type Plugins, titleOf } from './deciding.ts'
import { type Draft, newDraft, PluginStopped } from './draft.ts'
import { accept, discard, foldViews, type Group, newGroup, type Schema, schemaOf } from './group.ts'
import { explained, helpLines, indexed } from './indexed.ts'
import { type Kept, keptFor } from './kept.ts'
import { createMaking, type Making } from './making.ts'
import type { Messages, Values } from './messages.ts'
import type { AnyPlugin } from './plugin.ts'
import { replayFact } from './replaying.ts'
import type { GroupSettings } from './settings.ts'
import type { AnySlice, SliceState } from './slice.ts'
import { recordOf } from './table.ts'
import { valuesIn } from './variables.ts'
import type { AnyView } from './view.ts'

/** What became of an event. */
export type Handled =
  /** Recorded. `answers` are best effort; nothing leaves before the commit is durable. */
  | { readonly is: 'committed'; readonly lsn: number; readonly commit: Commit; readonly answers: readonly Owed[] }
  /** Nothing to record. */
  | { readonly is: 'nothing'; readonly answers: readonly Owed[] }
  /** The same cause has been handled before. */
  | { readonly is: 'repeated' }
  /** A plugin threw: the event is in the dead letters, and nothing of the plugin's decision counts. */
  | { readonly is: 'stopped'; readonly lsn: number; readonly commit: Commit; readonly error: PluginStopped }
  /** The journal takes nothing: nothing has changed, and the event must be handed in again. */
  | { readonly is: 'refused'; readonly error: unknown }

export interface HostOptions {
  /** In configuration order. */
  readonly plugins: readonly AnyPlugin[]
  readonly log: CommitLog
  /** What a group lives by, given what its owner has chosen. */
  readonly settings: (group: GroupId, chosen: Chosen, plan: RunningPlan | null) => GroupSettings
  /** What ops have written, as it is now. Default: nothing. */
  readonly content?: () => Content
  /** Which version of a text is shown on this platform. Default: `telegram`. */
  readonly platform?: ContentPlatform
  /** Groups keep silent until their owner has set them up. Default: every group is ready. */
  readonly setup?: SetupOptions
  /** The platform has no buttons: numbers answer instead. Default: false. */
  readonly numbersAnswer?: boolean
  /** What is said while there is no connection never comes: members are told. Default: false. */
  readonly losesWords?: boolean
  /** What the platform tells of how people take posts. Default: nothing. */
  readonly hears?: Hears
  /** The group without a chat. Default: `office`. */
  readonly office?: GroupId
  /** The office that orders come to, which may be another account's. Default: `office`. */
  readonly orderOffice?: GroupId
  /** Shops can tell of orders. Default: true. */
  readonly takesOrders?: boolean
  /** Nothing of this is real: a rehearsal, the playground, a simulation. Default: false. */
  readonly isRehearsal?: boolean
  /** Where people reach the dashboard, as it is now. Default: nowhere. */
  readonly dashboard?: () => DashboardPlace
  /** Makes codes. Default: none, and a plugin that asks for one throws. */
  readonly codes?: Codes
  /** What the bot is called, for mentions in front of commands. */
  readonly botNames?: readonly string[]
  /** Plugins see frozen copies of the state, so that one that writes to it throws. For tests. Default: false. */
  readonly frozen?: boolean
  /** Rows per page of a table. Pages of another size are made again from the journal. Default: 512. */
  readonly pageRows?: number
}

/** Decides events against state, and keeps the state. No I/O: what is to be durable or sent is returned. */
export interface Host {
  handle(event: Event): Handled
  /** Decides a dead letter again, with its own time. */
  retry(group: GroupId, letter: string, at: Instant): Handled
  /**
   * Folds a commit that the journal holds.
   * @throws REPLAY_FAILED naming the fact when its reducer or upcast throws.
   */
  replay(commit: Commit, lsn: number): void
  /** The state of one slice in one group, read-only. */
  read<S extends AnySlice>(group: GroupId, slice: S): SliceState<S>
  /** The figures of one day. */
  view(group: GroupId, view: AnyView, day: string): object | undefined
  settingsOf(group: GroupId): GroupSettings
  /** What ops have written, as it is now. */
  readonly content: () => Content
  /** What texts of the library print in a group at an instant. */
  valuesIn(group: GroupId, at: Instant): Values
  /** What plugins make for a message when it is sent. */
  readonly making: Making
  /** The plan that a group lives by. */
  planOf(group: GroupId): RunningPlan | null
  /** Whether an event of this cause has been handled in that group. */
  hasHandled(group: GroupId, cause: string): boolean
  /** Whether the words are the command by which a group is set up. */
  asksForSetup(text: string): boolean
  /** The bot is called this from now on. */
  rename(botNames: readonly string[]): void
  /** Asks for the settings of all groups again. */
  refreshSettings(): void
  /** How many commits it has taken in since it was made: another number, another state. */
  readonly commitCount: number
  /** The group's records, for pages. A group is made when first asked for. */
  groupOf(id: GroupId): Group
  readonly groups: ReadonlyMap<GroupId, unknown>
  /** What the state of every group consists of. */
  readonly schema: Schema
  readonly plugins: readonly AnyPlugin[]
  readonly registry: CommandRegistry
  messagesOf(plugin: string): Messages | undefined
  /** Facts of the journal that no loaded plugin knows, by slice: how many were skipped. */
  readonly skippedFacts: ReadonlyMap<string, number>
  /** Views that threw at a fact and left it out, with the first error of each. */
  readonly brokenViews: ReadonlyMap<string, unknown>
}

const HEARS_NOTHING: Hears = { reactions: false, replies: false }
/** Causes of events that left nothing behind are remembered in memory only: so many. */
const IGNORED_CAUSES_MAX = 10_000

export function createHost(options: HostOptions): Host {
  const { log, frozen = false } = options
  const own = [
    corePlugin({ describe: role => helpLines(all, role), explain: word => explained(plugins.registry, word) }),
    planPlugin,
    operationsPlugin,
    peoplePlugin,
    dashboardPlugin(options.dashboard),
    ...(options.setup ? [setupPlugin(options.setup)] : []),
  ]
  const all: readonly AnyPlugin[] = [...own, ...options.plugins]
  const botNames = [...(options.botNames ?? [])]
  const { numbersAnswer = false, losesWords = false, content = () => NO_CONTENT, platform = 'telegram' } = options
  const needsSetup = options.setup !== undefined
  const { office = GroupId.parse('office'), codes = NO_CODES } = options
  const { orderOffice = office, takesOrders = true, isRehearsal = false, hears = HEARS_NOTHING } = options
  const around = {
    needsSetup,
    numbersAnswer,
    losesWords,
    hears,
    content,
    platform,
    office,
    orderOffice,
    takesOrders,
    isRehearsal,
    codes,
  }
  const plugins: Plugins = { ...indexed(all), ...around, botNames }
  const schema = schemaOf(
    [...new Set([...CORE_SLICES, ...all.map(plugin => plugin.slice)])],
    all.flatMap(plugin => plugin.views),
    options.pageRows,
  )
  const setupIndex = schema.indexOf.get(setup)!
  const groups = new Map<GroupId, LiveGroup>()
  /** By cause, the group: no text is made to look one up. */
  const ignored = new Map<string, GroupId>()
  const skippedFacts = new Map<string, number>()
  const brokenViews = new Map<string, unknown>()
  let commitCount = 0

  function live(id: GroupId): LiveGroup {
    let found = groups.get(id)
    if (!found) {
      found = bind(newGroup(id, schema))
      groups.set(id, found)
    }
    return found
  }

  function bind(group: Group): LiveGroup {
    const chosen = group.slices[setupIndex]!.record as Chosen
    return bindGroup(group, plan => options.settings(group.id, chosen, plan), plugins, frozen)
  }

  function handle(event: Event): Handled {
    const here = live(event.group)
    // 1. Seen before?
    if (hasHandled(here, event.cause)) return { is: 'repeated' }
    // 2. Decide
    const draft = draftFor(here, event)
    try {
      decide(plugins, here, event, draft)
    } catch (error) {
      discard(here.group)
      // Whatever breaks off an event must not keep those behind it waiting.
      return bury(here, event, error instanceof PluginStopped ? error : new PluginStopped(CORE, error))
    }
    // 3. Commit
    return commit(here, event, draft)
  }

  const draftFor = (here: LiveGroup, event: Event) =>
    newDraft(here.group, event, log.next, {
      numbersAnswer,
      locale: here.settings.locale,
      title: () => titleOf(here),
      operations: () => here.read(operations).group.count,
    })

  const hasHandled = ({ group }: LiveGroup, cause: string) =>
    group.causes.places.has(cause) || ignored.get(cause) === group.id

  function commit(here: LiveGroup, event: Event, draft: Draft): Handled {
    if (draft.rows.length === 0) {
      ignore(event)
      return { is: 'nothing', answers: draft.answers }
    }
    const made: Commit = { cause: event.cause, group: event.group, at: event.at, facts: draft.rows }
    let lsn: number
    try {
      lsn = log.append(JSON.stringify(made))
    } catch (error) {
      discard(here.group)
      return { is: 'refused', error }
    }
    stand(here, made, lsn)
    return { is: 'committed', lsn, commit: made, answers: draft.answers }
  }

  /** The commit is taken: the drafts are the state. */
  function stand(here: LiveGroup, { cause, at, facts }: Commit, lsn: number): void {
    accept(here.group, isRepeatable(cause) ? cause : null, lsn, at)
    commitCount += 1
    const day = here.settings.calendar.dayOf(at)
    const onTrouble = (view: string, error: unknown) => {
      if (!brokenViews.has(view)) brokenViews.set(view, error)
    }
    foldViews(here.group, facts, { day, lsn, at, onTrouble })
    if (facts.some(([type]) => CHANGES_SETTINGS.has(type))) groups.set(here.group.id, bind(here.group))
  }

  /** Puts an event that a plugin could not decide where a person will find it. */
  function bury(here: LiveGroup, event: Event, error: PluginStopped): Handled {
    const kept = keptFor(here.read, event)
    const draft = recordedWithoutPlugins(here, event)
    const member = 'who' in event ? event.who.member : undefined
    draft.record(
      deadLetters.facts.stopped({
        letter: draft.nextId(),
        at: event.at,
        ...(member !== undefined && { member }),
        where: error.where.replace(/[^\p{L}\p{N}_.:/#@-]/gu, '-').slice(0, 200),
        error: error.message.slice(0, 2000),
        event: { ...event, kept },
      }),
      CORE,
    )
    if (event.kind === 'said' || event.kind === 'pressed') {
      const asker = {
        member: event.who.member,
        message: event.message,
        private: event.private === true,
      }
      const reply = { plugin: CORE, saying: here.say.saved(), isReceipt: true }
      const owed = owedReply([reply], asker, event.at, draft.nextId(), 'receipt')
      draft.record(deliveries.facts.owed({ ...owed, asIs: true }), CORE)
    }
    const handled = commit(here, event, draft)
    return handled.is === 'committed' ? { is: 'stopped', lsn: handled.lsn, commit: handled.commit, error } : handled
  }

  /** What of the event is so in any case; nothing when even that cannot be recorded. */
  function recordedWithoutPlugins(here: LiveGroup, event: Event): Draft {
    const draft = draftFor(here, event)
    try {
      decideWithoutPlugins(plugins, here, event, draft)
      return draft
    } catch (error) {
      discard(here.group)
      if (!(error instanceof PluginStopped)) throw error
      return draftFor(here, event)
    }
  }

  function retry(group: GroupId, letter: string, at: Instant): Handled {
    const here = live(group)
    const open = here.read(deadLetters).open
    if (!open.has(letter)) return { is: 'nothing', answers: [] }
    const { kept = {}, ...saved } = open.of(letter).event as Event & { readonly kept?: Kept }
    const event = { ...saved, cause: `retry:${letter}` } as Event
    const draft = draftFor(here, event)
    try {
      draft.record(deadLetters.facts.retried({ letter }), CORE)
      if (kept.owed) draft.record(deliveries.facts.owed(owedFrom(kept.owed, at, draft.nextId())), CORE)
      else decideAgain(plugins, here, event, kept, draft)
    } catch (error) {
      discard(here.group)
      if (!(error instanceof PluginStopped)) throw error
      return { is: 'refused', error }
    }
    return commit(here, event, draft)
  }

  function ignore(event: Event): void {
    if (!isRepeatable(event.cause)) return
    ignored.set(event.cause, event.group)
    if (ignored.size > IGNORED_CAUSES_MAX) ignored.delete(ignored.keys().next().value!)
  }

  return {
    handle,
    retry,
    replay(commit, lsn) {
      const here = live(commit.group)
      const facts = commit.facts.map(row => replayFact(row, here.group, lsn, skippedFacts))
      stand(here, { ...commit, facts }, lsn)
    },
    read: (group, slice) => live(group).read(slice),
    view(group, view, day) {
      const index = schema.views.indexOf(view)
      return index < 0 ? undefined : recordOf(live(group).group.views[index]!, day)
    },
    settingsOf: group => live(group).settings,
    content,
    valuesIn: (group, at) => valuesIn(live(group), plugins, at),
    making: createMaking(plugins, live),
    planOf: group => live(group).plan,
    hasHandled(group, cause) {
      const here = groups.get(group)
      return here !== undefined && hasHandled(here, cause)
    },
    asksForSetup: text => readSpoken(text, botNames).slash && isSetupCommand(plugins, text),
    rename(names) {
      botNames.splice(0, botNames.length, ...names)
    },
    refreshSettings() {
      for (const [id, { group }] of groups) groups.set(id, bind(group))
    },
    get commitCount() {
      return commitCount
    },
    groupOf: id => live(id).group,
    groups,
    schema,
    plugins: all,
    registry: plugins.registry,
    messagesOf: name => all.find(plugin => plugin.name === name)?.messages,
    skippedFacts,
    brokenViews,
  }
}

/**
 * What the state itself tells apart (a delivery's state, when a timer is set for) or what is new each time (a pulse)
 * needs no cause kept; and kept, it would pass for a repeat when it happens again at the same instant.
 */
const STATE_TELLS = /^(?:delivery|wake|pulse|orphaned):/
const isRepeatable = (cause: string): boolean => !STATE_TELLS.test(cause)

/** Owed from now on, with as much time as it had. */
function owedFrom(owed: Owed, at: Instant, delivery: string): Owed {
  const deadline = owed.deadline === null ? null : ((owed.deadline + at - owed.notBefore) as Instant)
  return { ...owed, delivery, notBefore: at, deadline }
}
