import { type EventOf, type GroupId, type Instant, MemberId } from 'bonfire'
import { z } from 'zod'
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
  if (!isOffice(context) || (type === 'paid' ? known.isPaid : known.refund !== null)) return []
  // Whose it is stands with the payment: who has been erased since is not written down again.
  if (type === 'refunded') return [facts.received({ order: id, type, at, amount, ...NOBODY })]
  // People type codes as they like.
  const code = 'code' in buyer ? buyer.code.toUpperCase() : null
  const member = 'code' in buyer ? null : MemberId.parse(`${buyer.platform}:${buyer.userId}`)
  const asked = knownIn && { knownIn: knownIn.slice(0, GROUPS_MAX) }
  return [facts.received({ order: id, type, at, amount, member, code, group, offer, ...asked })]
}

const NOBODY = { member: null, code: null, group: null, offer: null }

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
  const member = known.named ?? ofCode?.member ?? null
  if (member === null) return show(context, order)
  const meant = candidatesOf(context, known, ofCode?.group ?? null)
  const candidates = meant.length > 0 ? meant : anyThatHear(context, known)
  return candidates.length === 0 ? show(context, order) : assign(context, order, { member, candidates })
}

/** A shop may err in the group: those that know the buyer are asked before an order waits. */
export function placeElsewhere(context: ConversionContext, { order }: { order: string }): Answer {
  const known = context.state.ledger.of(order)
  const member = known.named ?? (known.code === null ? null : context.state.codes.of(known.code).member)
  const candidates = anyThatHear(context, known).filter(group => !known.strangeTo.includes(group))
  return member === null || candidates.length === 0
    ? show(context, order)
    : assign(context, order, { member, candidates })
}

/** Who buys is no matter of a group that declares no orders, be the buyer in it or not: only of one that does. */
function anyThatHear({ state }: ConversionContext, { knownIn }: OfficeOrder): readonly GroupId[] {
  const all = knownIn ?? [...state.groups.each()].map(([group]) => group)
  return all.filter(group => state.groups.of(group).source !== 'none')
}

/**
 * The groups that are asked first, and the one that is to count it first of all: the one that the order names, that of
 * the link, those in which the offer ran. Whoever is known there is a buyer there.
 */
function candidatesOf({ state }: ConversionContext, order: OfficeOrder, ofCode: GroupId | null): readonly GroupId[] {
  const { group, offer, knownIn } = order
  const isKnown = (one: GroupId) => knownIn?.includes(one) === true
  const named = group === null ? [] : [group]
  const ofLink = ofCode === null ? [] : [ofCode]
  const ranIt = group !== null || offer === null ? [] : state.offersKnown.of(offer).groups
  return [...new Set([...named, ...ofLink, ...(knownIn === null || ofCode ? ranIt : ranIt.filter(isKnown))])]
}

interface Assigning {
  readonly member: MemberId
  readonly candidates: readonly GroupId[]
  readonly said?: { readonly isSaid: true; readonly by?: MemberId }
}
function assign({ state, mail }: ConversionContext, order: string, { member, candidates, said }: Assigning): Answer {
  const known = state.ledger.of(order)
  return [
    facts.assigned({ order, member, candidates: [...candidates], code: known.code, ...said }),
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
  const { group, offer, named, shownTo, refundedAt, at, minor, currency } = state.ledger.of(order)
  const ofOffer = offer === null ? [] : state.offersKnown.of(offer).groups
  const concerned = group === null ? ofOffer : [group]
  const groups = concerned.filter(one => !shownTo.includes(one))
  if (refundedAt !== null) return []
  const isLost = named !== null && !state.strangers.of(named).waiting.includes(order)
  const letter = { order, amount: { minor, currency }, at, offer, member: named }
  return [
    isLost && facts.nowhere({ order, member: named }),
    groups.length > 0 && facts.shown({ order, groups }),
    ...groups.map(one => mail.waits(one, letter)),
  ]
}

function tellRefund({ state, mail }: ConversionContext, order: string): Answer {
  const known = state.ledger.of(order)
  const { places, shownTo, member, refundedAt } = known
  if (refundedAt === null) return []
  const isTheirs = known.isAssigned && member !== null
  const waiting = shownTo.filter(group => !places.includes(group))
  return [
    ...(isTheirs ? places.map(group => mail.order(group, letterOf(order, known, { member, counts: false }))) : []),
    ...waiting.map(group => mail.matched(group, { order })),
  ]
}

// What groups write

/** A group has taken an order in, or does not know whoever bought. One of those that know them counts it. */
export function hearPlaced(context: ConversionContext, letter: Letter<'placed'>, from: GroupId): Answer {
  const { state, mail } = context
  const { order, knows } = letter
  const known = state.ledger.of(order)
  const { member, asked, refundedAt, shownTo, isSaid } = known
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
    // What one group says of it does not end the waiting of another, which may know better.
    ...(knows && !isSaid ? shownTo.filter(group => group !== from).map(group => mail.matched(group, { order })) : []),
    isLast && places.length === 0 && facts.unplaced({ order }),
  ]
}

/**
 * An admin says whose it is, or whoever the shop named has come: as far as that group has been shown it. What several
 * groups were shown counts in the first that says so; where another says something else, its member is a buyer there.
 */
export function hearAssign(
  context: ConversionContext,
  { order, member, isSaid, by }: Letter<'assign'>,
  from: GroupId,
): Answer {
  const known = context.state.ledger.of(order)
  const { shownTo, named, isAssigned, asked, places, refundedAt } = known
  const isAllowed = shownTo.includes(from) && (isSaid || named === member)
  if (!isOffice(context) || !isAllowed || refundedAt !== null) return []
  const said = by === undefined ? {} : { by }
  if (!isAssigned) {
    const others = isSaid ? shownTo.filter(group => group !== from) : []
    return assign(context, order, {
      ...{ member, candidates: [from, ...others] },
      ...(isSaid && { said: { isSaid: true, ...said } }),
    })
  }
  if (asked.includes(from) || places.includes(from)) return []
  const letter = letterOf(order, known, { member, counts: false })
  return [facts.askedToo({ order, member, group: from, ...said }), context.mail.order(from, letter)]
}

export function hearGroup(context: ConversionContext, { source }: Letter<'group'>, from: GroupId): Answer {
  const known = context.state.groups.of(from)
  const isNew = !known.isKnown || (source !== undefined && source !== known.source)
  return isOffice(context) && isNew ? [facts.groupKnown({ group: from, ...(source !== undefined && { source }) })] : []
}

/** The first group that says so has it: a code is made once. */
export function hearCode(context: ConversionContext, { code, member }: Letter<'code'>, from: GroupId): Answer {
  if (!isOffice(context) || context.state.codes.of(code).member !== null) return []
  return [...hearGroup(context, {}, from), facts.codeKnown({ code, member, group: from })]
}

export function hearOffer(context: ConversionContext, { offer }: Letter<'offer'>, from: GroupId): Answer {
  if (!isOffice(context) || context.state.offersKnown.of(offer).groups.includes(from)) return []
  return [...hearGroup(context, {}, from), facts.offerKnown({ offer, group: from })]
}

/** Whoever paid first and comes afterwards: it is theirs, where orders are heard of. */
export function hearCame(context: ConversionContext, { member }: Letter<'came'>, from: GroupId): Answer {
  const { ledger, groups, strangers } = context.state
  if (!isOffice(context) || groups.of(from).source === 'none') return []
  const theirs = strangers.of(member).waiting.filter(order => {
    const { named, isAssigned, refundedAt } = ledger.of(order)
    return named === member && !isAssigned && refundedAt === null
  })
  return theirs.slice(0, AT_ONCE_MAX).flatMap(order => assign(context, order, { member, candidates: [from] }))
}

/** Orders that are placed at once. The others follow. */
const AT_ONCE_MAX = 40
const NEXT_AFTER_MS = 1_000

export const Placing = z.object({ of: z.enum(['code', 'offer']), id: z.string().max(128), from: z.int().min(0) })
/** Orders that waited for it to be known. */
export function placeAll(context: ConversionContext, { of, id, from }: z.output<typeof Placing>): Answer {
  const { state, now, wakeAt } = context
  const { waiting } = of === 'code' ? state.codes.of(id) : state.offersKnown.of(id)
  const next = from + AT_ONCE_MAX
  return [
    ...waiting.slice(from, next).flatMap(order => place(context, order)),
    next < waiting.length && wakeAt('place', (now + NEXT_AFTER_MS) as Instant, { of, id, from: next }),
  ]
}
