/** Writes the tables in `docs/content.md` from the schemas and the codes: `node scripts/run.mjs scripts/content-docs.ts`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { CHECK_CODES } from '../src/content/check/codes.ts'
import { READING_CODES, severityOf } from '../src/content/reading-codes.ts'
import { drawSchema } from '../src/content/schemas/draw.ts'
import {
  activitySchema,
  icebreakerSchema,
  phrasesSchema,
  roundSchema,
  shopSchema,
  welcomeSchema,
} from '../src/content/schemas/others.ts'
import { planFileSchema } from '../src/content/schemas/plan.ts'
import { postSchema } from '../src/content/schemas/post.ts'

export const CONTENT_DOCS = join(import.meta.dirname, '..', 'docs', 'content.md')
export const REGENERATE = 'node scripts/run.mjs scripts/content-docs.ts'

type Shape = Readonly<Record<string, z.ZodType>>

/** The schemas whose fields the page lists, by the name in its markers. */
export const DOCUMENTED: Readonly<Record<string, Shape>> = {
  post: postSchema.shape,
  plan: planFileSchema.shape,
  round: roundSchema.shape,
  welcome: welcomeSchema.shape,
  icebreaker: icebreakerSchema.shape,
  draw: drawSchema.shape,
  activity: activitySchema.shape,
  shop: shopSchema.shape.items.element.shape,
  phrases: phrasesSchema.shape.phrases.element.shape,
}

/** Said once, under "A post". */
const COMMON = ['title', 'id', 'platforms', 'status', 'tags', 'author']

/** What stands between `<!-- name -->` and `<!-- end -->`, by that name. */
export function contentTables(): Readonly<Record<string, string>> {
  const fields = Object.entries(DOCUMENTED).map(([name, shape]) => [
    `fields: ${name}`,
    fieldTable(shape, name !== 'post'),
  ])
  return { ...Object.fromEntries(fields), codes: codeTable() }
}

/** The page with its tables as they should be. */
export function contentDocs(page: string): string {
  const tables = contentTables()
  return page.replaceAll(/<!-- (fields: [a-z]+|codes) -->\n[\s\S]*?<!-- end -->/g, (whole, name: string) => {
    const table = tables[name]
    return table === undefined ? whole : `<!-- ${name} -->\n\n${table}\n\n<!-- end -->`
  })
}

function fieldTable(shape: Shape, isWithoutCommon: boolean): string {
  const rows = Object.entries(shape)
    .filter(([name]) => !(isWithoutCommon && 'status' in shape && COMMON.includes(name)))
    .map(([name, field]) => [`\`${name}\``, describe(field), defaultOf(field)])
  return table(['Field', 'What it says', 'Without it'], rows)
}

function describe(field: z.ZodType): string {
  const { description } = field
  if (!description) throw new Error('A field of the content has no description: add `.describe(…)` to its schema.')
  const values = valuesOf(field)
  return values.length === 0 || values.every(value => description.includes(`\`${value}\``))
    ? description
    : `${description} ${values.map(value => `\`${value}\``).join(', ')}.`
}

/** What can be chosen from, inside of `.default()` and `.optional()`. */
function valuesOf(field: z.ZodType): readonly string[] {
  const { innerType, entries } = field.def as { readonly innerType?: z.ZodType; readonly entries?: object }
  return innerType ? valuesOf(innerType) : Object.values(entries ?? {})
}

/** What a field is that is left out. A default that takes a sentence stands in the description. */
function defaultOf(field: z.ZodType): string {
  const { type, defaultValue } = field.def as { readonly type: string; readonly defaultValue?: unknown }
  if (type === 'optional') return ''
  if (type !== 'default' && type !== 'prefault') return '**required**'
  const text = JSON.stringify(defaultValue)
  return text.length > DEFAULT_CHARS_MAX || text === '{}' ? '' : `\`${text.replaceAll(',', ', ')}\``
}

const DEFAULT_CHARS_MAX = 30

function codeTable(): string {
  const reading = Object.entries(READING_CODES).map(([code, about]) => [code, severityOf(code), about] as const)
  const check = Object.entries(CHECK_CODES).map(([code, [severity, about]]) => [code, severity, about] as const)
  const rows = [...reading, ...check].map(([code, severity, about]) => [`\`${code}\``, severity, about])
  return table(['Code', 'Severity', 'What is wrong'], rows)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

if (import.meta.main) writeFileSync(CONTENT_DOCS, contentDocs(readFileSync(CONTENT_DOCS, 'utf8')))
