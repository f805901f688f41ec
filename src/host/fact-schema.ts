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

/** The schema of a fact, strict, and the names of its personal fields. */
export function checkedSchema(type: string, schema: z.ZodObject): { schema: z.ZodObject; personal: readonly string[] } {
  const personal: string[] = []
  for (const [field, fieldSchema] of Object.entries(schema.shape)) {
    if (marked(fieldSchema as Node)) personal.push(field)
    else if (hasFreeText(fieldSchema as Node)) {
      throw new TypeError(
        `${type}: "${field}" is free text. Wrap it in personal(…), or say what it may hold: an id, z.enum([…]), z.iso.date(), a .regex(…).`,
      )
    }
  }
  return { schema: schema.strict(), personal }
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
      readonly valueType?: Node
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
function hasFreeText(node: Node): boolean {
  if (marked(node)) return false
  const { def } = node._zod
  if (def.type === 'string') return def.format === undefined && !(def.checks ?? []).some(limitsContent)
  const children = [
    def.innerType,
    def.element,
    def.valueType,
    ...(def.options ?? []),
    ...(def.items ?? []),
    ...Object.values(def.shape ?? {}),
  ]
  return children.some(child => child !== undefined && hasFreeText(child))
}
const limitsContent = (check: { readonly _zod: { readonly def: { readonly check: string } } }): boolean =>
  check._zod.def.check === 'string_format' || check._zod.def.check === 'custom'
