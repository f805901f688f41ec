import path from 'node:path'
import { BonfireError } from '../errors.ts'
import type { GroupId } from '../events/ids.ts'
import { MISSING, type PageStore } from './page-store.ts'

export const MANIFEST = 'manifest.json'
/** The newest format of pages that this Bonfire reads, and the one it writes. */
export const PAGES_FORMAT = 1

/** Which files count, together. Written after all of them. */
export interface Manifest {
  readonly format: number
  /** Every commit below this number is in the pages. */
  readonly replayFrom: number
  /** The slices of which the journal may hold facts, of absent plugins too. */
  readonly seen: readonly string[]
  /** The fingerprints of the units that are stored. */
  readonly units: Readonly<Record<string, string>>
  readonly groups: Readonly<Record<GroupId, GroupEntry>>
}
/** One group as it was with the commit `lsn`. */
export interface GroupEntry {
  readonly lsn: number
  /** The checkpoint that wrote the file of own records; 0 when no own record has ever changed. */
  readonly own: number
  /** By `<unit>/<table>`. Tables that never had a row are left out. */
  readonly tables: Readonly<Record<string, TableEntry>>
}
export type TableEntry = readonly [
  nextPlace: number,
  newestAt: number,
  pages: readonly (readonly [page: number, checkpoint: number])[],
]

export type FoundManifest = { readonly manifest: Manifest } | { readonly problem: string }

/**
 * Reads the manifest. Without one, the pages say nothing.
 * @throws DATA_NEWER
 */
export async function readManifest(store: PageStore): Promise<FoundManifest> {
  const stored = await store.read(MANIFEST)
  if ('problem' in stored) return stored.problem === MISSING ? { problem: 'there is no manifest' } : stored
  const manifest = stored.data as Manifest
  if (manifest.format > PAGES_FORMAT) {
    const file = path.join(store.folder, MANIFEST)
    throw new BonfireError('DATA_NEWER', { file, found: manifest.format, known: PAGES_FORMAT })
  }
  // A page that was put in its place has a checksum that matches.
  if (manifest.format === undefined || manifest.groups === undefined) return { problem: 'it is no manifest' }
  return { manifest }
}
