import type { GroupId } from '../events/ids.ts'
import type { Group } from '../host/group.ts'
import type { Page, TableState } from '../host/table.ts'
import { type GroupEntry, namesOf, type TableEntry } from './manifest.ts'
import { ownJson, ownName, type PageHead, pageJson, pageName, type TakenPage, tableName, type Unit } from './pages.ts'

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
  const takenPages: Page[] = []
  const tables: Record<string, TableEntry> = {}
  for (const unit of units) {
    for (const table of unit.tablesOf(group)) {
      if (table.nextPlace > 0) tables[tableName(unit, table)] = takeTable(unit, table)
    }
  }
  const isOwnTaken = group.isOwnDirty
  if (isOwnTaken) {
    group.isOwnDirty = false
    const json = ownJson(group, units, checkpoint, lsn)
    files.push({ name: ownName(group.id, checkpoint), pieces: () => [json] })
  }
  const entry: GroupEntry = { lsn, own: isOwnTaken ? checkpoint : group.ownSavedIn, tables }

  function takeTable(unit: Unit, table: TableState): TableEntry {
    const pages: [number, number][] = []
    for (const page of table.pages.values()) {
      pages.push([page.number, page.isDirty ? checkpoint : page.savedIn])
      if (page.isDirty) takePage(unit, table, page)
    }
    return [table.nextPlace, table.newestAt, pages]
  }
  function takePage(unit: Unit, table: TableState, page: Page): void {
    const { number, newestAt, keys, records } = page
    const taken: TakenPage = { number, newestAt, keys, records }
    const name = tableName(unit, table)
    const head: PageHead = { group: group.id, checkpoint, table: name, fingerprint: unit.fingerprint, page: number }
    files.push({
      name: pageName(group.id, name, number, checkpoint),
      pieces: () => pageJson(head, lsn, taken, unit.isKeysOnly),
    })
    page.isDirty = false
    takenPages.push(page)
  }

  return {
    id: group.id,
    files,
    names: namesOf(group.id, entry),
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
