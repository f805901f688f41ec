import { describe, expect, test } from 'vitest'
import {
  appendBatch,
  close,
  codeOf,
  diskWith,
  FOLDER,
  failOn,
  holdNext,
  openOn,
  textsOf,
  turnOfTheEventLoop,
} from './journal.fixtures.ts'
import { verifyFolder } from './journal-folder.ts'
import { createMemoryDisk, type MemoryDisk } from './memory-files.ts'

describe('segments', () => {
  test('follow each other when one is full, while lines are taken', async () => {
    const disk = createMemoryDisk()
    const journal = await openOn(disk, { segmentBytesMax: 60 })
    await appendBatch(journal, ['a'.repeat(20)])
    const rename = holdNext(disk, ({ kind }) => kind === 'rename')
    journal.append('b')
    await rename.reached
    // The new segment is not in its place yet. That holds up nobody.
    for (const text of ['c', 'd', 'e']) journal.append(text)
    await turnOfTheEventLoop()
    expect([journal.next, journal.durable]).toEqual([6, 1])
    rename.release()
    await journal.whenDurable(5)
    expect((await textsOf(journal)).slice(1)).toEqual(['b', 'c', 'd', 'e'])
    expect((await reportOf(disk)).map(({ first, lines }) => [first, lines])).toEqual([
      [1, 1],
      [2, 4],
    ])
    await close(journal)
  })

  test('are never two of the same name, however little one may hold', async () => {
    const disk = createMemoryDisk()
    const journal = await openOn(disk, { segmentBytesMax: 1 })
    await appendBatch(journal, ['a'])
    await journal.archive(2)
    await close(journal)
    expect(await textsOf(await openOn(disk))).toEqual(['a'])
  })

  test('begin anew with each start, and one without lines is replaced', async () => {
    const disk = await diskWith([['a']], [], [], [['b']], [])
    expect((await reportOf(disk)).map(({ first, lines }) => [first, lines])).toEqual([
      [1, 1],
      [2, 1],
      [3, 0],
    ])
  })

  test('move to the archive when all their lines are below a number, the active one never', async () => {
    const disk = await diskWith([['a', 'b']], [['c', 'd']])
    const journal = await openOn(disk)
    await appendBatch(journal, ['e'])
    const archived = async (below: number) => {
      await journal.archive(below)
      return (await reportOf(disk)).filter(({ file }) => file.includes('archive')).map(({ first }) => first)
    }
    expect(await archived(2)).toEqual([])
    expect(await archived(3)).toEqual([1])
    expect(await archived(4)).toEqual([1])
    expect(await archived(1000)).toEqual([1, 3])
    expect(await textsOf(journal)).toEqual(['a', 'b', 'c', 'd', 'e'])
    await close(journal)
    expect((await reportOf(disk)).every(({ state }) => state === 'ok')).toBe(true)
  })

  test('may move to the archive while somebody reads them', async () => {
    const disk = await diskWith([['a']], [['b']], [['c']])
    const journal = await openOn(disk)
    const read: string[] = []
    for await (const { text } of journal.read(1)) {
      read.push(text)
      await journal.archive(4)
    }
    expect(read).toEqual(['a', 'b', 'c'])
    await close(journal)
  })

  test('may move to the archive between being looked up and being opened', async () => {
    const disk = await diskWith([['a']], [['b']])
    const journal = await openOn(disk)
    const open = holdNext(disk, ({ kind }) => kind === 'open')
    const reading = textsOf(journal)
    await open.reached
    await journal.archive(3)
    open.release()
    expect(await reading).toEqual(['a', 'b'])
    await close(journal)
  })

  test('that cannot be moved stay, and the journal goes on', async () => {
    const disk = await diskWith([['a']])
    const journal = await openOn(disk)
    failOn(disk, ({ kind }) => kind === 'rename')
    expect(await codeOf(() => journal.archive(2))).toBe('DATA_UNWRITABLE')
    disk.onStep = undefined
    await appendBatch(journal, ['b'])
    await journal.archive(2)
    expect(await textsOf(journal)).toEqual(['a', 'b'])
    await close(journal)
  })

  test('are read while lines are written and segments follow each other', async () => {
    const disk = createMemoryDisk()
    const journal = await openOn(disk, { segmentBytesMax: 500 })
    const writer = async () => {
      for (let lines = 0; lines < 300; lines++) await appendBatch(journal, [`line ${lines + 1}`])
    }
    const reader = async () => {
      while (journal.durable < 300) {
        const durable = journal.durable
        expect((await textsOf(journal)).slice(0, durable)).toEqual(upTo(durable))
        await journal.archive(durable - 20)
        // A disk in memory answers at once, and would keep the writer from its turn.
        await turnOfTheEventLoop()
      }
    }
    await Promise.all([writer(), reader()])
    expect(await textsOf(journal)).toEqual(upTo(300))
    await close(journal)
  })
})

async function reportOf(disk: MemoryDisk) {
  return (await verifyFolder(FOLDER, { files: disk.mount() })).segments
}

function upTo(lines: number): string[] {
  return Array.from({ length: lines }, (_, at) => `line ${at + 1}`)
}
