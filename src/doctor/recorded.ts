import { officeOf } from '../account.ts'
import type { KnownChat } from '../adapters/adapter.ts'
import type { Config } from '../config.ts'
import { createDesk } from '../desk.ts'
import type { AccountId } from '../events/ids.ts'
import { createHost } from '../host/host.ts'
import type { ReadableDataFolder } from '../journal/data-folder.ts'
import { refuseUnfinishedErasure } from '../journal/erase.ts'
import { type Files, nodeFiles } from '../journal/files.ts'
import type { Line } from '../journal/journal.ts'
import type { FolderReport } from '../journal/journal-folder.ts'
import { openPageStore } from '../journal/page-store.ts'
import { readJournal } from '../journal/read-journal.ts'
import { recover } from '../journal/recover.ts'

/** What follows from an account's journal, as far as the doctor asks. */
export interface Recorded {
  /** The groups in which the bot is. */
  readonly chats: readonly KnownChat[]
  /** Slices of which there are facts and no plugin. */
  readonly absent: readonly string[]
}

/**
 * Makes an account's state as a start would, and writes nothing: also while a bot is at work on it.
 * @throws what would keep it from starting: REPLAY_FAILED, PAGES_AHEAD, ERASURE_UNFINISHED, COMMIT_UNREADABLE, …
 */
export async function readRecorded(
  config: Pick<Config, 'plugins' | 'settingsFor' | 'setup'>,
  account: AccountId,
  space: ReadableDataFolder,
  { segments }: Pick<FolderReport, 'segments'>,
): Promise<Recorded> {
  const folder = space.journalFolder(account)
  const files = { files: READ_ONLY }
  await refuseUnfinishedErasure(folder, files)
  const host = createHost({
    plugins: config.plugins.map(({ plugin }) => plugin),
    log: { append: refuse, next: 1 },
    settings: config.settingsFor,
    setup: config.setup,
    office: officeOf(account),
  })
  const last = segments.at(-1)
  const end = last ? last.first + last.lines - 1 : 0
  // The pages of a bot at work may be newer than what was read a moment ago.
  const durable = space.owner === undefined ? end : Number.POSITIVE_INFINITY
  const journal = { durable, read: (from: number) => linesFrom(folder, from) }
  const { absent } = await recover(host, journal, await openPageStore(space.pagesFolder(account), files))
  const chats = createDesk({ account, host, office: officeOf(account) }).known()
  return { chats, absent }
}

async function* linesFrom(folder: string, from: number): AsyncGenerator<Line> {
  for await (const line of readJournal(folder)) if (line.lsn >= from) yield line
}

function refuse(): never {
  throw new Error('the doctor looked, and something tried to write')
}

/** The files of this machine, of which none can be changed. A folder that is not there stays away. */
const READ_ONLY: Files = {
  ...nodeFiles,
  makeFolder: async () => {},
  create: async () => refuse(),
  createNew: async () => refuse(),
  rename: async () => refuse(),
  remove: async () => refuse(),
  syncFolder: async () => refuse(),
}
