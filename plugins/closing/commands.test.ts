import { type Asker, type Fact, graveQuestion, type Instant, membership, operate, post } from 'bonfire'
import { at, confirms, group, presses, says, specFor } from 'bonfire/testing'
import { describe, test } from 'vitest'
import { passports } from '../passport/facts.ts'
import { amy, announced, bob, bought, cat, dan, frozen, here, isAdmin, unmatched } from './closing.fixtures.ts'
import { closing } from './facts.ts'
import closingPlugin from './index.ts'

const { given, say, confirm, wakeAt } = specFor(closingPlugin)
const inEnglish = specFor(closingPlugin, { locale: 'en-US' })
const noon = '2026-12-04 12:00'
const owner = membership.facts.roleGiven({ member: dan, role: 'owner' })
const people = [...here(amy, bob, cat, dan), owner]
const under = [isAdmin, ...people, frozen(), announced]
const asOwner: { readonly role: Asker['role'] } = { role: 'owner' }
const bound = passports.facts.bound({
  ...{ to: group('there'), title: '早起营', code: 'ABCDEFGHJK', link: 'https://t.example/+x', at: at(noon) },
})

describe('/disband', () => {
  const asked = { lacksNext: false, members: 3, hours: 24, notBefore: null, orders: 0, next: null }

  test('says what it does, and asks for the name of the group', () =>
    given(...people)
      .when(says(dan, '/disband', noon, asOwner))
      .then(graveQuestion(say.sureDisband(asked), confirm.disband({ notBefore: null }))))

  test('names who stays, where people go, and what is not known', () =>
    inEnglish
      .given(...people, bought(amy), unmatched, bound)
      .when(says(dan, '/disband 12-20', noon, asOwner))
      .thenSays(
        /^Close this group: 2 members will be removed; .*\n.* after 24 hours, and not before 12-20 10:00; .*\nThey are invited to "早起营", .*\n1 order of somebody unknown/,
      ))

  test.each([
    ['12-20', '2026-12-20 10:00'],
    ['12/20', '2026-12-20 10:00'],
    ['12月20日', '2026-12-20 10:00'],
    ['2026-12-20', '2026-12-20 10:00'],
    ['1-5', '2027-01-05 10:00'],
  ])('understands %s', (typed, day) =>
    given(...people)
      .when(says(dan, `/解散 ${typed}`, noon, asOwner))
      .then(
        graveQuestion(
          say.sureDisband({ ...asked, notBefore: `${day.slice(5)}` }),
          confirm.disband({ notBefore: at(day) }),
        ),
      ),
  )

  test.each([
    ['2026-12-01', '那一天已经过去了。比如：/disband 12-11'],
    ['2-30', '没有那一天。比如：/disband 12-11'],
    ['2027-06-01', '最多提前 60 天定。比如：/disband 12-11'],
  ])('refuses %s', (typed, answer) =>
    given(...people)
      .when(says(dan, `/disband ${typed}`, noon, asOwner))
      .thenSays(answer),
  )

  test('is the owner’s alone', () =>
    given(...people)
      .when(says(bob, '/disband', noon, { role: 'admin' }))
      .then(say.ownerOnly({ owner: dan, isOpen: false })))

  test('does nothing without a slash', () =>
    given(...people)
      .when(says(dan, '解散', noon, asOwner))
      .thenNothing())

  test('waits for the one that is under way', () =>
    given(...under)
      .when(says(dan, '/disband', noon, asOwner))
      .then(say.isOpen()))

  test('does nothing where everybody stays anyway', () =>
    given(...here(dan), owner)
      .when(says(dan, '/disband', noon, asOwner))
      .then(say.nobodyThere()))

  test('once confirmed, the list is fixed and the notice goes out', () =>
    given(...people, says(dan, '/disband', noon, asOwner))
      .when(confirms(dan, noon, asOwner))
      .thenSays(/^群主决定解散这个群.*\n.*满 24 小时之后.*\n.*名单上的 3 位(.|\n)*\n好的，名单上 3 位/))

  test('is looked at again when it is confirmed', () =>
    given(...people, says(dan, '/disband', noon, asOwner), frozen(), announced)
      .when(confirms(dan, noon, asOwner))
      .then(say.isOpen()))
})

describe('/disband cancel', () => {
  const stopped = closing.facts.stopped({ closing: 1, reason: 'veto', by: bob, at: at(noon) })
  const told = { reason: 'veto', removed: 0, mode: 'close', members: 3, by: bob, isPlanned: false } as const
  const stops = [
    stopped,
    post(say.stoppedOwner(told), { class: 'notice', to: 'owner' }),
    wakeAt('reach', null, { closing: 1 }),
    wakeAt('step', null, { closing: 1 }),
    operate(say.stopped({ removed: 0, wasLocked: false }), { log: say.stoppedLog() }),
    wakeAt('look', (at(noon) + 1_000) as Instant, {}),
  ] as const

  test.each(['cancel', '取消', 'stop'])('%s by an admin stops it, and is in the log', word =>
    given(...under)
      .when(says(bob, `/disband ${word}`, noon, { role: 'admin' }))
      .then(...stops),
  )

  test.each([
    '/disband 取消。',
    '/disband cancel please',
    '/解散 取消解散',
    '解散 取消',
    '解散取消',
    '解散，取消！',
    '取消解散',
    '取消解散。谢谢大家',
    '取消这次解散吧',
    '先别解散',
    'cancel disband',
    'Stop the closing, please',
    'disband cancel',
  ])('it needs no form: “%s” by an admin', words =>
    given(...under)
      .when(says(bob, words, noon, { role: 'admin' }))
      .then(...stops),
  )

  test.each([
    '解散',
    '群要解散了',
    '解散取消了吗？',
    '取消解散怎么弄',
    '他说要取消解散',
    '没有人取消解散',
    '取消解散通知的提醒',
    '取消',
    '取消订单',
    'who can cancel disband?',
    'the closing time of the shop',
    'do not cancel disband',
    'cancel disbanding happens when an admin says so',
  ])('talk stays talk: “%s”', words =>
    given(...under)
      .when(says(bob, words, noon, { role: 'admin' }))
      .thenNothing(),
  )

  test('nor do such words stop anything when members say them, or when nothing is under way', () => {
    given(...under)
      .when(says(cat, '取消解散', noon))
      .thenNothing()
    given(...people)
      .when(says(bob, '取消解散', noon, { role: 'admin' }))
      .thenNothing()
  })

  test('so does the button', () =>
    given(...under)
      .when(presses(bob, '/disband cancel', noon, { role: 'admin' }))
      .then(...stops))

  test('in private, the group hears of it too', () =>
    given(...under)
      .when(says(bob, '/disband cancel', noon, { role: 'admin', private: true }))
      .thenSays(/^管理员叫停了，群的结束先停下。没有人被移出群。/))

  test.each(['member', 'teacher'] as const)('a %s cannot', role =>
    given(...under)
      .when(says(cat, '/disband cancel', noon, { role }))
      .thenSays(/管理员/),
  )

  test('has nothing to do otherwise', () =>
    given(...people)
      .when(says(bob, '/disband cancel', noon, { role: 'admin' }))
      .then(say.nothingToStop()))
})

describe('/why closing', () => {
  const why = (...before: readonly Fact[]) => given(...before).when(says(amy, '/why closing', noon))

  test('says that nothing is going to happen', () => why(...people).thenSays('这个群没有安排结束，大家都留着。'))

  test('says each step and its time', () =>
    why(...under, closing.facts.stopped({ closing: 1, reason: 'order', at: at(noon) })).thenSays(
      [
        '· 12-04 00:00 第 1 次收尾：没有人下单，按计划结束；名单 3 位，名单号 0123456789abcdef',
        '· 12-04 00:01 通知发到群里，最早 12-05 00:01 开始',
        '· 12-04 12:00 停下：有人下单了',
      ].join('\n'),
    ))

  test('says what is waited for', () =>
    why(...people, closing.facts.held({ closing: 1, reason: 'no-source', at: at(noon) })).thenSays(
      '· 12-04 12:00 起在等：不知道订单从哪里来',
    ))
})
