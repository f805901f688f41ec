import { expect, test } from 'vitest'
import { close, codeOf, textsOf } from './journal.fixtures.ts'
import { createMemoryJournal } from './memory-journal.ts'

test('lines become durable when the code that appended them has run to its end', async () => {
  const journal = createMemoryJournal()
  const flushes: number[] = []
  journal.onDurable(durable => flushes.push(durable))
  for (const text of ['a', 'b', 'c']) journal.append(text)
  expect(journal.durable).toBe(0)
  await null
  expect([journal.durable, flushes]).toEqual([3, [3]])
})

test('lines that are flushed by hand become durable in the order in which they came, as many as told', async () => {
  const journal = createMemoryJournal({ flush: 'manual' })
  for (const text of ['a', 'b', 'c']) journal.append(text)
  await null
  expect([journal.durable, journal.lines]).toEqual([0, ['a', 'b', 'c']])
  journal.flush(2)
  expect([journal.durable, await textsOf(journal)]).toEqual([2, ['a', 'b']])
  journal.flush()
  expect(journal.durable).toBe(3)
})

test('a flush with nothing to write tells nobody', () => {
  const journal = createMemoryJournal({ lines: ['a'], flush: 'manual' })
  journal.onDurable(() => expect.unreachable())
  journal.flush()
  expect([journal.durable, journal.next]).toEqual([1, 2])
})

test('after a crash there is what was durable, and the crashed journal takes nothing', async () => {
  const journal = createMemoryJournal({ lines: ['a'], flush: 'manual' })
  const waits = codeOf(() => journal.whenDurable(journal.append('b')))
  const next = journal.crash()
  expect([next.append('c'), next.durable, next.lines]).toEqual([2, 1, ['a', 'c']])
  expect([await waits, await codeOf(() => journal.append('d'))]).toEqual(['JOURNAL_FAILED', 'JOURNAL_FAILED'])
  journal.flush()
  expect(journal.durable).toBe(1)
  await close(next)
})
