import path from 'node:path'
import type { Finding, KnownChat } from '../adapters/adapter.ts'
import { shortPath } from '../cli/spaces.ts'
import type { Config } from '../config.ts'
import type { AccountId } from '../events/ids.ts'
import { type FolderReport, verifyFolder } from '../journal/journal-folder.ts'
import { bad, found, good, warning } from './check.ts'
import type { DataFacts } from './data-folder.ts'
import { readRecorded } from './recorded.ts'

/** What is known of one account's journal. */
export interface JournalFacts {
  /** Its folder, as people name it. */
  readonly name: string
  readonly report: FolderReport
  /** A process is writing: what is half written is no problem. */
  readonly isInUse: boolean
}

/** What the journals say. */
export interface Journals {
  readonly findings: readonly Finding[]
  /** The groups of each account, as far as they can be read. */
  readonly chats: ReadonlyMap<AccountId, readonly KnownChat[]>
}

/** Reads every journal from its first byte to its last, and makes the state of the real accounts from it. */
export async function readJournals({ spaces }: DataFacts, config: Config | null): Promise<Journals> {
  const findings: Finding[] = []
  const chats = new Map<AccountId, readonly KnownChat[]>()
  for (const space of spaces) {
    // What keeps a folder from being read has been found already.
    if ('problem' in space) continue
    for (const account of await space.accounts()) {
      try {
        const name = shortPath(space.accountFolder(account))
        const report = await verifyFolder(space.journalFolder(account))
        const judged = judgeJournal({ name, report, isInUse: space.owner !== undefined })
        findings.push(...judged)
        if (!config || path.basename(space.path) !== 'live' || judged.some(({ is }) => is === 'bad')) continue
        const recorded = await readRecorded(config, account, space, report)
        chats.set(account, recorded.chats)
        findings.push(...judgeRecorded({ name, absent: recorded.absent, isConfigured: isConfigured(config, account) }))
      } catch (error) {
        findings.push(found(error))
      }
    }
  }
  return { findings: findings.length > 0 ? findings : [good('nothing is recorded yet')], chats }
}

/** Without any account a machine is for trying out: then nothing is amiss. */
function isConfigured({ accounts }: Config, account: AccountId): boolean {
  return accounts.length === 0 || accounts.some(({ id }) => id === account)
}

export function judgeJournal({ name, report, isInUse }: JournalFacts): readonly Finding[] {
  const { segments, strays } = report
  const remedy = 'Do not edit the file. See how far it can be read: npm run journal -- verify. Then restore a backup.'
  const damage = [
    ...segments
      .filter(({ state }) => state === 'corrupt')
      .map(({ file, problem }) => `${shortPath(file)}:${problem!.line}: ${problem!.reason}`),
    ...strays.map(({ file, reason }) => `${shortPath(file)}: ${reason}`),
  ]
  if (damage.length > 0) return damage.map(what => bad(what, remedy))
  const lines = segments.reduce((sum, { lines }) => sum + lines, 0)
  const isTorn = !isInUse && segments.some(({ state }) => state === 'torn')
  const torn = isTorn ? '; what was cut off at its end was never acknowledged, and the next start drops it' : ''
  return [good(`${name}: read to its end, ${lines.toLocaleString('en-US')} ${lines === 1 ? 'line' : 'lines'}${torn}`)]
}

export interface RecordedFacts {
  readonly name: string
  /** Slices of which there are facts and no plugin. */
  readonly absent: readonly string[]
  readonly isConfigured: boolean
}

export function judgeRecorded({ name, absent, isConfigured }: RecordedFacts): readonly Finding[] {
  const unknown = warning(
    `${name}: recorded, and not among the configured accounts: what it owes does not leave`,
    'Give the account its id and its token again, or leave it: nothing of it is lost.',
  )
  const without = warning(
    `${name}: holds facts of plugins that are not loaded: ${absent.join(', ')}`,
    'Name them under `plugins`, or leave it: their facts are kept until they are back.',
  )
  return [...(isConfigured ? [] : [unknown]), ...(absent.length > 0 ? [without] : [])]
}
