import { type Money, safeName } from 'bonfire'
import type { inChinese } from './in-chinese.ts'
import { moneyText } from './money.ts'
import { type Clock, isNoted, lines, type OfferLine, type OwnClaim, type Terms, type Words } from './wordings.ts'

const money = (amount: Money): string => moneyText('en-US', amount)

const KINDS = {
  'trial-price': 'trial price',
  coupon: 'coupon',
  'flash-sale': 'for a short time',
  'first-n': 'first come, first served',
  'buy-one-get-one': 'buy one, get one',
} as const
const SOURCES = { none: 'none declared', shop: 'the shop tells us', manual: 'admins note them' } as const

const wordsOf = (p: Words) => [p.for !== null && `For: ${p.for}`, p.exclusive !== null && `Why you: ${p.exclusive}`]

function factsOf({ price, left, until }: Pick<OfferLine, 'price' | 'left' | 'until'>): string {
  const parts = [
    price && money(price),
    left !== null && (left > 0 ? `${left} left` : 'none left'),
    `open until ${until}`,
  ]
  return parts.filter(Boolean).join(', ')
}

function whyNot(hindrance: OfferLine['hindrance'], terms: Terms): string {
  const { newcomerDays, memberDays, streakDays, perMember } = terms
  switch (hindrance) {
    case 'newcomers':
      return `it is for people who came in the last ${days(newcomerDays)}`
    case 'members':
      return `it is for people who have been here for ${days(memberDays)}`
    case 'streak':
      return streakDays === 1
        ? 'it is for people who have checked in'
        : `it is for people who have checked in on ${days(streakDays)} in a row`
    case 'bought':
      return 'you have bought it already'
    case 'had':
      return `you have it already, and it is ${perMember} for each`
    case 'lapsed':
      return 'one was kept for you and not paid in time, so none is kept again; paying for it counts all the same'
    case 'sold-out':
      return 'there are none left; what others do not pay for comes back'
    default:
      return ''
  }
}
const days = (count: number | null): string => (count === 1 ? '1 day' : `${count ?? 'some'} days`)

const offerLines = (p: OfferLine): string =>
  lines(
    `${p.number}. ${p.title} (${KINDS[p.kind]})`,
    ...wordsOf(p),
    factsOf(p),
    p.hindrance !== null && p.hindrance !== 'closed' && `Not for now: ${whyNot(p.hindrance, p.terms)}.`,
  )
const mineLine = (p: OwnClaim): string => {
  const is = p.isPaid
    ? 'paid'
    : p.until === null
      ? 'yours'
      : `${p.isKept ? 'kept for you' : 'wanted, open'} until ${p.until}`
  return `· ${p.title}: ${is}${p.code === null ? '' : `, code ${p.code}`}`
}
const clockLines = (p: Clock): string =>
  lines(`For newcomers: ${p.title}`, ...wordsOf(p), factsOf({ ...p, left: null }))

const orderName = (order: string): string => (isNoted(order) ? `note ${order.slice(1)}` : order)
const forTitle = (title: string | null): string => (title === null ? '' : ` (${title})`)
const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`

export const inEnglish: typeof inChinese = {
  ownLink: () => 'My link, in private',

  noOffers: () => 'No offer is open. When one is, it is posted here, and /offer shows it.',
  offers: p =>
    [
      ...p.lines.map(offerLines),
      ...(p.clock === null ? [] : [clockLines(p.clock)]),
      ...(p.mine.length === 0 ? [] : [lines('Yours:', ...p.mine.map(mineLine))]),
      ...(p.example === null ? [] : [`If you would like one, send /offer ${p.example}. If not, that is fine.`]),
    ].join('\n\n'),
  privately: p => `${p.title}: none was kept for you. Send me /offer in private to see why.`,
  closed: () => 'That offer is not open. Send /offer to see what is.',
  cannot: p => `${p.title}: ${whyNot(p.hindrance, p)}.`,
  taken: p =>
    lines(
      p.until === null
        ? `${p.title} is yours.`
        : p.isKept
          ? `${p.title}: one is kept for you until ${p.until}.`
          : `${p.title}: noted that you want one. It is open until ${p.until}.`,
      p.code !== null && `Code: ${p.code}`,
      p.code === null && p.hasCode && 'The code is for you alone: send me /offer in private.',
      p.hasLinks
        ? 'The buttons below take you on.'
        : p.isByHand
          ? 'The owner sees it, and tells you how to pay.'
          : 'What to do next stands in the offer.',
      p.until !== null && p.isKept && 'If it is not paid by then it goes back by itself; there is nothing to do.',
    ),
  coupon: p => `The code of ${p.title}: ${p.code}`,
  wanted: (p, { name }) =>
    `${p.count} ${p.count === 1 ? 'wants' : 'want'} one: ${p.wanting.map(one => `${name(one.member)} (${one.title})`).join(', ')}${p.count > p.wanting.length ? ' and others' : ''}. Please tell them how to pay; once they have, note it with /paid @member #offer.`,
  released: p => `The one of ${p.title} that was kept for you has gone back, as its time was over: others can have it.`,

  opened: p =>
    lines(
      `An offer is open: ${p.title} (${KINDS[p.kind]})`,
      ...wordsOf(p),
      factsOf(p),
      `If you would like one, send /offer ${p.number}. If not, nothing is needed; /quiet stops these.`,
    ),
  firstOrder: p =>
    lines(
      'Welcome. There is something for newcomers only:',
      p.title,
      ...wordsOf(p),
      factsOf({ ...p, left: null }),
      'I say this once.',
    ),

  ordered: (p, { name }) =>
    `New order ${orderName(p.order)}: ${name(p.member)}, ${money(p.amount)}${forTitle(p.title)}.`,
  refunded: (p, { name }) =>
    `Order ${orderName(p.order)} was refunded: ${name(p.member)}, ${money(p.amount)}${forTitle(p.title)}.`,
  thanks: p =>
    `Your order has arrived: ${money(p.amount)}${forTitle(p.title)}. Thank you. If anything is wrong, the owner helps.`,
  howWasIt: p =>
    `Your order${forTitle(p.title)} was some days ago. How is it? One press is enough, and no answer is fine too.`,
  feltGood: () => 'Good',
  feltSoSo: () => 'So-so',
  feltProblem: () => 'A problem',
  heard: p =>
    p.how === 'problem'
      ? 'Understood. The owner has been told, and somebody will write to you.'
      : p.how === 'good'
        ? 'Glad to hear it. Thank you for telling us.'
        : 'Thank you for being frank. It is noted.',
  notAsked: () => 'There is no question for you to answer. An admin can help with anything else.',
  feedbackHow: () => 'Choose one: /feedback good, /feedback so-so, or /feedback problem.',
  problem: (p, { name }) =>
    `${name(p.member)} says that there is a problem with order ${orderName(p.order)}${forTitle(p.title)}. Please write to them soon.`,

  waits: p =>
    `An order of ${money(p.amount)} is of somebody unknown (number ${p.number}). If you know whose it is, send /orders match ${p.number} @member. /orders in private shows them.`,
  ordersHere: p =>
    lines(
      `${count(p.orders, 'order')}, ${count(p.refunds, 'refund')}; of ${p.waiting} nobody knows whose they are.`,
      'Send me /orders in private for the details.',
    ),
  orders: (p, { name }) =>
    lines(
      `${count(p.orders, 'order')}, ${count(p.refunds, 'refund')}. Source: ${SOURCES[p.source]}.`,
      ...p.latest.map(
        one =>
          `· ${orderName(one.order)}, ${one.day.slice(5)}, ${name(one.member)}, ${money(one.amount)}${one.isPaid ? '' : ', refunded'}${one.by === null ? '' : `, noted by ${name(one.by)}`}`,
      ),
      p.unmatched.length > 0 && `Of ${p.waiting} nobody knows whose they are:`,
      ...p.unmatched.map(
        one =>
          `${one.number}. ${one.order}, ${one.day.slice(5)}, ${money(one.amount)}${one.isSaid ? ' (on its way)' : ''}`,
      ),
      p.unmatched.length > 0 &&
        `If you know, send /orders match ${p.unmatched[0]!.number} @member in the group; /orders dismiss ${p.unmatched[0]!.number} when it is not of this group.`,
      p.kept.length > 0 && 'Taken and not paid:',
      ...p.kept.map(one => `· ${name(one.member)}, ${one.title}`),
    ),
  matchHow: () => 'Say which one and whose: /orders match 2 @member. /orders shows them.',
  matching: p =>
    `Number ${p.number} will be matched in 10 minutes; until then /undo takes it back. The owner hears in private when it is.`,
  matchAbsent: (p, { name }) =>
    `${name(p.member)} has never been in this group, so nothing was matched. Please look whom you mean.`,
  matchGone: () => 'It has been matched already, so there is nothing to take back.',
  dismissHow: () => 'Say which one: /orders dismiss 2. /orders shows them.',
  dismissing: p => `Number ${p.number} will not wait here any more in 10 minutes; until then /undo takes it back.`,
  dismissedLog: p => `order number ${p.number} is not of this group`,
  matchedLog: p => `order number ${p.number} matched`,
  noSuchWaiting: p => `No order number ${p.number} waits to be matched. /orders shows those that do.`,

  paid: (p, { name }) => `Noted: ${name(p.member)} has paid ${money(p.amount)} (note ${p.number}).`,
  paidHere: p => `Noted (note ${p.number}).`,
  paidLog: p => `a payment noted (note ${p.number})`,
  paidAbsent: (p, { name }) =>
    `${name(p.member)} is not in the group, so nothing was noted. Please look whom you mean.`,
  paidUnknown: p =>
    `There is no offer "${safeName(p.typed)}", so nothing was noted. Use its number, as in #1, which /offer shows; /paid @member 9.9 notes an amount alone.`,
  surePaid: (p, { name }) =>
    `${p.isAgain ? `${name(p.member)} has paid for this already, as often as it is meant for one. ` : ''}Really note ${money(p.amount)} for ${name(p.member)}?`,
  surePaidHere: p => `${money(p.amount)}: please look once more. Really note it?`,
  paidCurrency: p => `Nothing was noted: amounts are in ${p.currency} here. Write 9.9, or 9.9${p.currency}.`,
  paidAmount: p =>
    `Nothing was noted: write the amount as 9.9, above 0 and up to ${p.max}, with ${p.digits} digits behind the point at most (${p.currency}).`,
  paidHowMuch: () => 'Nothing was noted: please add the amount, as in /paid @member 9.9.',
  paidGone: () => 'It does not count any more, so there is nothing to take back.',

  stats: p =>
    p.source === 'none' && p.orders === 0
      ? 'Orders: no source is declared, so nobody knows whether somebody bought'
      : `${count(p.orders, 'order')}, ${count(p.refunds, 'refund')}, revenue ${p.amounts.length === 0 ? '0' : p.amounts.map(money).join(', ')}; ${count(p.buyers, 'buyer')} (${p.members} members now)${p.waiting > 0 ? `; of ${p.waiting} nobody knows whose they are` : ''}`,
  standing: p =>
    `Offers open: ${p.open}. Orders: ${SOURCES[p.source]}${p.source === 'none' ? ', so nobody knows whether somebody bought' : `, ${count(p.buyers, 'buyer')}`}${p.waiting > 0 ? `, of ${p.waiting} nobody knows whose they are` : ''}`,
}
