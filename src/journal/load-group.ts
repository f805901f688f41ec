import type { Group } from '../host/group.ts'
import { loadTable, type StoredPage, type TableState } from '../host/table.ts'
import type { GroupEntry, TableEntry } from './manifest.ts'
import type { Stored } from './page-store.ts'
import { ownName, pageName, readOwn, readPage, tableName, type Unit } from './pages.ts'

/** A file that the manifest names, and that cannot be used. */
export interface DamagedFile {
  readonly name: string
  readonly reason: string
}

export interface LoadedGroup {
  /** The others stay empty: the journal has to be folded again for them. */
  readonly loaded: ReadonlySet<Unit>
  readonly files: number
  readonly damaged: readonly DamagedFile[]
}

/**
 * Fills a group that has just been made. A unit is loaded as a whole or not at all.
 * @param stored those units whose pages were made by what is loaded now.
 */
export async function loadGroup(
  group: Group,
  entry: GroupEntry,
  stored: readonly Unit[],
  read: (name: string) => Promise<Stored>,
): Promise<LoadedGroup> {
  const damaged: DamagedFile[] = []
  const loaded = new Set<Unit>()
  let files = 0

  async function use<T>(name: string, take: (data: object) => T | undefined): Promise<T | undefined> {
    const file = await read(name)
    const taken = 'data' in file ? take(file.data) : undefined
    if (taken === undefined)
      damaged.push({ name, reason: 'problem' in file ? file.problem : 'it is of something else' })
    else files += 1
    return taken
  }
  async function useTable(unit: Unit, table: TableState): Promise<readonly StoredPage[] | undefined> {
    const name = tableName(unit, table)
    const [, , named = []] = entry.tables[name] ?? NO_ROWS
    const pages = await Promise.all(
      named.map(([page, checkpoint]) => {
        const head = { group: group.id, checkpoint, table: name, fingerprint: unit.fingerprint, page }
        return use(pageName(group.id, name, page, checkpoint), data => readPage(data, head, entry.lsn))
      }),
    )
    return pages.every(page => page !== undefined) ? pages : undefined
  }
  async function useUnit(unit: Unit): Promise<void> {
    const tables = unit.tablesOf(group)
    const pages = await Promise.all(tables.map(table => useTable(unit, table)))
    const record = await ownRecordOf(unit)
    if (record === undefined || !pages.every(list => list !== undefined)) return
    for (const [index, table] of tables.entries()) {
      const [nextPlace, newestAt] = entry.tables[tableName(unit, table)] ?? NO_ROWS
      loadTable(table, pages[index]!, { nextPlace, newestAt }, entry.lsn)
    }
    const own = unit.ownOf(group)
    if (own) {
      own.record = record
      own.completeLsn = entry.lsn
    }
    loaded.add(unit)
  }
  /** Views and causes have none, which is no reason to make them again. */
  async function ownRecordOf(unit: Unit): Promise<object | undefined> {
    const own = unit.ownOf(group)
    if (own === undefined || entry.own === 0) return own?.record ?? {}
    const [fingerprint, record] = (await ownFile)?.[unit.name] ?? []
    return fingerprint === unit.fingerprint ? record : undefined
  }

  const ownHead = { group: group.id, checkpoint: entry.own }
  const ownFile =
    entry.own === 0 ? undefined : use(ownName(group.id, entry.own), data => readOwn(data, ownHead, entry.lsn))
  await Promise.all(stored.map(useUnit))
  if (await ownFile) {
    group.ownSavedIn = entry.own
    // What is in the file for the others is not theirs any more.
    group.isOwnDirty = group.slices.some(({ completeLsn }) => completeLsn === 0)
  }
  return { loaded, files, damaged }
}

const NO_ROWS: TableEntry = [0, 0, []]
