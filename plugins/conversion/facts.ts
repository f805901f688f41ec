import { defineSlice, type GroupId, type Instant, type LocalDay, type MemberId, type SliceState } from 'bonfire'
import { GROUPS_MAX, groupFacts, officeFacts } from './fact-schemas.ts'
import {
  addRevenue,
  newCustomer,
  newDay,
  newOffer,
  newOfficeOrder,
  newTotals,
  type OrderSource,
  openOffer,
  pay,
  raise,
  settleRefund,
  takeOff,
  unpay,
} from './records.ts'

/** How long figures per day are kept, in hours. */
const DAYS_KEPT_HOURS = 400 * 24
/** Orders that may wait for one code, offer or person to be known. More of them wait until they are matched by hand. */
const WAITING_MAX = 1_000
/** How many of the last orders are named. */
const ORDERS_LISTED_MAX = 10

/** Offers and orders. In a group what became of them there; in the office what the shop said, and whose it is. */
export const conversion = defineSlice({
  name: 'conversion',
  facts: { ...groupFacts, ...officeFacts },
  tables: table => ({
    offers: table({
      by: 'offer',
      initial: newOffer,
      reduce: {
        offerOpened: openOffer,
        offerClosed: (offer, { run }) => {
          if (offer.run === run) offer.isOpen = false
        },
        taken: (offer, { run }) => {
          if (offer.run === run) offer.held += 1
        },
        released: (offer, { run }) => {
          if (offer.run === run) offer.held -= 1
        },
        paid: (offer, { run, claim }) => {
          if (offer.run === run && claim === null) offer.sold += 1
        },
        refunded: (offer, { run, claim }) => {
          if (offer.run === run && claim === null) offer.sold -= 1
        },
        takenBack: (offer, { run, claim }) => {
          if (offer.run === run && claim === null) offer.sold -= 1
        },
        unmatched: (offer, { run }) => {
          if (offer.run === run) offer.waiting += 1
        },
        matchedElsewhere: (offer, { run }) => {
          if (offer.run === run) offer.waiting -= 1
        },
      },
    }),
    claims: table({
      by: 'claim',
      initial: () => ({
        member: null as MemberId | null,
        offer: '',
        run: 0,
        at: 0 as Instant,
        until: null as Instant | null,
        code: null as string | null,
        state: 'held' as 'held' | 'paid' | 'released',
      }),
      reduce: {
        taken: (claim, { member, offer, run, at, until, code }) => {
          Object.assign(claim, { member, offer, run, at, until, code })
        },
        released: claim => {
          claim.state = 'released'
        },
        paid: claim => {
          claim.state = 'paid'
        },
        takenBack: claim => {
          claim.state = 'held'
        },
      },
    }),
    members: table({
      by: 'member',
      initial: newCustomer,
      reduce: {
        coded: (customer, { code }) => {
          customer.code = code
        },
        taken: (customer, { claim, run }) => {
          customer.claims.push(claim)
          customer.taken[run] = (customer.taken[run] ?? 0) + 1
        },
        released: (customer, { claim, run, reason }) => {
          if (reason === 'unpaid') customer.lapsed.push(run)
          customer.claims = customer.claims.filter(held => held !== claim)
          raise(customer.taken, run, -1)
        },
        paid: pay,
        refunded: unpay,
        takenBack: unpay,
        clockStarted: (customer, { offer, until }) => {
          customer.clock = { offer, until, isTold: false }
        },
        clockTold: customer => {
          if (customer.clock) customer.clock.isTold = true
        },
        unmatched: (customer, { order }) => {
          if (customer.awaited.length < WAITING_MAX) customer.awaited.push(order)
        },
        asked: (customer, { order }) => {
          customer.asked = order
        },
        felt: customer => {
          customer.felt += 1
          customer.asked = null
        },
      },
    }),
    /** For ever: the same order is never counted again. */
    orders: table({
      by: 'order',
      initial: () => ({
        member: null as MemberId | null,
        offer: null as string | null,
        run: null as number | null,
        claim: null as number | null,
        minor: 0,
        currency: '',
        at: 0 as Instant,
        day: null as LocalDay | null,
        source: 'shop' as 'shop' | 'manual',
        by: null as MemberId | null,
        counts: false,
        state: 'none' as 'none' | 'paid' | 'refunded' | 'taken-back',
        felt: null as 'good' | 'so-so' | 'problem' | null,
      }),
      reduce: {
        paid: (order, { amount, by = null, ...paid }) => {
          const { member, offer, run, claim, at, day, source, counts } = paid
          const { minor, currency } = amount
          Object.assign(order, {
            member,
            offer,
            run,
            claim,
            minor,
            currency,
            at,
            day,
            source,
            by,
            counts,
            state: 'paid',
          })
        },
        counted: order => {
          order.counts = true
        },
        refunded: order => {
          order.state = 'refunded'
        },
        takenBack: order => {
          order.state = 'taken-back'
        },
        felt: (order, { how }) => {
          order.felt = how
        },
      },
    }),
    /** Orders that wait to be matched, oldest first. */
    unmatched: table({
      by: 'order',
      initial: () => ({
        number: 0,
        offer: null as string | null,
        run: null as number | null,
        minor: 0,
        currency: '',
        at: 0 as Instant,
        /** What admins say of it. */
        said: null as { member: MemberId | null; by: MemberId | null } | null,
      }),
      reduce: {
        waitingSaid: (row, { member, by = null }) => {
          row.said = { member, by }
        },
        waitingUnsaid: row => {
          row.said = null
        },
        unmatched: (row, { number, offer, run, amount, at }) => {
          Object.assign(row, { number, offer, run, ...amount, at })
        },
      },
      removedBy: ['matchedElsewhere'],
    }),
    /** Orders that wait no more, should the letter that they wait be read after that one. */
    settled: table({
      by: 'order',
      initial: () => ({ isSettled: true }),
      reduce: { matchedElsewhere: () => {} },
    }),
    /** For figures. */
    days: table({
      by: 'day',
      keep: { hours: DAYS_KEPT_HOURS },
      initial: newDay,
      reduce: {
        paid: (day, { counts, amount }) => {
          if (counts) addRevenue(day, amount, 1)
        },
        counted: (day, { amount }) => addRevenue(day, amount, 1),
        refunded: (day, { counts, amount }) => {
          if (counts) takeOff(day, amount)
        },
        refundCounted: (day, { amount }) => takeOff(day, amount),
        takenBack: (day, { amount }) => addRevenue(day, amount, -1),
        felt: (day, { how }) => {
          day.felt[how] += 1
        },
      },
    }),

    // In the office

    /** By order, for ever: whatever the shop says again is known. */
    ledger: table({
      by: 'order',
      initial: newOfficeOrder,
      reduce: {
        received: (order, { type, at, amount, member, code, group, offer, knownIn }) => {
          if (type === 'refunded') order.refund = { at, ...amount }
          else {
            const said = { at, ...amount, named: member, code, group, offer, knownIn: knownIn ?? null }
            Object.assign(order, said, { isPaid: true })
          }
          settleRefund(order)
        },
        assigned: (order, { member, candidates, isSaid = false }) => {
          Object.assign(order, { member, isAssigned: true, isSaid, asked: [...candidates] })
        },
        askedToo: (order, { group }) => {
          order.asked.push(group)
        },
        placed: (order, { group, knows }) => {
          order.asked = order.asked.filter(asked => asked !== group)
          if (knows) order.places.push(group)
          else if (!order.strangeTo.includes(group)) order.strangeTo.push(group)
        },
        countedIn: order => {
          order.isCounted = true
        },
        unplaced: order => {
          order.isAssigned = false
          order.member = null
        },
        shown: (order, { groups }) => {
          order.shownTo = [...order.shownTo, ...groups]
        },
      },
    }),
    codes: table({
      by: 'code',
      initial: () => ({ member: null as MemberId | null, group: null as GroupId | null, waiting: [] as string[] }),
      reduce: {
        codeKnown: (row, { member, group }) => {
          row.member = member
          row.group = group
        },
        received: (row, fact) => {
          if (row.member === null && fact.type === 'paid') wait(row, fact.order)
        },
      },
    }),
    offersKnown: table({
      by: 'offer',
      initial: () => ({ groups: [] as GroupId[], waiting: [] as string[] }),
      reduce: {
        received: (row, fact) => {
          if (row.groups.length === 0 && fact.type === 'paid') wait(row, fact.order)
        },
        offerKnown: (row, { group }) => {
          if (row.groups.length < GROUPS_MAX) row.groups.push(group)
        },
      },
    }),
    /** Whom a shop named and no group knows: they may come. */
    strangers: table({
      by: 'member',
      initial: () => ({ waiting: [] as string[] }),
      reduce: {
        nowhere: (row, { order }) => wait(row, order),
      },
    }),
    groups: table({
      by: 'group',
      initial: () => ({ isKnown: false, source: 'none' as OrderSource }),
      reduce: {
        groupKnown: (row, { source }) => {
          row.isKnown = true
          if (source !== undefined) row.source = source
        },
      },
    }),
  }),
  group: {
    initial: newTotals,
    reduce: {
      sourceDeclared: (totals, { source }) => {
        totals.source = source
      },
      offerOpened: (totals, { offer, run }) => {
        totals.runs = run
        totals.open = [...totals.open.filter(other => other !== offer), offer]
      },
      offerClosed: (totals, { offer }) => {
        totals.open = totals.open.filter(other => other !== offer)
      },
      unmatched: (totals, { number }) => {
        totals.unmatched = number
      },
      taken: (totals, { claim }) => {
        totals.claims = claim
      },
      paid: (totals, { order, counts, isFirst, amount, source }) => {
        totals.recent = [...totals.recent, order].slice(-ORDERS_LISTED_MAX)
        if (counts) addRevenue(totals, amount, 1)
        if (isFirst) totals.buyers += 1
        if (source === 'manual') totals.manual += 1
      },
      counted: (totals, { amount }) => addRevenue(totals, amount, 1),
      refunded: (totals, { counts, isLast, amount }) => {
        if (isLast) totals.buyers -= 1
        if (counts) takeOff(totals, amount)
      },
      refundCounted: (totals, { amount }) => takeOff(totals, amount),
      takenBack: (totals, { amount, isLast }) => {
        if (isLast) totals.buyers -= 1
        addRevenue(totals, amount, -1)
      },
    },
  },
})

function wait(row: { waiting: string[] }, order: string): void {
  if (row.waiting.length < WAITING_MAX && !row.waiting.includes(order)) row.waiting.push(order)
}

export type ConversionState = SliceState<typeof conversion>

/** Whether they have paid an order that has not been refunded. */
export const isBuyer = (state: ConversionState, member: MemberId): boolean => state.members.of(member).live > 0
/** How many have, those who have left included. */
export const buyersIn = (state: ConversionState): number => state.group.buyers
/** Paid orders for this group, or for offers that ran here, of which nobody knows whose they are. */
export const unmatchedIn = (state: ConversionState): number => state.unmatched.size
/** Whether the group hears of orders at all: without, that nobody bought is not known. */
export const hasOrderSource = ({ orders }: { readonly orders: OrderSource }): boolean => orders !== 'none'
