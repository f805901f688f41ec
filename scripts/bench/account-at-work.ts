import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type Account, startAccount } from '../../src/account.ts'
import type { Adapter } from '../../src/adapters/adapter.ts'
import { openAccount } from '../../src/bonfire.ts'
import { drive } from '../../src/drive.ts'
import { AccountId, type GroupId } from '../../src/events/ids.ts'
import { deliveries } from '../../src/host/core/deliveries.ts'
import { createHost } from '../../src/host/host.ts'
import { openFileJournal } from '../../src/journal/file-journal.ts'
import type { Journal } from '../../src/journal/journal.ts'
import { createMemoryPageStore } from '../../src/journal/page-store.ts'
import { recover } from '../../src/journal/recover.ts'
import type { Clock } from '../../src/scheduler/clock.ts'
import { benchClock, PLUGINS, SETTINGS } from './community.ts'
import { createReactingPlatform, type ReactingPlatform } from './reacting-platform.ts'

/** An account as `npm start` runs it: files, real time. Only the platform is not one. */
export interface AccountAtWork extends AsyncDisposable {
  readonly opened: Opened
  readonly clock: Clock
  readonly platform: ReactingPlatform
  /** Resolves when nothing is under way any more. @throws Error when something is still owed, or went wrong. */
  settle(): Promise<void>
}

interface Opened extends AsyncDisposable {
  readonly account: Account
  readonly journal: Journal
}

export interface AccountAtWorkOptions {
  /** Its own folder, with or without a past. */
  readonly folder: string
  /** Default: they are read, and written in the background. `none`: neither. */
  readonly pages?: 'none'
  /** Default: one that loses nothing. */
  readonly platform?: (clock: Clock) => ReactingPlatform
}

/** What is owed is sent and recorded within so long after the last acknowledgement, in milliseconds. */
const SETTLE_MS_MAX = 60_000
const SETTLE_LOOK_MS = 20
const ID = AccountId.parse('bench')

export async function putToWork({ folder, pages, platform: of }: AccountAtWorkOptions): Promise<AccountAtWork> {
  const troubles: unknown[] = []
  const onTrouble = (what: string, cause: unknown) => troubles.push(new Error(what, { cause }))
  const clock = benchClock()
  const platform = of?.(clock) ?? createReactingPlatform({ clock })
  const open = pages === 'none' ? openWithoutPages : openWithPages
  const opened = await open({ folder, adapter: platform, clock, onTrouble })
  const { account, journal } = opened
  account.connected()
  account.caughtUp()
  const driving = drive(account, clock, error => troubles.push(error))

  async function settle(): Promise<void> {
    const until = clock.now() + SETTLE_MS_MAX
    while (!isSettled() && troubles.length === 0) {
      if (clock.now() > until) throw new Error(`After ${SETTLE_MS_MAX} ms something is still owed.`)
      await setTimeout(SETTLE_LOOK_MS)
    }
    if (troubles.length > 0) throw troubles[0]
    if (journal.durable !== journal.next - 1) throw new Error('Not everything is durable.')
  }

  const isSettled = () => account.inFlight === 0 && ![...account.host.groups.keys()].some(group => owes(account, group))

  return {
    opened,
    clock,
    platform,
    settle,
    async [Symbol.asyncDispose]() {
      driving[Symbol.dispose]()
      await opened[Symbol.asyncDispose]()
    },
  }
}

interface Opening {
  readonly folder: string
  readonly adapter: Pick<Adapter, 'capabilities' | 'pacing' | 'send'>
  readonly clock: Clock
  readonly onTrouble: (what: string, cause: unknown) => void
}

export function openWithPages(opening: Opening) {
  const onFatal = (error: unknown) => opening.onTrouble('the journal has failed', error)
  return openAccount({ ...opening, id: ID, plugins: PLUGINS, settings: () => SETTINGS, heartbeatMs: null, onFatal })
}

async function openWithoutPages({ folder, adapter, clock, onTrouble }: Opening): Promise<Opened> {
  const journal = await openFileJournal(path.join(folder, 'journal'))
  const host = createHost({ plugins: PLUGINS, log: journal, settings: () => SETTINGS })
  await recover(host, journal, createMemoryPageStore())
  const account = startAccount({ id: ID, host, journal, adapter, clock, heartbeatMs: null, onTrouble })
  return { account, journal, [Symbol.asyncDispose]: () => account[Symbol.asyncDispose]() }
}

function owes({ host }: Account, group: GroupId): boolean {
  return [...host.read(group, deliveries).pending.each()].length > 0
}
