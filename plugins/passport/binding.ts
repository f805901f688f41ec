import { act, type GroupId, type Instant, membership, operate, post, question, setup, type Told } from 'bonfire'
import { type Answer, type Asked, HOUR_MS, type PassportContext } from './context.ts'
import { Link, passports } from './facts.ts'
import { readHandoverCode, writeHandoverCode } from './handover-code.ts'
import type { Answered, LookUp } from './letters.ts'
import { messages } from './messages.ts'
import type { Asking } from './records.ts'

/** How long a code can be used by which another group is bound to this one, in milliseconds. */
const CODE_MS = 24 * HOUR_MS
/** How many codes a group may ask about in a day: each is a letter to another group. */
const ASKS_PER_DAY_MAX = 10
/** How late the answer of the other group may still be told, in milliseconds. */
const TOLD_WITHIN_MS = HOUR_MS
/** Seen by the admins of the group that it leads to. At most 32 characters. */
const LINK_NAME = 'bonfire'

const { facts } = passports
const byOf = ({ anonymous, member }: Asked) => (anonymous ? {} : { by: member })
/** A group without a name of its own, in a simulation, is called by its id. */
const titleOf = ({ read, group }: PassportContext): string => read(setup).group.title ?? group

// In the group that is to be the next

/** `/handover code [link]`: what the owner of another group needs. To them alone, where they can be written to. */
export function makeCode(context: Asked, typed: string | undefined): Answer {
  const { state, say, now, token, digest, group, read, member } = context
  const link = typed ?? state.group.link ?? undefined
  const code = token('handover')
  const until = (now + CODE_MS) as Instant
  const shown = say.code({ code: writeHandoverCode({ group, code }, digest), hours: CODE_MS / HOUR_MS })
  const isSecret = !context.private && !context.anonymous && read(membership).members.of(member).isMet
  return [
    facts.codeMade({ bindCode: code, at: now, until, ...(link !== undefined && { link }), ...byOf(context) }),
    link === undefined && canMakeLinks(context) && act.inviteLink(LINK_NAME),
    isSecret && post(shown, { class: 'notice', to: { member }, deadline: until }),
    isSecret ? say.codeInPrivate() : shown,
  ]
}

function canMakeLinks({ read }: Asked): boolean {
  const { standing, lacks } = read(setup).group
  return standing === 'admin' && !lacks.includes('invite')
}

/** The platform has made a link by which people join. */
export function keepLink(told: Told): Answer {
  const link = Link.safeParse(told.is === 'sent' ? told.link : undefined)
  return link.success ? [facts.linkMade({ link: link.data })] : []
}

/** Another group asks whose code that is. */
export function lookedUp(context: PassportContext, { code }: LookUp, from: GroupId): Answer {
  const { mail } = context
  return [mail.answered(from, isGood(context, code, from) ? { code, is: 'found', title: titleOf(context) } : no(code))]
}

/** Another group is bound: its members come here from now on. The same one may ask again. */
export function use(context: PassportContext, { code }: LookUp, from: GroupId): Answer {
  const { state, mail, now } = context
  if (!isGood(context, code, from)) return [mail.answered(from, no(code))]
  const { source, link } = state.bindCodes.of(code)
  const leadsHere = link ?? state.group.link
  return [
    source === null && facts.codeUsed({ bindCode: code, source: from, at: now }),
    mail.answered(from, { code, is: 'bound', title: titleOf(context), ...(leadsHere !== null && { link: leadsHere }) }),
  ]
}

const no = (code: string) => ({ code, is: 'refused' }) as const
function isGood({ state, now, group, read }: PassportContext, code: string, from: GroupId): boolean {
  const { until, source } = state.bindCodes.of(code)
  // Where the bot is not any more nobody could be welcomed.
  if (read(setup).group.standing === 'gone') return false
  return from !== group && (source === null ? now <= until : source === from)
}

// In the group whose members go on

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
export function askToBind({ state, say, confirm }: Asked): Answer {
  const { asking, next } = state.group
  if (asking === null) return [say.nothingAsked()]
  if (asking.title === null) return [say.asking()]
  const sure = say.sureBind({ title: asking.title, before: next?.title ?? null })
  return [question(sure, confirm.bind({ code: asking.code }))]
}

export function bindConfirmed(context: Asked, { code }: { readonly code: string }): Answer {
  const { state, say, mail, now } = context
  const { asking } = state.group
  if (asking === null || asking.code !== code || asking.title === null) return [say.nothingAsked()]
  const { to, title } = asking
  return [
    facts.bindAsked({ code, to, private: context.private, at: now, ...byOf(context) }),
    mail.bind(to, { code }),
    operate(say.binding({ title }), { log: say.bindLog({ title }) }),
  ]
}

/** What the other group says, to whoever asked. What nobody waits for any more is old. */
export function hearAnswer(context: PassportContext, answer: Answered, from: GroupId): Answer {
  const { state, say, now } = context
  const { code, is, title, link } = answer
  const { asking, binding } = state.group
  const isOf = (one: Readonly<Asking> | null) => one !== null && one.code === code && one.to === from
  if (is === 'found' && isOf(asking) && title !== undefined) {
    return [facts.found({ code, to: from, title, at: now }), tell(context, asking!, say.found({ title }), true)]
  }
  if (is === 'bound' && isOf(binding) && title !== undefined) {
    const by = binding!.member === null ? {} : { by: binding!.member }
    return [
      facts.bound({ to: from, title, code, ...(link !== undefined && { link }), at: now, ...by }),
      tell(context, binding!, say.bound({ title, hasLink: link !== undefined })),
    ]
  }
  const refused = isOf(binding) ? binding : isOf(asking) ? asking : null
  if (is !== 'refused' || refused === null) return []
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
  const { next, underWay } = state.group
  return [next === null ? say.notBound() : say.boundTo({ title: next.title, link: next.link, underWay })]
}
