import { type Fact, plans } from 'bonfire'
import { at, member, outage, type Stimulus, says, ticks } from 'bonfire/testing'
import { describe, test } from 'vitest'
import { topics } from './facts.ts'
import { aLibrary, aPlan, aPost } from './library.fixtures.ts'
import { chosen, first, going, second, specWith, third, toOwner } from './topics.fixtures.ts'

const morningOf = (day: number) => aPost(`day-0${day}`, { when: { day }, at: 'morning' })
const stories = ['a', 'b', 'c'].map(name => aPost(`story-${name}`))
const library = aLibrary([morningOf(1), morningOf(2), morningOf(3), ...stories])
const { given, say } = specWith(library)
const campaign = 'reading@2026-12-01'
const fullDay = [chosen(first, '08:00', 'day-01', { why: 'pinned' }), chosen(first, '17:30', 'story-a')]

/** The owner hears of these posts, then. */
const told = (day: typeof first, when: string, ids: readonly string[]) =>
  [
    ...ids.map(id => topics.facts.missedTold({ post: `posts/reading/${id}`, campaign })),
    topics.facts.lostTold({ day }),
    toOwner(say.lost({ ids, count: ids.length }), when),
  ] as const

describe('a post for a day that an outage has swallowed', () => {
  test('is told to the owner when the outage is over, with how to send it', () =>
    given()
      .when(outage(`${first} 07:00`, `${second} 07:00`))
      .thenSays('有 1 篇指定了日子的内容错过了时间，没有发出：day-01。还想发的话：/post day-01'))

  test('is told with all the others in one notice', () =>
    given()
      .when(outage(`${first} 07:00`, `${second} 21:00`))
      .then(...told(second, `${second} 21:00`, ['day-01', 'day-02'])))

  test('is not told while it may still be made up for', () =>
    given(...fullDay)
      .when(outage(`${second} 07:00`, `${second} 09:00`))
      .thenNothing())

  test('is not told when it takes a later slot of its day', () =>
    given(...fullDay)
      .when(outage(`${second} 07:00`, `${second} 12:00`))
      .thenNothing())

  test('is told at the next slot at the latest', () =>
    given(...fullDay)
      .when(ticks('slots', `${third} 08:00`))
      .then(
        chosen(third, '08:00', 'day-03', { why: 'pinned' }),
        going(say, third, '08:00', 'day-03', 3),
        ...told(third, `${third} 08:00`, ['day-02']),
      ))

  test('is told once, and nothing is told where nothing was lost', () => {
    const known = [...fullDay, topics.facts.missedTold({ post: 'posts/reading/day-02', campaign })]
    const quiet = (...history: readonly (Fact | Stimulus)[]) =>
      given(...history)
        .when(outage(`${second} 19:00`, `${third} 07:00`))
        .thenNothing()
    quiet(...known)
    quiet(...fullDay, chosen(second, '08:00', 'day-02'), chosen(second, '17:30', 'story-b'))
  })

  test('waits for the next day when there was a notice today', () =>
    given(topics.facts.lostTold({ day: second }))
      .when(outage(`${first} 07:00`, `${second} 07:00`))
      .thenNothing())
})

describe('a post for a day that a pause has swallowed', () => {
  const paused = plans.facts.paused({ day: first, at: at(`${first} 07:00`) })
  const resumes = (when: string): Stimulus[] => [says(member('amy'), '/resume', when, { role: 'admin' })]

  test('is told when the plan goes on too late for it that day', () =>
    given(paused)
      .when(resumes(`${first} 21:00`)[0]!)
      .thenSays(/有 1 篇指定了日子的内容错过了时间，没有发出：day-01。/))

  test('comes a day later, and is not told, when the plan goes on in time for it', () =>
    given(paused)
      .when(resumes(`${second} 07:00`)[0]!)
      .thenSays(/^(?!.*错过了时间)/s))
})

describe('/calendar', () => {
  const admin = { role: 'admin' } as const
  const amy = member('amy')

  test('names what was missed', () =>
    given()
      .when(says(amy, '/calendar 1', `${first} 21:00`, admin))
      .thenSays(/ {2}08:00 day-01 标题 day-01 错过了\n {2}17:30 错过了/))

  test('leaves out what comes after the end, and warns of no day there', () => {
    const plan = aPlan([morningOf(1), morningOf(2)], { days: 2, marketing: null, kind: 'flash' })
    const { given } = specWith(aLibrary([morningOf(1), morningOf(2)], plan))
    given()
      .when(says(amy, '/calendar', `${first} 07:00`, admin))
      .thenSays(
        [
          '12-01 周二 第 1 天',
          '  08:00 day-01 标题 day-01',
          '  17:30 空着',
          '12-02 周三 第 2 天',
          '  08:00 day-02 标题 day-02',
          '  17:30 空着',
          '计划到 12-02 结束。',
          '闪群计划：推广不设上限。',
        ].join('\n'),
      )
  })

  test('takes marketing for the content of a flash plan, and a day without it for empty', () => {
    const offer = aPost('offer', { marketing: true, when: { day: 1 }, at: 'morning' })
    const plan = aPlan([offer], { days: 2, marketing: null, kind: 'flash' })
    const { given } = specWith(aLibrary([offer], plan))
    given()
      .when(says(amy, '/calendar', `${first} 07:00`, admin))
      .thenSays(/^12-01 周二 第 1 天\n[\s\S]*12-02 周三 第 2 天 没有内容\n[\s\S]*往后只排好了 1 天/)
  })

  test('says which slots are past midnight', () => {
    const night = aPost('night', { when: { day: 1 }, at: '01:30' })
    const { given } = specWith(aLibrary([night]), { dayStartsAt: '04:00' })
    given()
      .when(says(amy, '/calendar 1', `${first} 07:00`, admin))
      .thenSays(/ {2}次日 01:30 night 标题 night/)
  })
})
