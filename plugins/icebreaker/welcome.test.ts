import { deliveries, type MemberId, membership, plans, post, send, withdraw } from 'bonfire'
import { at, day, due, joins, leaves, member, rings, says } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { ledger } from '../points/facts.ts'
import { icebreaker } from './facts.ts'
import { aGroup, amy, bob, cat, dan, libraryWith, spec } from './icebreaker.fixtures.ts'
import icebreakerPlugin from './index.ts'

const { given, say, wakeAt } = spec()
const { arrived } = icebreaker.facts
const today = day('2026-12-01')
const NOON = '2026-12-01 12:00'
const noon = at(NOON)
const MINUTE = 60_000
const HOUR = 3_600_000
const after = (ms: number) => (noon + ms) as typeof noon
const came = (who: MemberId, when = noon) => arrived({ member: who, at: when, day: today, welcome: 1 })
const everybody = (count: number) => Array.from({ length: count }, (_, index) => member(`p${index + 1}`))
const definition = {
  ...{ id: 'reading', kind: 'community', name: 'n', value: 'v', audience: 'a', days: null, marketing: null },
  ...{ restDays: [], sections: {} },
}
const planned = plans.facts.used({
  ...{ plan: 'reading', hash: 'h', definition, startDay: today, isNew: true, at: noon },
})

describe('a newcomer', () => {
  test('waits three minutes for others', () =>
    given()
      .when(joins(amy, NOON))
      .then(came(amy), wakeAt('welcome', after(3 * MINUTE), {})))

  test('makes those before wait with them', () =>
    given(joins(amy, NOON))
      .when(joins(bob, after(2 * MINUTE)))
      .then(came(bob, after(2 * MINUTE)), wakeAt('welcome', after(5 * MINUTE), {})))

  test('keeps nobody waiting for more than ten minutes', () =>
    given(...[0, 2, 4, 6, 8].map((minutes, index) => joins(everybody(5)[index]!, after(minutes * MINUTE))))
      .when(joins(amy, after(9 * MINUTE)))
      .then(came(amy, after(9 * MINUTE)), wakeAt('welcome', after(10 * MINUTE), {})))

  test('is welcomed by name, with three things to do', () =>
    given(planned, joins(amy, NOON, { name: '小林' }))
      .when(rings('welcome', {}, after(3 * MINUTE)))
      .thenSays('欢迎 小林，很高兴认识你。慢慢来，不着急。\n三件小事，先做哪件都行。直接回复这条消息，就算自我介绍。'))

  test('is welcomed in English too', () =>
    spec({ locale: 'en-US', config: { gift: 'the reading list of the month' } })
      .given(planned, joins(amy, NOON), joins(bob, NOON), joins(cat, NOON))
      .when(rings('welcome', {}, after(3 * MINUTE)))
      .thenSays(
        'Good to have you here, amy, bob and cat. There is no hurry.\nFor joining: the reading list of the month\nThree small things, in any order. To introduce yourself, reply to this message.',
      ))

  test('has no rules to read where there is no plan', () => {
    const group = aGroup()
    group.play(joins(amy, NOON))
    group.play(rings('welcome', {}, after(3 * MINUTE)))
    const [owed] = [...group.stage.read(deliveries).pending.each()].map(([, { buttons }]) => buttons)
    expect(owed?.map(({ says }) => says)).toEqual(['/intro', '/checkin'])
    given(joins(amy, NOON))
      .when(rings('welcome', {}, after(3 * MINUTE)))
      .thenSays(/两件小事，先做哪件都行。/)
    spec({ locale: 'en-US' })
      .given(joins(amy, NOON))
      .when(rings('welcome', {}, after(3 * MINUTE)))
      .thenSays(/Two small things, in any order\./)
  })

  test('gets the three things as buttons, for a day', () =>
    given(planned, joins(amy, NOON))
      .when(rings('welcome', {}, after(3 * MINUTE)))
      .then(
        welcoming([amy], 0),
        post(say.welcome({ ...WELCOME, members: [amy] }), {
          deadline: after(24 * HOUR),
          buttons: [
            { label: '介绍自己', says: '/intro' },
            { label: '看群规', says: '/rules' },
            { label: '第一次打卡', says: '/checkin' },
          ],
        }),
      ))

  test('who has been there all along is none', () => {
    const group = aGroup()
    group.stage.record([membership.facts.imported({ member: amy })])
    expect(group.says(amy, '大家好', NOON).facts('arrived')).toEqual([])
    expect(group.says(bob, '大家好', NOON, { stranger: true }).facts('seen')).toEqual([{ member: bob }])
    expect(group.owed('welcome')).toBeUndefined()
    // Control: who joins is.
    expect(group.play(joins(cat, NOON)).facts('arrived')).toHaveLength(1)
  })

  const WELCOME = {
    ...{ welcome: 1, members: [] as MemberId[], others: 0, text: null, greeter: null, gift: null },
    ...{ hasButtons: false, platform: 'telegram' as const },
  }
  const welcoming = (members: MemberId[], others: number) =>
    icebreaker.facts.welcoming({
      ...{ welcome: 1, members, others, text: null, greeter: null, at: after(3 * MINUTE) },
    })
})

describe('many newcomers', () => {
  test('are one message that names ten of them', () =>
    given(...everybody(50).map(who => joins(who, NOON)))
      .when(rings('welcome', {}, after(3 * MINUTE)))
      .thenSays(/^欢迎 p1、p2、p3、p4、p5、p6、p7、p8、p9、p10 和另外 40 位，很高兴认识你们。/))

  test('who have left are not named, nor counted', () =>
    given(
      ...everybody(13).map(who => joins(who, NOON)),
      ...everybody(12)
        .slice(1)
        .map(who => leaves(who, after(MINUTE))),
    )
      .when(rings('welcome', {}, after(3 * MINUTE)))
      .thenSays(/^欢迎 p1、p13，很高兴认识你们。/))

  test('who have all left are not welcomed', () =>
    given(joins(amy, NOON), joins(bob, NOON), leaves(amy, after(MINUTE)), leaves(bob, after(MINUTE)))
      .when(rings('welcome', {}, after(3 * MINUTE)))
      .thenNothing())
})

describe('a welcome that has not left yet', () => {
  test('leaves as it is', () => {
    const group = welcomed(amy, bob)
    expect(group.asksDue('welcome', after(4 * MINUTE)).facts('sending')).toHaveLength(1)
  })

  test('is said again without whoever has left meanwhile', () => {
    const group = welcomed(amy, bob, cat)
    group.play(leaves(bob, after(3.5 * MINUTE)))
    const asked = group.asksDue('welcome', after(4 * MINUTE))
    expect(asked.facts('withdrawn')).toMatchObject([{ reason: 'changed-welcome-1' }])
    expect(group.owed('welcome')?.params).toMatchObject({ members: [amy, cat], others: 0 })
    expect(group.asksDue('welcome', after(5 * MINUTE)).facts('sending')).toHaveLength(1)
  })

  test('counts those it does not name: one less when one of them leaves', () => {
    const group = welcomed(...everybody(12))
    group.play(leaves(member('p12'), after(3.5 * MINUTE)))
    group.asksDue('welcome', after(4 * MINUTE))
    expect(group.owed('welcome')?.params).toMatchObject({ others: 1 })
  })

  test('is taken back when nobody is left', () => {
    const group = welcomed(amy)
    group.play(leaves(amy, after(3.5 * MINUTE)))
    expect(group.asksDue('welcome', after(4 * MINUTE)).facts('withdrawn')).toMatchObject([{ reason: 'nobody-there' }])
    expect(group.owed('welcome')).toBeUndefined()
  })

  test('greets nobody who came a day ago', () => {
    const group = aGroup()
    group.play(joins(amy, NOON))
    group.play(joins(bob, after(HOUR)))
    group.play(rings('welcome', {}, after(HOUR + 3 * MINUTE)))
    group.asksDue('welcome', after(24 * HOUR))
    expect(group.owed('welcome')?.params).toMatchObject({ members: [bob] })
    expect(group.asksDue('welcome', after(24 * HOUR + MINUTE)).facts('sending')).toHaveLength(1)
  })

  test('is not said at all a day after the last of them came', () => {
    const group = welcomed(amy)
    expect(group.asksDue('welcome', after(24 * HOUR + 1)).facts('expired')).toHaveLength(1)
    expect(group.owed('welcome')).toBeUndefined()
  })
})

describe('the texts of the library', () => {
  const content = libraryWith([
    { id: 'welcome/hello', image: 'hello.png', buttons: [{ label: '规矩', command: '/rules' }] },
    { id: 'welcome/back', for: 'returning' },
    { id: 'welcome/evening' },
    { id: 'welcome/wechat-only', platforms: ['wechat'] },
  ])

  test('take turns, each with its own picture and buttons', () => {
    const group = aGroup({ content })
    const texts = everybody(4).map((who, index) => {
      group.play(joins(who, after(index * HOUR)))
      group.play(rings('welcome', {}, after(index * HOUR + 3 * MINUTE)))
      return group.owed('welcome')?.params.text
    })
    expect(texts).toEqual(['welcome/hello', 'welcome/evening', 'welcome/hello', 'welcome/evening'])
    const owed = [...group.stage.read(deliveries).pending.each()].map(([, { image, buttons }]) => ({ image, buttons }))
    expect(owed[0]).toEqual({ image: 'hello.png', buttons: [{ label: '规矩', says: '/rules' }] })
    expect(owed[1]?.buttons).toHaveLength(2)
  })

  test('say themselves what to do first, when they have buttons', () =>
    spec({ content })
      .given(joins(amy, NOON))
      .when(rings('welcome', {}, after(3 * MINUTE)))
      .thenSays('[welcome/hello]'))

  test('have our buttons and a line about them when they have none', () =>
    spec({ content: libraryWith([{ id: 'welcome/evening' }]) })
      .given(joins(amy, NOON))
      .when(rings('welcome', {}, after(3 * MINUTE)))
      .thenSays('[welcome/evening]\n两件小事，先做哪件都行。直接回复这条消息，就算自我介绍。'))

  test('that cannot be sent give way to plain words', () => {
    const group = aGroup({ content })
    group.play(joins(amy, NOON))
    group.play(rings('welcome', {}, after(3 * MINUTE)))
    group.failsToSend('welcome', after(4 * MINUTE), 'no-such-image')
    expect(group.owed('welcome')?.params).toMatchObject({ members: [amy], text: null })
    group.failsToSend('welcome', after(5 * MINUTE), 'forbidden')
    expect(group.owed('welcome')).toBeUndefined()
  })

  test('that are gone when it leaves give way to the next', () => {
    let texts = content()
    const group = aGroup({ content: () => texts })
    group.play(joins(amy, NOON))
    group.play(rings('welcome', {}, after(3 * MINUTE)))
    texts = libraryWith([{ id: 'welcome/other' }])()
    group.asksDue('welcome', after(4 * MINUTE))
    expect(group.owed('welcome')?.params).toMatchObject({ members: [amy], text: 'welcome/other' })
  })
})

describe('a return', () => {
  const beenHere = [joins(amy, '2026-11-01 12:00'), leaves(amy, '2026-11-20 12:00')]

  test('is greeted as one, earns nothing, and makes no newcomer', () => {
    const group = aGroup()
    for (const stimulus of beenHere) group.play(stimulus)
    group.play(rings('welcome', {}, '2026-11-20 12:30'))
    const came = group.play(joins(amy, NOON))
    expect(came.facts('arrived')).toEqual([])
    const greeted = group.play(rings('welcome', {}, after(3 * MINUTE)))
    expect(greeted.keys).toEqual(['back'])
    expect(group.stage.read(ledger).accounts.has(amy)).toBe(false)
    expect(group.says(bob, '欢迎回来', after(4 * MINUTE), { mentions: [amy] }).facts('exchanged')).toEqual([])
  })

  test('is said in few words', () =>
    given(...beenHere, joins(amy, NOON))
      .when(rings('welcome', {}, after(3 * MINUTE)))
      .thenSays('amy 回来啦，位置一直留着。'))

  test('has its own text in the library', () =>
    spec({ content: libraryWith([{}, { id: 'welcome/again', for: 'returning' }]) })
      .given(...beenHere, joins(amy, NOON))
      .when(rings('welcome', {}, after(3 * MINUTE)))
      .thenSays('[welcome/again]'))

  test('is greeted once a day, however often somebody comes and goes', () => {
    const group = aGroup()
    for (const stimulus of beenHere) group.play(stimulus)
    const greeted = [0, 1, 2, 25].map(hours => {
      const { length } = group.play(joins(amy, after(hours * HOUR))).facts('cameBack')
      group.play(rings('welcome', {}, after(hours * HOUR + 3 * MINUTE)))
      group.play(leaves(amy, after(hours * HOUR + 10 * MINUTE)))
      return length
    })
    expect(greeted).toEqual([1, 0, 0, 1])
  })

  test('of whoever left before they were welcomed is their first time', () => {
    const group = aGroup()
    group.play(joins(amy, NOON))
    group.play(leaves(amy, after(MINUTE)))
    expect(group.play(joins(amy, after(2 * MINUTE))).facts('arrived')).toMatchObject([{ welcome: 1, again: true }])
    group.play(rings('welcome', {}, after(5 * MINUTE)))
    expect(group.owed('welcome')?.params).toMatchObject({ members: [amy], others: 0 })
    expect(group.stage.read(icebreaker).days.of(today).arrived).toBe(1)
  })

  test('is taken back when they have gone again', () => {
    const back = post(say.back({ back: 1, members: [amy], others: 0, text: null }))
    given(...beenHere, joins(amy, NOON))
      .when(due(back, after(4 * MINUTE)))
      .thenDue(send())
    given(...beenHere)
      .when(due(back, after(4 * MINUTE)))
      .thenDue(withdraw('nobody-there'))
  })

  test('of two is said of the one who stayed', () => {
    const group = aGroup()
    for (const who of [amy, dan]) {
      group.play(joins(who, '2026-11-01 12:00'))
      group.play(rings('welcome', {}, '2026-11-01 12:30'))
      group.sends('welcome', '2026-11-01 12:31', `to-${who}`)
      group.play(leaves(who, '2026-11-20 12:00'))
      group.play(joins(who, NOON))
    }
    group.play(rings('welcome', {}, after(3 * MINUTE)))
    group.play(leaves(dan, after(4 * MINUTE)))
    group.asksDue('back', after(5 * MINUTE))
    expect(group.owed('back')?.params).toMatchObject({ members: [amy] })
  })
})

test('whoever speaks while they wait is still welcomed', () =>
  given(joins(amy, NOON), says(amy, '你好', after(MINUTE)))
    .when(rings('welcome', {}, after(3 * MINUTE)))
    .thenSays(/^欢迎 amy/))

test('the plan says how long a welcome waits', () => {
  expect(icebreakerPlugin.config.safeParse({ windowMinutes: 11 }).success).toBe(false)
  const { given, wakeAt } = spec({ config: { windowMinutes: 1 } })
  given()
    .when(joins(amy, NOON))
    .then(came(amy), wakeAt('welcome', after(MINUTE), {}))
})

function welcomed(...members: readonly MemberId[]) {
  const group = aGroup()
  for (const who of members) group.play(joins(who, NOON))
  group.play(rings('welcome', {}, after(3 * MINUTE)))
  return group
}
