import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { eraseWhoAsked } from './erase-asked.ts'
import { MemberId } from './events/ids.ts'
import { createEraser } from './journal/erase-commit.ts'
import { type Files, nodeFiles } from './journal/files.ts'
import type { Journal } from './journal/journal.ts'
import { openPageStore } from './journal/page-store.ts'
import type { MayWrite } from './journal/segment-writer.ts'

/*
 * Who asks one account to be erased is erased from all accounts of the process. An account forgets that it was asked as
 * soon as it has erased them, so the others are told before: durably, in their own folders, a file for each telling.
 */

/** In the folder of an account. */
const FOLDER = 'asked'
const ENDING = '.json'
const NAME_BYTES = 12

interface ElsewhereOptions {
  readonly files?: Files
  readonly mayWrite?: MayWrite
}
/** Somebody who asked another account, and where that is written down. */
interface Told {
  readonly file: string
  readonly member: MemberId
}

/** Tells an account whom to erase. Durable when it resolves. Said twice, it is done once and found done. */
export async function tellToErase(
  accountFolder: string,
  members: readonly MemberId[],
  options: ElsewhereOptions = {},
): Promise<void> {
  const store = await openPageStore(path.join(accountFolder, FOLDER), options)
  for (const member of members) {
    await store.write(`${randomBytes(NAME_BYTES).toString('hex')}${ENDING}`, JSON.stringify({ member }))
  }
  await store.syncNames()
}

/** Whom other accounts have told this one to erase. */
export async function toldToErase(accountFolder: string, options: ElsewhereOptions = {}): Promise<readonly Told[]> {
  const folder = path.join(accountFolder, FOLDER)
  const names = await (options.files ?? nodeFiles).list(folder)
  const told: Told[] = []
  for (const file of names.filter(name => name.endsWith(ENDING))) {
    const stored = await (await openPageStore(folder, options)).read(file)
    // Half written, it was never durable: whoever wrote it does so again.
    const { member } = ('data' in stored ? stored.data : {}) as { readonly member?: unknown }
    const read = MemberId.safeParse(member)
    if (read.success) told.push({ file, member: read.data })
  }
  return told
}

/** These are erased. What has been told since stays. */
async function forgetTold(accountFolder: string, told: readonly Told[], options: ElsewhereOptions = {}): Promise<void> {
  if (told.length === 0) return
  const store = await openPageStore(path.join(accountFolder, FOLDER), options)
  for (const { file } of told) await store.remove(file)
  await store.syncNames()
}

interface ErasingBoth {
  /** The folder of an account that is closed. */
  readonly folder: string
  readonly asked: readonly MemberId[]
  readonly told: readonly Told[]
  readonly erasing: Parameters<typeof eraseWhoAsked>[1]
  readonly tellOthers?: (members: readonly MemberId[]) => Promise<void>
  readonly onTrouble?: (what: string, error: unknown) => void
}

/**
 * Erases who has asked this account, once the others know it, and whom they have told. Returns whether somebody is left
 * of whom they have told.
 * @throws what erasing does, once it has begun
 */
export async function eraseAskedAndTold(both: ErasingBoth): Promise<boolean> {
  const { folder, asked, told, erasing, onTrouble } = both
  const people = new Set([...((await hasToldOthers(both)) ? asked : []), ...told.map(({ member }) => member)])
  const erased = new Set(await eraseWhoAsked([...people], erasing, onTrouble))
  const done = told.filter(({ member }) => erased.has(member))
  await forgetTold(folder, done, erasing)
  return done.length < told.length
}

/** False: they could not be told, and whoever asked waits until they can. */
async function hasToldOthers({ asked, tellOthers, onTrouble }: ErasingBoth): Promise<boolean> {
  try {
    if (asked.length > 0) await tellOthers?.(asked)
    return true
  } catch (error) {
    onTrouble?.('other accounts could not be told whom to erase', error)
    return false
  }
}

/** Whether an account that is open may have anything of one of them: others need not be closed. */
export async function mayKnow(journal: Journal, members: readonly MemberId[]): Promise<boolean> {
  const erasers = members.map(member => createEraser(member, member, new Map()))
  for await (const { text } of journal.read(1)) {
    if (erasers.some(eraser => eraser.mayConcern(text))) return true
  }
  return false
}
