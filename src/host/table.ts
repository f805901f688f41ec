import { copy } from './record.ts'
import type { TableParts, TableView } from './slice.ts'

/** Rows per page: what is written to disk together. A page of this size is written in a few milliseconds. */
export const PAGE_ROWS = 512

export type Key = string | number
/** Up to 512 rows, in the order in which they were first named. */
export interface Page {
  readonly number: number
  readonly keys: Key[]
  /** Null: the record has ended. Its key stays until the whole page can go. */
  readonly records: (object | null)[]
  /** The commit up to which the page was on disk when it was loaded; 0 when it never was. */
  readonly loadedLsn: number
  /** How many of its rows came from disk. Rows that a replay adds behind them hold nothing yet. */
  readonly loadedRows: number
  /** The first commit that changed the page since it was last written; 0 when none did. */
  dirtySince: number
  /** When its newest row was made. */
  newestAt: number
  /** Records that have not ended. */
  live: number
}

/** One table of one slice in one group. */
export interface TableState {
  readonly parts: TableParts
  readonly pages: Map<number, Page>
  /** Where each key's row is: page number × 512 + row. */
  readonly places: Map<Key, number>
  /** Records as the commit under way would leave them; null: ended. Empty between commits. */
  readonly drafts: Map<Key, object | null>
  /** What was loaded holds every commit up to this one: a row that is not there then has been dropped since. */
  completeLsn: number
  /** The number that the next row gets. */
  nextPlace: number
  live: number
  newestAt: number
}

export function newTable(parts: TableParts): TableState {
  return {
    parts,
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
export function acceptDrafts(table: TableState, lsn: number, at: number): void {
  for (const [key, record] of table.drafts) put(table, key, record, lsn, at)
  table.drafts.clear()
}

function stored(table: TableState, key: Key): object | null | undefined {
  const place = table.places.get(key)
  return place === undefined ? undefined : pageAt(table, place).records[place % PAGE_ROWS]
}

const pageAt = (table: TableState, place: number): Page => table.pages.get(Math.floor(place / PAGE_ROWS))!

/** Whether what was loaded from disk already holds this commit, as far as it touches this record. For replay. */
export function alreadyHolds(table: TableState, key: Key, lsn: number): boolean {
  if (lsn <= table.completeLsn) return true
  const place = table.places.get(key)
  if (place === undefined) return false
  const page = pageAt(table, place)
  return place % PAGE_ROWS < page.loadedRows && lsn <= page.loadedLsn
}

export function put(table: TableState, key: Key, record: object | null, lsn: number, at: number): void {
  const place = table.places.get(key)
  if (place === undefined) {
    if (record !== null) append(table, key, record, lsn, at)
    return
  }
  const page = pageAt(table, place)
  const before = page.records[place % PAGE_ROWS]
  page.records[place % PAGE_ROWS] = record
  if (page.dirtySince === 0) page.dirtySince = lsn
  const change = Number(record !== null) - Number(before !== null)
  page.live += change
  table.live += change
  if (change < 0 && page.live === 0) dropWhenOver(table, page)
}

function append(table: TableState, key: Key, record: object, lsn: number, at: number): void {
  const place = table.nextPlace
  const number = Math.floor(place / PAGE_ROWS)
  let page = table.pages.get(number)
  if (!page) {
    page = newPage(number)
    table.pages.set(number, page)
  }
  page.keys.push(key)
  page.records.push(record)
  page.live += 1
  if (page.dirtySince === 0) page.dirtySince = lsn
  table.newestAt = Math.max(table.newestAt, at)
  page.newestAt = table.newestAt
  table.places.set(key, place)
  table.nextPlace = place + 1
  table.live += 1
  if (table.parts.keep && place % PAGE_ROWS === 0) dropOld(table)
}

function newPage(number: number): Page {
  return { number, keys: [], records: [], loadedLsn: 0, loadedRows: 0, dirtySince: 0, newestAt: 0, live: 0 }
}

/** Drops pages whose rows are all past their time. A pure function of the rows, so that a replay drops the same. */
export function dropOld(table: TableState): void {
  const { keep } = table.parts
  if (!keep) return
  const hourMs = 3_600_000
  for (const page of table.pages.values()) {
    const rowsAfter = table.nextPlace - (page.number + 1) * PAGE_ROWS
    const isOld = table.newestAt - page.newestAt > keep.hours * hourMs
    if (rowsAfter < keep.rowsMin || rowsAfter <= 0 || !isOld) return
    drop(table, page)
  }
}

/** A full page whose records have all ended is dropped whole: nothing refers to it any more. */
function dropWhenOver(table: TableState, page: Page): void {
  const isFull = table.nextPlace >= (page.number + 1) * PAGE_ROWS
  if (isFull && page.live === 0) drop(table, page)
}

function drop(table: TableState, page: Page): void {
  for (const key of page.keys) table.places.delete(key)
  table.live -= page.live
  table.pages.delete(page.number)
}

/** Takes a page from disk, in the order of page numbers. */
export function loadPage(table: TableState, page: Page): void {
  table.pages.set(page.number, page)
  page.keys.forEach((key, row) => {
    table.places.set(key, page.number * PAGE_ROWS + row)
  })
  table.nextPlace = page.number * PAGE_ROWS + page.keys.length
  table.newestAt = Math.max(table.newestAt, page.newestAt)
  table.live += page.live
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
