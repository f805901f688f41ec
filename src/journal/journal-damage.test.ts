import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BonfireError } from '../errors.ts'
import {
  appendBatch,
  bytesOf,
  close,
  copyOf,
  diskWith,
  FOLDER,
  openOn,
  reopened,
  segmentFile,
  textsOf,
} from './journal.fixtures.ts'
import { verifyFolder } from './journal-folder.ts'
import type { MemoryDisk } from './memory-files.ts'

/** Cases of each randomised test. `BONFIRE_FUZZ=100000 npx vitest run src/journal` for a long one. */
const CASES = Number(process.env.BONFIRE_FUZZ ?? 1000)

const FIRST = segmentFile(1)
const SECOND = segmentFile(5)
const LAST = segmentFile(8)

/** Three segments, with batches of one, two and three lines. The last one's last batch is lines 11 to 13. */
const SEGMENTS = [
  [['{"a":1}', '{"a":"打卡"}'], ['{"a":3}'], ['{"a":4}']],
  [['{"a":5}'], ['{"a":6}', '{"a":7}']],
  [['{"a":8}', '{"a":9}'], ['{"a":10}'], ['{"a":11}', '{"a":"长"}', '{"a":13}']],
]
const TEXTS = SEGMENTS.flat(2)
/** How many lines the other segments have. */
const BEFORE_LAST = 7

describe('a batch that was cut off', () => {
  test('at any byte, is dropped from there on, and everything acknowledged is kept', async () => {
    const intact = await diskWith(...SEGMENTS)
    const bytes = bytesOf(intact, LAST)
    for (let length = startOfLastBatch(bytes); length < bytes.length; length++) {
      const disk = copyOf(intact)
      disk.put(LAST, bytes.subarray(0, length))
      expect(await reopened(disk), `${length} bytes`).toEqual(
        TEXTS.slice(0, BEFORE_LAST + completeLines(bytes, length) - 1),
      )
      expect(await goesOn(disk), `${length} bytes`).toBe(true)
    }
  })

  test('at any byte, with anything after it that the disk held before, is dropped from there on', async () => {
    const intact = await diskWith(...SEGMENTS)
    const bytes = bytesOf(intact, LAST)
    for (let length = startOfLastBatch(bytes); length < bytes.length; length++) {
      for (const filling of [0, 0x0a, 0x20, 0x2b, 0x61, 0xff]) {
        const disk = copyOf(intact)
        // One more than what stood there, so that the filling is never by chance what was written.
        disk.put(LAST, Buffer.concat([bytes.subarray(0, length), Buffer.alloc(bytes.length - length + 1, filling)]))
        const texts = await reopened(disk)
        expect(texts, `${length} bytes, then ${filling}`).toBeInstanceOf(Array)
        expect(TEXTS.slice(0, (texts as string[]).length)).toEqual(texts)
        expect((texts as string[]).length).toBeGreaterThanOrEqual(10)
      }
    }
  })

  test('is reported as torn, and nothing is changed by looking', async () => {
    const disk = await diskWith(...SEGMENTS)
    disk.put(LAST, bytesOf(disk, LAST).subarray(0, -5))
    const before = new Map(disk.contents())
    const { ok, segments } = await verifyFolder(FOLDER, { files: disk.mount() })
    expect(ok).toBe(true)
    expect(segments.map(({ first, lines, state }) => ({ first, lines, state }))).toEqual([
      { first: 1, lines: 4, state: 'ok' },
      { first: 5, lines: 3, state: 'ok' },
      { first: 8, lines: 5, state: 'torn' },
    ])
    expect(segments[2]?.problem).toEqual({ line: 7, reason: 'it is not complete' })
    expect(disk.contents()).toEqual(before)
  })

  test('anywhere but at the very end refuses to start', async () => {
    const disk = await diskWith(...SEGMENTS)
    for (const file of [FIRST, SECOND]) {
      const cut = copyOf(disk)
      cut.put(file, bytesOf(disk, file).subarray(0, -5))
      expect(await reopened(cut)).toMatchObject({ code: 'JOURNAL_CORRUPT', params: { file } })
    }
  })
})

describe('a byte that changed', () => {
  // What is promised: any damage before the last batch is found, and named. Damage in the last batch of the last segment
  // looks like a batch that was cut off, since no batch follows to prove that it was ever whole: it ends the journal there.
  // The next start closes that gap, because it goes on in a new segment.
  test('anywhere before the last batch refuses to start, naming file and line', async () => {
    const intact = await diskWith(...SEGMENTS)
    for (const file of [FIRST, SECOND, LAST]) {
      const bytes = bytesOf(intact, file)
      const end = file === LAST ? startOfLastBatch(bytes) : bytes.length
      for (let at = 0; at < end; at++) {
        for (const change of [0x01, 0x20, 0xff]) {
          const error = await reopened(withByte(intact, file, at, change))
          expect(error, `${file} byte ${at} ^ ${change}`).toMatchObject({
            code: 'JOURNAL_CORRUPT',
            params: { file, line: lineAt(bytes, at) },
          })
        }
      }
    }
  })

  test('in the last batch ends the journal there, and no wrong line is read', async () => {
    const intact = await diskWith(...SEGMENTS)
    const bytes = bytesOf(intact, LAST)
    for (let at = startOfLastBatch(bytes); at < bytes.length; at++) {
      for (const change of [0x01, 0x20, 0xff]) {
        const disk = withByte(intact, LAST, at, change)
        expect(await reopened(disk), `byte ${at} ^ ${change}`).toEqual(
          TEXTS.slice(0, BEFORE_LAST + completeLines(bytes, at) - 1),
        )
      }
    }
  })

  test('in the last batch of a journal that was started again refuses to start', async () => {
    const intact = await diskWith(...SEGMENTS)
    await reopened(intact)
    const bytes = bytesOf(intact, LAST)
    for (let at = startOfLastBatch(bytes); at < bytes.length; at++) {
      const error = await reopened(withByte(intact, LAST, at, 1))
      expect(error).toMatchObject({ code: 'JOURNAL_CORRUPT', params: { file: LAST, line: lineAt(bytes, at) } })
    }
  })

  test('is reported with its segment, and the others are read all the same', async () => {
    const intact = await diskWith(...SEGMENTS)
    const disk = withByte(intact, SECOND, bytesOf(intact, SECOND).indexOf('{"a":6}'), 1)
    const { ok, segments } = await verifyFolder(FOLDER, { files: disk.mount() })
    expect(ok).toBe(false)
    expect(segments.map(({ lines, state }) => [lines, state])).toEqual([
      [4, 'ok'],
      [1, 'corrupt'],
      [6, 'ok'],
    ])
    expect(segments[1]).toMatchObject({ file: SECOND, first: 5, problem: { line: 3 } })
  })

  test('while the journal is open stops a reader, who never gets a wrong line', async () => {
    const disk = await diskWith(...SEGMENTS)
    const journal = await openOn(disk)
    const damaged = withByte(disk, SECOND, bytesOf(disk, SECOND).indexOf('{"a":6}'), 1)
    disk.put(SECOND, bytesOf(damaged, SECOND))
    const read: string[] = []
    const reading = async () => {
      for await (const { text } of journal.read(3)) read.push(text)
    }
    await expect(reading()).rejects.toMatchObject({ code: 'JOURNAL_CORRUPT', params: { file: SECOND, line: 3 } })
    expect(read).toEqual(TEXTS.slice(2, 5))
  })
})

describe('segments that are not as they were left are refused:', () => {
  const archived = (first: number) => segmentFile(first, path.join(FOLDER, 'archive'))
  const refusals: Record<string, (disk: MemoryDisk) => void> = {
    'one is missing between others': disk => disk.put(SECOND, undefined),
    'two are swapped': disk => swap(disk, FIRST, SECOND),
    'one is there twice, under another number': disk => disk.put(segmentFile(14), bytesOf(disk, LAST)),
    'one is there twice, under a name of no segment': disk =>
      disk.put(path.join(FOLDER, 'j000000000000005 (copy).jsonl'), bytesOf(disk, SECOND)),
    'one is there twice, once in the archive': disk => disk.put(archived(8), bytesOf(disk, LAST)),
    'one in the archive is younger than one that is not': disk => move(disk, SECOND, archived(5)),
    'all are in the archive': disk => {
      for (const first of [1, 5, 8]) move(disk, segmentFile(first), archived(first))
    },
    'one is empty': disk => disk.put(LAST, Buffer.alloc(0)),
    'one lacks its header': disk => edit(disk, LAST, lines => lines.slice(1)),
    'one lacks its last batch': disk => edit(disk, FIRST, lines => lines.slice(0, -1)),
    'one lacks a batch': disk => edit(disk, LAST, lines => lines.toSpliced(3, 1)),
    'one lacks a line of a batch': disk => edit(disk, FIRST, lines => lines.toSpliced(2, 1)),
    'one has a batch twice': disk => edit(disk, FIRST, lines => lines.toSpliced(4, 0, lines[4]!)),
    'one has two batches in the wrong order': disk =>
      edit(disk, FIRST, ([header, a, b, c, d]) => [header!, a!, b!, d!, c!]),
    'one has a line that was moved from another': disk => moveLine(disk, SECOND, 3, LAST, 3),
    'one has the beginning of a batch that was moved from another': disk => moveLine(disk, FIRST, 4, SECOND, 2),
  }
  for (const [name, damage] of Object.entries(refusals)) {
    test(name, async () => {
      const disk = await diskWith(...SEGMENTS)
      damage(disk)
      const before = new Map(disk.contents())
      const error = await reopened(disk)
      expect(error).toMatchObject({ code: 'JOURNAL_CORRUPT' })
      expect((error as BonfireError).message).toMatch(/^.data.journal.*j.*jsonl:[1-9]/)
      expect(disk.contents(), 'a start that refuses changes nothing').toEqual(before)
      expect((await verifyFolder(FOLDER, { files: disk.mount() })).ok).toBe(false)
    })
  }

  test('but not when the oldest are gone with their archive: only reading them is', async () => {
    const disk = await diskWith(...SEGMENTS)
    disk.put(FIRST, undefined)
    const journal = await openOn(disk)
    expect(await textsOf(journal, 5)).toEqual(TEXTS.slice(4))
    await expect(textsOf(journal, 4)).rejects.toMatchObject({ code: 'JOURNAL_CORRUPT', params: { file: SECOND } })
  })

  test('what is missing inside the archive is found by whoever reads it', async () => {
    const disk = await diskWith(...SEGMENTS)
    move(disk, FIRST, archived(1))
    edit(disk, archived(1), lines => lines.slice(0, -1))
    const journal = await openOn(disk)
    await expect(textsOf(journal)).rejects.toMatchObject({
      code: 'JOURNAL_CORRUPT',
      params: { file: archived(1), line: 5 },
    })
    expect((await verifyFolder(FOLDER, { files: disk.mount() })).ok).toBe(false)
  })

  test('a file of somebody else is left alone', async () => {
    const disk = await diskWith(...SEGMENTS)
    disk.put(path.join(FOLDER, 'notes.tmp'), Buffer.from('mine'))
    expect(await reopened(disk)).toEqual(TEXTS)
    expect(bytesOf(disk, path.join(FOLDER, 'notes.tmp')).toString()).toBe('mine')
  })
})

describe('anything at all', () => {
  test('done to the files is refused, or leaves a beginning of what was written', async () => {
    const intact = await diskWith(...SEGMENTS)
    await fc.assert(
      fc.asyncProperty(fc.array(damages, { minLength: 1, maxLength: 3 }), async done => {
        const disk = copyOf(intact)
        for (const damage of done) apply(disk, damage)
        const outcome = await reopened(disk)
        if (outcome instanceof BonfireError) expect(outcome.code).toBe('JOURNAL_CORRUPT')
        else {
          expect(outcome, 'never a wrong line').toEqual(TEXTS.slice(0, outcome.length))
          expect(outcome.length, 'nothing before the damage is lost').toBeGreaterThanOrEqual(
            untouchedLines(intact, disk),
          )
          expect(batchesLeft(intact, disk, outcome.length), 'nothing before a batch that is there is dropped').toEqual(
            [],
          )
        }
      }),
      { numRuns: CASES },
    )
  })

  test('that a power cut leaves of the last batch costs nothing that was acknowledged', async () => {
    const intact = await diskWith(...SEGMENTS)
    const bytes = bytesOf(intact, LAST)
    const acknowledged = startOfLastBatch(bytes)
    const leftover = fc.uint8Array({ maxLength: 2 * (bytes.length - acknowledged) })
    const kept = fc.integer({ min: acknowledged, max: bytes.length - 1 })
    await fc.assert(
      fc.asyncProperty(kept, leftover, async (length, rest) => {
        const disk = copyOf(intact)
        disk.put(LAST, Buffer.concat([bytes.subarray(0, length), rest]))
        const texts = await reopened(disk)
        expect(texts).toEqual(TEXTS.slice(0, (texts as string[]).length))
        expect((texts as string[]).length).toBeGreaterThanOrEqual(10)
      }),
      { numRuns: CASES },
    )
  })
})

/** Something that happens to a file: bytes are changed, lost, repeated or moved, or the file itself is. */
interface Damage {
  readonly what: keyof typeof DAMAGES
  readonly file: string
  readonly other: string
  readonly at: number
  readonly size: number
  readonly bits: number
}

const DAMAGES = {
  change: (bytes: Buffer, { at, bits }: Damage) =>
    bytes.length === 0 ? bytes : changed(bytes, at % bytes.length, bits),
  remove: (bytes: Buffer, { at, size }: Damage) => spliced(bytes, at, size, Buffer.alloc(0)),
  zero: (bytes: Buffer, { at, size }: Damage) => spliced(bytes, at, size, Buffer.alloc(size)),
  repeat: (bytes: Buffer, { at, size }: Damage) => spliced(bytes, at, 0, bytes.subarray(at, at + size)),
  copy: (bytes: Buffer, { at, size, bits }: Damage) => spliced(bytes, at, 0, bytes.subarray(bits, bits + size)),
  cut: (bytes: Buffer, { at }: Damage) => bytes.subarray(0, at),
  removeLine: (bytes: Buffer, { at }: Damage) => spliced(bytes, ...lineAround(bytes, at), Buffer.alloc(0)),
  copyLine: (bytes: Buffer, { at, bits }: Damage, other: Buffer) => {
    const [start, length] = lineAround(other, bits)
    return spliced(bytes, lineAround(bytes, at)[0], 0, other.subarray(start, start + length))
  },
  replace: (_: Buffer, __: Damage, other: Buffer) => other,
  delete: () => undefined,
}

const damages: fc.Arbitrary<Damage> = fc.record({
  what: fc.constantFrom(...(Object.keys(DAMAGES) as (keyof typeof DAMAGES)[])),
  file: fc.constantFrom(FIRST, SECOND, LAST),
  other: fc.constantFrom(FIRST, SECOND, LAST),
  at: fc.nat({ max: 200 }),
  size: fc.integer({ min: 1, max: 60 }),
  bits: fc.integer({ min: 1, max: 255 }),
})

function apply(disk: MemoryDisk, damage: Damage): void {
  const bytes = disk.contents().get(damage.file)
  const other = disk.contents().get(damage.other)
  if (bytes !== undefined && other !== undefined) disk.put(damage.file, DAMAGES[damage.what](bytes, damage, other))
}

/** The beginnings of batches with later numbers that still stand whole in their file. */
function batchesLeft(intact: MemoryDisk, damaged: MemoryDisk, lines: number): string[] {
  return [FIRST, SECOND, LAST].flatMap(file => {
    const records =
      bytesOf(intact, file)
        .toString('latin1')
        .match(/^.{8}\+.*\n/gm) ?? []
    const later = records.filter(record => Number.parseInt(record.slice(9), 36) > lines)
    return later.filter(record => damaged.contents().get(file)?.toString('latin1').includes(record))
  })
}

/** How many lines stand before the first byte that differs, counted over all segments. */
function untouchedLines(intact: MemoryDisk, damaged: MemoryDisk): number {
  let lines = 0
  for (const file of [FIRST, SECOND, LAST]) {
    const [was, is] = [bytesOf(intact, file), damaged.contents().get(file) ?? Buffer.alloc(0)]
    const differs = was.findIndex((byte, at) => byte !== is[at])
    lines += completeLines(was, differs < 0 ? was.length : differs) - 1
    if (differs >= 0) break
  }
  return Math.max(0, lines)
}

async function goesOn(disk: MemoryDisk): Promise<boolean> {
  const journal = await openOn(disk)
  const before = journal.durable
  await appendBatch(journal, ['{"after":1}'])
  await close(journal)
  const texts = await reopened(disk)
  return Array.isArray(texts) && texts.length === before + 1 && texts.at(-1) === '{"after":1}'
}

function startOfLastBatch(bytes: Buffer): number {
  return bytes.lastIndexOf('+') - 8
}

/** Whole lines among the first bytes, the header included. */
function completeLines(bytes: Buffer, length: number): number {
  return bytes.subarray(0, length).toString('latin1').split('\n').length - 1
}

function lineAt(bytes: Buffer, at: number): number {
  return completeLines(bytes, at) + 1
}

/** Where the line begins that has this byte, and how long it is. */
function lineAround(bytes: Buffer, at: number): [start: number, length: number] {
  const start = bytes.lastIndexOf('\n', Math.min(at, bytes.length) - 1) + 1
  const end = bytes.indexOf('\n', start)
  return [start, (end < 0 ? bytes.length : end + 1) - start]
}

function spliced(bytes: Buffer, at: number, cut: number, put: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + cut)])
}

function changed(bytes: Buffer, at: number, bits: number): Buffer {
  const result = Buffer.from(bytes)
  result[at]! ^= bits
  return result
}

function withByte(intact: MemoryDisk, file: string, at: number, bits: number): MemoryDisk {
  const disk = copyOf(intact)
  disk.put(file, changed(bytesOf(intact, file), at, bits))
  return disk
}

/** Changes the lines of a file, the header being the first. */
function edit(disk: MemoryDisk, file: string, change: (lines: readonly string[]) => readonly string[]): void {
  const lines = bytesOf(disk, file).toString().split('\n').slice(0, -1)
  disk.put(
    file,
    Buffer.from(
      change(lines)
        .map(line => `${line}\n`)
        .join(''),
    ),
  )
}

function moveLine(disk: MemoryDisk, from: string, fromLine: number, to: string, toLine: number): void {
  const line = bytesOf(disk, from).toString().split('\n')[fromLine - 1]!
  edit(disk, to, lines => lines.toSpliced(toLine - 1, 0, line))
}

function move(disk: MemoryDisk, from: string, to: string): void {
  disk.put(to, bytesOf(disk, from))
  disk.put(from, undefined)
}

function swap(disk: MemoryDisk, a: string, b: string): void {
  const [first, second] = [disk.contents().get(a), disk.contents().get(b)]
  disk.put(a, second)
  disk.put(b, first)
}
