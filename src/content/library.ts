import { promises as fs } from 'node:fs'
import path from 'node:path'
import { assemble, type BrokenVersion, claimIds, idOf, type LoadedLibrary } from './assemble.ts'
import { type GoodVersions, NO_GOOD_VERSIONS } from './good-versions.ts'
import { type Listing, listLibrary } from './list-files.ts'
import { parseFile, parseOlder, type Version } from './parse-file.ts'
import type { Problem } from './problem.ts'
import { readLibraryFile, shortHash } from './read-file.ts'
import type { SectionCheck } from './read-plan.ts'
import { FIRST, problemOf } from './reading-codes.ts'

export type { BrokenVersion, LoadedLibrary } from './assemble.ts'
export type { Positions } from './positions.ts'
export type { LoadedOther, LoadedPhrases, LoadedShop, OtherKind } from './read-others.ts'
export type { LoadedPlan, SectionCheck } from './read-plan.ts'
export type { LoadedPost } from './read-post.ts'

export interface ReadOptions {
  /** Checks a section of a plan by the schema of its plugin. Without it sections are taken as they are. */
  readonly sections?: SectionCheck
}
export interface ReaderOptions extends ReadOptions {
  /** What stands in for files that are broken now. Default: nothing. */
  readonly good?: GoodVersions
  /** Told of each folder, seen from the library, before it is looked into. */
  readonly visit?: (folder: string) => void
  /** Good versions could not be kept. What was read is good all the same. */
  readonly onUnkept?: (error: unknown) => void
}

/** Reads a library. What is in a file never makes it throw; a folder that is not there is an empty library. */
export function readLibrary(folder: string, options: ReadOptions = {}): Promise<LoadedLibrary> {
  return createLibraryReader(folder, options).read()
}

export interface LibraryReader {
  /** Reads what has changed since the last time, and remembers what is good. To be called one at a time. */
  read(): Promise<LoadedLibrary>
}

/** A reader that remembers what it has read. */
export function createLibraryReader(folder: string, options: ReaderOptions = {}): LibraryReader {
  const { sections, good = NO_GOOD_VERSIONS, visit, onUnkept = () => {} } = options
  let seen: ReadonlyMap<string, SeenFile> = new Map()
  let older: ReadonlyMap<string, Version> = new Map()

  return {
    async read() {
      // 1. What there is now
      const listing = await listLibrary(folder, visit)
      seen = await lookAt(folder, listing.files, seen, sections)
      const versions = [...seen.values()].map(({ version }) => version)
      // 2. What was good before, of files that are broken now
      older = await findOlder(versions, older, good, sections)
      const wasGood = ({ file, hash }: Version) => good.hashOf(file) === hash
      const chosen = choose(versions, older, wasGood)
      // 3. What is good now, for the next time
      if (isWhole(listing)) await keep(chosen.good, seen, good).catch(onUnkept)
      return assemble({
        folder,
        entries: chosen.used.flatMap(({ parsed }) => parsed ?? []),
        images: listing.images,
        problems: [...(listing.isThere ? [] : [notThere(folder)]), ...listing.problems, ...chosen.problems],
        broken: chosen.broken,
      })
    },
  }
}

interface SeenFile {
  /** What tells a changed file from an unchanged one. */
  readonly stamp: string
  /**
   * It had this stamp twice. A file can be written again within one tick of the clock of its file system: a stamp that
   * was seen for the first time says nothing yet.
   */
  readonly isSettled: boolean
  readonly version: Version
}

/** How many files are read at a time. */
const FILES_AT_ONCE = 32

async function lookAt(
  folder: string,
  files: readonly string[],
  before: ReadonlyMap<string, SeenFile>,
  sections: SectionCheck | undefined,
): Promise<ReadonlyMap<string, SeenFile>> {
  const seen = new Map<string, SeenFile>()
  const left = [...files].sort().reverse()
  const work = async () => {
    for (let file = left.pop(); file !== undefined; file = left.pop()) {
      const found = await look(folder, file, before.get(file), sections)
      if (found) seen.set(file, found)
    }
  }
  await Promise.all(Array.from({ length: FILES_AT_ONCE }, work))
  return seen
}

async function look(
  folder: string,
  file: string,
  before: SeenFile | undefined,
  sections: SectionCheck | undefined,
): Promise<SeenFile | undefined> {
  const stamp = await stampOf(path.join(folder, file))
  if (before?.isSettled && before.stamp === stamp) return before
  const read = await readLibraryFile(folder, file)
  if (!read) return undefined
  const version = before?.version.hash === read.hash ? before.version : parseFile(read, sections)
  return { stamp, isSettled: stamp !== UNKNOWN && before?.stamp === stamp, version }
}

const UNKNOWN = ''

async function stampOf(whole: string): Promise<string> {
  const stats = await fs.stat(whole, { bigint: true }).catch(() => undefined)
  if (!stats) return UNKNOWN
  const { dev, ino, size, mtimeNs, ctimeNs } = stats
  return [dev, ino, size, mtimeNs, ctimeNs].join(':')
}

/** Of files that were good and are not what they were. Those that are wanted for nothing are not read. */
async function findOlder(
  versions: readonly Version[],
  known: ReadonlyMap<string, Version>,
  good: GoodVersions,
  sections: SectionCheck | undefined,
): Promise<ReadonlyMap<string, Version>> {
  const refused = new Set(
    claimIds(versions, ({ file, hash }) => good.hashOf(file) === hash).refused.map(r => r.version),
  )
  const wanted = versions.filter(version => version.parsed === null || refused.has(version))
  const found = new Map<string, Version>()
  for (const { file, hash } of wanted) {
    const remembered = good.hashOf(file)
    if (remembered === undefined || remembered === hash) continue
    const before = known.get(file)
    const bytes = before?.hash === remembered ? undefined : await good.read(file)
    const version = before?.hash === remembered ? before : bytes && parseOlder(file, bytes, sections)
    if (version) found.set(file, version)
  }
  return found
}

interface Chosen {
  readonly used: readonly Version[]
  readonly good: readonly Version[]
  readonly problems: readonly Problem[]
  readonly broken: readonly BrokenVersion[]
}

/** Takes each file as it is now, or as it was when it was good, or not at all. */
function choose(
  versions: readonly Version[],
  older: ReadonlyMap<string, Version>,
  wasGood: (version: Version) => boolean,
): Chosen {
  const isOlder = (version: Version) => older.get(version.file) === version
  const candidates = versions.flatMap(version => (version.parsed ? version : (older.get(version.file) ?? [])))
  const { owners, refused } = claimIds(candidates, version => isOlder(version) || wasGood(version))
  const used = new Set(candidates)
  const wrong = new Map(versions.map(version => [version.file, version.mistakes.map(m => problemOf(version.file, m))]))
  for (const { version, id, owner } of refused) {
    used.delete(version)
    wrong.get(version.file)?.push(sameId(version, id, owner))
    const before = older.get(version.file)
    const idBefore = before && idOf(before)
    if (!before || before === version || idBefore === undefined || owners.has(idBefore)) continue
    owners.set(idBefore, before)
    used.add(before)
  }
  const replaced = new Set([...used].filter(isOlder).map(({ file }) => file))
  return {
    used: [...used],
    good: [...used].filter(version => !isOlder(version)),
    problems: [...wrong.values()].flat(),
    broken: versions.flatMap(({ file, hash }) => {
      const problem = wrong.get(file)?.[0]
      return problem ? [{ file, hash: shortHash(hash), problem, isReplaced: replaced.has(file) }] : []
    }),
  }
}

function sameId({ file, parsed }: Version, id: string, owner: Version): Problem {
  const message = `the id "${id}" is that of ${owner.file} already. Give one of them another.`
  const position = parsed && 'positions' in parsed.entry ? parsed.entry.positions.at(['id']) : FIRST
  return problemOf(file, { line: position.line, column: position.column, code: 'same-id', message })
}

function notThere(folder: string): Problem {
  const message = `there is no folder ${path.basename(folder)}: there is nothing to post. Make it, with plans/ and posts/ in it.`
  return problemOf('.', { ...FIRST, code: 'no-library', message })
}

/** A folder that cannot be read, or is away for a moment, is no reason to forget what was in it. */
const isWhole = ({ isThere, problems }: Listing): boolean =>
  isThere && !problems.some(({ code }) => code === 'unreadable' || code === 'too-many')

async function keep(versions: readonly Version[], seen: ReadonlyMap<string, SeenFile>, good: GoodVersions) {
  const files = versions.flatMap(({ file, hash, bytes }) => (bytes ? [{ file, hash, bytes }] : []))
  await good.keep(files, new Set(seen.keys()))
}
