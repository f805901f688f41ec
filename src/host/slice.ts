import type { z } from 'zod'
import { type QuickCheck, quickCheckOf } from './fact-check.ts'
import { checkedSchema } from './fact-schema.ts'
import type { DeepReadonly, JsonOnly, Recordable } from './record.ts'

/** What we recorded, past tense, for ever. `type` is `<slice>/<fact>`. */
export interface Fact<Type extends string = string, Data = unknown> {
  readonly kind: 'fact'
  readonly type: Type
  readonly data: Data
}

/** A schema, or, once a fact has changed its shape, the schema of now and how to read the older ones. */
export type FactDefinition = z.ZodObject | VersionedFact
export interface VersionedFact<Schema extends z.ZodObject = z.ZodObject> {
  /** The version that is recorded now. Starts at 1; raise it when the shape changes. */
  readonly version: number
  readonly schema: Schema
  /** `upcast[1]` turns the data of version 1 into that of version 2, and so on up to `version`. */
  readonly upcast: { readonly [from: number]: (old: Readonly<Record<string, unknown>>) => object }
}
export type FactDefinitions = Readonly<Record<string, FactDefinition>>
export type DataOf<D> = D extends z.ZodObject
  ? z.output<D>
  : D extends VersionedFact<infer Schema>
    ? z.output<Schema>
    : never

/** Makes a fact. Calling it records nothing: return the fact from `decide`. */
export interface FactCreator<Type extends string, Data> {
  (data: Data): Fact<Type, Data>
  readonly type: Type
}

/** A reducer changes the record in place and returns nothing. It sees this record and the fact, and nothing else. */
// biome-ignore lint/suspicious/noConfusingVoidType: a reducer that returns something is told so by the second type.
export type Reduce<Record, Data> = (record: Record, fact: DeepReadonly<Data>) => void | ChangeTheRecordInPlace
interface ChangeTheRecordInPlace {
  readonly returnNothing: never
}

type FactsWith<F, By extends string> = {
  [K in keyof F]: DataOf<F[K]> extends { readonly [_ in By]: Key } ? K : never
}[keyof F]
type KeyOf<F, By extends string> = NonNullable<
  { [K in keyof F]: DataOf<F[K]> extends { readonly [_ in By]: infer Value extends Key } ? Value : never }[keyof F]
>
type Key = string | number | null

/** Rows are dropped, 512 at a time, when all of these are past: so old, and so many newer ones. */
export interface Retention {
  readonly hours: number
  /** Default: 0. */
  readonly rowsMin?: number
}

export interface TableDefinition<F, By extends string, R> {
  /** The field of the facts that names the record. `null` in that field names none. */
  readonly by: By
  /** The record of a key that no fact has named yet. */
  readonly initial: () => R
  readonly reduce: { readonly [K in FactsWith<F, By>]?: Reduce<NoInfer<R>, DataOf<F[K]>> }
  /** The record ends with these facts: `of` gives the initial one again. */
  readonly removedBy?: readonly FactsWith<F, By>[]
  /** How long rows are kept after they were made. Default: for ever. */
  readonly keep?: Retention
}
/** Keyed records. The cost of a fact never depends on how many there are. */
export interface Table<By extends string, R> {
  readonly by: By
  readonly record: R
}
/** `table({ by: 'member', initial, reduce })`, inside `tables: table => ({ … })`: it knows the facts of its slice. */
export type TableMaker<F> = <const By extends string, R extends object>(
  definition: TableDefinition<F, By, R & Recordable<NoInfer<R>>>,
) => Table<By, R>

// biome-ignore lint/suspicious/noExplicitAny: a table of any record; `unknown` would refuse every reducer.
export type AnyTables = Readonly<Record<string, Table<string, any>>>

export interface GroupDefinition<F, G> {
  readonly initial: () => G & Recordable<NoInfer<G>>
  readonly reduce: { readonly [K in keyof F]?: Reduce<G, DataOf<F[K]>> }
}
/** A slice that keeps no record of this sort. */
export interface NoRecord {
  readonly none?: never
}

/** A plugin's facts, state and reducers. The only thing of a plugin that others may import. */
export interface Slice<Name extends string, F, T, G> {
  readonly name: Name
  readonly facts: { readonly [K in keyof F & string]: FactCreator<`${Name}/${K}`, DataOf<F[K]>> }
  readonly [shape]: { readonly facts: F; readonly tables: T; readonly group: G } // types only
  readonly [parts]: SliceParts
}
declare const shape: unique symbol
// biome-ignore lint/suspicious/noExplicitAny: a slice of any shape (its creators are contravariant).
export type AnySlice = Slice<string, any, any, any>

/** What a plugin sees of one table: read-only records by key. */
export interface TableView<K, R> {
  /** The record, or the initial one when no fact has named the key. */
  of(key: K): DeepReadonly<R>
  /** Whether a fact has named the key, and none has ended its record. */
  has(key: K): boolean
  /** All records, oldest first. Costs their number: for schedules and commands marked `scan`. */
  each(): Iterable<readonly [K, DeepReadonly<R>]>
  /** How many records there are. */
  readonly size: number
}
/** What a plugin sees of a slice's state in one group. */
export type StateOf<F, T, G> = { readonly group: DeepReadonly<G> } & {
  readonly [K in keyof T]: T[K] extends Table<infer By, infer R> ? TableView<KeyOf<F, By>, R> : never
}
export type SliceState<S extends AnySlice> = StateOf<
  S[typeof shape]['facts'],
  S[typeof shape]['tables'],
  S[typeof shape]['group']
>

/**
 * Defines what a plugin records and what it keeps in memory of it.
 *
 * `version` is that of the reducers: raise it when the same facts should give another state. What was kept by
 * another version is made again from the journal. Default: 1.
 *
 * @throws TypeError when a fact has a field of free text that is not `personal()`.
 */
export function defineSlice<
  const Name extends string,
  F extends Readonly<Record<string, z.ZodObject>>,
  T extends AnyTables = Readonly<Record<never, never>>,
  G extends object = NoRecord,
>(definition: {
  readonly name: Name
  readonly version?: number
  // By schema, so that the functions of `upcast` do not keep the compiler from seeing which facts there are.
  readonly facts: { readonly [K in keyof F]: (F[K] | VersionedFact<F[K]>) & JsonOnly<DataOf<F[K]>> }
  readonly tables?: (table: TableMaker<F>) => T
  readonly group?: GroupDefinition<NoInfer<F>, G>
}): Slice<Name, F, T, G> {
  const { name } = definition
  const facts = Object.fromEntries(
    Object.keys(definition.facts).map(key => {
      const type = `${name}/${key}`
      return [key, Object.assign((data: unknown): Fact => ({ kind: 'fact', type, data }), { type })]
    }),
  )
  return { name, facts, [parts]: partsOf(definition as unknown as LooseSlice) } as unknown as Slice<Name, F, T, G>
}

// What the host uses: reducers by fact type, with the types gone.

export const parts = Symbol('parts')
export type AnyReduce = (record: object, data: object) => void
export interface SliceParts {
  readonly name: string
  readonly facts: ReadonlyMap<string, FactParts>
  readonly tables: readonly TableParts[]
  readonly groupInitial: () => object
  readonly groupReduce: ReadonlyMap<string, AnyReduce>
  /** Changes when the version or a reducer's text does: what was kept by others is made again. */
  readonly fingerprint: string
}
export interface FactParts {
  readonly type: string
  readonly version: number
  readonly schema: z.ZodObject
  /** True when the schema accepts the data as it is. */
  readonly isRight: QuickCheck
  readonly upcast: VersionedFact['upcast']
  /** No field holds a list or an object: there is nothing in it that two records could share. */
  readonly isFlat: boolean
  /** The fields that hold what a person wrote or is called. */
  readonly personal: readonly string[]
}
export interface TableParts {
  readonly name: string
  readonly by: string
  readonly initial: () => object
  readonly reduce: ReadonlyMap<string, AnyReduce>
  readonly removedBy: ReadonlySet<string>
  readonly keep: Required<Retention> | undefined
}

interface LooseTable {
  readonly by: string
  readonly initial: () => object
  readonly reduce: Readonly<Record<string, AnyReduce>>
  readonly removedBy?: readonly string[]
  readonly keep?: Retention
}
interface LooseSlice {
  readonly name: string
  readonly version?: number
  readonly facts: FactDefinitions
  readonly tables?: (table: (definition: LooseTable) => LooseTable) => Readonly<Record<string, LooseTable>>
  readonly group?: { readonly initial: () => object; readonly reduce: Readonly<Record<string, AnyReduce>> }
}

function partsOf({ name, version = 1, facts, tables, group }: LooseSlice): SliceParts {
  const typed = <V>(entries: Readonly<Record<string, V>>) =>
    new Map(Object.entries(entries).map(([key, value]) => [`${name}/${key}`, value]))
  const tableParts = Object.entries(tables?.(definition => definition) ?? {}).map(
    ([table, definition]): TableParts => ({
      name: table,
      by: definition.by,
      initial: definition.initial,
      reduce: typed(definition.reduce),
      removedBy: new Set((definition.removedBy ?? []).map(key => `${name}/${key}`)),
      keep: definition.keep && { rowsMin: 0, ...definition.keep },
    }),
  )
  const factMap = new Map(Object.entries(facts).map(([key, fact]) => [`${name}/${key}`, factParts(name, key, fact)]))
  return {
    name,
    facts: factMap,
    tables: tableParts,
    groupInitial: group?.initial ?? (() => ({})),
    groupReduce: typed(group?.reduce ?? {}),
    fingerprint: fingerprintOf(version, codeOf(factMap, tableParts, group)),
  }
}

function factParts(slice: string, key: string, definition: FactDefinition): FactParts {
  const type = `${slice}/${key}`
  const versioned: VersionedFact = 'upcast' in definition ? definition : { version: 1, schema: definition, upcast: {} }
  for (let from = 1; from < versioned.version; from += 1) {
    if (versioned.upcast[from]) continue
    throw new TypeError(`${type}: version ${versioned.version} cannot read version ${from}. Add upcast[${from}].`)
  }
  const checked = checkedSchema(type, versioned.schema)
  return {
    type,
    version: versioned.version,
    upcast: versioned.upcast,
    ...checked,
    isRight: quickCheckOf(checked.schema),
  }
}

/** Everything of a slice that its state follows from, besides the facts. */
function codeOf(
  facts: ReadonlyMap<string, FactParts>,
  tables: readonly TableParts[],
  group: LooseSlice['group'],
): unknown[] {
  return [
    ...[...facts.values()].flatMap(({ type, version, upcast }) =>
      version === 1 ? [] : [type, ...Object.entries(upcast)],
    ),
    ...tables.flatMap(({ name, by, initial, reduce, removedBy, keep }) => [
      ...[name, by, initial, ...reduce, ...removedBy],
      JSON.stringify(keep),
    ]),
    group?.initial,
    ...Object.entries(group?.reduce ?? {}),
  ]
}

/** The text of functions stands in for the version when an author forgets to raise it. */
export function fingerprintOf(version: number, code: readonly unknown[]): string {
  return `${version}.${hash(code.join('\n'))}`
}
function hash(text: string): string {
  let h = 2166136261
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 16777619)
  return (h >>> 0).toString(36)
}
