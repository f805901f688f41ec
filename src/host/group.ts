import type { GroupId } from '../events/ids.ts'
import { copy, deepFreeze } from './record.ts'
import type { AnyReduce, AnySlice, FactParts, SliceParts, TableParts } from './slice.ts'
import { parts } from './slice.ts'
import { acceptDrafts, draftOf, newTable, PAGE_ROWS, put, type TableState, viewOf } from './table.ts'
import type { AnyView } from './view.ts'

/** Causes are kept for 48 hours or 10,000 per group, whichever is more. */
const CAUSES: TableParts = {
  name: 'causes',
  by: 'cause',
  initial: () => ({}),
  reduce: new Map(),
  removedBy: new Set(),
  keep: { hours: 48, rowsMin: 10_000 },
}
const SEEN = Object.freeze({})

/** One fact as the journal holds it. The version is left out when it is 1. */
export type FactRow = readonly [type: string, data: object, version?: number]

/** A fact, and what it changes in each group. */
export interface KnownFact {
  readonly fact: FactParts
  readonly slice: number
  /** The tables in which it names a record, by their place in the slice. No reducer: the record ends. */
  readonly tables: readonly { readonly table: number; readonly by: string; readonly reduce: AnyReduce | null }[]
  readonly own: AnyReduce | undefined
}

/** The slices and views of all plugins: what a group's state consists of. */
export interface Schema {
  /** Rows per page of a table. */
  readonly pageRows: number
  readonly slices: readonly SliceParts[]
  readonly indexOf: ReadonlyMap<AnySlice, number>
  readonly facts: ReadonlyMap<string, KnownFact>
  readonly views: readonly AnyView[]
  readonly viewFolds: ReadonlyMap<
    string,
    readonly { readonly view: number; readonly fold: (day: object, fact: object) => void }[]
  >
}

export function schemaOf(slices: readonly AnySlice[], views: readonly AnyView[], pageRows = PAGE_ROWS): Schema {
  const facts = new Map<string, KnownFact>()
  slices.forEach((slice, index) => {
    for (const fact of slice[parts].facts.values()) facts.set(fact.type, knownFact(fact, slice[parts], index))
  })
  const viewFolds = new Map<string, { view: number; fold: (day: object, fact: object) => void }[]>()
  views.forEach((view, index) => {
    for (const { type, fold } of view.folds) {
      viewFolds.set(type, [...(viewFolds.get(type) ?? []), { view: index, fold }])
    }
  })
  const indexOf = new Map(slices.map((slice, index) => [slice, index]))
  return { pageRows, slices: slices.map(slice => slice[parts]), indexOf, facts, views, viewFolds }
}

function knownFact(fact: FactParts, { tables, groupReduce }: SliceParts, slice: number): KnownFact {
  const named = tables.flatMap(({ by, reduce, removedBy }, table) => [
    ...(reduce.has(fact.type) ? [{ table, by, reduce: reduce.get(fact.type)! }] : []),
    ...(removedBy.has(fact.type) ? [{ table, by, reduce: null }] : []),
  ])
  return { fact, slice, tables: named, own: groupReduce.get(fact.type) }
}

/** The records of one slice in one group. */
export interface SliceRecords {
  readonly tables: readonly TableState[]
  record: object
  draft: object | null
  /** The record that was loaded holds every commit up to this one, which a replay leaves out. 0: none was loaded. */
  completeLsn: number
}
/** One group's state. Changed only by folding facts. */
export interface Group {
  readonly id: GroupId
  readonly schema: Schema
  readonly slices: readonly SliceRecords[]
  readonly causes: TableState
  readonly views: readonly TableState[]
  /** What the commit under way has drafts of. Empty between commits. */
  readonly drafted: { readonly tables: TableState[]; readonly slices: SliceRecords[] }
  /** One of the slices' own records has changed since a checkpoint took them. */
  isOwnDirty: boolean
  /** The number of the checkpoint that wrote the newest file of own records; 0 when there is none. */
  ownSavedIn: number
}

export function newGroup(id: GroupId, schema: Schema): Group {
  const { pageRows } = schema
  return {
    id,
    schema,
    slices: schema.slices.map(slice => ({
      tables: slice.tables.map(table => newTable(table, pageRows)),
      record: slice.groupInitial(),
      draft: null,
      completeLsn: 0,
    })),
    causes: newTable(CAUSES, pageRows),
    views: schema.views.map(view => newTable(viewTable(view), pageRows)),
    drafted: { tables: [], slices: [] },
    isOwnDirty: false,
    ownSavedIn: 0,
  }
}

function viewTable({ initial }: AnyView): TableParts {
  return { name: 'days', by: '', initial, reduce: new Map(), removedBy: new Set(), keep: undefined }
}

/** Folds one fact into drafts of the records that it names. */
export function fold(group: Group, type: string, data: object): void {
  foldAbove(group, type, data, Number.POSITIVE_INFINITY)
}

/** Folds one fact of the journal, except into what was loaded with that commit already in it. */
export function refold(group: Group, type: string, data: object, lsn: number): void {
  foldAbove(group, type, data, lsn)
}

function foldAbove({ schema, slices, drafted }: Group, type: string, data: object, lsn: number): void {
  const known = schema.facts.get(type)
  if (!known) return // of a plugin that is not loaded: kept in the journal, folded when it is back
  // Each reducer has its own copy, so that no record ever shares a list with a fact or another record.
  const ownData = () => (known.fact.isFlat ? { ...data } : copy(data))
  const slice = slices[known.slice]!
  for (const { table: index, by, reduce } of known.tables) {
    const table = slice.tables[index]!
    if (lsn <= table.completeLsn) continue
    const key = (data as Record<string, unknown>)[by]
    if (typeof key !== 'string' && typeof key !== 'number') continue
    if (table.drafts.size === 0) drafted.tables.push(table)
    if (reduce) reduce(draftOf(table, key), ownData())
    else table.drafts.set(key, null)
  }
  if (known.own && lsn > slice.completeLsn) {
    if (!slice.draft) drafted.slices.push(slice)
    slice.draft ??= copy(slice.record)
    known.own(slice.draft, ownData())
  }
}

/** The commit stands: drafts replace the records, and its cause is remembered. */
export function accept(group: Group, cause: string | null, lsn: number, at: number): void {
  const { tables, slices } = group.drafted
  for (const table of tables) acceptDrafts(table, at)
  for (const slice of slices) {
    slice.record = slice.draft!
    slice.draft = null
    group.isOwnDirty = true
  }
  nothingDrafted(group)
  if (cause !== null && lsn > group.causes.completeLsn) put(group.causes, cause, SEEN, at)
}

/** The commit does not stand: nothing of it remains. */
export function discard(group: Group): void {
  const { tables, slices } = group.drafted
  for (const table of tables) table.drafts.clear()
  for (const slice of slices) slice.draft = null
  nothingDrafted(group)
}

function nothingDrafted({ drafted }: Group): void {
  drafted.tables.length = 0
  drafted.slices.length = 0
}

/**
 * Adds the facts of an accepted commit to the per-day figures. A fold that throws leaves that fact out, the same on
 * replay: a broken figure must not keep anybody from checking in.
 */
export function foldViews(
  group: Group,
  facts: readonly FactRow[],
  { day, lsn, at, onTrouble }: { day: string; lsn: number; at: number; onTrouble(view: string, error: unknown): void },
): void {
  if (group.schema.viewFolds.size === 0) return
  for (const [type, data] of facts) {
    for (const { view, fold } of group.schema.viewFolds.get(type) ?? []) {
      const table = group.views[view]!
      if (lsn <= table.completeLsn) continue
      const figures = copy(draftOf(table, day))
      try {
        fold(figures, copy(data))
        table.drafts.set(day, figures)
      } catch (error) {
        onTrouble(group.schema.views[view]!.name, error)
      }
    }
  }
  for (const table of group.views) if (table.drafts.size > 0) acceptDrafts(table, at)
}

/** What a plugin sees of one slice: `group`, and each table by its name. */
export function stateOf(group: Group, slice: number, frozen: boolean): object {
  const records = group.slices[slice]!
  const show = frozen ? (record: object) => deepFreeze(copy(record)) : (record: object) => record
  const view = {
    get group() {
      return show(records.draft ?? records.record)
    },
  }
  for (const table of records.tables) {
    Object.defineProperty(view, table.parts.name, { value: viewOf(table, show), enumerable: true })
  }
  return view
}
