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

test('a misspelt field of a plan is one message, though the right one is missing', async () => {
  const typo = plan({ kind: 'flash', days: 7, value: null, valeu: '一起读书' })
  expect(await check(campaign({ 'plans/week.yml': typo }))).toEqual([
    expect.stringMatching(/unknown field "valeu" — did you mean "value"\? \[unknown-field\]$/),
  ])
})

test('a plan whose file ends in .yaml is one message, and its posts are not called unused', async () => {
  const slots = '[{ name: dawn, at: "05:00" }]'
  const files = { 'posts/week/day-1.md': post('第 1 天，读到哪里了？', { day: 1, at: 'dawn' }) }
  const yaml = { ...files, 'plans/week.yml': null, 'plans/week.yaml': plan({ kind: 'flash', days: 7, slots }) }
  expect(await check(campaign(yaml))).toEqual([
    'plans/week.yaml:1:1 is not read: did you mean plans/week.yml? [unknown-file]',
  ])
})

test('a pattern of a plan that matches nothing is one message', async () => {
  const typo = plan({ kind: 'checkin', days: 7, posts: '["post/week/**"]' })
  expect(await check(campaign({ 'plans/week.yml': typo }))).toEqual([
    'plans/week.yml:10:9 "post/week/**" matches no file — did you mean "posts/week/**"? [unmatched-posts]',
  ])
})

test('a folder that no plan names is one message', async () => {
  const files = Object.fromEntries([1, 2].map(day => [`posts/weke/${day}.md`, post(`第 ${day} 次，读到哪里了？`)]))
  expect(await check(campaign(files))).toEqual([
    expect.stringMatching(/ did you mean posts\/week\/\? \[unused-post\]$/),
  ])
})

test('a plan whose posts are in a misspelt folder is one error, and its days are not called dead besides', async () => {
  const files = campaign(checkin)
  const moved = Object.entries(files).map(([file, text]) => [file.replace('posts/week/', 'posts/weke/'), text])
  const found = await check(Object.fromEntries(moved))
  expect(found).toEqual([roundsMissing, expect.stringMatching(/the 7 files of posts\/weke\/.* \[unused-post\]$/)])
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
