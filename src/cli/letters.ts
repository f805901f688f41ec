import type { AccountId, GroupId, Instant } from '../events/ids.ts'
import { deadLetters } from '../host/core/exchange.ts'
import type { DataPaths } from '../journal/data-folder.ts'
import { accountsIn, commitsOf } from './commits.ts'

/** An event that a plugin could not decide, and that nobody has decided since. */
export interface DeadLetter {
  readonly letter: string
  readonly account: AccountId
  readonly group: GroupId
  readonly at: Instant
  /** Plugin and what of it: `check-in/commands.checkIn`. */
  readonly where: string
  readonly error: string
}

/** The dead letters that wait, oldest first, as the journals tell it: that needs neither plugins nor ownership. */
export async function waitingLetters(space: DataPaths, named: string | undefined): Promise<readonly DeadLetter[]> {
  const waiting: DeadLetter[] = []
  for (const account of await accountsIn(space, named)) {
    const open = new Map<string, DeadLetter>()
    for await (const { commit } of commitsOf(space, account)) {
      for (const [type, data] of commit.facts) {
        const told = data as Omit<DeadLetter, 'account' | 'group'>
        if (type === STOPPED) open.set(told.letter, { ...told, account, group: commit.group })
        else if (type === RETRIED || type === DROPPED) open.delete(told.letter)
      }
    }
    waiting.push(...open.values())
  }
  return waiting
}

const STOPPED = deadLetters.facts.stopped.type
const RETRIED = deadLetters.facts.retried.type
const DROPPED = deadLetters.facts.dropped.type
