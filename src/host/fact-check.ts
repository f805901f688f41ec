import type { z } from 'zod'

/** Says of a value that a schema accepts it as it is. False: it may not, and the schema itself is to be asked. */
export type QuickCheck = (value: unknown) => boolean

/*
 * zod takes 0.5 to 5 µs for a fact, mostly to build another object and to be ready to explain what is wrong with it.
 * Nearly every fact is right. This asks the same of it in a fraction of the time; whatever it does not know, and
 * whatever it does not like, is left to zod, which explains. A test holds the two to the same answers.
 */
export function quickCheckOf(schema: z.ZodType): QuickCheck {
  return checkOf(schema as unknown as Node, []) ?? never
}
const never: QuickCheck = () => false

interface Node {
  readonly _zod: {
    readonly def: Definition
    readonly traits: ReadonlySet<string>
    /** `optional`: may be absent. `defaulted`: what is absent is made up. */
    readonly optin?: string
    readonly values?: ReadonlySet<unknown>
  }
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
  readonly fn?: (value: unknown) => unknown
}
/** The schemas around this one: what contains itself is left to zod. */
type Above = readonly Node[]

/** Null: of a kind that is left to zod. */
function checkOf(node: Node, above: Above): QuickCheck | null {
  const { def } = node._zod
  if (def.coerce || above.includes(node)) return null
  const is = kindOf(node, [...above, node])
  if (!is) return null
  const own = def.check === undefined || def.type === 'custom' ? [] : [ruleOf(def)]
  const rules = [...own, ...(def.checks ?? []).map(check => ruleOf(check._zod.def))]
  if (rules.length === 0) return is
  if (!rules.every(rule => rule !== null)) return null
  return value => is(value) && rules.every(rule => rule(value as never))
}

function kindOf({ _zod: { def, values, traits } }: Node, above: Above): QuickCheck | null {
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
    case 'enum':
      return values ? value => values.has(value) : null
    case 'optional':
      return traits.has('$ZodExactOptional') ? null : optionalOf(def.innerType!, above)
    case 'nullable':
      return nullableOf(def.innerType!, above)
    case 'array':
      return arrayOf(def.element!, above)
    case 'union':
      return def.inclusive === false ? null : anyOf(def.options!, above)
    case 'object':
      return objectOf(def, above)
    case 'custom':
      return def.fn ? value => def.fn!(value) === true : null
    default:
      return null
  }
}

/** What zod judges by the pattern alone. */
const BY_PATTERN = new Set(['regex', 'date'])

/** What is asked besides the kind. Null: something that is left to zod. */
function ruleOf(def: Definition): ((value: never) => boolean) | null {
  const { maximum, minimum, value: limit, inclusive } = def
  switch (def.check) {
    case 'string_format':
      return def.pattern && BY_PATTERN.has(def.format ?? '') ? matches(def.pattern) : null
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

/** Null where what is absent is made up. */
function optionalOf(inner: Node, above: Above): QuickCheck | null {
  const check = checkOf(inner, above)
  if (inner._zod.optin !== undefined) return null
  return check ? value => value === undefined || check(value) : isAbsent
}
/** What is inside is left to zod; that it is not there is not. */
const isAbsent: QuickCheck = value => value === undefined

function nullableOf(inner: Node, above: Above): QuickCheck | null {
  const check = checkOf(inner, above)
  return check && (value => value === null || check(value))
}

function arrayOf(element: Node, above: Above): QuickCheck | null {
  const check = checkOf(element, above)
  return check && (value => Array.isArray(value) && isEach(value, check))
}
/** Not `every`, which passes over places that hold nothing. */
function isEach(values: readonly unknown[], check: QuickCheck): boolean {
  for (let i = 0; i < values.length; i += 1) if (!check(values[i])) return false
  return true
}

/** zod takes the first that fits: one that is left to it may be the one, and may change the value. */
function anyOf(options: readonly Node[], above: Above): QuickCheck | null {
  const checks = options.map(option => checkOf(option, above))
  return checks.every(check => check !== null && check !== isAbsent) && options.every(isWhole)
    ? value => checks.some(check => check!(value))
    : null
}
/** Nothing in it is left to zod. */
function isWhole({ _zod: { def } }: Node): boolean {
  return Object.values(def.shape ?? {}).every(field => field._zod.optin === undefined && isWhole(field))
}

interface Field {
  readonly key: string
  readonly check: QuickCheck
  readonly mayBeAbsent: boolean
}

/** Of objects that take no other keys. */
function objectOf({ shape, catchall }: Definition, above: Above): QuickCheck | null {
  if (catchall?._zod.def.type !== 'never') return null
  const fields: Field[] = []
  for (const [key, field] of Object.entries(shape!)) {
    const check = checkOf(field, above)
    if (!check) return null
    fields.push({ key, check, mayBeAbsent: field._zod.optin === 'optional' })
  }
  const known = new Set(Object.keys(shape!))
  return value => {
    if (!isPlain(value)) return false
    for (const key in value) if (!known.has(key)) return false
    return fields.every(
      ({ key, check, mayBeAbsent }) => check(value[key]) && (mayBeAbsent || Object.hasOwn(value, key)),
    )
  }
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
