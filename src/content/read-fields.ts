import type { z } from 'zod'
import { findMistakes, pathText, type SchemaMistake, valueAt } from '../config-mistakes.ts'
import { nearest } from '../did-you-mean.ts'
import { advised } from './advice.ts'
import { readYaml } from './front-matter.ts'
import type { FieldPath, Positions } from './positions.ts'
import type { Mistake } from './reading-codes.ts'

/** What a schema makes of YAML. With mistakes there are no fields. */
export type Fields<T> =
  | { readonly fields: T; readonly positions: Positions; readonly mistakes: readonly [] }
  | { readonly fields: null; readonly positions: Positions; readonly mistakes: readonly Mistake[] }

/** Reads YAML by a schema, with everything that is wrong with it at its place. */
export function readFields<T>(schema: z.ZodType<T>, yaml: string, unitsMax?: number): Fields<T> {
  const { value, positions, mistakes } = readYaml(yaml, unitsMax)
  return mistakes.length > 0 ? { fields: null, positions, mistakes } : checkFields(schema, value ?? {}, positions)
}

/** Checks a value that was read from YAML. */
export function checkFields<T>(schema: z.ZodType<T>, value: unknown, positions: Positions): Fields<T> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { fields: null, positions, mistakes: [fieldMistake(positions, [], 'yaml', NO_FIELDS)] }
  const found = withoutFollowing(findMistakes(schema, value).slice(0, MISTAKES_READ_MAX))
  if (found.length > 0) {
    const mistakes = found.map(mistake => placed(advised(mistake, valueAt(value, mistake.path)), positions))
    return { fields: null, positions, mistakes }
  }
  return { fields: schema.parse(value), positions, mistakes: [] }
}

/** Most mistakes that are looked at: ten times as many as are said. */
const MISTAKES_READ_MAX = 200

const NO_FIELDS = 'these are no fields. Write `name: value`, one on each line.'

/** `unknown field "knd" — did you mean "kind"?` */
export function unknownField(key: string, known: readonly string[]): string {
  const near = nearest(key, known)
  return `unknown field "${key}"${near === undefined ? `. There are: ${known.join(', ')}.` : ` — did you mean "${near}"?`}`
}

/** A mistake at the place of its field. */
export function fieldMistake(positions: Positions, path: FieldPath, code: Mistake['code'], message: string): Mistake {
  const { line, column } = positions.at(path)
  return { line, column, code, message }
}

function placed(mistake: SchemaMistake, positions: Positions): Mistake {
  const { path } = mistake
  if (mistake.is === 'unknown')
    return fieldMistake(positions, path, 'unknown-field', unknownField(String(path.at(-1)), mistake.known))
  const code = mistake.is === 'missing' ? 'missing-field' : 'wrong-value'
  return fieldMistake(positions, path, code, path.length === 0 ? mistake.message : withPath(path, mistake.message))
}

const withPath = (path: FieldPath, message: string): string => `${pathText(path)}: ${message}`

/** A name that is misspelt is one mistake: that it is missing under its right name, and what hangs on it, is not said. */
function withoutFollowing(mistakes: readonly SchemaMistake[]): readonly SchemaMistake[] {
  const meant = new Set<string>()
  for (const mistake of mistakes) {
    if (mistake.is !== 'unknown') continue
    const inside = mistake.path.slice(0, -1)
    const near = nearest(String(mistake.path.at(-1)), mistake.known)
    if (near !== undefined) meant.add(pathText([...inside, near])).add(pathText(inside))
  }
  return mistakes.filter(({ is, path }) => is === 'unknown' || !meant.has(pathText(path)))
}
