import { PassThrough } from 'node:stream'
import type { Terminal } from '../src/cli/terminal.ts'
import type { AccountId } from '../src/events/ids.ts'
import type { Commit } from '../src/host/commit.ts'
import { openDataFolder } from '../src/journal/data-folder.ts'
import { openFileJournal } from '../src/journal/file-journal.ts'

/** A commit as a test writes it. Times are minutes after 2026-11-21 20:00 in Shanghai. */
export function commit(cause: string, minutes: number, facts: readonly (readonly [string, object])[], group = 'g1') {
  const at = Date.parse('2026-11-21T20:00:00+08:00') + minutes * 60_000
  return { cause, group, at, facts } as unknown as Commit
}

/** Records commits in a data folder, account by account, and closes it. */
export async function record(folder: string, accounts: Readonly<Record<string, readonly Commit[]>>): Promise<void> {
  await using data = await openDataFolder(folder)
  for (const [account, commits] of Object.entries(accounts)) {
    await using journal = await openFileJournal(data.journalFolder(account as AccountId))
    // Each in a batch of its own.
    for (const commit of commits) await journal.whenDurable(journal.append(JSON.stringify(commit)))
  }
}

/** A terminal that keeps what is written to it. `typed`: a person is there, and types these lines. */
export function memoryTerminal(typed?: readonly string[]): Terminal & { outText(): string; errText(): string } {
  const [input, out, err] = [new PassThrough(), new PassThrough(), new PassThrough()]
  if (typed) input.write(typed.map(line => `${line}\n`).join(''))
  else input.end()
  const collected = (stream: PassThrough) => {
    let text = ''
    stream.on('data', chunk => {
      text += chunk
    })
    return () => text
  }
  return {
    ...{ input, out, err, isInteractive: typed !== undefined },
    outText: collected(out),
    errText: collected(err),
  }
}
