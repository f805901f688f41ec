import type { z } from 'zod'
import { didYouMean } from './did-you-mean.ts'

type Path = readonly PropertyKey[]

/**
 * Everything that is wrong with a value, each with its path, what was found and what would be accepted:
 * `plan.check-in.remindAt: "8pm" is not a time. Use HH:mm, e.g. "20:00".` Keys that no object of the schema knows are
 * mistakes, whether or not the schema is strict.
 */
export function mistakesIn(schema: z.ZodType, value: unknown, path: Path = []): string[] {
  return findMistakes(schema, value).map(mistake => {
    const said = mistake.is === 'unknown' ? unknownKey(String(mistake.path.at(-1)), mistake.known) : mistake.message
    return `${pathText([...path, ...mistake.path])}: ${said}`
  })
}

/** A value that is missing or wrong, in a sentence, or a key that is not known among those that are. */
export type SchemaMistake =
  | { readonly is: 'missing' | 'wrong'; readonly path: Path; readonly message: string }
  | { readonly is: 'unknown'; readonly path: Path; readonly known: readonly string[] }

/** What `mistakesIn` says, taken apart. */
export function findMistakes(schema: z.ZodType, value: unknown): SchemaMistake[] {
  const unknown = unknownKeys(schema, value, [])
  const parsed = schema.safeParse(value)
  const issues = parsed.success ? [] : parsed.error.issues
  // 1. What is wrong with one value is said once
  const firsts = new Map(issues.map(issue => [pathText(issue.path), issue] as const).reverse()).values()
  // 2. Unknown keys are in `unknown` already, with the names that come near
  const others = [...firsts].reverse().filter(issue => issue.code !== 'unrecognized_keys')
  const wrong = others.map(issue => {
    const found = valueAt(value, issue.path)
    const message = problemOf(issue, found, schemaAt(schema, issue.path))
    return { is: found === undefined ? ('missing' as const) : ('wrong' as const), path: issue.path, message }
  })
  return [...wrong, ...unknown]
}

/** `plan.restDays[1]`, `accounts["telegram.main"]`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    const name = String(key)
    if (!/^[\p{L}\p{N}_-]+$/u.test(name)) return `${text}[${JSON.stringify(name)}]`
    return text === '' ? name : `${text}.${name}`
  }, '')
}

/** Longest value that is shown, in characters. */
const SHOWN_CHARS_MAX = 60

/** A value as its author wrote it, as far as a line has room. */
export function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  const text = JSON.stringify(value) ?? String(value)
  return text.length <= SHOWN_CHARS_MAX ? text : `${text.slice(0, SHOWN_CHARS_MAX)}…`
}

// What is wrong

type Issue = z.core.$ZodIssue

function problemOf(issue: Issue, found: unknown, schema: Node | undefined): string {
  if (found === undefined) return `is missing.${accepted(issue, schema)}`
  if (!isOwn(issue.message)) {
    // The author of the schema has said it better than we can. Of an object the path says enough.
    if (typeof found === 'object' && !Array.isArray(found)) return issue.message
    return /^[A-Z\p{Lo}]/u.test(issue.message)
      ? `${shown(found)}: ${issue.message}`
      : `${shown(found)} ${issue.message}`
  }
  switch (issue.code) {
    case 'invalid_type':
      return `${shown(found)} is not ${kindOf(issue.expected).name}.${accepted(issue, schema)}`
    case 'invalid_value':
      return `${shown(found)} is not accepted.${accepted(issue, schema)}${didYouMean(String(found), issue.values.map(String))}`
    case 'too_small':
      return `${shown(found)} is too ${sizeOf(issue.origin).small}. Use ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}${sizeOf(issue.origin).unit}.`
    case 'too_big':
      return `${shown(found)} is too ${sizeOf(issue.origin).big}. Use ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}${sizeOf(issue.origin).unit}.`
    case 'not_multiple_of':
      return `${shown(found)} is not a multiple of ${issue.divisor}.`
    case 'invalid_format':
      return `${shown(found)} does not have the form ${issue.pattern ?? issue.format}.`
    case 'invalid_union':
      return `${shown(found)} fits none of the accepted forms: ${unionText(issue.errors, found)}`
    default:
      return `${shown(found)}: ${issue.message}`
  }
}

/** Whether a message is zod's own. */
const isOwn = (message: string): boolean => /^(Invalid|Too small|Too big|Unrecognized)\b/.test(message)

function unionText(errors: readonly (readonly Issue[])[], found: unknown): string {
  const forms = errors.map(issues => {
    const [issue] = issues
    if (!issue) return 'another'
    const at = issue.path.length > 0 ? `${pathText(issue.path)}: ` : ''
    return at + problemOf(issue, valueAt(found, issue.path), undefined)
  })
  return forms.join(' Or: ')
}

const KINDS: Readonly<Record<string, { readonly name: string; readonly use: string }>> = {
  string: { name: 'a text', use: 'a text in quotes' },
  number: { name: 'a number', use: 'a number without quotes, e.g. 10' },
  int: { name: 'a whole number', use: 'a whole number, e.g. 10' },
  boolean: { name: 'true or false', use: 'true or false, without quotes' },
  object: { name: 'an object', use: '{ … }' },
  array: { name: 'a list', use: '[ … ]' },
}
const kindOf = (expected: string) => KINDS[expected] ?? { name: `a value of type ${expected}`, use: expected }

const SIZES: Readonly<Record<string, { readonly small: string; readonly big: string; readonly unit: string }>> = {
  string: { small: 'short', big: 'long', unit: ' characters' },
  array: { small: 'short', big: 'long', unit: ' entries' },
}
const sizeOf = (origin: string) => SIZES[origin] ?? { small: 'small', big: 'big', unit: '' }

/** ` Use HH:mm, e.g. "20:00". Time of the daily reminder.` */
function accepted(issue: Issue, schema: Node | undefined): string {
  const about = schema?.description === undefined ? '' : ` ${schema.description}`
  return ` Use ${acceptedForm(issue, schema)}.${about}`
}

function acceptedForm(issue: Issue, schema: Node | undefined): string {
  if (issue.code === 'invalid_value')
    return `${issue.values
      .map(shown)
      .join(', ')
      .replace(/, ([^,]*)$/, ' or $1')}`
  if (issue.code !== 'invalid_type') return 'what its description says'
  // A schema with a form of its own says so only of a value that has the right type.
  const complaint = issue.expected === 'string' ? schema?.safeParse('\0').error?.issues[0]?.message : undefined
  return complaint?.match(/\bUse (.+?)\.?$/u)?.[1] ?? kindOf(issue.expected).use
}

/** What stands at a path; undefined: nothing. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, key) => (at as Readonly<Record<PropertyKey, unknown>> | undefined)?.[key], value)
}

// What a schema consists of

type Node = z.ZodType
interface Definition {
  readonly type: string
  readonly shape?: Readonly<Record<string, Node>>
  readonly catchall?: Node
  readonly innerType?: Node
  readonly element?: Node
  readonly valueType?: Node
  readonly in?: Node
}

/** The definition inside `.optional()`, `.default()` and the like. */
function definitionOf(schema: Node): Definition {
  const definition = schema._zod.def as unknown as Definition
  const inner = definition.innerType ?? definition.in
  return inner ? definitionOf(inner) : definition
}

function schemaAt(schema: Node, path: Path): Node | undefined {
  return path.reduce<Node | undefined>((at, key) => {
    const { shape, element, valueType } = at ? definitionOf(at) : {}
    const own = shape && Object.hasOwn(shape, String(key)) ? shape[String(key)] : undefined
    return own ?? element ?? valueType
  }, schema)
}

function unknownKeys(schema: Node, value: unknown, path: Path): SchemaMistake[] {
  if (typeof value !== 'object' || value === null) return []
  const { shape, catchall, element, valueType } = definitionOf(schema)
  const isOpen = catchall !== undefined && definitionOf(catchall).type !== 'never'
  return Object.entries(value).flatMap(([key, child]) => {
    const at = [...path, Array.isArray(value) ? Number(key) : key]
    const known = (shape && Object.hasOwn(shape, key) ? shape[key] : undefined) ?? element ?? valueType
    if (known) return unknownKeys(known, child, at)
    return shape && !isOpen ? [{ is: 'unknown' as const, path: at, known: Object.keys(shape) }] : []
  })
}

/** `unknown key. Did you mean "remindAt"?`, or the names that there are. */
export function unknownKey(key: string, known: readonly string[]): string {
  const suggestion = didYouMean(key, known)
  const names = known.length === 0 ? 'There are none to set.' : `There are: ${known.join(', ')}.`
  return `unknown key.${suggestion || ` ${names}`}`
}
