import path from 'node:path'
import { type Account, type AccountOptions, officeOf, startAccount } from './account.ts'
import type { Adapter } from './adapters/adapter.ts'
import { createCodes } from './codes.ts'
import type { ContentWithTexts } from './content/content-of.ts'
import { createDesk, type Desk, plainDesk } from './desk.ts'
import { erasuresAsked } from './erase-asked.ts'
import { eraseAskedAndTold, toldToErase } from './erase-elsewhere.ts'
import type { AccountId, ChatId, GroupId, MemberId } from './events/ids.ts'
import type { SetupOptions } from './host/core/setup-plugin.ts'
import { createHost, type Host, type HostOptions } from './host/host.ts'
import type { AnyPlugin } from './host/plugin.ts'
import { type CheckpointReport, createCheckpointer } from './journal/checkpoint.ts'
import { endAskedErasure, refuseUnfinishedErasure } from './journal/erase.ts'
import { openFileJournal } from './journal/file-journal.ts'
import type { Journal } from './journal/journal.ts'
import { openPageStore, type PageStore } from './journal/page-store.ts'
import { type Recovered, recover } from './journal/recover.ts'
import type { Clock } from './scheduler/clock.ts'

export interface OpenAccountOptions {
  readonly id: AccountId
  /** The account's own folder: its journal and its pages. The caller owns it. */
  readonly folder: string
  readonly plugins: readonly AnyPlugin[]
  readonly settings: HostOptions['settings']
  /** What ops have written, as it is now. Default: nothing. */
  readonly content?: () => ContentWithTexts
  /** Groups are set up by their owners. Default: a chat is a group of its name, and ready. */
  readonly setup?: SetupOptions
  /** The office that orders come to, which may be another account's. Default: the account's own. */
  readonly orderOffice?: GroupId
  /** Shops can tell of orders. Default: true. */
  readonly takesOrders?: boolean
  /** Nothing of this is real. Default: false. */
  readonly isRehearsal?: boolean
  /** Where people reach the dashboard, as it is now. Default: nowhere. */
  readonly dashboard?: HostOptions['dashboard']
  /** Chats that need no setting up, since the configuration names them. */
  readonly isReady?: (chat: ChatId) => boolean
  readonly adapter: Pick<Adapter, 'capabilities' | 'pacing' | 'send'>
  readonly clock: Clock
  readonly botNames?: readonly string[]
  readonly forward?: AccountOptions['forward']
  readonly onFacts?: AccountOptions['onFacts']
  /** Tells other accounts, durably, who has asked this one to be erased: before it forgets who that was. Default: none. */
  readonly tellOthers?: (members: readonly MemberId[]) => Promise<void>
  readonly heartbeatMs?: number | null
  /** Its updates have been kept for it while it was closed. Default: false. */
  readonly wasHeard?: boolean
  /** Whether the folder is still ours, asked before each write. Default: always. */
  readonly mayWrite?: () => boolean | Promise<boolean>
  /** The journal cannot be written any more: the process must end. */
  readonly onFatal?: (error: unknown) => void
  readonly onTrouble?: (what: string, error: unknown) => void
}

/** An account at work, on files. */
export interface OpenAccount extends AsyncDisposable {
  readonly account: Account
  readonly desk: Desk
  readonly journal: Journal
  readonly recovered: Recovered
  /** Other accounts have told it to erase somebody, and it could not. */
  readonly isErasingLeft: boolean
}

/** Pages are written after so many commits at least, in the background. */
const COMMITS_PER_CHECKPOINT_MIN = 5_000
/** About as long as a commit is. In a large group pages are written when the journal has grown by as much as they hold. */
const CHARS_PER_COMMIT = 500

/**
 * Opens an account's folder, recovers its state, and puts it to work. Closing writes the pages. Whoever has asked to be
 * erased is erased before.
 */
export async function openAccount(options: OpenAccountOptions): Promise<OpenAccount> {
  const erasing = erasingOf(options)
  // 1. What a crash broke off
  await endAskedErasure(erasing)
  await refuseUnfinishedErasure(erasing.journalFolder)
  const state = await recoverState(options)
  // 2. Who is to be gone
  const asked = erasuresAsked(state.host)
  const told = await toldToErase(options.folder, options)
  if (asked.length + told.length === 0) return putToWork(state, options)
  await state.journal[Symbol.asyncDispose]()
  const isErasingLeft = await eraseAskedAndTold({ ...options, asked, told, erasing })
  return { ...putToWork(await recoverState(options), options), isErasingLeft }
}

const erasingOf = ({ folder, plugins, clock, mayWrite }: OpenAccountOptions) => ({
  journalFolder: path.join(folder, 'journal'),
  pagesFolder: path.join(folder, 'pages'),
  plugins,
  at: clock.now(),
  ...(mayWrite && { mayWrite }),
})

/** What an account's folder holds. */
interface State {
  readonly host: Host
  readonly journal: Journal
  readonly pages: PageStore
  readonly recovered: Recovered
}

async function recoverState(options: OpenAccountOptions): Promise<State> {
  const { folder, plugins, settings, adapter, onFatal, content } = options
  // 1. What is true
  const journal = await openFileJournal(path.join(folder, 'journal'), {
    ...(options.mayWrite && { mayWrite: options.mayWrite }),
    ...(onFatal && { onFatal }),
  })
  const pages = await openPageStore(path.join(folder, 'pages'), options.mayWrite ? { mayWrite: options.mayWrite } : {})
  // 2. What follows from it
  const host = createHost({
    ...{ plugins, log: journal, settings, botNames: options.botNames ?? [] },
    numbersAnswer: !adapter.capabilities.buttons,
    losesWords: !adapter.capabilities.redelivers,
    hears: adapter.capabilities,
    platform: adapter.capabilities.content,
    office: officeOf(options.id),
    orderOffice: options.orderOffice ?? officeOf(options.id),
    takesOrders: options.takesOrders ?? true,
    isRehearsal: options.isRehearsal ?? false,
    codes: createCodes(),
    ...(content && { content }),
    ...(options.dashboard && { dashboard: options.dashboard }),
    ...(options.setup && { setup: { ...options.setup, writesFirst: adapter.capabilities.writesFirst } }),
  })
  return { host, journal, pages, recovered: await recover(host, journal, pages) }
}

function putToWork({ host, journal, pages, recovered }: State, options: OpenAccountOptions): OpenAccount {
  const { id, adapter, clock, content, onTrouble = () => {} } = options
  const { heartbeatMs, wasHeard, forward, onFacts, isReady } = options
  const desk = options.setup
    ? createDesk({
        ...{ account: id, host, office: officeOf(id), numbersAnswer: !adapter.capabilities.buttons },
        ...(isReady && { isReady }),
      })
    : plainDesk
  const account = startAccount({
    ...{ id, host, journal, adapter, clock, desk, onTrouble },
    ...(forward && { forward }),
    ...(onFacts && { onFacts }),
    ...(content && { textOf: (id: string) => content().text(id) }),
    ...(heartbeatMs !== undefined && { heartbeatMs }),
    ...(wasHeard !== undefined && { wasHeard }),
  } satisfies AccountOptions)
  const pageKeeper = createCheckpointer({ host, journal, store: pages, recovered })
  const stop = keepPages(journal, () => pageKeeper.checkpoint(), onTrouble)
  return {
    account,
    desk,
    journal,
    recovered,
    isErasingLeft: false,
    async [Symbol.asyncDispose]() {
      await stop()
      await pageKeeper[Symbol.asyncDispose]()
      await account[Symbol.asyncDispose]()
    },
  }
}

/** Writes the pages now and then, in the background, and once more at the end. */
function keepPages(
  journal: Journal,
  write: () => Promise<CheckpointReport | undefined>,
  onTrouble: (what: string, error: unknown) => void,
) {
  let writtenAt = journal.durable
  let commitsBetween = COMMITS_PER_CHECKPOINT_MIN
  const start = (): Promise<unknown> => {
    writtenAt = journal.durable
    // Pages are a cache: without them the next start takes longer, and nothing else is different.
    return write().then(
      report => {
        commitsBetween = Math.max(COMMITS_PER_CHECKPOINT_MIN, (report?.charsWritten ?? 0) / CHARS_PER_COMMIT)
      },
      error => onTrouble('the pages were not written', error),
    )
  }
  const stopListening = journal.onDurable(durable => {
    if (durable - writtenAt >= commitsBetween) void start()
  })
  return async () => {
    stopListening()
    if (journal.durable > writtenAt) await start()
  }
}
