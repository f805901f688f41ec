import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BonfireError } from '../errors.ts'
import {
  changed,
  completeLines,
  FIRST,
  LAST,
  lineAround,
  SECOND,
  SEGMENTS,
  spliced,
  startOfLastBatch,
  TEXTS,
} from './damage.fixtures.ts'
import { bytesOf, copyOf, diskWith, reopened } from './journal.fixtures.ts'
import type { MemoryDisk } from './memory-files.ts'

/** Cases of each randomised test. `BONFIRE_FUZZ=100000 npx vitest run src/journal` for a long one. */
const CASES = Number(process.env.BONFIRE_FUZZ ?? 1000)

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
