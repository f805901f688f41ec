import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { promises as fs, type Stats } from 'node:fs'
import path from 'node:path'
import { openOrdinary } from '../inside-of.ts'
import { hasCode } from '../journal/files.ts'
import { FIRST, type Mistake } from './reading-codes.ts'

/** A file of the library, as it is on disk. */
export interface LibraryFile {
  /** Seen from the library, with `/`. */
  readonly file: string
  /** SHA-256 of its bytes, in hexadecimal digits. */
  readonly hash: string
  readonly bytes: Uint8Array
  /** Without a byte order mark. Lines end with `\n`. */
  readonly source: string
}
/** `mistakes` say why there is no source; `hash` tells one broken version from the next. */
export interface BrokenBytes {
  readonly file: string
  readonly hash: string
  readonly mistakes: readonly [Mistake]
}

/** The largest file of text that is read, in bytes: a post is about one kilobyte. */
const FILE_BYTES_MAX = 256 * 1024

/** Reads a file of text. Undefined: it is gone. Never throws for what is there. */
export async function readLibraryFile(root: string, file: string): Promise<LibraryFile | BrokenBytes | undefined> {
  try {
    return fileOf(file, await readLibraryBytes(root, file))
  } catch (error) {
    if (error instanceof Refusal) return { file, hash: error.hash, mistakes: [error.mistake] }
    if (hasCode(error, 'ENOENT') && !(await isDanglingLink(root, file))) return undefined
    const { mistake, hash } = refuse('unreadable', `cannot be read (${codeOf(error)}).`)
    return { file, hash, mistakes: [mistake] }
  }
}

/** The bytes of a file of text. @throws when it is not there, no ordinary file of the library, or too large. */
export async function readLibraryBytes(root: string, file: string): Promise<Uint8Array> {
  return readBytes(await placeOf(root, file))
}

/** What bytes say, from wherever they come. */
export function fileOf(file: string, bytes: Uint8Array): LibraryFile | BrokenBytes {
  const hash = hashOf(bytes)
  const mistake = encodingMistake(bytes)
  if (mistake) return { file, hash, mistakes: [mistake] }
  return { file, hash, bytes, source: decoder.decode(bytes).replaceAll(/\r\n?/g, '\n') }
}

export const hashOf = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex')

/** How much of a hash is shown and recorded, in hexadecimal digits. */
const SHORT_DIGITS = 12
export const shortHash = (hash: string): string => hash.slice(0, SHORT_DIGITS)

// Drops the byte order mark by itself.
const decoder = new TextDecoder('utf-8', { fatal: true })
const lenient = new TextDecoder('utf-8', { ignoreBOM: true })

/** Where the bytes stop being text. */
function encodingMistake(bytes: Uint8Array): Mistake | undefined {
  if (isUtf8(bytes) && !bytes.includes(0)) return undefined
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  if (isUtf16) return { ...FIRST, code: 'not-utf8', message: 'is UTF-16. Save it with the encoding UTF-8.' }
  let line = 1
  for (let start = 0; start <= bytes.length; line += 1) {
    const newline = bytes.indexOf(10, start)
    const end = newline === -1 ? bytes.length : newline
    const text = lenient.decode(bytes.subarray(start, end))
    const column = text.search(/[\0\uFFFD]/) + 1
    if (column > 0) {
      const message = 'is not text in UTF-8 from here on. Save it with the encoding UTF-8 (not GBK or ANSI).'
      return { line, column, code: 'not-utf8', message }
    }
    start = end + 1
  }
  return { ...FIRST, code: 'not-utf8', message: 'is not text in UTF-8. Save it with the encoding UTF-8.' }
}

class Refusal extends Error {
  readonly mistake: Mistake
  readonly hash: string
  constructor(mistake: Mistake) {
    super(mistake.message)
    this.mistake = mistake
    this.hash = hashOf(`${mistake.code}: ${mistake.message}`)
  }
}
const refuse = (code: Mistake['code'], message: string) => new Refusal({ ...FIRST, code, message })

interface Found {
  readonly whole: string
  readonly stats: Stats
}

/** Where the file really is. A link may stand for a file of the library, and for nothing else. */
async function placeOf(root: string, file: string): Promise<Found> {
  const whole = path.join(root, file)
  const stats = await fs.lstat(whole)
  if (!stats.isSymbolicLink()) return { whole, stats }
  const [realRoot, real] = await Promise.all([fs.realpath(root), fs.realpath(whole)])
  const seen = path.relative(realRoot, real)
  if (seen.startsWith('..') || path.isAbsolute(seen))
    throw refuse('outside', 'is a link that leads out of the library. Put the file itself here.')
  const realStats = await fs.lstat(real)
  if (realStats.isDirectory())
    throw refuse('outside', 'is a link to a folder, which is not followed. Put the files themselves here.')
  return { whole: real, stats: realStats }
}

async function readBytes({ whole, stats }: Found): Promise<Uint8Array> {
  if (!stats.isFile()) throw refuse('unreadable', 'is no ordinary file (a folder, a pipe or a device).')
  if (stats.size > FILE_BYTES_MAX) throw tooLarge(stats.size)
  const handle = await openOrdinary(whole)
  try {
    return await readAll(handle, stats.size)
  } finally {
    await handle.close()
  }
}

/** One byte more than it had tells whether it grows while it is read: what it becomes is read when it is there. */
async function readAll(handle: fs.FileHandle, size: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(size + 1)
  let length = 0
  while (length < size) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return buffer.subarray(0, Math.min(length, size))
}

const tooLarge = (size: number) =>
  refuse('too-large', `is ${Math.ceil(size / 1024)} KiB, more than ${FILE_BYTES_MAX / 1024} KiB. Is it a picture?`)

async function isDanglingLink(root: string, file: string): Promise<boolean> {
  const stats = await fs.lstat(path.join(root, file)).catch(() => undefined)
  return stats?.isSymbolicLink() ?? false
}

function codeOf(error: unknown): string {
  return error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error)
}
