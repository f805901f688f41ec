import { act, type GroupId, type Instant, membership, operate, post, question, setup, type Told } from 'bonfire'
import { type Answer, type Asked, byOf, HOUR_MS, inDays, type PassportContext, titleOf } from './context.ts'
import { Link, passports } from './facts.ts'
import { writeHandoverCode } from './handover-code.ts'
import type { Bind, LookUp } from './letters.ts'
import { SOURCES_MAX, sourceOf } from './records.ts'

/*
 * The group that is to be the next: whose members come here is its owner's to say. The code is theirs alone; where
 * whoever uses it is somebody else, they are asked once more.
 */

/** How long a code can be used by which another group is bound to this one, in milliseconds. */
const CODE_MS = 24 * HOUR_MS
/** Seen by the admins of the group that it leads to. At most 32 characters. */
const LINK_NAME = 'bonfire'

const { facts } = passports

/** `/handover code [link]`: to the owner alone, and never where others read it. */
export function makeCode(context: Asked, typed: string | undefined): Answer {
  const { state, say, now, token, digest, group, member, anonymous, private: isPrivate } = context
  // Whoever speaks as the group has no private chat.
  if (anonymous) return [say.codeNeedsName()]
  if (state.group.sources.length >= SOURCES_MAX) return [say.tooManySources({ most: SOURCES_MAX })]
  const link = typed ?? state.group.link ?? undefined
  const code = token('handover')
  const until = (now + CODE_MS) as Instant
  const shown = say.code({ code: writeHandoverCode({ group, code }, digest), hours: CODE_MS / HOUR_MS })
  return [
    facts.codeMade({ bindCode: code, at: now, until, ...(link !== undefined && { link }), by: member }),
    link === undefined && canMakeLinks(context) && act.inviteLink(LINK_NAME),
    !isPrivate && post(shown, { class: 'notice', to: { member }, deadline: until }),
    operate(isPrivate ? shown : say.codeInPrivate(), { log: say.codeLog() }),
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
  if (!isGood(context, code, from)) return [mail.answered(from, no(code))]
  return [mail.answered(from, { code, is: 'found', title: titleOf(context), ...linkOf(context, code) })]
}

/** Another group wants to be bound. The same one may ask again. */
export function use(context: PassportContext, { code, title: called, by }: Bind, from: GroupId): Answer {
  const title = called ?? from
  const { state, mail, now, say } = context
  if (!isGood(context, code, from)) return [mail.answered(from, no(code))]
  const known = sourceOf(state.group, from)
  const isFirst = state.bindCodes.of(code).source === null
  if (!isFirst && known === undefined) return [mail.answered(from, no(code))]
  if (known?.is === 'bound' || (isFirst && by !== undefined && by === makerOf(context, code))) {
    return [
      isFirst && facts.codeUsed({ bindCode: code, source: from, title, at: now, ...(by !== undefined && { by }) }),
      mail.answered(from, boundBy(context, code)),
      known === undefined && post(say.boundHere({ title }), toOwner(now)),
    ]
  }
  const n = known?.n ?? state.group.sourcesCount + 1
  return [
    isFirst && facts.sourceAsked({ bindCode: code, source: from, title, at: now }),
    mail.answered(from, { code, is: 'waiting', title: titleOf(context) }),
    isFirst && post(say.sourceAsks({ title, n }), toOwner(now)),
  ]
}

/** They have made the code, and are the owner still: who uses it has their word already. */
function makerOf({ state, read }: PassportContext, code: string) {
  const { by } = state.bindCodes.of(code)
  if (by === null) return undefined
  const { role, rank, presence } = read(membership).members.of(by)
  return presence === 'present' && (role === 'owner' || rank === 'owner') ? by : undefined
}

const boundBy = (context: PassportContext, code: string) =>
  ({
    ...linkOf(context, code),
    code,
    is: 'bound',
    title: titleOf(context),
    pointsMax: context.config.pointsMax,
  }) as const
function linkOf({ state }: PassportContext, code: string) {
  const link = state.bindCodes.of(code).link ?? state.group.link
  return link === null ? {} : { link }
}
const toOwner = (now: Instant) => ({ to: 'owner', class: 'notice', deadline: inDays(now, 7) }) as const

const no = (code: string) => ({ code, is: 'refused' }) as const
function isGood({ state, now, group, read }: PassportContext, code: string, from: GroupId): boolean {
  const { until, source } = state.bindCodes.of(code)
  // Where the bot is not any more nobody could be welcomed.
  if (read(setup).group.standing === 'gone' || from === group) return false
  if (source !== null) return source === from
  const hasRoom = sourceOf(state.group, from) !== undefined || state.group.sources.length < SOURCES_MAX
  return now <= until && hasRoom
}

// What the owner says of them

/** `/handover allow N`. */
export function askToAllow({ state, say, confirm, config }: Asked, n: number | null): Answer {
  const source = state.group.sources.find(one => one.n === n)
  if (source === undefined) return [say.noSuchSource({ n })]
  if (source.is === 'bound') return [say.source({ n: source.n, title: source.title, is: source.is })]
  const sure = say.sureAllow({ title: source.title, pointsMax: config.pointsMax })
  return [question(sure, confirm.allow({ source: source.group }))]
}

export function allowConfirmed(context: Asked, { source }: { readonly source: GroupId }): Answer {
  const { state, say, mail, now } = context
  const known = sourceOf(state.group, source)
  if (known?.is !== 'asked') return [say.notWaiting()]
  const { title, code } = known
  return [
    facts.codeUsed({ bindCode: code, source, title, at: now, ...byOf(context) }),
    mail.answered(source, boundBy(context, code)),
    operate(say.allowed({ title }), { log: say.allowLog({ title }) }),
  ]
}

/** `/handover refuse N`, `/handover revoke N`: nothing that is still on its way from there is accepted either. */
export function endSource(context: Asked, n: number | null): Answer {
  const { state, say, mail, now } = context
  const known = state.group.sources.find(one => one.n === n)
  if (known === undefined) return [say.noSuchSource({ n })]
  const { group: source, title, code, is } = known
  return [
    facts.sourceEnded({ source, at: now, ...byOf(context) }),
    mail.answered(source, is === 'bound' ? { code, is: 'ended' } : no(code)),
    operate(say.sourceEnded({ title }), { log: say.endLog({ title }) }),
  ]
}
