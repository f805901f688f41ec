import type { ContentWithTexts } from '../content/content-of.ts'
import { addDays, type Instant, LocalDay, LocalTime } from '../events/ids.ts'
import type { Calendar } from '../host/calendar.ts'
import type { Commit } from '../host/commit.ts'
import type { PlanVersion } from '../host/content.ts'
import { deliveries } from '../host/core/deliveries.ts'
import type { HostOptions } from '../host/host.ts'
import type { AnyPlugin } from '../host/plugin.ts'
import { createCalendar } from '../scheduler/zones.ts'
import type { ChatLine } from '../simulation/simulated-platform.ts'
import { castOf } from './cast.ts'
import { closingMsOf } from './closing-section.ts'
import { createDice } from './dice.ts'
import { drawReactionsIn } from './drawing.ts'
import { bindsNext, leadsThrough, opensGroup } from './leaders.ts'
import { livesThrough } from './members.ts'
import type { RehearsedPlatform } from './platforms.ts'
import { reactionsIn } from './reacting.ts'
import { createRecord, type RehearsalRecord } from './record.ts'
import type { Sayings } from './sayings.ts'
import { english } from './sayings-en.ts'
import { chinese } from './sayings-zh.ts'
import type { Scene } from './scene.ts'
import { GROUP, openStage, type Stage } from './stage.ts'

export interface RehearseOptions {
  /** In configuration order. */
  readonly plugins: readonly AnyPlugin[]
  readonly settings: HostOptions['settings']
  /** What ops have written, as it is now. */
  readonly content: () => ContentWithTexts
  readonly plan: PlanVersion
  readonly platform: RehearsedPlatform
  readonly members: number
  readonly seed: number
  /** The share of members who buy, from 0 to 1. */
  readonly buyers: number
  /** Default: the same Monday for everybody, so that rehearsals can be told and replayed. */
  readonly startDay?: LocalDay
  /** Told of all that appears in chats, as it does. */
  readonly onLine?: (line: ChatLine) => void
}

/** What a rehearsal was. */
export interface Rehearsal {
  readonly plan: PlanVersion
  readonly platform: RehearsedPlatform
  readonly calendar: Calendar
  readonly startDay: LocalDay
  readonly record: RehearsalRecord
  readonly stage: Stage
  readonly members: number
  readonly seed: number
  /** What had its time, and was neither sent nor given up at the end: how much of each plugin. */
  readonly stillOwed: ReadonlyMap<string, number>
  /** How it ended for the group. Null: it goes on. */
  readonly ending: 'closed' | 'graduated' | 'handed-over' | null
}

const FIRST_DAY = LocalDay.parse('2026-03-02')
/** On the day before, the owner sets everything up at this time. */
const SET_UP_AT = LocalTime.parse('16:00')
/** So many days are rehearsed of a plan without end. */
const ENDLESS_DAYS = 28
/** Simulated people look at what has happened so often, in milliseconds. */
const LOOK_EVERY_MS = 30 * 60_000
/** Whoever enters an on-the-hour draw sees it so soon, in milliseconds: it is open for minutes. */
const GLANCE_AFTER_MS = 5_000
/** What is left to say after the end is said within a day, in milliseconds. */
const AFTERWARDS_MS = 86_400_000

/** Plays a whole campaign with the real bot and simulated people. The same options give the same, to the letter. */
export async function rehearse(
  options: RehearseOptions & { readonly onProgress?: (done: number, of: number) => void },
): Promise<Rehearsal> {
  const { onProgress = () => {} } = options
  const open = await openRehearsal(options)
  for (let at = open.start; at <= open.end(); at = open.nextLookAt()) {
    await open.stage.world.advanceTo(at)
    open.look()
    onProgress(at - open.start, open.end() - open.start)
  }
  open.look()
  onProgress(1, 1)
  return open.result()
}

/** A campaign that goes on as far as somebody wants it to. */
export interface OpenRehearsal {
  readonly stage: Stage
  readonly scene: Scene
  readonly calendar: Calendar
  /** When it began, and when it is over, as far as it is known now. */
  readonly start: Instant
  end(): Instant
  /** When simulated people look next at what has happened: each half hour, in whatever steps somebody goes there. */
  nextLookAt(): Instant
  /** They look. To be called when the clock has come there, and all that is due then has happened. */
  look(): void
  /** Goes on to the next thing that happens, or to that instant. False: it is there. */
  step(last: Instant): Promise<boolean>
  readonly ending: Rehearsal['ending']
  /** What it is so far. */
  result(): Rehearsal
}

/** Sets a campaign up, with the people who come to it. */
export async function openRehearsal(options: RehearseOptions): Promise<OpenRehearsal> {
  const { plan, platform, members, seed, startDay = FIRST_DAY } = options
  const { definition } = plan
  const dice = createDice(seed)
  const { calendar, start } = beginningOf(plan, startDay)
  const days = definition.days ?? ENDLESS_DAYS
  const seen: Commit[] = []
  let isGlancing = false
  let reactToDraws: (commit: Commit) => void = () => {}
  // 1. The stage, and who comes
  const stage = await openStage({ ...options, start, settings: settingsAsSetUp(options), onSent: () => glanceSoon() })
  const sayings = definition.locale === 'zh-CN' ? chinese : english
  const scene = sceneOn(stage, { plan, calendar, startDay, days, sayings })
  const record = createRecord({ calendar, startDay, staff: new Set([scene.owner, scene.teacher]) })
  await opensGroup(scene)
  const people = castOf({ members, buyers: options.buyers, locale: definition.locale, days }, dice.fork('cast'))
  const cast = new Map(people.map(person => [livesThrough(scene, person), person]))
  leadsThrough(scene, dice.fork('leaders'))
  if (canBind(options) && definition.next !== null) bindsNext(scene, nextOf(options, definition.next))
  const react = reactionsIn(scene, cast, dice.fork('reactions'))
  reactToDraws = drawReactionsIn(scene, cast, dice.fork('draws'))
  // 2. What they see
  let ending: Rehearsal['ending'] = null
  let lookAt = start

  function glanceSoon(): void {
    if (isGlancing) return
    isGlancing = true
    stage.world.plan((stage.world.clock.now() + GLANCE_AFTER_MS) as Instant, glance)
  }
  function glance(): void {
    isGlancing = false
    for (const commit of stage.newCommits()) {
      reactToDraws(commit)
      seen.push(commit)
    }
  }
  function look(): void {
    glance()
    for (const commit of seen.splice(0)) {
      record.take(commit)
      ending = endingIn(commit) ?? ending
      react(commit)
    }
    while (lookAt <= stage.world.clock.now()) lookAt = (lookAt + LOOK_EVERY_MS) as Instant
  }
  /** Until the plan, its last offer and its last prizes are over, and the closing has had its time, if there is to be one. */
  function end(): Instant {
    const ended = record.happenings.findLast(({ is }) => is === 'closing/ended')
    if (ended) return (ended.at + AFTERWARDS_MS) as Instant
    const over = Math.max(calendar.startOf(addDays(startDay, days)), record.offersUntil, record.prizesUntil)
    const sections = stage.world.account.host.settingsOf(GROUP).config
    const afterMs = definition.days === null ? null : closingMsOf(sections, members)
    return (over + (afterMs ?? AFTERWARDS_MS)) as Instant
  }
  async function step(last: Instant): Promise<boolean> {
    const { world } = stage
    const stop = Math.min(last, lookAt) as Instant
    if (!(await world.step(stop))) await world.advanceTo(stop)
    if (world.clock.now() >= lookAt) look()
    return world.clock.now() < last
  }
  return {
    ...{ stage, scene, calendar, start, end, nextLookAt: () => lookAt, look, step },
    get ending() {
      return ending
    },
    result: () => ({
      ...{ plan, platform, calendar, startDay, record, stage, members, seed, ending },
      stillOwed: owedIn(stage),
    }),
  }
}

/** When a rehearsal of a plan begins, and by which calendar it goes. */
export function beginningOf({ definition: { timezone: zone, dayStartsAt } }: PlanVersion, startDay = FIRST_DAY) {
  const calendar = createCalendar({ zone, dayStartsAt })
  return { calendar, startDay, start: calendar.at(addDays(startDay, -1), SET_UP_AT) }
}

/** Before there is a plan the group lives by what its owner would choose for it: the plan's place and language. */
function settingsAsSetUp({ settings, plan: { definition } }: RehearseOptions): HostOptions['settings'] {
  const { timezone: zone, locale } = definition
  return (group, chosen, running) => settings(group, running ? chosen : { ...chosen, zone, locale }, running)
}

const canBind = ({ plugins }: RehearseOptions) => plugins.some(({ commands }) => 'handover' in commands)
/** The plan that members go on to, where the library has it. */
function nextOf({ content }: RehearseOptions, id: string) {
  const next = content().plan(id)
  return { title: next?.definition.name ?? id, plan: next ? id : null }
}

interface SceneOptions extends Pick<Scene, 'calendar' | 'startDay' | 'days'> {
  readonly plan: PlanVersion
  readonly sayings: Sayings
}
function sceneOn(stage: Stage, { plan: { definition }, sayings, ...rest }: SceneOptions): Scene {
  return {
    ...{ stage, plan: definition, title: definition.name, sayings, ...rest },
    ...{ owner: stage.person(sayings.owner), teacher: stage.person(sayings.teacher) },
    ...{ talk: [], toComment: [] },
  }
}

/** Longer than this nothing waits for its turn, in milliseconds. */
const TURN_MS_MAX = 3_600_000

function owedIn({ world: { account, clock } }: Stage): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const [, { plugin, notBefore }] of account.host.read(GROUP, deliveries).pending.each()) {
    if (notBefore < clock.now() - TURN_MS_MAX) counts.set(plugin, (counts.get(plugin) ?? 0) + 1)
  }
  return counts
}

function endingIn({ facts }: Commit): Rehearsal['ending'] {
  const ended = facts.findLast(([type]) => type === 'closing/ended')
  return ended ? (ended[1] as { readonly as: Rehearsal['ending'] }).as : null
}
