import { type MemberId, membership, operate, post, question, send, withdraw } from 'bonfire'
import { at, confirms, due, member, type Stimulus, says, specFor } from 'bonfire/testing'
import { describe, test } from 'vitest'
import { ledger } from '../points/facts.ts'
import { shop } from './facts.ts'
import shopPlugin from './index.ts'
import { amy, ann, bob, book, has, monday, pen, redeemed, selling } from './shop.fixtures.ts'

const { given, say, confirm, undo } = specFor(shopPlugin, selling(pen, book))
const noon = at('2026-11-23')
const ADMIN = { role: 'admin' } as const
const admin = (text: string, options: object = {}): Stimulus => says(ann, text, monday, { ...ADMIN, ...options })
const here = (...members: readonly MemberId[]) => members.map(member => membership.facts.imported({ member }))

const fulfilled = (order: number, who = amy, by: { by?: MemberId } = { by: ann }) =>
  shop.facts.fulfilled({ order, member: who, day: monday, at: noon, ...by })
const reopened = (order: number) => shop.facts.reopened({ order, member: amy, day: monday, at: noon, by: ann })
const erased = member('erased:1234')
const told = { order: 1, member: amy, name: '一支笔', points: 20 } as const
const aDay = { class: 'notice', deadline: at('2026-11-24') } as const
const done = (addressed: 'mention' | 'name') =>
  operate(say.fulfilled({ ...told, addressed }), {
    log: say.fulfilledLog({ order: 1, member: amy }),
    undo: undo.fulfil({ order: 1 }),
  })
const calledOff = (addressed: 'mention' | 'name') =>
  operate(say.cancelled({ ...told, addressed }), { log: say.cancelledLog({ order: 1, member: amy }) })

describe('the list of what is to be sent', () => {
  test('shows who waits longest, and how many wait', () =>
    given(...here(amy, bob), redeemed(1, pen), redeemed(2, book, bob), redeemed(3, pen, bob), fulfilled(1))
      .when(admin('发货'))
      .thenSays(
        [
          '下一个：订单 2，朋友 换的「一本书」（60 积分，11-23）。',
          '发出以后发「发货 2」；不发了发「发货 2 取消」，积分会退回。',
          '在等的一共 2 个。',
        ].join('\n'),
      ))

  test('says when nothing waits', () =>
    given(redeemed(1, pen), fulfilled(1)).when(admin('/fulfil')).then(say.nothingWaits()))

  test('is for admins', () =>
    given(redeemed(1, pen))
      .when(says(amy, '发货', monday))
      .thenNothing())
})

describe('who ordered and is not here any more', () => {
  const left = membership.facts.left({ member: amy, at: noon })

  test('is shown to have left', () =>
    given(...here(amy), redeemed(1, pen), left)
      .when(admin('发货'))
      .thenSays(/^下一个：订单 1，朋友（已退群） 换的「一支笔」/))

  test('is nobody by name once their data have been erased', () =>
    given(...here(erased), redeemed(1, pen, erased), membership.facts.erased({ member: erased }))
      .when(admin('发货'))
      .thenSays(/^下一个：订单 1，一位已删除数据的成员 换的「一支笔」/))

  test('has no orders waiting once they have asked to be erased, and hears so', () => {
    const asked = [
      ...here(amy, bob),
      has(100),
      redeemed(1, pen),
      redeemed(2, book, bob),
      says(amy, '/forgetme', monday),
    ]
    given(...asked)
      .when(confirms(amy, monday))
      .thenSays(/你的 1 个还没发出的订单也取消了/)
    given(...asked, confirms(amy, monday))
      .when(admin('发货'))
      .thenSays(/^下一个：订单 2.*在等的一共 1 个。$/s)
  })

  test('hears of no orders when there are none', () =>
    given(...here(amy), says(amy, '/forgetme', monday))
      .when(confirms(amy, monday))
      .thenSays(/^(?!.*订单)/s))
})

describe('an order that is sent', () => {
  test('tells whoever ordered by the answer itself when both are in the group', () =>
    given(...here(amy), redeemed(1, pen))
      .when(admin('发货 1'))
      .then(fulfilled(1), done('mention')))

  test('names who does not want to be mentioned', () =>
    given(...here(amy), membership.facts.quieted({ member: amy, on: true }), redeemed(1, pen))
      .when(admin('发货 1'))
      .then(fulfilled(1), done('name')))

  test('is told in private to who ordered in private', () =>
    given(...here(amy), redeemed(1, pen, amy, 'private'))
      .when(admin('/fulfil 1'))
      .then(
        fulfilled(1),
        done('name'),
        post(say.sent({ ...told, addressed: 'nobody' }), { ...aDay, to: { member: amy } }),
      ))

  test('is told in the group when the admin works in private', () =>
    given(...here(amy), redeemed(1, pen))
      .when(admin('/fulfil 1', { private: true }))
      .then(fulfilled(1), done('name'), post(say.sent({ ...told, addressed: 'mention' }), { ...aDay, to: 'group' })))

  test('is told to nobody who has left', () =>
    given(...here(amy), membership.facts.left({ member: amy, at: noon }), redeemed(1, pen, amy, 'private'))
      .when(admin('/fulfil 1'))
      .then(fulfilled(1), done('name')))

  test('is sent once', () =>
    given(redeemed(1, pen), fulfilled(1))
      .when(admin('/fulfil 1'))
      .then(say.orderIs({ order: 1, state: 'fulfilled' })))

  test('has to be there', () =>
    given()
      .when(admin('/fulfil 9'))
      .then(say.noSuchOrder({ order: 9 })))
})

describe('taken back within ten minutes', () => {
  test('whoever ordered hears that it is still to come', () =>
    given(...here(amy), redeemed(1, pen), admin('/fulfil 1'))
      .when(admin('/undo'))
      .thenSays('@朋友 订单 1「一支笔」还没有发出，刚才记早了。发出时再告诉你。\n已撤销：shop.fulfilledLog'))

  test('they hear it in a sentence that is clear in English', () =>
    specFor(shopPlugin, { ...selling(pen, book), locale: 'en-US' })
      .given(...here(amy), redeemed(1, pen), admin('/fulfil 1'))
      .when(admin('/undo'))
      .thenSays(/^@\S+, your order 1, "一支笔", has not been sent yet, I said so too early\./))

  test('it is the first to be sent again', () =>
    given(...here(amy, bob), redeemed(1, pen), redeemed(2, pen, bob), admin('/fulfil 1'), admin('/undo'))
      .when(admin('/fulfil'))
      .thenSays(/^下一个：订单 1.*在等的一共 2 个。$/s))

  test('nothing is taken back of what was cancelled meanwhile', () =>
    given(...here(amy), redeemed(1, pen), admin('/fulfil 1'), reopened(1), cancelled())
      .when(admin('/undo'))
      .then(say.orderIs({ order: 1, state: 'cancelled' })))
})

describe('just before it leaves', () => {
  const sent = post(say.sent({ ...told, addressed: 'mention' }), { ...aDay, to: 'group' })
  const notYet = post(say.notYet({ ...told, addressed: 'mention' }), { ...aDay, to: 'group' })

  test('what is said is still so', () => {
    given(redeemed(1, pen), fulfilled(1)).when(due(sent, monday)).thenDue(send())
    given(redeemed(1, pen), fulfilled(1), reopened(1)).when(due(notYet, monday)).thenDue(send())
  })

  test('or it is not said', () => {
    given(redeemed(1, pen), fulfilled(1), reopened(1)).when(due(sent, monday)).thenDue(withdraw('order-changed'))
    given(redeemed(1, pen), fulfilled(1)).when(due(notYet, monday)).thenDue(withdraw('order-changed'))
  })
})

describe('an order that is cancelled by an admin', () => {
  test('is asked first, with the exact effect', () =>
    given(...here(amy), redeemed(1, pen))
      .when(admin('/fulfil 1 cancel'))
      .then(question(say.sureCancel({ ...told, hasStock: true }), confirm.cancel({ order: 1 }))))

  test('says nothing of a stock where there is none', () => {
    const orders = [...here(amy), redeemed(1, book)]
    given(...orders)
      .when(admin('/fulfil 1 cancel'))
      .thenSays(/^要取消订单 1 吗？朋友 换的「一本书」不再发，60 积分退回给 TA。\n/)
    specFor(shopPlugin, { ...selling(pen, book), locale: 'en-US' })
      .given(...orders)
      .when(admin('/fulfil 1 cancel'))
      .thenSays(/will not get "一本书", and the 60 points go back to them\.\n/)
  })

  test('gives points and stock back', () =>
    given(...here(amy), redeemed(1, pen), admin('/fulfil 1 取消'))
      .when(confirms(ann, monday, ADMIN))
      .then(cancelled(), returned, calledOff('mention')))

  test('is told in private to who ordered in private', () =>
    given(...here(amy), redeemed(1, pen, amy, 'private'), admin('/fulfil 1 cancel'))
      .when(confirms(ann, monday, ADMIN))
      .then(
        cancelled(),
        returned,
        calledOff('name'),
        post(say.calledOff({ ...told, addressed: 'nobody' }), { ...aDay, to: { member: amy } }),
      ))

  test('once: what the member cancelled meanwhile gives nothing back again', () =>
    given(...here(amy), redeemed(1, pen), admin('/fulfil 1 cancel'), cancelled({ by: amy }))
      .when(confirms(ann, monday, ADMIN))
      .then(say.orderIs({ order: 1, state: 'cancelled' })))

  test('not by who is no admin any more', () =>
    given(...here(amy), redeemed(1, pen), admin('/fulfil 1 cancel'))
      .when(confirms(ann, monday, { role: 'member' }))
      .thenSays(/管理员/))

  test('leaves room for somebody else', () =>
    given(has(100, bob), redeemed(1, pen), redeemed(2, pen), cancelled())
      .when(says(bob, '/redeem pen', monday))
      .then(
        question(
          say.sureRedeem({ name: '一支笔', points: 20, left: 80, pointsBefore: null }),
          confirm.redeem({ item: 'pen', points: 20 }),
        ),
      ))
})

test('the figures of a period count what was exchanged, sent and cancelled in it', () =>
  given(redeemed(1, pen), redeemed(2, pen, bob), redeemed(3, book, bob), fulfilled(3, bob), cancelled())
    .when(admin('/stats 7d'))
    .thenSays(/商城：换了 3 份，发出 1 份，取消 1 份，现在 1 份在等；补卡 0 次/))

test('what is taken back after midnight does not count for the day on which it was said to be sent', () => {
  const [before, after] = ['2026-11-23 23:58', '2026-11-24 00:02']
  given(...here(amy), redeemed(1, pen), says(ann, '/fulfil 1', before, ADMIN), says(ann, '/undo', after, ADMIN))
    .when(says(ann, '/stats 7d', after, ADMIN))
    .thenSays(/发出 0 份/)
  given(...here(amy), redeemed(1, pen), says(ann, '/fulfil 1', before, ADMIN), says(ann, '/undo', after, ADMIN))
    .when(says(ann, '/stats 1d', after, ADMIN))
    .thenSays(/发出 0 份/)
})

const returned = ledger.facts.returned({ member: amy, points: 20, reason: 'shop', day: monday })
function cancelled(by: { by?: MemberId } = { by: ann }) {
  return shop.facts.cancelled({ order: 1, member: amy, item: 'pen', points: 20, day: monday, at: noon, ...by })
}
