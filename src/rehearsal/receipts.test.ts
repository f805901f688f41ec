import { describe, expect, test } from 'vitest'
import type { Instant } from '../events/ids.ts'
import { createReceiptWatch } from './receipts.ts'

/** Receipts that are owed and sent: when, when sent, by which message. Undefined: a reaction. */
function watch(...receipts: readonly (readonly [owed: number, sent: number, message?: string])[]) {
  const watched = createReceiptWatch()
  for (const [index, [at]] of receipts.entries())
    watched.take('outbox/owed', { delivery: `${index}`, class: 'receipt', target: 'group', at })
  for (const [index, [, at, message]] of receipts.entries())
    watched.take('outbox/sent', { delivery: `${index}`, at, ...(message !== undefined && { message }) })
  return watched
}

describe('receipts are watched', () => {
  test('by the messages that they take in any minute: several in one message are one', () => {
    const alike = watch([0, 1_000, 'm1'], [0, 1_000, 'm1'], [0, 2_000, 'm2'], [0, 60_999, 'm3'], [0, 61_000, 'm4'])
    expect(alike).toMatchObject({ acknowledged: 5, messages: 4, busiest: { messages: 3, at: 60_999 } })
  })

  test('by how long they took: a reaction too, which takes no message', () => {
    const slow = watch([0, 15_000, 'm1'], [0, 15_001], [5, 10])
    expect(slow).toMatchObject({
      acknowledged: 3,
      messages: 1,
      late: 1,
      slowest: { ms: 15_001, at: 15_001 as Instant },
    })
  })

  test('and nothing else is: what was said in private, or is no receipt', () => {
    const watched = createReceiptWatch()
    watched.take('outbox/owed', { delivery: 'a', class: 'receipt', target: { member: 'sim:amy' }, at: 0 })
    watched.take('outbox/owed', { delivery: 'b', class: 'broadcast', target: 'group', at: 0 })
    watched.take('outbox/sent', { delivery: 'a', at: 1_000, message: 'm1' })
    watched.take('outbox/sent', { delivery: 'b', at: 99_000, message: 'm2' })
    expect(watched).toMatchObject({ acknowledged: 1, messages: 0, busiest: { messages: 0 }, late: 0 })
  })
})
