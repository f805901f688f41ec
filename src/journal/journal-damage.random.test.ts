import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { damagedPages } from '../../scripts/proofs/storage/damage-case.ts'
import { damagedJournal } from '../../scripts/proofs/storage/journal-damage.ts'
import { LAST, SEGMENTS, startOfLastBatch, TEXTS } from './damage.fixtures.ts'
import { bytesOf, copyOf, diskWith, reopened } from './journal.fixtures.ts'

/** Cases of each randomised test. `BONFIRE_FUZZ=100000 npx vitest run src/journal` for a long one. */
const CASES = Number(process.env.BONFIRE_FUZZ ?? 1000)
const PAGES_CASES = Math.ceil(CASES / 50)
const seed = Number(process.env.BONFIRE_SEED ?? Date.now() % 1e6)

describe('anything at all', () => {
  test(`done to segments, the archive included, is refused, or leaves a beginning of what was written (seed ${seed})`, async () => {
    for (let at = seed; at < seed + CASES; at += 1) expect(await damagedJournal(at), `seed ${at}`).toEqual([])
  })

  test(`done to pages costs time and nothing else (seed ${seed})`, async () => {
    for (let at = seed; at < seed + PAGES_CASES; at += 1) expect(await damagedPages(at), `seed ${at}`).toEqual([])
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
