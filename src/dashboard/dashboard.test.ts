import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { AccountId, addDays, GroupId, type Instant } from '../events/ids.ts'
import { deadLetters } from '../host/core/exchange.ts'
import { membership } from '../host/core/membership.ts'
import { plans } from '../host/core/plans.ts'
import { days } from '../host/core/time.ts'
import type { Both, Figure } from '../host/figure.ts'
import { defineMessages } from '../host/messages.ts'
import { definePlugin } from '../host/plugin.ts'
import { defineSlice } from '../host/slice.ts'
import { at, day, member } from '../testing/index.ts'
import { createStage, type Stage } from '../testing/stage.ts'
import { createDashboard, type DashboardOptions } from './dashboard.ts'

const monday = day('2026-11-23')
const now = at(`${monday} 08:30`)
const both = (text: string): Both => ({ 'zh-CN': `${text}（中）`, 'en-US': text })
const base = (title: string) => ({ title: both(title), formula: both(`how ${title}`), n: 12 })
const [amy, bob] = [member('amy'), member('bob')]
const id = AccountId.parse('main')

/** A plugin that shows one of everything, and how often it has been asked. */
function showing(figures: Readonly<Record<string, () => Figure | null>>) {
  return definePlugin({
    slice: defineSlice({ name: 'shows', facts: {} }),
    messages: defineMessages({}, {}),
    config: z.unknown(),
    figures,
  })
}
const step = (title: string, order: number, value: number) => (): Figure => ({
  ...base(title),
  is: 'step',
  order,
  value,
})
const thing = (title: string, level: 'bad' | 'warning') => (): Figure => ({
  ...{ ...base(title), is: 'attention', level, count: 2, remedy: both('do it'), examples: [{ member: amy }] },
})

function dashboardWith(figures: Parameters<typeof showing>[0], more: Partial<DashboardOptions> = {}) {
  const stage = createStage({ plugins: [showing(figures)] })
  stage.record([
    days.facts.began({ at: now }),
    membership.facts.imported({ member: amy }),
    membership.facts.imported({ member: bob }),
    membership.facts.named({ member: amy, name: '<b>小云</b>' }),
  ])
  const dashboard = createDashboard({ accounts: () => [{ id, host: stage.host, now }], ...more })
  return { stage, dashboard, page: () => dashboard.pageOf(stage.group)! }
}
const own = (cards: readonly { readonly id: string }[]) => cards.filter(({ id }) => id.startsWith('shows.'))

describe('the cards of a group', () => {
  test('are numbers first, then what needs somebody, then the rest by kind', () => {
    const { page } = dashboardWith({
      plan: () => ({ ...base('plan'), is: 'calendar', days: [] }),
      bars: () => ({ ...base('bars'), is: 'bars', bars: [] }),
      rate: () => ({ ...base('rate'), is: 'number', value: null, unit: 'share' }),
      nothing: () => null,
    })
    const { cards } = page()
    expect(own(cards).map(({ id }) => id)).toEqual(['shows.rate', 'shows.bars', 'shows.plan'])
    const kinds = cards.map(({ is }) => is)
    expect(kinds.indexOf('attention')).toBe(kinds.lastIndexOf('number') + 1)
    expect(cards[0]).toMatchObject({ id: 'bonfire.members', value: 2 })
  })

  test('have one funnel of all steps, by their order', () => {
    const { page } = dashboardWith({ late: step('late', 40, 1), early: step('early', 10, 2) })
    const funnel = page().cards.find(({ is }) => is === 'funnel')
    expect(funnel).toMatchObject({ id: 'funnel', n: 2 })
    const steps = funnel?.is === 'funnel' ? funnel.steps : []
    expect(steps.map(({ label, value }) => [label['en-US'], value])).toEqual([
      ['Joined', 2],
      ['early', 2],
      ['late', 1],
    ])
  })

  test('are shares of the step before only where nobody gets to a step without it', () => {
    const seven = (): Figure => ({ ...base('seven'), is: 'step', order: 30, value: 1, after: 20 })
    const late = { order: step('order', 40, 1), seven, first: step('first', 20, 2), told: step('told', 10, 1) }
    const funnel = dashboardWith(late)
      .page()
      .cards.flatMap(card => (card.is === 'funnel' ? card.steps : []))
    expect(funnel.map(({ label, ofBefore }) => [label['en-US'], ofBefore])).toEqual([
      ['Joined', null],
      ['told', 0.5],
      ['first', null],
      ['seven', 0.5],
      ['order', null],
    ])
    const nobody = dashboardWith({ first: step('first', 20, 0), seven })
    const [, , last] = nobody.page().cards.flatMap(card => (card.is === 'funnel' ? card.steps : []))
    expect(last).toMatchObject({ value: 1, ofBefore: null })
  })

  test('have one list of what needs somebody, the serious first, which is there when it is empty', () => {
    const { page } = dashboardWith({ mild: thing('mild', 'warning'), grave: thing('grave', 'bad') })
    expect(page().cards.find(({ is }) => is === 'attention')).toMatchObject({
      items: [
        { id: 'shows.grave', examples: ['<b>小云</b>'] },
        { id: 'shows.mild', remedy: { 'en-US': 'do it' } },
      ],
    })
    expect(page().group.attention).toBe(2)
    const { page: calm } = dashboardWith({})
    expect(calm().cards.find(({ is }) => is === 'attention')).toMatchObject({ items: [] })
    expect(calm().group.attention).toBe(0)
  })

  test('name what needs somebody in the office of the account, how many and not which', () => {
    const inOffice = { level: 'bad', count: 1, examples: [], remedy: { 'en-US': expect.stringContaining('retry') } }
    const { page, stage, dashboard } = dashboardWith({})
    const items = () => page().cards.flatMap(card => (card.is === 'attention' ? card.items : []))
    expect(items()).toEqual([])
    const stopped = { letter: '7.1', at: now, where: 'conversion/events.order', error: 'x', event: { kind: 'order' } }
    commit(stage, 'office:main', [deadLetters.facts.stopped(stopped)])
    commit(stage, 'office:other', [deadLetters.facts.stopped(stopped)])
    const later = createDashboard({ accounts: () => [{ id, host: stage.host, now }] })
    const [card] = later.pageOf(stage.group)!.cards.filter(({ is }) => is === 'attention')
    expect(card).toMatchObject({ items: [{ id: 'office/bonfire.deadLetters', ...inOffice }] })
    expect(JSON.stringify(card)).toContain('（整个账号）')
    expect(JSON.stringify(card)).not.toContain('7.1')
    expect(later.groupsOf(() => true)).toMatchObject([{ attention: 1 }])
    expect(dashboard.pageOf(GroupId.parse('office:main'))).toBeNull()
  })

  test('keep a dead letter of the group apart from one of the office', () => {
    const { page, stage } = dashboardWith({}, { isFresh: () => false })
    const stopped = { letter: '7.1', at: now, where: 'points/commands.mine', error: 'x', event: { kind: 'said' } }
    for (const group of [stage.group, 'office:main']) commit(stage, group, [deadLetters.facts.stopped(stopped)])
    const items = page().cards.flatMap(card => (card.is === 'attention' ? card.items : []))
    expect(items.map(({ id, examples }) => [id, examples.length])).toEqual([
      ['bonfire.deadLetters', 1],
      ['office/bonfire.deadLetters', 0],
    ])
  })

  test('name members as they are called, and those without a name by a word', () => {
    const rows = [
      [{ member: amy }, 1],
      [{ member: bob }, null],
    ] as const
    const { page } = dashboardWith({ list: () => ({ ...base('list'), is: 'table', columns: [], rows }) })
    expect(own(page().cards)).toMatchObject([
      {
        rows: [
          ['<b>小云</b>', 1],
          [{ 'zh-CN': '一位群友', 'en-US': 'a member' }, null],
        ],
      },
    ])
  })

  test('leave out one that cannot be worked out, and tell of it once', () => {
    const told: string[] = []
    const figures = {
      broken: () => {
        throw new Error('no such field')
      },
      odd: () => ({ ...base('odd'), is: 'pie' }) as unknown as Figure,
      forgotten: () => undefined as unknown as null,
      good: () => ({ ...base('good'), is: 'bars' as const, bars: [] }),
    }
    const { page } = dashboardWith(figures, { onTrouble: where => told.push(where), isFresh: () => false })
    expect(own(page().cards).map(({ id }) => id)).toEqual(['shows.good'])
    page()
    expect(told).toEqual(['shows/figures.broken', 'shows/figures.odd'])
  })
})

describe('figures are shown again', () => {
  function counting() {
    let elapsedMs = 0
    let asked = 0
    const bars = (): Figure => {
      asked += 1
      return { ...base('bars'), is: 'bars', bars: [] }
    }
    const made = dashboardWith({ bars }, { elapsedMs: () => elapsedMs })
    const askedAfter = (ms: number) => {
      elapsedMs += ms
      made.page()
      return asked
    }
    return { ...made, askedAfter }
  }

  test('for five seconds while nothing happens', () => {
    const { askedAfter } = counting()
    expect([askedAfter(0), askedAfter(4_999), askedAfter(1)]).toEqual([1, 1, 2])
  })

  test('for one second while something does', () => {
    const { askedAfter, stage } = counting()
    expect(askedAfter(0)).toBe(1)
    stage.record([membership.facts.active({ member: amy, day: monday })])
    expect([askedAfter(999), askedAfter(1)]).toEqual([1, 2])
  })

  test('not of an account that has been closed and opened again', () => {
    const { stage } = counting()
    let { host } = stage
    const dashboard = createDashboard({ accounts: () => [{ id, host, now }], elapsedMs: () => 0 })
    const before = dashboard.pageOf(stage.group)
    expect(dashboard.pageOf(stage.group)).toBe(before)
    host = stage.replayed()
    expect(dashboard.pageOf(stage.group)).not.toBe(before)
  })
})

describe('the list of groups', () => {
  test('has those that somebody may see, and no office, nor a chat that nobody has set up', () => {
    const { dashboard, stage } = dashboardWith({})
    commit(stage, 'office:main', [days.facts.began({ at: now })])
    commit(stage, 'not-set-up', [membership.facts.imported({ member: bob })])
    const idsOf = (may: (group: GroupId) => boolean) => dashboard.groupsOf(may).map(({ id }) => id)
    expect(idsOf(() => true)).toEqual([stage.group])
    expect(idsOf(group => group !== stage.group)).toEqual([])
    for (const other of ['office:main', 'not-set-up', 'nowhere'])
      expect(dashboard.pageOf(GroupId.parse(other))).toBeNull()
    expect(stage.host.groups.has(GroupId.parse('nowhere'))).toBe(false)
  })

  test('says where the plan stands', () => {
    const standsOn = (used: number, on = 0, paused = false) => {
      const { stage } = dashboardWith({})
      const definition = {
        id: 'reading',
        name: '共读',
        kind: 'checkin',
        days: 7,
        restDays: [],
        posts: [],
        marketing: null,
      }
      const startDay = addDays(monday, used)
      stage.record([
        plans.facts.used({ plan: 'reading', hash: 'v1', definition, startDay, isNew: true, at: now }),
        ...(paused ? [plans.facts.paused({ day: monday, at: now })] : []),
      ])
      const later = (now + on * 86_400_000) as Instant
      const [group] = createDashboard({ accounts: () => [{ id, host: stage.host, now: later }] }).groupsOf(() => true)
      return [group?.plan?.stands, group?.plan?.number]
    }
    expect(standsOn(1)).toEqual(['before', null])
    expect(standsOn(0, 2)).toEqual(['running', 3])
    expect(standsOn(-1, 0, true)).toEqual(['paused', null])
    expect(standsOn(0, 7)).toEqual(['over', null])
    const { dashboard } = dashboardWith({})
    expect(dashboard.groupsOf(() => true)).toMatchObject([{ plan: null, members: 2, account: 'main', locale: 'zh-CN' }])
  })

  test('looks at twenty groups at a time, and says of the others what it knew, or that it does not know', () => {
    const { dashboard, stage } = dashboardWith({ grave: thing('grave', 'bad') }, { elapsedMs: () => 0 })
    for (let index = 0; index < 30; index += 1) commit(stage, `group-${index}`, [days.facts.began({ at: now })])
    const attentions = () => dashboard.groupsOf(() => true).map(({ attention }) => attention)
    const known = Array.from({ length: 20 }, () => 1)
    expect(attentions()).toEqual([...known, ...Array.from({ length: 11 }, () => null)])
    // What was looked at a moment ago is not looked at again: the rest has its turn.
    expect(attentions()).toEqual(Array.from({ length: 31 }, () => 1))
  })
})

test('a list that is asked for seldom gives each of many groups its turn', () => {
  let elapsedMs = 0
  const { dashboard, stage } = dashboardWith({ grave: thing('grave', 'bad') }, { elapsedMs: () => elapsedMs })
  for (let index = 0; index < 49; index += 1) commit(stage, `group-${index}`, [days.facts.began({ at: now })])
  const lookedAt = () => {
    elapsedMs += 30_000
    return dashboard.groupsOf(() => true).filter(({ attention }) => attention !== null).length
  }
  expect([lookedAt(), lookedAt(), lookedAt()]).toEqual([20, 40, 50])
  // Then the oldest are looked at anew: each is again within three lists.
  const gone = GroupId.parse('group-30')
  commit(stage, gone, [deadLetters.facts.stopped({ letter: '1.1', at: now, where: 'x/y', error: 'z', event: {} })])
  const attentionOf = () => dashboard.groupsOf(() => true).find(({ id }) => id === gone)?.attention
  const seen = [1, 2, 3].map(() => {
    elapsedMs += 30_000
    return attentionOf()
  })
  expect(seen.at(-1)).toBe(2)
})

test('a list that takes long looks at fewer groups, and at one in any case', () => {
  let elapsedMs = 0
  const slow = () => {
    elapsedMs += 60
    return null
  }
  const { dashboard, stage } = dashboardWith({ slow }, { elapsedMs: () => elapsedMs })
  for (let index = 0; index < 9; index += 1) commit(stage, `group-${index}`, [days.facts.began({ at: now })])
  const lookedAt = () => dashboard.groupsOf(() => true).filter(({ attention }) => attention !== null).length
  expect([lookedAt(), lookedAt(), lookedAt()]).toEqual([2, 4, 6])
})

/** Facts of another group of the same account. */
function commit({ host }: Stage, group: string, facts: readonly { readonly type: string; readonly data: unknown }[]) {
  const rows = facts.map(({ type, data }) => [type, data as object] as const)
  host.replay({ cause: `given:${group}`, group: GroupId.parse(group), at: now, facts: rows }, 1_000)
}
