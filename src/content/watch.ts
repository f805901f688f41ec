import { type FSWatcher, watch as watchFolder } from 'node:fs'
import path from 'node:path'
import { reasonOf } from '../journal/files.ts'
import type { Log } from '../log.ts'
import type { GoodVersions } from './good-versions.ts'
import { type BrokenVersion, createLibraryReader, type LoadedLibrary, type SectionCheck } from './library.ts'

export interface WatchOptions {
  readonly folder: string
  /** What stands in for files that break. Default: nothing. */
  readonly good?: GoodVersions
  readonly sections?: SectionCheck
  /** Called when the library says something else, or something else is wrong with it. One call at a time. */
  readonly onChange: (loaded: LoadedLibrary, change: LibraryChange) => void | Promise<void>
  readonly log?: Pick<Log, 'warn' | 'error'>
  /** How long nothing may change before it is read again, in milliseconds. Default: 150. */
  readonly settleMs?: number
  /** How often to look whether a change went unnoticed, in milliseconds. Default: 10,000. */
  readonly recheckMs?: number
}

export interface LibraryChange {
  /** Files that cannot be used as they are now, and that were all right, or broken in another way. */
  readonly broken: readonly BrokenVersion[]
  /** Files that were broken and are all right again. Files that are gone are not among them. */
  readonly mended: readonly string[]
}

export interface WatchedLibrary extends AsyncDisposable {
  /** As it was at first. */
  readonly loaded: LoadedLibrary
}

/** Editors write a file in several steps, and a checkout writes many. */
const SETTLE_MS = 150
/** Not every file system tells of changes: network drives and some containers do not. */
const RECHECK_MS = 10_000

/** Reads a library and goes on reading what changes in it. A folder that is not there yet is waited for. */
export async function watchLibrary(options: WatchOptions): Promise<WatchedLibrary> {
  const { folder, good, sections, onChange, log, settleMs = SETTLE_MS, recheckMs = RECHECK_MS } = options
  const folders = watchFolders(folder, changed, reason =>
    log?.warn(`${folder}: changes are not told (${reason}). Looking for them every ${recheckMs / 1000} s.`),
  )
  const reader = createLibraryReader(folder, {
    visit: folders.visit,
    onUnkept: error => log?.warn(`Good versions of the content cannot be kept: ${reasonOf(error)}.`, { error }),
    ...(good && { good }),
    ...(sections && { sections }),
  })
  let isOpen = true
  let settling: NodeJS.Timeout | undefined
  let isWaiting = false
  const first = read().catch(error => {
    isOpen = false
    clearTimeout(settling)
    folders.close()
    throw error
  })
  /** One reading after the other; while one waits for its turn, no other needs to. */
  let reading: Promise<unknown> = first
  let last = await first
  const loaded = last
  const recheck = setInterval(readInTurn, recheckMs)

  function changed(): void {
    clearTimeout(settling)
    if (isOpen) settling = setTimeout(readInTurn, settleMs)
  }
  function readInTurn(): void {
    if (isWaiting) return
    isWaiting = true
    reading = reading.then(readAgain)
  }
  async function readAgain(): Promise<void> {
    isWaiting = false
    if (!isOpen) return
    try {
      const before = last
      last = await read()
      if (isOpen && signatureOf(last) !== signatureOf(before)) await onChange(last, changeBetween(before, last))
    } catch (error) {
      log?.error(`${folder}: the change could not be taken over: ${reasonOf(error)}.`, { error })
    }
  }
  async function read(): Promise<LoadedLibrary> {
    folders.begin()
    const now = await reader.read()
    folders.end()
    return now
  }

  return {
    loaded,
    async [Symbol.asyncDispose]() {
      isOpen = false
      clearTimeout(settling)
      clearInterval(recheck)
      await reading
      folders.close()
    },
  }
}

/** What is different about a file that is broken now, or was. */
function changeBetween(before: LoadedLibrary, now: LoadedLibrary): LibraryChange {
  const wereBroken = new Map(before.broken.map(({ file, hash }) => [file, hash]))
  const areBroken = new Set(now.broken.map(({ file }) => file))
  const used = new Set(filesOf(now).map(({ file }) => file))
  return {
    broken: now.broken.filter(({ file, hash }) => wereBroken.get(file) !== hash),
    mended: before.broken.map(({ file }) => file).filter(file => !areBroken.has(file) && used.has(file)),
  }
}

/** The same signature is the same library. */
function signatureOf(loaded: LoadedLibrary): string {
  const { problems, broken, images } = loaded
  return JSON.stringify([filesOf(loaded).map(({ file, hash }) => [file, hash]), problems, broken, images])
}

const filesOf = ({ posts, plans, others, shop, phrases }: LoadedLibrary) => [
  ...posts,
  ...plans,
  ...others,
  ...(shop ? [shop] : []),
  ...(phrases ? [phrases] : []),
]

/**
 * Watches each folder by itself. `recursive` is not used: on Linux it is made of such watchers too, and loses what
 * happens in a new folder before it is noticed.
 */
function watchFolders(root: string, onEvent: () => void, onTrouble: (reason: string) => void) {
  const watchers = new Map<string, FSWatcher>()
  let visited = new Set<string>()
  let isTroubled = false

  const close = (folder: string) => {
    watchers.get(folder)?.close()
    watchers.delete(folder)
  }
  const open = (folder: string) => {
    try {
      const watcher = watchFolder(folder, onEvent)
      watcher.on('error', () => close(folder))
      watchers.set(folder, watcher)
    } catch (error) {
      if (isTroubled || isGone(error)) return
      isTroubled = true
      onTrouble(reasonOf(error))
    }
  }

  return {
    begin() {
      visited = new Set()
    },
    /** Before a folder is looked into, so that nothing is missed between. */
    visit(folder: string) {
      const whole = path.join(root, folder)
      visited.add(whole)
      close(whole)
      open(whole)
    },
    /** Folders that are gone need no watcher. */
    end() {
      for (const folder of watchers.keys()) if (!visited.has(folder)) close(folder)
    },
    close() {
      for (const folder of [...watchers.keys()]) close(folder)
    },
  }
}

const isGone = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'
