import type { z } from 'zod'

/** Says of a value that a schema accepts it as it is. False: it may not, and the schema itself is to be asked. */
export type QuickCheck = (value: unknown) => boolean

/*
 * zod takes 0.5 to 5 µs for a fact, mostly to build another object and to be ready to explain what is wrong with it.
 * Nearly every fact is right. This asks the same of it in a fraction of the time; whatever it does not know, and
 * whatever it does not like, is left to zod, which explains. A test holds the two to the same answers.
 */
export function quickCheckOf(schema: z.ZodType): QuickCheck {
  return checkOf(schema as unknown as Node) ?? never
}
const never: QuickCheck = () => false

interface Node {
  readonly _zod: { readonly def: Definition }
}
interface Definition {
  readonly type: string
  readonly coerce?: boolean
  readonly check?: string
  readonly format?: string
  readonly pattern?: RegExp
  readonly checks?: readonly Node[]
  readonly minimum?: number
  readonly maximum?: number
  readonly value?: number
  readonly inclusive?: boolean
  readonly shape?: Readonly<Record<string, Node>>
  readonly catchall?: Node
  readonly innerType?: Node
  readonly element?: Node
  readonly options?: readonly Node[]
  readonly entries?: Readonly<Record<string, string | number>>
  readonly values?: readonly unknown[]
  readonly fn?: (value: unknown) => unknown
}

/** Null: of a kind that is left to zod. */
function checkOf({ _zod: { def } }: Node): QuickCheck | null {
  if (def.coerce) return null
  const is = kindOf(def)
  if (!is) return null
  const rules = [
    ...(def.check === undefined || def.type === 'custom' ? [] : [ruleOf(def)]),
    ...(def.checks ?? []).map(check => ruleOf(check._zod.def)),
  ]
  if (rules.length === 0) return is
  if (!rules.every(rule => rule !== null)) return null
  return value => is(value) && rules.every(rule => rule(value as never))
}

function kindOf(def: Definition): QuickCheck | null {
  switch (def.type) {
    case 'string':
      return value => typeof value === 'string'
    case 'number':
      return value => Number.isFinite(value)
    case 'boolean':
      return value => typeof value === 'boolean'
    case 'null':
      return value => value === null
    case 'literal':
      return oneOf(def.values!)
    case 'enum':
      return oneOf(Object.values(def.entries!))
    case 'optional':
      return orElse(def.innerType!, undefined)
    case 'nullable':
      return orElse(def.innerType!, null)
    case 'array':
      return arrayOf(def.element!)
    case 'union':
      return anyOf(def.options!)
    case 'object':
      return objectOf(def)
    case 'custom':
      return def.fn ? value => def.fn!(value) === true : null
    default:
      return null
  }
}

/** What is asked besides the kind. Null: something that is left to zod. */
function ruleOf(def: Definition): ((value: never) => boolean) | null {
  const { maximum, minimum, value: limit, inclusive } = def
  switch (def.check) {
    case 'string_format':
      return def.pattern ? matches(def.pattern) : null
    case 'max_length':
      return (value: { readonly length: number }) => value.length <= maximum!
    case 'min_length':
      return (value: { readonly length: number }) => value.length >= minimum!
    case 'number_format':
      return def.format === 'safeint' ? (value: number) => Number.isSafeInteger(value) : null
    case 'greater_than':
      return (value: number) => (inclusive ? value >= limit! : value > limit!)
    case 'less_than':
      return (value: number) => (inclusive ? value <= limit! : value < limit!)
    default:
      return null
  }
}

function matches(pattern: RegExp): ((value: string) => boolean) | null {
  return pattern.global || pattern.sticky ? null : value => pattern.test(value)
}

function oneOf(values: readonly unknown[]): QuickCheck {
  const known = new Set(values)
  return value => known.has(value)
}

/** Where what is inside is left to zod, its absence is not. */
function orElse(inner: Node, otherwise: undefined | null): QuickCheck {
  const check = checkOf(inner) ?? never
  return value => value === otherwise || check(value)
}

function arrayOf(element: Node): QuickCheck | null {
  const check = checkOf(element)
  return check && (value => Array.isArray(value) && value.every(check))
}

function anyOf(options: readonly Node[]): QuickCheck {
  const checks = options.map(option => checkOf(option) ?? never)
  return value => checks.some(check => check(value))
}

/** Of objects that take no other keys. */
function objectOf({ shape, catchall }: Definition): QuickCheck | null {
  if (catchall?._zod.def.type !== 'never') return null
  const fields = Object.entries(shape!).map(([key, field]) => ({ key, check: checkOf(field) ?? never }))
  const known = new Set(fields.map(({ key }) => key))
  return value => {
    if (!isPlain(value)) return false
    for (const key in value) if (!known.has(key)) return false
    return fields.every(({ key, check }) => check(value[key]))
  }
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
