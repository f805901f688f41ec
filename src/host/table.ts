import { copy } from './record.ts'
import type { TableParts, TableView } from './slice.ts'

/** Rows per page: what is written to disk together. */
export const PAGE_ROWS = 512

export type Key = string | number
/** Up to 512 rows, in the order in which they were first named. */
export interface Page {
  readonly number: number
  keys: Key[]
  /** Null: the record has ended. Its key stays until the whole page can go. */
  records: (object | null)[]
  /** Changed since a checkpoint took it. While it is not, its lists may be being written: the first change copies them. */
  isDirty: boolean
  /** The number of the checkpoint that wrote its newest file; 0 when it has none. */
  savedIn: number
  /** When its newest row was made. */
  newestAt: number
  /** Records that have not ended. */
  live: number
}

/** One table of one slice in one group. */
export interface TableState {
  readonly parts: TableParts
  /** Rows per page. */
  readonly pageRows: number
  readonly pages: Map<number, Page>
  /** Where each key's row is: page number × rows per page + row. */
  readonly places: Map<Key, number>
  /** Records as the commit under way would leave them; null: ended. Empty between commits. */
  readonly drafts: Map<Key, object | null>
  /** What was loaded from pages holds every commit up to this one, which a replay leaves out. 0: nothing was loaded. */
  completeLsn: number
  /** The number that the next row gets. */
  nextPlace: number
  live: number
  newestAt: number
}

export function newTable(parts: TableParts, pageRows = PAGE_ROWS): TableState {
  return {
    parts,
    pageRows,
    pages: new Map(),
    places: new Map(),
    drafts: new Map(),
    completeLsn: 0,
    nextPlace: 0,
    live: 0,
    newestAt: 0,
  }
}

/** The record as the commit under way sees it; undefined when there is none. */
export function recordOf(table: TableState, key: Key): object | undefined {
  if (table.drafts.size > 0) {
    const draft = table.drafts.get(key)
    if (draft !== undefined) return draft ?? undefined
  }
  return stored(table, key) ?? undefined
}

/** The record to change: the draft of this commit, made from the stored record when there is none yet. */
export function draftOf(table: TableState, key: Key): object {
  const found = table.drafts.get(key)
  if (found) return found
  const before = found === null ? undefined : stored(table, key)
  const draft = before ? copy(before) : table.parts.initial()
  table.drafts.set(key, draft)
  return draft
}

/** The commit is accepted: its drafts become the records. */
export function acceptDrafts(table: TableState, at: number): void {
  // One by one: mostly there is one, and `clear` makes a new map inside.
  for (const [key, record] of table.drafts) {
    table.drafts.delete(key)
    put(table, key, record, at)
  }
}

function stored(table: TableState, key: Key): object | null | undefined {
  const place = table.places.get(key)
  return place === undefined ? undefined : pageAt(table, place).records[place % table.pageRows]
}

const pageAt = (table: TableState, place: number): Page => table.pages.get(Math.floor(place / table.pageRows))!

export function put(table: TableState, key: Key, record: object | null, at: number): void {
  const place = table.places.get(key)
  if (place === undefined) {
    if (record !== null) append(table, key, record, at)
    return
  }
  const page = pageAt(table, place)
  if (!page.isDirty) ownLists(page)
  const row = place % table.pageRows
  const before = page.records[row]
  page.records[row] = record
  const change = Number(record !== null) - Number(before !== null)
  page.live += change
  table.live += change
  if (change < 0 && page.live === 0) dropWhenOver(table, page)
}

/** Records are replaced, never changed in place: with lists of its own, a page may change while a checkpoint writes it. */
function ownLists(page: Page): void {
  page.isDirty = true
  page.keys = page.keys.slice()
  page.records = page.records.slice()
}

function append(table: TableState, key: Key, record: object, at: number): void {
  const place = table.nextPlace
  const number = Math.floor(place / table.pageRows)
  let page = table.pages.get(number)
  if (!page) {
    page = newPage(number)
    table.pages.set(number, page)
  }
  if (!page.isDirty) ownLists(page)
  page.keys.push(key)
  page.records.push(record)
  page.live += 1
  table.newestAt = Math.max(table.newestAt, at)
  page.newestAt = table.newestAt
  table.places.set(key, place)
  table.nextPlace = place + 1
  table.live += 1
  if (table.parts.keep && place % table.pageRows === 0) dropOld(table)
}

function newPage(number: number): Page {
  return { number, keys: [], records: [], isDirty: true, savedIn: 0, newestAt: 0, live: 0 }
}

/** Drops pages whose rows are all past their time. A pure function of the rows, so that a replay drops the same. */
function dropOld(table: TableState): void {
  const { keep } = table.parts
  if (!keep) return
  const hourMs = 3_600_000
  for (const page of table.pages.values()) {
    const rowsAfter = table.nextPlace - (page.number + 1) * table.pageRows
    const isOld = table.newestAt - page.newestAt > keep.hours * hourMs
    if (rowsAfter < keep.rowsMin || rowsAfter <= 0 || !isOld) return
    drop(table, page)
  }
}

/** A full page whose records have all ended is dropped whole: nothing refers to it any more. */
function dropWhenOver(table: TableState, page: Page): void {
  const isFull = table.nextPlace >= (page.number + 1) * table.pageRows
  if (isFull && page.live === 0) drop(table, page)
}

function drop(table: TableState, page: Page): void {
  for (const key of page.keys) table.places.delete(key)
  table.live -= page.live
  table.pages.delete(page.number)
}

/** What a page file holds. */
export type StoredPage = Pick<Page, 'number' | 'keys' | 'records' | 'savedIn' | 'newestAt'>

/** Takes pages from disk, in the order of their numbers. They hold the table as it was with the commit `lsn`. */
export function loadTable(
  table: TableState,
  pages: readonly StoredPage[],
  { nextPlace, newestAt }: Pick<TableState, 'nextPlace' | 'newestAt'>,
  lsn: number,
): void {
  for (const page of pages) {
    const live = page.records.reduce((count, record) => count + Number(record !== null), 0)
    table.pages.set(page.number, { ...page, isDirty: false, live })
    page.keys.forEach((key, row) => {
      table.places.set(key, page.number * table.pageRows + row)
    })
    table.live += live
  }
  table.nextPlace = nextPlace
  table.newestAt = newestAt
  table.completeLsn = lsn
}

/** What plugins see of a table. `show` may freeze copies, for tests. */
export function viewOf(table: TableState, show: (record: object) => object): TableView<Key, object> {
  const nobody = show(table.parts.initial())
  return {
    of: key => {
      const record = recordOf(table, key)
      return record ? show(record) : nobody
    },
    has: key => recordOf(table, key) !== undefined,
    get size() {
      let size = table.live
      for (const [key, draft] of table.drafts) size += Number(draft !== null) - Number(stored(table, key) != null)
      return size
    },
    *each() {
      for (const page of table.pages.values()) {
        for (let row = 0; row < page.keys.length; row += 1) {
          const record = table.drafts.size > 0 ? recordOf(table, page.keys[row]!) : page.records[row]
          if (record) yield [page.keys[row]!, show(record)] as const
        }
      }
      for (const [key, draft] of table.drafts) if (draft && !table.places.has(key)) yield [key, show(draft)] as const
    },
  }
}
