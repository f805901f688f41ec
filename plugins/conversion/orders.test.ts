import { type MemberId, membership, post, send, withdraw } from 'bonfire'
import { arrives, due, happens, joins, member, rings, says } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import {
  admin,
  after,
  amy,
  anOffer,
  bob,
  here,
  inPrivate,
  isHere,
  met,
  monday,
  noon,
  office,
  opened,
  paid,
  quiet,
  refunded,
  released,
  specWith,
  taken,
  yuan,
} from './conversion.fixtures.ts'
import { conversion } from './facts.ts'
import { moneyText } from './money.ts'

const first = anOffer('first', { stock: 2 })
const { given, say, wakeAt, mail } = specWith([first])
const { facts } = conversion

const order = (more: object = {}) =>
  mail.order(here, {
    ...{ order: 'A1', member: amy, amount: yuan(9.9), at: noon, offer: null, counts: true, refundedAt: null },
    ...more,
  })
const comes = (more: object = {}, from = office) => arrives(order(more), from, noon)
const answer = (more: object = {}) =>
  mail.placed(office, { order: 'A1', knows: true, counts: true, isRefunded: false, ...more })
const shown = { order: 'A1', member: amy, amount: yuan(9.9), title: null }
const toOwner = { class: 'notice', to: 'owner' } as const
const ask = wakeAt('ask', after(72), { order: 'A1' })
const thanked = post(say.thanks(shown), { class: 'notice', to: { member: amy }, deadline: after(24) })

describe('an order', () => {
  test('is recorded of a member, and told to the owner and to the buyer alone', () =>
    given(...isHere(amy), met(amy))
      .when(comes())
      .then(paid('A1', amy), post(say.ordered(shown), toOwner), thanked, ask, answer()))

  test('is thanked for although the buyer is quiet, and not when the bot cannot write to them', () => {
    given(...isHere(amy), met(amy), quiet(amy))
      .when(comes())
      .then(paid('A1', amy), post(say.ordered(shown), toOwner), thanked, ask, answer())
    given(...isHere(amy))
      .when(comes())
      .then(paid('A1', amy), post(say.ordered(shown), toOwner), ask, answer())
  })

  test('told again changes nothing', () =>
    given(...isHere(amy), paid('A1', amy))
      .when(comes())
      .then(answer()))

  test('of somebody who has left is one all the same', () =>
    given(...isHere(amy), met(amy), membership.facts.left({ member: amy, at: noon }))
      .when(comes())
      .then(paid('A1', amy), post(say.ordered(shown), toOwner), ask, answer()))

  test('of somebody unknown here is not', () =>
    given()
      .when(comes())
      .then(answer({ knows: false, counts: false })))

  test('from anybody but the office is none', () =>
    given(...isHere(amy))
      .when(comes({}, here))
      .thenNothing())

  test('that another group counts makes them a buyer here as well, and nobody is told', () =>
    given(...isHere(amy), met(amy))
      .when(comes({ counts: false }))
      .then(paid('A1', amy, { counts: false }), answer({ counts: false })))

  test('is told when this group is to count it after all', () =>
    given(...isHere(amy), paid('A1', amy, { counts: false }))
      .when(arrives(mail.counted(here, { order: 'A1' }), office, noon))
      .then(
        facts.counted({ order: 'A1', member: amy, amount: yuan(9.9), at: noon, day: monday }),
        post(say.ordered(shown), toOwner),
        ask,
      ))

  test('of what they had taken settles it', () =>
    given(...isHere(amy), opened(first), taken(first, 1, amy))
      .when(comes({ offer: first.id }))
      .then(
        paid('A1', amy, { offer: first.id, run: 1, claim: 1 }),
        post(say.ordered({ ...shown, title: first.title }), toOwner),
        ask,
        answer(),
      ))

  test('that names no offer settles the only thing that is kept for them at that price', () => {
    const other = anOffer('other')
    const two = [opened(first), taken(first, 1, amy), opened(other, 2), taken(other, 2, amy, { run: 2 })]
    const settles = (claim: number | null) => {
      const of = claim === null ? {} : { offer: first.id, run: 1, claim }
      const title = claim === null ? null : first.title
      return [paid('A1', amy, of), post(say.ordered({ ...shown, title }), toOwner), ask, answer()] as const
    }
    given(...isHere(amy), ...two.slice(0, 2))
      .when(comes())
      .then(...settles(1))
    // Of two at one price nobody knows which is meant.
    given(...isHere(amy), ...two)
      .when(comes())
      .then(...settles(null))
    given(...isHere(amy), opened(first, 1, { price: yuan(1) }), taken(first, 1, amy))
      .when(comes())
      .then(...settles(null))
  })

  test('paid by a clock that is ahead was paid now', () =>
    given(...isHere(amy))
      .when(comes({ at: after(30) }))
      .then(paid('A1', amy), post(say.ordered(shown), toOwner), ask, answer()))
})

describe('a refund', () => {
  const refund = comes({ refundedAt: after(-1) })
  const back = refunded('A1', amy, { at: after(-1) })

  test('is a reversal', () =>
    given(...isHere(amy), paid('A1', amy))
      .when(refund)
      .then(back, post(say.refunded(shown), toOwner), answer({ isRefunded: true })))

  test('told again changes nothing', () =>
    given(...isHere(amy), paid('A1', amy), back)
      .when(refund)
      .then(answer({ isRefunded: true })))

  test('that comes with its payment ends the same, and nobody is told', () =>
    given(...isHere(amy), met(amy))
      .when(refund)
      .then(paid('A1', amy), back, answer({ isRefunded: true })))

  test('of one of two leaves a buyer', () =>
    given(...isHere(amy), paid('A1', amy), paid('A2', amy, { isFirst: false }))
      .when(refund)
      .then(
        { ...back, data: { ...back.data, isLast: false } },
        post(say.refunded(shown), toOwner),
        answer({ isRefunded: true }),
      ))

  test('of what had been taken frees it', () => {
    const of = { offer: first.id, run: 1, claim: 1 }
    given(...isHere(amy), opened(first), taken(first, 1, amy), paid('A1', amy, of))
      .when(comes({ offer: first.id, refundedAt: noon }))
      .then(
        refunded('A1', amy, of),
        released(first, 1, amy, 'refunded', noon),
        post(say.refunded({ ...shown, title: first.title }), toOwner),
        answer({ isRefunded: true }),
      )
  })

  test('takes thanks back that have not left', () => {
    const leaving = due(thanked, after(1), { owedAt: noon })
    given(...isHere(amy), paid('A1', amy))
      .when(leaving)
      .thenDue(send())
    given(...isHere(amy), paid('A1', amy), back)
      .when(leaving)
      .thenDue(withdraw('not-paid'))
  })
})

describe('an order of somebody unknown', () => {
  const waits = (who: MemberId | null = null) =>
    mail.waits(here, { order: 'A1', amount: yuan(9.9), at: noon, offer: null, member: who })
  const unmatched = (who: MemberId | null = null) =>
    facts.unmatched({ order: 'A1', number: 1, offer: null, run: null, amount: yuan(9.9), at: noon, member: who })
  const gone = facts.matchedElsewhere({ order: 'A1', offer: null, run: null })

  test('waits, and the owner is told', () => {
    const told = post(say.waits({ number: 1, amount: yuan(9.9) }), toOwner)
    given()
      .when(arrives(waits(), office, noon))
      .then(unmatched(), told)
    given(unmatched())
      .when(arrives(waits(), office, noon))
      .thenNothing()
    given()
      .when(arrives(waits(), here, noon))
      .thenNothing()
  })

  test('waits no more when it is matched elsewhere, or here', () => {
    given(unmatched())
      .when(arrives(mail.matched(here, { order: 'A1' }), office, noon))
      .then(gone)
    given(unmatched(), ...isHere(amy))
      .when(comes())
      .then(paid('A1', amy), gone, post(say.ordered(shown), toOwner), ask, answer())
  })

  test('is theirs whom the shop named, when they come', () => {
    const claimed = mail.assign(office, { order: 'A1', member: amy, isSaid: false })
    given(unmatched(amy))
      .when(happens(noon, membership.facts.seen({ member: amy })))
      .then(claimed)
    given(unmatched(amy)).when(joins(amy, noon)).then(claimed)
    given(unmatched(bob))
      .when(happens(noon, membership.facts.seen({ member: amy })))
      .thenNothing()
  })

  test('is listed for admins, whole only in private', () => {
    given(...isHere(amy), paid('B7', amy), unmatched())
      .when(admin('/orders'))
      .thenSays('订单 1 笔，退款 0 笔，还有 1 笔不知道是谁的。\n明细请私聊我发 /orders。')
    given(...isHere(amy), paid('B7', amy), unmatched())
      .when(admin('/orders', inPrivate))
      .thenSays(
        [
          '订单 1 笔，退款 0 笔。来源：没有登记。',
          '· B7，11-23，朋友，¥9.90',
          '不知道是谁的（1 笔）：',
          '1. A1，11-23，¥9.90',
          '知道是谁的，在群里发 /orders match 1 @成员；不是这个群的，发 /orders dismiss 1。',
        ].join('\n'),
      )
    given(paid('B7', amy))
      .when(says(amy, '/orders', monday))
      .thenSays('这个指令只有管理员能用。')
  })
})

describe('three days later', () => {
  const asks = rings('ask', { order: 'A1' }, after(72))
  const question = post(say.howWasIt({ order: 'A1', member: amy, title: null }), {
    to: { member: amy },
    deadline: after(96),
    buttons: [
      { label: '满意', says: '/feedback good' },
      { label: '一般', says: '/feedback so-so' },
      { label: '有问题', says: '/feedback problem' },
    ],
  })
  const asked = facts.asked({ order: 'A1', member: amy, at: after(72) })
  const bought = [...isHere(amy), paid('A1', amy)]

  test('the buyer is asked in private how it was', () =>
    given(...bought, met(amy))
      .when(asks)
      .then(asked, question))

  test('nobody is asked who is quiet, has no private chat, or has been refunded', () => {
    given(...bought)
      .when(asks)
      .thenNothing()
    given(...bought, met(amy), quiet(amy))
      .when(asks)
      .thenNothing()
    given(...bought, met(amy), refunded('A1', amy))
      .when(asks)
      .thenNothing()
  })

  test('it is looked at again before it leaves', () => {
    const leaving = due(question, after(73), { owedAt: after(72) })
    given(...bought, met(amy), asked)
      .when(leaving)
      .thenDue(send())
    given(...bought, met(amy), asked, refunded('A1', amy))
      .when(leaving)
      .thenDue(withdraw('not-paid'))
  })

  test('a problem is told to the owner at once, and asked once', () => {
    const felt = facts.felt({ order: 'A1', member: amy, how: 'problem', day: monday })
    given(...bought, met(amy), asked)
      .when(says(amy, '/feedback problem', monday, inPrivate))
      .then(felt, post(say.problem(shown), toOwner), say.heard({ how: 'problem' }))
    given(...bought, asked, felt)
      .when(says(amy, '/feedback 满意', monday, inPrivate))
      .then(say.notAsked())
  })

  test('what is good is kept', () =>
    given(...bought, asked)
      .when(says(amy, '/feedback 满意', monday, inPrivate))
      .then(facts.felt({ order: 'A1', member: amy, how: 'good', day: monday }), say.heard({ how: 'good' })))
})

test('figures count what this group counts, and refunds', () =>
  given(
    ...isHere(amy, bob, member('cy')),
    facts.sourceDeclared({ source: 'shop', at: noon }),
    paid('A1', amy),
    paid('A2', bob, { amount: { minor: 500, currency: 'USD' } }),
    paid('A3', member('cy'), { counts: false }),
    paid('A4', bob, { isFirst: false }),
    refunded('A4', bob, { isLast: false }),
  )
    .when(admin('/stats 1d'))
    .thenSays(/订单 3 笔，退款 1 笔，收入 ¥9.90、US\$5.00；买过的 3 人（群里现在 4 人）/))

test('money is written with the digits of its currency', () => {
  expect(moneyText('zh-CN', { minor: 990, currency: 'CNY' })).toBe('¥9.90')
  expect(moneyText('en-US', { minor: 990, currency: 'JPY' })).toBe('¥990')
})
