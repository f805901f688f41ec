import { describe, expect, test } from 'vitest'
import { createCalendar } from '../scheduler/zones.ts'
import { planProblemsOf } from './plan-problems.ts'
import { ad, day, planOf, pool, post, START, slots } from './planner.fixtures.ts'

/** What is wrong with a plan on these platforms: severity, code and message in one line each. */
function found(
  plan: ReturnType<typeof planOf>,
  platforms: readonly ('telegram' | 'wechat')[] = ['telegram', 'wechat'],
) {
  const calendar = createCalendar({ zone: plan.timezone, dayStartsAt: plan.dayStartsAt })
  return planProblemsOf({ plan, startDay: START, calendar, platforms, nameOf: id => `${id}.md` })
}
const lines = (...args: Parameters<typeof found>) =>
  found(...args).map(({ severity, code, message }) => `${severity} ${code}: ${message}`)
const daily = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => post(`day-${index + from}`, index + from))

test('nothing keeps a plan from starting that has a post for each day', () => {
  expect(found(planOf(daily(7), { days: 7 }))).toEqual([])
  expect(found(planOf([...pool(40), ad('sale', 12)], { slots: slots(2) }))).toEqual([])
})

describe('dead days', () => {
  test('are named, and those that follow each other as one', () => {
    const plan = planOf([...daily(7), post('late', 15), ad('sale', 18)], { days: 21 })
    const dead = found(plan).find(({ code }) => code === 'dead-days')
    expect(dead).toEqual({
      ...{ code: 'dead-days', severity: 'error', posts: [], platform: null },
      ...{
        days: [
          [8, 14],
          [16, 21],
        ],
        where: '8–14, 16–21',
      },
      message: 'days 8–14, 16–21: no post that is not marketing, and not a rest day',
    })
  })

  test('are no days of rest, and a flash plan has none', () => {
    expect(found(planOf(daily(6), { days: 7, restDays: [7] }))).toEqual([])
    expect(found(planOf([ad('a', 1)], { kind: 'flash', days: 3, marketing: null }))).toEqual([])
    // Control: the same posts in a plan with a cap.
    expect(lines(planOf(daily(6), { days: 7 }))).toEqual([
      'error dead-days: day 7: no post that is not marketing, and not a rest day',
    ])
  })

  test('of a plan without end are those before its last post; that it runs out soon is a warning', () => {
    const community = (posts: Parameters<typeof planOf>[0]) => planOf(posts, { kind: 'community', days: null })
    expect(found(community(daily(9)))).toEqual([])
    expect(lines(community(daily(3)))).toEqual(['warning few-days: posts for 3 days only; write 7 days ahead'])
    expect(lines(community([...daily(3), ...daily(4, 5)]))).toEqual([
      'error dead-days: day 4: no post that is not marketing, and not a rest day',
    ])
  })
})

describe('posts without a place', () => {
  test('are those after the end, before the start, or expired when their day comes', () => {
    const posts = [
      ...[...daily(3), post('day-9', 9), post('xmas', '2026-12-24'), post('early', '2026-11-30')],
      post('stale', 2, { expires: START }),
    ]
    expect(lines(planOf(posts, { days: 3 }))).toEqual([
      'error outside-plan: day-9.md: day 9 is outside the plan, which lasts 3 days',
      'error outside-plan: xmas.md: 2026-12-24 is outside the plan, which runs from 2026-12-01 to 2026-12-03',
      'error outside-plan: early.md: 2026-11-30 is outside the plan, which runs from 2026-12-01 to 2026-12-03',
      'error expired: stale.md: expires on 2026-12-01, before its day, 2026-12-02',
    ])
  })

  test('are those for which their day has no slot left', () => {
    const plan = planOf([post('a', 1), post('b', 1), post('c', 1)], { days: 1, slots: slots(2) })
    expect(found(plan)).toMatchObject([
      {
        code: 'no-room',
        message: 'day 1: more posts than its 2 slots; none is left for c.md',
        days: [[1, 1]],
        posts: ['c'],
      },
    ])
  })
})

describe('marketing', () => {
  test('above the cap in a window is said once, with the worst window and the posts', () => {
    const plan = planOf([...daily(14), ad('day-10b', 10), ad('day-12b', 12)], { days: 14, slots: slots(2) })
    expect(found(plan).filter(({ code }) => code === 'marketing-share')).toMatchObject([
      {
        ...{ severity: 'error', days: [[6, 12]], posts: ['day-10b', 'day-12b'], where: '6–12' },
        message: 'days 6–12: 2 of 9 posts are marketing (22.2%), above the 20% cap — day-10b.md, day-12b.md',
      },
    ])
  })

  test('within the cap in every window is nothing to say', () => {
    const plan = planOf([...daily(14), ad('day-10b', 10), post('more', 12)], { days: 14, slots: slots(2) })
    expect(found(plan)).toEqual([])
  })

  test('is looked for in any week, also one that ends without marketing', () => {
    const sparse = [...daily(1), ...daily(1, 2), post('a', 1), post('b', 1), post('c', 1), ad('x', 7), post('d', 9)]
    const plan = planOf(sparse, { days: 9, restDays: [3, 4, 5, 6, 8], slots: slots(4) })
    expect(lines(plan).filter(line => line.includes('marketing-share'))).toEqual([
      'error marketing-share: days 2–8: 1 of 2 posts are marketing (50%), above the 20% cap — x.md',
    ])
  })

  test('that goes later than written is a warning: the day has room, its slot has not', () => {
    const plan = planOf([...pool(9), ad('sale', 2, { at: 'morning' })], { days: 3, slots: slots(3) })
    expect(lines(plan)).toEqual([
      'warning postponed: sale.md: marketing that does not fit on day 2 08:00 goes on day 2 11:30',
    ])
  })

  test('for which there is no slot before the end cannot start, and an offer is called one', () => {
    const plan = planOf([...daily(3), ad('offer', 3, { round: 2 })], { days: 3, slots: slots(2) })
    expect(lines(plan)).toEqual([
      'error marketing-share: days 1–3: 1 of 4 posts are marketing (25%), above the 20% cap — offer.md',
      'error cannot-fit: offer.md: the offer of round 2 for which there is no slot below the 20% cap before the plan ends',
    ])
  })
})

test('a flash plan lasts seven days at most', () => {
  const flash = (days: number) => planOf(daily(days), { kind: 'flash', days, marketing: null })
  expect(found(flash(7))).toEqual([])
  expect(lines(flash(8))).toEqual(['error flash-days: a flash plan lasts 8 days; it can last 7 days at most'])
})

test('what is true of one platform only says which', () => {
  const plan = planOf([post('a', 1), post('b', 2, { platforms: ['telegram'] })], { days: 2 })
  expect(found(plan)).toMatchObject([
    { platform: 'wechat', message: 'day 2: no post that is not marketing, and not a rest day (on wechat)' },
  ])
  expect(found(plan, ['telegram'])).toEqual([])
})

test('a day of the week on which nobody has to check in depends on when the plan starts', () => {
  const plan = planOf(daily(3), { days: 4, restDays: ['friday'] })
  expect(found(plan)).toEqual([])
  const calendar = createCalendar({ zone: plan.timezone, dayStartsAt: plan.dayStartsAt })
  const onWednesday = planProblemsOf({ plan, startDay: day('2026-12-02'), calendar, platforms: ['wechat'] })
  expect(onWednesday.map(({ code }) => code)).toEqual(['dead-days'])
})
