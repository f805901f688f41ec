import { expect, test } from 'vitest'
import type { Instant } from '../../events/ids.ts'
import { at, day } from '../../testing/index.ts'
import { createStage } from '../../testing/stage.ts'
import { type BrokenContent, NO_CONTENT } from '../content.ts'
import type { Figure } from '../figure.ts'
import type { Fact } from '../slice.ts'
import { deliveries } from './deliveries.ts'
import { deadLetters } from './exchange.ts'
import { plans } from './plans.ts'
import { setup } from './setup.ts'

type Attention = Extract<Figure, { readonly is: 'attention' }>
const monday = day('2026-11-23')
const now = at(`${monday} 08:00`)

const broken: BrokenContent = { file: 'posts/reading/day-01.md', line: 3, isReplaced: true }
const brokenOf = (plan: string) => (plan === 'reading' ? [broken] : [])

/** What needs somebody, without what is only a number. */
function thingsAfter(facts: readonly Fact[], more: { readonly brokenOf?: typeof brokenOf } = {}) {
  const stage = createStage({ plugins: [], content: () => ({ ...NO_CONTENT, ...more }) })
  stage.record(facts)
  return Object.entries(stage.figures('bonfire', monday)).flatMap(([name, figure]) =>
    figure.is === 'attention' ? [[name, figure as Attention] as const] : [],
  )
}
const stood = (is: 'admin' | 'gone', lacks: readonly string[]) => setup.facts.stood({ is, lacks: [...lacks], at: now })
const used = plans.facts.used({
  ...{ plan: 'reading', hash: 'v1', startDay: monday, isNew: true, at: now },
  definition: { id: 'reading', name: 'Reading', kind: 'checkin', days: 21, restDays: [], posts: [], marketing: null },
})

test('a group where all is well needs nobody', () => {
  expect(thingsAfter([stood('admin', [])])).toEqual([])
})

test('a message that may not have been sent waits until somebody has decided', () => {
  const owed = deliveries.facts.owed({
    ...{ delivery: 'd1', plugin: 'topics', class: 'broadcast', target: 'group', at: now, notBefore: now },
    ...{ says: [{ plugin: 'topics', key: 'post', params: {} }], deadline: (now + 1) as Instant },
  })
  const held = deliveries.facts.held({ delivery: 'd1', number: 4, leftAt: now })
  const settled = deliveries.facts.settled({ delivery: 'd1' })
  expect(thingsAfter([owed, held])).toMatchObject([
    ['unknown', { level: 'bad', count: 1, examples: ['#4 · 11-23 08:00'] }],
  ])
  expect(thingsAfter([owed, held, settled])).toEqual([])
})

test('a dead letter waits until it has been decided again, and names no word of anybody', () => {
  const event = { kind: 'said', text: '秘密' }
  const stopped = deadLetters.facts.stopped({
    letter: '7.1',
    at: now,
    where: 'points/commands.mine',
    error: '秘密',
    event,
  })
  const things = thingsAfter([stopped])
  expect(things).toMatchObject([['deadLetters', { level: 'bad', count: 1, examples: ['7.1 · points/commands.mine'] }]])
  expect(JSON.stringify(things)).not.toContain('秘密')
  expect(thingsAfter([stopped, deadLetters.facts.retried({ letter: '7.1' })])).toEqual([])
})

test('a bot that has been removed, and one that lacks rights, are two things', () => {
  expect(thingsAfter([stood('admin', ['pin'])])).toMatchObject([['rights', { level: 'warning', count: 1 }]])
  expect(thingsAfter([stood('gone', ['pin'])])).toMatchObject([['gone', { level: 'bad', count: 1 }]])
})

test('a bot that has left by itself, as after a closing, needs nobody until it is removed from where it came back', () => {
  const parted = setup.facts.parted({ at: now })
  expect(thingsAfter([parted, stood('gone', [])])).toEqual([])
  expect(thingsAfter([stood('gone', []), parted])).toEqual([])
  expect(thingsAfter([parted, stood('gone', []), stood('admin', []), stood('gone', [])])).toMatchObject([['gone', {}]])
})

test('a broken file of the group’s plan is told, and is serious where there is no good version', () => {
  expect(thingsAfter([used], { brokenOf })).toMatchObject([
    ['brokenFiles', { level: 'warning', count: 1, examples: ['posts/reading/day-01.md:3'] }],
  ])
  const none = () => [{ ...broken, isReplaced: false }]
  expect(thingsAfter([used], { brokenOf: none })).toMatchObject([['brokenFiles', { level: 'bad' }]])
  expect(thingsAfter([], { brokenOf })).toEqual([])
})
