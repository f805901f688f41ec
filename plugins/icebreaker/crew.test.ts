import { acknowledge, type MemberId } from 'bonfire'
import { at, day, joins, leaves, member, message, rings, says } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { ledger } from '../points/facts.ts'
import { icebreaker } from './facts.ts'
import { aGroup, amy, bob, cat, dan, spec } from './icebreaker.fixtures.ts'
import { CREW_MAX } from './records.ts'

const { given, say } = spec()
const NOON = '2026-12-01 12:00'
const noon = at(NOON)
const MINUTE = 60_000
const HOUR = 3_600_000
const after = (ms: number) => (noon + ms) as typeof noon
const { crewJoined, crewLeft } = icebreaker.facts

describe('the welcome crew', () => {
  test('is joined by whoever wants to', () =>
    given()
      .when(says(amy, '/crew join', NOON))
      .then(crewJoined({ member: amy, at: noon }), acknowledge(say.crewJoined({ points: 5 }))))

  test('is left the same way', () =>
    given(says(amy, '迎新 加入', NOON))
      .when(says(amy, '迎新 退出', after(MINUTE)))
      .then(crewLeft({ member: amy }), acknowledge(say.crewLeft())))

  test('says who is in it, and how to join', () =>
    given(says(amy, '/crew join', NOON), says(bob, '/crew join', NOON))
      .when(says(cat, '迎新', after(MINUTE)))
      .thenSays(
        '迎新小队有 2 位：amy、bob。新朋友来的时候，我会轮流请一位打招呼，十分钟内招呼到 +5 积分。想加入就发「/crew join」。',
      ))

  test('is joined and left once', () => {
    given(says(amy, '/crew join', NOON))
      .when(says(amy, '/crew join', after(MINUTE)))
      .then(say.inCrew())
    given()
      .when(says(amy, '/crew leave', NOON))
      .then(say.notInCrew())
  })

  test('loses whoever leaves the group', () =>
    given(says(amy, '/crew join', NOON))
      .when(leaves(amy, after(MINUTE)))
      .then(crewLeft({ member: amy })))

  test('has its limit', () => {
    const group = aGroup()
    for (let index = 0; index < CREW_MAX; index += 1) group.says(member(`c${index}`), '/crew join', NOON)
    expect(group.says(amy, '/crew join', NOON).keys).toEqual(['crewFull'])
    expect(group.stage.read(icebreaker).group.crew).toHaveLength(CREW_MAX)
  })
})

describe('when newcomers are welcomed', () => {
  const ann = (index: number) => member(`new${index}`)
  /** Welcomes one newcomer after the other, and says who was asked to greet each. */
  function askedFor(group: ReturnType<typeof aGroup>, hours: readonly number[]) {
    return hours.map(hour => {
      group.play(joins(ann(hour), after(hour * HOUR)))
      group.play(rings('welcome', {}, after(hour * HOUR + 3 * MINUTE)))
      return group.owed('welcome')?.params.greeter
    })
  }
  function crewOf(...crew: readonly MemberId[]) {
    const group = aGroup()
    for (const who of crew) group.says(who, '/crew join', NOON)
    return group
  }

  test('one of the crew is asked, in the same message', () =>
    given(says(amy, '/crew join', NOON), joins(bob, NOON))
      .when(rings('welcome', {}, after(3 * MINUTE)))
      .thenSays(/\n@amy，来打个招呼吧？$/))

  test('they take turns', () => {
    expect(askedFor(crewOf(amy, bob, cat), [1, 2, 3, 4, 5])).toEqual([amy, bob, cat, amy, bob])
  })

  test('nobody is asked twice within a day while there are others', () => {
    const group = crewOf(amy, bob)
    expect(askedFor(group, [1, 2])).toEqual([amy, bob])
    group.says(cat, '/crew join', after(3 * HOUR))
    group.play(joins(ann(4), after(4 * HOUR)))
    group.play(rings('welcome', {}, after(4 * HOUR + 3 * MINUTE)))
    expect(group.owed('welcome')?.params.greeter).toBe(cat)
  })

  test('quiet members, those who have left and newcomers themselves are not asked', () => {
    const group = crewOf(amy, bob, dan)
    group.quiet(amy)
    group.play(leaves(bob, after(MINUTE)))
    expect(askedFor(group, [1, 2])).toEqual([dan, dan])
    group.play(leaves(dan, after(3 * HOUR)))
    expect(askedFor(group, [4])).toEqual([null])
  })

  test('nobody is asked to greet themselves', () => {
    const group = aGroup()
    group.play(joins(amy, NOON))
    group.says(amy, '/crew join', after(MINUTE))
    group.play(rings('welcome', {}, after(3 * MINUTE)))
    expect(group.owed('welcome')?.params.greeter).toBe(null)
  })

  test('said once more, it asks the same one', () => {
    const group = crewOf(amy, bob)
    group.play(joins(cat, NOON))
    group.play(joins(dan, NOON))
    group.play(rings('welcome', {}, after(3 * MINUTE)))
    group.play(leaves(dan, after(4 * MINUTE)))
    group.asksDue('welcome', after(5 * MINUTE))
    expect(group.owed('welcome')?.params).toMatchObject({ members: [cat], greeter: amy })
  })
})

describe('a greeting', () => {
  /** Amy is of the crew; bob has come at noon and been welcomed four minutes later. */
  function welcomed(options: Parameters<typeof aGroup>[0] = {}) {
    const group = aGroup(options)
    for (const who of [amy, dan]) group.says(who, '/crew join', NOON)
    group.play(joins(bob, NOON, { name: '小林' }))
    group.play(rings('welcome', {}, after(3 * MINUTE)))
    group.sends('welcome', after(4 * MINUTE), 'welcome')
    return group
  }

  test.each([
    ['replies to a newcomer', '你好呀', { repliesTo: bob }],
    ['mentions one', '欢迎 @小林', { mentions: [bob] }],
    ['names one', '小林你好，欢迎', {}],
    ['replies to the welcome', '欢迎欢迎', { replyTo: message('welcome') }],
  ])('that %s earns points', (_, text, more) => {
    const said = welcomed().says(amy, text, after(10 * MINUTE), more)
    expect(said.facts('greeted')).toMatchObject([{ member: amy, welcome: 1 }])
    expect(said.facts('awarded')).toMatchObject([{ member: amy, points: 5, reason: 'greeting' }])
    expect(said.keys).toEqual(['greeted'])
  })

  test('counts for ten minutes, to the millisecond', () => {
    const earned = (ms: number) =>
      welcomed()
        .says(amy, '小林你好', after(4 * MINUTE + ms))
        .facts('awarded').length
    expect([earned(0), earned(10 * MINUTE), earned(10 * MINUTE + 1)]).toEqual([1, 1, 0])
  })

  test('is paid once for each welcome and person', () => {
    const group = welcomed()
    group.says(amy, '小林你好', after(5 * MINUTE))
    expect(group.says(amy, '小林从哪里来', after(6 * MINUTE)).facts('greeted')).toEqual([])
    expect(group.says(dan, '小林欢迎', after(7 * MINUTE)).facts('awarded')).toHaveLength(1)
  })

  test('of somebody who is not of the crew earns nothing', () => {
    expect(
      welcomed()
        .says(cat, '小林你好', after(5 * MINUTE))
        .facts('awarded'),
    ).toEqual([])
  })

  test('to nobody of them is none, nor is a check-in or a command', () => {
    const group = welcomed()
    expect(group.says(amy, '今天天气真好', after(5 * MINUTE)).facts('greeted')).toEqual([])
    expect(group.says(amy, '打卡 小林', after(5 * MINUTE)).facts('greeted')).toEqual([])
    expect(group.says(amy, '/points 小林', after(5 * MINUTE)).facts('greeted')).toEqual([])
    expect(group.says(amy, '小林你好', after(5 * MINUTE), { private: true }).facts('greeted')).toEqual([])
    expect(group.says(amy, '小林你好', after(5 * MINUTE)).facts('greeted')).toHaveLength(1)
  })

  test('is whatever they say, where nobody can say to whom', () => {
    const group = welcomed({ platform: 'wechat' })
    expect(group.says(amy, '打卡 三十页', after(5 * MINUTE)).facts('greeted')).toEqual([])
    expect(group.says(amy, '欢迎新朋友', after(5 * MINUTE)).facts('greeted')).toHaveLength(1)
  })

  test('to themselves earns nothing', () => {
    const group = welcomed()
    group.says(bob, '/crew join', after(5 * MINUTE))
    expect(group.says(bob, '我是小林', after(6 * MINUTE)).facts('greeted')).toEqual([])
  })

  test('before the welcome has been sent is none', () => {
    const group = aGroup()
    group.says(amy, '/crew join', NOON)
    group.play(joins(bob, NOON, { name: '小林' }))
    expect(group.says(amy, '小林你好', after(MINUTE)).facts('greeted')).toEqual([])
  })

  test('earns points ten times a day', () => {
    const group = aGroup({ plan: { icebreaker: { windowMinutes: 0 } } })
    group.says(amy, '/crew join', NOON)
    const paid = Array.from({ length: 12 }, (_, index) => {
      const newcomer = member(`new${index}`)
      const start = index * 20 * MINUTE
      group.play(joins(newcomer, after(start)))
      group.play(rings('welcome', {}, after(start + MINUTE)))
      group.sends('welcome', after(start + 2 * MINUTE), `w${index}`)
      return group.says(amy, '你好', after(start + 3 * MINUTE), { repliesTo: newcomer }).facts('awarded').length
    })
    expect(paid).toEqual([...Array(10).fill(1), 0, 0])
    expect(group.stage.read(ledger).accounts.of(amy).balance).toBe(50)
    expect(group.stage.read(icebreaker).group.crew[0]).toMatchObject({ paid: 12, paidDay: day('2026-12-01') })
  })

  test('says thank you where there are no reactions', () =>
    expect(say.greeted({ points: 5, welcome: 1 })).toMatchObject({ key: 'greeted' }))
})
