import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { BonfireError, type ErrorCode } from '../errors.ts'
import { type FileJournalOptions, openFileJournal } from './file-journal.ts'
import type { Files } from './files.ts'
import type { Journal } from './journal.ts'
import { createMemoryDisk, type DiskStep, type MemoryDisk } from './memory-files.ts'

/** Where the journal lies on a disk in memory. */
export const FOLDER = '/data/journal'

export function segmentFile(first: number, folder = FOLDER): string {
  return path.join(folder, `j${String(first).padStart(15, '0')}.jsonl`)
}

/** A folder of this machine that goes with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bonfire-journal-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A disk with sectors so small that a power cut tears a line. */
export function testDisk(): MemoryDisk {
  return createMemoryDisk({ sectorBytes: 7 })
}

/** The journal on a disk in memory, as a process that starts now opens it. */
export function openOn(disk: MemoryDisk, options: FileJournalOptions = {}): Promise<Journal> {
  return openFileJournal(FOLDER, { files: disk.mount(), ...options })
}

export async function close(journal: Journal): Promise<void> {
  await journal[Symbol.asyncDispose]()
}

/** Appends lines as one batch, and waits until it is durable. */
export async function appendBatch(journal: Journal, texts: readonly string[]): Promise<void> {
  const numbers = texts.map(text => journal.append(text))
  await journal.whenDurable(numbers.at(-1)!)
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

export async function textsOf(journal: Journal, from = 1): Promise<string[]> {
  return (await collect(journal.read(from))).map(({ text }) => text)
}

/** What a process that starts now finds, or the error with which it refuses. */
export async function reopened(disk: MemoryDisk): Promise<string[] | BonfireError> {
  try {
    const journal = await openOn(disk)
    const texts = await textsOf(journal)
    await close(journal)
    return texts
  } catch (error) {
    if (error instanceof BonfireError) return error
    throw error
  }
}

/** A disk with one segment for each list of batches: `[[['a', 'b'], ['c']], [['d']]]` is two segments and three batches. */
export async function diskWith(...segments: readonly (readonly (readonly string[])[])[]): Promise<MemoryDisk> {
  const disk = testDisk()
  for (const batches of segments) {
    const journal = await openOn(disk)
    for (const batch of batches) await appendBatch(journal, batch)
    await close(journal)
  }
  return disk
}

/** A copy of a disk as it is now, to be damaged. */
export function copyOf(disk: MemoryDisk): MemoryDisk {
  const copy = testDisk()
  for (const [file, bytes] of disk.contents()) copy.put(file, Buffer.from(bytes))
  return copy
}

export function bytesOf(disk: MemoryDisk, file: string): Buffer {
  return disk.contents().get(file)!
}

/** The code of the error that something ends with. */
export async function codeOf(work: () => unknown): Promise<ErrorCode | 'none' | 'other'> {
  try {
    await work()
    return 'none'
  } catch (error) {
    return error instanceof BonfireError ? error.code : 'other'
  }
}

/** Holds the next step that matches, until it is released. */
export function holdNext(disk: MemoryDisk, matches: (step: DiskStep) => boolean) {
  const reached = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  disk.onStep = async step => {
    if (!matches(step)) return
    disk.onStep = undefined
    reached.resolve()
    await released.promise
  }
  return { reached: reached.promise, release: () => released.resolve() }
}

/** Makes each step fail that matches. */
export function failOn(disk: MemoryDisk, matches: (step: DiskStep) => boolean): void {
  disk.onStep = step => {
    if (matches(step)) throw new Error('EIO: i/o error')
  }
}

/** Calls back before each step of some kind that the files are asked for. */
export function watched(files: Files, before: (kind: DiskStep['kind']) => void | Promise<void>): Files {
  return {
    ...files,
    async create(file) {
      const handle = await files.create(file)
      return {
        write: async (bytes, position) => {
          await before('write')
          await handle.write(bytes, position)
        },
        datasync: async () => {
          await before('sync')
          await handle.datasync()
        },
        close: () => handle.close(),
      }
    },
  }
}

/** Long enough for everything that does not wait for the machine. */
export async function turnOfTheEventLoop(): Promise<void> {
  for (let turns = 0; turns < 2; turns++) await new Promise(resolve => setImmediate(resolve))
}
