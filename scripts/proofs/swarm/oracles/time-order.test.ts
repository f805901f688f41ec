import { describe, expect, test } from 'vitest'
import type { Instant } from '../../../../src/events/ids.ts'
import type { Commit } from '../../../../src/host/commit.ts'
import type { Call, Oracle } from '../watching.ts'
import { clockOracle, outageOnceOracle, postponedOracle, silenceOracle } from './time-order.ts'

const HOUR_MS = 3_600_000
const at = (now: number) => ({ now: now as Instant, botNow: now as Instant, isSkewed: false })
const commitOf = (facts: readonly (readonly [string, object])[], more: object = {}) =>
  ({ cause: 'c', group: 'main:1', at: 0, facts, ...more }) as unknown as Commit

describe('what goes wrong with time is found out', () => {
  test('a line decided before the one before, but not by the next process', () => {
    const oracle = clockOracle()
    const beat = (now: number) => oracle.taken?.(1, commitOf([]), at(now))
    expect([beat(5), beat(6)]).toEqual([undefined, undefined])
    expect(beat(4)).toContain('2 ms before the last one')
    oracle.turned?.('up', at(0))
    expect(beat(3)).toBeUndefined()
  })

  test('a time without the bot that a group is told of again', () => {
    const oracle = outageOnceOracle()
    const away = (from: number, to: number) => oracle.durable?.(1, commitOf([['days/wasAway', { from, to }]]), at(0))
    expect([away(1, 5), away(5, 9)]).toEqual([undefined, undefined])
    expect(away(8, 12)).toContain('from 8 on, after 9')
  })

  test('what was put off and leaves in an hour that is not its own', () => {
    const leaves = (oracle: Oracle, hour: number) => {
      const says = [{ plugin: 'trial', key: 'later', params: { tag: 't2' } }]
      oracle.durable?.(1, commitOf([['outbox/owed', { delivery: 'a', says }]]), at(0))
      return oracle.durable?.(
        2,
        commitOf([['outbox/sending', { delivery: 'a', attempt: 1, at: hour * HOUR_MS }]]),
        at(0),
      )
    }
    expect(leaves(postponedOracle(), 4)).toBeUndefined()
    expect(leaves(postponedOracle(), 5)).toContain('not its hour')
  })

  test('a wish for silence that nobody writes down', () => {
    const wish = { is: 'throttled', until: 9 as Instant, account: false } as const
    const oracle = silenceOracle()
    oracle.answered?.({} as Call, wish, at(0))
    expect(oracle.durable?.(1, commitOf([]), at(2 * HOUR_MS))).toContain('nobody has written it down')
    oracle.durable?.(2, commitOf([['outbox/throttled', { chat: 'group', until: 9 }]]), at(2 * HOUR_MS))
    expect(oracle.durable?.(3, commitOf([]), at(3 * HOUR_MS))).toBeUndefined()
  })
})
