import path from 'node:path'
import type { Files, ReadableFile, WritableFile } from './files.ts'

/** One thing asked of the disk. Numbered from 1, so that a test can fail each in turn. */
export interface DiskStep {
  readonly number: number
  readonly kind: 'create' | 'list' | 'open' | 'read' | 'remove' | 'rename' | 'sync' | 'syncFolder' | 'write'
  readonly file: string
}

/**
 * A disk in memory that loses what a real one loses: bytes that were not synced, names whose folder was not synced.
 * A failed sync is as bad as a real one: the bytes stay readable and are never written (rule 3 of the journal).
 */
export interface MemoryDisk {
  /** The disk as seen by a process that starts now. */
  mount(): Files
  /** Kills the processes. Nothing is lost but what they had not asked for. */
  kill(): void
  /**
   * Kills the processes and loses what was not synced. Each sector and each name that could be lost is kept when
   * `survives` says so, as a real disk writes in its own order. Default: nothing survives.
   */
  cutPower(survives?: () => boolean): void
  /** Called before each step. It may throw, and the step fails with nothing done, or wait, and the step is slow. */
  onStep: ((step: DiskStep) => void | Promise<void>) | undefined
  /** How many steps there were so far. */
  readonly steps: number
  /** What `freeBytes` says. Default: a terabyte. */
  freeBytes: number
  /** The files by path, as a process sees them. */
  contents(): ReadonlyMap<string, Buffer>
  /** Puts bytes on the disk past everything, durably: damage, or a test's starting point. `undefined` removes the file. */
  put(file: string, bytes: Buffer | undefined): void
}

export interface MemoryDiskOptions {
  /** The smallest piece that a power cut keeps or loses, in bytes. Default: 512. */
  readonly sectorBytes?: number
}

const SECTOR_BYTES = 512

/** What a file holds: as processes see it, on the platter, and what lies between. */
interface Inode {
  bytes: Buffer
  durable: Buffer
  unsynced: { readonly position: number; readonly bytes: Buffer }[]
}
type Names = Map<string, Inode>
/** A change of names waits for a sync of one of its folders. */
interface NameChange {
  readonly folders: readonly string[]
  apply(names: Names): void
}

/** An empty disk in memory. */
export function createMemoryDisk(options: MemoryDiskOptions = {}): MemoryDisk {
  const { sectorBytes = SECTOR_BYTES } = options
  let names: Names = new Map()
  const durableNames: Names = new Map()
  let unsyncedNames: NameChange[] = []
  let power = 1
  let steps = 0

  async function step(since: number, kind: DiskStep['kind'], file: string): Promise<void> {
    if (since === power) {
      steps++
      await disk.onStep?.({ number: steps, kind, file })
    }
    if (since !== power) throw new Error('This process was killed.')
  }
  function changeNames(folders: readonly string[], apply: NameChange['apply']): void {
    apply(names)
    unsyncedNames.push({ folders, apply })
  }
  function find(file: string): Inode {
    return names.get(file) ?? raise('ENOENT', file)
  }
  async function sync(since: number, file: string, inode: Inode): Promise<void> {
    const unsynced = [...inode.unsynced]
    try {
      await step(since, 'sync', file)
    } catch (error) {
      if (since === power) inode.unsynced = []
      throw error
    }
    for (const { position, bytes } of unsynced) inode.durable = patched(inode.durable, position, bytes)
    inode.unsynced = inode.unsynced.slice(unsynced.length)
  }
  function reader(since: number, file: string, inode: Inode): ReadableFile {
    return {
      async read(into, position) {
        await step(since, 'read', file)
        return inode.bytes.copy(into, 0, Math.min(position, inode.bytes.length))
      },
      close: async () => {},
    }
  }
  function writer(since: number, file: string, inode: Inode): WritableFile {
    return {
      async write(bytes, position) {
        await step(since, 'write', file)
        const copy = Buffer.from(bytes)
        inode.bytes = patched(inode.bytes, position, copy)
        inode.unsynced.push({ position, bytes: copy })
      },
      datasync: () => sync(since, file, inode),
      close: async () => {},
    }
  }
  function mount(): Files {
    const since = power
    return {
      makeFolder: async () => {},
      async list(folder) {
        await step(since, 'list', folder)
        return [...names.keys()].filter(file => path.dirname(file) === folder).map(file => path.basename(file))
      },
      async open(file) {
        await step(since, 'open', file)
        return reader(since, file, find(file))
      },
      async create(file) {
        await step(since, 'create', file)
        return writer(since, file, place(file))
      },
      async createNew(file) {
        await step(since, 'create', file)
        return names.has(file) ? raise('EEXIST', file) : writer(since, file, place(file))
      },
      async rename(from, to) {
        await step(since, 'rename', to)
        const inode = find(from)
        changeNames([path.dirname(from), path.dirname(to)], map => {
          map.delete(from)
          map.set(to, inode)
        })
      },
      async remove(file) {
        await step(since, 'remove', file)
        find(file)
        changeNames([path.dirname(file)], map => map.delete(file))
      },
      async syncFolder(folder) {
        await step(since, 'syncFolder', folder)
        for (const change of unsyncedNames) if (change.folders.includes(folder)) change.apply(durableNames)
        unsyncedNames = unsyncedNames.filter(change => !change.folders.includes(folder))
      },
      freeBytes: () => disk.freeBytes,
    }
  }
  function place(file: string): Inode {
    const inode = names.get(file) ?? { bytes: Buffer.alloc(0), durable: Buffer.alloc(0), unsynced: [] }
    // What a file held that is created once more is gone at once, at worst: whoever has it open sees it vanish.
    Object.assign(inode, { bytes: Buffer.alloc(0), durable: Buffer.alloc(0), unsynced: [] })
    changeNames([path.dirname(file)], map => map.set(file, inode))
    return inode
  }
  const disk: MemoryDisk = {
    mount,
    kill() {
      power++
    },
    cutPower(survives = () => false) {
      power++
      for (const change of unsyncedNames) if (survives()) change.apply(durableNames)
      unsyncedNames = []
      names = new Map(durableNames)
      for (const inode of new Set(names.values())) loseUnsynced(inode, sectorBytes, survives)
    },
    onStep: undefined,
    get steps() {
      return steps
    },
    freeBytes: 2 ** 40,
    contents: () => new Map([...names].map(([file, { bytes }]) => [file, bytes])),
    put(file, bytes) {
      for (const map of [names, durableNames]) {
        if (bytes === undefined) map.delete(file)
        else map.set(file, { bytes, durable: bytes, unsynced: [] })
      }
    },
  }
  return disk
}

function loseUnsynced(inode: Inode, sectorBytes: number, survives: () => boolean): void {
  for (const { position, bytes } of inode.unsynced) {
    for (let at = 0; at < bytes.length; at += sectorBytes) {
      const sector = bytes.subarray(at, at + sectorBytes)
      if (survives()) inode.durable = patched(inode.durable, position + at, sector)
    }
  }
  inode.unsynced = []
  inode.bytes = inode.durable
}

/** The bytes with others over them from a position on; what lies between is zero, as in a file. */
function patched(bytes: Buffer, position: number, over: Buffer): Buffer {
  const result = Buffer.alloc(Math.max(bytes.length, position + over.length))
  bytes.copy(result)
  over.copy(result, position)
  return result
}

function raise(code: string, file: string): never {
  throw Object.assign(new Error(`${code}: ${file}`), { code })
}
