import { describe, expect, test } from 'vitest'
import { addDays, type Instant } from '../../events/ids.ts'
import { at, day } from '../../testing/index.ts'
import { createStage, type Stage } from '../../testing/stage.ts'
import { NO_CONTENT, type PlanDefinition, type Post } from '../content.ts'
import type { Figure } from '../figure.ts'
import { plans } from './plans.ts'
import { posts } from './posts.ts'

type Of<Kind extends Figure['is']> = Extract<Figure, { readonly is: Kind }>
const monday = day('2026-11-23')
const COUNT = { posts: 1, marketing: 0 }
const MESSAGE = { chat: 0, hearsReactions: true, hearsReplies: true }
const kinds: Readonly<Record<string, Post['kind']>> = { tale: 'story', offer: 'marketing', chat: 'topic' }
const content = () => ({
  ...NO_CONTENT,
  post: (id: string) =>
    kinds[id] === undefined ? undefined : ({ id, title: `《${id}》`, kind: kinds[id] } as unknown as Post),
})

function left(post: string, when: string, marketing = false) {
  const delivery = `${post}@${when}`.replaceAll(' ', '-')
  return {
    delivery,
    fact: posts.facts.left({
      ...{ delivery, attempt: 1, post, marketing, at: at(when) as Instant },
      ...{ window: COUNT, campaign: COUNT, maxShare: 0.2 },
    }),
  }
}
const stageWith = (...facts: Parameters<Stage['record']>[0]) => {
  const stage = createStage({ plugins: [], content })
  stage.record(facts)
  return stage
}
const used = (different: Partial<PlanDefinition>) =>
  plans.facts.used({
    ...{ plan: 'reading', hash: 'v1', startDay: monday, isNew: true, at: at(monday) },
    definition: {
      ...{ id: 'reading', name: 'Reading', kind: 'checkin', days: 21, restDays: [], posts: [], sections: {} },
      ...{ marketing: { maxShare: 0.1, windowDays: 14 }, ...different },
    },
  })
const figureOf = <Kind extends Figure['is']>(stage: Stage, name: string, is: Kind, on = monday) => {
  const figure = stage.figures('bonfire', `${on} 12:00`)[name]
  expect(figure?.is).toBe(is)
  return figure as Of<Kind>
}

describe('the marketing share', () => {
  const [story, offer, old] = [
    left('tale', '2026-11-23 08:00'),
    left('offer', '2026-11-22 08:00', true),
    left('tale', '2026-11-16 11:00'),
  ]

  test('is that of the window of the plan, against its limit', () => {
    const without = stageWith(story.fact, offer.fact, old.fact)
    expect(figureOf(without, 'marketing', 'number')).toMatchObject({
      ...{ value: 1 / 2, n: 2, limit: { value: 0.2, is: 'most' } },
      title: { 'en-US': 'Marketing share, 7 days' },
    })
    expect(without.figures('bonfire', monday)).not.toHaveProperty('campaignMarketing')
    const withPlan = stageWith(story.fact, offer.fact, old.fact, used({}))
    expect(figureOf(withPlan, 'marketing', 'number')).toMatchObject({ value: 1 / 3, n: 3, limit: { value: 0.1 } })
    expect(figureOf(withPlan, 'campaignMarketing', 'number')).toMatchObject({ value: 1 / 3, n: 3 })
  })

  test('is not known before the first post, and has no limit in a flash plan', () => {
    expect(figureOf(stageWith(), 'marketing', 'number')).toMatchObject({ value: null, n: 0 })
    const flash = figureOf(
      stageWith(used({ kind: 'flash', days: 3, marketing: null }), offer.fact),
      'marketing',
      'number',
    )
    expect(flash).toMatchObject({ value: 1, n: 1 })
    expect(flash).not.toHaveProperty('limit')
  })

  test('leaves out what was certainly not sent', () => {
    const stage = stageWith(story.fact, offer.fact, posts.facts.returned({ delivery: offer.delivery, attempt: 1 }))
    expect(figureOf(stage, 'marketing', 'number')).toMatchObject({ value: 0, n: 1 })
    expect(figureOf(stage, 'posts', 'table').rows).toHaveLength(1)
  })
})

describe('how posts are taken', () => {
  const [heard, unheard] = [left('tale', '2026-11-23 08:00'), left('tale', '2026-11-22 08:00')]
  const { delivery } = heard
  const history = [
    heard.fact,
    unheard.fact,
    left('gone', '2026-11-21 08:00').fact,
    posts.facts.appeared({ delivery, message: 'm1' as never, ...MESSAGE }),
    posts.facts.reacted({ delivery, change: 1 }),
    posts.facts.reacted({ delivery, change: 1 }),
    posts.facts.reacted({ delivery, change: -1 }),
    posts.facts.replied({ delivery }),
  ]

  test('is an average over those of which it is known, and not 0 where nobody knows', () => {
    const { rows, columns } = figureOf(stageWith(...history), 'responses', 'table')
    expect(columns.map(column => column['en-US'])).toEqual(['kind', 'posts', 'reactions per post', 'replies per post'])
    expect(rows).toEqual([
      [expect.objectContaining({ 'en-US': 'story' }), 2, 1, 1],
      [expect.objectContaining({ 'en-US': 'not known' }), 1, null, null],
    ])
  })

  test('is told of each, the newest first; one whose file is gone keeps its id', () => {
    const { rows } = figureOf(stageWith(...history), 'posts', 'table')
    expect(rows.map(([when, title, , reactions, replies]) => [when, title, reactions, replies])).toEqual([
      ['11-23 08:00', '《tale》', 1, 1],
      ['11-22 08:00', '《tale》', null, null],
      ['11-21 08:00', 'gone', null, null],
    ])
  })

  test('is forgotten after thirty days', () => {
    const stage = stageWith(...history)
    const after = (days: number) => stage.figures('bonfire', addDays(monday, days))
    expect(figureOf(stage, 'mix', 'bars', addDays(monday, 29)).bars.map(({ value }) => value)).toEqual([1])
    expect(after(29)).toHaveProperty('posts')
    expect(after(30)).not.toHaveProperty('posts')
  })
})

test('the mix counts posts by kind, and marks the one that is held to the cap', () => {
  const facts = [left('tale', '2026-11-20 08:00'), left('chat', '2026-11-21 08:00'), left('tale', '2026-11-22 08:00')]
  const stage = stageWith(...facts.map(({ fact }) => fact), left('offer', '2026-11-23 08:00', true).fact)
  const { bars, n } = figureOf(stage, 'mix', 'bars')
  expect(n).toBe(4)
  expect(bars.map(({ label, value, mark }) => [label['en-US'], value, mark !== undefined])).toEqual([
    ['topic', 1, false],
    ['story', 2, false],
    ['marketing', 1, true],
  ])
})
