import path from 'node:path'
import { BonfireError } from '../errors.ts'
import { AccountId } from '../events/ids.ts'
import { type Files, nodeFiles, unlessMissing, unreadable } from './files.ts'
import { type OwnershipOptions, takeOwnership } from './owner.ts'
import { generationsIn, readGeneration } from './owner-file.ts'
import { fateOf, identityOfThisProcess } from './process-identity.ts'

/*
 * <data>/playground/          the chat; <data>/live/ has the real accounts, and is laid out alike
 *   format.json               what the folder is written in
 *   owner.<generation>.json   which process works on it
 *   <account>/journal/        what is true
 *   <account>/pages/          what follows from it
 *   <account>/asked/          who has asked another account to be erased, until it is done
 */
/** The newest layout that this Bonfire reads, and the one it writes. */
export const DATA_FORMAT = 1
const FORMAT_FILE = 'format.json'
/** The file is 13 bytes long. */
const FORMAT_BYTES_MAX = 1024

/** Where the accounts of one data folder are. */
export interface DataPaths {
  readonly path: string
  accountFolder(account: AccountId): string
  journalFolder(account: AccountId): string
  pagesFolder(account: AccountId): string
  /** The accounts that have a journal, by name. */
  accounts(): Promise<readonly AccountId[]>
}

/** A data folder on which this process works, and no other. Disposing of it gives it back. */
export interface DataFolder extends DataPaths, AsyncDisposable {
  /** Whether it is still ours, for journals and pages. */
  readonly mayWrite: () => boolean | Promise<boolean>
}

/**
 * Opens a data folder for work, and makes it when it is not there: `<data>/playground` or `<data>/live`. Only one process
 * can. Nothing is written to a folder of a newer format.
 * @throws DATA_IN_USE, DATA_NEWER, DATA_UNREADABLE
 */
export async function openDataFolder(folder: string, options: OwnershipOptions = {}): Promise<DataFolder> {
  const files = options.files ?? nodeFiles
  // 1. Look
  const paths = pathsOf(files, folder)
  if ((await readFormat(files, folder)) === undefined) await refuseUnmarked(paths)
  // 2. Take
  const ownership = await takeOwnership(folder, options)
  // 3. Mark a new one. Again a look: another process may have done it, and ended
  try {
    if ((await readFormat(files, folder)) === undefined) await writeFormat(files, folder)
  } catch (error) {
    await ownership[Symbol.asyncDispose]()
    throw error
  }
  return {
    ...paths,
    mayWrite: () => ownership.stillOwner(),
    [Symbol.asyncDispose]: () => ownership[Symbol.asyncDispose](),
  }
}

/** A data folder to look at. Another process may be at work on it. */
export interface ReadableDataFolder extends DataPaths {
  /** The process that works on it now, for people; undefined when there is none. */
  readonly owner: string | undefined
}

/**
 * Looks at a data folder without taking it, and changes nothing.
 * @throws DATA_MISSING, DATA_NEWER, DATA_UNREADABLE
 */
export async function readDataFolder(
  folder: string,
  { files = nodeFiles }: { readonly files?: Files } = {},
): Promise<ReadableDataFolder> {
  if (!(await hasDataFolder(folder, { files }))) throw new BonfireError('DATA_MISSING', { folder })
  await readFormat(files, folder)
  return { ...pathsOf(files, folder), owner: await ownerOf(files, folder).catch(error => unreadable(folder, error)) }
}

/** Whether there is a data folder, or what is left of one. */
export async function hasDataFolder(
  folder: string,
  { files = nodeFiles }: { readonly files?: Files } = {},
): Promise<boolean> {
  const names = await files.list(folder).catch(error => unreadable(folder, error))
  return names.includes(FORMAT_FILE) || (await pathsOf(files, folder).accounts()).length > 0
}

function pathsOf(files: Files, folder: string): DataPaths {
  const accountFolder = (account: AccountId) => path.join(folder, account)
  const journalFolder = (account: AccountId) => path.join(accountFolder(account), 'journal')
  return {
    path: folder,
    accountFolder,
    journalFolder,
    pagesFolder: account => path.join(accountFolder(account), 'pages'),
    async accounts() {
      const names = await files.list(folder).catch(error => unreadable(folder, error))
      const accounts: AccountId[] = []
      for (const name of [...names].sort()) {
        const account = AccountId.safeParse(name).data
        if (account !== undefined && (await holdsFiles(files, journalFolder(account)))) accounts.push(account)
      }
      return accounts
    },
  }
}

async function holdsFiles(files: Files, folder: string): Promise<boolean> {
  // What is no folder, somebody's notes, has none.
  const names = await files.list(folder).catch(() => [])
  return names.length > 0
}

/** The format is written before any account: without it, this is no folder of ours, or a part of one. */
async function refuseUnmarked(paths: DataPaths): Promise<void> {
  const [account] = await paths.accounts()
  if (account === undefined) return
  const file = path.join(paths.path, FORMAT_FILE)
  throw new BonfireError('DATA_UNREADABLE', {
    file,
    reason: `it is missing, although there is an account "${account}".`,
  })
}

async function readFormat(files: Files, folder: string): Promise<number | undefined> {
  const file = path.join(folder, FORMAT_FILE)
  const text = await readSmall(files, file).catch(error => unreadable(file, error))
  if (text === undefined) return undefined
  const format = formatIn(text)
  if (format === undefined) {
    throw new BonfireError('DATA_UNREADABLE', { file, reason: `it should be {"format":${DATA_FORMAT}}.` })
  }
  if (format > DATA_FORMAT) throw new BonfireError('DATA_NEWER', { file, found: format, known: DATA_FORMAT })
  return format
}

function formatIn(text: string): number | undefined {
  try {
    const { format } = JSON.parse(text)
    return Number.isInteger(format) && format > 0 ? format : undefined
  } catch {
    return undefined
  }
}

async function readSmall(files: Files, file: string): Promise<string | undefined> {
  const handle = await unlessMissing(files.open(file))
  if (handle === undefined) return undefined
  try {
    const bytes = Buffer.alloc(FORMAT_BYTES_MAX)
    return bytes.toString('utf8', 0, await handle.read(bytes, 0))
  } finally {
    await handle.close()
  }
}

/** Whole or not at all, also when the power goes. */
async function writeFormat(files: Files, folder: string): Promise<void> {
  const file = path.join(folder, FORMAT_FILE)
  try {
    const handle = await files.create(`${file}.tmp`)
    try {
      await handle.write(Buffer.from(`{"format":${DATA_FORMAT}}\n`), 0)
      await handle.datasync()
    } finally {
      await handle.close()
    }
    await files.rename(`${file}.tmp`, file)
    await files.syncFolder(folder)
  } catch (error) {
    unreadable(file, error)
  }
}

async function ownerOf(files: Files, folder: string): Promise<string | undefined> {
  const number = Math.max(0, ...(await generationsIn(files, folder)))
  const record = number === 0 ? undefined : (await readGeneration(files, folder, number))?.record
  if (record === undefined || record.released) return undefined
  const { pidNamespace } = identityOfThisProcess()
  const isHere = pidNamespace !== undefined && record.pidNamespace === pidNamespace
  if (!isHere) return `process ${record.pid} on ${record.host}, unless that has died`
  return fateOf(record) === 'alive' ? `process ${record.pid}` : undefined
}
