import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import type { ReadableFile } from './files.ts'
import { codeOf } from './journal.fixtures.ts'
import {
  BATCH_BYTES_MAX,
  encodeBatch,
  encodeHeader,
  firstOf,
  hex8,
  LINE_CHARS_MAX,
  seedOf,
  segmentName,
} from './segment.ts'
import { hasBatchAfter, type Problem, readSegment } from './segment-reader.ts'

test('the format is this, for ever', () => {
  const batches = [encodeBatch(seedOf(37), 37, ['{"a":1}', '{"b":"打卡"}']), encodeBatch(seedOf(37), 39, ['{}'])]
  expect(Buffer.concat([encodeHeader(37), ...batches]).toString()).toMatchInlineSnapshot(`
    "81b646ce#{"format":1,"first":37}
    86d4d9ad+11 {"a":1}
    5b955f49 {"b":"打卡"}
    5cfbcbaf+13 {}
    "
  `)
  expect(segmentName(37)).toBe('j000000000000037.jsonl')
})

test('a segment is named after its first line, in 15 digits', () => {
  expect(firstOf('j000000000000037.jsonl')).toBe(37)
  for (const name of ['j37.jsonl', 'j000000000000000.jsonl', 'j000000000000037.jsonl.tmp', 'J000000000000037.jsonl']) {
    expect(firstOf(name), name).toBeUndefined()
  }
})

test('a segment is read in pieces of any size, with the same result', async () => {
  const texts = [
    '',
    'x'.repeat(700_000),
    '长'.repeat(90_000),
    ...Array.from({ length: 5000 }, (_, at) => `{"at":${at}}`),
  ]
  const bytes = segment(1, texts.slice(0, 2), texts.slice(2))
  for (const piece of [4099, 262_144, bytes.length]) {
    const { found, raw, problem, validBytes } = await read(bytes, 1, piece)
    expect(found).toEqual(texts)
    expect(raw.equals(bytes.subarray(encodeHeader(1).length))).toBe(true)
    expect([problem, validBytes]).toEqual([undefined, bytes.length])
  }
})

test('a line that is not valid UTF-8 is damage, although its checksum matches', async () => {
  const record = Buffer.from('+1 {"a":"?"}')
  record[record.indexOf('?')] = 0xff
  const { problem } = await read(Buffer.concat([encodeHeader(1), sealed(record)]), 1)
  expect(problem).toEqual({ line: 2, reason: 'it is not valid UTF-8', tornPossible: false })
})

test('a checksum is compared digit by digit', async () => {
  const bytes = segment(1, ['{"a":1}'])
  const shouting = Buffer.from(bytes.toString().replace(/^[0-9a-f]{8}\+/m, digits => digits.toUpperCase()))
  expect(shouting.equals(bytes)).toBe(false)
  expect((await read(shouting, 1)).problem).toMatchObject({ line: 2, reason: 'its checksum does not match' })
})

test('a batch that says another number than the one that comes next is no torn write', async () => {
  const bytes = Buffer.concat([segment(1, ['a', 'b']), encodeBatch(seedOf(1), 4, ['d'])])
  const { problem, found } = await read(bytes, 1)
  expect(found).toEqual(['a', 'b'])
  expect(problem).toEqual({ line: 4, reason: 'line 3 should be here, but this is line 4', tornPossible: false })
})

test('the number of a batch is written in one way only', async () => {
  const { problem } = await read(Buffer.concat([encodeHeader(1), sealed(Buffer.from('+01 a'))]), 1)
  expect(problem).toMatchObject({ line: 2, tornPossible: false })
})

test('a newer format is refused as such, and a damaged header as damage', async () => {
  const header = (text: string, first = 1) => read(Buffer.from(`${hex8(crc32(text))}${text}\n`), first)
  expect(await codeOf(() => header('#{"format":2,"first":1,"cipher":"none"}'))).toBe('DATA_NEWER')
  expect((await header('#{"format":1,"first":2}')).problem).toMatchObject({ line: 1, tornPossible: false })
  expect((await header('#{"format":1, "first":1}')).problem).toMatchObject({ line: 1, tornPossible: false })
  for (const damaged of [
    '',
    'a305b983#{"format":1,"first":1}',
    'a305b983#{"format":2,"first":1}\n',
    'a305b983\n',
    '\n',
  ]) {
    const { problem } = await read(Buffer.from(damaged), 1)
    expect(problem, JSON.stringify(damaged)).toMatchObject({ line: 1, tornPossible: false })
  }
})

test('a line longer than any that is written is damage', async () => {
  const bytes = Buffer.concat([segment(1, ['a']), Buffer.alloc(BATCH_BYTES_MAX + 1, 'x')])
  expect((await read(bytes, 1)).problem).toEqual({
    line: 3,
    reason: 'it is longer than any line we write',
    tornPossible: false,
  })
  const longest = '长'.repeat(LINE_CHARS_MAX)
  expect((await read(segment(1, [longest]), 1)).found[0] === longest).toBe(true)
})

test('a batch is found behind damage, also when the newline before it is damaged', async () => {
  const intact = segment(1, ['a'], ['b'], ['c'])
  const second = intact.indexOf('+2 ')
  const third = intact.indexOf('+3 ')
  expect(await findsBatch(damagedAt(intact, second))).toBe(true)
  expect(await findsBatch(damagedAt(intact, third - 9))).toBe(true)
  expect(await findsBatch(damagedAt(intact, third))).toBe(false)
  expect(await findsBatch(intact.subarray(0, intact.length - 1))).toBe(false)
})

test('more damage than a batch can be is not the end of one', async () => {
  const some = Buffer.concat([segment(1, ['a']), Buffer.alloc(BATCH_BYTES_MAX, '\n')])
  expect(await findsBatch(some)).toBe(false)
  expect(await findsBatch(Buffer.concat([some, Buffer.from('\n')]))).toBe(true)
})

test('a text made to look like many batches is seen through at once', async () => {
  // Each of them checked to the end of the line, it would take minutes.
  const text = '00000000+1 '.repeat(300_000)
  const torn = damagedAt(segment(500, [text]), 60)
  expect(await findsBatch(torn, 500)).toBe(false)
})

function segment(first: number, ...batches: readonly (readonly string[])[]): Buffer {
  let lsn = first
  const encoded = batches.map(texts => {
    lsn += texts.length
    return encodeBatch(seedOf(first), lsn - texts.length, texts)
  })
  return Buffer.concat([encodeHeader(first), ...encoded])
}

/** A record of segment 1 with the checksum that makes it valid as the first of a batch. */
function sealed(record: Buffer): Buffer {
  return Buffer.concat([Buffer.from(hex8(crc32(record, seedOf(1)))), record, Buffer.from('\n')])
}

function damagedAt(bytes: Buffer, at: number): Buffer {
  const damaged = Buffer.from(bytes)
  damaged[at]! ^= 1
  return damaged
}

async function read(bytes: Buffer, first: number, piece?: number) {
  const reader = readSegment(fileOf(bytes, piece), 'file', first)
  const found: string[] = []
  const raw: Buffer[] = []
  for (let chunk = await reader.next(); chunk.entries.length > 0; chunk = await reader.next()) {
    found.push(...chunk.entries.map(({ bytes: text }) => text.toString()))
    raw.push(chunk.raw)
  }
  const problem: Problem | undefined = reader.problem
  return { found, raw: Buffer.concat(raw), problem, validBytes: reader.validBytes }
}

async function findsBatch(bytes: Buffer, first = 1): Promise<boolean> {
  const reader = readSegment(fileOf(bytes), 'file', first)
  while ((await reader.next()).entries.length > 0);
  expect(reader.problem).toBeDefined()
  return hasBatchAfter(fileOf(bytes), reader, first)
}

function fileOf(bytes: Buffer, piece = Number.POSITIVE_INFINITY): ReadableFile {
  return {
    read: async (into, position) => bytes.copy(into, 0, position, Math.min(bytes.length, position + piece)),
    close: async () => {},
  }
}
