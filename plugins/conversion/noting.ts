import { type Instant, MemberId, Money, membership, OrderId, operate, question } from 'bonfire'
import { z } from 'zod'
import { asksLater, tellOwner, thanks } from './after.ts'
import { type Answer, type Asked, isHere } from './context.ts'
import { OrderKey } from './fact-schemas.ts'
import { conversion } from './facts.ts'
import { amountIn, digitsOf, seemsAmount, WRITTEN_MAX } from './money.ts'
import { payment } from './orders.ts'

const { facts } = conversion

/** From so much on it is asked first, in whole units of the currency: nobody means 99,999 for 9.99. */
const ASKED_FROM = 10_000
const TYPED_CHARS_MAX = 200

export const paidArgs = z.object({ member: MemberId, what: z.string().max(TYPED_CHARS_MAX).optional() })
export const Noted = z.object({ order: OrderKey })
/** What is noted once it has been confirmed. */
export const Noting = z.object({ member: MemberId, offer: OrderId.nullable(), amount: Money })
type Noting = z.output<typeof Noting>

// What an admin notes

/** `/paid @member [offer] [amount]`. */
export function notePaid(context: Asked, { member, what = '' }: z.output<typeof paidArgs>): Answer {
  const { say, confirm } = context
  const read = readWhat(context, what)
  if (!isHere(context, member)) return [say.paidAbsent({ member })]
  if ('refusal' in read) return [read.refusal]
  const { offer, amount } = read
  if (amount === null) return [say.paidHowMuch()]
  const isMuch = amount.minor >= ASKED_FROM * 10 ** digitsOf(amount.currency)
  const isAgain = offer !== null && boughtOf(context, member, offer) >= context.state.offers.of(offer).perMember
  if (!isMuch && !isAgain) return noteNow(context, { member, offer, amount })
  // In the group nothing is said of who has bought, nor whether.
  const sure = context.private ? say.surePaid({ member, amount, isAgain }) : say.surePaidHere({ amount })
  return [question(sure, confirm.paid({ member, offer, amount }))]
}

const boughtOf = ({ state }: Asked, member: MemberId, offer: string): number => {
  const { bought } = state.members.of(member)
  return Object.hasOwn(bought, offer) ? bought[offer]! : 0
}

export function noteNow(context: Asked, { member, offer, amount }: Noting): Answer {
  const { state, say, now, undo, anonymous, read } = context
  if (!isHere(context, member)) return [say.paidAbsent({ member })]
  const number = state.group.manual + 1
  const order = `~${number}`
  const paying = { order, member, amount, at: now, offer, counts: true }
  const isOwner = !anonymous && read(membership).group.owner === context.member
  return [
    payment(context, paying, anonymous ? {} : { by: context.member }),
    // In the group nothing is said of who has bought.
    operate(context.private ? say.paid({ number, member, amount }) : say.paidHere({ number }), {
      log: say.paidLog({ number }),
      undo: undo.paid({ order }),
    }),
    // Whoever answers for the group sees what others note.
    !isOwner && tellOwner(context, paying),
    ...(member === context.member ? [] : thanks(context, paying)),
    ...asksLater(context, order),
  ]
}

type Refusal = ReturnType<Asked['say']['paidHowMuch']>
type Read = { readonly offer: string | null; readonly amount: Money | null } | { readonly refusal: Refusal }

/** What follows the name: an offer, an amount, both, or nothing. */
function readWhat(context: Asked, what: string): Read {
  const { say } = context
  // 「5 元」 is one amount.
  const words = what
    .normalize('NFKC')
    .trim()
    .replace(/(?<=\d)\s+(?=(?:元|块|[A-Za-z]{3})$)/u, '')
    .split(/\s+/u)
    .filter(Boolean)
  const last = words.at(-1)
  const isAmount = last !== undefined && seemsAmount(last) && !isName(context, words.join(' '))
  const named = (isAmount ? words.slice(0, -1) : words).join(' ')
  const offer = named === '' ? null : findOffer(context, named)
  if (offer === undefined) return { refusal: { ...say.paidUnknown({ typed: named }), quotes: true as const } }
  const price = offer === null ? null : priceOf(context, offer)
  const currency = price?.currency ?? context.config.currency
  if (!isAmount) return { offer, amount: price }
  const amount = amountIn(last, currency)
  if (amount === 'other-currency') return { refusal: say.paidCurrency({ currency }) }
  if (amount === 'unreadable')
    return { refusal: say.paidAmount({ currency, digits: digitsOf(currency), max: WRITTEN_MAX }) }
  return { offer, amount }
}

/** The name of an offer may look like an amount: `7d`. Its number alone is one. */
const isName = (context: Asked, named: string): boolean =>
  !/^\d+$/u.test(named) && findOffer(context, named) !== undefined

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
