import { acknowledge, type MemberId } from 'bonfire'
import { at, day, joins, leaves, message, rings, says } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { ledger } from '../points/facts.ts'
import { INTRODUCTION_CHARS_MAX, icebreaker } from './facts.ts'
import { aGroup, amy, bob, cat, libraryWith, spec } from './icebreaker.fixtures.ts'

const { given, say } = spec()
const today = day('2026-12-01')
const NOON = '2026-12-01 12:00'
const noon = at(NOON)
const MINUTE = 60_000
const HOUR = 3_600_000
const after = (ms: number) => (noon + ms) as typeof noon
const { introduced, mentioned } = icebreaker.facts
const HIKER = '我叫小林，来自杭州，喜欢徒步'

describe('/intro with a text', () => {
  test('is kept with its words, and earns points', () =>
    given()
      .when(says(amy, `/intro ${HIKER}`, NOON))
      .then(
        introduced({ member: amy, at: noon, day: today, text: HIKER, words: ['杭州', '徒步'] }),
        mentioned({ member: amy, word: '杭州' }),
        mentioned({ member: amy, word: '徒步' }),
        ledger.facts.awarded({ member: amy, points: 20, reason: 'introduction', day: today }),
        acknowledge(say.introduced({ points: 20, nickname: null, platform: 'telegram', turn: 0 })),
      ))

  test('says so', () =>
    given()
      .when(says(amy, `/介绍 ${HIKER}`, NOON))
      .thenSays('收到，很高兴认识你。+20 积分。'))

  test('a second time replaces the first, and earns nothing', () => {
    const group = aGroup()
    group.says(amy, `/intro ${HIKER}`, NOON)
    const again = group.says(amy, '/intro 我现在搬到成都了，喜欢徒步', after(HOUR))
    expect(again.facts('awarded')).toEqual([])
    expect(again.facts('introduced')).toMatchObject([{ again: true }])
    expect(again.facts('wordDropped')).toEqual([{ member: amy, word: '杭州' }])
    expect(again.keys).toEqual(['replaced'])
    const { words, introductions } = group.stage.read(icebreaker)
    // Nobody has it any more, so no row is left of it.
    expect(words.has('杭州')).toBe(false)
    expect(words.of('徒步').members).toEqual([amy])
    expect(introductions.of(amy)).toMatchObject({ firstDay: today, text: '我现在搬到成都了，喜欢徒步' })
    expect(group.stage.read(ledger).accounts.of(amy).balance).toBe(20)
  })

  test('earns nothing more after leaving and coming back', () => {
    const group = aGroup()
    group.says(amy, `/intro ${HIKER}`, NOON)
    group.play(leaves(amy, after(HOUR)))
    group.play(joins(amy, after(2 * HOUR)))
    expect(group.says(amy, `/intro ${HIKER}`, after(3 * HOUR)).facts('awarded')).toEqual([])
  })

  test('earns nothing where the plan says so', () =>
    spec({ config: { points: 0 } })
      .given()
      .when(says(amy, `/intro ${HIKER}`, NOON))
      .thenSays('收到，很高兴认识你。'))

  test('that is too long is not kept, and says by how much', () => {
    const long = `${'好'.repeat(INTRODUCTION_CHARS_MAX - 5)}喜欢夜里写诗`
    given()
      .when(says(amy, `/intro ${long}`, NOON))
      .then(say.tooLong({ chars: 201, charsMax: 200 }))
    expect(
      aGroup()
        .says(amy, `/intro ${long.slice(1)}`, NOON)
        .facts('introduced'),
    ).toHaveLength(1)
  })

  test('that is hardly any is asked for more', () =>
    given()
      .when(says(amy, '/intro hi', NOON))
      .thenSays('太短啦，大家还认不出你。写够 10 个字（链接不算），三句就好：/intro 我是……'))

  test.each([
    '我是小林，爱爬山。',
    '！！！！！！！！！！！！',
    'aaaaaaaaaaaaaaaa',
    '👋👋👋👋👋👋👋👋👋👋👋👋',
    'https://example.com/a-long-way-to-go',
    '我 是 小 林 爱 爬 山',
  ])('that says nothing of anybody earns nothing: %s', text => {
    const said = aGroup().says(amy, `/intro ${text}`, NOON)
    expect([said.keys, said.facts('introduced'), said.facts('awarded')]).toEqual([['tooShort'], [], []])
  })

  test('that is as long as it has to be is kept', () =>
    expect(aGroup().says(amy, '/intro 我是小林，喜欢爬山。', NOON).keys).toEqual(['introduced']))

  test('in private is asked for in the group', () =>
    given()
      .when(says(amy, `/intro ${HIKER}`, NOON, { private: true }))
      .thenSays('介绍请发在群里，大家才能认识你。'))

  test('reminds of the nickname where groups have them', () =>
    spec({ platform: 'wechat', config: { nicknameFormat: '城市-昵称' } })
      .given()
      .when(says(amy, `/intro ${HIKER}`, NOON))
      .thenSays('收到，很高兴认识你。+20 积分。记得把群昵称改成「城市-昵称」。'))
})

describe('/intro without a text', () => {
  test('asks for three points', () =>
    given()
      .when(says(amy, '自我介绍', NOON))
      .thenSays(
        '介绍自己，三句话就够：\n1. 怎么称呼你，在哪座城市\n2. 平时在做什么，喜欢什么\n3. 想从这里带走什么\n写好后发「/intro 你的介绍」，200 字以内。第一次介绍 +20 积分。',
      ))

  test('asks as the library does, and explains the nickname', () =>
    spec({
      content: libraryWith([], ['icebreakers/three-lines']),
      config: { nicknameFormat: '城市-昵称' },
      platform: 'wechat',
    })
      .given()
      .when(says(amy, '/intro', NOON))
      .thenSays(
        '[icebreakers/three-lines]\n写好后发「/intro 你的介绍」，200 字以内。第一次介绍 +20 积分。\n顺便改个马甲：点右上角「…」→「我在本群的昵称」，改成「城市-昵称」，大家更好认。',
      ))

  test('promises no points to whoever has them', () =>
    given(says(amy, `/intro ${HIKER}`, NOON))
      .when(says(amy, '/intro', after(MINUTE)))
      .thenSays(/^你介绍过自己啦[^积分]*$/s))

  test('works in private', () =>
    given()
      .when(says(amy, '/intro', NOON, { private: true }))
      .thenSays(/^介绍自己，三句话就够/))
})

describe('talk about introductions', () => {
  test.each(['介绍 一下你自己', '自我介绍 环节开始啦', '介绍', '自我介绍了吗？', '新人', '谁来介绍'])(
    '%s: is none',
    text =>
      given()
        .when(says(amy, text, NOON))
        .thenNothing(),
  )

  test.each([`自我介绍：${HIKER}`, `自我介绍 ${HIKER}`])('%s: is one', text =>
    given()
      .when(says(amy, text, NOON))
      .thenSays('收到，很高兴认识你。+20 积分。'),
  )
})

describe('a reply to the welcome', () => {
  const reply = { replyTo: message('welcome') }
  const TEXT = '我在杭州做前端，周末去徒步'

  test('of ten characters or more is an introduction', () => {
    const said = welcomedGroup(amy).says(amy, TEXT, after(HOUR), reply)
    expect(said.facts('introduced')).toMatchObject([{ member: amy, text: TEXT }])
    expect(said.facts('awarded')).toHaveLength(1)
  })

  test.each([
    ['is too short', '大家好呀'],
    ['is a question', '请问打卡是从今天开始算的吗'],
    ['is only thanks', '谢谢大家的欢迎，很高兴来到这里'],
    ['is a check-in', '打卡 今天读了三十页《活着》'],
  ])('that %s is none', (_, text) => {
    expect(welcomedGroup(amy).says(amy, text, after(HOUR), reply).facts('introduced')).toEqual([])
  })

  test('of somebody who was here before is none', () => {
    expect(welcomedGroup(amy).says(bob, TEXT, after(HOUR), reply).facts('introduced')).toEqual([])
  })

  test('after an introduction is talk', () => {
    const group = welcomedGroup(amy)
    group.says(amy, TEXT, after(HOUR), reply)
    expect(group.says(amy, '对了，我也喜欢摄影和露营呢', after(2 * HOUR), reply).facts('introduced')).toEqual([])
  })

  test('counts for seven days', () => {
    const [late, inTime] = [7 * 24 * HOUR + 4 * MINUTE, 7 * 24 * HOUR - MINUTE]
    expect(welcomedGroup(amy).says(amy, TEXT, after(inTime), reply).facts('introduced')).toHaveLength(1)
    expect(welcomedGroup(amy).says(amy, TEXT, after(late), reply).facts('introduced')).toEqual([])
  })

  test('is kept to 200 characters, and never refused', () => {
    const said = welcomedGroup(amy).says(amy, `${TEXT}${'，也很喜欢看书'.repeat(50)}`, after(HOUR), reply)
    expect([...(said.facts('introduced')[0]!.text as string)]).toHaveLength(200)
  })

  test('to another message is none', () => {
    const group = welcomedGroup(amy)
    expect(group.says(amy, TEXT, after(HOUR), { replyTo: message('other') }).facts('introduced')).toEqual([])
    expect(group.says(amy, `大家好，${TEXT}`, after(HOUR)).facts('introduced')).toEqual([])
  })
})

describe('where there are no replies', () => {
  const TEXT = '大家好，我是小林，在杭州做前端'

  test('the first words of a newcomer are one, for a day', () => {
    const said = (hours: number, text = TEXT) =>
      welcomedGroup(amy, { platform: 'wechat' })
        .says(amy, text, after(hours * HOUR))
        .facts('introduced').length
    expect([said(1), said(24), said(25)]).toEqual([1, 1, 0])
    expect(said(1, '今天在杭州做前端，下雨了')).toBe(0)
    expect(said(1, '大家好，请问怎么打卡呢')).toBe(0)
    expect(said(1, '大家好，很高兴认识大家！')).toBe(0)
    expect(said(1, "Hi, I'm Tom and I love hiking")).toBe(1)
    expect(said(1, '我是真的服了这个群主天天发广告')).toBe(0)
    expect(said(1, '我叫的外卖到了，喜欢的来拿')).toBe(0)
  })

  test('those of anybody else are talk', () => {
    const group = welcomedGroup(amy, { platform: 'wechat' })
    expect(group.says(bob, TEXT, after(HOUR)).facts('introduced')).toEqual([])
  })
})

describe('what two have in common', () => {
  test('is told with the receipt, and not recorded', () => {
    const group = aGroup()
    group.says(amy, `/intro ${HIKER}`, NOON, { name: '小林' })
    const said = group.says(bob, '/intro 我周末常去徒步，也爱摄影', after(MINUTE))
    expect(said.keys).toEqual(['introduced', 'both'])
    expect(JSON.stringify(said.facts('owed'))).not.toContain('徒步')
  })

  test('reads so', () =>
    given(says(amy, `/intro ${HIKER}`, NOON, { name: '小林' }))
      .when(says(bob, '/intro 我周末常去徒步，很高兴认识大家', after(MINUTE)))
      .thenSays('记住你啦，谢谢你的介绍。+20 积分。\n你和 @小林 都提到了「徒步」，真巧。'))

  test('does not mention who does not want to be', () => {
    const group = aGroup()
    group.says(amy, `/intro ${HIKER}`, NOON)
    group.quiet(amy)
    const { isQuiet } = paramsOf(group, bob)
    expect(isQuiet).toBe(true)
  })

  test('is of nobody who has left', () => {
    const group = aGroup()
    group.says(amy, `/intro ${HIKER}`, NOON)
    group.play(leaves(amy, after(MINUTE)))
    expect(group.says(bob, '/intro 我周末常去徒步，很高兴认识大家', after(2 * MINUTE)).keys).toEqual(['introduced'])
  })

  test('is the rarest word', () => {
    const group = aGroup()
    for (const who of [amy, cat]) group.says(who, '/intro 喜欢徒步和摄影，很高兴认识大家', NOON)
    group.says(amy, '/intro 喜欢徒步、摄影、书法', NOON)
    expect(paramsOf(group, bob, '徒步，摄影，书法')).toMatchObject({ word: '书法', other: amy })
  })

  test('is kept by word for the last five only', () => {
    const group = aGroup()
    const all = Array.from({ length: 8 }, (_, index) => `telegram:m${index}` as MemberId)
    for (const who of all) group.says(who, '/intro 喜欢徒步，很高兴认识大家', NOON)
    expect(group.stage.read(icebreaker).words.of('徒步')).toEqual({ members: all.slice(-5), count: 8 })
  })

  function paramsOf(group: ReturnType<typeof aGroup>, who: MemberId, text = '徒步') {
    const handled = group.stage.handle(
      { kind: 'said', who: { member: who }, message: message('last'), text: `/intro 我喜欢${text}，很高兴认识大家` },
      after(HOUR),
    )
    const answers = 'answers' in handled ? handled.answers : []
    return answers.flatMap(({ says }) => says).find(({ key }) => key === 'both')!.params as { isQuiet: boolean }
  }
})

/** A group in which somebody has come at noon and been welcomed four minutes later. */
function welcomedGroup(who: MemberId, options: Parameters<typeof aGroup>[0] = {}) {
  const group = aGroup(options)
  group.play(joins(who, NOON))
  group.play(rings('welcome', {}, after(3 * MINUTE)))
  group.sends('welcome', after(4 * MINUTE), 'welcome')
  return group
}
