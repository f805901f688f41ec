import { describe, expect, test } from 'vitest'
import type { Outgoing } from '../../../../src/adapters/adapter.ts'
import type { Instant } from '../../../../src/events/ids.ts'
import type { Commit } from '../../../../src/host/commit.ts'
import type { Call } from '../watching.ts'
import { patienceOracle, repliesOracle } from './replies.ts'

const TIMES = { now: 0 as Instant, botNow: 0 as Instant, isSkewed: false }
const calling = (outgoing: object): Call => ({
  ...{ number: 1, process: 1, at: TIMES.now },
  outgoing: { chat: { id: 'oak', group: 'main:1' }, ...outgoing } as Outgoing,
})
const commitOf = (facts: readonly (readonly [string, object])[], cause = 'delivery:1') =>
  ({ cause, group: 'main:1', at: 0, facts }) as unknown as Commit

describe('an answer that leaves before its line is durable is found out', () => {
  test.each([
    ['a reaction', { kind: 'reaction', message: '7', emoji: '🔥' }],
    ['words', { kind: 'message', replyTo: '7', text: 'yes', mentions: [] }],
  ])('%s', (_, outgoing) => {
    const oracle = repliesOracle()
    oracle.taken?.(3, commitOf([], 'msg:oak:7'), TIMES)
    expect(oracle.called?.(calling(outgoing), TIMES)).toBe('Message 7 is answered, and line 3 is not durable.')
    oracle.durable?.(3, commitOf([], 'msg:oak:7'), TIMES)
    expect(oracle.called?.(calling(outgoing), TIMES)).toBeUndefined()
  })
})

describe.each(['receipt', 'notice', 'broadcast', 'action'])('a %s that is given up', cls => {
  const owed = commitOf([['outbox/owed', { delivery: 'a', class: cls }]])
  const failed = commitOf([['outbox/failed', { delivery: 'a' }]])
  const message = calling({ kind: 'message', text: 'done', mentions: [] })

  test.each([null, { is: 'failed', reason: 'busy', again: true } as const])('after %j is found out', outcome => {
    const oracle = patienceOracle()
    oracle.durable?.(1, owed, TIMES)
    oracle.answered?.(message, outcome, TIMES)
    expect(oracle.durable?.(2, failed, TIMES)).toContain('the platform has refused nothing')
  })

  test('may be, when the platform will not take it', () => {
    const oracle = patienceOracle()
    oracle.durable?.(1, owed, TIMES)
    oracle.answered?.(message, { is: 'failed', reason: 'forbidden', again: false }, TIMES)
    expect(oracle.durable?.(2, failed, TIMES)).toBeUndefined()
  })
})

test('what was refused for good before it left again says nothing of now', () => {
  const oracle = patienceOracle()
  const message = calling({ kind: 'message', text: 'done', mentions: [] })
  oracle.durable?.(1, commitOf([['outbox/owed', { delivery: 'a', class: 'notice' }]]), TIMES)
  oracle.answered?.(message, { is: 'failed', reason: 'forbidden', again: false }, TIMES)
  oracle.durable?.(2, commitOf([['outbox/sending', { delivery: 'a', attempt: 2 }]]), TIMES)
  expect(oracle.durable?.(3, commitOf([['outbox/failed', { delivery: 'a' }]]), TIMES)).toContain('refused nothing')
})
