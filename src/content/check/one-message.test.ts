import { expect, test } from 'vitest'
import type { Instant } from '../../events/ids.ts'
import type { Problem } from '../problem.ts'
import { type Files, GOOD_LIBRARY, markdown, plan, post, tempLibrary } from './check.fixtures.ts'
import { checkLibrary } from './check-library.ts'

const now = Date.parse('2026-11-22T04:00:00Z') as Instant

async function check(files: Files): Promise<readonly string[]> {
  const { problems } = await checkLibrary(tempLibrary({ ...GOOD_LIBRARY, ...files }), { now })
  return problems.map(
    ({ file, line, column, message, code }: Problem) => `${file}:${line}:${column} ${message} [${code}]`,
  )
}

/** Seven days, each with its own post, and the rounds. */
function campaign(files: Files): Files {
  const days = [1, 2, 3, 4, 5, 6, 7].map(day => [
    `posts/week/day-${day}.md`,
    post(`第 ${day} 天，读到哪里了？`, { day }),
  ])
  return { ...Object.fromEntries(days), 'plans/week.yml': plan({ kind: 'flash', days: 7 }), ...files }
}
const checkin = { 'plans/week.yml': plan({ kind: 'checkin', days: 7 }) }
const roundsMissing =
  'plans/week.yml:2:1 rounds 1, 2, 3 are missing — a check-in plan ends in three, see rounds/week/ [missing-round]'

test('a typo in the post of a day is one message: the day is not dead besides', async () => {
  const typo = markdown({ title: '一篇', knd: 'topic', day: 3 }, '第 3 天，读到哪里了？')
  expect(await check(campaign({ ...checkin, 'posts/week/day-3.md': typo }))).toEqual([
    roundsMissing,
    'posts/week/day-3.md:3:1 unknown field "knd" — did you mean "kind"? [unknown-field]',
  ])
})

test('a typo in the field that says which day is one message, too', async () => {
  const typo = markdown({ title: '一篇', kind: 'topic', dya: 3 }, '第 3 天，读到哪里了？')
  expect(await check(campaign({ ...checkin, 'posts/week/day-3.md': typo }))).toEqual([
    roundsMissing,
    expect.stringMatching(/^posts\/week\/day-3\.md:4:1 unknown field "dya" .* \[unknown-field\]$/),
  ])
})

test('a typo in one file does not hide a day that is dead without it', async () => {
  const typo = markdown({ title: '一篇', knd: 'topic', day: 3 }, '第 3 天，读到哪里了？')
  expect(await check(campaign({ ...checkin, 'posts/week/day-3.md': typo, 'posts/week/day-5.md': null }))).toEqual([
    roundsMissing,
    'plans/week.yml:9:1 day 5: no post that is not marketing, and not a rest day [dead-days]',
    'posts/week/day-3.md:3:1 unknown field "knd" — did you mean "kind"? [unknown-field]',
  ])
})

test('a typo in a plan is one message, not one for each of its posts', async () => {
  const typo = plan({ kind: 'flash', days: 7, personna: 'x' })
  expect(await check(campaign({ 'plans/week.yml': typo }))).toEqual([
    expect.stringMatching(
      /^plans\/week\.yml:\d+:1 unknown field "personna" — did you mean "persona"\? \[unknown-field\]$/,
    ),
  ])
})

test('a typo in an offer is one message: its round is not missing besides', async () => {
  const files = await check(campaign({ ...checkin, 'rounds/week/round-1.md': markdown({ titel: '邀请' }, '想要吗？') }))
  expect(files.filter(line => line.includes('missing-round'))).toEqual([])
})

test('rest days of the week are looked at for each day on which the plan may start', async () => {
  const slots = '[{ name: morning, at: "08:00" }]'
  const files = campaign({ 'plans/week.yml': plan({ kind: 'checkin', days: 7, slots, restDays: '[sunday]' }) })
  const found = await check({ ...files, 'posts/week/day-7.md': null })
  expect(found).toContainEqual(
    expect.stringMatching(
      / day 7: no post that is not marketing, and not a rest day \(when it starts on a \w+day\) \[dead-days\]$/,
    ),
  )
  // The control: with a post there, whatever day it starts on is fine.
  expect((await check(files)).filter(line => line.includes('dead-days'))).toEqual([])
})

test('posts with dates say when the plan is meant to start', async () => {
  const dated = [1, 2, 3].map(day => [
    `posts/dated/day-${day}.md`,
    post(`${day} 号，读到哪里了？`, { date: `2027-03-0${day}` }),
  ])
  const files = { 'plans/dated.yml': plan({ kind: 'flash', days: 3 }), ...Object.fromEntries(dated) }
  expect(await check(files)).toEqual([])
  const late = { 'posts/dated/day-9.md': post('9 号，读到哪里了？', { date: '2027-03-09' }) }
  expect(await check({ ...files, ...late })).toEqual([expect.stringContaining('[outside-plan]')])
})
