import {
  type DueAnswer,
  type DueDelivery,
  type EventOf,
  type Instant,
  type MemberId,
  post,
  send,
  withdraw,
} from 'bonfire'
import { type Answer, type ConversionContext, DAY_MS, isReachable, shownTime } from './context.ts'
import { conversion } from './facts.ts'
import { linksFor } from './links.ts'
import type { Clock } from './wordings.ts'

const { facts } = conversion

/** Whoever comes for the first time has an offer of their own for some days. */
export function startClock(
  context: ConversionContext,
  { who, returned }: EventOf<'joined'> & { readonly returned: boolean },
): Answer {
  const { config, content, now, state } = context
  const { member, role = 'member' } = who
  const isNew = !returned && role === 'member' && state.members.of(member).clock === null
  const wanted = config.firstOrder
  if (!isNew || wanted === null || content.offer(wanted.offer)?.status !== 'ready') return []
  const until = (now + wanted.days * DAY_MS) as Instant
  const started = facts.clockStarted({ member, offer: wanted.offer, at: now, until })
  // Reacting to it, they are told as soon as they can be.
  return [started]
}

/** Tells them once, when their private chat is open: then, or when they open it. */
export function tellClock(context: ConversionContext, member: MemberId | undefined): Answer {
  if (member === undefined || !isReachable(context, member)) return []
  const { state, say, now } = context
  const clock = clockOf(context, member)
  if (clock === null || state.members.of(member).clock?.isTold) return []
  const { buttons, coded } = linksFor(context, member, clock.offer, 'private')
  return [
    facts.clockTold({ member, at: now }),
    ...coded,
    post(say.firstOrder({ ...clock.line, member }), { to: { member }, buttons, deadline: clock.until }),
  ]
}

/** The offer that is theirs alone, while its clock runs and they have bought nothing. */
export function clockOf(
  context: ConversionContext,
  member: MemberId,
): { readonly offer: string; readonly until: Instant; readonly line: Clock } | null {
  const { state, content, now, platform } = context
  const { clock, live } = state.members.of(member)
  const offer = clock === null ? undefined : content.offer(clock.offer)
  if (clock === null || offer === undefined || now >= clock.until || live > 0) return null
  if (offer.status !== 'ready' || !offer.platforms.includes(platform)) return null
  const { title, for: whom, exclusive, price } = offer
  const line = { title, for: whom, exclusive, price: price && { ...price }, until: shownTime(context, clock.until) }
  return { offer: clock.offer, until: clock.until, line }
}

export function firstOrderDue(context: ConversionContext, { params }: DueDelivery): DueAnswer {
  const member = params.member as MemberId
  if (!isReachable(context, member)) return withdraw('not-reachable')
  return clockOf(context, member) === null ? withdraw('over') : send()
}
