import { type Instant, type MemberId, membership, type Offer, OrderId } from 'bonfire'
import { attendance } from '../check-in/facts.ts'
import { type Answer, type ConversionContext, DAY_MS, HOUR_MS, isHere } from './context.ts'
import { type ConversionState, conversion } from './facts.ts'
import type { Hindrance, OfferRecord } from './records.ts'

const { facts } = conversion

/** Private messages follow the post so much later, in milliseconds: by then a post that failed is known to have. */
const TOLD_AFTER_MS = 60_000

interface Left {
  readonly delivery: string
  readonly post: string
  readonly at: Instant
}
/** A post of the plan that is an offer leaves: it is open from now on, with the terms of now. */
export function openOffer(context: ConversionContext, { delivery, post, at }: Left): Answer {
  const { state, content, plan, wakeAt, mail, orderOffice } = context
  const offer = content.offer(post)
  // Posted once more while it is open, it goes on as it is. What no shop could name is a post like any other.
  if (offer === undefined || state.offers.of(post).isOpen || !OrderId.safeParse(post).success) return []
  const run = state.group.runs + 1
  const until = (at + offer.hours * HOUR_MS) as Instant
  return [
    facts.offerOpened({ ...termsOf(offer), run, campaign: plan && campaignOf(plan), at, until, delivery }),
    wakeAt('close', until, { offer: post, run }),
    wakeAt('tell', (at + TOLD_AFTER_MS) as Instant, { offer: post, run, from: 0 }),
    mail.offer(orderOffice, { offer: post }),
  ]
}

const campaignOf = ({ definition, startDay }: NonNullable<ConversionContext['plan']>) => `${definition.id}@${startDay}`

function termsOf({ id, round, kind, price, stock, perMember, eligible }: Offer) {
  return { offer: id, round, kind, price: price && { ...price }, stock, perMember, ...eligible }
}

/** It was not sent after all: nobody has seen it. */
export function closeUnsent({ state, now, wakeAt }: ConversionContext, { delivery }: { delivery: string }): Answer {
  const offer = state.group.open.find(open => state.offers.of(open).delivery === delivery)
  if (offer === undefined) return []
  const { run } = state.offers.of(offer)
  return [
    facts.offerClosed({ offer, run, at: now, reason: 'not-sent' }),
    wakeAt('close', null, { offer, run }),
    wakeAt('tell', null, { offer, run, from: 0 }),
  ]
}

export interface Run {
  readonly offer: string
  readonly run: number
}
/** The offer's time is over. What was taken of it and not paid falls back by itself. */
export function closeOffer({ state, now }: ConversionContext, { offer, run }: Run): Answer {
  return isRunning(state, { offer, run }) ? [facts.offerClosed({ offer, run, at: now, reason: 'over' })] : []
}

export function isRunning(state: ConversionState, { offer, run }: Run): boolean {
  const record = state.offers.of(offer)
  return record.isOpen && record.run === run
}

/** How many are left. Null: there is no limit. */
export function leftOf({ stock, held, sold, waiting }: Readonly<OfferRecord>): number | null {
  // A shop sells what it likes: there are never fewer than none.
  return stock === null ? null : Math.max(0, stock - held - sold - waiting)
}

/** Why somebody cannot have one now. Null: they can. */
export function hindranceOf(context: ConversionContext, member: MemberId, offer: string): Hindrance | null {
  const { state, now } = context
  const record = state.offers.of(offer)
  const { taken } = state.members.of(member)
  if (!record.isOpen || now >= record.until) return 'closed'
  const lack = lackOf(context, member, offer)
  if (lack !== null) return lack
  if ((taken[record.run] ?? 0) >= record.perMember) return 'had'
  // Kept again and again, it would be nobody's.
  if (record.stock !== null && context.state.members.of(member).lapsed.includes(record.run)) return 'lapsed'
  return leftOf(record) === 0 ? 'sold-out' : null
}

/** What somebody lacks for whom the offer is. */
function lackOf(context: ConversionContext, member: MemberId, offer: string): Hindrance | null {
  const { state, now, read } = context
  const { newcomerDays, memberDays, streakDays, notYetBought } = state.offers.of(offer)
  const { joinedAt, joins } = read(membership).members.of(member)
  if (!isHere(context, member)) return 'not-here'
  const isNew = joinedAt !== null && joins === 1 && now - joinedAt <= (newcomerDays ?? 0) * DAY_MS
  if (newcomerDays !== null && !isNew) return 'newcomers'
  // Since when those are here who came before the bot, nobody knows: it is taken for long enough.
  if (memberDays !== null && joinedAt !== null && now - joinedAt < memberDays * DAY_MS) return 'members'
  if (streakDays !== null && read(attendance).members.of(member).bestStreakDays < streakDays) return 'streak'
  return notYetBought && hasBought(state, member, offer) ? 'bought' : null
}

export const hasBought = (state: ConversionState, member: MemberId, offer: string): boolean =>
  Object.hasOwn(state.members.of(member).bought, offer)
