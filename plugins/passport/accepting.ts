import { acknowledge, type GroupId, type MemberId, membership, post } from 'bonfire'
import { attendance } from '../check-in/facts.ts'
import { ledger } from '../points/facts.ts'
import type { Answer, Asked, PassportContext } from './context.ts'
import { passports } from './facts.ts'
import type { Carried, Revoke } from './letters.ts'
import { sourceOf } from './records.ts'

/** How many codes that are none somebody may try in a day. */
export const WRONG_CODES_PER_DAY_MAX = 5

const { facts } = passports

/** A passport from another group. Who is here already has it at once. What was revoked before it came stays so. */
export function arrive(context: PassportContext, carried: Carried, from: GroupId): Answer {
  const { state, now, read, config, mail } = context
  const { passport, member, points } = carried
  if (state.arrivals.has(passport) || !isOf(passport, from)) return []
  // Nobody here has agreed to it: it is for the other group again.
  if (!isFromBound(context, from) || points > config.pointsMax) {
    return [facts.revoked({ passport, at: now }), mail.settled(from, { passport, is: 'revoked' })]
  }
  const isHere = read(membership).members.of(member).presence === 'present'
  return [
    facts.arrived({ ...carried, from, at: now }),
    ...(isHere
      ? [...take(context, { ...carried, from, owner: member }, member), greet(context, [carried], member)]
      : []),
  ]
}

/** They have come: what waits for them is theirs, in the commit by which they joined. */
export function welcome(context: PassportContext, member: MemberId): Answer {
  const waiting = waitingFor(context, member)
  const { presence } = context.read(membership).members.of(member)
  if (waiting.length === 0 || presence !== 'present') return []
  return [...waiting.flatMap(one => take(context, one, member)), greet(context, waiting, member)]
}

/** Many of them are found at once, when the bot comes to a group: each is an event of its own. */
export function welcomeSoon(context: PassportContext, member: MemberId): Answer {
  if (waitingFor(context, member).length === 0) return []
  return [context.wakeAt('welcome', context.now, { member })]
}

/** `/passport CODE`. */
export function present(context: Asked, code: string): Answer {
  const { state, say, member, today } = context
  const { day, count } = state.tries.of(member)
  if (day === today && count >= WRONG_CODES_PER_DAY_MAX) return [say.tooManyTries({ most: WRONG_CODES_PER_DAY_MAX })]
  const { passport } = state.codes.of(code)
  if (passport === null) return isOwnOfHere(context, code) ? [say.useThere()] : wrong(context)
  const arrival = arrivalOf(context, passport)
  if (arrival.is === 'waiting' && !isFromBound(context, arrival.from)) return [say.revoked()]
  if (arrival.is === 'waiting') {
    const { points, bestDays, totalDays } = arrival
    return [...take(context, arrival, member), acknowledge(say.accepted({ points, bestDays, totalDays }))]
  }
  if (arrival.is === 'revoked') return [say.revoked()]
  return [arrival.acceptedBy === member ? say.acceptedBefore() : say.usedUp()]
}

function wrong({ say, member, today, state }: Asked): Answer {
  const { day, count } = state.tries.of(member)
  const left = WRONG_CODES_PER_DAY_MAX - 1 - (day === today ? count : 0)
  return [facts.mistyped({ member, day: today }), say.wrongCode({ left })]
}

/** It is theirs, and they are still where it was made out. */
function isOwnOfHere({ state, member }: Asked, code: string): boolean {
  const { issued } = state.members.of(member)
  return issued !== null && state.issues.of(issued).code === code
}

interface Arrived {
  readonly passport: string
  readonly from: GroupId
  readonly owner: MemberId
  readonly points: number
  readonly bestDays: number
  readonly totalDays: number
}

/** Credits it, for ever, and tells the group that it came from. */
function take({ now, today, mail }: PassportContext, arrived: Arrived, member: MemberId): Answer {
  const { passport, owner, from, points, bestDays, totalDays } = arrived
  return [
    facts.accepted({ passport, member, owner, points, at: now }),
    points > 0 && ledger.facts.broughtAlong({ member, points, passport, day: today }),
    totalDays > 0 && attendance.facts.broughtAlong({ member, bestDays, totalDays, passport }),
    mail.settled(from, { passport, is: 'accepted' }),
  ]
}

/** The other group wants it back. Whichever came first stands. */
export function revoke({ state, mail, now }: PassportContext, { passport }: Revoke, from: GroupId): Answer {
  if (!isOf(passport, from)) return []
  const { state: is } = state.arrivals.of(passport)
  if (is === 'accepted') return [mail.settled(from, { passport, is: 'accepted' })]
  return [is !== 'revoked' && facts.revoked({ passport, at: now }), mail.settled(from, { passport, is: 'revoked' })]
}

/** A passport says who made it out: nobody else may send it, or take it back. */
const isOf = (passport: string, from: GroupId): boolean => passport.replace(/:\d+:\d+$/, '') === from

function arrivalOf({ state }: PassportContext, passport: string) {
  const { state: is, from, member, points, bestDays, totalDays, acceptedBy } = state.arrivals.of(passport)
  return { passport, is, from: from!, owner: member!, points, bestDays, totalDays, acceptedBy }
}
const waitingFor = (context: PassportContext, member: MemberId) =>
  context.state.members
    .of(member)
    .waiting.map(passport => arrivalOf(context, passport))
    .filter(({ is, from }) => is === 'waiting' && isFromBound(context, from))

/** The owner here has agreed to what comes from there, and still does. */
const isFromBound = ({ state }: PassportContext, from: GroupId) => sourceOf(state.group, from)?.is === 'bound'

/** In one line, whatever they have brought: the figures are theirs, and said in private. */
function greet({ say, read }: PassportContext, brought: readonly Omit<Arrived, 'from' | 'owner'>[], member: MemberId) {
  const points = brought.reduce((sum, one) => sum + one.points, 0)
  const bestDays = Math.max(...brought.map(one => one.bestDays))
  const totalDays = brought.reduce((sum, one) => sum + one.totalDays, 0)
  if (!read(membership).members.of(member).isMet)
    return post(say.followed({ member }), { class: 'receipt', to: 'group' })
  return post(say.brought({ points, bestDays, totalDays }), { class: 'notice', to: { member } })
}
