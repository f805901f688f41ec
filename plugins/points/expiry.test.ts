import { addDays, type LocalDay } from 'bonfire'
import { createStage, day, happens, member, message, playOn, says, specFor } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { attendance } from '../check-in/facts.ts'
import { balanceOn, ledger, spend } from './facts.ts'
import points from './index.ts'

const { given, say } = specFor(points)
const { awarded, spent, expired, expirySet, returned } = ledger.facts
const [amy, bob] = [member('amy'), member('bob')]
const monday = day('2026-11-23')
const on = (days: number): LocalDay => addDays(monday, days)
const got = (points: number, days = 0, member = amy) => awarded({ member, points, reason: 'prize', day: on(days) })
const paid = (points: number, days: number) => spent({ member: amy, points, reason: 'shop', day: on(days) })
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

  const back = (points: number, days: number) => returned({ member: amy, points, reason: 'shop', day: on(days) })

  test('that come back have the days left that they had when they were spent', () => {
    const account = accountWith(got(4), got(6, 2), paid(10, 88), back(10, 89)).accounts.of(amy)
    expect(account).toMatchObject({ balance: 10, spent: 10, returned: 10, purchases: [] })
    expect(account.lots).toEqual([
      { day: on(1), points: 4, until: on(91) },
      { day: on(3), points: 6, until: on(93) },
    ])
  })

  test('that come back from a purchase that nobody remembers are new', () => {
    const account = accountWith(got(10), paid(10, 1), back(9, 40)).accounts.of(amy)
    expect(account.lots).toEqual([{ day: on(40), points: 9, until: on(130) }])
  })

  test('of which too few counted when they were spent are gone all the same: nothing is below zero', () => {
    const state = accountWith(got(100), got(5, 60), paid(103, 100))
    expect(state.accounts.of(amy)).toMatchObject({ balance: 2, lots: [{ points: 2 }] })
    expect([100, 200].map(days => balanceOn(state.accounts.of(amy), on(days)))).toEqual([0, 0])
  })

  test('of a journal from before they expired never do', () => {
    const stage = createStage({ plugins: [points] })
    const replay = (n: number, ...row: [type: string, data: object, version?: number]) =>
      stage.host.replay({ cause: `old:${n}`, group: stage.group, at: 0, facts: [row] } as never, n)
    const data = { member: amy, points: 10, reason: 'check-in', day: monday }
    replay(1, 'points/awarded', data)
    replay(2, 'points/awarded', { ...data, points: 7 }, 2)
    expect(balanceOn(stage.read(ledger).accounts.of(amy), on(400))).toBe(10)
    replay(3, 'points/spent', { ...data, points: 12, day: on(400) })
    expect(stage.read(ledger).accounts.of(amy)).toMatchObject({ balance: 5, lots: [{ points: 5 }] })
    // What was recorded as expired is gone, whatever was known of it then.
    replay(4, 'points/expired', { member: amy, points: 5, day: on(401) })
    expect(stage.read(ledger).accounts.of(amy)).toMatchObject({ balance: 0, lots: [] })
  })
})

describe('what has expired is recorded', () => {
  test('before the next entry', () =>
    given(got(30), got(5, 60))
      .when(happens(on(100), checkIn(100)))
      .then(
        expired({ member: amy, points: 30, day: on(91) }),
        awarded({ member: amy, points: 10, reason: 'check-in', day: on(100) }),
        earned(10, 15),
      ))

  test('with an entry of another plugin, in the same commit', () =>
    given(got(30), got(5, 60))
      .when(happens(on(100), got(7, 100)))
      .then(expired({ member: amy, points: 30, day: on(91) })))

  test('or the event is refused, where it would be spent', () =>
    given(got(30), got(5, 60))
      .when(happens(on(100), paid(6, 100)))
      .thenThrows('1 points more than there are'))

  test('not while nothing has', () =>
    given(got(30))
      .when(happens(on(90), got(7, 90)))
      .thenNothing())
})

describe('what expired on several days', () => {
  test('has an entry for each, with the day on which it did', () =>
    given(got(30), got(5, 3), got(1, 60))
      .when(happens(on(100), got(7, 100)))
      .then(expired({ member: amy, points: 30, day: on(91) }), expired({ member: amy, points: 5, day: on(94) })))

  test('wears the same day tomorrow, and the figures of the group count it on that day', () => {
    const history = [got(30), got(5, 3)]
    for (const days of [91, 93]) {
      given(...history)
        .when(says(amy, '积分 明细', on(days)))
        .thenSays(/\n02-22 -30 到期\n/)
    }
    const stage = createStage({ plugins: [points] })
    stage.record(history)
    const figures = (from: number, to: number) => {
      const context = { state: stage.read(ledger), config: points.config.parse({}), say, today: on(to) }
      const [told] = points.stats!(context as never, { from: on(from), to: on(to), days: to - from + 1 })
      return (told!.params as { readonly expired: number }).expired
    }
    expect([figures(90, 90), figures(91, 91), figures(92, 93), figures(91, 94)]).toEqual([0, 30, 0, 35])
    stage.record([expired({ member: amy, points: 30, day: on(91) }), expired({ member: amy, points: 5, day: on(94) })])
    expect([figures(90, 90), figures(91, 91), figures(92, 93), figures(91, 94)]).toEqual([0, 30, 0, 35])
  })

  test('is thirty entries at most: of more days, the oldest share one', () => {
    const decided = given(...Array.from({ length: 40 }, (_, n) => got(1, n))).when(happens(on(200), got(7, 200)))
    decided.then(
      expired({ member: amy, points: 11, day: on(101) }),
      ...Array.from({ length: 29 }, (_, n) => expired({ member: amy, points: 1, day: on(102 + n) })),
    )
  })
})

describe('a plan in which nothing expires', () => {
  const never = { config: { expireAfterDays: null } }
  const { expiryStopped } = ledger.facts

  const plan = {
    ...{ id: 'reading', name: 'Reading', kind: 'community', days: null, startDay: null, timezone: 'Asia/Shanghai' },
    ...{ dayStartsAt: '00:00', locale: 'zh-CN', restDays: [], sections: {}, posts: [], slots: [], next: null },
    ...{
      marketing: { share: 20, days: 7 },
      rules: '',
      value: '',
      audience: '',
      persona: { name: 'Ann', voice: 'calm' },
    },
  }
  const content = () => ({
    ...{ plans: [{ definition: plan, hash: 'v1' }], plan: () => ({ definition: plan, hash: 'v1' }) },
    ...{
      post: () => undefined,
      hindrances: () => [],
      offer: () => undefined,
      welcomes: () => [],
      icebreakers: () => [],
      draws: () => [],
      shop: [],
    },
  })

  test('tells the ledger when it is used, so that the shop takes what we say there is', () => {
    const stage = createStage({
      ...{ plugins: [points], plan: { points: { expireAfterDays: null } } },
      content: content as never,
    })
    const canPay = () => spend(stage.read(ledger), { member: amy, points: 10, reason: 'shop', day: on(91) }) !== null
    stage.record([got(10)])
    // The control: nobody has told it.
    expect(canPay()).toBe(false)
    playOn(stage, says(bob, '/plan use reading today', on(91), { role: 'owner' }))
    expect(canPay()).toBe(true)
  })

  test('gives way to one in which things do expire, with the next entry at the latest', () =>
    given(got(10), expiryStopped({ on: true }))
      .when(happens(on(0), got(7)))
      .then(expiryStopped({ on: false })))

  test('says so to the ledger with the next entry, and writes nothing off', () =>
    specFor(points, never)
      .given(got(10))
      .when(happens(on(100), checkIn(100)))
      .then(
        expiryStopped({ on: true }),
        expirySet({ member: amy, afterDays: null }),
        awarded({ member: amy, points: 10, reason: 'check-in', day: on(100) }),
        earned(10, 20),
      ))

  test('is told of in /points as it is', () =>
    specFor(points, never)
      .given(got(10))
      .when(says(amy, '积分', on(100)))
      .thenSays('你有 10 积分（攒过 10，用过 0）。发「积分 明细」看每一笔。'))
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

describe('/points says what expires', () => {
  test.each([
    [
      82,
      /^你有 40 积分（攒过 40，用过 0）。其中 10 分能用到 2 月 21 日，另外 30 分最晚能用到 2 月 26 日。发「积分 明细」看每一笔。$/,
    ],
    [70, /^你有 40 积分（攒过 40，用过 0）。发「积分 明细」看每一笔。$/],
    [91, /^你有 30 积分（攒过 40，用过 0，到期 10）。其中 30 分能用到 2 月 26 日。/],
    [96, /^你有 0 积分（攒过 40，用过 0，到期 40）。/],
  ])('on day %i', (days, text) =>
    given(got(10), got(30, 5))
      .when(says(amy, '积分', on(days)))
      .thenSays(text),
  )

  test('and the history and the reasons count it in, though there is no entry yet', () => {
    given(got(10), got(30, 5))
      .when(says(amy, '积分 明细', on(91)))
      .thenSays('最近 3 笔（现有 30 积分）：\n02-22 -10 到期\n11-28 +30 prize\n11-23 +10 prize')
  })
})
