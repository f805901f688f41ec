import { addDays, type EventOf, graveQuestion, LocalDay, LocalTime, membership, operate } from 'bonfire'
import { conversion, unmatchedIn } from '../conversion/facts.ts'
import { type Answer, type Asked, type ClosingContext, type Disbanding, shownAt } from './context.ts'
import { lacksNext } from './deciding.ts'
import { closing, isOpen, isRestoring } from './facts.ts'
import { begin, LIST_MAX, whereNext } from './freezing.ts'
import { isGone, membersToRemove } from './safety.ts'
import { stop } from './stopping.ts'

/** How far ahead it can be set, in days. */
const AHEAD_DAYS_MAX = 60
/** The day that is shown as an example. */
const EXAMPLE_DAYS = 7
/** On a day that is named nobody is removed before then. */
const ON_A_DAY_AT = LocalTime.parse('10:00')

/** `cancel`, whatever follows it; that nobody has bought; or a day: `2026-12-20`, `12-20`, `12月20日`. */
export const WHEN_TYPED =
  /^(?:(?:cancel|stop)(?![a-z])[\s\S]*|(?:取消|停止|撤销|叫停)[\s\S]*|nobody|没人下单|没有人下单|(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}[日号]?)$/iu

interface Typed {
  readonly when?: string | undefined
}
export const isCancelling = ({ when }: Typed): boolean =>
  when !== undefined && !/^\d/.test(when) && !isAffirming({ when })
const isAffirming = ({ when }: Typed): boolean => when !== undefined && /^(?:nobody|没有?人下单)$/i.test(when)

/** `members`: how many it would remove. */
export function disband(context: Asked, typed: Typed, members: number): Answer {
  if (isCancelling(typed)) return cancel(context)
  const { say, role, read, confirm } = context
  if (role !== 'owner') return [say.ownerOnly({ owner: read(membership).group.owner, isOpen: isOpen(context.state) })]
  if (isAffirming(typed)) return affirm(context)
  const notBefore = notBeforeOf(context, typed)
  if (typeof notBefore === 'string')
    return [
      say.noSuchDay({ is: notBefore, days: AHEAD_DAYS_MAX, example: addDays(context.today, EXAMPLE_DAYS).slice(5) }),
    ]
  const refusal = refusalOf(context, members)
  if (refusal) return [refusal]
  const asks = say.sureDisband({
    members,
    hours: context.config.noticeHours,
    notBefore: notBefore && shownAt(context, notBefore),
    orders: unmatchedIn(read(conversion)),
    lacksNext: lacksNext(context),
    ...whereNext(context),
  })
  return [graveQuestion(asks, confirm.disband({ notBefore }))]
}

/** No order has been recorded, and the owner says that there was none: it is decided by the plan. */
function affirm(context: Asked): Answer {
  const { state, say, member, now, plan, wakeAt, config } = context
  if (state.group.heldFor !== 'no-orders' || plan === null) return [say.nothingToAffirm()]
  return [
    closing.facts.affirmed({ campaign: plan.startDay, by: member, at: now }),
    wakeAt('decide', now, {}),
    operate(say.affirmed({ hours: config.noticeHours }), { log: say.affirmedLog() }),
  ]
}

/** They have sent the code and the name of the group: everything is looked at again. */
export function disbandConfirmed(context: Asked, { notBefore }: Disbanding): Answer {
  const { say, member, config } = context
  const list = membersToRemove(context)
  const refusal = refusalOf(context, list.length)
  if (refusal) return [refusal]
  return [
    ...begin(context, { mode: 'disband', list, by: member, notBefore }),
    operate(say.disbanding({ members: list.length, hours: config.noticeHours }), {
      log: say.disbandingLog({ members: list.length }),
    }),
  ]
}

function refusalOf(context: ClosingContext, members: number) {
  const { state, say, now } = context
  if (isOpen(state)) return say.isOpen()
  if (isRestoring(state, now)) return say.isRestoring()
  if (isGone(context)) return say.notHere()
  if (members === 0) return say.nobodyThere()
  if (members > LIST_MAX) return say.tooMany({ members, membersMax: LIST_MAX })
  return null
}

/** What stops a closing, in the words in which people say it: `解散 取消`, `cancel disband`. Then, words of courtesy. */
const VETO =
  /^\/?(?:(?:解散|disband)[\s,:]*(?:取消|停止|撤销|叫停|cancel|stop)|(?:取消|停止|撤销|叫停)\s*(?:这次|本次|群的?)?\s*解散|(?:cancel|stop)\s+(?:the\s+)?(?:disband(?:ing)?|closing)|先?别解散)(?:吧|了|啦|哦|一下)?(?:$|[\p{P}\p{S}\s].{0,20}$)/iu
/** Whoever asks about it, or tells of it, does not do it. */
const ASKS = /[?吗呢么]|如何|为何|什么|没|不|\b(?:how|why|who|not|when)\b/iu

/** Without a slash, where one is under way: whoever means to stop it is not asked for the form. */
export function vetoed(context: Asked, { text }: Pick<EventOf<'said'>, 'text'>): Answer {
  const { role } = context
  const isAdmin = role === 'admin' || role === 'owner'
  return isOpen(context.state) && isAdmin && isVeto(text) ? cancel(context) : []
}
/** Longest veto that is looked for, in characters: talk may be 100 KB long. */
const VETO_CHARS_MAX = 60
function isVeto(text: string): boolean {
  if (text.length > VETO_CHARS_MAX) return false
  const said = text.normalize('NFKC').trim()
  return VETO.test(said) && !ASKS.test(said)
}

/** Any admin, at any time. */
function cancel(context: Asked): Answer {
  const { state, say, member, anonymous } = context
  if (!isOpen(state)) return [say.nothingToStop()]
  const { removed, lock } = state.group
  return [
    ...stop(context, { reason: 'veto', by: anonymous ? null : member, isHeard: !context.private }),
    operate(say.stopped({ removed, wasLocked: lock !== 'none' }), { log: say.stoppedLog() }),
  ]
}

function notBeforeOf({ calendar, today }: Asked, { when }: Typed): Disbanding['notBefore'] | 'past' | 'none' | 'far' {
  if (when === undefined) return null
  const numbers = when.normalize('NFKC').match(/\d+/g)?.map(Number) ?? []
  const year = numbers.length === 3 ? numbers.shift()! : Number(today.slice(0, 4))
  const day = dayOf(year, numbers)
  // Without a year it is the next day of that date.
  const next = day !== null && day < today && !/^\d{4}/.test(when) ? dayOf(year + 1, numbers) : day
  if (next === null) return 'none'
  if (next < today) return 'past'
  return next > addDays(today, AHEAD_DAYS_MAX) ? 'far' : calendar.at(next, ON_A_DAY_AT)
}

function dayOf(year: number, [month, date]: readonly number[]): LocalDay | null {
  const text = `${year}-${`${month}`.padStart(2, '0')}-${`${date}`.padStart(2, '0')}`
  return LocalDay.safeParse(text).data ?? null
}
