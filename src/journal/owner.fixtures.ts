import type { Files, ReadableFile, WritableFile } from './files.ts'
import { turnOfTheEventLoop } from './journal.fixtures.ts'
import type { OwnerClock } from './ownership.ts'

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
