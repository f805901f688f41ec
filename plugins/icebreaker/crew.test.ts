import { acknowledge, type MemberId, membership } from 'bonfire'
import { at, confirms, day, joins, leaves, member, message, rings, says } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { ledger } from '../points/facts.ts'
import { icebreaker } from './facts.ts'
import { aGroup, amy, bob, cat, dan, spec, takesCheckIns } from './icebreaker.fixtures.ts'
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
      .then(crewJoined({ member: amy, at: noon }), acknowledge(say.crewJoined({ points: 5, isQuiet: false }))))

  test('is told that nobody mentions them when they are quiet', () => {
    const quieted = membership.facts.quieted({ member: amy, on: true })
    given(quieted)
      .when(says(amy, '迎新 加入', NOON))
      .thenSays(/^欢迎加入迎新小队。你开着免打扰，我不会 @ 你，也就不会轮到你；.*十分钟内一样 \+5 积分。$/)
    spec({ locale: 'en-US', config: { crewPoints: 1 } })
      .given(quieted)
      .when(says(amy, '/crew join', NOON))
      .thenSays(/You are \/quiet, so I mention you never.* it earns 1 point\.$/)
  })

  test('is left the same way', () =>
    given(says(amy, '迎新 加入', NOON))
      .when(says(amy, '迎新 退出', after(MINUTE)))
      .then(crewLeft({ member: amy }), acknowledge(say.crewLeft())))

  test('says who is in it, and how to join', () =>
    given(says(amy, '/crew join', NOON), says(bob, '/crew join', NOON))
      .when(says(cat, '迎新', after(MINUTE)))
      .thenSays(
        '迎新小队有 2 位：amy、bob。新朋友来的时候，我会轮流请一位打招呼，十分钟内招呼到 +5 积分。想加入就发「迎新 加入」。',
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

  test('loses whoever asks to be erased', () => {
    const group = aGroup()
    group.says(amy, '/crew join', NOON)
    group.says(amy, '/forgetme', NOON)
    expect(group.play(confirms(amy, after(MINUTE))).facts('crewLeft')).toEqual([{ member: amy }])
    expect(group.stage.read(icebreaker).group.crew).toEqual([])
  })

  test('gives away the place of somebody whose data have been erased', () => {
    const group = aGroup()
    const crew = Array.from({ length: CREW_MAX }, (_, index) => member(`c${index}`))
    for (const who of crew) group.says(who, '/crew join', NOON)
    // Recorded as it is when nobody is asked.
    group.stage.record([membership.facts.left({ member: crew[3]!, at: noon })])
    expect(group.says(amy, '/crew join', NOON).facts('crewLeft')).toEqual([{ member: crew[3] }])
    const { group: now } = group.stage.read(icebreaker)
    expect([now.crew.length, now.crew.at(-1)?.member]).toEqual([CREW_MAX, amy])
  })

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
      .thenSays(/\n@amy，来打个招呼吧？十分钟内说一句就算。$/))

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
    const group = welcomed({ others: [takesCheckIns] })
    const greets = (text: string, more = {}) => group.says(dan, text, after(5 * MINUTE), more).facts('greeted').length
    const more = { repliesTo: bob }
    expect(greets('今天天气真好')).toBe(0)
    const own = ['打卡 小林', '【早起打卡】小林 读了三十页', '/points 小林', '/nosuch 小林', '迎新']
    for (const text of own) expect(greets(text, more), text).toBe(0)
    expect(greets('小林你好', { private: true })).toBe(0)
    expect(greets('小林你好')).toBe(1)
  })

  test('is whatever whoever was asked to says to nobody else', () => {
    const greets = (text: string, more = {}, who = amy) =>
      welcomed({ others: [takesCheckIns] })
        .says(who, text, after(5 * MINUTE), more)
        .facts('greeted').length
    expect(greets('大家好，欢迎')).toBe(1)
    expect(greets('大家好，欢迎', {}, dan)).toBe(0)
    expect(greets('大家好，欢迎', { repliesTo: dan })).toBe(0)
    expect(greets('大家好，欢迎', { mentions: [dan] })).toBe(0)
    expect(greets('大家好，欢迎', { replyTo: message('m9') })).toBe(0)
    expect(greets('打卡 三十页')).toBe(0)
    expect(greets('迎新')).toBe(0)
  })

  test('is whatever they say, where nobody can say to whom', () => {
    const group = welcomed({ platform: 'wechat', others: [takesCheckIns] })
    expect(group.says(amy, '迎新', after(5 * MINUTE)).facts('greeted')).toEqual([])
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
      const earned = group.says(amy, '你好', after(start + 3 * MINUTE), { repliesTo: newcomer }).facts('awarded')
      // Whoever leaves the crew and comes back has earned what they have earned.
      if (index === 5 || index === 10)
        for (const wish of ['退出', '加入']) group.says(amy, `迎新 ${wish}`, after(start))
      return earned.length
    })
    expect(paid).toEqual([...Array(10).fill(1), 0, 0])
    expect(group.stage.read(ledger).accounts.of(amy).balance).toBe(50)
    expect(group.stage.read(icebreaker).group.crew[0]).toMatchObject({ paid: 12, paidDay: day('2026-12-01') })
  })

  test('says thank you where there are no reactions', () =>
    expect(say.greeted({ points: 5, welcome: 1 })).toMatchObject({ key: 'greeted' }))
})
