import { type Instant, type MemberId, membership, post } from 'bonfire'
import { attendance } from '../check-in/facts.ts'
import { ledger, spendable } from '../points/facts.ts'
import { type Answer, inDays, type PassportContext } from './context.ts'
import { passports } from './facts.ts'
import type { Settled } from './letters.ts'

/** Passports that one event calls back: each is a fact and a letter. */
const CALLED_BACK_AT_ONCE_MAX = 25

const { facts } = passports

interface OfClosing {
  readonly closing: number
}

/**
 * Members are asked to go on. Each passport is an event of its own: what has expired in an account meanwhile is
 * recorded with it, and that may be dozens of facts.
 */
export function issueSoon(
  { state, wakeAt, now }: PassportContext,
  { closing, members }: OfClosing & { readonly members: readonly MemberId[] },
): Answer {
  if (state.group.next === null) return []
  return members.map(member => wakeAt('issue', now, { closing, member }))
}

/** Everything that a member has here goes into one passport. Who has nothing needs none. */
export function issue(
  context: PassportContext,
  { closing, member }: OfClosing & { readonly member: MemberId },
): Answer {
  const { state, read, today, now, group, token, mail, wakeAt, config, calendar, say } = context
  const { next } = state.group
  const { issued, isHalted } = state.closings.of(closing)
  const before = state.members.of(member)
  const isMade = before.issued !== null && before.closing === closing
  const { members, erasures } = read(membership)
  const isErased = erasures.has(member) || member.startsWith('erased:')
  if (next === null || isHalted || isMade || isErased) return []
  const has = spendable(read(ledger), member, today)
  const points = Math.min(has, config.pointsMax, next.pointsMax ?? has)
  const { bestStreakDays: bestDays, totalDays } = read(attendance).members.of(member)
  if (points === 0 && totalDays === 0) return []
  const passport = passportOf(group, closing, issued + 1)
  const until = inDays(now, config.validDays)
  const carried = { passport, member, points, bestDays, totalDays, code: token('passport'), until }
  const { isMet } = members.of(member)
  const told = {
    ...{ points, bestDays, totalDays, title: next.title, link: next.link, code: carried.code, staysHere: has - points },
    until: calendar.dayOf(until),
  }
  return [
    facts.issued({ ...carried, closing, to: next.group, day: today, at: now }),
    points > 0 && ledger.facts.handedOver({ member, points, passport, day: today }),
    mail.passport(next.group, carried),
    // The last one decides: so long each of them can be used at least.
    wakeAt('callBack', until, { closing, from: 1 }),
    isMet && post(say.yours({ passport, ...told }), { class: 'notice', to: { member }, deadline: until }),
  ]
}
const passportOf = (group: string, closing: number, n: number) => `${group}:${closing}:${n}`

/** A closing was stopped: everybody stays, and so do their points. */
export function halt({ state, now, wakeAt }: PassportContext, { closing }: OfClosing): Answer {
  const { issued } = state.closings.of(closing)
  return [facts.halted({ closing, at: now }), issued > 0 && wakeAt('callBack', now, { closing, from: 1 })]
}

/** Asks for what has not been accepted, so many at a time. The other group decides which came first. */
export function callBack(context: PassportContext, { closing, from }: OfClosing & { readonly from: number }): Answer {
  const { state, group, now, wakeAt } = context
  const { issued, isHalted } = state.closings.of(closing)
  const next = from + CALLED_BACK_AT_ONCE_MAX
  const numbers = Array.from({ length: Math.min(next - 1, issued) - from + 1 }, (_, index) => from + index)
  const open = numbers.map(n => passportOf(group, closing, n)).filter(one => state.issues.of(one).state === 'under-way')
  const early = isHalted ? [] : open.map(one => state.issues.of(one).until).filter(until => until > now)
  return [
    ...open.filter(one => isHalted || state.issues.of(one).until <= now).flatMap(one => callOneBack(context, one)),
    early.length > 0 && wakeAt('callBack', Math.max(...early) as Instant, { closing, from }),
    next <= issued && wakeAt('callBack', now, { closing, from: next }),
  ]
}

/** Whoever is asked to go on and stays after all keeps their points here. */
export function callBackOfWhoStays(
  context: PassportContext,
  { closing, member, reason }: OfClosing & { readonly member: MemberId; readonly reason: string },
): Answer {
  const { issued, closing: of } = context.state.members.of(member)
  return issued === null || of !== closing || !STAYING.has(reason) ? [] : callOneBack(context, issued)
}
const STAYING: ReadonlySet<string> = new Set(['role', 'buyer', 'came-back'])

function callOneBack({ state, now, mail }: PassportContext, passport: string): Answer {
  const { state: is, member, to } = state.issues.of(passport)
  if (is !== 'under-way') return []
  return [facts.calledBack({ passport, member: member!, at: now }), mail.revoke(to!, { passport })]
}

/** Who asks to be erased brings nothing anywhere: what comes back goes to the pseudonym that stands for them. */
export function takeBackFrom(context: PassportContext, member: MemberId): Answer {
  const { issued } = context.state.members.of(member)
  return issued === null ? [] : callOneBack(context, issued)
}

/** The other group says what has become of a passport. It never says another thing later. */
export function hearSettled(context: PassportContext, { passport, is }: Settled, from: string): Answer {
  const { state, today, now, say, read } = context
  const { state: known, member, to, points } = state.issues.of(passport)
  const isOpen = known === 'under-way' || known === 'called-back'
  if (!isOpen || member === null || to !== from) return []
  if (is === 'accepted') return [facts.acceptedThere({ passport, member, at: now })]
  const { isMet, presence } = read(membership).members.of(member)
  const isTold = points > 0 && isMet && presence === 'present'
  return [
    facts.creditedBack({ passport, member, points, at: now }),
    points > 0 && ledger.facts.handedBack({ member, points, passport, day: today }),
    isTold && post(say.cameBack({ points }), { class: 'notice', to: { member }, deadline: inDays(now as Instant, 1) }),
  ]
}
