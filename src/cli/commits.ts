import { BonfireError } from '../errors.ts'
import type { AccountId } from '../events/ids.ts'
import type { Commit } from '../host/commit.ts'
import type { DataPaths } from '../journal/data-folder.ts'
import { readJournal } from '../journal/read-journal.ts'
import { shortPath } from './spaces.ts'

/** One commit, and where it stands. */
export interface RecordedCommit {
  readonly lsn: number
  readonly commit: Commit
}

/**
 * The accounts to look at: the one named, or all.
 * @throws ACCOUNT_UNKNOWN
 */
export async function accountsIn(space: DataPaths, named: string | undefined): Promise<readonly AccountId[]> {
  const known = await space.accounts()
  const chosen = named === undefined ? known : known.filter(account => account === named)
  if (chosen.length > 0 || named === undefined) return chosen
  throw new BonfireError('ACCOUNT_UNKNOWN', { account: named, folder: shortPath(space.path), known })
}

/** What an account has recorded, oldest first, one at a time. */
export async function* commitsOf(space: DataPaths, account: AccountId): AsyncGenerator<RecordedCommit> {
  for await (const { lsn, text } of readJournal(space.journalFolder(account))) {
    yield { lsn, commit: JSON.parse(text) as Commit }
  }
}

/** Whether some fact names this member: as the one who acted, an inviter, a target. */
export function concerns({ facts }: Commit, member: string): boolean {
  return facts.some(([, data]) => holds(data, member))
}

function holds(value: unknown, member: string): boolean {
  if (typeof value !== 'object' || value === null) return value === member
  return Object.values(value).some(child => holds(child, member))
}
