import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Instant } from '../events/ids.ts'
import { createTimerQueue, type TimerQueue } from './timers.ts'

const at = (ms: number) => ms as Instant

function popAll(queue: TimerQueue<unknown>, now: Instant): readonly string[] {
  const timer = queue.popDue(now)
  return timer === null ? [] : [timer.key, ...popAll(queue, now)]
}

describe('a timer queue', () => {
  test('gives what is due, earliest first, and keeps the rest', () => {
    const queue = createTimerQueue<string>()
    queue.set('later', at(30), 'c')
    queue.set('first', at(10), 'a')
    queue.set('second', at(20), 'b')
    expect(queue.popDue(at(9))).toBeNull()
    expect(queue.popDue(at(10))).toEqual({ key: 'first', instant: 10, value: 'a' })
    expect(popAll(queue, at(29))).toEqual(['second'])
    expect(queue.size).toBe(1)
    expect(queue.peek()).toEqual({ key: 'later', instant: 30, value: 'c' })
  })

  test('keeps the order of setting on one instant, and a timer that is set anew counts as last', () => {
    const queue = createTimerQueue<number>()
    for (const key of ['a', 'b', 'c', 'd']) queue.set(key, at(10), 0)
    queue.set('b', at(10), 1)
    expect(popAll(queue, at(10))).toEqual(['a', 'c', 'd', 'b'])
  })

  test('has one timer for a key', () => {
    const queue = createTimerQueue<number>()
    queue.set('a', at(10), 1)
    queue.set('a', at(50), 2)
    expect(queue.size).toBe(1)
    expect(queue.popDue(at(49))).toBeNull()
    expect(queue.popDue(at(50))?.value).toBe(2)
  })

  test('does not give a timer that another has cancelled, though both were due', () => {
    const queue = createTimerQueue<null>()
    queue.set('close', at(10), null)
    queue.set('remind', at(10), null)
    expect(queue.popDue(at(99))?.key).toBe('close')
    expect(queue.cancel('remind')).toBe(true)
    expect(queue.cancel('remind')).toBe(false)
    expect(queue.popDue(at(99))).toBeNull()
    expect(queue.peek()).toBeNull()
  })

  test('stays in order when what takes the place of a cancelled timer is due earlier than its new neighbours', () => {
    const queue = createTimerQueue<null>()
    for (const ms of [1, 10, 2, 11, 12, 20, 3]) queue.set(String(ms), at(ms), null)
    queue.cancel('11')
    expect(popAll(queue, at(99))).toEqual(['1', '2', '3', '10', '12', '20'])
  })

  test('refuses one timer more than a million, and nothing else', () => {
    const queue = createTimerQueue<null>()
    for (let key = 0; key < 1_000_000; key += 1) queue.set(String(key), at(key), null)
    expect(() => queue.set('one more', at(0), null)).toThrow('More than 1000000 timers')
    queue.set('0', at(5), null)
    expect([queue.size, queue.peek()?.key]).toEqual([1_000_000, '1'])
  })

  test('agrees with a sorted list, whatever is set, cancelled and taken', () => {
    const anyKey = fc.integer({ min: 0, max: 30 }).map(String)
    const anyInstant = fc.integer({ min: 0, max: 20 })
    const anyStep = fc.oneof(
      { weight: 5, arbitrary: fc.record({ do: fc.constant('set' as const), key: anyKey, instant: anyInstant }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('cancel' as const), key: anyKey, instant: anyInstant }) },
      { weight: 2, arbitrary: fc.record({ do: fc.constant('pop' as const), key: anyKey, instant: anyInstant }) },
    )
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 200, size: 'max' }), steps => {
        const queue = createTimerQueue<null>()
        let list: { key: string; instant: number }[] = []
        for (const step of steps) {
          const others = list.filter(({ key }) => key !== step.key)
          if (step.do === 'set') {
            queue.set(step.key, at(step.instant), null)
            list = [...others, { key: step.key, instant: step.instant }].sort((a, b) => a.instant - b.instant)
          } else if (step.do === 'cancel') {
            expect(queue.cancel(step.key)).toBe(others.length < list.length)
            list = others
          } else {
            const isDue = list[0] !== undefined && list[0].instant <= step.instant
            expect(queue.popDue(at(step.instant))?.key).toBe(isDue ? list.shift()?.key : undefined)
          }
          expect([queue.size, queue.peek()?.key]).toEqual([list.length, list[0]?.key])
        }
      }),
      { numRuns: 300 },
    )
  })
})
