import { addDays, type LocalDay, type MemberId, membership, post } from 'bonfire'
import { day, due, happens, member, message, specFor, tells, ticks } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { attendance } from '../check-in/facts.ts'
import { MENTIONS_MAX } from './expiry.ts'
import { ledger } from './facts.ts'
import points from './index.ts'

const { given, say } = specFor(points)
const { awarded, expiryTold } = ledger.facts
const [amy, bob, cat] = [member('amy'), member('bob'), member('cat')]
const monday = day('2026-11-23')
const on = (days: number): LocalDay => addDays(monday, days)
const got = (points: number, days = 0, member = amy) => awarded({ member, points, reason: 'prize', day: on(days) })
const here = (...members: readonly MemberId[]) => members.map(member => membership.facts.imported({ member }))
const checkIn = (days: number) =>
  attendance.facts.checkedIn({ member: amy, day: on(days), streakDays: 1, where: 'group', message: message('m') })

const earned = (points: number, balance: number) => ({
  kind: 'posting' as const,
  saying: say.earned({ points, balance, milestoneDays: null }),
  class: 'receipt' as const,
  options: {},
  reaction: '🔥',
})

describe('those whose points expire are told', () => {
  const named = (...members: readonly MemberId[]) => ({
    day: on(83),
    members,
    others: 0,
    first: on(90),
    hasShop: false,
  })

  test('seven days before, in one message, and only who is there and not quiet', () =>
    given(
      ...here(amy, bob, cat),
      ...[amy, bob, cat].map(member => got(10, 0, member)),
      membership.facts.quieted({ member: bob, on: true }),
      membership.facts.left({ member: cat, at: 0 as never }),
    )
      .when(ticks('tellExpiring', on(83)))
      .then(post(say.expiring(named(amy)))))

  test('not on the day before that', () =>
    given(...here(amy), got(10))
      .when(ticks('tellExpiring', on(82)))
      .thenNothing())

  test('once: what is told covers the two weeks after it', () => {
    const history = [...here(amy), got(10), got(10, 7), got(10, 8), expiryTold({ member: amy, day: on(83) })]
    given(...history)
      .when(ticks('tellExpiring', on(90)))
      .thenNothing()
    // The control: what expires after that is told in its time.
    given(...history)
      .when(ticks('tellExpiring', on(91)))
      .then(post(say.expiring({ ...named(amy), day: on(91), first: on(98) })))
  })

  test('twenty at a time, the soonest first, and the rest by their number', () => {
    const many = Array.from({ length: MENTIONS_MAX + 3 }, (_, n) => member(`m${n}`))
    given(...here(...many), ...many.map((member, n) => got(10, n < 2 ? 1 : 0, member)))
      .when(ticks('tellExpiring', on(84)))
      .then(post(say.expiring({ ...named(...many.slice(2, 22)), day: on(84), others: 3 })))
  })

  test('of one day, in turn: whoever was told longest ago comes first', () => {
    const many = Array.from({ length: MENTIONS_MAX + 3 }, (_, n) => member(`m${n}`))
    const told = many.slice(0, 3).map((member, n) => expiryTold({ member, day: on(30 - n) }))
    given(...here(...many), ...many.map(member => got(10, 0, member)), ...told)
      .when(ticks('tellExpiring', on(83)))
      .then(post(say.expiring({ ...named(...many.slice(3)), others: 3 })))
  })

  describe('and whom no message could name', () => {
    const receipt = (expiresAfter: LocalDay) => ({
      ...earned(10, 20),
      saying: say.earned({ points: 10, balance: 20, milestoneDays: null, expiresAfter }),
    })
    const paidFor = (days: number) => awarded({ member: amy, points: 10, reason: 'check-in', day: on(days) })

    test('is told with their own receipt, three days before', () =>
      given(got(10))
        .when(happens(on(87), checkIn(87)))
        .then(paidFor(87), receipt(on(90)), expiryTold({ member: amy, day: on(87) })))

    test('not before that, not twice, and not where nobody is told', () => {
      given(got(10))
        .when(happens(on(86), checkIn(86)))
        .then(paidFor(86), earned(10, 20))
      given(got(10), expiryTold({ member: amy, day: on(84) }))
        .when(happens(on(87), checkIn(87)))
        .then(paidFor(87), earned(10, 20))
      specFor(points, { config: { tellExpiryAt: null } })
        .given(got(10))
        .when(happens(on(87), checkIn(87)))
        .then(paidFor(87), earned(10, 20))
    })

    test('reads it as a sentence', () => {
      const { phrases } = points.messages
      const said = { points: 10, balance: 20, milestoneDays: null, expiresAfter: on(90) }
      expect(phrases['zh-CN'].earned(said)).toBe(
        '+10 积分，共 20。早前攒的有一些能用到 2 月 21 日，发「积分」看是多少。',
      )
      expect(phrases['en-US'].earned(said)).toBe(
        '+10 points, 20 in all. Some of those from earlier count until 2027-02-21; /points says how many.',
      )
    })
  })

  test('and have been told once the message is out', () => {
    const telling = post(say.expiring(named(amy)))
    given(...here(amy), got(10))
      .when(tells(telling, { is: 'sent', at: 0 as never }, on(83)))
      .then(expiryTold({ member: amy, day: on(83) }))
    given(...here(amy), got(10))
      .when(tells(telling, { is: 'failed', reason: 'kicked' }, on(83)))
      .thenNothing()
  })

  test('on the day itself, or not by this message', () => {
    const telling = post(say.expiring(named(amy)))
    const asked = (days: number) => given(...here(amy), got(10)).when(due(telling, on(days)))
    asked(83).thenDue({ due: 'send' })
    asked(84).thenDue({ due: 'withdraw', reason: 'day-over' })
  })

  test('in other words each day, in both languages', () => {
    const texts = [83, 84, 85, 86].map(days => {
      const texts = (['zh-CN', 'en-US'] as const).map(locale => saidOn(days, locale))
      return texts
    })
    expect(new Set(texts.map(([chinese]) => chinese)).size).toBe(4)
    expect(new Set(texts.map(([, english]) => english)).size).toBe(4)
    expect(texts.flat().join('\n')).toMatchInlineSnapshot(`
      "@amy @bob 早前攒的积分要到期了，最早的一笔过了 2 月 21 日就不算了，发「积分」就知道是多少。另外还有 2 位也是。想用的话，「商城」里有能换的东西。
      @amy @bob Points of yours from earlier expire soon: the first count until 2027-02-21. /points says how many. The same goes for 2 more. If you would like to use them, /shop shows what for.
      @amy @bob 有些积分快到期了，最早的一笔能用到 2 月 21 日。发「积分」看是多少。另外还有 2 位也是。想用的话，「商城」里有能换的东西。
      @amy @bob Some of your points expire soon, the first after 2027-02-21. /points says how many. The same goes for 2 more. If you would like to use them, /shop shows what for.
      提一句：@amy @bob 有攒了一阵子的积分，最早的一笔能用到 2 月 21 日。发「积分」看明细。另外还有 2 位也是。想用的话，「商城」里有能换的东西。
      A note for @amy @bob: points you collected a while ago last until 2027-02-21, the first of them. See /points. The same goes for 2 more. If you would like to use them, /shop shows what for.
      @amy @bob 发「积分」看看吧，有几笔快到期了，最早的一笔能用到 2 月 21 日。另外还有 2 位也是。想用的话，「商城」里有能换的东西。
      @amy @bob Have a look at /points: some of yours expire soon, the first after 2027-02-21. The same goes for 2 more. If you would like to use them, /shop shows what for."
    `)
  })

  function saidOn(days: number, locale: 'zh-CN' | 'en-US'): string {
    const { phrases } = points.messages
    const naming = {
      name: String,
      mention: (member: MemberId) => `@${member.slice(9)}`,
      quote: String,
      content: String,
    }
    return phrases[locale].expiring({ ...named(amy, bob), day: on(days), others: 2, hasShop: true }, naming as never)
  }

  test('never where points never expire', () => {
    const { schedules, config } = points
    const times = (section: object) => schedules.tellExpiring!.at(config.parse(section) as never, null)
    expect(times({ expireAfterDays: null })).toEqual([])
    expect(times({})).toBe('12:00')
  })
})
