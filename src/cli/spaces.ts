import path from 'node:path'
import { locateData } from '../config.ts'
import { BonfireError } from '../errors.ts'
import { hasDataFolder, type ReadableDataFolder, readDataFolder } from '../journal/data-folder.ts'
import type { Terminal } from './terminal.ts'

/** Where a command on the journal is to look. */
export interface JournalPlace {
  readonly data?: string
  readonly config?: string
  /** Default: the real accounts, or the playground when there are none. */
  readonly playground?: boolean
}

/** What the data consists of. They are never shown together. */
const SPACES = ['live', 'playground'] as const

/** The folders that there are, the real accounts first, and the zone in which to show times. */
export interface Spaces {
  readonly folders: readonly string[]
  readonly zone: string
}

/**
 * Finds the data folders. `--data` may also name one of the two itself.
 * @throws DATA_MISSING when there is none.
 */
export async function findSpaces({ data: given, config: file }: JournalPlace): Promise<Spaces> {
  const source = { ...(given !== undefined && { data: given }), ...(file !== undefined && { file }) }
  const { data, zone = zoneOfMachine() } = await locateData(source)
  const folders: string[] = []
  for (const folder of [data, ...SPACES.map(space => path.join(data, space))]) {
    if (await hasDataFolder(folder)) folders.push(folder)
  }
  if (folders.length === 0) throw new BonfireError('DATA_MISSING', { folder: shortPath(data) })
  return { folders, zone }
}

/** One folder to look at. Says which, and whether a process is at work on it. */
export async function readSpace(
  place: JournalPlace,
  { err }: Terminal,
): Promise<ReadableDataFolder & { readonly zone: string }> {
  const { folders, zone } = await findSpaces(place)
  const space = await readDataFolder(chooseSpace(folders, place))
  const inUse = space.owner === undefined ? '' : ` In use by ${space.owner}: its newest lines may be missing.`
  err.write(`Reading ${shortPath(space.path)}.${inUse}\n`)
  return { ...space, zone }
}

/** The folder that is meant, of those that there are. */
export function chooseSpace(folders: readonly string[], { playground }: JournalPlace): string {
  const wanted = playground ? folders.find(folder => path.basename(folder) === 'playground') : folders[0]
  if (wanted === undefined) throw new BonfireError('DATA_MISSING', { folder: 'playground' })
  return wanted
}

/** As people name it: seen from where they stand, if it is below. */
export function shortPath(file: string): string {
  const relative = path.relative(process.cwd(), file)
  return relative.startsWith('..') || relative === '' ? file : relative
}

function zoneOfMachine(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}
