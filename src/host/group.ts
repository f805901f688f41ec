import type { GroupId } from '../events/ids.ts'
import { copy, deepFreeze } from './record.ts'
import type { AnySlice, FactParts, SliceParts, TableParts } from './slice.ts'
import { parts } from './slice.ts'
import { acceptDrafts, alreadyHolds, draftOf, newTable, put, type TableState, viewOf } from './table.ts'
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

/** The slices and views of all plugins: what a group's state consists of. */
export interface Schema {
  readonly slices: readonly SliceParts[]
  readonly indexOf: ReadonlyMap<AnySlice, number>
  readonly facts: ReadonlyMap<string, { readonly fact: FactParts; readonly slice: number }>
  readonly views: readonly AnyView[]
  readonly viewFolds: ReadonlyMap<
    string,
    readonly { readonly view: number; readonly fold: (day: object, fact: object) => void }[]
  >
}

export function schemaOf(slices: readonly AnySlice[], views: readonly AnyView[]): Schema {
  const facts = new Map<string, { fact: FactParts; slice: number }>()
  slices.forEach((slice, index) => {
    for (const [type, fact] of slice[parts].facts) facts.set(type, { fact, slice: index })
  })
  const viewFolds = new Map<string, { view: number; fold: (day: object, fact: object) => void }[]>()
  views.forEach((view, index) => {
    for (const { type, fold } of view.folds) {
      viewFolds.set(type, [...(viewFolds.get(type) ?? []), { view: index, fold }])
    }
  })
  const indexOf = new Map(slices.map((slice, index) => [slice, index]))
  return { slices: slices.map(slice => slice[parts]), indexOf, facts, views, viewFolds }
}

/** The records of one slice in one group. */
export interface SliceRecords {
  readonly tables: readonly TableState[]
  record: object
  draft: object | null
  /** The commit up to which the record was on disk when it was loaded. */
  loadedLsn: number
}
/** One group's state. Changed only by folding facts. */
export interface Group {
  readonly id: GroupId
  readonly schema: Schema
  readonly slices: readonly SliceRecords[]
  readonly causes: TableState
  readonly views: readonly TableState[]
  /** The first commit that changed one of the slices' own records since they were last written; 0 when none did. */
  dirtySince: number
}

export function newGroup(id: GroupId, schema: Schema): Group {
  return {
    id,
    schema,
    slices: schema.slices.map(slice => ({
      tables: slice.tables.map(newTable),
      record: slice.groupInitial(),
      draft: null,
      loadedLsn: 0,
    })),
    causes: newTable(CAUSES),
    views: schema.views.map(view =>
      newTable({
        name: `view-${view.name}`,
        by: '',
        initial: view.initial,
        reduce: new Map(),
        removedBy: new Set(),
        keep: undefined,
      }),
    ),
    dirtySince: 0,
  }
}

/** Folds one fact into drafts of the records that it names. */
export function fold(group: Group, type: string, data: object): void {
  foldWhere(
    group,
    type,
    data,
    () => true,
    () => true,
  )
}

/** Folds one fact of the journal, except into what already holds that commit. */
export function refold(group: Group, type: string, data: object, lsn: number): void {
  foldWhere(
    group,
    type,
    data,
    (table, key) => !alreadyHolds(table, key, lsn),
    slice => slice.loadedLsn < lsn,
  )
}

function foldWhere(
  { schema, slices }: Group,
  type: string,
  data: object,
  mayChange: (table: TableState, key: string | number) => boolean,
  mayChangeOwn: (slice: SliceRecords) => boolean,
): void {
  const found = schema.facts.get(type)
  if (!found) return // of a plugin that is not loaded: kept in the journal, folded when it is back
  const slice = slices[found.slice]!
  for (const table of slice.tables) {
    const reduce = table.parts.reduce.get(type)
    const ends = table.parts.removedBy.has(type)
    if (!reduce && !ends) continue
    const key = (data as Record<string, unknown>)[table.parts.by]
    if ((typeof key !== 'string' && typeof key !== 'number') || !mayChange(table, key)) continue
    // Each reducer has its own copy, so that no record ever shares a list with a fact or another record.
    if (reduce) reduce(draftOf(table, key), copy(data))
    if (ends) table.drafts.set(key, null)
  }
  const ownReduce = schema.slices[found.slice]!.groupReduce.get(type)
  if (ownReduce && mayChangeOwn(slice)) {
    slice.draft ??= copy(slice.record)
    ownReduce(slice.draft, copy(data))
  }
}

/** The commit stands: drafts replace the records, and its cause is remembered. */
export function accept(group: Group, cause: string | null, lsn: number, at: number): void {
  for (const slice of group.slices) {
    for (const table of slice.tables) if (table.drafts.size > 0) acceptDrafts(table, lsn, at)
    if (slice.draft) {
      slice.record = slice.draft
      slice.draft = null
      if (group.dirtySince === 0) group.dirtySince = lsn
    }
  }
  if (cause !== null && !alreadyHolds(group.causes, cause, lsn)) put(group.causes, cause, SEEN, lsn, at)
}

/** The commit does not stand: nothing of it remains. */
export function discard(group: Group): void {
  for (const slice of group.slices) {
    for (const table of slice.tables) table.drafts.clear()
    slice.draft = null
  }
}

/** Adds the facts of an accepted commit to the per-day figures. */
export function foldViews(group: Group, facts: readonly FactRow[], day: string, lsn: number, at: number): void {
  if (group.schema.viewFolds.size === 0) return
  for (const [type, data] of facts) {
    for (const { view, fold } of group.schema.viewFolds.get(type) ?? []) {
      const table = group.views[view]!
      if (alreadyHolds(table, day, lsn)) continue
      fold(draftOf(table, day), data)
    }
  }
  for (const table of group.views) if (table.drafts.size > 0) acceptDrafts(table, lsn, at)
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
