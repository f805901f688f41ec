import type { z } from 'zod'
import { FRONT_MATTER_UNITS_MAX, splitFrontMatter } from './front-matter.ts'
import type { Positions } from './positions.ts'
import { readFields } from './read-fields.ts'
import { type LibraryFile, shortHash } from './read-file.ts'
import { FIRST, type Mistake } from './reading-codes.ts'
import { Id } from './schemas/fields.ts'
import { type CompiledText, compileText, TemplateMistake } from './template.ts'

/** A file of markdown whose front matter fits its schema. */
export interface Markdown<T> {
  /** Its file without `.md`, unless it has an id of its own: `welcome/reading-21d/newcomer`. */
  readonly id: string
  readonly file: string
  /** SHA-256 of the file, its first 12 hexadecimal digits. */
  readonly hash: string
  /** The front matter, checked, with its defaults. */
  readonly fields: T
  /** What stands below the front matter. Lines end with `\n`. */
  readonly body: string
  /** The line of the file on which the body begins. */
  readonly bodyLine: number
  /** The body, compiled. */
  readonly text: CompiledText
  readonly positions: Positions
}

/** Reads a file of markdown by the schema of its folder: its fields, and whether its text can be compiled. */
export function readMarkdown<T extends { readonly id?: string | undefined }>(
  { file, hash, source }: LibraryFile,
  schema: z.ZodType<T>,
): Markdown<T> | readonly Mistake[] {
  const split = splitFrontMatter(source)
  if ('code' in split) return [split]
  const { body, bodyLine } = split
  const { fields, positions, mistakes } = readFields(schema, split.yaml, FRONT_MATTER_UNITS_MAX)
  const text = readText(body, bodyLine)
  if (fields === null || 'mistakes' in text) return [...mistakes, ...('mistakes' in text ? text.mistakes : [])]
  const id = fields.id ?? file.normalize('NFC').replace(/\.md$/, '')
  if (!Id.safeParse(id).success) return [{ ...FIRST, code: 'wrong-value', message: NO_ID }]
  return { id, file, hash: shortHash(hash), fields, body, bodyLine, text, positions }
}

const NO_ID =
  'the name of this file cannot be an id. Name it with letters, digits, `-`, `_` and `.`, or give it an `id`.'

/** A text that cannot be compiled cannot be sent: its file is as broken as one whose fields are wrong. */
function readText(body: string, bodyLine: number): CompiledText | { readonly mistakes: readonly Mistake[] } {
  try {
    return compileText(body)
  } catch (error) {
    if (!(error instanceof TemplateMistake)) throw error
    const { all } = error
    return {
      mistakes: all.map(({ line, column, message }) => ({
        line: line + bodyLine - 1,
        column,
        code: 'template',
        message,
      })),
    }
  }
}
