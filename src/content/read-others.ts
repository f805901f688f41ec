import type { z } from 'zod'
import type { Positions } from './positions.ts'
import { readFields } from './read-fields.ts'
import { type LibraryFile, shortHash } from './read-file.ts'
import { type Markdown, readMarkdown } from './read-markdown.ts'
import type { Mistake } from './reading-codes.ts'
import { drawSchema } from './schemas/draw.ts'
import { activitySchema, icebreakerSchema, phrasesSchema, shopSchema, welcomeSchema } from './schemas/others.ts'

/** What has its own folder and is no post, each with its schema. */
const OTHERS = {
  welcome: welcomeSchema,
  icebreaker: icebreakerSchema,
  draw: drawSchema,
  activity: activitySchema,
} as const
export type OtherKind = keyof typeof OTHERS

/** A file in `welcome/`, `icebreakers/`, `draws/` or `activities/` that can be used. */
export interface LoadedOther extends Markdown<Readonly<Record<string, unknown>>> {
  readonly kind: OtherKind
  /** The file is broken now: this is its last good version. */
  readonly isOlder: boolean
}

/** `welcome/<plan>/…` belongs to that plan, `welcome/….md` to every one. */
export function isOfPlan(file: string, plan: string | null): boolean {
  const [, folder, ...rest] = file.split('/')
  return rest.length === 0 || folder === plan
}

export function readOther(kind: OtherKind, file: LibraryFile): LoadedOther | readonly Mistake[] {
  const schema: z.ZodType<Readonly<Record<string, unknown>> & { readonly id?: string | undefined }> = OTHERS[kind]
  const read = readMarkdown(file, schema)
  return 'fields' in read ? { ...read, kind, isOlder: false } : read
}

interface OfFile {
  readonly file: string
  /** SHA-256 of the file, its first 12 hexadecimal digits. */
  readonly hash: string
  readonly positions: Positions
}
/** `shop.yml`. */
export interface LoadedShop extends OfFile, z.output<typeof shopSchema> {}
/** `phrases.yml`. */
export interface LoadedPhrases extends OfFile, z.output<typeof phrasesSchema> {}

export const readShop = (file: LibraryFile): LoadedShop | readonly Mistake[] => readList(file, shopSchema)
export const readPhrases = (file: LibraryFile): LoadedPhrases | readonly Mistake[] => readList(file, phrasesSchema)

function readList<T extends object>({ file, hash, source }: LibraryFile, schema: z.ZodType<T>) {
  const { fields, positions, mistakes } = readFields(schema, source)
  return fields === null ? mistakes : { ...fields, file, hash: shortHash(hash), positions }
}
