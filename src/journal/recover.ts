import path from 'node:path'
import { BonfireError } from '../errors.ts'
import { GroupId } from '../events/ids.ts'
import type { Commit } from '../host/commit.ts'
import type { Host } from '../host/host.ts'
import { reasonOf } from './files.ts'
import type { Journal, Line } from './journal.ts'
import { type DamagedFile, loadGroup } from './load-group.ts'
import { MANIFEST, type Manifest, readManifest } from './manifest.ts'
import type { PageStore } from './page-store.ts'
import { sliceOfType, type Unit, unitsOf } from './pages.ts'

/** What a start found and did. */
export interface Recovered {
  /** Why no page could be used, if none could. */
  readonly pagesProblem: string | undefined
  readonly groups: number
  readonly filesLoaded: number
  /** Files that are missing or cannot be used: what they held is made again. */
  readonly damaged: readonly DamagedFile[]
  /** Slices, views and causes that were made again from the whole journal, by name, and in how many groups. */
  readonly remade: ReadonlyMap<string, number>
  readonly replayedFrom: number
  readonly commitsReplayed: number
  /** The slices of which the journal may hold facts. To be handed to the checkpointer. */
  readonly seen: ReadonlySet<string>
  /** Slices of which there are facts and no plugin. Their facts are kept, and folded when it is back. */
  readonly absent: readonly string[]
  /** How many of their facts there were among the commits replayed, by slice. */
  readonly skippedFacts: ReadonlyMap<string, number>
}

/** How far a start is. */
export interface Progress {
  readonly lsn: number
  /** The last one. */
  readonly end: number
}

export interface RecoverOptions {
  /** Called every 50,000 commits. */
  readonly onProgress?: (progress: Progress) => void
}

const COMMITS_PER_REPORT = 50_000

/**
 * Brings a host that has just been made to where the journal ends: from the pages, and what they lack from the journal.
 * @throws PAGES_AHEAD, DATA_NEWER, REPLAY_FAILED, COMMIT_UNREADABLE, and what the journal throws
 */
export async function recover(
  host: Host,
  journal: Pick<Journal, 'durable' | 'read'>,
  store: PageStore,
  options: RecoverOptions = {},
): Promise<Recovered> {
  // 1. Pages
  const found = await readManifest(store)
  const pages = 'manifest' in found ? await loadPages(host, found.manifest, journal.durable, store) : NO_PAGES
  // What a group has chosen stands in its pages.
  host.refreshSettings()
  // 2. What they lack
  const types = new Set<string>()
  const replayed = await replay(host, journal, pages.replayFrom, types, options.onProgress)
  // 3. What there is to tell
  const seen = new Set([...pages.seen, ...[...types].map(sliceOfType)])
  const loaded = new Set(host.schema.slices.map(({ name }) => name))
  return {
    pagesProblem: 'problem' in found ? found.problem : undefined,
    groups: host.groups.size,
    filesLoaded: pages.filesLoaded,
    damaged: pages.damaged,
    remade: pages.remade,
    replayedFrom: pages.replayFrom,
    commitsReplayed: replayed,
    seen,
    absent: [...seen].filter(name => !loaded.has(name)),
    skippedFacts: host.skippedFacts,
  }
}

interface LoadedPages {
  readonly replayFrom: number
  readonly seen: Iterable<string>
  readonly filesLoaded: number
  readonly damaged: readonly DamagedFile[]
  readonly remade: ReadonlyMap<string, number>
}
const NO_PAGES: LoadedPages = { replayFrom: 1, seen: [], filesLoaded: 0, damaged: [], remade: new Map() }

/** Files read at the same time. */
const READS_MAX = 16

async function loadPages(host: Host, manifest: Manifest, end: number, store: PageStore): Promise<LoadedPages> {
  refuseAhead(manifest, end, store)
  const units = unitsOf(host.schema)
  const stored = units.filter(({ name, fingerprint }) => manifest.units[name] === fingerprint)
  const read = limited(READS_MAX, store.read)
  const groups = await Promise.all(
    entriesOf(manifest).map(([id, entry]) => loadGroup(host.groupOf(id), entry, stored, read)),
  )
  const lacking = groups.flatMap(({ loaded }) => units.filter(unit => !loaded.has(unit) && !isUntold(unit, manifest)))
  return {
    replayFrom: lacking.length === 0 ? manifest.replayFrom : 1,
    seen: manifest.seen,
    filesLoaded: groups.reduce((sum, { files }) => sum + files, 0),
    damaged: groups.flatMap(({ damaged }) => damaged),
    remade: counted(lacking.map(({ name }) => name)),
  }
}

/** Whether a unit is new, and the journal had nothing to tell it when the pages were written. */
function isUntold({ name, sources }: Unit, { units, seen }: Manifest): boolean {
  return !Object.hasOwn(units, name) && sources !== undefined && !sources.some(source => seen.includes(source))
}

function refuseAhead(manifest: Manifest, end: number, { folder }: PageStore): void {
  const groups = Object.values(manifest.groups)
  const found = groups.reduce((highest, { lsn }) => Math.max(highest, lsn), manifest.replayFrom - 1)
  if (found > end) throw new BonfireError('PAGES_AHEAD', { file: path.join(folder, MANIFEST), found, end })
}

async function replay(
  host: Host,
  journal: Pick<Journal, 'durable' | 'read'>,
  from: number,
  types: Set<string>,
  onProgress: RecoverOptions['onProgress'],
): Promise<number> {
  let count = 0
  for await (const line of journal.read(from)) {
    const commit = parseCommit(line)
    for (const [type] of commit.facts) types.add(type)
    host.replay(commit, line.lsn)
    count += 1
    if (count % COMMITS_PER_REPORT === 0) onProgress?.({ lsn: line.lsn, end: journal.durable })
  }
  return count
}

/**
 * Reads a line of the journal.
 * @throws COMMIT_UNREADABLE
 */
export function parseCommit({ lsn, text }: Line): Commit {
  try {
    const commit = JSON.parse(text) as Commit
    const isFact = (row: Commit['facts'][number]) => typeof row[0] === 'string' && typeof row[1] === 'object'
    if (typeof commit.cause !== 'string' || typeof commit.at !== 'number')
      throw new TypeError('it has no cause or time')
    if (!GroupId.safeParse(commit.group).success) throw new TypeError('it names no group')
    if (!commit.facts.every(isFact)) throw new TypeError('it holds something that is not a fact')
    return commit
  } catch (error) {
    throw new BonfireError('COMMIT_UNREADABLE', { lsn, reason: reasonOf(error) }, { cause: error })
  }
}

type Entries = [GroupId, Manifest['groups'][GroupId]][]
const entriesOf = ({ groups }: Manifest): Entries => Object.entries(groups) as Entries

function counted(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

/** Lets at most so many calls be under way. */
function limited<A, T>(max: number, call: (argument: A) => Promise<T>): (argument: A) => Promise<T> {
  const waiting: (() => void)[] = []
  let free = max
  return async argument => {
    if (free > 0) free -= 1
    else await new Promise<void>(resolve => waiting.push(resolve))
    try {
      return await call(argument)
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}
