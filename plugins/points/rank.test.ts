import { type MemberId, membership } from 'bonfire'
import { createStage, day, member, message, playOn, says, specFor } from 'bonfire/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attendance } from '../check-in/facts.ts'
import { ledger } from './facts.ts'
import points from './index.ts'

const { given, say } = specFor(points)
const [monday, tuesday] = [day('2026-11-23'), day('2026-11-24')]
const [amy, bob, cat, dan] = ['amy', 'bob', 'cat', 'dan'].map(member) as [MemberId, MemberId, MemberId, MemberId]

const here = (...members: readonly MemberId[]) => members.map(member => membership.facts.imported({ member }))
const has = (member: MemberId, points: number) =>
  ledger.facts.awarded({ member, points, reason: 'check-in', day: monday })
const left = (member: MemberId) => membership.facts.left({ member, at: 0 as never })
const checkedIn = (member: MemberId, streakDays: number, on = monday) =>
  attendance.facts.checkedIn({ member, day: on, streakDays, where: 'group', message: message('m') })
const row = (place: number, member: MemberId, value: number) => ({ place, member, value })

describe('/rank points', () => {
  test('shows who has most, and where I stand; equals share a place', () =>
    given(...here(amy, bob, cat, dan), has(amy, 10), has(bob, 30), has(cat, 20), has(dan, 20))
      .when(says(amy, '排行 积分', tuesday))
      .then(
        say.rank({
          what: 'points',
          rows: [row(1, bob, 30), row(2, cat, 20), row(2, dan, 20), row(4, amy, 10)],
          ranked: 4,
          mine: { place: 4, value: 10, equals: 1 },
        }),
      ))

  test('leaves out who has left, who has nothing, and what has expired', () =>
    given(...here(amy, bob, cat, dan), has(amy, 10), has(bob, 30), left(bob), spent(cat), has(dan, 5))
      .when(says(dan, '/rank points', tuesday))
      .then(
        say.rank({
          what: 'points',
          rows: [row(1, amy, 10), row(2, dan, 5)],
          ranked: 2,
          mine: { place: 2, value: 5, equals: 1 },
        }),
      ))

  test('has a word for who has no place, and for a group in which nobody has', () => {
    given(...here(amy, bob), has(bob, 30))
      .when(says(amy, '/rank points', tuesday))
      .thenSays('积分榜（现有积分）：\n1. 朋友 30 分\n你还没有积分，打一次卡就上榜了。')
    given(...here(amy, bob), has(bob, 30))
      .when(says(amy, '/rank points', '2027-02-22'))
      .thenSays('还没有人上榜。发「打卡」，你就是第一个。')
  })

  test('shows ten of many, of equals who came first', () => {
    const many = Array.from({ length: 14 }, (_, n) => member(`m${n}`))
    given(...here(amy, ...many), ...many.map(member => has(member, 10)), has(amy, 5))
      .when(says(amy, '/rank points', tuesday))
      .then(
        say.rank({
          what: 'points',
          rows: many.slice(0, 10).map(member => row(1, member, 10)),
          ranked: 15,
          mine: { place: 15, value: 5, equals: 1 },
        }),
      )
  })

  const spent = (member: MemberId) => ledger.facts.expirySet({ member, afterDays: 90 })
})

describe('/rank streak', () => {
  test('counts days in a row as they are today, and is what /rank shows', () =>
    given(...here(amy, bob), checkedIn(amy, 5), checkedIn(bob, 9, day('2026-11-20')))
      .when(says(amy, '排行榜', tuesday))
      .then(say.rank({ what: 'streak', rows: [row(1, amy, 5)], ranked: 1, mine: { place: 1, value: 5, equals: 1 } })))

  test('mentions nobody, also not in English', () =>
    specFor(points, { locale: 'en-US' })
      .given(...here(amy, bob), membership.facts.named({ member: bob, name: 'Bob' }), checkedIn(bob, 5))
      .when(says(amy, '/rank streak', tuesday))
      .thenSays('Days in a row:\n1. Bob 5\nYou have no place yet; one check-in gives you one.'))
})

test('invitations are not ranked yet, and it says so', () =>
  given(...here(amy))
    .when(says(amy, '排行 邀请', monday))
    .thenSays('邀请榜还没有开放。先看看「排行 打卡」或「排行 积分」吧。'))

test('talk about ranks is left alone', () =>
  given(...here(amy))
    .when(says(amy, '排行 什么时候更新', monday))
    .thenNothing())

test('all members are looked at once in ten seconds; whoever asks meanwhile still hears their own number', () => {
  const stage = createStage({ plugins: [points] })
  stage.record([...here(amy, bob), has(amy, 10), has(bob, 30)])
  const ask = (who: MemberId, at: string) => {
    const handled = playOn(stage, says(who, '/rank points', at))
    return 'answers' in handled ? JSON.stringify(handled.answers[0]?.says[0]?.params) : ''
  }
  const seconds = (n: number) => (stage.instant('2026-11-23 12:00') + n * 1_000) as unknown as string
  ask(amy, seconds(0))
  stage.record([has(bob, 5), has(cat, 50), ...here(cat)])
  // What was found is 9 s old: bob is shown with what he had, cat hears what she has.
  expect(ask(bob, seconds(9))).toContain('"mine":{"place":1,"value":30,"equals":1}')
  expect(ask(cat, seconds(9))).toContain('"mine":{"place":1,"value":50,"equals":1}')
  expect(ask(bob, seconds(10))).toContain('"mine":{"place":2,"value":35,"equals":1}')
})

test('places are those of a list of everybody', () => {
  const people = fc.array(fc.record({ points: fc.nat({ max: 6 }), hasLeft: fc.boolean() }), {
    minLength: 1,
    maxLength: 40,
  })
  fc.assert(
    fc.property(people, people => {
      const members = people.map((_, n) => member(`m${n}`))
      const stage = createStage({ plugins: [points], frozen: false })
      stage.record([
        ...here(...members),
        ...people.flatMap(({ points }, n) => (points > 0 ? [has(members[n]!, points)] : [])),
        ...people.flatMap(({ hasLeft }, n) => (hasLeft && n > 0 ? [left(members[n]!)] : [])),
      ])
      const all = people.filter(({ points, hasLeft }, n) => points > 0 && (!hasLeft || n === 0)).map(p => p.points)
      const handled = playOn(stage, says(members[0]!, '/rank points', tuesday))
      const said = 'answers' in handled ? handled.answers[0]!.says[0]!.params : {}
      const own = people[0]!.points
      const placeOf = (value: number) => all.filter(other => other > value).length + 1
      expect(said).toMatchObject({
        ranked: all.length,
        rows: [...all]
          .sort((a, b) => b - a)
          .slice(0, 10)
          .map(value => ({ value, place: placeOf(value) })),
        mine: own === 0 ? null : { place: placeOf(own), value: own, equals: all.filter(other => other === own).length },
      })
    }),
    { numRuns: 100 },
  )
})
