import { type GroupId, type Instant, type MemberId, type Money, membership, post } from 'bonfire'
import type { z } from 'zod'
import { asksLater, type Bought, tellOwner, tellRefunded, thanks } from './after.ts'
import type { Answer, ConversionContext } from './context.ts'
import { type ConversionState, conversion } from './facts.ts'
import type { OrderLetter, toGroup } from './letters.ts'

const { facts } = conversion

type Letter<K extends keyof typeof toGroup> = z.output<(typeof toGroup)[K]>
const isFromOffice = ({ orderOffice }: ConversionContext, from: GroupId): boolean => from === orderOffice

/** The office says that a member has bought, or that they have been refunded: told again, only what is new counts. */
export function hearOrder(context: ConversionContext, letter: OrderLetter, from: GroupId): Answer {
  const { state, mail, orderOffice } = context
  if (!isFromOffice(context, from)) return []
  const { order, member, refundedAt, counts } = letter
  const known = state.orders.of(order)
  const isNew = known.state === 'none'
  const knows = !isNew || knowsOf(context, member)
  const answer = mail.placed(orderOffice, { order, knows, counts: counts && knows, isRefunded: refundedAt !== null })
  if (!knows) return [answer]
  const isRefunded = refundedAt !== null
  if (!isNew) return [...(isRefunded ? refund(context, order, refundedAt) : []), answer]
  const paying = payment(context, letter)
  return [
    paying,
    ...endWaiting(state, order),
    ...(isRefunded
      ? refundAtOnce(context, letter, paying.data)
      : counts
        ? tellAll(context, { ...letter, offer: paying.data.offer })
        : []),
    answer,
  ]
}

/** Whoever has ever been here. */
const knowsOf = ({ read }: ConversionContext, member: MemberId): boolean =>
  read(membership).members.of(member).presence !== 'unknown'

interface Payment {
  readonly order: string
  readonly member: MemberId
  readonly amount: Money
  readonly at: Instant
  readonly offer: string | null
  readonly counts: boolean
}
/** What is recorded of a payment: it settles what they have taken of the offer, or is one more that is sold. */
export function payment(
  { state, now, calendar }: ConversionContext,
  { order, member, amount, at, offer, counts }: Payment,
  manual: { readonly by?: MemberId } | null = null,
) {
  // The clock of a shop may be ahead of ours.
  const paidAt = Math.min(at, now) as Instant
  return facts.paid({
    ...{ order, member, amount: { ...amount }, counts, ...settling(state, { member, offer, amount }) },
    ...{ at: paidAt, day: calendar.dayOf(paidAt), isFirst: state.members.of(member).live === 0 },
    ...(manual === null ? { source: 'shop' as const } : { source: 'manual' as const, ...manual }),
  })
}

/**
 * Which offer it is of, and what they have taken of it. A shop that names none may mean the only thing that is kept for
 * them at that price: else it would be taken from them as not paid.
 */
function settling(
  { claims, members, offers }: ConversionState,
  { member, offer, amount }: Pick<Payment, 'member' | 'offer' | 'amount'>,
): Pick<Settled, 'offer' | 'run' | 'claim'> {
  const held = members.of(member).claims.filter(one => claims.of(one).state === 'held')
  if (offer === null) {
    const meant = held.filter(one => isSame(offers.of(claims.of(one).offer).price, amount))
    const [claim] = meant.length === 1 ? meant : []
    if (claim === undefined) return { offer, run: null, claim: null }
    return { offer: claims.of(claim).offer, run: claims.of(claim).run, claim }
  }
  const { run } = offers.of(offer)
  const claim = held.find(one => claims.of(one).run === run) ?? null
  return { offer, run: run === 0 ? null : run, claim }
}
const isSame = (price: Money | null, { minor, currency }: Money): boolean =>
  price !== null && price.minor === minor && price.currency === currency

interface Settled extends Payment {
  readonly run: number | null
  readonly claim: number | null
}
const tellAll = (context: ConversionContext, bought: Bought): Answer => [
  tellOwner(context, bought),
  ...thanks(context, bought),
  ...asksLater(context, bought.order),
]

/** Its figures count it, after all: none of the groups asked before does. */
export function hearCounted(context: ConversionContext, { order }: Letter<'counted'>, from: GroupId): Answer {
  const known = context.state.orders.of(order)
  const { state: is, counts, member, minor, currency, at, day, offer } = known
  if (!isFromOffice(context, from) || counts || member === null || day === null || is === 'none') return []
  const amount = { minor, currency }
  const counted = facts.counted({ order, member, amount, at, day })
  if (is !== 'paid') return [counted, facts.refundCounted({ order, amount, day: context.today })]
  return [counted, ...tellAll(context, { order, member, amount, offer })]
}

// Refunds

function refund(context: ConversionContext, order: string, refundedAt: Instant): Answer {
  const { state } = context
  const { state: is, member, minor, currency, counts, offer, run, claim } = state.orders.of(order)
  if (is !== 'paid' || member === null) return []
  const isLast = state.members.of(member).live === 1
  const settled = { order, member, offer, run, claim, amount: { minor, currency }, counts }
  return [
    ...refunding(context, { ...settled, isLast, refundedAt }),
    counts && tellRefunded(context, { order, member, amount: settled.amount, offer }),
  ]
}

/** Refunded before it was known here: nobody is told, and all comes to the same. */
const refundAtOnce = (
  context: ConversionContext,
  { refundedAt }: OrderLetter,
  paid: Settled & { isFirst: boolean },
): Answer => refunding(context, { ...paid, isLast: paid.isFirst, refundedAt: refundedAt! })

interface Refunding extends Omit<Settled, 'at'> {
  readonly isLast: boolean
  readonly refundedAt: Instant
}
function refunding({ calendar, now }: ConversionContext, refund: Refunding): Answer {
  const { order, member, offer, run, claim, amount, counts, isLast } = refund
  const at = Math.min(refund.refundedAt, now) as Instant
  return [
    facts.refunded({
      order,
      member,
      offer,
      run,
      claim,
      amount: { ...amount },
      at,
      day: calendar.dayOf(at),
      counts,
      isLast,
    }),
    ...freeing({ claim, offer, run, member, at }),
  ]
}

/** What they had taken is anybody's again. */
export function freeing({
  claim,
  offer,
  run,
  member,
  at,
}: {
  readonly claim: number | null
  readonly offer: string | null
  readonly run: number | null
  readonly member: MemberId
  readonly at: Instant
}): Answer {
  if (claim === null || offer === null || run === null) return []
  return [facts.released({ claim, offer, run, member, at, reason: 'refunded' })]
}

// Orders of which nobody knows whose they are

export function hearWaits(context: ConversionContext, letter: Letter<'waits'>, from: GroupId): Answer {
  const { state, say } = context
  const { order, amount, at, offer, member } = letter
  const isOver = state.settled.has(order) || state.orders.of(order).state !== 'none'
  if (!isFromOffice(context, from) || isOver || state.unmatched.has(order)) return []
  const number = state.group.unmatched + 1
  const run = offer !== null && state.offers.of(offer).run > 0 ? state.offers.of(offer).run : null
  return [
    facts.unmatched({ order, number, offer, run, amount: { ...amount }, at, member }),
    post(say.waits({ number, amount: { ...amount } }), { class: 'notice', to: 'owner' }),
  ]
}

export function hearMatched(context: ConversionContext, { order }: Letter<'matched'>, from: GroupId): Answer {
  const { state } = context
  if (!isFromOffice(context, from) || state.settled.has(order)) return []
  const { offer, run } = state.unmatched.of(order)
  return [facts.matchedElsewhere({ order, offer, run })]
}

function endWaiting(state: ConversionState, order: string): Answer {
  if (!state.unmatched.has(order)) return []
  const { offer, run } = state.unmatched.of(order)
  return [facts.matchedElsewhere({ order, offer, run })]
}

/** Whoever the shop named has come: where orders are heard of, the office may know of one that waits for them. */
export function claimAwaited({ state, mail, orderOffice }: ConversionContext, member: MemberId): Answer {
  const waiting = state.members.of(member).awaited.filter(order => state.unmatched.has(order))
  return [
    ...waiting.map(order => mail.assign(orderOffice, { order, member, isSaid: false })),
    state.group.source === 'shop' && mail.came(orderOffice, { member }),
  ]
}
