import type { BrokenBytes } from './read-file.ts'
import { fileOf, type LibraryFile } from './read-file.ts'
import {
  type LoadedOther,
  type LoadedPhrases,
  type LoadedShop,
  type OtherKind,
  readOther,
  readPhrases,
  readShop,
} from './read-others.ts'
import { type PlanDraft, readPlan, type SectionCheck } from './read-plan.ts'
import { type LoadedPost, readPost, readRound } from './read-post.ts'
import { FIRST, type Mistake } from './reading-codes.ts'

/** What a file turned out to be. */
export type Entry =
  | { readonly is: 'post'; readonly entry: LoadedPost }
  | { readonly is: 'other'; readonly entry: LoadedOther }
  | { readonly is: 'plan'; readonly entry: PlanDraft }
  | { readonly is: 'shop'; readonly entry: LoadedShop }
  | { readonly is: 'phrases'; readonly entry: LoadedPhrases }

/** A file as it is now, or as it was when it was good. */
export interface Version {
  readonly file: string
  /** SHA-256 of its bytes, in hexadecimal digits. */
  readonly hash: string
  /** Null when they could not be read. */
  readonly bytes: Uint8Array | null
  /** Null: it has mistakes. */
  readonly parsed: Entry | null
  readonly mistakes: readonly Mistake[]
}

/** Parses a file by the folder in which it stands. */
export function parseFile(read: LibraryFile | BrokenBytes, sections: SectionCheck | undefined): Version {
  const { file, hash } = read
  if ('mistakes' in read) return { file, hash, bytes: null, parsed: null, mistakes: read.mistakes }
  const result = parseSafely(read, sections)
  return 'is' in result
    ? { file, hash, bytes: read.bytes, parsed: result, mistakes: [] }
    : { file, hash, bytes: read.bytes, parsed: null, mistakes: firstOf(result) }
}

/** What nobody has thought of is a mistake of its file as well: no file keeps the others from being read. */
function parseSafely(file: LibraryFile, sections: SectionCheck | undefined): Entry | readonly Mistake[] {
  try {
    return parse(file, sections)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return [{ ...FIRST, code: 'unreadable', message: `cannot be read (${reason.slice(0, REASON_CHARS_MAX)}).` }]
  }
}
const REASON_CHARS_MAX = 200

/** Most mistakes of one file that are said. */
const MISTAKES_MAX = 20
/** Of fields not all are looked at: so many more are surely counted right. */
const MISTAKES_COUNTED_MAX = 150

/** The first by their places, and how many more there are. */
function firstOf(mistakes: readonly Mistake[]): readonly Mistake[] {
  if (mistakes.length <= MISTAKES_MAX) return mistakes
  const ordered = mistakes.toSorted((a, b) => a.line - b.line || a.column - b.column)
  const next = ordered[MISTAKES_MAX]!
  const left = mistakes.length - MISTAKES_MAX
  const more = left > MISTAKES_COUNTED_MAX ? `more than ${MISTAKES_COUNTED_MAX}` : left
  return [...ordered.slice(0, MISTAKES_MAX), { ...next, message: `and ${more} more mistakes in this file.` }]
}

/** Parses bytes that were good once. Null when they are so no longer: a plugin may ask for more than it did. */
export function parseOlder(file: string, bytes: Uint8Array, sections: SectionCheck | undefined): Version | null {
  const version = parseFile(fileOf(file, bytes), sections)
  if (version.parsed === null) return null
  const { is, entry } = version.parsed
  return { ...version, parsed: { is, entry: { ...entry, isOlder: true } } as Entry }
}

const OTHERS: ReadonlyMap<string, OtherKind> = new Map([
  ['welcome', 'welcome'],
  ['icebreakers', 'icebreaker'],
  ['draws', 'draw'],
  ['activities', 'activity'],
])

function parse(file: LibraryFile, sections: SectionCheck | undefined): Entry | readonly Mistake[] {
  const top = file.file.split('/', 1)[0] ?? ''
  const kind = OTHERS.get(top)
  if (kind) return as('other', readOther(kind, file))
  if (top === 'posts') return as('post', readPost(file))
  if (top === 'rounds') return as('post', readRound(file))
  if (top === 'plans') return as('plan', readPlan(file, sections))
  return top === 'shop.yml' ? as('shop', readShop(file)) : as('phrases', readPhrases(file))
}

function as<Is extends Entry['is']>(
  is: Is,
  result: Extract<Entry, { is: Is }>['entry'] | readonly Mistake[],
): Entry | readonly Mistake[] {
  return Array.isArray(result) ? (result as readonly Mistake[]) : ({ is, entry: result } as Entry)
}
