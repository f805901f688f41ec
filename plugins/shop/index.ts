import { definePlugin, LocalDay, membership } from 'bonfire'
import { z } from 'zod'
import { attendance } from '../check-in/facts.ts'
import { luckyDraw } from '../lucky-draw/facts.ts'
import { ledger } from '../points/facts.ts'
import { TYPED_LENGTH_MAX } from './catalogue.ts'
import { shopConfig } from './config.ts'
import { redemptions, unsent } from './dashboard.ts'
import { DATE_TYPED } from './dates.ts'
import { ItemId, OrderNumber, shop } from './facts.ts'
import { figuresOf } from './figures.ts'
import { cancelConfirmed, endOrders, handleOrder, ifStill, unfulfil } from './fulfilling.ts'
import { askToMakeUp, makeUpConfirmed } from './making-up.ts'
import { messages } from './messages.ts'
import { oweThePrize } from './prizes.ts'
import { cancelMineConfirmed, redeemConfirmed, redeemSaid, redeemTyped, visit } from './shopping.ts'

const REDEEM = ['redeem', '兑换'] as const
const OfOrder = z.object({ order: OrderNumber })

// Functions are called, not named: the compiler reads from the schemas what may be confirmed.
export default definePlugin({
  slice: shop,
  messages,
  uses: [ledger, attendance, membership],
  hears: [luckyDraw],
  config: shopConfig,
  commands: {
    shop: {
      words: ['shop', '商城'],
      about: { 'zh-CN': '积分能换什么', 'en-US': 'what points buy' },
      usage: { 'zh-CN': '/shop，我的订单用 /shop 我的', 'en-US': '/shop, or /shop mine for my orders' },
      args: z.object({ what: z.enum(['mine', 'list', '我的', '订单']).optional() }),
      decide: (context, args) => visit(context, args),
    },
    redeem: {
      words: REDEEM,
      about: { 'zh-CN': '用积分换东西，换之前会再问一次', 'en-US': 'exchange points; you are asked before' },
      usage: {
        'zh-CN': '/redeem 编号或名字；我的订单用 /redeem 我的；取消用 /redeem 取消 订单号',
        'en-US': '/redeem number or name; /redeem list; /redeem cancel order',
      },
      // Without a slash it acts only when it names something that there is: people also talk about it.
      slashOnly: REDEEM,
      args: z.object({ item: z.string().max(TYPED_LENGTH_MAX).optional() }),
      decide: (context, args) => redeemTyped(context, args),
    },
    makeUp: {
      words: ['makeup', '补卡'],
      about: { 'zh-CN': '用积分补一天漏掉的打卡', 'en-US': 'make up a missed day for points' },
      usage: { 'zh-CN': '/makeup [日期]，例如 补卡 昨天、补卡 11-23', 'en-US': '/makeup [date], as in /makeup 11-23' },
      args: z.object({ date: z.string().regex(DATE_TYPED).optional() }),
      decide: (context, args) => askToMakeUp(context, args),
    },
    fulfil: {
      words: ['fulfil', '发货', 'fulfill'],
      about: { 'zh-CN': '下一个要发出的订单', 'en-US': 'the next order to send' },
      usage: {
        'zh-CN': '/fulfil 看下一个；/fulfil 订单号；不发了用 /fulfil 订单号 取消',
        'en-US': '/fulfil for the next; /fulfil order; /fulfil order cancel',
      },
      who: 'admin',
      args: z.object({ order: OrderNumber.optional(), what: z.enum(['cancel', '取消']).optional() }),
      decide: (context, args) => handleOrder(context, args),
    },
  },
  on: { said: (context, event) => redeemSaid(context, event) },
  confirmed: {
    redeem: {
      data: z.object({ item: ItemId, points: z.int().positive() }),
      decide: (context, data) => redeemConfirmed(context, data),
    },
    cancelMine: { data: OfOrder, decide: (context, data) => cancelMineConfirmed(context, data) },
    makeUp: {
      data: z.object({ missed: LocalDay, points: z.int().positive() }),
      decide: (context, data) => makeUpConfirmed(context, data),
    },
    cancel: { who: 'admin', data: OfOrder, decide: (context, data) => cancelConfirmed(context, data) },
  },
  undone: { fulfil: { data: OfOrder, decide: (context, data) => unfulfil(context, data) } },
  reactions: on => [
    // When it is done their id is another one already, and nobody decides about it.
    on(membership.facts.erasureAsked, (context, { member }) => endOrders(context, member)),
    on(luckyDraw.facts.claimed, (context, claimed) => oweThePrize(context, claimed)),
  ],
  due: {
    // Held up for a while, they would say what is not so any more.
    sent: (context, delivery) => ifStill(context, delivery, 'fulfilled'),
    notYet: (context, delivery) => ifStill(context, delivery, 'open'),
  },
  profile: {
    'shop.openOrders': {
      about: { 'zh-CN': '等着发出的订单', 'en-US': 'orders that wait to be sent' },
      of: ({ state }, member) => (state.members.has(member) ? state.members.of(member).open.length : null),
    },
    'shop.orders': {
      about: { 'zh-CN': '一共的订单', 'en-US': 'orders in all' },
      of: ({ state }, member) => (state.members.has(member) ? state.members.of(member).orders : null),
    },
  },
  stats: (context, period) => figuresOf(context, period),
  figures: {
    redemptions: context => redemptions(context),
    unsent: context => unsent(context),
  },
})
