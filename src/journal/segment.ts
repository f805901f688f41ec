import { crc32 } from 'node:zlib'

/*
 * A segment is a file of lines, named after the first of them: `j000000000000001.jsonl`.
 *
 *   <crc32>#{"format":1,"first":1}     the header
 *   <crc32>+1 {"commit":…}             starts a batch and carries its number, in base 36
 *   <crc32> {"commit":…}               goes on
 *
 * The checksum covers what follows it up to the newline. The header seeds the first line of each batch, each further
 * line is seeded by the one before. So a line proves that it stands where it was written, and the start of a batch can
 * be recognised although everything before it is damaged.
 */
/** The newest format that this Bonfire reads, and the one it writes. */
export const FORMAT = 1
export const NEWLINE = 0x0a
export const SPACE = 0x20
export const PLUS = 0x2b
export const CRC_BYTES = 8

/** The longest line, in characters. A commit of 100 facts has about 30,000. */
export const LINE_CHARS_MAX = 4 * 1024 * 1024
/** A batch takes no more lines once it holds this much text, in characters. */
export const BATCH_CHARS_MAX = 1024 * 1024
/** A batch has at most so many lines. */
export const BATCH_LINES_MAX = 8192
/** The most that one batch can be on disk, in bytes: UTF-8 has at most 3 bytes for a character of a string. */
export const BATCH_BYTES_MAX = 3 * (LINE_CHARS_MAX + BATCH_CHARS_MAX) + BATCH_LINES_MAX * 16
/** Checksum, flag and newline, in bytes. */
const LINE_OVERHEAD_BYTES = CRC_BYTES + 2
/** The number of a batch's first line and the space after it, in bytes. */
export const LSN_BYTES_MAX = 12

/** The name of the segment whose first line has this number. */
export function segmentName(first: number): string {
  return `j${String(first).padStart(15, '0')}.jsonl`
}

/** The number of the first line of the segment of that name. `undefined` when it is no segment's name. */
export function firstOf(name: string): number | undefined {
  const first = Number(/^j(\d{15})\.jsonl$/.exec(name)?.[1] ?? 0)
  return first > 0 ? first : undefined
}

/** The first line of a segment, without its checksum and the newline. */
export function headerOf(first: number): string {
  return `#{"format":${FORMAT},"first":${first}}`
}

/** What the checksum of each batch's first line starts from. */
export function seedOf(first: number): number {
  return crc32(headerOf(first))
}

export function encodeHeader(first: number): Buffer {
  return Buffer.from(`${hex8(seedOf(first))}${headerOf(first)}\n`)
}

/** The bytes of one batch, whose first line has the number `lsn`. `seed` is that of its segment. */
export function encodeBatch(seed: number, lsn: number, texts: readonly string[]): Buffer {
  const chars = texts.reduce((sum, text) => sum + text.length, 0)
  const bytes = Buffer.allocUnsafe(chars * 3 + texts.length * LINE_OVERHEAD_BYTES + LSN_BYTES_MAX)
  let end = 0
  let crc = seed
  for (const [index, text] of texts.entries()) {
    const start = end
    const flag = start + CRC_BYTES
    bytes[flag] = index === 0 ? PLUS : SPACE
    end = flag + 1
    if (index === 0) end += bytes.write(`${lsn.toString(36)} `, end)
    end += bytes.write(text, end)
    crc = crc32(bytes.subarray(flag, end), crc)
    bytes.write(hex8(crc), start)
    bytes[end++] = NEWLINE
  }
  return bytes.subarray(0, end)
}

/** Throws when a text cannot be a line: a bug of the caller, since JSON has none of this. */
export function assertLine(text: string): void {
  if (text.length > LINE_CHARS_MAX)
    throw new RangeError(`A line of ${text.length} characters. The longest allowed has ${LINE_CHARS_MAX}.`)
  if (text.includes('\n')) throw new TypeError('A line must not contain a newline.')
  // Half a surrogate pair would be stored as U+FFFD, and come back as another text.
  if (!text.isWellFormed()) throw new TypeError('A line must be well-formed Unicode, as JSON.stringify makes it.')
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** A checksum as it stands in the file: 8 digits, in lower case. Measured at a third of the cost of `toString(16).padStart(8, '0')`. */
export function hex8(crc: number): string {
  return HEX[crc >>> 24]! + HEX[(crc >>> 16) & 255]! + HEX[(crc >>> 8) & 255]! + HEX[crc & 255]!
}
