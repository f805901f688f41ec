import { describe, expect, test } from 'vitest'
import { addDays, Zone } from '../events/ids.ts'
import {
  ad,
  day,
  groupWith,
  instant,
  live,
  planOf,
  pool,
  post,
  START,
  shown,
  slots,
  slotsIn,
  time,
} from './planner.fixtures.ts'
import { firstFit, planDays, slotTimes } from './planner.ts'
import { highestShare } from './planner-shares.ts'

const days = (plan: ReturnType<typeof planOf>, count: number, group = {}) =>
  planDays(groupWith(plan, group).planning(), START, count)
const whyOf = (planned: ReturnType<typeof days>, post: string) => slotsIn(planned).find(slot => slot.post === post)?.why

describe('a post for a day', () => {
  test('goes at its slot, at a time of its own, or in the first slot that is free', () => {
    const plan = planOf([post('free', 1), post('own', 1, { at: '09:15' }), post('noon', 1, { at: 'noon' })])
    expect(shown(days(plan, 2))).toEqual([
      '12-01: 08:00 free, 09:15 own, 11:30 noon, 14:30 –, 17:30 –',
      '12-02: 08:00 –, 11:30 –, 14:30 –, 17:30 –',
    ])
  })

  test('goes in the next free slot when its own is taken, and says so', () => {
    const plan = planOf([post('a', 1, { at: 'noon' }), post('b', 1, { at: 'noon' }), post('c', 1)])
    const planned = days(plan, 1)
    expect(shown(planned)).toEqual(['12-01: 08:00 c, 11:30 a, 14:30 b, 17:30 –'])
    expect(whyOf(planned, 'b')).toEqual({ is: 'pinned', movedFrom: '11:30' })
  })

  test('is named when its day has no slot left', () => {
    const plan = planOf([post('a', 1), post('b', 1)], { slots: slots(1) })
    expect(days(plan, 1)[0]!.unplaced).toEqual(['b'])
  })

  test('leaves the slot to marketing that asks for it', () => {
    const plan = planOf([post('free', 1), ad('sale', 1, { at: 'morning' })], { marketing: null, kind: 'flash' })
    expect(shown(days(plan, 1))).toEqual(['12-01: 08:00 sale!, 11:30 free, 14:30 –, 17:30 –'])
  })

  test('goes on its date, and only once', () => {
    const plan = planOf([post('a', '2026-12-02'), post('b', 2)], { slots: slots(2) })
    const planned = days(plan, 3)
    expect(shown(planned)).toEqual(['12-01: 08:00 –, 11:30 –', '12-02: 08:00 a, 11:30 b', '12-03: 08:00 –, 11:30 –'])
    expect(whyOf(planned, 'a')).toEqual({ is: 'dated', movedFrom: null })
  })

  test('stays where it went, at a time of its own, when it is not to go again', () => {
    const plan = planOf([post('own', 1, { at: '09:15', expires: START })], { slots: [] })
    const group = groupWith(plan)
    const yesterday = () => shown(planDays(group.planning(), START, 1, instant('2026-12-02T08:00+08:00')))
    group.happened.decided.set(`${START} 09:15`, 'own')
    const went = yesterday()
    expect(went).toEqual(['12-01: 09:15 own'])
    group.happened.skipped.add('own')
    expect(yesterday()).toEqual(went)
  })

  test('does not go when it was sent by hand, skipped, expired, or is for another platform', () => {
    const plan = planOf([
      ...[post('sent', 3), post('skipped', 3), post('late', 3, { expires: day('2026-12-02') })],
      ...[post('other', 3, { platforms: ['telegram'] }), post('rest', 3)],
    ])
    const group = groupWith(plan)
    group.happened.lastDay.set('sent', day('2026-12-02'))
    group.happened.skipped.add('skipped')
    expect(shown(planDays(group.planning(), day('2026-12-03'), 1))).toEqual([
      '12-03: 08:00 rest, 11:30 –, 14:30 –, 17:30 –',
    ])
  })

  test('goes later the same day when nobody was there at its time', () => {
    const plan = planOf([post('a', 1, { at: 'morning' }), post('b', 1, { at: 'noon' })])
    const planned = planDays(groupWith(plan).planning(), START, 1, instant('2026-12-01T10:00+08:00'))
    expect(shown(planned)).toEqual(['12-01: 08:00 –, 11:30 b, 14:30 a, 17:30 –'])
    expect(planned[0]!.slots[0]!.why).toEqual({ is: 'missed' })
  })

  test('is sent once in a campaign, and again in the next one of the same plan', () => {
    const plan = planOf([post('a', 1)])
    const group = groupWith(plan)
    group.happened.lastDay.set('a', day('2026-11-10'))
    expect(whyOf(planDays(group.planning(), START, 1), 'a')).toEqual({ is: 'pinned', movedFrom: null })
  })
})

describe('the pool', () => {
  test('fills what is free: all of it, before one comes again', () => {
    const plan = planOf(pool(20), { slots: slots(1) })
    const went = slotsIn(days(plan, 20)).map(({ post }) => post)
    expect(new Set(went).size).toBe(20)
  })

  test('rests for two weeks, for one when nothing else is left, and never less', () => {
    const plan = planOf(pool(5), { slots: slots(1) })
    const went = slotsIn(days(plan, 14)).map(({ post }) => post)
    expect(went).toEqual([
      ...['pool-1', 'pool-2', 'pool-3', 'pool-4', 'pool-5', null, null],
      ...['pool-1', 'pool-2', 'pool-3', 'pool-4', 'pool-5', null, null],
    ])
  })

  test('has posts that name a slot in that slot only, and those that name none in any', () => {
    const posts = [post('late', 'pool', { at: 'evening' }), post('any', 'pool')]
    const planned = days(planOf(posts), 1)
    expect(planned[0]!.slots.map(({ post }) => post)).toEqual(['any', null, null, 'late'])
  })

  test('suits the time of day, and is of another kind than the slot before', () => {
    const plan = planOf([
      ...[post('quiz', 'pool', { kind: 'poll' }), post('walk', 'pool', { kind: 'activity' })],
      ...[post('tale', 'pool', { kind: 'story' }), post('word', 'pool', { kind: 'topic' })],
    ])
    expect(shown(days(plan, 1))).toEqual(['12-01: 08:00 word, 11:30 tale, 14:30 quiz, 17:30 walk'])
  })

  test('takes what has waited longest, of what suits alike', () => {
    const plan = planOf(pool(3), { slots: slots(1) })
    const group = groupWith(plan)
    for (const [id, last] of Object.entries({
      'pool-1': '2026-11-01',
      'pool-2': '2026-10-31',
      'pool-3': '2026-11-02',
    })) {
      group.happened.lastDay.set(id, day(last))
    }
    expect(planDays(group.planning(), START, 1)[0]!.slots[0]).toMatchObject({
      ...{ post: 'pool-2', why: { is: 'pool', lastDay: '2026-10-31' } },
    })
  })

  test('stays away on days of rest, by the week or by the plan, where what is pinned still goes', () => {
    const plan = planOf([...pool(30), post('sunday', 6, { at: 'noon' })], { slots: slots(2), restDays: ['sunday', 2] })
    const planned = days(plan, 6)
    expect(planned.filter(({ isRest }) => isRest).map(({ day }) => day)).toEqual(['2026-12-02', '2026-12-06'])
    expect(shown([planned[1]!, planned[5]!])).toEqual(['12-02: 08:00 –, 11:30 –', '12-06: 08:00 –, 11:30 sunday'])
    expect(planned.some(({ isDead }) => isDead)).toBe(false)
  })

  test('has marketing only where it fits together with what is pinned in the days to come', () => {
    const sale = post('sale', 'pool', { kind: 'marketing' })
    const plan = (pinned: number) => planOf([sale, ad('big', pinned), ...pool(40)], { slots: slots(1) })
    expect(slotsIn(days(plan(10), 9)).some(({ post }) => post === 'sale')).toBe(false)
    // Control: with nothing pinned within the window, it goes as soon as the cap allows.
    expect(slotsIn(days(plan(20), 9)).findIndex(({ post }) => post === 'sale')).toBe(4)
  })
})

describe('marketing', () => {
  const plan = planOf([...pool(40), ad('first', 1, { at: 'noon' }), ad('second', 2)], { slots: slots(2) })

  test('that does not fit goes in the next slot where it does, and the pool fills its own meanwhile', () => {
    const planned = days(plan, 5)
    expect(shown(planned)).toEqual([
      '12-01: 08:00 pool-1, 11:30 pool-2',
      '12-02: 08:00 pool-3, 11:30 pool-4',
      '12-03: 08:00 first!, 11:30 pool-5',
      '12-04: 08:00 pool-6, 11:30 pool-7',
      '12-05: 08:00 pool-8, 11:30 second!',
    ])
    expect(whyOf(planned, 'pool-2')).toEqual({ is: 'heldBack', held: 'first', lastDay: null })
    expect(whyOf(planned, 'first')).toEqual({ is: 'postponed', from: '2026-12-01', at: '11:30' })
    expect(planned[2]!.slots[0]!.cap).toEqual({
      ...{ fits: true, window: { posts: 5, marketing: 1 }, campaign: { posts: 5, marketing: 1 } },
    })
  })

  test('goes in the order in which it was planned: the second round not before the first', () => {
    const rounds = [1, 2, 3].map(round => ad(`round-${round}`, 4 + round, { round, at: 'morning' }))
    const planned = days(planOf([...rounds.reverse(), ...pool(60)], { slots: slots(2) }), 21)
    const went = slotsIn(planned).flatMap(({ post, marketing }) => (marketing ? [post] : []))
    expect(went).toEqual(['round-1', 'round-2', 'round-3'])
    expect(whyOf(planned, 'round-1')).toEqual({ is: 'offer', round: 1, movedFrom: null })
  })

  test('is not moved beyond the day on which it expires, nor onto a day of rest', () => {
    const posts = [...pool(40), ad('short', 1, { expires: day('2026-12-02') }), ad('long', 1)]
    const planned = days(planOf(posts, { slots: slots(2), restDays: [3] }), 21)
    expect(whyOf(planned, 'short')).toBeUndefined()
    expect(slotsIn(planned).find(({ post }) => post === 'long')!.day).toBe('2026-12-04')
  })

  test('has no cap in a flash plan', () => {
    const flash = planOf([ad('a', 1), ad('b', 1)], { kind: 'flash', days: 2, marketing: null, slots: slots(2) })
    expect(shown(days(flash, 1))).toEqual(['12-01: 08:00 a!, 11:30 b!'])
  })

  test('is not planned on the very edge of the window: posts leave a little late', () => {
    // Five posts a week, one of them marketing. A week to the minute later, the first is outside the window only if it
    // left as promptly as the second will.
    const posts = [ad('a', 7), ad('b', 14), ...pool(60)]
    const weekly = planOf(posts, { slots: slots(1), restDays: ['saturday', 'sunday'] })
    const planned = slotsIn(days(weekly, 21)).filter(({ marketing }) => marketing)
    expect(planned.map(({ day, post, why }) => [day, post, why.is])).toEqual([
      ['2026-12-07', 'a', 'pinned'],
      ['2026-12-15', 'b', 'postponed'],
    ])
  })
})

describe('a day', () => {
  test('that has marketing only, or nothing, is dead', () => {
    const plan = planOf([ad('a', 1), post('b', 2)], { marketing: null, kind: 'flash' })
    expect(days(plan, 3).map(({ isDead }) => isDead)).toEqual([true, false, true])
  })

  test('on which the plan stands still has no slots, and what was for it comes later', () => {
    const plan = planOf([post('a', 1), post('b', 2)], { slots: slots(1) })
    const pause = [day('2026-12-02'), day('2026-12-04')] as const
    expect(shown(days(plan, 4, { pause }))).toEqual(['12-01: 08:00 a', '12-02: ', '12-03: ', '12-04: 08:00 b'])
  })

  test('before the plan and after it has no slots', () => {
    const plan = planOf([post('a', 1)], { days: 1, slots: slots(1) })
    const planned = planDays(groupWith(plan).planning(), addDays(START, -1), 3)
    expect(planned.map(({ number, isDead }) => [number, isDead])).toEqual([
      [null, false],
      [1, false],
      [null, false],
    ])
  })

  test('that starts at four has the slot of two in the morning at its end', () => {
    const at = time('02:00')
    const plan = planOf([post('a', 1, { at: '02:00' })], { dayStartsAt: time('04:00'), slots: slots(1) })
    const [planned] = days(plan, 1)
    expect(planned!.slots.map(({ at }) => at)).toEqual(['08:00', at])
    expect(planned!.slots[1]!.instant).toBe(instant('2026-12-02T02:00+08:00'))
  })

  test('on which the clock skips a slot has it later, and loses no post', () => {
    const plan = planOf([post('a', 1, { at: '02:30' }), post('b', 1, { at: '03:30' })], {
      ...{ timezone: Zone.parse('Europe/Berlin'), slots: slots(1) },
    })
    const group = groupWith(plan, { startDay: day('2026-03-29') })
    expect(live(group, 1).map(({ post }) => post)).toEqual(['a', 'b', null])
  })
})

describe('what is asked about a plan', () => {
  test('times are those of slots and of posts, each once', () => {
    const plan = planOf([post('a', 1, { at: '09:15' }), post('b', 2, { at: '09:15' }), post('c', 3, { at: 'noon' })])
    expect(slotTimes(plan)).toEqual(['08:00', '09:15', '11:30', '14:30', '17:30'])
  })

  test('its highest share counts what has been decided once, in the history', () => {
    const plan = planOf([ad('sale', 3, { at: 'noon' }), ...pool(40)], { slots: slots(2) })
    const group = groupWith(plan)
    live(group, 2)
    const planned = planDays(group.planning(), START, 4, instant('2026-12-03T00:00+08:00'))
    const { sent } = group.planning().history
    expect(sent).toHaveLength(4)
    expect(highestShare(planned, 7, sent)).toEqual({ day: '2026-12-03', posts: 6, marketing: 1 })
    expect(highestShare(planned.slice(0, 2), 7, sent)).toBeUndefined()
  })

  test('the first slot where one more marketing post fits', () => {
    const group = groupWith(planOf(pool(40), { slots: slots(2) }))
    const fit = firstFit(group.planning(), instant('2026-12-01T08:00+08:00'), 7)
    expect(fit).toEqual({ day: '2026-12-03', at: '08:00' })
    expect(firstFit(group.planning(), instant('2026-12-01T08:00+08:00'), 2)).toBeUndefined()
  })
})
