import path from 'node:path'
import { type Config, loadConfig } from '../config.ts'
import { BonfireError } from '../errors.ts'
import type { AccountId, Instant, MemberId } from '../events/ids.ts'
import { type DataFolder, openDataFolder } from '../journal/data-folder.ts'
import { erasePerson } from '../journal/erase.ts'
import { systemClock } from '../scheduler/clock.ts'
import { forgetInPlayground } from '../simulation/playground-state.ts'
import { withResource } from '../with-resource.ts'
import { forgetChatFiles } from './chat-files.ts'
import { accountsIn, commitsOf, concerns } from './commits.ts'
import { confirmByRetyping } from './confirm.ts'
import { chooseSpace, findSpaces, type JournalPlace, shortPath } from './spaces.ts'
import { printLine, type Terminal } from './terminal.ts'

export interface EraseArguments extends JournalPlace {
  readonly account?: string
  /** Without asking. */
  readonly yes?: boolean
  /** Also from facts of plugins that are not loaded. */
  readonly force?: boolean
}

/** Takes a person out of journals and pages, for ever. Asks first. */
export async function erase(member: MemberId, options: EraseArguments, terminal: Terminal): Promise<number> {
  const { folders } = await findSpaces(options)
  // Which fields are personal is known to the plugins.
  const config = await loadConfig(options.config === undefined ? {} : { file: options.config })
  const data = await openDataFolder(chooseSpace(folders, options))
  return withResource(data, () => eraseIn(data, member, options, config, terminal))
}

async function eraseIn(
  data: DataFolder,
  member: MemberId,
  options: EraseArguments,
  config: Config,
  terminal: Terminal,
): Promise<number> {
  // 1. Look
  const accounts: Surveyed[] = []
  for (const account of await accountsIn(data, options.account)) accounts.push(await survey(data, account, member))
  // 2. Ask
  const named = accounts.map(({ account, commits }) => `${commits} of account ${account}`).join(', ')
  terminal.err.write(`${member} is named in these commits of ${shortPath(data.path)}: ${named}.\n${WARNING}\n`)
  if (!options.yes && accounts.every(({ commits }) => commits === 0)) {
    terminal.err.write(`Nothing to erase. Ids look like telegram:8123; journal show names them.\n`)
    return 1
  }
  if (!options.yes) await insist(member, terminal)
  // 3. Erase, from the simulated messenger of a playground too
  if (isPlayground(data)) {
    await forgetInPlayground(data.path, member)
    await forgetChatFiles(data.path)
  }
  let commits = 0
  for (const { account, lastAt } of accounts) {
    const erased = await erasePerson({
      journalFolder: data.journalFolder(account),
      pagesFolder: data.pagesFolder(account),
      plugins: config.plugins.map(({ plugin }) => plugin),
      at: timeFor(data, lastAt),
      mayWrite: data.mayWrite,
      member,
      ...(options.force !== undefined && { force: options.force }),
    })
    commits += erased.commits
    await printLine(terminal.out, `account ${account}: commits changed: ${erased.commits}`)
  }
  // The new name is not shown: beside the old one, it would lead from one to the other.
  const result = commits === 0 ? 'is not known here' : 'is erased. Backups and exports made before still name them'
  await printLine(terminal.out, `${member} ${result}.`)
  return 0
}

const isPlayground = ({ path: folder }: DataFolder) => path.basename(folder) === 'playground'

const WARNING =
  'What they wrote and are called will be gone for ever, and their facts will belong to nobody. Sums stay as they are.'

async function insist(member: MemberId, terminal: Terminal): Promise<void> {
  if (terminal.isInteractive && (await confirmByRetyping(member, terminal))) return
  throw new BonfireError('CONFIRMATION_MISSING', { what: `erasing ${member}` })
}

interface Surveyed {
  readonly account: AccountId
  /** How many name the person. */
  readonly commits: number
  /** The time of the last one there is. */
  readonly lastAt: Instant
}

async function survey(data: DataFolder, account: AccountId, member: MemberId): Promise<Surveyed> {
  let commits = 0
  let lastAt = 0 as Instant
  for await (const { commit } of commitsOf(data, account)) {
    commits += Number(concerns(commit, member))
    lastAt = Math.max(lastAt, commit.at) as Instant
  }
  return { account, commits, lastAt }
}

/** The playground has a time of its own, which goes on from its last commit. */
function timeFor(data: DataFolder, lastAt: Instant): Instant {
  const isVirtual = path.basename(data.path) === 'playground'
  return isVirtual ? lastAt : (Math.max(lastAt, systemClock().now()) as Instant)
}
