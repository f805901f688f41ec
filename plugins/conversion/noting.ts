import { type Instant, MemberId, type Money, operate } from 'bonfire'
import { z } from 'zod'
import { asksLater, thanks } from './after.ts'
import { type Answer, type Asked, isHere } from './context.ts'
import { OrderKey } from './fact-schemas.ts'
import { conversion } from './facts.ts'
import { digitsOf } from './money.ts'
import { payment } from './orders.ts'
import type { OrderShown } from './wordings.ts'

const { facts } = conversion

/** Orders that one answer lists. */
const LISTED_MAX = 20
const TYPED_CHARS_MAX = 200

export const paidArgs = z.object({ member: MemberId, what: z.string().max(TYPED_CHARS_MAX).optional() })
export const Noted = z.object({ order: OrderKey })
export const ordersArgs = z.object({
  what: z.enum(['list', 'match', '列表', '匹配']).optional(),
  number: z.int().min(1).optional(),
  member: MemberId.optional(),
})

// What an admin notes

/** `/paid @member [offer] [amount]`. */
export function notePaid(context: Asked, { member, what = '' }: z.output<typeof paidArgs>): Answer {
  const { state, say, now, undo, anonymous } = context
  const read = readWhat(context, what)
  if (!isHere(context, member)) return [say.paidAbsent({ member })]
  if ('unknown' in read) return [{ ...say.paidUnknown({ typed: read.unknown }), quotes: true as const }]
  const { offer, amount } = read
  if (amount === null) return [say.paidHowMuch()]
  const order = `~${state.group.manual + 1}`
  const paying = { order, member, amount, at: now, offer, counts: true }
  const number = state.group.manual + 1
  return [
    payment(context, paying, anonymous ? {} : { by: context.member }),
    // In the group nothing is said of who has bought.
    operate(context.private ? say.paid({ number, member, amount }) : say.paidHere({ number }), {
      log: say.paidLog({ number }),
      undo: undo.paid({ order }),
    }),
    ...(member === context.member ? [] : thanks(context, paying)),
    ...asksLater(context, order),
  ]
}

type Read = { readonly offer: string | null; readonly amount: Money | null } | { readonly unknown: string }

/** What follows the name: an offer, an amount, both, or nothing. */
function readWhat(context: Asked, what: string): Read {
  const words = what.normalize('NFKC').trim().split(/\s+/u).filter(Boolean)
  const last = words.at(-1)
  const isAmount = last !== undefined && AMOUNT.test(last)
  const named = (isAmount ? words.slice(0, -1) : words).join(' ')
  const offer = named === '' ? null : findOffer(context, named)
  if (offer === undefined) return { unknown: named }
  const price = offer === null ? null : priceOf(context, offer)
  const currency = price?.currency ?? context.config.currency
  return { offer, amount: isAmount ? amountOf(last, currency) : price }
}

/** `9.9`, `¥9.90`, `9.9元`. */
const AMOUNT = /^[¥￥$€£]?(\d{1,7}(?:\.\d{1,3})?)(?:元|块|[A-Za-z]{3})?$/u
/** Null: it has more digits than the currency. */
function amountOf(typed: string, currency: string): Money | null {
  const [, number = ''] = AMOUNT.exec(typed)!
  const [whole = '0', part = ''] = number.split('.')
  const digits = digitsOf(currency)
  return part.length > digits ? null : { minor: Number(`${whole}${part.padEnd(digits, '0')}`), currency }
}

/** By its number in `/offer`, its id, or the end of its id. */
function findOffer({ state, content }: Asked, named: string): string | undefined {
  const known = state.group.open
  const wanted = named.replace(/^#/u, '')
  const byNumber = known.find(offer => String(state.offers.of(offer).run) === wanted)
  if (byNumber !== undefined) return byNumber
  if (content.offer(named) !== undefined || state.offers.has(named)) return named
  const found = known.filter(offer => offer.endsWith(`/${named}`))
  return found.length === 1 ? found[0] : undefined
}

function priceOf({ state, content }: Asked, offer: string): Money | null {
  const price = state.offers.has(offer) ? state.offers.of(offer).price : (content.offer(offer)?.price ?? null)
  return price && { ...price }
}

/** Noted by mistake: nobody has bought anything. */
export function takePaidBack(context: Asked, { order }: z.output<typeof Noted>): Answer {
  const { state, say, now, wakeAt, anonymous } = context
  const { state: is, member, minor, currency, day, offer, run, claim } = state.orders.of(order)
  if (is !== 'paid' || member === null || day === null) return [say.paidGone()]
  const isLast = state.members.of(member).live === 1
  const by = anonymous ? {} : { by: context.member }
  const settled = { order, member, offer, run, claim, amount: { minor, currency } }
  // What was kept for them is kept as long as it would have been.
  const until = claim === null ? null : state.claims.of(claim).until
  const later = Math.max(until ?? 0, now) as Instant
  return [
    facts.takenBack({ ...settled, at: now, day, isLast, ...by }),
    claim !== null && until !== null && wakeAt('release', later, { claim }),
  ]
}

// Orders

/** `/orders`, and `/orders match 2 @member`. */
export function handleOrders(context: Asked, { what, number, member }: z.output<typeof ordersArgs>): Answer {
  const { say } = context
  if (what !== 'match' && what !== '匹配') return [listOrders(context)]
  if (number === undefined || member === undefined) return [say.matchHow()]
  return match(context, number, member)
}

/** Who bought what is told in private only. */
function listOrders(context: Asked) {
  const { state, say } = context
  const { orders, refunds, recent, source } = state.group
  const waiting = state.unmatched.size
  const counts = { orders, refunds, waiting, source }
  if (!context.private) return say.ordersHere(counts)
  const latest = recent.toReversed().map((order): OrderShown => {
    const { member, minor, currency, day, state: is, offer } = state.orders.of(order)
    return { order, member: member!, amount: { minor, currency }, day: day!, isPaid: is === 'paid', offer }
  })
  return say.orders({ ...counts, latest, unmatched: unmatchedOf(context) })
}

function unmatchedOf({ state, calendar }: Asked) {
  return [...state.unmatched.each()].slice(0, LISTED_MAX).map(([order, { number, minor, currency, at, offer }]) => ({
    ...{ order: String(order), number, amount: { minor, currency }, day: calendar.dayOf(at), offer },
  }))
}

/** The office decides: somebody else may have been quicker. What comes of it is told to the owner like any order. */
function match(context: Asked, number: number, member: MemberId): Answer {
  const { state, say, mail, orderOffice, anonymous } = context
  const found = [...state.unmatched.each()].find(([, row]) => row.number === number)
  if (found === undefined) return [say.noSuchWaiting({ number })]
  const by = anonymous ? {} : { by: context.member }
  return [
    mail.assign(orderOffice, { order: String(found[0]), member, isSaid: true, ...by }),
    operate(say.matching({ number }), { log: say.matchedLog({ number }) }),
  ]
}
