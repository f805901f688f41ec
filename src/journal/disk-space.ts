import type { Files } from './files.ts'

/** How old an answer of the disk may be, in milliseconds. */
const LOOK_EVERY_MS = 1000
/** How much may be taken between two looks, in characters. */
const LOOK_EVERY_CHARS = 8 * 1024 * 1024

export interface DiskSpace {
  /** Counts what was taken since the last look. */
  took(chars: number): void
  /** Why nothing more may be taken. `undefined` when there is room, or when the disk does not say. */
  shortage(): string | undefined
}

/** Watches that a disk keeps some room, so that it is never met full in the middle of a write. */
export function watchDiskSpace(files: Files, folder: string, freeBytesMin: number, nowMs: () => number): DiskSpace {
  let lookedMs = Number.NEGATIVE_INFINITY
  let charsSince = 0
  let free = Number.POSITIVE_INFINITY
  function look(): void {
    lookedMs = nowMs()
    charsSince = 0
    try {
      free = files.freeBytes(folder)
    } catch {
      // Some network file systems have no answer. A disk that is full then shows at the write, which stops the journal.
      free = Number.POSITIVE_INFINITY
    }
  }
  return {
    took(chars) {
      charsSince += chars
    },
    shortage() {
      if (nowMs() - lookedMs >= LOOK_EVERY_MS || charsSince >= LOOK_EVERY_CHARS) look()
      return free >= freeBytesMin
        ? undefined
        : `the disk has ${mebibytes(free)} left in ${folder}, and ${mebibytes(freeBytesMin)} must stay free`
    },
  }
}

function mebibytes(bytes: number): string {
  return `${Math.floor(bytes / 1024 / 1024)} MiB`
}
