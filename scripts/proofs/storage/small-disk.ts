import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A disk of its own, in memory, that is soon full. */
export interface SmallDisk {
  readonly folder: string
  /** Lets only so many bytes be free. */
  fill(freeBytes: number): void
  /** Takes the ballast away. */
  free(): void
  unmount(): void
}

/** Mounts one on an empty folder. Returns why it cannot, where this machine does not let us. */
export function mountSmallDisk(folder: string, bytes: number): SmallDisk | string {
  if (process.platform !== 'linux') return `cannot mount: this is ${process.platform}, and needs Linux`
  mkdirSync(folder)
  const { status, stderr, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], {
    encoding: 'utf8',
  })
  if (status !== 0) return `cannot mount: ${(error?.message ?? stderr).trim()}`
  const unmount = () => {
    process.off('exit', unmount)
    spawnSync('umount', ['--lazy', folder])
  }
  // Before the folder that it stands in is removed.
  process.prependListener('exit', unmount)
  const ballast = path.join(folder, 'ballast')
  const free = () => rmSync(ballast, { force: true })
  return {
    ...{ folder, free, unmount },
    fill(freeBytes) {
      free()
      const { bavail, bsize } = statfsSync(folder)
      const size = bavail * bsize - freeBytes
      if (size > 0) fillUp(ballast, size)
    },
  }
}

/** Whoever writes meanwhile may take some of the room: then there is none left, which is more than was asked for. */
function fillUp(file: string, bytes: number): void {
  try {
    writeFileSync(file, Buffer.alloc(bytes))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}
