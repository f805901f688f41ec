import { days, definePlugin, membership, plans, posts } from 'bonfire'
import { z } from 'zod'
import { attendance } from '../check-in/facts.ts'
import { askDue, askHowItWas, feedbackArgs, hearFeedback, ifStillPaid } from './after.ts'
import { conversionConfig } from './config.ts'
import { buyers, offers, ordered, ordersPerDay, unmatched, unseen } from './dashboard.ts'
import { declareSource } from './declaring.ts'
import { Number1, OrderKey } from './fact-schemas.ts'
import { conversion } from './facts.ts'
import { figuresOf, standingOf } from './figures.ts'
import { toGroup, toOffice } from './letters.ts'
import { doAsSaid, handleOrders, OfWaiting, ordersArgs, unsay } from './matching.ts'
import { messages } from './messages.ts'
import { paidText } from './money.ts'
import { firstOrderDue, startClock, tellClock } from './newcomers.ts'
import { Noted, Noting, noteNow, notePaid, paidArgs, takePaidBack } from './noting.ts'
import { closeOffer, closeUnsent, openOffer } from './offers.ts'
import {
  followUp,
  hearAssign,
  hearCame,
  hearCode,
  hearGroup,
  hearOffer,
  hearPlaced,
  Placing,
  placeAll,
  placeElsewhere,
  receiveOrder,
} from './office.ts'
import { claimAwaited, hearCounted, hearMatched, hearOrder, hearWaits } from './orders.ts'
import { release, visitOffers } from './taking.ts'
import { openedDue, tellSome } from './telling.ts'
import { tellOwner, Wanting } from './wanting.ts'

const { facts } = conversion
const OfferId = z.string().regex(/^[\p{L}\p{N}_.:/#@-]{1,128}$/u)
const OfRun = z.object({ offer: OfferId, run: Number1 })

// Functions are called, not named: the compiler reads from the schemas what letters and timers hold.
export default definePlugin({
  slice: conversion,
  messages,
  uses: [posts, plans, membership, attendance, days],
  config: conversionConfig,
  commands: {
    offer: {
      words: ['offer', '活动', '优惠'],
      about: { 'zh-CN': '现在开放的优惠', 'en-US': 'the offers that are open' },
      usage: { 'zh-CN': '/offer，要一份用 /offer 编号', 'en-US': '/offer, or /offer and a number to have one' },
      slashOnly: ['offer', '活动', '优惠'],
      args: z.object({ number: z.int().min(1).optional() }),
      decide: (context, args) => visitOffers(context, args),
    },
    feedback: {
      words: ['feedback', '反馈'],
      about: { 'zh-CN': '买的东西怎么样', 'en-US': 'how what I bought is' },
      usage: { 'zh-CN': '/feedback 满意、一般 或 有问题', 'en-US': '/feedback good, so-so or problem' },
      slashOnly: ['feedback', '反馈'],
      args: feedbackArgs,
      decide: (context, args) => hearFeedback(context, args),
    },
    paid: {
      words: ['paid', '已付款'],
      about: { 'zh-CN': '记一笔成员的付款', 'en-US': 'note that a member has paid' },
      usage: { 'zh-CN': '/paid @成员 [#优惠编号] [金额]', 'en-US': '/paid @member [#offer] [amount]' },
      who: 'admin',
      slashOnly: ['paid', '已付款'],
      args: paidArgs,
      decide: (context, args) => notePaid(context, args),
    },
    orders: {
      words: ['orders', '订单'],
      about: { 'zh-CN': '订单，和还不知道是谁的', 'en-US': 'orders, and those of somebody unknown' },
      usage: {
        'zh-CN': '/orders；认领用 /orders match 编号 @成员，不是本群的用 /orders dismiss 编号',
        'en-US': '/orders, /orders match number @member, or /orders dismiss number',
      },
      who: 'admin',
      slashOnly: ['orders', '订单'],
      args: ordersArgs,
      decide: (context, args) => handleOrders(context, args),
    },
  },
  on: {
    joined: (context, event) => startClock(context, event),
    order: (context, event) => receiveOrder(context, event),
  },
  timers: {
    close: { data: OfRun, isDeadline: true, decide: (context, run) => closeOffer(context, run) },
    tell: {
      data: OfRun.extend({ from: z.int().min(0) }),
      decide: (context, telling) => tellSome(context, telling),
    },
    release: {
      data: z.object({ claim: Number1 }),
      isDeadline: true,
      decide: (context, data) => release(context, data),
    },
    wanted: { data: Wanting, decide: (context, data) => tellOwner(context, data) },
    match: { data: OfWaiting, decide: (context, data) => doAsSaid(context, data) },
    place: { data: Placing, decide: (context, data) => placeAll(context, data) },
    ask: { data: z.object({ order: OrderKey }), decide: (context, data) => askHowItWas(context, data) },
  },
  mail: {
    group: { letter: toOffice.group, received: (context, letter, from) => hearGroup(context, letter, from) },
    offer: { letter: toOffice.offer, received: (context, letter, from) => hearOffer(context, letter, from) },
    code: { letter: toOffice.code, received: (context, letter, from) => hearCode(context, letter, from) },
    came: { letter: toOffice.came, received: (context, letter, from) => hearCame(context, letter, from) },
    placed: { letter: toOffice.placed, received: (context, letter, from) => hearPlaced(context, letter, from) },
    assign: { letter: toOffice.assign, received: (context, letter, from) => hearAssign(context, letter, from) },
    order: { letter: toGroup.order, received: (context, letter, from) => hearOrder(context, letter, from) },
    counted: { letter: toGroup.counted, received: (context, letter, from) => hearCounted(context, letter, from) },
    waits: { letter: toGroup.waits, received: (context, letter, from) => hearWaits(context, letter, from) },
    matched: { letter: toGroup.matched, received: (context, letter, from) => hearMatched(context, letter, from) },
  },
  reactions: on => [
    on(posts.facts.left, (context, left) => openOffer(context, left)),
    on(posts.facts.returned, (context, returned) => closeUnsent(context, returned)),
    on(plans.facts.used, (context, used) => declareSource(context, used)),
    on(membership.facts.met, (context, { member }) => tellClock(context, member)),
    on(facts.clockStarted, (context, { member }) => tellClock(context, member)),
    on(membership.facts.joined, (context, { member }) => claimAwaited(context, member)),
    on(membership.facts.seen, (context, { member }) => claimAwaited(context, member)),
    on(membership.facts.imported, (context, { member }) => claimAwaited(context, member)),
    on(facts.received, (context, received) => followUp(context, received)),
    on(facts.unplaced, (context, unplaced) => placeElsewhere(context, unplaced)),
    on(facts.codeKnown, (context, { code }) => placeAll(context, { of: 'code', id: code, from: 0 })),
    on(facts.offerKnown, (context, { offer }) => placeAll(context, { of: 'offer', id: offer, from: 0 })),
  ],
  due: {
    opened: (context, delivery) => openedDue(context, delivery),
    firstOrder: (context, delivery) => firstOrderDue(context, delivery),
    thanks: (context, delivery) => ifStillPaid(context, delivery),
    howWasIt: (context, delivery) => askDue(context, delivery),
  },
  confirmed: { paid: { who: 'admin', data: Noting, decide: (context, noting) => noteNow(context, noting) } },
  undone: {
    paid: { data: Noted, decide: (context, data) => takePaidBack(context, data) },
    match: { data: OfWaiting, decide: (context, data) => unsay(context, data) },
  },
  profile: {
    'conversion.orders': {
      about: { 'zh-CN': '订单（退款的不算）', 'en-US': 'orders, refunds left out' },
      of: ({ state }, member) => (state.members.has(member) ? state.members.of(member).live : null),
    },
    'conversion.taken': {
      about: { 'zh-CN': '我留的优惠', 'en-US': 'offers that I have taken' },
      of: ({ state }, member) => (state.members.has(member) ? state.members.of(member).claims.length : null),
    },
    'conversion.paid': {
      about: { 'zh-CN': '付款合计（退款的不算）', 'en-US': 'what I have paid, refunds left out' },
      of: ({ state, locale }, member) => paidText(locale, state.members.of(member).paid),
    },
    'conversion.felt': {
      about: { 'zh-CN': '我答过几次「怎么样」', 'en-US': 'how often I have said how it was' },
      of: ({ state }, member) => (state.members.has(member) ? state.members.of(member).felt : null),
    },
    'conversion.code': {
      about: { 'zh-CN': '我的链接里的代码', 'en-US': 'the code in my links' },
      of: ({ state }, member) => state.members.of(member).code,
    },
  },
  stats: (context, period) => figuresOf(context, period),
  standing: context => standingOf(context),
  figures: {
    buyers: context => buyers(context),
    ordered: context => ordered(context),
    days: context => ordersPerDay(context),
    offers: context => offers(context),
    unmatched: context => unmatched(context),
    unseen: context => unseen(context),
  },
})
