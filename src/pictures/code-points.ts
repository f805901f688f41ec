import { brotliDecompressSync } from 'node:zlib'

// The layout of a WOFF2 file: w3.org/TR/WOFF2, sections 4 and 5. Of `cmap`: ISO/IEC 14496-22 (OpenType), read 2026-11-22.
const SIGNATURE = 0x774f4632
const HEADER_BYTES = 48
const CMAP = 0
const GLYF = 10
const LOCA = 11
const NAMED_BY_ITSELF = 63
/** Subtables of `cmap` in formats that fonts of today have: 16-bit code points by segment, and all of them by group. */
const BY_SEGMENT = 4
const BY_GROUP = 12

/**
 * The code points that a font in WOFF2 has a glyph for. Whatever is not among them would be drawn as an empty box, and
 * no canvas tells which those are.
 * @throws when it is no such font.
 */
export function codePointsOf(woff2: Uint8Array): ReadonlySet<number> {
  const file = Buffer.from(woff2.buffer, woff2.byteOffset, woff2.length)
  if (file.length < HEADER_BYTES || file.readUInt32BE(0) !== SIGNATURE) throw new Error('It is no font in WOFF2.')
  const { offset, length, end } = placeOfCmap(file)
  const tables = brotliDecompressSync(file.subarray(end, end + file.readUInt32BE(20)))
  return readCmap(tables.subarray(offset, offset + length))
}

/** Where `cmap` is among the unpacked tables, and where in the file those begin. */
function placeOfCmap(file: Buffer) {
  let at = HEADER_BYTES
  const variable = (): number => {
    for (let value = 0; ; ) {
      const byte = file.readUInt8(at++)
      value = value * 128 + (byte & 0x7f)
      if (byte < 0x80) return value
    }
  }
  let offset = 0
  let found: { readonly offset: number; readonly length: number } | undefined
  for (let tables = file.readUInt16BE(12); tables > 0; tables -= 1) {
    const flags = file.readUInt8(at++)
    const tag = flags & 0x3f
    const isNamedCmap = tag === NAMED_BY_ITSELF && file.toString('latin1', at, at + 4) === 'cmap'
    if (tag === NAMED_BY_ITSELF) at += 4
    const plain = variable()
    // Glyphs are packed unless they say 3, everything else only when it says something.
    const isPacked = tag === GLYF || tag === LOCA ? flags >> 6 !== 3 : flags >> 6 !== 0
    const length = isPacked ? variable() : plain
    if (tag === CMAP || isNamedCmap) found = { offset, length }
    offset += length
  }
  if (!found) throw new Error('The font has no table of its characters.')
  return { ...found, end: at }
}

function readCmap(cmap: Buffer): ReadonlySet<number> {
  const found = new Set<number>()
  for (let record = 0; record < cmap.readUInt16BE(2); record += 1) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + record * 8 + 4))
    const format = table.readUInt16BE(0)
    if (format === BY_SEGMENT) readSegments(table, found)
    else if (format === BY_GROUP) readGroups(table, found)
  }
  return found
}

function readSegments(table: Buffer, found: Set<number>): void {
  const bytes = table.readUInt16BE(6)
  for (let at = 0; at < bytes; at += 2) {
    const [end, start] = [table.readUInt16BE(14 + at), table.readUInt16BE(16 + bytes + at)]
    const delta = table.readUInt16BE(16 + 2 * bytes + at)
    const rangeAt = 16 + 3 * bytes + at
    const range = table.readUInt16BE(rangeAt)
    for (let point = start; point <= end && point < 0xffff; point += 1) {
      const glyph = range === 0 ? point + delta : table.readUInt16BE(rangeAt + range + 2 * (point - start))
      if ((glyph & 0xffff) !== 0) found.add(point)
    }
  }
}

function readGroups(table: Buffer, found: Set<number>): void {
  for (let group = 0; group < table.readUInt32BE(12); group += 1) {
    const at = 16 + group * 12
    const [start, end, glyph] = [table.readUInt32BE(at), table.readUInt32BE(at + 4), table.readUInt32BE(at + 8)]
    for (let point = start; point <= end; point += 1) if (glyph + point - start !== 0) found.add(point)
  }
}
