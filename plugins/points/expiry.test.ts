import { addDays, type LocalDay, type MemberId, membership, post } from 'bonfire'
import { createStage, day, due, happens, member, message, says, specFor, tells, ticks } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { attendance } from '../check-in/facts.ts'
import { MENTIONS_MAX } from './expiry.ts'
import { balanceOn, ledger, spend } from './facts.ts'
import points from './index.ts'

const { given, say } = specFor(points)
const { awarded, spent, expired, expiryTold, expirySet, returned } = ledger.facts
const [amy, bob, cat] = [member('amy'), member('bob'), member('cat')]
const monday = day('2026-11-23')
const on = (days: number): LocalDay => addDays(monday, days)
const got = (points: number, days = 0, member = amy) => awarded({ member, points, reason: 'prize', day: on(days) })
const paid = (points: number, days: number) => spent({ member: amy, points, reason: 'shop', day: on(days) })
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

describe('points', () => {
  function accountWith(...facts: Parameters<ReturnType<typeof createStage>['record']>[0]) {
    const stage = createStage({ plugins: [points] })
    stage.record(facts)
    return stage.read(ledger)
  }

  test('count for 90 days after the day that they are for, and not on the one after', () => {
    const account = accountWith(got(10)).accounts.of(amy)
    expect([0, 89, 90, 91].map(days => balanceOn(account, on(days)))).toEqual([10, 10, 10, 0])
  })

  test('are spent oldest first', () => {
    const account = accountWith(got(10), got(10, 5), paid(12, 6)).accounts.of(amy)
    expect(account.lots).toEqual([{ day: on(5), points: 8, until: on(95) }])
  })

  test('of one day are one lot, also when they come late', () => {
    const account = accountWith(got(10, 3), got(5, 1), got(7, 3)).accounts.of(amy)
    expect(account.lots).toEqual([
      { day: on(1), points: 5, until: on(91) },
      { day: on(3), points: 17, until: on(93) },
    ])
  })

  test('that have expired cannot be spent, whether or not there is an entry of it', () => {
    const state = accountWith(got(10), got(10, 50))
    const asks = (points: number, days: number) =>
      spend(state, { member: amy, points, reason: 'shop', day: on(days) }) !== null
    expect([asks(20, 90), asks(20, 91), asks(10, 91), asks(1, 141)]).toEqual([true, false, true, false])
  })

  test('that come back last from the day on which they do', () => {
    const back = returned({ member: amy, points: 10, reason: 'shop', day: on(40) })
    const account = accountWith(got(10), paid(10, 1), back).accounts.of(amy)
    expect(account).toMatchObject({ balance: 10, spent: 10, returned: 10, lots: [{ day: on(40), until: on(130) }] })
  })
})

describe('what has expired is recorded', () => {
  test('before the next entry', () =>
    given(got(30), got(5, 60))
      .when(happens(on(100), checkIn(100)))
      .then(
        expired({ member: amy, points: 30, day: on(100) }),
        awarded({ member: amy, points: 10, reason: 'check-in', day: on(100) }),
        earned(10, 15),
      ))

  test('with an entry of another plugin, in the same commit', () =>
    given(got(30), got(5, 60))
      .when(happens(on(100), got(7, 100)))
      .then(expired({ member: amy, points: 30, day: on(100) })))

  test('not while nothing has', () =>
    given(got(30))
      .when(happens(on(90), got(7, 90)))
      .thenNothing())
})

describe('a plan with another time', () => {
  const short = { config: { expireAfterDays: 6 } }

  test('is known to an account before its first entry', () =>
    specFor(points, short)
      .given()
      .when(happens(on(0), checkIn(0)))
      .then(
        expirySet({ member: amy, afterDays: 6 }),
        awarded({ member: amy, points: 10, reason: 'check-in', day: on(0) }),
        earned(10, 10),
      ))

  test('holds for a first entry by another plugin too', () =>
    specFor(points, short)
      .given()
      .when(happens(on(0), got(5)))
      .then(expirySet({ member: amy, afterDays: 6, first: true })))

  test('takes nothing from what was promised before', () => {
    const stage = createStage({ plugins: [points], plan: { points: { expireAfterDays: 6 } } })
    stage.record([got(10), got(10, 1), expirySet({ member: amy, afterDays: 6 })])
    expect(
      stage
        .read(ledger)
        .accounts.of(amy)
        .lots.map(({ until }) => until),
    ).toEqual([on(90), on(91)])
    // The control: a longer one is for what is there as well, and points that never expire come last.
    stage.record([expirySet({ member: amy, afterDays: null })])
    expect(
      stage
        .read(ledger)
        .accounts.of(amy)
        .lots.map(({ until }) => until),
    ).toEqual([null, null])
  })
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
      "@amy @bob 早前攒的积分要到期了，最早的到 2月21日 为止，发「积分」就知道是多少。另外还有 2 位也是。想用的话，「商城」里有能换的东西。
      @amy @bob Points of yours from earlier expire soon: the first count until 2027-02-21. /points says how many. The same goes for 2 more. If you would like to use them, /shop shows what for.
      @amy @bob 有些积分快到期了，最早的用到 2月21日。发「积分」看是多少。另外还有 2 位也是。想用的话，「商城」里有能换的东西。
      @amy @bob Some of your points expire soon, the first after 2027-02-21. /points says how many. The same goes for 2 more. If you would like to use them, /shop shows what for.
      提一句：@amy @bob 有攒了一阵子的积分，最早的到 2月21日 为止。发「积分」看明细。另外还有 2 位也是。想用的话，「商城」里有能换的东西。
      A note for @amy @bob: points you collected a while ago last until 2027-02-21, the first of them. See /points. The same goes for 2 more. If you would like to use them, /shop shows what for.
      @amy @bob 发「积分」看看吧，有几笔快到期了，最早的用到 2月21日。另外还有 2 位也是。想用的话，「商城」里有能换的东西。
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

describe('/points says what expires', () => {
  test.each([
    [
      82,
      /^你有 40 积分（攒过 40，用过 0）。其中 10 分用到 2月21日 为止，到 2月26日 一共 40 分。发「积分 明细」看每一笔。$/,
    ],
    [70, /^你有 40 积分（攒过 40，用过 0）。发「积分 明细」看每一笔。$/],
    [91, /^你有 30 积分（攒过 40，用过 0，到期 10）。其中 30 分用到 2月26日 为止。/],
    [96, /^你有 0 积分（攒过 40，用过 0，到期 40）。/],
  ])('on day %i', (days, text) =>
    given(got(10), got(30, 5))
      .when(says(amy, '积分', on(days)))
      .thenSays(text),
  )

  test('and the history and the reasons count it in, though there is no entry yet', () => {
    given(got(10), got(30, 5))
      .when(says(amy, '积分 明细', on(91)))
      .thenSays('最近 3 笔，共 30 积分：\n02-22 -10 到期\n11-28 +30 prize\n11-23 +10 prize')
  })
})
