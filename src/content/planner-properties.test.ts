import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween, type Instant, type LocalDay, Zone } from '../events/ids.ts'
import { type PlanDefinition, type PlannedPost, POST_KINDS } from '../host/content.ts'
import { planProblemsOf } from './plan-problems.ts'
import { day, groupWith, live, planOf, slots, slotsIn, time, type Went } from './planner.fixtures.ts'
import { planDays } from './planner.ts'
import { POOL_REPEAT_DAYS, POOL_REPEAT_DAYS_MIN } from './planner-pool.ts'

const RUNS = 150
const DAYS = 24
const DAY_MS = 86_400_000

const anyStart = fc.constantFrom('2026-12-01', '2026-10-20', '2026-03-24').map(day)
const anyAt = fc.constantFrom(null, null, 'morning', 'noon', 'evening', '09:15', '21:00', '02:30')
const anyWhen = (start: LocalDay) =>
  fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 1, max: 16 }).map(day => ({ day })) },
    { weight: 1, arbitrary: fc.integer({ min: -1, max: 16 }).map(days => ({ date: addDays(start, days) })) },
    { weight: 5, arbitrary: fc.constant({ pool: true as const }) },
  )
const anyPost = (start: LocalDay): fc.Arbitrary<Omit<PlannedPost, 'id'>> =>
  fc
    .record({
      when: anyWhen(start),
      kind: fc.constantFrom(...POST_KINDS),
      isForced: fc.boolean(),
      at: anyAt,
      platforms: fc.constantFrom<PlannedPost['platforms'][]>(
        ['telegram', 'wechat'],
        ['telegram', 'wechat'],
        ['telegram'],
      ),
      expires: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, fc.integer({ min: 0, max: 16 })),
    })
    .map(({ isForced, expires, ...rest }) => ({
      ...rest,
      marketing: rest.kind === 'marketing' || (isForced && rest.kind === 'story'),
      expires: expires === null ? null : addDays(start, expires),
      round: null,
    }))

/** A group and the plan that runs in it: with days of rest, a pause, clocks that change, small and large pools. */
const anyGroup = anyStart
  .chain(startDay =>
    fc.record({
      startDay: fc.constant(startDay),
      posts: fc.array(anyPost(startDay), { maxLength: 70, size: 'max' }),
      slotCount: fc.integer({ min: 1, max: 4 }),
      days: fc.constantFrom(null, 14, 15),
      restDays: fc.constantFrom<PlanDefinition['restDays'][]>([], ['sunday'], [3, 4]),
      zone: fc.constantFrom('Asia/Shanghai', 'Europe/Berlin'),
      dayStartsAt: fc.constantFrom('00:00', '04:00'),
      maxShare: fc.constantFrom(0.2, 0.15, 0.1, 0),
      windowDays: fc.constantFrom(7, 10),
      pausedFrom: fc.option(fc.integer({ min: 2, max: 8 })),
    }),
  )
  .map(({ startDay, posts, slotCount, zone, dayStartsAt, maxShare, windowDays, pausedFrom, ...rest }) => {
    const plan = planOf(
      posts.map((post, index) => ({ ...post, id: `p${index}` })),
      {
        ...rest,
        kind: rest.days === null ? 'community' : 'checkin',
        timezone: Zone.parse(zone),
        dayStartsAt: time(dayStartsAt),
        slots: slots(slotCount),
        marketing: { maxShare, windowDays },
      },
    )
    const from = addDays(startDay, pausedFrom ?? 0)
    return { plan, startDay, ...(pausedFrom !== null && { pause: [from, addDays(from, 2)] as const }) }
  })

type AnyGroup = typeof anyGroup extends fc.Arbitrary<infer Given> ? Given : never
const every = (check: (given: AnyGroup) => void) => fc.assert(fc.property(anyGroup, check), { numRuns: RUNS })

const allAtOnce = ({ plan, ...group }: AnyGroup): Went[] =>
  slotsIn(planDays(groupWith(plan, group).planning(), group.startDay, DAYS))

describe('whatever the plan', () => {
  test('deciding each slot when it is due gives what the calendar showed before the plan began', () => {
    every(({ plan, ...group }) => {
      const shownBefore = slotsIn(planDays(groupWith(plan, group).planning(), group.startDay, DAYS))
      // Posts leave a little late, each by another while.
      const late = (at: Instant) => (at / 60_000) % 25_000
      expect(live(groupWith(plan, group), DAYS, late)).toEqual(shownBefore)
    })
  })

  test('the calendar of any later day is the same, seen from any slot before', () => {
    fc.assert(
      fc.property(anyGroup, fc.integer({ min: 0, max: 15 }), ({ plan, ...group }, daysLived) => {
        const whole = slotsIn(planDays(groupWith(plan, group).planning(), group.startDay, DAYS))
        const lived = groupWith(plan, group)
        live(lived, daysLived)
        const today = addDays(group.startDay, daysLived)
        const ahead = planDays(lived.planning(), today, DAYS - daysLived, lived.calendar.startOf(today))
        expect(slotsIn(ahead)).toEqual(whole.filter(({ day }) => day >= today))
      }),
      { numRuns: RUNS },
    )
  })

  test('what is sent keeps the cap, counted by hand', () => {
    every(given => {
      const { maxShare, windowDays } = given.plan.marketing!
      const went = allAtOnce(given).filter(({ post }) => post !== null)
      for (const { instant, marketing } of went) {
        if (!marketing) continue
        const campaign = went.filter(other => other.instant <= instant)
        const window = campaign.filter(other => other.instant > instant - windowDays * DAY_MS)
        for (const posts of [campaign, window]) {
          expect(posts.filter(post => post.marketing).length / posts.length).toBeLessThanOrEqual(maxShare + 1e-9)
        }
      }
    })
  })

  test('a post for a day goes once, and none from the pool comes again within a week', () => {
    every(given => {
      const lastDay = new Map<string, LocalDay>()
      for (const { day, post } of allAtOnce(given)) {
        if (post === null) continue
        const before = lastDay.get(post)
        lastDay.set(post, day)
        if (before === undefined) continue
        expect(given.plan.posts.find(({ id }) => id === post)!.when).toHaveProperty('pool')
        expect(daysBetween(before, day)).toBeGreaterThanOrEqual(POOL_REPEAT_DAYS_MIN)
      }
    })
  })

  test('a post from the pool comes again within two weeks only when no other is left', () => {
    every(given => {
      const inPool = given.plan.posts.filter(({ when, marketing }) => 'pool' in when && !marketing)
      const lastDay = new Map<string, LocalDay>()
      for (const { day, at: slotAt, post } of allAtOnce(given)) {
        if (post === null) continue
        const before = lastDay.get(post)
        if (before !== undefined && daysBetween(before, day) < POOL_REPEAT_DAYS) {
          const left = inPool.filter(({ id, at, expires, platforms }) => {
            const time = given.plan.slots.find(({ name }) => name === at)?.at ?? at
            if (time !== null && time !== slotAt) return false
            const last = lastDay.get(id)
            const hasRested = last === undefined || daysBetween(last, day) >= POOL_REPEAT_DAYS
            return hasRested && (expires === null || expires >= day) && platforms.includes('wechat')
          })
          expect(left).toEqual([])
        }
        lastDay.set(post, day)
      }
    })
  })

  test('a slot has one post, on a day of the plan, for the platform, before it expires', () => {
    every(given => {
      const went = allAtOnce(given)
      expect(new Set(went.map(({ day, at }) => `${day} ${at}`)).size).toBe(went.length)
      for (const { day, post } of went) {
        if (post === null) continue
        const { platforms, expires } = given.plan.posts.find(({ id }) => id === post)!
        expect(platforms).toContain('wechat')
        expect(expires === null || expires >= day).toBe(true)
      }
    })
  })

  test('a dead day was announced before the plan began', () => {
    every(({ plan, startDay, pause }) => {
      if (plan.days === null || pause) return
      const group = groupWith(plan, { startDay })
      const dead = planDays(group.planning(), startDay, DAYS).filter(({ isDead }) => isDead)
      const hindrances = planProblemsOf({ plan, startDay, calendar: group.calendar, platforms: ['wechat'] })
      const announced = hindrances.filter(({ code }) => code === 'dead-days').flatMap(({ days }) => days)
      for (const { number } of dead) expect(announced.some(([from, to]) => from <= number! && number! <= to)).toBe(true)
    })
  })

  test('marketing for a day is sent, or was announced not to be', () => {
    every(({ plan, startDay, pause }) => {
      if (plan.days === null || pause) return
      const group = groupWith(plan, { startDay })
      const went = new Set(slotsIn(planDays(group.planning(), startDay, DAYS)).map(({ post }) => post))
      const hindrances = planProblemsOf({ plan, startDay, calendar: group.calendar, platforms: ['wechat'] })
      const announced = new Set(hindrances.filter(({ severity }) => severity === 'error').flatMap(({ posts }) => posts))
      const pinned = plan.posts.filter(({ when, platforms }) => !('pool' in when) && platforms.includes('wechat'))
      expect(pinned.filter(({ id }) => !went.has(id) && !announced.has(id))).toEqual([])
    })
  })
})
