import { type Instant, plans } from 'bonfire'
import { at, day, member, says } from 'bonfire/testing'
import { describe, expect, test } from 'vitest'
import { topics } from './facts.ts'
import { findPost } from './find-post.ts'
import { aLibrary, aPlan, aPost } from './library.fixtures.ts'
import { chosen, first, second, specWith } from './topics.fixtures.ts'

const amy = member('amy')
const admin = { role: 'admin' } as const
const noon = `${first} 12:00`
const dayOne = aPost('day-01', { when: { day: 1 }, at: 'morning' })
const foreign = aPost('x', { id: 'posts/spring/day-09', title: '春天' })
const spring = aPlan([foreign], { id: 'spring', name: '春季共读' })

/** A library with a second plan, by which the group does not live. */
function libraryOfTwo() {
  const library = aLibrary([dayOne, foreign], aPlan([dayOne]))
  const { content } = library
  const plans = [...content().plans, { definition: spring, hash: 'plan2' }]
  return { ...library, content: () => ({ ...content(), plans }) }
}
const { given, withoutPlan } = specWith(libraryOfTwo())
const published = (post: string, on: string, occasion: string, lateMs = 0) =>
  topics.facts.published({ occasion, post, sentAt: (at(on) + lateMs) as Instant, lateMs })
const sent = [
  chosen(first, '08:00', 'day-01', { why: 'pinned' }),
  published(dayOne.id, `${first} 08:00`, `${first}T08:00`),
]

describe('a post of another plan', () => {
  test('is not meant by how its id ends, and the answer says where it is', () => {
    for (const command of ['/post', '/preview', '/skip'])
      given()
        .when(says(amy, `${command} day-09`, noon, admin))
        .thenSays(
          '「day-09」不在这个计划里，属于别的计划。要用的话写完整编号：\nposts/spring/day-09（属于「春季共读」）',
        )
  })

  test('goes out by its whole id, and the answer names its plan', () =>
    given()
      .when(says(amy, '/post posts/spring/day-09', noon, admin))
      .thenSays(/好的，day-09 马上发出，算一条内容。它不在这个计划里，属于「春季共读」。/))

  test('is meant where the group has no plan', () =>
    withoutPlan.when(says(amy, '/preview day-09', noon, admin)).thenSays(/^预览（不算正式发布）\n\n/))

  test('says whose it is when it is shown', () =>
    given()
      .when(says(amy, '/preview posts/spring/day-09', noon, admin))
      .thenSays(/^预览（不算正式发布，不在这个计划里，属于「春季共读」）\n\n/))
})

test('a post of the plan whose file is gone says so, and no other is taken for it', () => {
  const gone = libraryOfTwo()
  gone.byId.delete(dayOne.id)
  const { given } = specWith(gone)
  given()
    .when(says(amy, '/post day-01', noon, admin))
    .thenSays('day-01 的文件不在了。把它放回内容库，就能用了。')
  given(...sent)
    .when(says(amy, '/topic', noon))
    .thenSays('今天这篇话题的文件不在了，没法再看一遍。')
})

test('a post that several plans have is the group’s own', () => {
  const { content, definition } = libraryOfTwo()
  const twice = {
    ...content(),
    plans: [...content().plans, { definition: { ...spring, posts: definition.posts }, hash: 'p' }],
  }
  const plan = { definition } as never
  expect(findPost(twice, plan, 'day-01')).toMatchObject({ is: 'one', elsewhere: null })
})

describe('/topic', () => {
  test('says that there is no plan, that it has not begun, that it stands still, that it is over', () => {
    withoutPlan.when(says(amy, '/topic', noon)).thenSays('这个群还没有开始，暂时没有话题。')
    given()
      .when(says(amy, '/topic', '2026-11-29 12:00'))
      .thenSays('话题从 12-01 开始，到时候见。')
    given(plans.facts.paused({ day: first, at: at(`${first} 07:00`) }))
      .when(says(amy, '/topic', noon))
      .thenSays('话题先暂停一阵，恢复以后接着来。')
    given()
      .when(says(amy, '/topic', '2026-12-25 12:00'))
      .thenSays('这一期的话题都发完了，没有新的了。')
  })
})

test('a command that is not understood is explained in words', () => {
  const answers = [
    ['/calendar 99', '这样用：/calendar 天数，1–31 天；不写是 7 天'],
    ['/post', '这样用：/post 内容编号，比如 /post day-03'],
    ['/preview', '这样用：/preview 内容编号，比如 /preview day-03'],
    ['/why', '想知道哪一样的来由？\n/why 内容：看最近一篇为什么在这时发，后面写内容编号看某一篇'],
  ] as const
  for (const [typed, usage] of answers)
    given()
      .when(says(amy, typed, noon, admin))
      .thenSays(usage)
})

describe('/why post', () => {
  test('tells members when and why, and not where the file is', () =>
    given(...sent)
      .when(says(amy, '/why post day-01', noon))
      .thenSays('day-01「标题 day-01」\n为什么排在这里：计划里指定的这一天\n12-01 08:00 准点发出。'))

  test('tells members of nothing that has not been sent, and no id of it', () => {
    for (const typed of ['day-01', 'day-09', 'day-0', 'nonsense'])
      given()
        .when(says(amy, `/why post ${typed}`, noon))
        .thenSays('这个群没有发过这篇内容。')
  })

  test('says how late a post was in hours and minutes', () =>
    given(sent[0]!, published(dayOne.id, `${first} 08:00`, `${first}T08:00`, 3_660_000))
      .when(says(amy, '/why post', noon))
      .thenSays(/12-01 09:01 发出，晚了 1 小时 1 分。/))

  test('says nothing of a second when it was sent by hand', () => {
    const occasion = 'asked:m1'
    const byHand = topics.facts.chosen({ ...chosen(first, '08:00', 'day-01', { why: 'asked' }).data, occasion })
    given(byHand, published(dayOne.id, `${first} 08:00`, occasion, 1_000))
      .when(says(amy, '/why post', noon))
      .thenSays(/12-01 08:00 发出。$/)
  })

  test('gives the date on the wall of what goes out past midnight', () => {
    const night = aPost('night', { when: { day: 1 }, at: '01:30' })
    const { given } = specWith(aLibrary([night]), { dayStartsAt: '04:00' })
    const record = chosen(first, '01:30', 'night', { why: 'pinned' })
    given(record, published(night.id, `${second} 01:30`, `${first}T01:30`))
      .when(says(amy, '/why post', `${second} 12:00`))
      .thenSays(/12-02 01:30 准点发出。$/)
  })

  test('tells times by the clock of the group, whatever the zone of the plan', () => {
    const { given } = specWith(aLibrary([dayOne]), { zone: 'Europe/Berlin' })
    const noonThere = at(`${day('2026-12-01')} 12:00`, 'Europe/Berlin')
    const record = chosen(first, '08:00', 'day-01')
    const sentAt = at(`${first} 08:00`, 'Europe/Berlin')
    given(
      topics.facts.chosen({ ...record.data, at: sentAt }),
      topics.facts.published({ occasion: `${first}T08:00`, post: dayOne.id, sentAt, lateMs: 0 }),
    )
      .when(says(amy, '/why post', noonThere))
      .thenSays(/12-01 08:00 准点发出。$/)
  })
})
