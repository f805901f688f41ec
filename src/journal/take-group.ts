import type { GroupId } from '../events/ids.ts'
import type { Group } from '../host/group.ts'
import type { Page, TableState } from '../host/table.ts'
import type { GroupEntry, TableEntry } from './manifest.ts'
import { ownJson, ownName, pageJson, pageNames, tableName, type Unit } from './pages.ts'

/** A file that holds a part of a group as it was when the group was taken. */
export interface FileToWrite {
  readonly name: string
  /** Its JSON, a piece at a time. */
  pieces(): Iterable<string>
}

/** A group as it is at one moment. Messages go on changing the group; they do not change this. */
export interface TakenGroup {
  readonly id: GroupId
  /** What has no file yet. */
  readonly files: readonly FileToWrite[]
  /** Every file that the group then consists of. */
  readonly names: readonly string[]
  /** Its entry in the manifest, as JSON. */
  readonly entry: string
  /** The files count now. */
  saved(): void
  /** The files will never count. */
  putBack(): void
}

/** Which checkpoint takes, and the last commit there is. */
export interface Moment {
  readonly checkpoint: number
  readonly lsn: number
}

/**
 * Takes a group in the time that it takes to look at its pages: records are replaced and never changed in place, and
 * what is taken gives up its lists with the first change after it.
 */
export function takeGroup(group: Group, units: readonly Unit[], { checkpoint, lsn }: Moment): TakenGroup {
  const files: FileToWrite[] = []
  const names: string[] = []
  const tables: Record<string, TableEntry> = {}
  const takenPages: Page[] = []
  for (const unit of units) {
    for (const table of unit.tablesOf(group)) if (table.nextPlace > 0) takeTable(unit, table)
  }
  const isOwnTaken = group.isOwnDirty
  const own = isOwnTaken ? checkpoint : group.ownSavedIn
  if (own > 0) names.push(ownName(group.id, own))
  if (isOwnTaken) {
    group.isOwnDirty = false
    const json = ownJson(group, units, checkpoint, lsn)
    files.push({ name: ownName(group.id, own), pieces: () => [json] })
  }
  const entry: GroupEntry = { lsn, own, tables }

  function takeTable(unit: Unit, table: TableState): void {
    const name = tableName(unit, table)
    const fileName = pageNames(group.id, name)
    const pages: [number, number][] = []
    for (const page of table.pages.values()) {
      const writtenIn = page.isDirty ? checkpoint : page.savedIn
      const file = fileName(page.number, writtenIn)
      names.push(file)
      pages.push([page.number, writtenIn])
      if (page.isDirty) files.push({ name: file, pieces: takePage(unit, name, page) })
    }
    tables[name] = [table.nextPlace, table.newestAt, pages]
  }
  function takePage({ fingerprint, isKeysOnly }: Unit, table: string, page: Page): FileToWrite['pieces'] {
    const { number, newestAt, keys, records } = page
    page.isDirty = false
    takenPages.push(page)
    const head = { group: group.id, checkpoint, table, fingerprint, page: number }
    return () => pageJson(head, lsn, { number, newestAt, keys, records }, isKeysOnly)
  }

  return {
    id: group.id,
    files,
    names,
    entry: JSON.stringify(entry),
    saved() {
      for (const page of takenPages) page.savedIn = checkpoint
      if (isOwnTaken) group.ownSavedIn = checkpoint
    },
    putBack() {
      for (const page of takenPages) page.isDirty = true
      group.isOwnDirty ||= isOwnTaken
    },
  }
}
