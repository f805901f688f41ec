import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { seeded } from '../../scripts/proofs/seeded.ts'
import { BonfireError } from '../errors.ts'
import { openFileJournal } from './file-journal.ts'
import type { Files } from './files.ts'
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
  testDisk,
  textsOf,
} from './journal.fixtures.ts'
import type { Line } from './journal.ts'
import { verifyFolder } from './journal-folder.ts'
import type { MemoryDisk } from './memory-files.ts'
import { rewriteSegments } from './segment-writer.ts'

/** What the processes so far have taken and acknowledged. */
interface Life {
  readonly disk: MemoryDisk
  taken: string[]
  acknowledged: number
}

/** How a step goes wrong. Whatever it is, the step fails. */
const TROUBLES: Record<string, (disk: MemoryDisk, random: () => number) => void> = {
  'the process is killed': disk => disk.kill(),
  'the power is cut, and nothing is kept that was not synced': disk => disk.cutPower(),
  'the power is cut, and everything is kept': disk => disk.cutPower(() => true),
  'the power is cut, and some is kept': (disk, random) => disk.cutPower(() => random() < 0.5),
  'the disk has an error': () => {},
}

for (const [name, trouble] of Object.entries(TROUBLES)) {
  describe(`when ${name}`, () => {
    test('at any step, what was acknowledged is there, and the journal goes on', async () => {
      const steps = await countSteps(testDisk(), disk => live(lifeOn(disk)))
      expect(steps).toBeGreaterThan(50)
      for (let at = 1; at <= steps; at++) {
        const life = lifeOn(testDisk())
        troubleAt(life.disk, at, trouble)
        await live(life)
        await expectTruth(life, `step ${at}`)
      }
    })

    test('at any step of a start after a crash, what was acknowledged is there', async () => {
      const { disk, texts, acknowledged } = await afterCrash()
      const steps = await countSteps(copyOf(disk), reopened)
      expect(steps).toBeGreaterThan(15)
      for (let at = 1; at <= steps; at++) {
        const copy = copyOf(disk)
        troubleAt(copy, at, trouble)
        await reopened(copy)
        await expectTruth({ disk: copy, taken: texts, acknowledged }, `step ${at}`)
      }
    })

    test('at any step of erasing, each line is the old or the new one, and erasing again completes it', async () => {
      const { disk, erased } = await diskToErase()
      const steps = await countSteps(copyOf(disk), erase)
      expect(steps).toBeGreaterThan(30)
      for (let at = 1; at <= steps; at++) {
        const copy = copyOf(disk)
        troubleAt(copy, at, trouble)
        await erase(copy).catch(() => {})
        copy.onStep = undefined
        const between = await reopened(copyOf(copy))
        expect((between as string[]).map(withoutAmy), `step ${at}`).toEqual(erased)
        await erase(copy)
        expect(holdsAmy(copy), `step ${at}`).toBe(false)
        expect(await reopened(copy), `step ${at}`).toEqual(erased)
      }
    })
  })
}

describe('the tests above would notice', () => {
  const careless: Record<string, (files: Files) => Files> = {
    'a batch that is not synced': files => ({
      ...files,
      create: async file => ({ ...(await files.create(file)), datasync: async () => {} }),
    }),
    'a folder that is not synced': files => ({ ...files, syncFolder: async () => {} }),
    'a file that is not written beside': files => ({
      ...files,
      create: file => files.create(file.replace('.tmp', '')),
      rename: async () => {},
    }),
  }
  for (const [name, carelessly] of Object.entries(careless)) {
    test(name, async () => {
      let noticed = 0
      for (let at = 1; at <= 60; at++) {
        const life = lifeOn(testDisk())
        troubleAt(life.disk, at, disk => disk.cutPower())
        await live(life, carelessly)
        await expectTruth(life, `step ${at}`).catch(() => noticed++)
      }
      expect(noticed).toBeGreaterThan(0)
    })
  }
})

describe('erasing', () => {
  test('rewrites the segments that it concerns and leaves the others, the archive included', async () => {
    const { disk, erased } = await diskToErase()
    const untouched = bytesOf(disk, segmentFile(5))
    expect(holdsAmy(disk)).toBe(true)
    expect(await erase(disk)).toEqual({ segments: 2, lines: 3 })
    expect(holdsAmy(disk)).toBe(false)
    expect(bytesOf(disk, segmentFile(5))).toBe(untouched)
    expect(await reopened(disk)).toEqual(erased)
    expect(await erase(disk)).toEqual({ segments: 0, lines: 0 })
  })

  test('concerns also what only a crash has left', async () => {
    const disk = await diskWith([['{"a":1}']], [['{"a":2}'], ['{"from":"amy"}']])
    disk.put(segmentFile(2), bytesOf(disk, segmentFile(2)).subarray(0, -1))
    for (const file of [segmentFile(1), segmentFile(1, path.join(FOLDER, 'archive'))])
      disk.put(`${file}.tmp`, Buffer.from('amy'))
    expect(await erase(disk)).toEqual({ segments: 1, lines: 0 })
    expect(holdsAmy(disk)).toBe(false)
    expect(await reopened(disk)).toEqual(['{"a":1}', '{"a":2}'])
  })

  test('leaves each rewritten line recognisable by itself, so that none passes for a torn write', async () => {
    const { disk } = await diskToErase()
    await erase(disk)
    const bytes = bytesOf(disk, segmentFile(7))
    expect(bytes.toString()).toMatch(/^.{8}#.*\n(.{8}\+.*\n){3}$/)
  })

  test('changes nothing when a segment is damaged', async () => {
    const { disk } = await diskToErase()
    const damaged = Buffer.from(bytesOf(disk, segmentFile(5)))
    damaged[60]! ^= 1
    disk.put(segmentFile(5), damaged)
    const before = new Map(disk.contents())
    await expect(erase(disk)).rejects.toMatchObject({ code: 'JOURNAL_CORRUPT', params: { file: segmentFile(5) } })
    expect(disk.contents()).toEqual(before)
  })

  test('is refused when the folder is not ours, before anything changes', async () => {
    const { disk } = await diskToErase()
    const before = new Map(disk.contents())
    const refused = rewriteSegments(FOLDER, eraseAmy, { files: disk.mount(), mayWrite: () => false })
    await expect(refused).rejects.toMatchObject({ code: 'DATA_LOST' })
    expect(disk.contents()).toEqual(before)
  })

  test('of a line into something that is no line changes nothing', async () => {
    const { disk, erased } = await diskToErase()
    const twoLines = rewriteSegments(FOLDER, () => 'a\nb', { files: disk.mount() })
    await expect(twoLines).rejects.toThrow('newline')
    expect(((await reopened(disk)) as string[]).map(withoutAmy)).toEqual(erased)
  })
})

test('what a crash has left unfinished is gone after the next start', async () => {
  const disk = await diskWith([['{"a":1}']])
  disk.put(`${segmentFile(1)}.tmp`, Buffer.from('half'))
  disk.put(`${segmentFile(1, path.join(FOLDER, 'archive'))}.tmp`, Buffer.from('half'))
  expect(await reopened(disk)).toEqual(['{"a":1}'])
  expect([...disk.contents().keys()].sort()).toEqual([segmentFile(1), segmentFile(2)])
})

test('what a process read after a failed sync is durable before the next one goes on', async () => {
  const disk = testDisk()
  const journal = await openOn(disk)
  await appendBatch(journal, ['a'])
  disk.onStep = ({ kind }) => {
    if (kind === 'sync') throw new Error('EIO: i/o error')
  }
  await journal.whenDurable(journal.append('b')).catch(() => {})
  disk.onStep = undefined
  // The kernel has given up on the second line and keeps it readable. That must not be taken for the disk.
  const next = await openOn(disk)
  expect(next.durable).toBe(2)
  disk.cutPower()
  expect(await reopened(disk)).toEqual(['a', 'b'])
})

/** A process, and one after it: lines in batches, new segments, the archive. Ends at the first trouble. */
async function live(life: Life, careless = (files: Files) => files): Promise<void> {
  try {
    for (let starts = 0; starts < 2; starts++) {
      const files = careless(life.disk.mount())
      const journal = await openFileJournal(FOLDER, { files, segmentBytesMax: 80 })
      try {
        for (const lines of [1, 3, 1, 2]) await takeBatch(life, journal, lines)
      } finally {
        await close(journal)
      }
    }
  } catch (error) {
    if (!(error instanceof BonfireError)) throw error
  }
}

async function takeBatch(life: Life, journal: Awaited<ReturnType<typeof openOn>>, lines: number): Promise<void> {
  const texts = Array.from({ length: lines }, (_, at) => `{"line":${life.taken.length + at + 1},"打卡":true}`)
  life.taken.push(...texts)
  await appendBatch(journal, texts)
  life.acknowledged = life.taken.length
  // One that cannot be moved stays where it is.
  await journal.archive(life.acknowledged - 2).catch(() => {})
}

/** The next process finds a beginning of what was taken, with all that was acknowledged, and it is durable and goes on. */
async function expectTruth(life: Life, message: string): Promise<void> {
  const { disk } = life
  disk.onStep = undefined
  const texts = await reopened(disk)
  expect(texts, message).toEqual(life.taken.slice(0, (texts as string[]).length))
  expect((texts as string[]).length, message).toBeGreaterThanOrEqual(life.acknowledged)
  disk.cutPower()
  const journal = await openOn(disk)
  expect(await textsOf(journal), message).toEqual(texts)
  const goesOn = [...(texts as string[]), '{"goes":"on"}']
  await appendBatch(journal, goesOn.slice(-1))
  await close(journal)
  expect((await verifyFolder(FOLDER, { files: disk.mount() })).ok, message).toBe(true)
  life.taken = goesOn
  life.acknowledged = goesOn.length
}

function lifeOn(disk: MemoryDisk): Life {
  return { disk, taken: [], acknowledged: 0 }
}

function troubleAt(disk: MemoryDisk, at: number, trouble: (typeof TROUBLES)[string], random = seeded(at)): void {
  disk.onStep = ({ number, kind }) => {
    if (number !== at) return
    trouble(disk, random)
    throw new Error(`EIO: i/o error, ${kind}`)
  }
}

async function countSteps(disk: MemoryDisk, work: (disk: MemoryDisk) => Promise<unknown>): Promise<number> {
  await work(disk)
  return disk.steps
}

/** Three acknowledged lines, and a batch of which the disk has one line and a half. */
async function afterCrash() {
  const disk = await diskWith([['{"a":1}'], ['{"a":2}']], [['{"a":3}'], ['{"a":4}', '{"a":5}', '{"a":6}']])
  disk.put(segmentFile(3), bytesOf(disk, segmentFile(3)).subarray(0, -24))
  return { disk, texts: [1, 2, 3, 4, 5, 6].map(a => `{"a":${a}}`), acknowledged: 3 }
}

/** What amy wrote is in the archive, in the last segment, in a batch that was cut off, and in a file that a crash left. */
async function diskToErase() {
  const texts = ['{"from":"amy","a":1}', '{"from":"bo"}', '{"from":"amy","a":3}', '{"from":"bo","a":4}']
  const last = ['{"from":"cy","a":7}', '{"from":"amy","a":8}', '{"from":"cy","a":9}']
  const disk = await diskWith(
    [texts],
    [['{"a":5}', '{"a":6}']],
    [last.slice(0, 2), last.slice(2), ['{"from":"amy","a":10}']],
  )
  disk.put(segmentFile(7), bytesOf(disk, segmentFile(7)).subarray(0, -1))
  disk.put(segmentFile(1, path.join(FOLDER, 'archive')), bytesOf(disk, segmentFile(1)))
  disk.put(segmentFile(1), undefined)
  disk.put(`${segmentFile(7)}.tmp`, Buffer.from('amy'))
  return { disk, erased: [...texts, '{"a":5}', '{"a":6}', ...last].map(withoutAmy) }
}

function erase(disk: MemoryDisk) {
  return rewriteSegments(FOLDER, eraseAmy, { files: disk.mount() })
}

function eraseAmy({ text }: Line): string | undefined {
  return text.includes('amy') ? withoutAmy(text) : undefined
}

function withoutAmy(text: string): string {
  return text.replace('amy', '(erased)')
}

function holdsAmy(disk: MemoryDisk): boolean {
  return [...disk.contents().values()].some(bytes => bytes.includes('amy'))
}
