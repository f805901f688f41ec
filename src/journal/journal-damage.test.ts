import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { completeLines } from '../../scripts/proofs/storage/bytes.ts'
import type { BonfireError } from '../errors.ts'
import {
  BEFORE_LAST,
  edit,
  FIRST,
  LAST,
  lineAt,
  move,
  moveLine,
  SECOND,
  SEGMENTS,
  startOfLastBatch,
  swap,
  TEXTS,
  withByte,
} from './damage.fixtures.ts'
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

test('a segment that changes between being checked and being copied is left as it is', async () => {
  const disk = await diskWith(...SEGMENTS)
  const shorter = bytesOf(disk, LAST).subarray(0, startOfLastBatch(bytesOf(disk, LAST)))
  let opened = 0
  disk.onStep = ({ kind, file }) => {
    if (kind === 'open' && file === LAST && ++opened === 2) disk.put(LAST, shorter)
  }
  await expect(openOn(disk)).rejects.toMatchObject({ code: 'JOURNAL_CORRUPT', params: { file: LAST, line: 5 } })
  expect(bytesOf(disk, LAST)).toBe(shorter)
})

test('a segment that is emptied while the journal is open stops a reader', async () => {
  const disk = await diskWith(...SEGMENTS)
  const journal = await openOn(disk)
  for (const file of [LAST, SECOND]) {
    edit(disk, file, lines => lines.slice(0, 1))
    await expect(textsOf(journal)).rejects.toMatchObject({ code: 'JOURNAL_CORRUPT', params: { file, line: 2 } })
  }
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

async function goesOn(disk: MemoryDisk): Promise<boolean> {
  const journal = await openOn(disk)
  const before = journal.durable
  await appendBatch(journal, ['{"after":1}'])
  await close(journal)
  const texts = await reopened(disk)
  return Array.isArray(texts) && texts.length === before + 1 && texts.at(-1) === '{"after":1}'
}
