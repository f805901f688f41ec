import type { Event } from '../events/event.ts'
import type { Instant } from '../events/ids.ts'
import { deliveries, type Owed } from './core/deliveries.ts'
import { mail, requests } from './core/exchange.ts'
import { askToConfirm, noteOperation } from './core/noting.ts'
import { type AskedBy, owedAction, owedPosting, owedReply, type Reply } from './core/owing.ts'
import { plans } from './core/plans.ts'
import { timers } from './core/time.ts'
import type { Decision, Effect, Operation, PostOptions, Question } from './decision.ts'
import { type FactRow, fold, type Group } from './group.ts'
import type { Locale } from './messages.ts'
import type { AnyPlugin } from './plugin.ts'
import { copy } from './record.ts'
import type { Fact, FactParts } from './slice.ts'

/** Whatever a plugin names in `uses`: the cap on marketing rests on these. */
const OF_THE_CORE = /^(?:posts|plan)\//
const NO_POST = '`post` marks a broadcast to the whole group. Leave it out, or leave out `class` and `to`.'

/** A timer set for now, or for the past, rings so much later, in milliseconds: one that sets itself must not run hot. */
const TIMER_MS_MIN = 1_000
/** Facts that plugins may record for one event. More is a circle of reactions, or work for several events. */
export const FACTS_PER_EVENT_MAX = 100

/** A plugin broke off an event. `where` says which part of which plugin. */
export class PluginStopped extends Error {
  readonly where: string
  constructor(where: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
    this.name = 'PluginStopped'
    this.where = where
  }
}

/** Runs a plugin's function; what it throws names where it happened. */
export function guarded<T>(where: string, run: () => T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof PluginStopped) throw error
    throw new PluginStopped(where, error)
  }
}

/** What one event has led to so far. Its facts are already folded into the drafts of the group's records. */
export interface Draft {
  readonly rows: FactRow[]
  /** Best-effort answers: not recorded. */
  readonly answers: Owed[]
  /** Records a fact of the core or of a plugin. */
  record(fact: Fact, where: string): void
  /** Takes in what a plugin decided. */
  take(plugin: AnyPlugin, decision: Decision, where: string, asker: AskedBy | undefined): void
  /** Turns what was said to the asker into one answer or receipt. */
  finish(asker: AskedBy | undefined): void
  /** An id for something that this event leads to: unique within the account. */
  nextId(): string
}

export interface DraftOptions {
  /** The platform has no buttons: a question is answered by its code. */
  readonly numbersAnswer: boolean
  readonly locale: Locale
  /** The name of the group. */
  readonly title: () => string
  /** The number of the group's last operation. */
  readonly operations: () => number
}

export function newDraft(group: Group, event: Event, lsn: number, options: DraftOptions): Draft {
  const rows: FactRow[] = []
  const answers: Owed[] = []
  const origins: string[] = []
  const replies: Reply[] = []
  let ids = 0
  let pluginFacts = 0
  const nextId = () => `${lsn.toString(36)}.${(ids++).toString(36)}`
  // Not from the number of the commit: there may be none, and the next event would get the same.
  const answerId = () => `answer:${group.id}:${event.cause}:${answers.length}`

  function record(fact: Fact, where: string): void {
    const definition = group.schema.facts.get(fact.type)?.fact
    if (!definition)
      throw new PluginStopped(
        where,
        new Error(`${fact.type} is a fact of no loaded plugin. Name its slice in \`uses\`.`),
      )
    // A payload may hold a list of a record that the next fact changes.
    const data = copy(definition.isRight(fact.data) ? (fact.data as object) : parsed(definition, fact, where))
    try {
      fold(group, fact.type, data)
    } catch (error) {
      throw new PluginStopped(
        `${fact.type.slice(0, fact.type.indexOf('/'))}/reduce.${fact.type.slice(fact.type.indexOf('/') + 1)}`,
        error,
      )
    }
    rows.push(definition.version === 1 ? [fact.type, data] : [fact.type, data, definition.version])
    origins.push(where)
  }

  function take(plugin: AnyPlugin, decision: Decision, where: string, asker: AskedBy | undefined): void {
    for (const item of decision) {
      if (!item) continue
      if (item.kind !== 'fact') {
        owe(plugin, item, where, asker)
        continue
      }
      pluginFacts += 1
      if (pluginFacts > FACTS_PER_EVENT_MAX) throw new PluginStopped(where, new Error(tooMany(origins)))
      if (OF_THE_CORE.test(item.type) && plugin.slice !== plans)
        throw new PluginStopped(where, new Error(`${item.type} is recorded by Bonfire itself only.`))
      record(item, where)
    }
  }

  function owe(plugin: AnyPlugin, item: Effect, where: string, asker: AskedBy | undefined): void {
    const { at } = event
    switch (item.kind) {
      case 'saying':
        return reply({ plugin: plugin.name, saying: item, isReceipt: false }, where, asker)
      case 'posting': {
        const { post, to = 'group' } = item.options
        if (post && (item.class !== 'broadcast' || to !== 'group')) throw new PluginStopped(where, new Error(NO_POST))
        const toAsker = item.class === 'receipt' && item.options.to === undefined
        checkBrought(plugin, item.options, toAsker, where)
        const { saying, reaction } = item
        if (toAsker)
          return reply({ plugin: plugin.name, saying, isReceipt: true, ...(reaction && { reaction }) }, where, asker)
        if (item.class === 'answer') return void answers.push(owedPosting(plugin.name, item, at, answerId()))
        return record(deliveries.facts.owed(owedPosting(plugin.name, item, at, nextId())), where)
      }
      case 'action':
        return record(deliveries.facts.owed(owedAction(plugin.name, item, at, nextId())), where)
      case 'waking': {
        const timer = `${plugin.name}/${item.timer}:${canonical(item.data)}`
        if (item.at === null) return record(timers.facts.cancelled({ timer }), where)
        const { data } = item
        const rings = item.at > at ? item.at : ((at + TIMER_MS_MIN) as Instant)
        return record(timers.facts.set({ timer, plugin: plugin.name, name: item.timer, at: rings, data }), where)
      }
      case 'asking': {
        const { provider } = plugin.providers[item.provider]!
        const deadline = (at + provider.deadlineMinutes * 60_000) as Instant
        const data = provider.request.parse(item.data) as object
        return record(
          requests.facts.asked({ request: nextId(), plugin: plugin.name, provider: item.provider, data, deadline }),
          where,
        )
      }
      case 'question':
        return askedToConfirm(plugin, item, where, asker)
      case 'operation':
        return operated(plugin, item, where, asker)
      case 'letter': {
        const data = plugin.mail[item.box]!.letter.parse(item.data)
        return record(
          mail.facts.posted({
            letter: `${group.id}:${nextId()}`,
            to: item.to,
            plugin: plugin.name,
            box: item.box,
            data,
          }),
          where,
        )
      }
    }
  }

  function askedToConfirm(plugin: AnyPlugin, item: Question, where: string, asker: AskedBy | undefined): void {
    const { fact, replies } = askToConfirm(plugin, item, asker, event, { ...options, title: options.title() })
    for (const said of replies) reply(said, where, asker)
    if (fact) record(fact, where)
  }
  function operated(plugin: AnyPlugin, item: Operation, where: string, asker: AskedBy | undefined): void {
    const { fact, replies } = noteOperation(plugin, item, asker, event.at, options.operations() + 1)
    for (const said of replies) reply(said, where, asker)
    if (fact) record(fact, where)
  }

  function reply(said: Reply, where: string, asker: AskedBy | undefined): void {
    if (!asker)
      throw new PluginStopped(
        where,
        new Error(`Nobody asked, so "${said.saying.key}" answers nobody. Use post(say.${said.saying.key}(…), { to }).`),
      )
    replies.push(said)
  }

  function finish(asker: AskedBy | undefined): void {
    if (!asker || replies.length === 0) return
    const quoting = replies.filter(({ saying }) => saying.quotes)
    if (quoting.length > 0) answers.push(owedReply(quoting, asker, event.at, answerId(), 'answer'))
    const replied = replies.filter(({ saying }) => !saying.quotes)
    if (replied.length === 0) return
    // Whatever was said together with a change acknowledges it.
    const isReceipt = pluginFacts > 0 || replied.some(said => said.isReceipt)
    if (!isReceipt) return void answers.push(owedReply(replied, asker, event.at, answerId(), 'answer'))
    const owed = owedReply(replied, asker, event.at, nextId(), 'receipt')
    // What is said beside a fact without acknowledging it may be a question: it is no sign that anything was done.
    const asIs = !replied.some(said => said.isReceipt) && { asIs: true as const }
    record(deliveries.facts.owed({ ...owed, ...asIs }), owed.plugin)
  }

  return { rows, answers, record, take, finish, nextId }
}

/** What a message brings along has to be there, and a file that is not for everybody goes to one person alone. */
function checkBrought(plugin: AnyPlugin, options: PostOptions, toAsker: boolean, where: string): void {
  const { file, picture, to = 'group' } = options
  const stop = (reason: string) => {
    throw new PluginStopped(where, new Error(reason))
  }
  if (toAsker && (file ?? picture) !== undefined) stop(NO_BRINGING)
  if (picture !== undefined && !Object.hasOwn(plugin.pictures, picture))
    stop(`The plugin "${plugin.name}" makes no picture "${picture}". Add it to \`pictures\`.`)
  if (file === undefined) return
  if (!Object.hasOwn(plugin.files, file))
    stop(`The plugin "${plugin.name}" makes no file "${file}". Add it to \`files\`.`)
  if (to === 'group' && typeof plugin.files[file] === 'function')
    stop(`The file "${file}" goes to one person only. When everybody may have it: { isForAll: true, make }.`)
}
const NO_BRINGING = 'A receipt for whoever asked brings nothing along. Say who gets it: post(…, { to }).'

/** The data as the schema reads it. */
function parsed({ schema }: FactParts, { type, data }: Fact, where: string): object {
  const read = schema.safeParse(data)
  if (read.success) return read.data
  const problems = read.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; ')
  throw new PluginStopped(where, new Error(`${type}: ${problems}`))
}

/** Which parts of which plugins took turns, most frequent last: the circle, if there is one. */
function tooMany(origins: readonly string[]): string {
  const turns = [...new Set(origins.slice(-6))].join(' → ')
  return `More than ${FACTS_PER_EVENT_MAX} facts for one event. Reactions in a circle? ${turns}. Let one of them check the state.`
}

/** JSON with sorted keys: the same data is the same text. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`)
    .join(',')}}`
}
