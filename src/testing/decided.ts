import { expect } from 'vitest'
import type { GroupId, MemberId } from '../events/ids.ts'
import { CORE_SLICES } from '../host/core/bonfire-plugin.ts'
import { deliveries, type Owed } from '../host/core/deliveries.ts'
import { mail, requests } from '../host/core/exchange.ts'
import { membership } from '../host/core/membership.ts'
import { operations } from '../host/core/operations.ts'
import { operationsMessages } from '../host/core/operations-messages.ts'
import { setup } from '../host/core/setup.ts'
import { timers } from '../host/core/time.ts'
import type { Effect, Operation, Posting, Question } from '../host/decision.ts'
import { canonical } from '../host/draft.ts'
import type { FactRow } from '../host/group.ts'
import type { Handled } from '../host/host.ts'
import { LOCALES, type Locale, type Saying, sayOf, write } from '../host/messages.ts'
import type { Fact } from '../host/slice.ts'
import { checked, type Stage } from './stage.ts'
import { type Owing, owedOf } from './stimulus.ts'
import { shown } from './who-and-when.ts'

/** What a decision came to, as its author thinks of it: facts first, then what is sent, what answers the asker last. */
export type Decided = readonly object[]
/** What `then` takes. */
export type Expected = Fact | Effect

type RecordedSaying = Owed['says'][number]
interface Reply {
  readonly says: readonly RecordedSaying[]
  readonly reaction?: string | undefined
  readonly as: 'answer' | 'receipt'
}

const CORE_NAMES: ReadonlySet<string> = new Set(CORE_SLICES.map(({ name }) => name))
const isCore = (type: string): boolean => CORE_NAMES.has(type.slice(0, type.indexOf('/')))

/** What happened on the stage. `prompted` are the facts of `happens`; core facts only of the types named. */
export function decidedBy(
  handled: Handled,
  stage: Stage,
  { prompted, coreTypes }: { readonly prompted: readonly Fact[]; readonly coreTypes: ReadonlySet<string> },
): Decided {
  const { rows, answers } = outcomeOf(handled)
  const own = withoutPrompted(rows, prompted)
  const facts = own
    .filter(([type]) => !isCore(type) || coreTypes.has(type))
    .map(([type, data]) => ({ fact: type, ...data }))
  const owed = own.flatMap(([type, data]) => (type === deliveries.facts.owed.type ? [data as Owed] : []))
  const all = [...owed, ...answers]
  const replies = all.filter(isReply).map(owed => replyShown({ ...owed, as: owed.class as 'answer' }, stage))
  const posts = all.filter(owed => !isReply(owed)).map(owed => postShown(owed, stage))
  return [...facts, ...posts, ...own.flatMap(row => bookkeepingShown(row, stage)), ...replies]
}
const isReply = (owed: Owed): boolean => owed.replyTo !== undefined && owed.about !== undefined

function outcomeOf(handled: Handled): { rows: readonly FactRow[]; answers: readonly Owed[] } {
  if (handled.is === 'committed') return { rows: handled.commit.facts, answers: handled.answers }
  if (handled.is === 'nothing') return { rows: [], answers: handled.answers }
  throw 'error' in handled ? handled.error : new Error(`The event was ${handled.is}.`)
}

function withoutPrompted(rows: readonly FactRow[], prompted: readonly Fact[]): readonly FactRow[] {
  const left = prompted.map(({ type, data }) => canonical([type, data]))
  return rows.filter(([type, data]) => {
    const at = left.indexOf(canonical([type, data]))
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

/** What the test expects, in the same form. */
export function decidedAs(expected: readonly Expected[], stage: Stage, at: number): Decided {
  const facts = expected.filter(item => item.kind === 'fact')
  const effects = expected.filter(item => item.kind !== 'fact')
  const said = effects.filter(answersAsker)
  const others: readonly Effect[] = effects.filter(item => !answersAsker(item))
  const posts = others.filter(isOwing).map(item => postShown(owedOf(stage.plugin.name, item, at as never, ''), stage))
  const bookkeeping = effects.filter(item => !isOwing(item)).map(item => effectShown(item, stage))
  return [
    ...facts.map(fact => factShown(fact, stage)),
    ...posts,
    ...bookkeeping,
    ...(said.length > 0 ? [replyShown(replyOf(said, facts, stage), stage)] : []),
  ]
}
const isOwing = (item: Effect): item is Owing => ['saying', 'posting', 'action'].includes(item.kind)
type Answer = Saying | Posting | Question | Operation
const answersAsker = (item: Effect): item is Answer =>
  ['saying', 'question', 'operation'].includes(item.kind) ||
  (item.kind === 'posting' && item.class === 'receipt' && item.options.to === undefined)
const sayOfCore = sayOf(operations.name, operationsMessages)

/** What is said to whoever asked is one message: a receipt when something was recorded with it. */
function replyOf(said: readonly Answer[], facts: readonly Fact[], stage: Stage): Reply {
  const reactions = said.map(item => ('reaction' in item ? item.reaction : undefined))
  const acknowledges = ({ kind }: Answer) => kind === 'posting' || kind === 'operation'
  // What quotes somebody is said and not recorded, whatever was recorded with it.
  const isQuoted = said.every(item => item.kind === 'saying' && item.quotes === true)
  const isReceipt = said.some(acknowledges) || facts.some(({ type }) => !isCore(type))
  return {
    says: said.flatMap(item => sayingsOf(item, ({ isGrave }) => hintOn(stage, isGrave))),
    reaction: reactions.includes(undefined) ? undefined : reactions[0],
    // A core fact in `then` may be the host's own or the plugin's: then either is right.
    as: isReceipt && !isQuoted ? 'receipt' : facts.length > 0 && !isQuoted ? expect.any(String) : 'answer',
  }
}

/** What is said below a question: the code of a grave one is the one that was recorded. */
function hintOn(stage: Stage, isGrave: boolean): Saying {
  if (!isGrave) return sayOfCore.confirmHint()
  const asked = [...stage.read(operations).questions.each()].filter(([, question]) => question.isGrave).at(-1)
  const title = stage.read(setup).group.title ?? stage.group
  return sayOfCore.confirmByName({ code: asked?.[1].code ?? 'none', title })
}

/** With what Bonfire itself adds. */
function sayingsOf(item: Answer, hintOf: (question: Question) => Saying): readonly Saying[] {
  if (item.kind === 'saying') return [item]
  if (item.kind === 'question') return [item.saying, hintOf(item)]
  const canBeUndone = item.kind === 'operation' && item.undo !== null && item.reaction === undefined
  return [item.saying, ...(canBeUndone ? [sayOfCore.undoHint()] : [])]
}

/** The types of core facts that a test asks for. */
export function coreTypesIn(expected: readonly Expected[]): ReadonlySet<string> {
  return new Set(expected.flatMap(item => (item.kind === 'fact' && isCore(item.type) ? [item.type] : [])))
}

// How each is shown when they differ

function factShown(fact: Fact, stage: Stage): object {
  const definition = stage.definitionOf(fact)
  if (!definition)
    throw new Error(`${fact.type} belongs to no plugin here. Name it in \`plugins\`, or its slice in uses.`)
  return { fact: fact.type, ...checked(fact, definition) }
}

function replyShown({ says, reaction, as }: Reply, stage: Stage): object {
  return { replies: says.map(saidShown), ...(reaction !== undefined && { reaction }), as, text: textOf(says, stage) }
}

function postShown(owed: Owed, stage: Stage): object {
  const { delivery: _, plugin: __, says, action, at: ___, notBefore, deadline, ...options } = owed
  if (action) return { does: action.name, data: action.data }
  const times = { from: shown(notBefore, stage.calendar), until: deadline && shown(deadline, stage.calendar) }
  return { posts: says.map(saidShown), ...options, ...times, text: textOf(says, stage) }
}

function bookkeepingShown([type, data]: FactRow, { calendar }: Stage): readonly object[] {
  const fact = data as Record<string, unknown>
  if (type === timers.facts.set.type) return [{ wakes: fact.timer, at: shown(fact.at as never, calendar) }]
  if (type === timers.facts.cancelled.type) return [{ wakes: fact.timer, at: null }]
  if (type === requests.facts.asked.type) return [{ asks: fact.provider, request: fact.data }]
  if (type === mail.facts.posted.type) return [{ writes: fact.box, to: fact.to, letter: fact.data }]
  if (type === operations.facts.asked.type) return [{ confirms: fact.action, with: fact.data }]
  if (type === operations.facts.done.type) return [{ operates: fact.key, undo: fact.undo ?? null }]
  return []
}

function effectShown(item: Effect, { plugin, calendar }: Stage): object {
  switch (item.kind) {
    case 'waking': {
      const wakes = `${plugin.name}/${item.timer}:${canonical(item.data)}`
      return { wakes, at: item.at && shown(item.at, calendar) }
    }
    case 'asking':
      return { asks: item.provider, request: item.data }
    case 'letter':
      return { writes: item.box, to: item.to as GroupId, letter: item.data }
    case 'question':
      return { confirms: item.confirmed.action, with: item.confirmed.data }
    case 'operation':
      return {
        operates: item.log.key,
        undo: item.undo && { action: item.undo.action, data: item.undo.data },
      }
    default:
      throw new Error(`"${item.kind}" is not expected here.`)
  }
}

const saidShown = ({ plugin, key, params }: RecordedSaying) => ({ [`${plugin}: ${key}`]: params })

// Texts

function textOf(says: readonly RecordedSaying[], stage: Stage, locale?: Locale): string {
  const { host, group } = stage
  const nameOf = (member: MemberId) => stage.read(membership).members.of(member).name ?? undefined
  const texts = says.map(saying => {
    const messages = host.messagesOf(saying.plugin)
    if (!messages) throw new Error(`"${saying.plugin}" says "${saying.key}", but is not here. Name it in \`plugins\`.`)
    return write(saying, messages, locale ?? host.settingsOf(group).locale, nameOf, undefined, textInBrackets).text
  })
  return texts.join('\n')
}

/** Plugins are tested without the texts of the library. */
const textInBrackets = (id: string) => ({ text: `[${id}]`, mentions: [] })

/** All that is said because of an event, in the order in which the outbox gets it. */
export function textsOf(handled: Handled, stage: Stage, locale?: Locale): readonly string[] {
  const { rows, answers } = outcomeOf(handled)
  const owed = rows.flatMap(([type, data]) => (type === deliveries.facts.owed.type ? [data as Owed] : []))
  return [...owed, ...answers].filter(({ says }) => says.length > 0).map(({ says }) => textOf(says, stage, locale))
}

const SLIPS = /undefined|NaN|\[object |^\s*$/

/** Every message can be written in every language, and no value has slipped through. */
export function checkTexts(handled: Handled, stage: Stage): void {
  if (handled.is !== 'committed' && handled.is !== 'nothing') return
  for (const locale of LOCALES) {
    const slip = textsOf(handled, stage, locale).find(text => SLIPS.test(text))
    if (slip !== undefined) throw new Error(`A message in ${locale} is not right: "${slip}"`)
  }
}
