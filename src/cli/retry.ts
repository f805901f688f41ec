import { officeOf } from '../account.ts'
import { createCodes } from '../codes.ts'
import { type Config, loadConfig } from '../config.ts'
import { BonfireError } from '../errors.ts'
import type { AccountId, Instant } from '../events/ids.ts'
import { PluginStopped } from '../host/draft.ts'
import { createHost, type Handled, type Host } from '../host/host.ts'
import { type DataFolder, openDataFolder } from '../journal/data-folder.ts'
import { refuseUnfinishedErasure } from '../journal/erase.ts'
import { openFileJournal } from '../journal/file-journal.ts'
import type { Journal } from '../journal/journal.ts'
import { openPageStore } from '../journal/page-store.ts'
import { recover } from '../journal/recover.ts'
import { withResource } from '../with-resource.ts'
import { commitsOf } from './commits.ts'
import { type DeadLetter, waitingLetters } from './letters.ts'
import { localTimes } from './local-times.ts'
import { chooseSpace, findSpaces, type JournalPlace, readSpace } from './spaces.ts'
import { columns, printLine, type Terminal, visible } from './terminal.ts'

export interface RetryOptions extends JournalPlace {
  readonly account?: string
  readonly all?: boolean
  readonly list?: boolean
}

/** Has dead letters decided again, each with its own time. What they lead to is sent when the bot next starts. */
export async function retry(letter: string | undefined, options: RetryOptions, terminal: Terminal): Promise<number> {
  if (options.list || (letter === undefined && !options.all)) return list(options, terminal)
  const { folders } = await findSpaces(options)
  const config = await loadConfig(options.config === undefined ? {} : { file: options.config })
  const data = await openDataFolder(chooseSpace(folders, options))
  return withResource(data, () => retryIn(data, letter, options, config, terminal))
}

async function retryIn(
  data: DataFolder,
  letter: string | undefined,
  { account: named }: RetryOptions,
  config: Config,
  terminal: Terminal,
): Promise<number> {
  // 1. What is asked for
  const waiting = await waitingLetters(data, named)
  const chosen = letter === undefined ? waiting : [theOne(letter, waiting)]
  // 2. Account by account, as each has one journal
  let decided = 0
  for (const [account, letters] of Map.groupBy(chosen, one => one.account)) {
    await withResource(await openOffline(data, account, config), async offline => {
      for (const one of letters) decided += Number(await decideAgain(one, offline, terminal))
    })
  }
  // 3. What came of it
  const leaves = decided > 0 ? ' What is owed leaves when the bot starts.' : ''
  await printLine(terminal.out, `${decided} decided, ${chosen.length - decided} still waiting.${leaves}`)
  return decided === chosen.length ? 0 : 1
}

/** How much of an error is shown, in characters. */
const ERROR_CHARS_MAX = 100

async function list(options: RetryOptions, terminal: Terminal): Promise<number> {
  const space = await readSpace(options, terminal)
  const waiting = await waitingLetters(space, options.account)
  const timeText = localTimes(space.zone)
  const rows = waiting.map(({ letter, account, group, at, where, error }) => [
    ...[letter, account, group, timeText(at), where],
    visible(error.slice(0, ERROR_CHARS_MAX)),
  ])
  if (rows.length > 0) {
    const head = ['letter', 'account', 'group', 'time', 'stopped at', 'because']
    for (const line of columns([head, ...rows])) await printLine(terminal.out, line)
  }
  const last =
    rows.length === 0
      ? 'No dead letter waits.'
      : `${rows.length} waiting. Decide one again: npm run journal -- retry ${rows[0]![0]}`
  await printLine(terminal.out, last)
  return 0
}

function theOne(letter: string, waiting: readonly DeadLetter[]): DeadLetter {
  const found = waiting.filter(one => one.letter === letter)
  if (found.length === 1) return found[0]!
  const accounts = found.map(({ account }) => account).join(', ')
  const reason =
    found.length === 0
      ? 'there is none, or it has been decided.'
      : `there is one in each of these accounts: ${accounts}.`
  throw new BonfireError('LETTER_UNKNOWN', { letter, reason })
}

/** An account without its connection. */
interface Offline extends AsyncDisposable {
  readonly host: Host
  readonly journal: Journal
  /** The time of the last commit: what is owed now is due after it, in the playground's time too. */
  readonly lastAt: Instant
}

async function openOffline(data: DataFolder, account: AccountId, config: Config): Promise<Offline> {
  let lastAt = 0 as Instant
  for await (const { commit } of commitsOf(data, account)) lastAt = Math.max(lastAt, commit.at) as Instant
  await refuseUnfinishedErasure(data.journalFolder(account))
  const journal = await openFileJournal(data.journalFolder(account), { mayWrite: data.mayWrite })
  const plugins = config.plugins.map(({ plugin }) => plugin)
  const offices = { office: officeOf(account), orderOffice: officeOf(orderKeeper(account, config)) }
  const host = createHost({ plugins, log: journal, settings: config.settingsFor, codes: createCodes(), ...offices })
  await recover(host, journal, await openPageStore(data.pagesFolder(account)))
  return { host, journal, lastAt, [Symbol.asyncDispose]: () => journal[Symbol.asyncDispose]() }
}

/** The account whose office orders come to. The playground is one of its own. */
function orderKeeper(account: AccountId, { orders, accounts }: Config): AccountId {
  const isServed = accounts.some(({ id }) => id === account)
  return (isServed ? (orders.account ?? accounts[0]?.id) : undefined) ?? account
}

/** Returns whether it is decided, and says so. */
async function decideAgain(
  { letter, group, where }: DeadLetter,
  { host, journal, lastAt }: Offline,
  { out }: Terminal,
): Promise<boolean> {
  const handled = host.retry(group, letter, lastAt)
  if (handled.is === 'committed') await journal.whenDurable(handled.lsn)
  await printLine(out, `${letter} in ${group}, stopped at ${where}: ${outcomeText(handled)}`)
  return handled.is === 'committed'
}

function outcomeText(handled: Handled): string {
  if (handled.is === 'committed') {
    const types = handled.commit.facts.map(([type]) => type)
    return `decided, commit #${handled.lsn}: ${types.join(', ')}`
  }
  if (handled.is !== 'refused') return 'it has been decided before'
  const { error } = handled
  // The journal has no room, or the like: no letter can be decided.
  if (!(error instanceof PluginStopped)) throw error
  return `stopped again, at ${error.where}: ${visible(error.message)}`
}
