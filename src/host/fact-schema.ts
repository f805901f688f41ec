import type { z } from 'zod'

const personalSchemas = new WeakSet<object>()

/**
 * Marks a field as what a person wrote, or is called: `personal(z.string().max(500)).optional()`.
 * Erasing that person empties it, in the journal too. Free text is allowed in such fields only.
 */
export function personal<Schema extends z.ZodType>(schema: Schema): Schema {
  personalSchemas.add(schema)
  return schema
}

/** The schema of a fact, strict, what its fields are like, and the names of those that are personal. */
export function checkedSchema(
  type: string,
  schema: z.ZodObject,
): { schema: z.ZodObject; isFlat: boolean; personal: readonly string[] } {
  const personal: string[] = []
  for (const [field, fieldSchema] of Object.entries(schema.shape)) {
    if (marked(fieldSchema as Node)) personal.push(field)
    else if (hasFreeText(fieldSchema as Node)) {
      throw new TypeError(
        `${type}: "${field}" is free text. Wrap it in personal(…), or say what it may hold: an id, z.enum([…]), z.iso.date(), a .regex(…).`,
      )
    }
  }
  const isFlat = Object.values(schema.shape).every(field => isScalar(field as Node))
  return { schema: schema.strict(), isFlat, personal }
}

/** The names of the fields, further in too, that hold what this schema reads. */
export function fieldsOf(schema: z.ZodType, held: z.ZodType): ReadonlySet<string> {
  const found = new Set<string>()
  function look(node: Node, field: string, above: readonly Node[]): void {
    if (node === (held as unknown)) found.add(field)
    if (above.includes(node)) return
    const { shape = {}, ...def } = node._zod.def
    for (const [name, child] of Object.entries(shape)) look(child, name, [...above, node])
    for (const child of childrenOf(def)) look(child, field, [...above, node])
  }
  look(schema as unknown as Node, '', [])
  return found
}

const SCALARS = new Set([
  'string',
  'number',
  'int',
  'boolean',
  'null',
  'undefined',
  'enum',
  'literal',
  'template_literal',
])
const WRAPPERS = new Set(['optional', 'nullable', 'default', 'prefault', 'nonoptional', 'readonly', 'catch'])

function isScalar({ _zod: { def } }: Node): boolean {
  if (def.type === 'union') return def.options!.every(isScalar)
  return WRAPPERS.has(def.type) ? isScalar(def.innerType!) : SCALARS.has(def.type)
}

interface Node {
  readonly _zod: {
    readonly def: {
      readonly type: string
      readonly format?: string
      readonly checks?: readonly {
        readonly _zod: { readonly def: { readonly check: string; readonly format?: string } }
      }[]
      readonly innerType?: Node
      readonly element?: Node
      readonly keyType?: Node
      readonly valueType?: Node
      readonly left?: Node
      readonly right?: Node
      readonly in?: Node
      readonly out?: Node
      readonly rest?: Node | null
      readonly catchall?: Node
      readonly getter?: () => Node
      readonly options?: readonly Node[]
      readonly items?: readonly Node[]
      readonly shape?: Readonly<Record<string, Node>>
    }
  }
}

function marked(node: Node): boolean {
  const inner = node._zod.def.innerType
  return personalSchemas.has(node) || (inner !== undefined && marked(inner))
}

/** A string with no format, pattern or other refinement may hold anything that a person types. */
function hasFreeText(node: Node, above: readonly Node[] = []): boolean {
  // A schema that contains itself has been looked at. Marks further in do not count: erasing empties whole fields.
  if (above.includes(node)) return false
  const { def } = node._zod
  if (def.type === 'any' || def.type === 'unknown') return true
  if (def.type === 'string') return !limitsContent(def.format) && !(def.checks ?? []).some(checksContent)
  return childrenOf(def).some(child => hasFreeText(child, [...above, node]))
}

function childrenOf(def: Node['_zod']['def']): readonly Node[] {
  const { innerType, element, keyType, valueType, left, right, in: from, out, rest, catchall, getter } = def
  const named = [innerType, element, keyType, valueType, left, right, from, out, rest, catchall, getter?.()]
  const listed = [...(def.options ?? []), ...(def.items ?? []), ...Object.values(def.shape ?? {})]
  return [...named, ...listed].filter(child => child !== undefined && child !== null)
}

/** Formats that say something of a text and leave the rest to whoever types it. */
const LOOSE_FORMATS = new Set(['lowercase', 'uppercase', 'starts_with', 'ends_with', 'includes'])
const limitsContent = (format: string | undefined): boolean => format !== undefined && !LOOSE_FORMATS.has(format)

function checksContent({ _zod: { def } }: NonNullable<Node['_zod']['def']['checks']>[number]): boolean {
  return def.check === 'custom' || (def.check === 'string_format' && limitsContent(def.format))
}
