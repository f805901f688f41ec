import { type GroupId, type Instant, operate, post, question } from 'bonfire'
import { type Answer, type Asked, byOf, HOUR_MS, inDays, type PassportContext, titleOf } from './context.ts'
import { passports } from './facts.ts'
import { readHandoverCode } from './handover-code.ts'
import type { Answered } from './letters.ts'
import { messages } from './messages.ts'
import type { Asking } from './records.ts'

/*
 * The group whose members go on: its owner names the next one.
 */

/** How many codes a group may ask about in a day: a letter to a group that does not exist is tried for ever. */
const ASKS_PER_DAY_MAX = 3
/** How late the answer of the other group may still be told, in milliseconds. */
const TOLD_WITHIN_MS = HOUR_MS
/** How late it is told that the next group is none any more, in days. */
const ENDED_TOLD_DAYS = 7

const { facts } = passports
/** `/handover <code>`: the other group is asked what it is called, so that the question can say so. */
export function lookUp(context: Asked, typed: string): Answer {
  const { state, say, mail, digest, group, today, now } = context
  const read = readHandoverCode(typed, digest)
  if (read === null) return [say.notACode()]
  if (read.group === group) return [say.codeOfThis()]
  const { asks, asking } = state.group
  if (asking?.code === read.code && asking.title !== null) return askToBind(context)
  if (asks.day === today && asks.count >= ASKS_PER_DAY_MAX) return [say.tooManyAsks({ most: ASKS_PER_DAY_MAX })]
  const asked = { code: read.code, to: read.group, private: context.private, at: now, day: today, ...byOf(context) }
  return [facts.asked(asked), mail.lookUp(read.group, { code: read.code }), say.asking()]
}

/** `/handover next`, once the other group is known. */
export function askToBind({ state, say, confirm, config }: Asked): Answer {
  const { asking, next } = state.group
  if (asking === null) return [say.nothingAsked()]
  if (asking.title === null) return [say.asking()]
  const sure = say.sureBind({
    ...{ title: asking.title, link: asking.link, before: next?.title ?? null },
    pointsMax: config.pointsMax,
  })
  return [question(sure, confirm.bind({ code: asking.code }))]
}

export function bindConfirmed(context: Asked, { code }: { readonly code: string }): Answer {
  const { state, say, mail, now } = context
  const { asking } = state.group
  if (asking === null || asking.code !== code || asking.title === null) return [say.nothingAsked()]
  const { to, title } = asking
  return [
    facts.bindAsked({ code, to, private: context.private, at: now, ...byOf(context) }),
    mail.bind(to, { code, title: titleOf(context), ...byOf(context) }),
    operate(say.binding({ title }), { log: say.bindLog({ title }) }),
  ]
}

/** What the other group says, to whoever asked. What nobody waits for any more is old. */
export function hearAnswer(context: PassportContext, answer: Answered, from: GroupId): Answer {
  const { state, say, now } = context
  const { code, is, title, link, pointsMax } = answer
  const { asking, binding, next } = state.group
  const isOf = (one: Readonly<Asking> | null) => one !== null && one.code === code && one.to === from
  if (is === 'found' && isOf(asking) && title !== undefined) {
    const found = { code, to: from, title, at: now, ...(link !== undefined && { link }) }
    return [facts.found(found), tell(context, asking!, say.found({ title }), true)]
  }
  if (is === 'bound' && isOf(binding) && title !== undefined) {
    const by = binding!.member === null ? {} : { by: binding!.member }
    return [
      facts.bound({
        ...{ to: from, title, code, at: now, ...by },
        ...(link !== undefined && { link }),
        ...(pointsMax !== undefined && { pointsMax }),
      }),
      tell(context, binding!, say.bound({ title, link: link ?? null })),
    ]
  }
  if (is === 'waiting' && isOf(binding) && title !== undefined) {
    return [tell(context, binding!, say.waiting({ title }))]
  }
  if (is === 'ended' && next?.group === from && next.code === code) {
    const deadline = inDays(now, ENDED_TOLD_DAYS)
    return [
      facts.unbound({ at: now }),
      post(say.endedThere({ title: next.title }), { to: 'owner', class: 'notice', deadline }),
    ]
  }
  const refused = isOf(binding) ? binding : isOf(asking) ? asking : null
  if ((is !== 'refused' && is !== 'ended') || refused === null) return []
  return [facts.refused({ code, at: now }), tell(context, refused, say.refused())]
}

/** Where they asked. The one button goes on to the question. */
function tell(
  { now, locale }: PassportContext,
  { member, isPrivate }: Readonly<Asking>,
  saying: Saying,
  goesOn = false,
) {
  const deadline = (now + TOLD_WITHIN_MS) as Instant
  const by = member === null ? {} : { by: member }
  const buttons = [{ label: messages.phrases[locale].goOn(), says: '/handover next', until: deadline, ...by }]
  return post(saying, {
    ...{ class: 'notice', deadline },
    ...(isPrivate && member !== null && { to: { member } }),
    ...(goesOn && { buttons }),
  })
}
type Saying = ReturnType<PassportContext['say']['refused']>

/** `/handover off`. */
export function askToUnbind({ state, say, confirm }: Asked): Answer {
  const { next } = state.group
  if (next === null) return [say.notBound()]
  return [question(say.sureUnbind({ title: next.title }), confirm.unbind({ from: next.group }))]
}

export function unbindConfirmed(context: Asked, { from }: { readonly from: GroupId }): Answer {
  const { state, say, now } = context
  const { next } = state.group
  if (next === null || next.group !== from) return [say.notBound()]
  const { title } = next
  return [
    facts.unbound({ at: now, ...byOf(context) }),
    operate(say.unbound({ title }), { log: say.unbindLog({ title }) }),
  ]
}

/** `/handover` alone. */
export const showHandover = ({ state, say }: Asked): Answer => {
  const { next, underWay, sources } = state.group
  return [
    next !== null && say.boundTo({ title: next.title, link: next.link, underWay }),
    next === null && sources.length === 0 && say.notBound(),
    ...sources.map(({ n, title, is }) => say.source({ n, title, is })),
  ]
}
