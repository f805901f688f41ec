import type { Event } from '../../events/event.ts'
import type { Instant } from '../../events/ids.ts'
import type { Operation, Question } from '../decision.ts'
import { type Locale, type Saying, sayOf } from '../messages.ts'
import type { AnyPlugin } from '../plugin.ts'
import type { Fact } from '../slice.ts'
import { codeFor, operations, QUESTION_MS_MAX } from './operations.ts'
import { operationsMessages } from './operations-messages.ts'
import type { AskedBy, Reply } from './owing.ts'

interface Noted {
  /** Null: there is nothing to record. */
  readonly fact: Fact | null
  /** What whoever asked is told. */
  readonly replies: readonly Reply[]
}

/** Where it is asked. `title`: the name of the group. */
interface Around {
  readonly numbersAnswer: boolean
  readonly locale: Locale
  readonly title: string
}

const say = sayOf(operations.name, operationsMessages)
const core = (saying: Saying, isReceipt: boolean): Reply => ({ plugin: operations.name, saying, isReceipt })
const NOBODY = 'Nobody asked, so nobody can confirm it. Use question(…) and operate(…) where somebody asks.'

/** A question: one per person, for two minutes. Pressed where there are buttons, else answered by its code. */
export function askToConfirm(
  { name }: AnyPlugin,
  { saying, confirmed, isGrave }: Question,
  asker: AskedBy | undefined,
  { at, cause }: Pick<Event, 'at' | 'cause'>,
  { numbersAnswer, locale, title }: Around,
): Noted {
  if (!asker) throw new Error(NOBODY)
  // Several people speak as the group: nobody could tell that it is the same one who confirms.
  if (asker.anonymous) return { fact: null, replies: [core(say.unmask(), false)] }
  const { member } = asker
  const code = codeFor(cause)
  const until = (at + QUESTION_MS_MAX) as Instant
  const { action, data } = confirmed
  const grave = isGrave ? { isGrave: true as const } : {}
  const fact = operations.facts.asked({ member, code, plugin: name, action, data, until, ...grave })
  const asks = { plugin: name, saying, isReceipt: false }
  if (isGrave) return { fact, replies: [asks, core(say.confirmByName({ code, title }), false)] }
  if (numbersAnswer) return { fact, replies: [asks, core(say.confirmBy({ code }), false)] }
  const { yes, no } = operationsMessages.phrases[locale]
  const buttons = [
    { label: yes(), says: `/confirm ${code}`, by: member, until },
    { label: no(), says: '/confirm no', by: member, until },
  ]
  return { fact, replies: [{ ...asks, buttons }, core(say.confirmHint(), false)] }
}

/** Something that was done for the group: acknowledged, and in the log. */
export function noteOperation(
  { name }: AnyPlugin,
  { saying, log, undo, reaction }: Operation,
  asker: AskedBy | undefined,
  at: Instant,
  operation: number,
): Noted {
  if (!asker) throw new Error(NOBODY)
  const fact = operations.facts.done({
    operation,
    plugin: log.plugin,
    key: log.key,
    params: log.params,
    ...(undo && { undo: { action: undo.action, data: undo.data } }),
    ...(!asker.anonymous && { by: asker.member }),
    at,
  })
  const acknowledged = { plugin: name, saying, isReceipt: true, ...(reaction !== undefined && { reaction }) }
  const hasHint = undo !== null && reaction === undefined
  return { fact, replies: [acknowledged, ...(hasHint ? [core(say.undoHint(), true)] : [])] }
}
