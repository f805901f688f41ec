import { openFileJournal } from '../../src/journal/file-journal.ts'
import type { Journal } from '../../src/journal/journal.ts'
import { withResource } from '../../src/with-resource.ts'
import { IN_FLIGHT } from './closed-loop.ts'
import type { JournalLines } from './journal-lines.ts'
import { type Spent, spentOn } from './statistics.ts'

/**
 * What the journal alone could do: as many lines of the same lengths, as often waited for, by as many at a time, with
 * nothing decided and nothing kept.
 */
export async function bareAppend(folder: string, lines: Omit<JournalLines, 'facts'>): Promise<Spent> {
  return withResource(await openFileJournal(folder), journal => spentOn(() => appendAll(journal, lines)))
}

async function appendAll(journal: Journal, { awaited, others }: Omit<JournalLines, 'facts'>): Promise<void> {
  const textOf = texts()
  let next = 0
  async function member(): Promise<void> {
    for (let i = next++; i < awaited.length; i = next++) {
      await journal.whenDurable(journal.append(textOf(awaited[i]!)))
      const until = share(i + 1)
      for (let other = share(i); other < until; other += 1) journal.append(textOf(others[other]!))
    }
  }
  const share = (i: number) => Math.floor((i * others.length) / awaited.length)
  await Promise.all(Array.from({ length: IN_FLIGHT }, member))
  await journal.whenDurable(journal.next - 1)
}

/** Texts of so many bytes, each length made once. */
function texts(): (bytes: number) => string {
  const made = new Map<number, string>()
  return bytes => {
    const text = made.get(bytes) ?? `"${'x'.repeat(Math.max(0, bytes - 2))}"`
    made.set(bytes, text)
    return text
  }
}
