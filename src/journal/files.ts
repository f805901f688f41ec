import fs, { type promises } from 'node:fs'
import path from 'node:path'
import { BonfireError } from '../errors.ts'

/**
 * What the journal asks of a file system. Real files by default; tests and simulations bring their own, which fail when
 * told and lose what was not synced. Errors carry Node's `code`, such as `ENOENT`.
 */
export interface Files {
  /** Makes a folder and those above it, so that they are still there after a power cut. */
  makeFolder(folder: string): Promise<void>
  /** The names in a folder, in no order. Empty when there is no such folder. */
  list(folder: string): Promise<readonly string[]>
  open(file: string): Promise<ReadableFile>
  /** Creates a file, or empties the one that is there. */
  create(file: string): Promise<WritableFile>
  /** Creates a file. Fails with `EEXIST` when there is one: of two processes that try, one succeeds. */
  createNew(file: string): Promise<WritableFile>
  /** Replaces what is at `to`. Open handles keep the file they were opened on. */
  rename(from: string, to: string): Promise<void>
  remove(file: string): Promise<void>
  /** Makes the names in a folder durable: what was created, renamed and removed. */
  syncFolder(folder: string): Promise<void>
  /** Bytes that this process may still write there. Synchronous: measured at 2 µs, asked about once a second. */
  freeBytes(folder: string): number
}

export interface ReadableFile {
  /** Fills as much of the buffer as the file has from that position on. 0 at the end. */
  read(into: Uint8Array, position: number): Promise<number>
  close(): Promise<void>
}

export interface WritableFile {
  /** Writes all the bytes, or fails. */
  write(bytes: Uint8Array, position: number): Promise<void>
  /**
   * Makes durable what was written, and the size. One after each write was measured against writes with O_DSYNC, which
   * need one trip to the thread pool instead of two (ext4 on a virtual disk, 2 cores, Node 24, November 2026): a lone
   * line took 0.13 ms against 0.11, and 1,000 writers got the same 250,000 lines/s. O_DSYNC is not the same everywhere:
   * on macOS it stops at the drive's cache, and Windows has none.
   */
  datasync(): Promise<void>
  close(): Promise<void>
}

/** Journals hold what people wrote: nobody but their owner reads them. */
const FILE_MODE = 0o600
const FOLDER_MODE = 0o700

/** The files of this machine. */
export const nodeFiles: Files = {
  async makeFolder(folder) {
    const whole = path.resolve(folder)
    const made = await fs.promises.mkdir(whole, { recursive: true, mode: FOLDER_MODE })
    if (made === undefined) return syncIfReadable(path.dirname(whole))
    for (let at = whole; at !== path.dirname(made); at = path.dirname(at)) await syncFolder(path.dirname(at))
  },
  list: async folder => (await unlessMissing(fs.promises.readdir(folder))) ?? [],
  open: async file => readable(await fs.promises.open(file, 'r')),
  create: async file => writable(await fs.promises.open(file, 'w', FILE_MODE)),
  createNew: async file => writable(await fs.promises.open(file, 'wx', FILE_MODE)),
  rename: fs.promises.rename,
  remove: fs.promises.unlink,
  syncFolder,
  freeBytes(folder) {
    const { bavail, bsize } = fs.statfsSync(folder)
    return bavail * bsize
  },
}

/**
 * Opens a file. Whatever goes wrong, also later while it is read, is DATA_UNREADABLE.
 * @param movedTo where it may have been moved a moment ago.
 */
export async function openReadable(files: Files, file: string, movedTo = file): Promise<ReadableFile> {
  const either = async () => (await unlessMissing(files.open(file))) ?? (await files.open(movedTo))
  const handle = await either().catch(error => unreadable(file, error))
  return {
    read: (into, position) => handle.read(into, position).catch(error => unreadable(file, error)),
    close: () => handle.close(),
  }
}

/** Waits for a file; `undefined` when there is none. */
export async function unlessMissing<T>(pending: Promise<T>): Promise<T | undefined> {
  try {
    return await pending
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).code === code
}

/** What went wrong, as a sentence's end: `ENOSPC: no space left on device, write`. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Throws DATA_UNREADABLE, unless the error says already what it is. */
export function unreadable(file: string, error: unknown): never {
  if (error instanceof BonfireError) throw error
  throw new BonfireError('DATA_UNREADABLE', { file, reason: reasonOf(error) }, { cause: error })
}

/** Throws DATA_UNWRITABLE, unless the error says already what it is. */
export function unwritable(file: string, error: unknown): never {
  if (error instanceof BonfireError) throw error
  throw new BonfireError('DATA_UNWRITABLE', { file, reason: reasonOf(error) }, { cause: error })
}

async function syncFolder(folder: string): Promise<void> {
  // Windows cannot sync a folder: NTFS keeps a journal of names by itself.
  if (process.platform === 'win32') return
  const handle = await fs.promises.open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** The process before us may have died between making a folder and syncing it. Above it we may not be allowed to look. */
async function syncIfReadable(folder: string): Promise<void> {
  try {
    await syncFolder(folder)
  } catch (error) {
    if (!hasCode(error, 'EACCES')) throw error
  }
}

function readable(handle: promises.FileHandle): ReadableFile {
  return {
    async read(into, position) {
      const { bytesRead } = await handle.read(into, 0, into.length, position)
      return bytesRead
    },
    close: () => handle.close(),
  }
}

function writable(handle: promises.FileHandle): WritableFile {
  return {
    async write(bytes, position) {
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done)
        if (bytesWritten === 0) throw new Error('the disk took no bytes')
        done += bytesWritten
      }
    },
    datasync: () => handle.datasync(),
    close: () => handle.close(),
  }
}
