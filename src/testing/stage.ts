import { expect } from 'vitest'
import { z } from 'zod'
import { createCodes } from '../codes.ts'
import type { Event } from '../events/event.ts'
import { type GroupId, type Instant, type LocalDay, LocalTime, type MemberId, Zone } from '../events/ids.ts'
import type { Calendar } from '../host/calendar.ts'
import type { Commit, CommitLog } from '../host/commit.ts'
import type { Content, ContentPlatform } from '../host/content.ts'
import { CORE_SLICES } from '../host/core/bonfire-plugin.ts'
import { membership } from '../host/core/membership.ts'
import type { Figure } from '../host/figure.ts'
import type { Group } from '../host/group.ts'
import { createHost, type Handled, type Host } from '../host/host.ts'
import { defineMessages, type Locale } from '../host/messages.ts'
import { type AnyPlugin, definePlugin } from '../host/plugin.ts'
import { type AnySlice, type Fact, type FactParts, parts, type SliceState } from '../host/slice.ts'
import type { TableState } from '../host/table.ts'
import { createCalendar } from '../scheduler/zones.ts'
import { group, instantOf, type When, ZONE_BY_DEFAULT } from './who-and-when.ts'

export interface StageOptions {
  /** In configuration order. The first is the one that schedules and timers are looked up in. */
  readonly plugins: readonly AnyPlugin[]
  /** Sections of the plan by plugin; each is checked by the plugin's schema. Default: empty sections. */
  readonly plan?: Readonly<Record<string, unknown>>
  /** Default: `zh-CN`. */
  readonly locale?: Locale
  /** Default: `Asia/Shanghai`. */
  readonly zone?: string
  /** Default: `00:00`. */
  readonly dayStartsAt?: string
  /** Days of the plan on which nobody is expected to check in. Default: none. */
  readonly restDays?: readonly LocalDay[]
  readonly botNames?: readonly string[]
  /** What ops have written. Default: nothing. */
  readonly content?: () => Content
  /** Default: `telegram`. */
  readonly platform?: ContentPlatform
  /** It is the office, the group without a chat. Default: it is an ordinary group, and the office is `office`. */
  readonly isOffice?: boolean
  /** What is said during an outage is lost. Default: false. */
  readonly losesWords?: boolean
  /** Shops can tell of orders. Default: true. */
  readonly takesOrders?: boolean
  /** Nothing of it is real. Default: true. */
  readonly isRehearsal?: boolean
  /** Plugins get frozen copies of the state. Default: true. */
  readonly frozen?: boolean
  /** Asked before each append: what it throws refuses the commit. */
  readonly beforeAppend?: () => void
}

/** An event without what every event has. */
export type EventBody = Event extends infer E ? (E extends Event ? Omit<E, 'cause' | 'group' | 'at'> : never) : never

/** One group on the real host, with a journal in memory. The only place where tests call the host. */
export interface Stage {
  readonly host: Host
  readonly plugin: AnyPlugin
  readonly group: GroupId
  readonly calendar: Calendar
  /** What the journal holds. */
  readonly lines: readonly string[]
  instant(when: When, timeOfDay?: LocalTime): Instant
  read<S extends AnySlice>(slice: S): SliceState<S>
  configOf(plugin: string): unknown
  /** Records facts without asking any plugin. */
  record(facts: readonly Fact[]): void
  /** Makes somebody known to be in the group, unless a fact has said something about them. */
  seat(member: MemberId): void
  /** Hands an event in. The cause is a new one unless it is given. */
  handle(body: EventBody, when: When, cause?: string): Handled
  /** Has a dead letter decided again. */
  retry(letter: string, when: When): Handled
  /** What the plugin called so shows on the dashboard, by name. A figure that throws, throws. */
  figures(plugin: string, when: When): Readonly<Record<string, Figure>>
  /** What a replay of the journal gives. */
  replayed(): Host
  /** Fails when a replay of the journal gives another state. */
  checkReplay(): void
  /** A fact's definition; undefined when no slice of this stage has it. */
  definitionOf(fact: Fact): FactParts | undefined
}

const HERE = group('here')

export function createStage(options: StageOptions): Stage {
  const { zone = ZONE_BY_DEFAULT, dayStartsAt = '00:00', plan = {}, restDays = [], frozen = true } = options
  const calendar = createCalendar({ zone: Zone.parse(zone), dayStartsAt: LocalTime.parse(dayStartsAt) })
  const plugins = [...options.plugins, ...standInsFor(options.plugins)]
  const config = Object.fromEntries(options.plugins.map(plugin => [plugin.name, sectionOf(plugin, plan[plugin.name])]))
  const settings = {
    locale: options.locale ?? 'zh-CN',
    calendar,
    config,
    isRestDay: (day: LocalDay) => restDays.includes(day),
  }
  const lines: string[] = []
  const log: CommitLog = {
    get next() {
      return lines.length + 1
    },
    append(text) {
      options.beforeAppend?.()
      return lines.push(text)
    },
  }
  const hostWith = (log: CommitLog) =>
    createHost({
      ...{ plugins, log, settings: () => settings, botNames: options.botNames ?? [], frozen },
      codes: createCodes('stage'),
      ...(options.isOffice && { office: HERE }),
      ...(options.losesWords && { losesWords: true }),
      takesOrders: options.takesOrders ?? true,
      isRehearsal: options.isRehearsal ?? true,
      ...(options.content && { content: options.content }),
      ...(options.platform && { platform: options.platform }),
    })
  const host = hostWith(log)
  const definitions = new Map<string, FactParts>(
    [...CORE_SLICES, ...plugins.map(({ slice }) => slice)].flatMap((slice: AnySlice) => [...slice[parts].facts]),
  )
  let causes = 0

  const instant = (when: When, timeOfDay?: LocalTime) => instantOf(when, calendar, timeOfDay)
  const read = <S extends AnySlice>(slice: S) => host.read(HERE, slice)

  function record(facts: readonly Fact[]): void {
    if (facts.length === 0) return
    const rows = facts.map(fact => rowOf(fact, definitions.get(fact.type)))
    lines.push(JSON.stringify({ cause: `given:${lines.length}`, group: HERE, at: 0, facts: rows }))
    host.replay(JSON.parse(lines.at(-1)!) as Commit, lines.length)
  }

  function replayed(): Host {
    const again = hostWith({ next: 0, append: () => 0 })
    for (const [index, line] of lines.entries()) again.replay(JSON.parse(line) as Commit, index + 1)
    return again
  }

  return {
    host,
    plugin: options.plugins[0]!,
    group: HERE,
    calendar,
    lines,
    instant,
    read,
    configOf: plugin => config[plugin],
    record,
    seat(member) {
      if (read(membership).members.of(member).presence === 'unknown') record([membership.facts.imported({ member })])
    },
    handle(body, when, cause) {
      causes += 1
      return host.handle({ ...body, cause: cause ?? `test:${causes}`, group: HERE, at: instant(when) } as Event)
    },
    retry: (letter, when) => host.retry(HERE, letter, instant(when)),
    figures(plugin, when) {
      const all = host.making.figuresOf(HERE, instant(when), (where, error) => {
        throw new Error(`${where} threw`, { cause: error })
      })
      return Object.fromEntries(all.flatMap(one => (one.plugin === plugin ? [[one.name, one.figure]] : [])))
    },
    replayed,
    checkReplay() {
      const now = pictureOf(host.groupOf(HERE))
      expect(now, 'A replay of the journal gives another state.').toEqual(pictureOf(replayed().groupOf(HERE)))
    },
    definitionOf: fact => definitions.get(fact.type),
  }
}

/** Slices that a plugin uses or hears without their plugins being there: somebody must hold their state. */
function standInsFor(plugins: readonly AnyPlugin[]): readonly AnyPlugin[] {
  const held = new Set<AnySlice>([...CORE_SLICES, ...plugins.map(({ slice }) => slice)])
  const missing = new Set(plugins.flatMap(({ uses, hears }) => [...uses, ...hears]).filter(slice => !held.has(slice)))
  return [...missing].map(slice => definePlugin({ slice, messages: defineMessages({}, {}), config: z.unknown() }))
}

function sectionOf(plugin: AnyPlugin, section: unknown): unknown {
  const read = plugin.config.safeParse(section ?? {})
  if (read.success) return read.data
  throw new Error(`The configuration of "${plugin.name}" is refused by its schema:\n${z.prettifyError(read.error)}`)
}

function rowOf(fact: Fact, definition: FactParts | undefined): readonly unknown[] {
  if (!definition)
    throw new Error(`${fact.type} belongs to no plugin here. Name it in \`plugins\`, or its slice in uses.`)
  const data = checked(fact, definition)
  return definition.version === 1 ? [fact.type, data] : [fact.type, data, definition.version]
}

/** What the schema makes of a fact. */
export function checked(fact: Fact, { schema }: FactParts): object {
  const read = schema.safeParse(fact.data)
  if (read.success) return read.data
  throw new Error(`${fact.type}, as the test has it, is refused by its schema:\n${z.prettifyError(read.error)}`)
}

/** All that a group holds, as plain data. */
export function pictureOf({ slices, schema, causes, views }: Group): object {
  const states = slices.map(({ record, draft, tables }, index) => [
    schema.slices[index]!.name,
    { record, draft, tables: tables.map(rowsOf) },
  ])
  return { slices: Object.fromEntries(states), causes: rowsOf(causes), views: views.map(rowsOf) }
}

function rowsOf({ parts: { name }, pages, drafts, live, nextPlace }: TableState): object {
  const rows = [...pages.values()].flatMap(({ keys, records }) => keys.map((key, row) => [key, records[row]]))
  return { name, live, nextPlace, rows, drafts: [...drafts.keys()] }
}
