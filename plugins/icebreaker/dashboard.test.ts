import { type Instant, type MemberId, membership } from 'bonfire'
import { at, day, joins, member, says } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { icebreaker } from './facts.ts'
import { aGroup, amy, bob, cat, dan, spec } from './icebreaker.fixtures.ts'

const { given } = spec()
const { facts } = icebreaker
const DAY_MS = 86_400_000
const now = at('2026-12-20 12:00')
const ago = (days: number): Instant => (now - days * DAY_MS) as Instant
const on = (days: number) => day(new Date(ago(days)).toISOString().slice(0, 10))

/** They came so many days ago, and were welcomed, unless another welcome was never sent. */
const came = (who: MemberId, days: number, welcome = 1) => [
  membership.facts.joined({ member: who, at: ago(days) }),
  facts.arrived({ member: who, at: ago(days), day: on(days), welcome }),
]
const sent = (welcome: number) => facts.welcomed({ welcome, message: null, at: now })
const introduced = (who: MemberId) =>
  facts.introduced({ member: who, at: now, day: on(0), text: '我是新来的', words: ['新来'] })
const talked = (who: MemberId, times: number) =>
  Array.from({ length: times }, () => facts.exchanged({ member: who, with: member('host'), at: now }))
const left = (who: MemberId) => membership.facts.left({ member: who, at: now })
const isTeacher = (who: MemberId) => membership.facts.roleGiven({ member: who, role: 'teacher' })

describe('the step of the funnel', () => {
  test('counts who has introduced themselves of all who ever came, but those who run the group', () => {
    const { introduced: step } = given(
      ...[...came(amy, 30), ...came(bob, 2), ...came(cat, 1), ...came(dan, 1), isTeacher(dan)],
      ...[introduced(amy), left(amy), introduced(bob), introduced(dan)],
    ).figures(now)
    expect(step).toMatchObject({ is: 'step', order: 10, value: 2, n: 3 })
  })
})

describe('of newcomers', () => {
  test('it is shown who was welcomed, who introduced themselves, and who has talked', () => {
    const figures = given(
      ...[...came(amy, 1), ...came(bob, 6), ...came(cat, 8), ...came(dan, 13), ...came(member('eve'), 15)],
      ...[sent(1), introduced(amy), introduced(cat), introduced(dan)],
      ...[...talked(cat, 5), ...talked(dan, 4), ...talked(member('eve'), 7)],
    ).figures(now)
    expect(figures.welcomed).toMatchObject({ is: 'number', n: 2, value: 1 })
    expect(figures.introducing).toMatchObject({ is: 'number', n: 2, value: 1 / 2, before: 1 })
    expect(figures.talking).toMatchObject({ is: 'number', n: 2, value: 1 / 2, before: 1 })
  })

  test('nothing is known where nobody came', () => {
    const { welcomed, introducing, talking, fewExchanges } = given(membership.facts.imported({ member: amy })).figures(
      now,
    )
    for (const figure of [welcomed, introducing, talking]) expect(figure).toMatchObject({ n: 0, value: null })
    expect(fewExchanges).toBeUndefined()
  })

  test('whoever left before the welcome is not expected to have had one; whoever waits for it has not', () => {
    const gone = facts.departed({ member: bob, welcome: 2 })
    const { welcomed } = given(...came(amy, 1), ...came(bob, 1, 2), ...came(cat, 0, 2), sent(1), gone).figures(now)
    expect(welcomed).toMatchObject({ n: 2, value: 1 / 2 })
  })

  test('those who have talked with too few need somebody: as /stats says', () => {
    const history = [...came(amy, 2), ...came(bob, 1), ...came(cat, 1), ...talked(bob, 1), ...talked(cat, 5)]
    expect(given(...history).figures(now).fewExchanges).toMatchObject({
      ...{ is: 'attention', level: 'warning', count: 2, n: 3, examples: [{ member: amy }, { member: bob }] },
    })
    given(...history)
      .when(says(dan, '/stats 7d', now, { role: 'owner' }))
      .thenSays(/现在还在的新人 3 位，其中 2 位聊过不到 5 次/)
    expect(given(...came(cat, 1), ...talked(cat, 5)).figures(now).fewExchanges).toBeUndefined()
  })

  test('it is shown as they really come, talk and introduce themselves', () => {
    const group = aGroup()
    group.stage.record([amy, cat].map(who => membership.facts.imported({ member: who })))
    group.play(joins(bob, ago(1)))
    group.says(amy, '欢迎欢迎', (ago(1) + 60_000) as Instant, { repliesTo: bob })
    group.says(bob, '/intro 大家好，我是 Bob，住在上海，喜欢摄影和徒步。', (ago(1) + 120_000) as Instant)
    const figures = group.stage.figures('icebreaker', now)
    expect(figures).toMatchObject({
      ...{ introduced: { value: 1, n: 3 }, introducing: { value: 1, n: 1 }, fewExchanges: { count: 1 } },
    })
  })
})
