import { describe, expect, test } from 'vitest'
import { appendBatch, close, codeOf, collect, textsOf, turnOfTheEventLoop } from './journal.fixtures.ts'
import type { Journal } from './journal.ts'

/** A driver under test, with what each does in its own way. */
export interface Subject {
  readonly journal: Journal
  /** From now on nothing becomes durable, until `release`. */
  hold(): void
  release(): void
  /** The next line can never be made durable. */
  breakDown(): void
  /** Whether there is room for lines. */
  setRoom(room: boolean): void
  /** What the next process finds when this one dies now. */
  crash(): Promise<Journal>
  /** What the next process finds when this one ends. */
  restart(): Promise<Journal>
}

/** What every driver of a journal promises. */
export function journalContract(name: string, open: () => Promise<Subject>): void {
  describe(name, () => {
    test('lines are numbered from 1, without gaps', async () => {
      const { journal } = await open()
      expect(journal.next).toBe(1)
      expect(['a', 'b', 'c'].map(journal.append)).toEqual([1, 2, 3])
      expect(journal.next).toBe(4)
      await close(journal)
    })

    test('nothing is durable before it is flushed, and everything before it is durable with a line', async () => {
      const { journal, hold, release } = await open()
      hold()
      const seen: number[] = []
      journal.onDurable(durable => seen.push(durable))
      journal.append('a')
      const durable = journal.whenDurable(journal.append('b')).then(() => journal.durable)
      await turnOfTheEventLoop()
      expect([journal.durable, seen, await textsOf(journal)]).toEqual([0, [], []])
      release()
      expect(await durable).toBe(2)
      expect(seen.at(-1)).toBe(2)
      await close(journal)
    })

    test('what is durable already is not waited for', async () => {
      const { journal } = await open()
      await journal.whenDurable(0)
      await appendBatch(journal, ['a', 'b'])
      await Promise.all([journal.whenDurable(1), journal.whenDurable(2)])
      await close(journal)
    })

    test('a subscription that has ended is told nothing', async () => {
      const { journal } = await open()
      const seen: number[] = []
      const listener = (durable: number) => void seen.push(durable)
      const [end] = [journal.onDurable(listener), journal.onDurable(listener)]
      end()
      await appendBatch(journal, ['a'])
      expect(seen).toEqual([1])
      await close(journal)
    })

    test('whoever hears of a durable line may append the next', async () => {
      const { journal } = await open()
      const third = Promise.withResolvers<void>()
      journal.onDurable(durable => (durable < 3 ? void journal.append(`after ${durable}`) : third.resolve()))
      journal.append('first')
      await third.promise
      expect(await textsOf(journal)).toEqual(['first', 'after 1', 'after 2'])
      await close(journal)
    })

    test('reading begins at any number, and ends with what was durable when it was called', async () => {
      const { journal, hold, release } = await open()
      await appendBatch(journal, ['a', 'b', 'c'])
      const lines = journal.read(2)
      hold()
      journal.append('d')
      release()
      await journal.whenDurable(4)
      expect(await collect(lines)).toEqual([
        { lsn: 2, text: 'b' },
        { lsn: 3, text: 'c' },
      ])
      expect(await textsOf(journal, 0)).toEqual(['a', 'b', 'c', 'd'])
      expect(await textsOf(journal, 5)).toEqual([])
      await close(journal)
    })

    test('each text comes back as it was, whatever characters it has', async () => {
      const texts = [
        '',
        ' ',
        '打卡 还不错',
        '🔥\u{1F9D1}\u200d\u{1F680}',
        '\ufeffmark',
        '\u2028\u0000\r\t',
        `{"a":"\\n\\ud800"}`,
        '+1 x',
      ]
      texts.push('长'.repeat(300_000))
      const { journal, restart } = await open()
      await appendBatch(journal, texts)
      expect(await textsOf(journal)).toEqual(texts)
      const next = await restart()
      expect(await textsOf(next)).toEqual(texts)
      await close(next)
    })

    test('a text that no line can hold is a bug of the caller, and nothing is taken', async () => {
      const { journal } = await open()
      expect(() => journal.append('a\nb')).toThrow('newline')
      expect(() => journal.append('\ud800')).toThrow('well-formed')
      expect(() => journal.append('x'.repeat(4 * 1024 * 1024 + 1))).toThrow('4194305 characters')
      expect(journal.next).toBe(1)
      await close(journal)
    })

    test('without room a line is refused before anything changes, and taken when there is room again', async () => {
      const { journal, setRoom } = await open()
      setRoom(false)
      expect(await codeOf(() => journal.append('a'))).toBe('JOURNAL_REFUSED')
      expect(journal.next).toBe(1)
      setRoom(true)
      await appendBatch(journal, ['b'])
      expect(await textsOf(journal)).toEqual(['b'])
      await close(journal)
    })

    test('after a failed write whoever waits is refused, and so is every later line', async () => {
      const { journal, breakDown, crash } = await open()
      await appendBatch(journal, ['a'])
      breakDown()
      const waits = codeOf(() => journal.whenDurable(journal.append('b')))
      expect(await waits).toBe('JOURNAL_FAILED')
      expect(await codeOf(() => journal.append('c'))).toBe('JOURNAL_FAILED')
      expect(await codeOf(() => journal.whenDurable(3))).toBe('JOURNAL_FAILED')
      expect(journal.durable).toBe(1)
      expect(await textsOf(journal)).toEqual(['a'])
      await close(journal)
      const next = await crash()
      expect((await textsOf(next))[0]).toBe('a')
      await close(next)
    })

    test('closing makes durable what waits, and refuses what comes after', async () => {
      const { journal, restart } = await open()
      const waits = journal.whenDurable(journal.append('a'))
      const forNothing = codeOf(() => journal.whenDurable(2))
      await Promise.all([close(journal), close(journal), waits])
      expect(await forNothing).toBe('JOURNAL_FAILED')
      expect(await codeOf(() => journal.append('b'))).toBe('JOURNAL_FAILED')
      const next = await restart()
      expect(await textsOf(next)).toEqual(['a'])
      await close(next)
    })

    test('a crash loses no durable line, and numbers go on without a gap', async () => {
      const { journal, hold, crash } = await open()
      await appendBatch(journal, ['a', 'b'])
      hold()
      journal.append('c')
      const next = await crash()
      const texts = await textsOf(next)
      // The last one was never acknowledged. It may have reached the disk all the same.
      expect(texts).toEqual(['a', 'b', 'c'].slice(0, texts.length))
      expect(texts.length).toBeGreaterThanOrEqual(2)
      expect([next.durable, next.append('d')]).toEqual([texts.length, texts.length + 1])
      await close(next)
    })

    test('the archive loses no line', async () => {
      const { journal, restart } = await open()
      await appendBatch(journal, ['a', 'b'])
      await close(journal)
      const next = await restart()
      await appendBatch(next, ['c'])
      await next.archive(3)
      await next.archive(3)
      expect(await textsOf(next)).toEqual(['a', 'b', 'c'])
      await close(next)
    })
  })
}
