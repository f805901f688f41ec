import { type DueDelivery, type Instant, type MemberId, post, send, type Told, withdraw } from 'bonfire'
import { conversion, isBuyer } from '../conversion/facts.ts'
import { type Answer, type ClosingContext, plusMs } from './context.ts'
import { hold, lacksNext } from './deciding.ts'
import { closing, INVITED_AT_ONCE_MAX, memberAt } from './facts.ts'
import { textOf, whereNext } from './freezing.ts'
import { unlessHeld } from './holding.ts'
import { waitsFor } from './missing.ts'
import { isCurrent, spareReason } from './safety.ts'
import { stop } from './stopping.ts'

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** Between one part of the invitations and the next, in milliseconds: private messages have their own pace. */
const BETWEEN_INVITATIONS_MS = 2_000

// The notice

/** A notice that was overtaken is not sent. */
export const ifCurrent = ({ state }: ClosingContext, { params }: DueDelivery, phase: 'frozen' | 'inviting') =>
  isCurrent({ state }, Number(params.closing)) && state.group.phase === phase ? send() : withdraw('closing-over')

/** The clock starts when the notice stands in the group, by the platform's clock, and not when it was decided. */
export function noticeTold(context: ClosingContext, { params, attempt }: DueDelivery, told: Told): Answer {
  const { state, wakeAt, config } = context
  const number = Number(params.closing)
  if (!isCurrent(context, number) || state.group.phase !== 'frozen' || told.is === 'unknown') return []
  if (told.is === 'failed') return stop(context, { reason: 'not-announced', by: null, isRead: attempt > 1 })
  // Whatever was said to it before that may be lost.
  const heardFrom = Math.max(told.at, state.group.missedUntil ?? 0) as Instant
  const earliest = plusMs(heardFrom, config.noticeHours * HOUR_MS)
  const until = Math.max(earliest, state.group.notBefore ?? 0) as Instant
  return [closing.facts.announced({ closing: number, at: told.at, until }), wakeAt('reach', until, { closing: number })]
}

// The invitations

/** The notice has stood long enough, and everything that was said up to then has been read. */
export function reach(context: ClosingContext, number: number): Answer {
  const { state, now, wakeAt } = context
  if (!isCurrent(context, number) || state.group.phase !== 'announced') return []
  if (state.group.until! > now) return [wakeAt('reach', state.group.until, { closing: number })]
  const waits = waitsFor(state, now)
  if (waits !== null) return waits === 'unsaid' ? [] : [wakeAt('reach', waits, { closing: number })]
  // It was bound when the list was made; whoever has let go of it since is asked. The owner may have wanted none.
  if (state.group.mode !== 'disband' && lacksNext(context)) return hold(context, 'no-next')
  return unlessHeld(context, () => invite(context))
}

/** The next part of the list; after the last the group is told where to go. */
export function invite(context: ClosingContext): Answer {
  const { state, now, wakeAt, say } = context
  const { closing: number, invitedUpTo, size, mode } = state.group
  const upTo = Math.min(size, invitedUpTo + INVITED_AT_ONCE_MAX)
  const members = memberRange(context, invitedUpTo, upTo).filter(member => spareReason(context, member) === null)
  const fact =
    members.length > 0
      ? closing.facts.invited({ closing: number, members, upTo, at: now })
      : closing.facts.passed({ closing: number, upTo })
  if (upTo < size) return [fact, wakeAt('step', plusMs(now, BETWEEN_INVITATIONS_MS), { closing: number })]
  const { minutesToMoveOn } = context.config
  const told = { closing: number, mode: mode!, minutes: minutesToMoveOn, ...whereNext(context) }
  return [fact, post(say.moveOn({ ...told, text: textOf(context, 'farewell') }), { class: 'notice' })]
}

function memberRange({ state }: ClosingContext, from: number, to: number): readonly MemberId[] {
  const members: MemberId[] = []
  for (let index = from; index < to; index += 1) {
    const member = memberAt(state, index)
    if (member !== null) members.push(member)
  }
  return members
}

/** From then on members have a while to move on. Where it could not be said, they were told by the notice. */
export function movingOnTold(context: ClosingContext, { params }: DueDelivery, told: Told): Answer {
  const { state, now, wakeAt, config } = context
  const number = Number(params.closing)
  const isNext = state.group.phase === 'inviting' && state.group.invitedUpTo >= state.group.size
  if (!isCurrent(context, number) || !isNext || told.is === 'unknown') return []
  const at = told.is === 'sent' ? told.at : now
  const until = plusMs(at, config.minutesToMoveOn * MINUTE_MS)
  return [closing.facts.movingOn({ closing: number, at, until }), wakeAt('step', until, { closing: number })]
}

// Orders

/** Somebody has paid: the first order stops a closing because nobody had. Who is on the list of others is spared. */
export function ordered(context: ClosingContext, member: MemberId): Answer {
  const { state, now, wakeAt, read, say } = context
  const { mode, buyers, closing: number } = state.group
  if (!isCurrent(context, number)) return []
  const isFirst = mode !== 'graduate' && buyers === 0 && isBuyer(read(conversion), member)
  const fate = state.fates.of(member)
  const isGone = fate.closing === number && fate.is === 'removed'
  if (!isFirst) {
    return [
      isGone && post(say.boughtAfter({ member }), { class: 'notice', to: 'owner' }),
      wakeAt('step', now, { closing: number }),
    ]
  }
  // What is stopped is decided anew.
  return stop(context, { reason: 'order', by: null })
}
