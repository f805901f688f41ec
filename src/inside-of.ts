import { constants, promises as fs, realpathSync, statSync } from 'node:fs'
import path from 'node:path'

/**
 * Where a file below a folder really is, when all links are followed. Null: it is not there, it is no ordinary file, or
 * it lies outside the folder.
 */
export function insideOf(folder: string, file: string): string | null {
  if (!isBelow(path.resolve(folder), path.resolve(folder, file))) return null
  try {
    const real = realpathSync(path.resolve(folder, file))
    return isBelow(realpathSync(folder), real) && statSync(real).isFile() ? real : null
  } catch {
    return null
  }
}

/** Where a picture of the library really is. `assets` itself may be no link that leads out of the library either. */
export function assetIn(assets: string, name: string): string | null {
  const [folder, file] = [path.resolve(assets), path.resolve(assets, name)]
  return isBelow(folder, file) ? insideOf(path.dirname(folder), file) : null
}

const isBelow = (folder: string, file: string): boolean =>
  file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep)

// A pipe must not keep us waiting until somebody writes into it.
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0)

/** Opens a file that is no link, and of which nobody but its bytes decides how long reading it takes. */
export async function openOrdinary(file: string): Promise<fs.FileHandle> {
  const handle = await fs.open(file, OPEN_FLAGS)
  const isFile = await handle.stat().then(
    stats => stats.isFile(),
    () => false,
  )
  if (isFile) return handle
  await handle.close()
  throw new Error(`${path.basename(file)} is no ordinary file.`)
}

/** The bytes of a file that is no larger than that. Null: it is, or it cannot be read. */
export async function readOrdinary(file: string, bytesMax: number): Promise<Buffer | null> {
  const handle = await openOrdinary(file).catch(() => null)
  if (!handle) return null
  try {
    return (await handle.stat()).size > bytesMax ? null : await handle.readFile()
  } catch {
    return null
  } finally {
    await handle.close()
  }
}
