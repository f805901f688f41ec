import { membership, operate, post, question } from 'bonfire'
import { at, confirms, happens, leaves, member, says, specFor } from 'bonfire/testing'
import { describe, test } from 'vitest'
import { luckyDraw } from '../lucky-draw/facts.ts'
import { shop } from './facts.ts'
import shopPlugin from './index.ts'
import { amy, ann, bob, has, monday, pen, redeemed, selling } from './shop.fixtures.ts'

const { given, say, confirm, undo } = specFor(shopPlugin, selling(pen))
const noon = at('2026-11-23')
const WHAT = '手写书签'
const ADMIN = { role: 'admin' } as const
const admin = (text: string, options: object = {}) => says(ann, text, monday, { ...ADMIN, ...options })
const here = (...members: readonly (typeof amy)[]) => members.map(member => membership.facts.imported({ member }))

const claimed = (draw: number, n: number, who = amy) =>
  luckyDraw.facts.claimed({ draw, slot: `${draw}.${n}`, n, prize: 0, member: who, what: WHAT, at: noon, day: monday })
const owed = (order: number, draw = 3, who = amy) =>
  shop.facts.prizeOwed({ order, member: who, what: WHAT, draw, day: monday })
const called = (order: number, who = amy, by = ann) =>
  shop.facts.prizeCancelled({ order, member: who, day: monday, at: noon, by })
const won = { order: 1, name: WHAT, draw: 3 } as const
const aDay = { class: 'notice', deadline: at('2026-11-24') } as const

describe('a prize that is claimed', () => {
  test('is the next order', () =>
    given(...here(amy), redeemed(1, pen, bob))
      .when(happens(monday, claimed(3, 0)))
      .then(owed(2), say.prizeOwed({ ...won, order: 2 })))

  test('is an order each, also of two that are claimed at once', () =>
    given(...here(amy))
      .when(happens(monday, claimed(3, 0), claimed(3, 1)))
      .then(owed(1), owed(2), say.prizeOwed(won), say.prizeOwed({ ...won, order: 2 })))

  test('waits on the list after what was ordered before, as a prize without a price', () => {
    given(...here(amy, bob), owed(1), redeemed(2, pen, bob))
      .when(admin('发货'))
      .thenSays(
        [
          '下一个：订单 1，朋友 抽中的「手写书签」（抽奖 #3 的奖品，11-23）。',
          '发出以后发「发货 1」；发不了了发「发货 1 取消」。',
          '在等的一共 2 个。',
        ].join('\n'),
      )
    given(...here(amy, bob), redeemed(1, pen, bob), owed(2))
      .when(admin('发货'))
      .thenSays(/^下一个：订单 1，朋友 换的「一支笔」（20 积分/)
  })

  test('is among the orders of whoever won it, who may cancel it without getting points', () => {
    given(...here(amy), owed(1), redeemed(2, pen))
      .when(says(amy, '/shop mine', monday))
      .thenSays(
        '订单 1 · 手写书签 · 抽奖 #3 · 11-23 · 等着发出\n订单 2 · 一支笔 · 20 积分 · 11-23 · 等着发出\n还没发出的可以取消：发「兑换 取消 2」，积分会退回。',
      )
    given(...here(amy), owed(1))
      .when(says(amy, '兑换 我的', monday))
      .thenSays('订单 1 · 手写书签 · 抽奖 #3 · 11-23 · 等着发出')
    const asks = says(amy, '兑换 取消 1', monday)
    given(...here(amy), owed(1))
      .when(asks)
      .then(question(say.sureCancelMyPrize(won), confirm.cancelMine({ order: 1 })))
    given(...here(amy), owed(1), asks)
      .when(confirms(amy, monday))
      .then(called(1, amy, amy), say.cancelledMyPrize(won))
  })

  test('is told of in English as well', () =>
    specFor(shopPlugin, { ...selling(pen), locale: 'en-US' })
      .given(...here(amy), owed(1))
      .when(says(amy, '/shop mine', monday))
      .thenSays('Order 1 · 手写书签 · draw #3 · 11-23 · waiting'))
})

describe('a prize that is sent', () => {
  const fulfilled = shop.facts.fulfilled({ order: 1, member: amy, day: monday, at: noon, by: ann })
  const done = operate(say.prizeFulfilled({ ...won, member: amy, addressed: 'mention' }), {
    log: say.fulfilledLog({ order: 1, member: amy }),
    undo: undo.fulfil({ order: 1 }),
  })

  test('is an order that is sent', () =>
    given(...here(amy), owed(1))
      .when(admin('/fulfil 1'))
      .then(fulfilled, done))

  test('waits again when that is taken back', () =>
    given(...here(amy), owed(1), admin('/fulfil 1'), says(ann, '/undo', monday, ADMIN))
      .when(admin('/fulfil'))
      .thenSays(/^下一个：订单 1，朋友 抽中的「手写书签」/))

  test('is not cancelled any more', () =>
    given(...here(amy), owed(1), fulfilled)
      .when(admin('/fulfil 1 cancel'))
      .then(say.orderIs({ order: 1, state: 'fulfilled' })))
})

describe('a prize that cannot be sent', () => {
  const asks = admin('/fulfil 1 cancel')
  const told = { ...won, member: amy }

  test('is asked about without a word of points that come back', () =>
    given(...here(amy), owed(1))
      .when(asks)
      .then(question(say.sureCancelPrize(told), confirm.cancel({ order: 1 }))))

  test('is cancelled kindly: no points, no stock', () =>
    given(...here(amy), has(100), owed(1), asks)
      .when(confirms(ann, monday, ADMIN))
      .then(
        called(1),
        operate(say.prizeCancelled({ ...told, addressed: 'mention' }), {
          log: say.cancelledLog({ order: 1, member: amy }),
        }),
      ))

  test('is told to the winner where the admin works in private', () =>
    given(...here(amy), owed(1), admin('/fulfil 1 cancel', { private: true }))
      .when(confirms(ann, monday, { ...ADMIN, private: true }))
      .then(
        called(1),
        operate(say.prizeCancelled({ ...told, addressed: 'name' }), {
          log: say.cancelledLog({ order: 1, member: amy }),
        }),
        post(say.prizeCalledOff({ ...told, addressed: 'mention' }), { ...aDay, to: 'group' }),
      ))

  test('takes no stock: what is on the shelf stays as it is', () =>
    given(...here(amy), has(100), owed(1), called(1), redeemed(2, pen, bob))
      .when(says(amy, '商城', monday))
      .thenSays(/一支笔 · 20 积分 · 剩 1/))
})

describe('who won and is not here any more', () => {
  test('has no prize waiting once they have asked to be erased', () => {
    const asked = [...here(amy, bob), owed(1), redeemed(2, pen), owed(3, 4, bob), says(amy, '/forgetme', monday)]
    given(...asked)
      .when(confirms(amy, monday))
      .thenSays(/你的 2 个还没发出的订单也取消了/)
    given(...asked, confirms(amy, monday))
      .when(admin('发货'))
      .thenSays(/^下一个：订单 3.*在等的一共 1 个。$/s)
  })

  test('is shown to have left, or to be erased', () => {
    given(...here(amy), owed(1), leaves(amy, monday))
      .when(admin('发货'))
      .thenSays(/^下一个：订单 1，朋友（已退群） 抽中的「手写书签」/)
    const erased = member('erased:1234')
    given(...here(erased), owed(1, 3, erased), membership.facts.erased({ member: erased }))
      .when(admin('发货'))
      .thenSays(/^下一个：订单 1，一位已删除数据的成员 抽中的/)
  })
})

describe('figures', () => {
  test('add up: exchanged and won, sent, cancelled and waiting', () =>
    given(...here(amy, bob), redeemed(1, pen, bob), owed(2), owed(3), called(3), admin('/fulfil 1'))
      .when(admin('/stats 1d'))
      .thenSays(/商城：换了 1 份，中奖 2 份，发出 1 份，取消 1 份，现在 1 份在等；补卡 0 次/))

  test('say nothing of prizes where there are none', () =>
    given(...here(amy, bob), redeemed(1, pen, bob))
      .when(admin('/stats 1d'))
      .thenSays(/商城：换了 1 份，发出 0 份/))

  test('count prizes in what is known of somebody', () =>
    given(...here(amy), owed(1), redeemed(2, pen))
      .when(says(amy, '/mydata', monday, { private: true }))
      .thenSays(/等着发出的订单：2.*一共的订单：2/s))
})
