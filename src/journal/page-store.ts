import path from 'node:path'
import { crc32 } from 'node:zlib'
import { type Adapter, Low } from 'lowdb'
import { BonfireError } from '../errors.ts'
import { type Files, nodeFiles, reasonOf, unlessMissing } from './files.ts'
import { hex8 } from './segment.ts'
import { type Guard, guardOf, type MayWrite } from './segment-writer.ts'

/** What a file holds, or why there is nothing to be had from it. */
export type Stored = { readonly data: object } | { readonly problem: string }

/** Files of JSON by name, of which any may be lost: pages are a cache of the journal. */
export interface PageStore {
  /** Where the files are, for messages. */
  readonly folder: string
  /** What a file holds. `problem` when it is missing, damaged or cannot be read. */
  read(name: string): Promise<Stored>
  /**
   * Replaces a file by a JSON object. What is in it is durable when this resolves, its name after `syncNames`.
   */
  write(name: string, json: string): Promise<void>
  /** Makes durable which files there are. */
  syncNames(): Promise<void>
  list(): Promise<readonly string[]>
  remove(name: string): Promise<void>
}

export const MISSING = 'there is no such file'

export interface PageStoreOptions {
  /** Says whether the folder is still ours: asked before anything is written or removed. Default: always. */
  readonly mayWrite?: MayWrite
  /** Default: the files of this machine. */
  readonly files?: Files
}

/**
 * Pages in a folder, one lowdb file each. The folder is made when it is not there.
 * @throws DATA_UNWRITABLE, also by everything that changes the folder, as is DATA_LOST.
 */
export async function openPageStore(folder: string, options: PageStoreOptions = {}): Promise<PageStore> {
  const { files = nodeFiles } = options
  const guard = guardOf(folder, options.mayWrite)
  const low = (name: string) => new Low<string | null>(durableFile(files, path.join(folder, name), guard), null)
  await files.makeFolder(folder).catch(error => unwritable(folder, error))
  return {
    folder,
    async read(name) {
      try {
        const file = low(name)
        await file.read()
        return file.data === null ? { problem: MISSING } : unsealed(file.data)
      } catch (error) {
        return { problem: reasonOf(error) }
      }
    },
    async write(name, json) {
      const file = low(name)
      file.data = sealed(json)
      await file.write().catch(error => unwritable(path.join(folder, name), error))
    },
    syncNames: () => files.syncFolder(folder).catch(error => unwritable(folder, error)),
    list: () => files.list(folder).catch(error => unwritable(folder, error)),
    async remove(name) {
      await guard()
      await files.remove(path.join(folder, name)).catch(error => unwritable(path.join(folder, name), error))
    },
  }
}

function unwritable(file: string, error: unknown): never {
  if (error instanceof BonfireError) throw error
  throw new BonfireError('DATA_UNWRITABLE', { file, reason: reasonOf(error) }, { cause: error })
}

/** Pages in memory, for tests and simulations: durable at once, for as long as the object lives. */
export function createMemoryPageStore(): PageStore {
  const texts = new Map<string, string>()
  return {
    folder: 'memory',
    async read(name) {
      const text = texts.get(name)
      return text === undefined ? { problem: MISSING } : unsealed(text)
    },
    async write(name, json) {
      texts.set(name, sealed(json))
    },
    async syncNames() {},
    list: async () => [...texts.keys()],
    async remove(name) {
      texts.delete(name)
    },
  }
}

/** The ending of files that were never finished. */
export const TEMPORARY = '.tmp'

/** lowdb's own file adapter renames without syncing, so that a power cut may leave an empty file under the new name. */
function durableFile(files: Files, file: string, guard: Guard): Adapter<string | null> {
  return {
    read: async () => (await readWhole(files, file))?.toString() ?? null,
    async write(text) {
      const handle = await files.create(file + TEMPORARY)
      try {
        await handle.write(Buffer.from(text ?? ''), 0)
        await handle.datasync()
      } finally {
        await handle.close()
      }
      await guard()
      await files.rename(file + TEMPORARY, file)
    },
  }
}

/** Read first, in bytes, and then twice as much each time. Most pages of small groups are shorter. */
const CHUNK_BYTES_MIN = 32 * 1024

async function readWhole(files: Files, file: string): Promise<Buffer | undefined> {
  const handle = await unlessMissing(files.open(file))
  if (handle === undefined) return undefined
  try {
    const parts: Buffer[] = []
    for (let position = 0, bytes = CHUNK_BYTES_MIN; ; bytes *= 2) {
      const part = Buffer.allocUnsafe(bytes)
      const read = await handle.read(part, position)
      parts.push(part.subarray(0, read))
      position += read
      if (read < bytes) return parts.length === 1 ? parts[0] : Buffer.concat(parts)
    }
  } finally {
    await handle.close()
  }
}

const SEAL = /^\{"sum":"([0-9a-f]{8})",/

/** The object with a checksum of its text as its first field: a disk that rots must not become the truth. */
function sealed(json: string): string {
  return `{"sum":"${hex8(crc32(json))}",${json.slice(1)}`
}

function unsealed(text: string): Stored {
  const [seal, sum] = SEAL.exec(text) ?? []
  if (seal === undefined || sum === undefined) return { problem: 'it does not begin with a checksum' }
  const json = `{${text.slice(seal.length)}`
  if (hex8(crc32(json)) !== sum) return { problem: 'its checksum does not match' }
  return { data: JSON.parse(json) as object }
}
