import { describe, expect, test } from 'vitest'
import { LocalTime } from '../events/ids.ts'
import type { ContentPlatform } from '../host/content.ts'
import { type Files, markdown, plan, post, tempLibrary } from './check/check.fixtures.ts'
import { contentOf } from './content-of.ts'
import { drawCloses, drawTimes } from './draw-times.ts'
import { readLibrary } from './library.ts'
import { readFields } from './read-fields.ts'
import { drawSchema } from './schemas/draw.ts'

const PRIZES = 'prizes: [{ name: 书签, count: 3 }]'
const mistakesIn = (...lines: readonly string[]) =>
  readFields(drawSchema, ['title: 抽书签', 'day: 7', ...lines].join('\n')).mistakes.map(({ message }) => message)
const CLOSES = 'closes: { day: 8, at: "19:00" }'

describe('a draw says when it closes and what it costs', () => {
  test.each([
    [PRIZES, 'needs one of `closes`, when entries close, and `hours`'],
    [`${PRIZES}\n${CLOSES}\nhours: ["19:00"]`, 'needs one of `closes`'],
    [`${PRIZES}\nat: "18:00"\nhours: ["19:00"]`, 'at: "18:00" is said by `hours` already. Leave it out'],
    [`${PRIZES}\n${CLOSES}\nminutes: 15`, 'minutes: 15 belongs to `hours`'],
    [`${PRIZES}\nhours: ["19:00"]\nminutes: 4`, 'minutes: 4 is too small'],
    [`${PRIZES}\nhours: ["19:00", "19:10"]`, 'hours: has times that are closer than the minutes'],
    [`${PRIZES}\nhours: ["20:00", "19:00"]\nminutes: 61`, 'hours: has times that are closer than the minutes'],
    [`${PRIZES}\nhours: ["19:00", "19:00"]`, 'hours: names a time twice'],
    [`${PRIZES}\ncloses: { day: 6, at: "19:00" }`, 'closes.day: 6 is before the day on which it is announced'],
    [`${PRIZES}\n${CLOSES}\nentry: points`, 'entry: "points" needs `cost`'],
    [`${PRIZES}\n${CLOSES}\ncost: 20`, 'cost: 20 belongs to `entry: points`'],
    [`prizes: [{ name: a, count: 30 }, { name: b, count: 21 }]\n${CLOSES}`, 'prizes: are more than 50 in all'],
    [`prizes: [{ name: ${'长'.repeat(61)}, count: 1 }]\n${CLOSES}`, 'prizes[0].name: '],
    [`prizes: [{ name: "书\u202e3×", count: 1 }]\n${CLOSES}`, 'prizes[0].name: '],
    [`${PRIZES}\n${CLOSES}\nalternates: 51`, 'alternates: 51 is too '],
  ])('%j', (lines, says) => {
    expect(mistakesIn(lines)).toContainEqual(expect.stringContaining(says))
  })

  test.each([
    [`${PRIZES}\n${CLOSES}\nalternates: 50`],
    [`${PRIZES}\ncloses: { day: 7, at: evening }\nentry: points\ncost: 20`],
    [`${PRIZES}\nhours: ["20:00", "19:00"]\nminutes: 60`],
    [`prizes: [{ name: a, count: 30 }, { name: b, count: 20 }]\n${CLOSES}`],
  ])('%j is fine', lines => {
    expect(mistakesIn(lines)).toEqual([])
  })

  test('all that is wrong is said at once', () => {
    const wrong = mistakesIn(
      'prizes: []',
      'at: "18:00"',
      'hours: ["7pm"]',
      'cost: 20',
      'closes: { day: 6, at: "19:00" }',
    )
    expect(wrong.map(message => message.split(/[:[]/u)[0])).toEqual(
      expect.arrayContaining([
        'prizes',
        'hours',
        'at',
        'cost',
        'closes.day',
        'needs one of `closes`, when entries close, and `hours`, the times at which it is drawn on the hour',
      ]),
    )
  })
})

const HOURLY = { title: '整点', day: 5, hours: '["20:00", "19:00"]', prizes: '[{ name: 书签, count: 1 }]' }
const POINTS = { title: '抽书', day: 7, closes: '{ day: 8, at: morning }', entry: 'points', cost: 20 }
const files: Files = {
  'plans/demo.yml': plan(),
  'posts/demo/a.md': post('早，今天读到哪里？'),
  'draws/demo/b.md': markdown(
    { ...POINTS, prizes: '[{ name: 书, count: 2 }]', eligible: '{ streakDays: 3 }' },
    '抽书。',
  ),
  'draws/demo/draft.md': markdown({ ...HOURLY, status: 'draft' }, '还没写完'),
  'draws/other/c.md': markdown(HOURLY, '别的群的。'),
  'draws/any.md': markdown(HOURLY, '整点抽。'),
}
const loaded = async (files: Files) => contentOf(await readLibrary(tempLibrary(files)), { hindrances: () => [] })

test('the draws of a plan are those of its folder and those right in draws/, of every status', async () => {
  const content = await loaded(files)
  expect(content.draws('demo').map(({ id, status }) => `${id} ${status}`)).toEqual([
    'draws/any ready',
    'draws/demo/b ready',
    'draws/demo/draft draft',
  ])
  expect(content.draws(null).map(({ id }) => id)).toEqual(['draws/any'])
  const platforms: readonly ContentPlatform[] = ['telegram', 'wechat']
  expect(content.draws('demo')[1]).toMatchObject({
    ...{ title: '抽书', day: 7, at: null, closes: { day: 8, at: 'morning' }, hours: [], minutes: 15 },
    ...{ prizes: [{ name: '书', count: 2 }], alternates: 2, entry: 'points', cost: 20, claimHours: 48 },
    ...{ eligible: { streakDays: 3, memberDays: null, buyer: false }, image: null, platforms },
  })
  expect(content.text('draws/demo/b')?.for('wechat').render('wechat', {}).text).toBe('抽书。')
})

test('a plan names the times of its draws that are ready; without draws it is the plan that it was', async () => {
  const without = { 'plans/demo.yml': plan(), 'posts/demo/a.md': post('早，今天读到哪里？') }
  const [before, after] = [(await loaded(without)).plan('demo')!, (await loaded(files)).plan('demo')!]
  expect(after.definition.draws).toEqual([
    { id: 'draws/any', day: 5, at: null, hours: ['20:00', '19:00'] },
    { id: 'draws/demo/b', day: 7, at: null, hours: [] },
  ])
  expect('draws' in before.definition).toBe(false)
  // As it was recorded before there were draws: groups that live by this plan are not told that it has changed.
  expect(before.hash).toBe('1cc50b79b3e0')
  expect(after.hash).not.toBe(before.hash)
})

test('a broken draw of a plan keeps it from starting, one of another plan does not', async () => {
  const broken = { 'draws/demo/d.md': 'broken', 'draws/other/d.md': 'broken' }
  const content = await loaded({ ...files, ...broken })
  const wheres = content.hindrances('demo', '2026-11-23' as never, 'telegram').map(({ where }) => where)
  expect(wheres).toEqual(['draws/demo/d.md'])
})

describe('when a draw is', () => {
  const times = (...slots: readonly string[]) => ({
    slots: slots.map((at, index) => ({ name: `slot-${index}`, at: LocalTime.parse(at) })),
    dayStartsAt: LocalTime.parse('04:00'),
  })
  const evening = times('01:30', '20:00')

  test('is its time, its slot, its hours, or the first slot of the day', () => {
    const at = (at: string | null, ...hours: readonly string[]) =>
      drawTimes(evening, { at, hours: hours.map(hour => LocalTime.parse(hour)) })
    expect([at('18:00'), at('slot-0'), at(null, '21:00', '22:00'), at(null)]).toEqual([
      ...[['18:00'], ['01:30'], ['21:00', '22:00']],
      // 01:30 is late at night: that day begins at 04:00.
      ['20:00'],
    ])
  })

  test('is nothing where the plan has no such slot, and none at all', () => {
    expect(drawTimes(evening, { at: 'noon', hours: [] })).toEqual([])
    expect(drawTimes(times(), { at: null, hours: [] })).toEqual([])
    expect(drawCloses(evening, { closes: { day: 3, at: 'noon' } })).toBeNull()
  })

  test('closes at a time or a slot', () => {
    expect(drawCloses(evening, { closes: { day: 3, at: 'slot-1' } })).toEqual({ day: 3, at: '20:00' })
    expect(drawCloses(evening, { closes: null })).toBeNull()
  })
})
