import { acknowledge, addDays, type LocalDay, plans, post, question } from 'bonfire'
import { at, confirms, day, presses, type Stimulus, says, specFor } from 'bonfire/testing'
import { describe, test } from 'vitest'
import { ledger } from '../points/facts.ts'
import { OPEN_ORDERS_MAX, shop } from './facts.ts'
import shopPlugin from './index.ts'
import { amy, bob, book, has, house, item, monday, pays, pen, redeemed, selling } from './shop.fixtures.ts'

const shelf = [pen, book, house]
const { given, say, confirm } = specFor(shopPlugin, selling(...shelf))
const inEnglish = specFor(shopPlugin, { ...selling(...shelf), locale: 'en-US' })
const later = (minutes: number) => `2026-11-23 12:${`${minutes}`.padStart(2, '0')}`

const asksForPen = question(
  say.sureRedeem({ name: '一支笔', points: 20, left: 80, pointsBefore: null }),
  confirm.redeem({ item: 'pen', points: 20 }),
)
const cancelled = (order: number, of = pen, who = amy, by = amy) =>
  shop.facts.cancelled({ ...{ order, member: who, item: of.id, points: of.points }, ...{ day: monday, at: noon, by } })
const noon = Date.parse('2026-11-23T04:00Z') as never
const fulfilled = (order: number) => shop.facts.fulfilled({ order, member: amy, day: monday, at: noon })

describe('the catalogue', () => {
  test('shows prices, what is left, and marks what the member can have now', () =>
    given(has(70), redeemed(1, pen, bob))
      .when(says(amy, '商城', monday))
      .thenSays(
        [
          '积分商城（你有 70 积分）',
          '1. 一支笔 · 20 积分 · 剩 1 · ✓',
          '   黑色，写着顺手。',
          '2. 一本书 · 60 积分 · ✓',
          '3. 一座房子 · 900 积分',
          '打 ✓ 的现在就能换：发「兑换 1」就换第 1 样，换之前会再问你一次。',
        ].join('\n'),
      ))

  test('has a button for each in the order of the list, for the member alone', () =>
    given(has(70))
      .when(says(amy, '/shop', monday))
      .then(
        post(
          say.catalogue({
            balance: 70,
            shelf: [
              { number: 1, name: '一支笔', points: 20, left: 2, about: '黑色，写着顺手。', is: 'affordable' },
              { number: 2, name: '一本书', points: 60, left: null, about: null, is: 'affordable' },
              { number: 3, name: '一座房子', points: 900, left: null, about: null, is: 'too-few' },
            ],
            more: 0,
            example: 1,
          }),
          {
            class: 'answer',
            buttons: [
              { label: '✓ 一支笔', says: '/redeem pen', by: amy },
              { label: '✓ 一本书', says: '/redeem book', by: amy },
              { label: '一座房子', says: '/redeem house', by: amy },
            ],
          },
        ),
      ))

  test('says how many it does not list', () =>
    specFor(shopPlugin, selling(...Array.from({ length: 30 }, (_, n) => item(`thing-${n + 1}`, 10))))
      .given(has(70))
      .when(says(amy, '/shop', monday))
      .thenSays(/20\. the thing-20 · 10 积分 · ✓\n还有 10 样没列出来，发「兑换 名字」也能换。/))

  test('says what is sold out, and what the member has had', () =>
    inEnglish
      .given(has(70), redeemed(1, pen, bob), redeemed(2, pen, bob), redeemed(3, book))
      .when(says(amy, '/shop', monday))
      .thenSays(
        [
          'The shop (you have 70 points)',
          '1. 一支笔 · 20 points · sold out',
          '   黑色，写着顺手。',
          '2. 一本书 · 60 points · you have had it',
          '3. 一座房子 · 900 points',
          'Check-ins earn points. When there are enough, send /redeem with the number.',
        ].join('\n'),
      ))

  test('is kind when it is empty', () =>
    specFor(shopPlugin)
      .given(has(70))
      .when(says(amy, '/shop', monday))
      .thenSays('商城现在是空的。有东西上架以后，发「商城」就能看到。'))

  test('does not count points that have expired', () =>
    given(has(70))
      .when(says(amy, '商城', day('2027-06-01')))
      .thenSays(/^积分商城（你有 0 积分）/))

  test('leaves talk about the shop alone', () =>
    given(has(70))
      .when(says(amy, '商城 怎么用', monday))
      .thenNothing())
})

describe('redeeming', () => {
  test.each(['1', '#1', '１', 'pen', 'PEN', '一支笔', '「一支笔」', '支笔', '一枝笔'])(
    'understands %s, and asks first',
    typed =>
      given(has(100))
        .when(says(amy, `/redeem ${typed}`, monday))
        .then(asksForPen),
  )

  test('works without a slash for what there is', () =>
    given(has(100))
      .when(says(amy, '兑换 一支笔', monday))
      .then(asksForPen))

  test('without anything to redeem shows the catalogue', () =>
    given(has(100))
      .when(says(amy, '兑换', monday))
      .thenSays(/^积分商城（你有 100 积分）\n1\. 一支笔/))

  test.each(['兑换 成功了吗', '兑换是什么', '兑换 一下', 'redeem yourself'])('leaves 「%s」 alone', text =>
    given(has(100))
      .when(says(amy, text, monday))
      .thenNothing(),
  )

  test('says what it does not find when there is a slash', () =>
    given(has(100))
      .when(says(amy, '/redeem 月亮', monday))
      .then(say.noItem()))

  test('takes one character for too little of a name', () =>
    given(has(100))
      .when(says(amy, '/redeem 一', monday))
      .then(say.noItem()))

  test('lists those that a part of a name fits', () =>
    specFor(shopPlugin, selling(item('a', 5, { name: '红色书签' }), item('b', 5, { name: '蓝色书签' })))
      .given(has(100))
      .when(says(amy, '兑换 书签', monday))
      .thenSays('说的是哪一样？\n1. 红色书签\n2. 蓝色书签\n发「兑换 编号」就好。'))

  test('states the exact effect before it does anything', () =>
    given(has(150))
      .when(says(amy, '兑换 2', monday))
      .thenSays('用 60 积分换「一本书」吗？之后剩 90。\n两分钟内有效，只有你自己能点。'))

  test('records order and payment in one commit once it is confirmed', () =>
    given(has(100), says(amy, '/redeem 1', later(0)))
      .when(confirms(amy, later(1)))
      .then(redeemed(1, pen), pays(20), acknowledge(say.redeemed({ order: 1, name: '一支笔', points: 20, left: 80 }))))

  test('remembers that it was asked in private', () =>
    given(has(100), says(amy, '/redeem 1', later(0), { private: true }))
      .when(confirms(amy, later(1), { private: true }))
      .then(
        redeemed(1, pen, amy, 'private'),
        pays(20),
        acknowledge(say.redeemed({ order: 1, name: '一支笔', points: 20, left: 80 })),
      ))

  test('works with a button', () =>
    given(has(100))
      .when(presses(amy, '/redeem pen', monday))
      .then(asksForPen))

  test('counts orders on', () =>
    given(has(100), redeemed(7, book, bob), says(amy, '/redeem 1', later(0)))
      .when(confirms(amy, later(1)))
      .thenSays(/订单 8/))
})

describe('it is refused, and points are untouched,', () => {
  test('when there are too few points: with the days that are missing, by the last check-in', () =>
    given(ledger.facts.awarded({ member: amy, points: 10, reason: 'check-in', day: monday }))
      .when(says(amy, '/redeem 2', monday))
      .thenSays('积分不够：需要 60，你有 10，再打卡 5 天就够了。'))

  test('without a number of days for who has never checked in', () =>
    given(has(10))
      .when(says(amy, '/redeem 2', monday))
      .thenSays('积分不够：需要 60，你有 10，打卡会慢慢攒起来。'))

  describe('in a campaign that ends', () => {
    const ten = ledger.facts.awarded({ member: amy, points: 10, reason: 'check-in', day: monday })
    // It takes 60: five more check-ins.
    const days = (count: number) =>
      plans.facts.used({
        ...{ plan: 'reading', hash: 'h', startDay: monday, isNew: true, at: at('2026-11-22') },
        definition: { id: 'reading', kind: 'checkin', days: count, marketing: null, restDays: [], sections: {} },
      })
    const asksOn = (count: number, when: LocalDay) => given(days(count), ten).when(says(amy, '/redeem 2', when))

    test('with a number of days only when it has so many', () => {
      asksOn(5, monday).thenSays('积分不够：需要 60，你有 10，再打卡 5 天就够了。')
      asksOn(4, monday).thenSays('积分不够：需要 60，你有 10。')
    })

    test('with nothing but the points when it is over', () => {
      asksOn(5, addDays(monday, 5)).thenSays('积分不够：需要 60，你有 10。')
      inEnglish
        .given(days(5), ten)
        .when(says(amy, '/redeem 2', addDays(monday, 5)))
        .thenSays('Not enough points: it takes 60, and you have 10.')
    })
  })

  test('when it is sold out', () =>
    given(has(100), redeemed(1, pen, bob), redeemed(2, pen, bob))
      .when(says(amy, '/redeem 1', monday))
      .then(say.soldOut({ name: '一支笔' })))

  test('when ops have lowered the stock below what was taken', () =>
    specFor(shopPlugin, selling({ ...pen, stock: 1 }))
      .given(has(100), redeemed(1, pen, bob), redeemed(2, pen, bob))
      .when(says(amy, '/redeem 1', monday))
      .then(say.soldOut({ name: '一支笔' })))

  test('when the member has had as many as one can have', () =>
    given(has(100), redeemed(1, book))
      .when(says(amy, '/redeem 2', monday))
      .then(say.had({ name: '一本书', limit: 1 })))

  test('when it is called like something that every object has', () => {
    const odd = item('constructor', 5, { perMember: 1 })
    specFor(shopPlugin, selling(odd))
      .given(has(100), redeemed(1, odd))
      .when(says(amy, '/redeem constructor', monday))
      .then(say.had({ name: 'the constructor', limit: 1 }))
  })

  test('when too many orders wait', () =>
    given(has(900), ...Array.from({ length: OPEN_ORDERS_MAX }, (_, n) => redeemed(n + 1, house)))
      .when(says(amy, '/redeem 1', monday))
      .then(say.tooManyOpen({ open: OPEN_ORDERS_MAX })))
})

describe('when it is confirmed it is looked at again:', () => {
  const asked = [has(100), says(amy, '/redeem 1', later(0))] as const

  test('the points may be gone', () =>
    given(...asked, pays(90))
      .when(confirms(amy, later(1)))
      .then(say.tooFew({ needs: 20, has: 10, days: null, canEarn: true })))

  test('somebody else may have taken the last one', () =>
    given(...asked, redeemed(1, pen, bob), redeemed(2, pen, bob))
      .when(confirms(amy, later(1)))
      .then(say.soldOut({ name: '一支笔' })))

  test.each<[string, typeof shelf, string]>([
    [
      'a price that has changed is asked anew',
      [{ ...pen, points: 30 }],
      '「一支笔」的价格刚刚变了（原来 20 积分）。用 30 积分换「一支笔」吗？之后剩 70。\n两分钟内有效，只有你自己能点。',
    ],
    ['what is not on the shelf any more is not sold', [book], '「pen」已经下架了，积分没有动。发「商城」看看别的。'],
    [
      'a shelf in another order sells the same thing',
      [book, pen],
      '换好了：「一支笔」，用了 20 积分，还剩 80。这是订单 1，发出时告诉你；发出前可以取消：发「兑换 取消 1」。',
    ],
  ])('%s', (_, shelfLater, text) => {
    let now = shelf
    const opsChangeIt: Stimulus = {
      ...says(bob, '嗯', later(0)),
      event(stage, at) {
        now = shelfLater
        return says(bob, '嗯', later(0)).event(stage, at)
      },
    }
    specFor(shopPlugin, { content: () => selling(...now).content() })
      .given(...asked, opsChangeIt)
      .when(confirms(amy, later(1)))
      .thenSays(text)
  })

  test('after two minutes it is too late', () =>
    given(...asked)
      .when(confirms(amy, later(3)))
      .thenSays('确认码不对，或者已经过期。请把刚才的指令重新发一次。'))

  test('of two questions the last one counts', () =>
    given(has(100), says(amy, '/redeem 1', later(0)), says(amy, '/redeem 2', later(0)))
      .when(confirms(amy, later(1)))
      .then(redeemed(1, book), pays(60), acknowledge(say.redeemed({ order: 1, name: '一本书', points: 60, left: 40 }))))
})

describe('my orders', () => {
  const history = [redeemed(1, pen), redeemed(2, book), redeemed(3, pen), fulfilled(1), cancelled(3)] as const

  test('are listed: those that wait first, then the last that are done with', () =>
    given(...history)
      .when(says(amy, '/redeem 我的', monday))
      .thenSays(
        [
          '订单 2 · 一本书 · 60 积分 · 11-23 · 等着发出',
          '订单 3 · 一支笔 · 20 积分 · 11-23 · 已取消',
          '订单 1 · 一支笔 · 20 积分 · 11-23 · 已发出',
          '还没发出的可以取消：发「兑换 取消 2」，积分会退回。',
        ].join('\n'),
      ))

  test('are found by /shop mine too, and keep the id of what is not sold any more', () =>
    specFor(shopPlugin, { ...selling(pen), locale: 'en-US' })
      .given(redeemed(2, book))
      .when(says(amy, '/shop mine', monday))
      .thenSays(/^Order 2 · book · 60 points · 11-23 · waiting\n/))

  test('are kindly none', () =>
    given()
      .when(says(amy, '/redeem list', monday))
      .then(say.mine({ open: [], closed: [] })))

  test('can be cancelled while they wait, which is asked first', () =>
    given(redeemed(1, pen))
      .when(says(amy, '兑换 取消 1', monday))
      .thenSays('取消订单 1「一支笔」吗？20 积分会退回给你。\n两分钟内有效，只有你自己能点。'))

  test('need no number when one waits', () =>
    given(redeemed(1, pen), redeemed(2, pen), fulfilled(1))
      .when(says(amy, '兑换 取消', monday))
      .thenSays(/^取消订单 2/))

  test('give back points and stock', () =>
    given(redeemed(1, pen), says(amy, '/redeem cancel 1', later(0)))
      .when(confirms(amy, monday))
      .then(
        cancelled(1),
        ledger.facts.returned({ member: amy, points: 20, reason: 'shop', day: monday }),
        acknowledge(say.cancelledMine({ order: 1, name: '一支笔', points: 20 })),
      ))

  test('cannot be cancelled once they are sent, also not when that was meanwhile', () =>
    given(redeemed(1, pen), says(amy, '/redeem cancel 1', later(0)), fulfilled(1))
      .when(confirms(amy, later(1)))
      .then(say.notOpen({ order: 1, state: 'fulfilled' })))

  test('of others are nobody else’s', () =>
    given(redeemed(1, pen, bob))
      .when(says(amy, '/redeem cancel 1', monday))
      .then(say.noOrder({ order: 1 })))

  test('that are cancelled can be had again', () =>
    given(has(100), redeemed(1, book), cancelled(1, book))
      .when(says(amy, '/redeem 2', monday))
      .thenSays(/^用 60 积分换「一本书」吗？/))
})
