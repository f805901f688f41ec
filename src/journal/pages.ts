import type { GroupId } from '../events/ids.ts'
import type { Group, Schema, SliceRecords } from '../host/group.ts'
import { fingerprintOf } from '../host/slice.ts'
import type { Page, StoredPage, TableState } from '../host/table.ts'

/*
 * The files of one group, each with the number of the checkpoint that wrote it, in base 36:
 *
 *   g.<group>.own.<checkpoint>.json                       the own records of all slices
 *   g.<group>.<unit>.<table>.<page>.<checkpoint>.json     one page of a table
 *
 * A file that counts is never changed: a newer state has other files, and the manifest says which ones count together.
 */

/** A part of the state that is stored, loaded and made again by itself: a slice, a view, or the causes. */
export interface Unit {
  readonly name: string
  /** What was stored by another one is made again. */
  readonly fingerprint: string
  /** The slices whose facts it is folded from. `undefined`: every commit counts. */
  readonly sources: readonly string[] | undefined
  /** Its rows hold nothing but their keys. */
  readonly isKeysOnly: boolean
  tablesOf(group: Group): readonly TableState[]
  /** Where its own record is, if it has one. */
  ownOf(group: Group): SliceRecords | undefined
}

export function unitsOf(schema: Schema): readonly Unit[] {
  // Which rows share a page shows in what is dropped together.
  const withRows = (fingerprint: string) => `${fingerprint}.${schema.pageRows}`
  const slices = schema.slices.map(({ name, fingerprint }, index): Unit => {
    const recordsOf = (group: Group) => group.slices[index]!
    const tablesOf = (group: Group) => recordsOf(group).tables
    const sources = [name]
    return { name, fingerprint: withRows(fingerprint), sources, isKeysOnly: false, tablesOf, ownOf: recordsOf }
  })
  const views = schema.views.map(({ name, fingerprint, folds }, index): Unit => {
    const types = [...new Set(folds.map(({ type }) => type))]
    // A view sees facts as their slices read them today.
    const upcasts = types.flatMap(type => Object.entries(schema.facts.get(type)?.fact.upcast ?? {}))
    return {
      name: `view:${name}`,
      fingerprint: withRows(upcasts.length === 0 ? fingerprint : fingerprintOf(1, [fingerprint, ...upcasts])),
      sources: types.map(sliceOfType),
      isKeysOnly: false,
      tablesOf: group => [group.views[index]!],
      ownOf: () => undefined,
    }
  })
  const causes: Unit = {
    name: 'bonfire:causes',
    fingerprint: withRows('1'),
    sources: undefined,
    isKeysOnly: true,
    tablesOf: group => [group.causes],
    ownOf: () => undefined,
  }
  return [...slices, ...views, causes]
}

/** The name of the slice that a fact belongs to. */
export function sliceOfType(type: string): string {
  return type.slice(0, type.indexOf('/'))
}

export function tableName(unit: Unit, table: TableState): string {
  return `${unit.name}/${table.parts.name}`
}

export function ownName(group: GroupId, checkpoint: number): string {
  return `g.${encoded(group)}.own.${checkpoint.toString(36)}.json`
}

export function pageName(group: GroupId, table: string, page: number, checkpoint: number): string {
  return pageNames(group, table)(page, checkpoint)
}

/** The names of a table's pages, for who needs many of them. */
export function pageNames(group: GroupId, table: string): (page: number, checkpoint: number) => string {
  const start = ['g', group, ...table.split('/')].map(encoded).join('.')
  return (page, checkpoint) => `${start}.${String(page).padStart(5, '0')}.${checkpoint.toString(36)}.json`
}

/** The number of the checkpoint that wrote the file of that name. `undefined` when it is not one of these files. */
export function checkpointOf(name: string): number | undefined {
  const digits = /^g\..+\.([0-9a-z]+)\.json$/.exec(name)?.[1]
  return digits === undefined ? undefined : Number.parseInt(digits, 36)
}

/**
 * A name for files that every file system keeps apart from every other, also where `A` and `a` are the same letter and
 * `:` means something: small letters, digits and `-` stay, `A` becomes `_a`, `:` `_0`, `_` `_1`, and anything else `_2`
 * and its number in four hexadecimal digits.
 */
function encoded(text: string): string {
  return text.replace(/[^a-z0-9-]/g, char => {
    if (/[A-Z]/.test(char)) return `_${char.toLowerCase()}`
    if (char === ':') return '_0'
    return char === '_' ? '_1' : `_2${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** What a file says of itself, so that one that was renamed or copied is found out. */
export interface FileHead {
  readonly group: GroupId
  readonly checkpoint: number
}
interface OwnFile extends FileHead {
  /** The commit up to which it holds everything. */
  readonly lsn: number
  readonly slices: Readonly<Record<string, readonly [fingerprint: string, record: object]>>
}
export interface PageHead extends FileHead {
  readonly table: string
  readonly fingerprint: string
  readonly page: number
}
interface PageFile extends PageHead {
  /** The commit up to which it holds everything. */
  readonly lsn: number
  readonly newestAt: number
  readonly keys: Page['keys']
  /** Absent in tables of keys only. */
  readonly records?: Page['records']
}

/** The own records of a group's slices as JSON. */
export function ownJson(group: Group, units: readonly Unit[], checkpoint: number, lsn: number): string {
  const own = units.flatMap(unit => {
    const records = unit.ownOf(group)
    return records ? [[unit.name, [unit.fingerprint, records.record]] as const] : []
  })
  const file: OwnFile = { group: group.id, checkpoint, lsn, slices: Object.fromEntries(own) }
  return JSON.stringify(file)
}

/** The own records in a file, by slice. `undefined` when it is another one, or holds more than what was up to `lsn`. */
export function readOwn(data: object, head: FileHead, lsn: number): OwnFile['slices'] | undefined {
  const file = data as OwnFile
  return says(data, head) && file.lsn <= lsn ? file.slices : undefined
}

/** A page as it is at one moment. Its lists do not change any more. */
export type TakenPage = Readonly<Pick<Page, 'number' | 'newestAt' | 'keys' | 'records'>>

/** Rows turned into JSON at a time. A record with 50 ledger entries has about 4 kB. */
const ROWS_PER_PIECE = 64

/** A page as JSON, in pieces made one by one: all of a page of long records at once takes longer than a message may wait. */
export function* pageJson(head: PageHead, lsn: number, page: TakenPage, isKeysOnly: boolean): Generator<string> {
  const { newestAt, keys, records } = page
  yield JSON.stringify({ ...head, lsn, newestAt, keys }).slice(0, -1)
  if (!isKeysOnly) {
    yield ',"records":['
    for (let row = 0; row < records.length; row += ROWS_PER_PIECE) {
      const rows = JSON.stringify(records.slice(row, row + ROWS_PER_PIECE)).slice(1, -1)
      yield row === 0 ? rows : `,${rows}`
    }
    yield ']'
  }
  yield '}'
}

const NOTHING = Object.freeze({})

/** The page in a file. `undefined` when it is another one, or holds more than what was up to `lsn`. */
export function readPage(data: object, head: PageHead, lsn: number): StoredPage | undefined {
  const file = data as PageFile
  if (!says(data, head) || file.lsn > lsn) return undefined
  const { page: number, keys, records = keys.map(() => NOTHING), newestAt, checkpoint: savedIn } = file
  return { number, keys, records, newestAt, savedIn }
}

function says(data: object, head: FileHead): boolean {
  return Object.entries(head).every(([key, value]) => (data as Record<string, unknown>)[key] === value)
}
