import { isUtf8 } from 'node:buffer'
import { crc32 } from 'node:zlib'
import { BonfireError } from '../errors.ts'
import type { ReadableFile } from './files.ts'
import {
  BATCH_BYTES_MAX,
  BATCH_LINES_MAX,
  CRC_BYTES,
  FORMAT,
  headerOf,
  hex8,
  LSN_BYTES_MAX,
  NEWLINE,
  PLUS,
  SPACE,
  seedOf,
} from './segment.ts'

/** Read at a time, in bytes. 256 KiB was not faster. */
const CHUNK_BYTES = 64 * 1024

/** One line as it stands in a segment. */
export interface Entry {
  readonly lsn: number
  readonly startsBatch: boolean
  /** The text in UTF-8, which is valid. */
  readonly bytes: Buffer
}

/** Where a segment stops making sense. */
export interface Problem {
  /** The line of the file, the header being 1. */
  readonly line: number
  readonly reason: string
  /** Whether a batch that was cut off while being written could look like this. */
  readonly tornPossible: boolean
}

export interface SegmentReader {
  /** The next valid lines. None at the end and from the first problem on. */
  next(): Promise<Chunk>
  /** What stopped it, if not the end. */
  readonly problem: Problem | undefined
  /** Lines read so far. */
  readonly lines: number
  /** How far the valid lines reach, header included, in bytes. */
  readonly validBytes: number
}
export interface Chunk {
  readonly entries: readonly Entry[]
  /** The same lines as they stand in the file. */
  readonly raw: Buffer
}

/**
 * Reads a segment and checks every byte of it, a chunk at a time.
 * @param file its path, for errors.
 * @throws DATA_NEWER when a newer Bonfire wrote it.
 */
export function readSegment(handle: ReadableFile, file: string, first: number): SegmentReader {
  const seed = seedOf(first)
  let crc = seed
  let lines = 0
  let validBytes = 0
  let problem: Problem | undefined
  /** What was read of the line that the chunk before ended in. */
  let rest: Buffer = Buffer.alloc(0)
  let atEnd = false

  async function next(): Promise<Chunk> {
    while (problem === undefined && !atEnd) {
      const chunk = decode(await readMore())
      if (chunk.entries.length > 0) return chunk
    }
    return { entries: [], raw: Buffer.alloc(0) }
  }
  async function readMore(): Promise<Buffer> {
    // As much again as there is of an unfinished line, so that a long one is not copied over and over.
    const bytes = Buffer.allocUnsafe(rest.length + Math.max(CHUNK_BYTES, rest.length))
    rest.copy(bytes)
    const read = await handle.read(bytes.subarray(rest.length), validBytes + rest.length)
    atEnd = read === 0
    return bytes.subarray(0, rest.length + read)
  }
  function decode(bytes: Buffer): Chunk {
    const entries: Entry[] = []
    let headerEnd = 0
    let start = 0
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      const record = bytes.subarray(start, end)
      if (validBytes === 0) {
        problem = checkHeader(record, file, first)
        headerEnd = end + 1
      } else problem = decodeLine(record, entries)
      if (problem !== undefined) break
      validBytes += end + 1 - start
      start = end + 1
    }
    rest = bytes.subarray(start)
    if (atEnd || rest.length > BATCH_BYTES_MAX) problem ??= unfinished()
    return { entries, raw: bytes.subarray(headerEnd, start) }
  }
  function decodeLine(record: Buffer, entries: Entry[]): Problem | undefined {
    const startsBatch = record[CRC_BYTES] === PLUS
    if (!startsBatch && record[CRC_BYTES] !== SPACE) return wrong('this is not a line of a journal', true)
    const sum = crc32(record.subarray(CRC_BYTES), startsBatch ? seed : crc)
    if (record.toString('latin1', 0, CRC_BYTES) !== hex8(sum)) return wrong('its checksum does not match', true)
    if (lines === 0 && !startsBatch) return wrong('it goes on with a batch that has no beginning', false)
    const lsn = first + lines
    let text = CRC_BYTES + 1
    if (startsBatch) {
      const number = `${lsn.toString(36)} `
      if (record.toString('latin1', text, text + number.length) !== number) {
        const found = Number.parseInt(record.toString('latin1', text, text + LSN_BYTES_MAX), 36)
        return wrong(`line ${lsn} should be here, but this is line ${found}`, false)
      }
      text += number.length
    }
    const bytes = record.subarray(text)
    if (!isUtf8(bytes)) return wrong('it is not valid UTF-8', false)
    crc = sum
    lines++
    entries.push({ lsn, startsBatch, bytes })
    return undefined
  }
  function unfinished(): Problem | undefined {
    if (validBytes === 0) return { line: 1, reason: 'the header is not complete', tornPossible: false }
    if (rest.length > BATCH_BYTES_MAX) return wrong('it is longer than any line we write', false)
    return rest.length > 0 ? wrong('it is not complete', true) : undefined
  }
  function wrong(reason: string, tornPossible: boolean): Problem {
    return { line: lines + 2, reason, tornPossible }
  }

  return {
    next,
    get problem() {
      return problem
    },
    get lines() {
      return lines
    },
    get validBytes() {
      return validBytes
    },
  }
}

/** Checks a segment's header. A wrong one is never a torn write: a segment gets its name when its header is durable. */
function checkHeader(record: Buffer, file: string, first: number): Problem | undefined {
  const text = record.toString('latin1', CRC_BYTES)
  const wrong = (reason: string): Problem => ({ line: 1, reason, tornPossible: false })
  if (record.toString('latin1', 0, CRC_BYTES) !== hex8(crc32(record.subarray(CRC_BYTES))))
    return wrong('the checksum of the header does not match')
  const found = Number(/^#\{"format":(\d+)/.exec(text)?.[1])
  if (found > FORMAT) throw new BonfireError('DATA_NEWER', { file, found, known: FORMAT })
  if (text !== headerOf(first)) return wrong(`the header should be ${headerOf(first)}, but is ${text}`)
  return undefined
}

/**
 * Whether the start of a batch can be found after the point where a segment stops making sense. If so this was no torn
 * write, since a batch is written only when the one before it is durable.
 */
export async function hasBatchAfter(handle: ReadableFile, reader: SegmentReader, first: number): Promise<boolean> {
  const tail = await readTail(handle, reader.validBytes)
  // More than one batch can be: whatever it is, it is not the end of one.
  if (tail === undefined) return true
  const seed = seedOf(first)
  const lsn = first + reader.lines
  for (let plus = tail.indexOf(PLUS); plus >= 0; plus = tail.indexOf(PLUS, plus + 1)) {
    if (!mayStartBatch(tail, plus, lsn)) continue
    const end = tail.indexOf(NEWLINE, plus)
    if (end < 0) return false
    if (tail.toString('latin1', plus - CRC_BYTES, plus) === hex8(crc32(tail.subarray(plus, end), seed))) return true
  }
  return false
}

/**
 * Each beginning of a line may start a batch. So may any other place, since the newline before it can be what was
 * damaged; there the number must be one that could follow, or a long text full of plus signs would take hours to check.
 */
function mayStartBatch(tail: Buffer, plus: number, lsn: number): boolean {
  const start = plus - CRC_BYTES
  if (start < 0) return false
  if (start === 0 || tail[start - 1] === NEWLINE) return true
  const number = /^([0-9a-z]{1,10}) /.exec(tail.toString('latin1', plus + 1, plus + 1 + LSN_BYTES_MAX))?.[1]
  const found = number === undefined ? 0 : Number.parseInt(number, 36)
  return found >= lsn && found <= lsn + BATCH_LINES_MAX
}

/** What follows a position, or `undefined` when it is more than one batch can be. */
async function readTail(handle: ReadableFile, position: number): Promise<Buffer | undefined> {
  const parts: Buffer[] = []
  for (let length = 0; length <= BATCH_BYTES_MAX; ) {
    const part = Buffer.allocUnsafe(CHUNK_BYTES)
    const read = await handle.read(part, position + length)
    if (read === 0) return Buffer.concat(parts)
    parts.push(part.subarray(0, read))
    length += read
  }
  return undefined
}
