import path from 'node:path'
import { type Files, nodeFiles, unlessMissing } from '../journal/files.ts'
import { hashOf } from './read-file.ts'

/** The last good version of each file, kept where a restart finds it. */
export interface GoodVersions {
  /** SHA-256 of the version that is remembered, in hexadecimal digits. */
  hashOf(file: string): string | undefined
  /** Undefined: none is remembered, or it has been lost or damaged. */
  read(file: string): Promise<Uint8Array | undefined>
  /** Remembers what is good now, and forgets files that are not among `present`. Durable when it resolves. */
  keep(good: readonly GoodFile[], present: ReadonlySet<string>): Promise<void>
}
export interface GoodFile {
  readonly file: string
  /** SHA-256 of the bytes, in hexadecimal digits. */
  readonly hash: string
  readonly bytes: Uint8Array
}

/** Remembers nothing. */
export const NO_GOOD_VERSIONS: GoodVersions = {
  hashOf: () => undefined,
  read: async () => undefined,
  keep: async () => {},
}

const INDEX = 'index.json'
const INDEX_FORMAT = 1
const TEMPORARY = '.tmp'
const BLOB = /^[0-9a-f]{64}$/
/** Where files are remembered by their names. */
type Index = ReadonlyMap<string, string>

/**
 * Opens the folder in which good versions are kept: `<sha256>` files and an index of which is whose. It is a copy of
 * what ops wrote: an index that is gone or damaged means that nothing is remembered yet.
 */
export async function openGoodVersions(folder: string, files: Files = nodeFiles): Promise<GoodVersions> {
  let index = await readIndex(path.join(folder, INDEX), files)
  /** Names of blobs that hold what they say. Looked through once: what is damaged is written again. */
  let intact: Set<string> | undefined

  return {
    hashOf: file => index.get(file),

    async read(file) {
      const hash = index.get(file)
      const bytes = hash === undefined ? undefined : await readAll(path.join(folder, hash), files)
      return bytes && hashOf(bytes) === hash ? bytes : undefined
    },

    async keep(good, present) {
      const next = new Map([...index].filter(([file]) => present.has(file)))
      for (const { file, hash } of good) next.set(file, hash)
      intact ??= await intactBlobs(folder, files)
      const stored = intact
      const missing = new Map(good.filter(({ hash }) => !stored.has(hash)).map(({ hash, bytes }) => [hash, bytes]))
      if (missing.size === 0 && isSame(index, next)) return
      // 1. What the index will name
      await files.makeFolder(folder)
      for (const [hash, bytes] of missing) await writeDurably(folder, hash, bytes, files)
      if (missing.size > 0) await files.syncFolder(folder)
      // 2. The index
      await writeDurably(folder, INDEX, new TextEncoder().encode(textOf(next)), files)
      await files.syncFolder(folder)
      index = next
      intact = new Set(next.values())
      // 3. What nothing names any more
      for (const name of await files.list(folder))
        if (name.endsWith(TEMPORARY) || (BLOB.test(name) && !intact.has(name)))
          await unlessMissing(files.remove(path.join(folder, name)))
    },
  }
}

async function intactBlobs(folder: string, files: Files): Promise<Set<string>> {
  const intact = new Set<string>()
  for (const name of (await files.list(folder)).filter(name => BLOB.test(name))) {
    const bytes = await readAll(path.join(folder, name), files)
    if (bytes && hashOf(bytes) === name) intact.add(name)
  }
  return intact
}

const isSame = (a: Index, b: Index): boolean =>
  a.size === b.size && [...a].every(([file, hash]) => b.get(file) === hash)

const textOf = (index: Index): string =>
  `${JSON.stringify({ format: INDEX_FORMAT, files: Object.fromEntries([...index].sort()) }, null, 1)}\n`

async function readIndex(file: string, files: Files): Promise<Index> {
  const bytes = await readAll(file, files)
  try {
    const { format, files: named } = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    if (format !== INDEX_FORMAT) return new Map()
    return new Map(Object.entries<unknown>(named).filter((entry): entry is [string, string] => isHash(entry[1])))
  } catch {
    return new Map()
  }
}

/** What the index says becomes the name of a file. */
const isHash = (value: unknown): boolean => typeof value === 'string' && BLOB.test(value)

/** How much is read at a time, in bytes. */
const CHUNK_BYTES = 64 * 1024

async function readAll(file: string, files: Files): Promise<Uint8Array | undefined> {
  const handle = await files.open(file).catch(() => undefined)
  if (!handle) return undefined
  const chunks: Uint8Array[] = []
  try {
    for (let at = 0; ; ) {
      const chunk = new Uint8Array(CHUNK_BYTES)
      const length = await handle.read(chunk, at)
      if (length === 0) return Buffer.concat(chunks)
      chunks.push(chunk.subarray(0, length))
      at += length
    }
  } catch {
    return undefined
  } finally {
    await handle.close()
  }
}

/** After a power cut there is the old file or the new one, and nothing between. */
async function writeDurably(folder: string, name: string, bytes: Uint8Array, files: Files): Promise<void> {
  const temporary = path.join(folder, `${name}${TEMPORARY}`)
  const handle = await files.create(temporary)
  try {
    await handle.write(bytes, 0)
    await handle.datasync()
  } finally {
    await handle.close()
  }
  await files.rename(temporary, path.join(folder, name))
}
