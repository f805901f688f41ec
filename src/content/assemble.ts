import type { Entry, Version } from './parse-file.ts'
import type { Problem } from './problem.ts'
import type { LoadedOther, LoadedPhrases, LoadedShop } from './read-others.ts'
import { assemblePlan, type LoadedPlan } from './read-plan.ts'
import type { LoadedPost } from './read-post.ts'

/** A library as it was at one moment. What is in it has been read without a mistake, now or in its last good version. */
export interface LoadedLibrary {
  readonly folder: string
  /** What is in `posts/` and `rounds/`, by the names of the files, of every status. */
  readonly posts: readonly LoadedPost[]
  readonly plans: readonly LoadedPlan[]
  /** What is in `welcome/`, `icebreakers/`, `draws/` and `activities/`. */
  readonly others: readonly LoadedOther[]
  readonly shop: LoadedShop | null
  readonly phrases: LoadedPhrases | null
  /** Seen from `assets/`: `reading-21d/day-01.png`. */
  readonly images: readonly string[]
  /**
   * What is wrong with single files: bytes, front matter, fields, sections of plans, templates that cannot be parsed
   * (code `template`), ids used twice. What is wrong between files is for the check.
   */
  readonly problems: readonly Problem[]
  /** Files that cannot be used as they are now. */
  readonly broken: readonly BrokenVersion[]
}

/** A file that cannot be used as it is now. */
export interface BrokenVersion {
  readonly file: string
  /** Of what it says now, 12 hexadecimal digits: the same mistake need be told once only. */
  readonly hash: string
  /** The first thing that is wrong with it. */
  readonly problem: Problem
  /** Whether its last good version is used instead. */
  readonly isReplaced: boolean
}

/** What was found, apart from plans with their posts. */
interface Found extends Pick<LoadedLibrary, 'folder' | 'images' | 'problems' | 'broken'> {
  readonly entries: readonly Entry[]
}

/** Joins what single files say. The same files give the same library, in whatever order they were read. */
export function assemble({ folder, entries, images, problems, broken }: Found): LoadedLibrary {
  const posts = all(entries, 'post').sort(byFile)
  const others = all(entries, 'other').sort(byFile)
  return {
    folder,
    posts,
    plans: all(entries, 'plan')
      .sort(byFile)
      .map(draft => assemblePlan(draft, { posts, others })),
    others,
    shop: all(entries, 'shop')[0] ?? null,
    phrases: all(entries, 'phrases')[0] ?? null,
    images: [...images].sort(),
    problems: [...problems].sort((a, b) => byFile(a, b) || a.line - b.line || a.column - b.column),
    broken: [...broken].sort(byFile),
  }
}

/** An id that two files claim belongs to the one that had it, or else to the first by name. */
export function claimIds(versions: readonly Version[], wasGood: (version: Version) => boolean) {
  const owners = new Map<string, Version>()
  const refused: { readonly version: Version; readonly id: string; readonly owner: Version }[] = []
  for (const version of versions.toSorted((a, b) => Number(wasGood(b)) - Number(wasGood(a)) || byFile(a, b))) {
    const id = idOf(version)
    const owner = id === undefined ? undefined : owners.get(id)
    if (id !== undefined && owner) refused.push({ version, id, owner })
    else if (id !== undefined) owners.set(id, version)
  }
  return { owners, refused }
}

/** Posts and texts share their ids; plans are called by their files. */
export function idOf({ parsed }: Version): string | undefined {
  return parsed?.is === 'post' || parsed?.is === 'other' ? parsed.entry.id : undefined
}

type EntryOf<Is extends Entry['is']> = Extract<Entry, { readonly is: Is }>['entry']

function all<Is extends Entry['is']>(entries: readonly Entry[], is: Is): EntryOf<Is>[] {
  return entries.filter(entry => entry.is === is).map(({ entry }) => entry as EntryOf<Is>)
}

const byFile = (a: { readonly file: string }, b: { readonly file: string }): number =>
  a.file < b.file ? -1 : Number(a.file > b.file)
