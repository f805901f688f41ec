import path from 'node:path'
import { createHost } from '../../src/host/host.ts'
import { createCheckpointer } from '../../src/journal/checkpoint.ts'
import { openFileJournal } from '../../src/journal/file-journal.ts'
import type { Journal } from '../../src/journal/journal.ts'
import { openPageStore } from '../../src/journal/page-store.ts'
import { withResource } from '../../src/with-resource.ts'
import { PLUGINS, pastCommit, SETTINGS, type Spread } from './community.ts'

/** Who is there before a run. */
export interface Past {
  readonly members: number
  readonly groupOf: Spread
}

/** So many commits are handed to the journal before it is waited for. */
const COMMITS_PER_WAIT = 1_000

/** Writes the journal of an account, as if everybody had come and checked in. */
export async function writePastJournal(folder: string, { members, groupOf }: Past): Promise<void> {
  await withResource(await openFileJournal(path.join(folder, 'journal')), async journal => {
    for (let n = 0; n < members; n += 1) await append(journal, JSON.stringify(pastCommit(n, groupOf)))
    await journal.whenDurable(journal.next - 1)
  })
}

/** The same with its pages, as after an ordinary end. */
export async function writePast(folder: string, { members, groupOf }: Past): Promise<void> {
  await withResource(await openFileJournal(path.join(folder, 'journal')), async journal => {
    const host = createHost({ plugins: PLUGINS, log: journal, settings: () => SETTINGS })
    for (let n = 0; n < members; n += 1) {
      const commit = pastCommit(n, groupOf)
      host.replay(commit, await append(journal, JSON.stringify(commit)))
    }
    await journal.whenDurable(journal.next - 1)
    const store = await openPageStore(path.join(folder, 'pages'))
    await createCheckpointer({ host, journal, store, recovered: { seen: new Set() } }).checkpoint()
  })
}

async function append(journal: Journal, text: string): Promise<number> {
  const lsn = journal.append(text)
  if (lsn % COMMITS_PER_WAIT === 0) await journal.whenDurable(lsn)
  return lsn
}
