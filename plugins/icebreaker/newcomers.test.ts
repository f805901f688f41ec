import { type Instant, type MemberId, membership, post, setup } from 'bonfire'
import { at, day, joins, leaves, member, rings, says, ticks } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { icebreaker } from './facts.ts'
import { aGroup, amy, bob, cat, dan, spec, takesCheckIns } from './icebreaker.fixtures.ts'
import icebreakerPlugin from './index.ts'

const { given, say } = spec()
const NOON = '2026-12-01 12:00'
const noon = at(NOON)
const SECOND = 1_000
const MINUTE = 60_000
const HOUR = 3_600_000
const DAY = 24 * HOUR
const after = (ms: number) => (noon + ms) as typeof noon
const { exchanged, arrived, ownerTold } = icebreaker.facts

/** Bob has come at noon; everybody else was here. */
function group(options: Parameters<typeof aGroup>[0] = {}) {
  const made = aGroup(options)
  made.stage.record([amy, cat, dan].map(who => membership.facts.imported({ member: who })))
  made.play(joins(bob, NOON))
  return made
}
const to = (...mentions: readonly MemberId[]) => ({ mentions })

describe('an exchange', () => {
  test('is a reply to a newcomer', () => {
    const said = group().says(amy, '你好', after(HOUR), { repliesTo: bob })
    expect(said.facts('exchanged')).toEqual([{ member: bob, with: amy, at: after(HOUR) }])
  })

  test('is a reply of theirs, or a mention in either direction', () => {
    const one = group()
    expect(one.says(bob, '谢谢', after(HOUR), { repliesTo: amy }).facts('exchanged')).toHaveLength(1)
    expect(one.says(bob, '请教一下', after(HOUR), to(cat)).facts('exchanged')).toHaveLength(1)
    expect(one.says(dan, '欢迎', after(HOUR), to(bob)).facts('exchanged')).toHaveLength(1)
    expect(one.stage.read(icebreaker).arrivals.of(bob).exchanges).toHaveLength(3)
  })

  test('is none between those who have been here', () => {
    expect(group().says(amy, '你好', after(HOUR), to(cat)).facts('exchanged')).toEqual([])
  })

  test('is one for both of two newcomers', () => {
    const one = group()
    one.play(joins(member('eve'), NOON))
    expect(one.says(member('eve'), '你也刚来', after(HOUR), to(bob)).facts('exchanged')).toEqual([
      { member: member('eve'), with: bob, at: after(HOUR) },
      { member: bob, with: member('eve'), at: after(HOUR) },
    ])
  })

  test('of one pair counts once in two minutes', () => {
    const one = group()
    const times = [0, 2 * MINUTE - 1, 2 * MINUTE].map(
      ms => one.says(amy, '你好', after(HOUR + ms), to(bob)).facts('exchanged').length,
    )
    expect(times).toEqual([1, 0, 1])
    // Another pair is another exchange.
    expect(one.says(cat, '你好', after(HOUR + 2 * MINUTE), to(bob)).facts('exchanged')).toHaveLength(1)
  })

  test('counts in the first seven days', () => {
    const within = (ms: number) => group().says(amy, '你好', after(ms), to(bob)).facts('exchanged').length
    expect([within(7 * DAY - 1), within(7 * DAY)]).toEqual([1, 0])
  })

  test('is with somebody: not with oneself, with whoever is not here, or in private', () => {
    const one = group({ others: [takesCheckIns] })
    expect(one.says(bob, '嗯', after(HOUR), to(bob)).facts('exchanged')).toEqual([])
    expect(one.says(bob, '嗯', after(HOUR), to(member('bot'))).facts('exchanged')).toEqual([])
    expect(one.says(bob, '嗯', after(HOUR), { ...to(amy), private: true }).facts('exchanged')).toEqual([])
    expect(one.says(amy, '/award @bob 5', after(HOUR), to(bob)).facts('exchanged')).toEqual([])
    for (const text of ['打卡 @bob', '【早起打卡】@bob 读了三十页', '迎新']) {
      expect(one.says(amy, text, after(HOUR), to(bob)).facts('exchanged'), text).toEqual([])
    }
    expect(one.says(amy, '嗯', after(HOUR), to(bob)).facts('exchanged')).toHaveLength(1)
  })

  test('is counted ten times at most', () => {
    const one = group()
    for (let n = 0; n < 15; n += 1) one.says(amy, '你好', after(HOUR + n * 3 * MINUTE), to(bob))
    expect(one.stage.read(icebreaker).arrivals.of(bob).exchanges).toHaveLength(10)
  })

  test('is with five at most of those that one message mentions', () => {
    const one = aGroup()
    const many = Array.from({ length: 30 }, (_, index) => member(`new${index}`))
    for (const who of many) one.play(joins(who, NOON))
    expect(one.says(amy, '大家好', after(HOUR), to(...many)).facts('exchanged')).toHaveLength(5)
  })
})

describe('one message that mentions many', () => {
  test('is one exchange of the newcomer who sends it', () => {
    const one = group()
    const many = [amy, cat, dan]
    expect(one.says(bob, '加我微信领资料', after(HOUR), to(...many)).facts('exchanged')).toHaveLength(1)
    // The control: three messages are three.
    const other = group()
    const count = (to: MemberId) => other.says(bob, '你好', after(HOUR), { mentions: [to] }).facts('exchanged').length
    expect(many.map(count)).toEqual([1, 1, 1])
  })
})

describe('where nobody can say who replies to whom', () => {
  const talk = (
    turns: readonly (readonly [MemberId, number, string?])[],
    platform: 'wechat' | 'telegram' = 'wechat',
  ) => {
    const one = group({ platform, others: [takesCheckIns] })
    const facts = turns.map(([who, ms, text = '嗯']) => one.says(who, text, after(HOUR + ms)).facts('exchanged').length)
    return facts
  }

  test('turns that follow each other are an exchange, in either order', () => {
    expect(
      talk([
        [amy, 0],
        [bob, MINUTE],
        [cat, 2 * MINUTE],
      ]),
    ).toEqual([0, 1, 1])
  })

  test('turns within five minutes do', () => {
    expect(
      talk([
        [amy, 0],
        [bob, 5 * MINUTE],
      ]),
    ).toEqual([0, 1])
    expect(
      talk([
        [amy, 0],
        [bob, 5 * MINUTE + 1],
      ]),
    ).toEqual([0, 0])
  })

  test('somebody in between takes the turn', () => {
    expect(
      talk([
        [amy, 0],
        [cat, SECOND],
        [dan, 2 * SECOND],
        [bob, 3 * SECOND],
        [bob, 4 * SECOND],
      ]),
    ).toEqual([0, 0, 0, 1, 0])
  })

  test('a check-in is no turn, nor a command', () => {
    expect(
      talk([
        [amy, 0, '打卡'],
        [bob, SECOND, '#打卡 第一天'],
        [cat, 2 * SECOND, '/points'],
        [bob, 3 * SECOND, '迎新'],
      ]),
    ).toEqual([0, 0, 0, 0])
  })

  test('an introduction is one', () => {
    const one = group({ platform: 'wechat' })
    one.play(rings('welcome', {}, after(3 * MINUTE)))
    one.sends('welcome', after(4 * MINUTE), 'welcome')
    expect(one.says(bob, '大家好，我是阿宽，周末常去徒步', after(HOUR)).keys).toEqual(['introduced'])
    expect(one.says(amy, '欢迎呀', after(HOUR + MINUTE)).facts('exchanged')).toHaveLength(1)
  })

  test('where replies are known, turns are nothing', () => {
    expect(
      talk(
        [
          [amy, 0],
          [bob, MINUTE],
        ],
        'telegram',
      ),
    ).toEqual([0, 0])
  })

  test('turns are noted only while there are newcomers, and not each time', () => {
    const one = group({ platform: 'wechat' })
    const noted = (who: MemberId, ms: number) => one.says(who, '嗯', after(ms)).facts('spoke').length
    expect([noted(amy, HOUR), noted(amy, HOUR + SECOND), noted(amy, HOUR + MINUTE), noted(amy, 7 * DAY)]).toEqual([
      1, 0, 1, 0,
    ])
  })
})

describe('the list of newcomers', () => {
  const asked = { role: 'teacher' } as const

  test('has those with fewer than five, who need somebody most first', () => {
    const one = group()
    one.play(joins(member('eve'), after(DAY), { name: '小夏' }))
    one.says(amy, '你好', after(DAY + HOUR), to(bob))
    one.stage.checkReplay()
    given(
      arrived({ member: bob, at: noon, day: day('2026-12-01'), welcome: 1 }),
      membership.facts.imported({ member: bob }),
      membership.facts.named({ member: bob, name: '阿宽' }),
      joins(member('eve'), after(DAY), { name: '小夏' }),
      exchanged({ member: bob, with: amy, at: after(HOUR) }),
    )
      .when(says(amy, '/newcomers', after(DAY + HOUR), asked))
      .thenSays('最近 7 天有 2 位新人，其中 2 位聊过不到 5 次：\n小夏：聊过 0 次，今天来的\n阿宽：聊过 1 次，来了 1 天')
  })

  test('leaves out those who have arrived, who have left, and who came longer ago', () => {
    const five = Array.from({ length: 5 }, (_, n) => exchanged({ member: bob, with: amy, at: after(n * HOUR) }))
    given(joins(bob, NOON), ...five, joins(cat, NOON), leaves(cat, after(HOUR)), joins(dan, '2026-11-20 12:00'))
      .when(says(amy, '/新人', after(DAY), asked))
      .thenSays('最近 7 天的 1 位新人，都和大家聊过 5 次以上了。')
    given(joins(dan, '2026-11-20 12:00'))
      .when(says(amy, '/新人', NOON, asked))
      .thenSays('最近 7 天没有新人。')
  })

  test('names twenty', () =>
    given(...Array.from({ length: 25 }, (_, index) => joins(member(`new${index}`), NOON)))
      .when(says(amy, '/newcomers', after(HOUR), asked))
      .thenSays(/^最近 7 天有 25 位新人.*\n还有 5 位。$/s))

  test('is for teachers', () =>
    given(joins(bob, NOON))
      .when(says(amy, '/newcomers', after(HOUR)))
      .thenSays(/只有老师/))

  test('in English', () =>
    spec({ locale: 'en-US' })
      .given(joins(bob, NOON))
      .when(says(amy, '/newcomers', after(2 * DAY), asked))
      .thenSays(
        '1 joined in the last 7 days; 1 of them has had fewer than 5 exchanges:\nbob: 0 exchanges, here for 2 days',
      ))

  test('in English, of one', () => {
    const talked = (count: number) =>
      spec({ locale: 'en-US' })
        .given(
          joins(bob, NOON),
          ...Array.from({ length: count }, (_, n) => exchanged({ member: bob, with: amy, at: after(n * HOUR) })),
        )
        .when(says(amy, '/newcomers', after(DAY), asked))
    talked(1).thenSays(/\nbob: 1 exchange, here for 1 day$/)
    talked(5).thenSays('The one who joined in the last 7 days has had 5 exchanges or more.')
  })
})

describe('the owner', () => {
  const third = '2026-12-03 21:00'

  test('hears on the third day who has few exchanges', () =>
    given(joins(bob, NOON, { name: '阿宽' }))
      .when(ticks('tellOwner', third))
      .then(
        ownerTold({ upTo: day('2026-12-01'), at: at(third) }),
        post(say.fewExchanges({ members: [bob], count: 1 }), {
          ...{ class: 'notice', to: 'owner', deadline: (at(third) + DAY) as Instant },
        }),
      ))

  test('hears nothing where the bot is no more, and again when it is back', () => {
    const stood = (is: 'gone' | 'admin') => setup.facts.stood({ is, lacks: [], at: after(HOUR) })
    given(joins(bob, NOON), stood('gone')).when(ticks('tellOwner', third)).thenNothing()
    given(joins(bob, NOON), stood('gone'), stood('admin'))
      .when(ticks('tellOwner', third))
      .thenSays(/^有 1 位新人到第三天了/)
  })

  test('hears nothing before', () => given(joins(bob, NOON)).when(ticks('tellOwner', '2026-12-02 21:00')).thenNothing())

  test('hears of each once', () => {
    const one = group()
    expect(one.play(ticks('tellOwner', third)).keys).toEqual(['fewExchanges'])
    one.play(joins(member('eve'), '2026-12-02 12:00'))
    expect(one.play(ticks('tellOwner', '2026-12-03 21:05')).keys).toEqual([])
    one.play(ticks('tellOwner', '2026-12-04 21:00'))
    expect(one.owed('fewExchanges')?.params).toEqual({ members: [member('eve')], count: 1 })
    expect(one.play(ticks('tellOwner', '2026-12-05 21:00')).keys).toEqual([])
  })

  test('hears of whom the third day was missed', () =>
    given(joins(bob, NOON))
      .when(ticks('tellOwner', '2026-12-05 21:00'))
      .thenSays(/^有 1 位新人到第三天了，和大家聊过还不到 5 次：bob。/))

  test('hears nothing of themselves', () =>
    given(joins(bob, NOON), membership.facts.roleGiven({ member: bob, role: 'owner' }))
      .when(ticks('tellOwner', third))
      .thenNothing())

  test('hears nothing of those with five, of those who left, or of nobody', () => {
    const five = Array.from({ length: 5 }, (_, n) => exchanged({ member: bob, with: amy, at: after(n * HOUR) }))
    given(joins(bob, NOON), ...five, joins(cat, NOON), leaves(cat, after(HOUR)))
      .when(ticks('tellOwner', third))
      .thenNothing()
    given().when(ticks('tellOwner', third)).thenNothing()
  })

  test('is told of many in few words', () =>
    given(...Array.from({ length: 25 }, (_, index) => joins(member(`new${index}`), NOON)))
      .when(ticks('tellOwner', third))
      .thenSays(/^有 25 位新人.*new9 等。/))
})

describe('what is known of a member', () => {
  test('is how and when they introduced themselves, and their exchanges', () => {
    const one = group()
    one.says(bob, '/intro 我在杭州，喜欢徒步，很高兴认识大家', after(HOUR))
    one.says(bob, '你好', after(HOUR), to(amy))
    const context = { state: one.stage.read(icebreaker) } as never
    const of = (who: MemberId) =>
      Object.fromEntries(Object.entries(icebreakerPlugin.profile).map(([key, { of }]) => [key, of(context, who)]))
    expect(of(bob)).toEqual({
      'icebreaker.introduction': '我在杭州，喜欢徒步，很高兴认识大家',
      'icebreaker.introduced': '2026-12-01',
      'icebreaker.exchanges': 1,
    })
    expect(Object.values(of(amy))).toEqual([null, null, null])
  })

  test('is counted in the figures of the group', () => {
    const one = group()
    one.says(bob, '/intro 我在杭州，喜欢徒步，很高兴认识大家', after(HOUR))
    // Another text in its place makes nobody new.
    one.says(bob, '/intro 我在成都，喜欢骑行，很高兴认识大家', after(2 * HOUR))
    one.play(joins(member('eve'), '2026-12-02 12:00'))
    const now = at('2026-12-02 13:00')
    const context = {
      ...{ state: one.stage.read(icebreaker), read: one.stage.read, say, now, today: day('2026-12-02') },
    } as never
    const figures = (from: string, days: number) =>
      icebreakerPlugin.stats!(context, { from: day(from), to: day('2026-12-02'), days })
    expect(figures('2026-12-01', 2)).toEqual([say.figures({ arrived: 2, introduced: 1, below: 2, newcomers: 2 })])
    expect(figures('2026-12-02', 1)).toEqual([say.figures({ arrived: 1, introduced: 0, below: 2, newcomers: 2 })])
  })
})
