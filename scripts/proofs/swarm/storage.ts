import type { Instant } from '../../../src/events/ids.ts'
import type { Commit } from '../../../src/host/commit.ts'
import type { Host } from '../../../src/host/host.ts'
import { createCheckpointer } from '../../../src/journal/checkpoint.ts'
import { openFileJournal } from '../../../src/journal/file-journal.ts'
import type { Journal, Line } from '../../../src/journal/journal.ts'
import { createMemoryDisk } from '../../../src/journal/memory-files.ts'
import { createMemoryJournal, type MemoryJournal } from '../../../src/journal/memory-journal.ts'
import { openPageStore } from '../../../src/journal/page-store.ts'
import { recover } from '../../../src/journal/recover.ts'
import type { Random } from './random.ts'

/** Where a bot keeps what is true, and all that can go wrong with it. */
export interface Storage {
  /** For the next process: what was durable, perhaps a little more. */
  open(): Promise<Opened>
  /** The process ends. With `power`, what the disk had not synced may be lost. */
  end(power: boolean): void
  setFull(full: boolean): void
  /** The next write fails. */
  breakDisk(): void
}
export interface Opened {
  readonly journal: Journal
  /** Makes lines durable at this instant; absent where the disk does so itself. */
  readonly flush?: (step: (what: string) => boolean) => void
  /** Brings a host that has just been made to the end of the journal. */
  recover(host: Host): Promise<void>
  /** Writes the pages. */
  checkpoint(): Promise<void>
}

export interface StorageOptions {
  readonly random: Random
  readonly now: () => Instant
  /** Called before each thing asked of the disk; true: the process is gone. */
  readonly step: (what: string) => boolean
  /** Nothing can be written any more: the process must end. */
  readonly onFatal: (error: unknown) => void
}

/** A journal in memory: a crash loses what was not flushed. */
export function memoryStorage({ onFatal }: StorageOptions): Storage {
  let journal: MemoryJournal | null = null
  let isFull = false
  return {
    async open() {
      const opened = journal ? journal.crash() : createMemoryJournal({ flush: 'manual' })
      journal = opened
      opened.refuse(isFull ? 'the disk is full' : undefined)
      return {
        journal: opened,
        flush(step) {
          while (opened.durable < opened.next - 1) {
            if (step(`before line ${opened.durable + 1}`)) return
            const before = opened.durable
            opened.flush(1)
            if (opened.durable === before || step(`after line ${opened.durable}`)) return
          }
        },
        async recover(host) {
          for (const [index, line] of opened.lines.entries()) host.replay(JSON.parse(line) as Commit, index + 1)
        },
        async checkpoint() {},
      }
    },
    end() {},
    setFull(full) {
      isFull = full
      journal?.refuse(full ? 'the disk is full' : undefined)
    },
    breakDisk() {
      journal?.fail('the disk is broken')
      onFatal(new Error('the disk is broken'))
    },
  }
}

const TERABYTE = 2 ** 40
const FOLDER = '/data'
/** Small, so that a campaign fills several. */
const SEGMENT_BYTES = 128 * 1024

/** The real journal and pages, on a disk that loses what a real one loses. */
export function fileStorage({ random, now, step, onFatal }: StorageOptions): Storage {
  const disk = createMemoryDisk()
  let isBroken = false
  disk.onStep = ({ kind }) => {
    if (kind === 'write' && isBroken) {
      isBroken = false
      throw new Error('EIO: the disk is broken')
    }
    if (kind === 'write' || kind === 'sync' || kind === 'rename') step(`before ${kind}`)
  }
  return {
    async open() {
      const files = disk.mount()
      const options = { files, nowMs: now, onFatal, segmentBytesMax: SEGMENT_BYTES }
      const journal = await openFileJournal(`${FOLDER}/journal`, options)
      const store = await openPageStore(`${FOLDER}/pages`, { files })
      let checkpoint = async () => {}
      return {
        journal,
        async recover(host) {
          const recovered = await recover(host, journal, store)
          const keeper = createCheckpointer({ host, journal, store, recovered, breathe: async () => {} })
          checkpoint = async () => void (await keeper.checkpoint())
        },
        checkpoint: () => checkpoint(),
      }
    },
    end(power) {
      isBroken = false
      if (power) disk.cutPower(() => random.chance(0.5))
      else disk.kill()
    },
    setFull(full) {
      disk.freeBytes = full ? 0 : TERABYTE
    },
    breakDisk() {
      isBroken = true
    },
  }
}

/** The lines of a journal from a number on. */
export async function linesFrom(journal: Pick<Journal, 'read'>, from: number): Promise<readonly Line[]> {
  const lines: Line[] = []
  for await (const line of journal.read(from)) lines.push(line)
  return lines
}
