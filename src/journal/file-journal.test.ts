import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { BonfireError } from '../errors.ts'
import { openFileJournal } from './file-journal.ts'
import { nodeFiles } from './files.ts'
import {
  appendBatch,
  close,
  codeOf,
  diskWith,
  FOLDER,
  failOn,
  holdNext,
  openOn,
  segmentFile,
  temporaryFolder,
  textsOf,
  turnOfTheEventLoop,
} from './journal.fixtures.ts'
import { createMemoryDisk } from './memory-files.ts'

describe('a batch', () => {
  test('is acknowledged only when it has been synced', async () => {
    const disk = createMemoryDisk()
    const journal = await openOn(disk)
    const sync = holdNext(disk, ({ kind }) => kind === 'sync')
    const seen: number[] = []
    journal.onDurable(durable => seen.push(durable))
    journal.append('a')
    await sync.reached
    await turnOfTheEventLoop()
    // It has been written, and could be read. But it is not on the disk.
    expect(disk.contents().get(segmentFile(1))?.includes('+1 a')).toBe(true)
    expect([journal.durable, seen]).toEqual([0, []])
    sync.release()
    await journal.whenDurable(1)
    expect([journal.durable, seen]).toEqual([1, [1]])
  })

  test('has the lines of one turn of the event loop, and the next gathers while it is written', async () => {
    const disk = createMemoryDisk()
    const journal = await openOn(disk)
    const flushes: number[] = []
    journal.onDurable(durable => flushes.push(durable))
    const write = holdNext(disk, ({ kind }) => kind === 'write')
    for (const text of ['a', 'b', 'c']) journal.append(text)
    await write.reached
    for (const text of ['d', 'e']) journal.append(text)
    await turnOfTheEventLoop()
    journal.append('f')
    write.release()
    await journal.whenDurable(6)
    expect(flushes).toEqual([3, 6])
  })

  test('with one line waits no longer than this turn of the event loop', async () => {
    const disk = createMemoryDisk()
    const journal = await openOn(disk)
    const write = holdNext(disk, ({ kind }) => kind === 'write')
    journal.append('a')
    await turnOfTheEventLoop()
    expect(await Promise.race([write.reached.then(() => 'written'), turnOfTheEventLoop()])).toBe('written')
    write.release()
    await close(journal)
  })

  test('is begun within the turn when many lines wait', async () => {
    const disk = createMemoryDisk()
    const journal = await openOn(disk)
    const write = holdNext(disk, ({ kind }) => kind === 'write')
    for (let lines = 0; lines < 64; lines++) journal.append('a')
    await write.reached
    expect(journal.next).toBe(65)
    write.release()
    await close(journal)
  })

  test('is bounded in lines and in characters', async () => {
    const disk = createMemoryDisk()
    const journal = await openOn(disk)
    const flushes: number[] = []
    journal.onDurable(durable => flushes.push(durable))
    const write = holdNext(disk, ({ kind }) => kind === 'write')
    for (let lines = 0; lines < 64; lines++) journal.append('')
    for (let lines = 0; lines < 8193; lines++) journal.append('')
    for (let lines = 0; lines < 3; lines++) journal.append('x'.repeat(600_000))
    await write.reached
    write.release()
    await journal.whenDurable(64 + 8193 + 3)
    // The first 64 at once; 8192; what is left of the short ones and two of the long ones, which is over 1 Mi; the rest.
    expect(flushes).toEqual([64, 8256, 8259, 8260])
    expect((await textsOf(journal, 8258)).map(text => text.length)).toEqual([600_000, 600_000, 600_000])
    await close(journal)
  })

  test('is written one at a time', async () => {
    const disk = createMemoryDisk()
    const journal = await openOn(disk)
    let writing = 0
    let writingMax = 0
    disk.onStep = async ({ kind }) => {
      if (kind !== 'write') return
      writingMax = Math.max(writingMax, ++writing)
      await turnOfTheEventLoop()
      writing--
    }
    for (let turns = 0; turns < 10; turns++) {
      for (let lines = 0; lines < 100; lines++) journal.append(`${turns}.${lines}`)
      await turnOfTheEventLoop()
    }
    await journal.whenDurable(1000)
    expect(writingMax).toBe(1)
  })
})

describe('room', () => {
  test('is refused while too much waits, and there again when it is written', async () => {
    const disk = createMemoryDisk()
    const journal = await openOn(disk, { backlogCharsMax: 10 })
    const write = holdNext(disk, ({ kind }) => kind === 'write')
    journal.append('x'.repeat(10))
    journal.append('one more')
    await write.reached
    expect(() => journal.append('y')).toThrow('18 characters wait')
    expect([journal.next, await codeOf(() => journal.append('y'))]).toEqual([3, 'JOURNAL_REFUSED'])
    write.release()
    await journal.whenDurable(2)
    expect(journal.append('y')).toBe(3)
    await close(journal)
  })

  test('is refused while the disk is nearly full, looked at once a second, and there again when it is not', async () => {
    const disk = createMemoryDisk()
    let nowMs = 5000
    const journal = await openOn(disk, { freeBytesMin: 1000, nowMs: () => nowMs })
    journal.append('a')
    disk.freeBytes = 999
    nowMs += 999
    journal.append('b')
    nowMs += 1
    expect(() => journal.append('c')).toThrow(FOLDER)
    disk.freeBytes = 1000
    expect(await codeOf(() => journal.append('c'))).toBe('JOURNAL_REFUSED')
    nowMs += 1000
    expect(journal.append('c')).toBe(3)
    await close(journal)
    expect(await textsOf(journal)).toEqual(['a', 'b', 'c'])
  })

  test('is looked at also when much is taken within the second', async () => {
    const disk = createMemoryDisk()
    const journal = await openOn(disk, { nowMs: () => 0, backlogCharsMax: 100_000_000 })
    journal.append('a')
    disk.freeBytes = 0
    for (let lines = 0; lines < 8; lines++) journal.append('x'.repeat(1024 * 1024))
    expect(await codeOf(() => journal.append('b'))).toBe('JOURNAL_REFUSED')
    await close(journal)
  })

  test('is refused from the start on a disk that is nearly full', async () => {
    const disk = await diskWith([['a']])
    disk.freeBytes = 0
    const journal = await openOn(disk)
    expect(await codeOf(() => journal.append('b'))).toBe('JOURNAL_REFUSED')
    expect(await textsOf(journal)).toEqual(['a'])
    await close(journal)
  })

  test('is assumed where the file system does not say', async () => {
    const disk = createMemoryDisk()
    const silent = () => {
      throw new Error('ENOSYS: function not implemented, statfs')
    }
    const journal = await openOn(disk, { files: { ...disk.mount(), freeBytes: silent } })
    await appendBatch(journal, ['a'])
    await close(journal)
  })
})

describe('a failure', () => {
  for (const kind of ['write', 'sync'] as const) {
    test(`of a ${kind} is told once, and never tried again`, async () => {
      const disk = createMemoryDisk()
      const fatal: BonfireError[] = []
      const journal = await openOn(disk, { onFatal: error => fatal.push(error) })
      await appendBatch(journal, ['a'])
      let failures = 0
      failOn(disk, step => step.kind === kind && ++failures > 0)
      const waits = [journal.append('b'), journal.append('c')].map(lsn => codeOf(() => journal.whenDurable(lsn)))
      expect(await Promise.all(waits)).toEqual(['JOURNAL_FAILED', 'JOURNAL_FAILED'])
      expect(await codeOf(() => journal.append('d'))).toBe('JOURNAL_FAILED')
      await turnOfTheEventLoop()
      await close(journal)
      expect(failures).toBe(1)
      expect(fatal).toHaveLength(1)
      expect(fatal[0]).toMatchObject({
        code: 'JOURNAL_FAILED',
        params: { file: segmentFile(1), reason: 'EIO: i/o error' },
      })
      expect(fatal[0]?.cause).toBeInstanceOf(Error)
    })
  }

  test('to sync the archive stops the journal, since the disk can no longer be believed', async () => {
    const disk = await diskWith([['a']])
    const fatal: BonfireError[] = []
    const journal = await openOn(disk, { onFatal: error => fatal.push(error) })
    failOn(disk, ({ kind }) => kind === 'syncFolder')
    expect(await codeOf(() => journal.archive(2))).toBe('JOURNAL_FAILED')
    expect(await codeOf(() => journal.append('b'))).toBe('JOURNAL_FAILED')
    expect(fatal).toHaveLength(1)
    await close(journal)
  })

  test('of a listener is not taken for a failed write', async () => {
    const disk = createMemoryDisk()
    const journal = await openOn(disk)
    const bug = new Error('a bug of the listener')
    const uncaught = nextUncaught()
    journal.onDurable(() => {
      throw bug
    })
    await appendBatch(journal, ['a'])
    expect(await uncaught).toBe(bug)
    await appendBatch(await openOn(disk), ['b'])
  })
})

describe('a folder that is not ours any more', () => {
  test('is not written to', async () => {
    const disk = createMemoryDisk()
    const fatal: BonfireError[] = []
    let ours = true
    const journal = await openOn(disk, { mayWrite: () => ours, onFatal: error => fatal.push(error) })
    await appendBatch(journal, ['a'])
    ours = false
    const before = disk.contents().get(segmentFile(1))
    expect(await codeOf(() => journal.whenDurable(journal.append('b')))).toBe('JOURNAL_FAILED')
    expect(disk.contents().get(segmentFile(1))).toEqual(before)
    expect(fatal.map(({ code }) => code)).toEqual(['DATA_LOST'])
    expect(await codeOf(() => journal.append('c'))).toBe('JOURNAL_FAILED')
    await close(journal)
  })

  test('is asked for before each batch and before it is acknowledged, and may take its time to answer', async () => {
    const disk = createMemoryDisk()
    const answers = [true, true, true, true, false]
    const journal = await openOn(disk, {
      mayWrite: async () => {
        await turnOfTheEventLoop()
        return answers.length > 0 ? answers.shift()! : true
      },
    })
    // Two answers were for opening. The third lets the batch be written, the fourth lets it be acknowledged.
    await appendBatch(journal, ['a'])
    answers.unshift(true)
    expect(await codeOf(() => journal.whenDurable(journal.append('b')))).toBe('JOURNAL_FAILED')
    expect(journal.durable).toBe(1)
    await close(journal)
  })

  test('is neither opened nor changed', async () => {
    const disk = await diskWith([['a'], ['b']])
    disk.put(segmentFile(1), disk.contents().get(segmentFile(1))!.subarray(0, -3))
    const before = new Map(disk.contents())
    expect(await codeOf(() => openOn(disk, { mayWrite: () => false }))).toBe('DATA_LOST')
    expect(disk.contents()).toEqual(before)
  })

  test('gets no new segment, and nothing is moved to its archive', async () => {
    const disk = await diskWith([['a']])
    let ours = true
    const journal = await openOn(disk, { mayWrite: () => ours, segmentBytesMax: 1 })
    await appendBatch(journal, ['b'])
    ours = false
    const before = [...disk.contents().keys()]
    expect(await codeOf(() => journal.archive(2))).toBe('DATA_LOST')
    expect(await codeOf(() => journal.append('c'))).toBe('JOURNAL_FAILED')
    expect([...disk.contents().keys()]).toEqual(before)
    await close(journal)
  })
})

describe('on this machine', () => {
  test('only its owner can read a journal', async () => {
    const folder = path.join(await temporaryFolder(), 'live', 'main')
    const journal = await openFileJournal(folder)
    await appendBatch(journal, ['a'])
    await close(journal)
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    for (const name of await readdir(folder)) expect((await stat(path.join(folder, name))).mode & 0o777).toBe(0o600)
  })

  test('a folder that cannot be made or read is named', async () => {
    const folder = await temporaryFolder()
    const file = path.join(folder, 'file')
    await (await nodeFiles.create(file)).close()
    await expect(openFileJournal(path.join(file, 'journal'))).rejects.toMatchObject({ code: 'DATA_UNREADABLE' })
    await expect(openFileJournal(file)).rejects.toMatchObject({ code: 'DATA_UNREADABLE', params: { file } })
  })
})

/** The next exception that nobody catches, kept from vitest, which would fail the run. */
function nextUncaught(): Promise<unknown> {
  const others = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  return new Promise(resolve => {
    process.once('uncaughtException', error => {
      for (const listener of others) process.on('uncaughtException', listener)
      resolve(error)
    })
  })
}
