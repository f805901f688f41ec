import { type EventOf, type GroupId, MemberId } from 'bonfire'
import type { z } from 'zod'
import type { Answer, ConversionContext } from './context.ts'
import { GROUPS_MAX } from './fact-schemas.ts'
import { conversion } from './facts.ts'
import type { OrderLetter, toOffice } from './letters.ts'

const { facts } = conversion

type Letter<K extends keyof typeof toOffice> = z.output<(typeof toOffice)[K]>
type OfficeOrder = ReturnType<ConversionContext['state']['ledger']['of']>
const isOffice = ({ group, orderOffice }: ConversionContext): boolean => group === orderOffice

/** What a shop says. Whatever has been said of an order before, payment or refund, changes nothing. */
export function receiveOrder(context: ConversionContext, { order, knownIn }: EventOf<'order'>): Answer {
  const { id, type, at, amount, buyer, group = null, offer = null } = order
  const known = context.state.ledger.of(id)
  if (!isOffice(context) || (type === 'paid' ? known.isPaid : known.refundedAt !== null)) return []
  // People type codes as they like.
  const code = 'code' in buyer ? buyer.code.toUpperCase() : null
  const member = 'code' in buyer ? null : MemberId.parse(`${buyer.platform}:${buyer.userId}`)
  const asked = knownIn && { knownIn: knownIn.slice(0, GROUPS_MAX) }
  return [facts.received({ order: id, type, at, amount, member, code, group, offer, ...asked })]
}

/** What follows from it, once it is recorded. A refund that comes first waits for what it is of. */
export function followUp(context: ConversionContext, { order, type }: { order: string; type: string }): Answer {
  const known = context.state.ledger.of(order)
  if (!known.isPaid) return []
  return type === 'paid' ? place(context, order) : tellRefund(context, order)
}

/** Finds whose an order is, and asks the groups that may know them; else it waits, and those that it names see it. */
export function place(context: ConversionContext, order: string): Answer {
  const { state } = context
  const known = state.ledger.of(order)
  if (!known.isPaid || known.isAssigned) return []
  const ofCode = known.code === null ? null : state.codes.of(known.code)
  const member = known.member ?? ofCode?.member ?? null
  const candidates = member === null ? [] : candidatesOf(context, known, ofCode?.group ?? null)
  return member === null || candidates.length === 0
    ? show(context, order)
    : assign(context, order, { member, candidates })
}

/**
 * The groups that are asked, the one that is to count it first: the one that the order names, that of the link, those
 * in which the offer ran; those that know the buyer, when the order names none of these, or all, where nobody has looked.
 * Whoever is known there is a buyer there.
 */
function candidatesOf({ state }: ConversionContext, order: OfficeOrder, ofCode: GroupId | null): readonly GroupId[] {
  const { group, offer, knownIn } = order
  const isKnown = (one: GroupId) => knownIn?.includes(one) === true
  const named = group !== null && (state.groups.of(group).isKnown || isKnown(group)) ? [group] : []
  const ofLink = ofCode === null ? [] : [ofCode]
  const ranIt = group !== null || offer === null ? [] : state.offersKnown.of(offer).groups
  const some = [...new Set([...named, ...ofLink, ...(knownIn === null || ofCode ? ranIt : ranIt.filter(isKnown))])]
  if (some.length > 0 || group !== null) return some
  if (knownIn !== null) return knownIn
  return [...state.groups.each()].flatMap(([known, { isKnown }]) => (isKnown ? [known] : []))
}

interface Assigning {
  readonly member: MemberId
  readonly candidates: readonly GroupId[]
  readonly by?: MemberId
}
function assign({ state, mail }: ConversionContext, order: string, { member, candidates, by }: Assigning): Answer {
  const known = state.ledger.of(order)
  return [
    facts.assigned({ order, member, candidates: [...candidates], code: known.code, ...(by !== undefined && { by }) }),
    ...candidates.map((group, index) => mail.order(group, letterOf(order, known, { member, counts: index === 0 }))),
  ]
}

function letterOf(
  order: string,
  { minor, currency, at, offer, refundedAt }: OfficeOrder,
  { member, counts }: Pick<OrderLetter, 'member' | 'counts'>,
): OrderLetter {
  return { order, member, amount: { minor, currency }, at, offer, counts, refundedAt }
}

/** It waits where it belongs: in the group that it names, or in those where its offer ran. */
function show({ state, mail }: ConversionContext, order: string): Answer {
  const { group, offer, member, shownTo, refundedAt, at, minor, currency } = state.ledger.of(order)
  const named = group !== null && state.groups.of(group).isKnown ? [group] : []
  const concerned = group === null && offer !== null ? state.offersKnown.of(offer).groups : named
  const groups = concerned.filter(one => !shownTo.includes(one))
  if (groups.length === 0 || refundedAt !== null) return []
  const letter = { order, amount: { minor, currency }, at, offer, member }
  return [facts.shown({ order, groups }), ...groups.map(one => mail.waits(one, letter))]
}

function tellRefund({ state, mail }: ConversionContext, order: string): Answer {
  const known = state.ledger.of(order)
  const { places, shownTo, member } = known
  const isTheirs = known.isAssigned && member !== null
  return [
    ...(isTheirs ? places.map(group => mail.order(group, letterOf(order, known, { member, counts: false }))) : []),
    ...(isTheirs ? [] : shownTo.map(group => mail.matched(group, { order }))),
  ]
}

// What groups write

/** A group has taken an order in, or does not know whoever bought. One of those that know them counts it. */
export function hearPlaced(context: ConversionContext, letter: Letter<'placed'>, from: GroupId): Answer {
  const { state, mail } = context
  const { order, knows } = letter
  const known = state.ledger.of(order)
  const { member, asked, refundedAt, shownTo } = known
  if (!isOffice(context) || member === null || !asked.includes(from)) return []
  const places = knows ? [...known.places, from] : known.places
  const isLast = asked.length === 1
  const isCounted = known.isCounted || (knows && letter.counts)
  const counting = !isCounted && isLast ? places[0] : undefined
  return [
    facts.placed({ order, group: from, knows }),
    !known.isCounted && isCounted && facts.countedIn({ order, group: from }),
    counting !== undefined && facts.countedIn({ order, group: counting }),
    counting !== undefined && mail.counted(counting, { order }),
    // It was refunded while the letter was under way.
    knows &&
      refundedAt !== null &&
      !letter.isRefunded &&
      mail.order(from, letterOf(order, known, { member, counts: false })),
    ...(knows ? shownTo.filter(group => group !== from).map(group => mail.matched(group, { order })) : []),
    isLast && places.length === 0 && facts.unplaced({ order }),
  ]
}

/** Nobody knows them here: it waits after all. */
export const waitAfterAll = (context: ConversionContext, { order }: { order: string }): Answer => show(context, order)

/** An admin says whose it is, or whoever the shop named has come: as far as that group has been shown it. */
export function hearAssign(
  context: ConversionContext,
  { order, member, isSaid, by }: Letter<'assign'>,
  from: GroupId,
): Answer {
  const known = context.state.ledger.of(order)
  const isAllowed = known.shownTo.includes(from) && (isSaid || known.member === member)
  if (!isOffice(context) || !isAllowed || known.isAssigned || known.refundedAt !== null) return []
  return assign(context, order, { member, candidates: [from], ...(by !== undefined && { by }) })
}

export function hearGroup(context: ConversionContext, from: GroupId): Answer {
  return isOffice(context) && !context.state.groups.of(from).isKnown ? [facts.groupKnown({ group: from })] : []
}

/** The first group that says so has it: a code is made once. */
export function hearCode(context: ConversionContext, { code, member }: Letter<'code'>, from: GroupId): Answer {
  if (!isOffice(context) || context.state.codes.of(code).member !== null) return []
  return [...hearGroup(context, from), facts.codeKnown({ code, member, group: from })]
}

export function hearOffer(context: ConversionContext, { offer }: Letter<'offer'>, from: GroupId): Answer {
  if (!isOffice(context) || context.state.offersKnown.of(offer).groups.includes(from)) return []
  return [...hearGroup(context, from), facts.offerKnown({ offer, group: from })]
}

/** Orders that waited for it to be known. */
export const placeAll = (context: ConversionContext, waiting: readonly string[]): Answer =>
  waiting.flatMap(order => place(context, order))
