import { constants, existsSync } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Finding } from '../adapters/adapter.ts'
import { shortPath } from '../cli/spaces.ts'
import { hasDataFolder, type ReadableDataFolder, readDataFolder } from '../journal/data-folder.ts'
import { nodeFiles } from '../journal/files.ts'
import { bad, found, good, reasonOf, warning } from './check.ts'

const MIB = 1024 * 1024
/** Below these the room left is reported, in bytes. The journal itself refuses below 64 MiB. */
const FREE_WARNING_BYTES = 1024 * MIB
const FREE_BAD_BYTES = 100 * MIB

/** A folder of data, or what keeps it from being read. */
export type Space = ReadableDataFolder | { readonly path: string; readonly problem: unknown }

/** What is known of the folder in which everything is kept. */
export interface DataFacts {
  readonly folder: string
  readonly exists: boolean
  /** Null: it can be written. */
  readonly unwritable: string | null
  /** On its disk. Null: the disk does not say. */
  readonly freeBytes: number | null
  /** `live` and `playground`, as far as they are there. */
  readonly spaces: readonly Space[]
}

export async function readData(folder: string): Promise<DataFacts> {
  const nearest = nearestFolder(folder)
  return {
    folder,
    exists: existsSync(folder),
    unwritable: await unwritable(nearest),
    freeBytes: freeBytes(nearest),
    spaces: await readSpaces(folder),
  }
}

/** The folder itself, or the one in which it would be made. */
function nearestFolder(folder: string): string {
  const above = path.dirname(folder)
  return existsSync(folder) || above === folder ? folder : nearestFolder(above)
}

async function unwritable(folder: string): Promise<string | null> {
  try {
    if (!(await stat(folder)).isDirectory()) return `${shortPath(folder)} is no folder`
    await access(folder, constants.W_OK | constants.X_OK)
    return null
  } catch (error) {
    return reasonOf(error)
  }
}

function freeBytes(folder: string): number | null {
  try {
    return nodeFiles.freeBytes(folder)
  } catch {
    return null
  }
}

async function readSpaces(folder: string): Promise<readonly Space[]> {
  const spaces: Space[] = []
  for (const name of ['live', 'playground']) {
    const at = path.join(folder, name)
    try {
      if (await hasDataFolder(at)) spaces.push(await readDataFolder(at))
    } catch (problem) {
      spaces.push({ path: at, problem })
    }
  }
  return spaces
}

/** The process that works on the real accounts now; undefined when there is none. */
export function ownerOfLive({ spaces }: Pick<DataFacts, 'spaces'>): string | undefined {
  const live = spaces.find(space => path.basename(space.path) === 'live')
  return live && 'owner' in live ? live.owner : undefined
}

export function judgeData(facts: DataFacts): readonly Finding[] {
  return [judgeFolder(facts), ...judgeRoom(facts), ...facts.spaces.flatMap(judgeSpace)]
}

function judgeFolder({ folder, exists, unwritable }: DataFacts): Finding {
  const name = shortPath(folder)
  if (unwritable !== null) {
    const remedy = 'Let this user write there, or name another folder with `data`, BONFIRE_DATA or --data.'
    return bad(`${name}: cannot be written: ${unwritable}`, remedy)
  }
  return good(exists ? `${name}: can be written` : `${name}: is made at the first start`)
}

function judgeRoom({ freeBytes }: DataFacts): readonly Finding[] {
  if (freeBytes === null) return [good('The disk does not say how much room it has')]
  const what = `${room(freeBytes)} free on its disk`
  if (freeBytes >= FREE_WARNING_BYTES) return [good(what)]
  const remedy = 'Free some room: without it nothing can be recorded, and what is said meanwhile has to wait.'
  return [freeBytes < FREE_BAD_BYTES ? bad(what, remedy) : warning(what, remedy)]
}

function room(bytes: number): string {
  const mebibytes = Math.floor(bytes / MIB)
  return mebibytes < 10 * 1024 ? `${mebibytes.toLocaleString('en-US')} MiB` : `${Math.floor(mebibytes / 1024)} GiB`
}

function judgeSpace(space: Space): readonly Finding[] {
  if ('problem' in space) return [found(space.problem)]
  const name = shortPath(space.path)
  if (space.owner === undefined) return [good(`${name}: no process works on it`)]
  return [good(`${name}: ${space.owner} works on it, and is left alone`)]
}
