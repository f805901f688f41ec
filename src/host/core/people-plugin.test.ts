import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { MemberId } from '../../events/ids.ts'
import { at, confirms, day, joins, leaves, member, playOn, type Stimulus, says, specFor } from '../../testing/index.ts'
import { createStage } from '../../testing/stage.ts'
import type { SaysOptions } from '../../testing/stimulus.ts'
import { personal } from '../fact-schema.ts'
import { defineMessages } from '../messages.ts'
import { definePlugin } from '../plugin.ts'
import { defineSlice, type Fact } from '../slice.ts'
import { membership } from './membership.ts'

const [amy, bob, olga] = [member('amy'), member('bob'), member('olga')]
const [monday, tuesday] = [day('2026-11-23'), day('2026-11-24')]
const teacher: SaysOptions = { role: 'teacher' }
const owner: SaysOptions = { role: 'owner' }
const inPrivate: SaysOptions = { private: true }

/** How many pages each has read. */
const reading = defineSlice({
  name: 'reading',
  facts: { read: z.object({ member: MemberId, pages: z.int(), book: personal(z.string()).optional() }) },
  tables: table => ({
    members: table({
      by: 'member',
      initial: () => ({ pages: 0, book: '' }),
      reduce: {
        read: (record, { pages, book }) => {
          record.pages += pages
          record.book = book ?? ''
        },
      },
    }),
  }),
})
const plugin = definePlugin({
  slice: reading,
  messages: defineMessages(
    {
      days: (p: { days: number; pages: number }) => `${p.days} 天读了 ${p.pages} 页`,
      because: (p: { pages: number; rest: string }) => `一共 ${p.pages} 页${p.rest}`,
    },
    { days: p => `${p.pages} pages in ${p.days} days`, because: p => `${p.pages} pages${p.rest}` },
  ),
  config: z.unknown(),
  profile: {
    'reading.pages': {
      about: { 'zh-CN': '读过', 'en-US': 'Pages' },
      of: ({ state }, member) => state.members.of(member).pages,
    },
    'reading.book': {
      about: { 'zh-CN': '在读', 'en-US': 'Book' },
      of: ({ state }, member) => state.members.of(member).book || null,
    },
  },
  stats: ({ state, say }, { days }) => {
    let pages = 0
    for (const [, record] of state.members.each()) pages += record.pages
    return [say.days({ days, pages })]
  },
  why: {
    pages: {
      words: ['pages', '页数'],
      about: { 'zh-CN': '读了多少', 'en-US': 'how much was read' },
      decide: ({ state, say, member }, rest) => [say.because({ pages: state.members.of(member).pages, rest })],
    },
  },
})
const { given } = specFor(plugin)
const read = (who: MemberId, pages: number, book?: string) =>
  reading.facts.read({ member: who, pages, ...(book !== undefined && { book }) })

function stageAfter(...history: readonly (Fact | Stimulus)[]) {
  const stage = createStage({ plugins: [plugin] })
  for (const item of history) 'kind' in item ? stage.record([item]) : playOn(stage, item)
  stage.checkReplay()
  return stage
}

describe('/why', () => {
  test('has the plugin explain it, in any of its words', () => {
    for (const typed of ['/why pages', '/why 页数', '/为什么 ＰＡＧＥＳ'])
      given(read(amy, 7))
        .when(says(amy, typed, monday))
        .thenSays('一共 7 页')
    given(read(amy, 7))
      .when(says(amy, '/why pages and more', monday))
      .thenSays('一共 7 页and more')
  })

  test('says what can be asked', () => {
    for (const typed of ['/why', '/why weather', '/why constructor'])
      given()
        .when(says(amy, typed, monday))
        .thenSays('想知道哪一样的来由？\n/why 页数：读了多少')
  })

  test('in ordinary talk is none', () =>
    given()
      .when(says(amy, '为什么', monday))
      .thenNothing())
})

describe('/quiet', () => {
  const isQuiet = (...history: readonly Stimulus[]) =>
    stageAfter(...history)
      .read(membership)
      .members.of(amy).isQuiet

  test('is off, and on, and off again', () => {
    const [on, off] = [says(amy, '免打扰 on', monday), says(amy, '/quiet 关', monday)]
    given()
      .when(says(amy, '/quiet', monday))
      .thenSays(/^免打扰没开/)
    given().when(on).thenSays('好，以后不 @ 你了。')
    given(on)
      .when(says(amy, '免打扰 开', monday))
      .thenSays(/^免打扰开着/)
    expect([isQuiet(), isQuiet(on), isQuiet(on, off)]).toEqual([false, true, false])
  })
})

describe('/mydata', () => {
  const joined = joins(amy, '2026-11-23 08:00', { name: 'Amy', handle: 'amy_l', inviter: bob })

  test('in private tells what is known, from everywhere', () =>
    given(joined, read(amy, 7, '小王子'))
      .when(says(amy, '我的数据', tuesday, { ...inPrivate, name: 'Amy', handle: 'amy_l' }))
      .thenSays(
        [
          '关于你，我这里记着：',
          '名字：Amy（@amy_l）',
          '进群：2026-11-23',
          '邀请人：朋友',
          '最近一次说话：2026-11-24',
          '身份：群成员',
          '免打扰：没开',
          '读过：7',
          '在读：小王子',
          '还有你交给我记的文字，比如打卡时写的话和自我介绍。平时的聊天我不存。',
          '想全部删掉，发「删除我的数据」。',
        ].join('\n'),
      ))

  test('in the group tells nothing of it, and opens the private chat', () => {
    const stage = stageAfter(joined, read(amy, 7, '小王子'))
    const handled = playOn(stage, says(amy, '/mydata', tuesday, { name: 'Amy' }))
    const [answer] = handled.is === 'committed' ? handled.answers : []
    expect(answer).toMatchObject({
      says: [{ key: 'privately', params: { member: amy } }],
      buttons: [{ label: '打开私聊', opens: 'private' }],
    })
    expect(JSON.stringify(answer)).not.toContain('小王子')
  })

  test('is never recorded', () => {
    const stage = stageAfter(joined, says(amy, '/mydata', tuesday, { ...inPrivate, name: 'Amy' }))
    expect(stage.lines.join()).not.toContain('mydata')
  })
})

describe('/forgetme', () => {
  const asks = says(amy, '删除我的数据', monday)

  test('asks first, then says that it will be done, and tells the owner without a name', () => {
    given()
      .when(asks)
      .thenSays(/^要删除我这里关于你的全部数据吗/)
    const stage = stageAfter(asks, confirms(amy, monday))
    const { facts } = JSON.parse(stage.lines.at(-1)!) as { facts: [string, { target?: unknown }][] }
    expect(facts).toContainEqual(['membership/erasureAsked', { member: amy, at: at('2026-11-23') }])
    const toOwner = facts.filter(([, { target }]) => target === 'owner')
    expect(toOwner).toMatchObject([['outbox/owed', { class: 'notice', says: [{ key: 'someoneErased', params: {} }] }]])
    expect(JSON.stringify(toOwner)).not.toContain('amy')
    expect([...stage.read(membership).erasures.each()]).toEqual([[amy, { at: at('2026-11-23') }]])
  })

  test('is asked for once', () =>
    given(asks, confirms(amy, monday))
      .when(says(amy, '/forgetme', monday))
      .thenSays(/^好，这就安排.*最多十几分钟/))

  test('says before what is lost, and what may be earned again', () => {
    given()
      .when(asks)
      .thenSays(/抽中的、用积分换了还没给你的，也就领不到了[\s\S]*可以重新得/)
  })

  test('is refused to the owner, before the question and after it', () => {
    given()
      .when(says(amy, '/forgetme', monday, owner))
      .thenSays(/^你是群主/)
    given(asks)
      .when(confirms(amy, monday, owner))
      .thenSays(/^你是群主/)
    expect(stageAfter(asks, confirms(amy, monday, owner)).read(membership).erasures.size).toBe(0)
  })
})

describe('/stats', () => {
  const life = [
    joins(amy, '2026-11-23 08:00'),
    joins(bob, '2026-11-23 09:00'),
    says(amy, '早', '2026-11-23 10:00'),
    says(amy, '还在', '2026-11-23 11:00'),
    says(bob, '早', '2026-11-23 11:00'),
    leaves(bob, '2026-11-24 08:00'),
    says(amy, '早', '2026-11-24 09:00'),
    read(amy, 12),
  ]
  const ask = (typed: string) => given(...life).when(says(olga, typed, '2026-11-24 12:00', teacher))

  test('of a day has members, who came and went, who was active, and what plugins say', () => {
    const text = '2026-11-24 的数据\n群成员 2 人（+0 −1）\n今天说过话的 2 人，占 100%（2/2）\n1 天读了 12 页'
    for (const typed of ['/stats', '/stats 1d', '日报']) ask(typed).thenSays(text)
  })

  test('of a week has all its days, and the average of those that there were', () => {
    const text =
      '2026-11-18 – 2026-11-24 的数据\n群成员 2 人（+2 −1）\n今天说过话的 2 人，占 100%（2/2）；2 天平均每天 2 人\n7 天读了 12 页'
    for (const typed of ['/stats 7d', '周报']) ask(typed).thenSays(text)
  })

  test('is for teachers', () =>
    given(...life)
      .when(says(amy, '/stats', tuesday))
      .thenSays('这个指令只有老师和管理员能用。'))
})

describe('/export', () => {
  test('owes a file to whoever asks, who is the owner, and no names', () => {
    const stage = stageAfter(joins(amy, monday, { name: 'Amy' }), says(olga, '/export', tuesday, owner))
    const { facts } = JSON.parse(stage.lines.at(-1)!) as { facts: [string, object][] }
    const owed = facts.filter(([type]) => type === 'outbox/owed').map(([, data]) => data)
    expect(owed[0]).toMatchObject({ target: { member: olga }, file: 'members', says: [{ key: 'exported' }] })
    expect(JSON.stringify(owed)).not.toContain('Amy')
    given()
      .when(says(amy, '/export', monday, teacher))
      .thenSays('这个指令只有群主能用。')
  })

  test('is a table with one line for each member, which no spreadsheet runs', () => {
    const stage = stageAfter(
      joins(amy, '2026-11-23 08:00', { name: '=HYPERLINK("http://x","y")' }),
      joins(bob, '2026-11-23 08:00', { name: 'Bob, "B"' }),
      leaves(bob, tuesday),
      read(amy, 7, '小王子'),
      membership.facts.imported({ member: MemberId.parse('erased:00ff') }),
    )
    const wanted = { plugin: 'people', name: 'members', params: {} }
    const { name, text } = stage.host.making.fileOf(stage.group, wanted, at('2026-11-24'))!
    expect(name).toBe('members-2026-11-24.csv')
    expect(text.split('\r\n')).toEqual([
      '\uFEFFmember,name,joined,presence,role,reading.pages,reading.book',
      `telegram:amy,"'=HYPERLINK(""http://x"",""y"")",2026-11-23,present,member,7,小王子`,
      'telegram:bob,"Bob, ""B""",2026-11-23,left,member,0,',
      '',
    ])
  })
})
