import { BonfireError } from '../errors.ts'
import type { Files, ReadableFile, WritableFile } from './files.ts'
import { turnOfTheEventLoop } from './journal.fixtures.ts'
import { createMemoryDisk, type DiskStep } from './memory-files.ts'
import { type OwnershipOptions, takeOwnership } from './owner.ts'
import { generationsIn, ownerFile } from './owner-file.ts'
import type { OwnerClock, Ownership } from './ownership.ts'
import type { Fate, ProcessIdentity } from './process-identity.ts'

/** The folder that everybody wants. */
export const FOLDER = '/data/live'

/** A clock that stands still until it is told to go. */
export interface TestClock extends OwnerClock {
  /** Time passes, and timers ring when they are due. */
  advance(ms: number): Promise<void>
  /** Time passes and no timer rings, as for a process that is frozen. */
  jump(ms: number): void
}

export function createTestClock(): TestClock {
  const timers = new Set<{ readonly atMs: number; readonly callback: () => void }>()
  let nowMs = 0
  return {
    nowMs: () => nowMs,
    after(delayMs, callback) {
      const timer = { atMs: nowMs + delayMs, callback }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
    async advance(ms) {
      const untilMs = nowMs + ms
      for (;;) {
        await turnOfTheEventLoop()
        const next = [...timers].filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0]
        if (next === undefined) break
        timers.delete(next)
        nowMs = Math.max(nowMs, next.atMs)
        next.callback()
      }
      nowMs = untilMs
    },
    jump(ms) {
      nowMs += ms
    },
  }
}

/** Files that are paused before and after each thing asked of them, as for a process that may be frozen at any point. */
export function paused(files: Files, pause: () => Promise<void>): Files {
  const both = async <T>(work: () => Promise<T>): Promise<T> => {
    await pause()
    const result = await work()
    await pause()
    return result
  }
  const reader = (handle: ReadableFile): ReadableFile => ({
    read: (into, position) => both(() => handle.read(into, position)),
    close: () => handle.close(),
  })
  const writer = (handle: WritableFile): WritableFile => ({
    write: (bytes, position) => both(() => handle.write(bytes, position)),
    datasync: () => both(() => handle.datasync()),
    close: () => handle.close(),
  })
  return {
    makeFolder: folder => both(() => files.makeFolder(folder)),
    list: folder => both(() => files.list(folder)),
    open: async file => reader(await both(() => files.open(file))),
    create: async file => writer(await both(() => files.create(file))),
    createNew: async file => writer(await both(() => files.createNew(file))),
    rename: (from, to) => both(() => files.rename(from, to)),
    remove: file => both(() => files.remove(file)),
    syncFolder: folder => both(() => files.syncFolder(folder)),
    freeBytes: files.freeBytes,
  }
}

/** A disk, a clock, and processes in several places that want the same folder. */
export function world() {
  const disk = createMemoryDisk()
  const clock = createTestClock()
  const lost: BonfireError<'DATA_LOST'>[] = []
  const dead = new Set<number>()
  const unknown = new Set<number>()
  const frozen = new Map<string, Promise<void>>()
  const fate = ({ pid }: ProcessIdentity): Fate => (dead.has(pid) ? 'dead' : unknown.has(pid) ? 'unknown' : 'alive')

  function optionsOf(place: string | undefined, pid: number): OwnershipOptions {
    const thawed = async () => frozen.get(place ?? '')
    return {
      files: paused(disk.mount(), thawed),
      clock: {
        nowMs: clock.nowMs,
        after: (delayMs, callback) => clock.after(delayMs, () => void thawed().then(callback)),
      },
      identity: { pid, pidNamespace: place, processStartedAt: '1', host: place ?? 'nowhere' },
      fateOf: fate,
      onLost: error => lost.push(error),
    }
  }
  return {
    disk,
    clock,
    lost,
    dead,
    unknown,
    take: (place: string | undefined, pid: number) => takeOwnership(FOLDER, optionsOf(place, pid)),
    generations: () => generationsIn(disk.mount(), FOLDER),
    /** Nothing goes on there, until the function that it returns is called. */
    freeze(place: string): () => void {
      const thaw = Promise.withResolvers<void>()
      frozen.set(place, thaw.promise)
      return () => {
        frozen.delete(place)
        thaw.resolve()
      }
    },
  }
}

/** A step on the lock of a generation. */
export function onLock(kind: DiskStep['kind'], generation: number): (step: DiskStep) => boolean {
  return step => step.kind === kind && step.file === ownerFile(FOLDER, generation)
}

export async function giveBack(owner: Ownership): Promise<void> {
  await owner[Symbol.asyncDispose]()
}

export function outcomeOf(taking: Promise<Ownership>): Promise<Ownership | BonfireError> {
  return taking.catch(error => {
    if (error instanceof BonfireError) return error
    throw error
  })
}
