import type { Host } from '../host/host.ts'
import type { Journal } from './journal.ts'
import { MANIFEST, type Manifest, PAGES_FORMAT } from './manifest.ts'
import { type PageStore, TEMPORARY } from './page-store.ts'
import { checkpointOf, unitsOf } from './pages.ts'
import type { Recovered } from './recover.ts'
import { type FileToWrite, type TakenGroup, takeGroup } from './take-group.ts'

/** Writes the state to pages, so that a start need not fold the whole journal. */
export interface Checkpointer extends AsyncDisposable {
  /**
   * Writes what has changed since the last time, while commits go on. A call while one is under way joins it.
   * After an error the files of before still count, and the next one writes all of it again.
   * @returns what was done; `undefined` when disposal stopped it.
   * @throws DATA_UNWRITABLE, JOURNAL_FAILED
   */
  checkpoint(): Promise<CheckpointReport | undefined>
}

export interface CheckpointReport {
  /** The next start reads the journal from this number on. */
  readonly replayFrom: number
  readonly groups: number
  readonly filesWritten: number
  readonly charsWritten: number
  /** Files that no longer count. */
  readonly filesRemoved: number
}

export interface CheckpointerOptions {
  readonly host: Host
  readonly journal: Pick<Journal, 'next' | 'whenDurable' | 'archive'>
  readonly store: PageStore
  /** What `recover` gave for this host. */
  readonly recovered: Pick<Recovered, 'seen'>
  /** Lets messages have their turn. Default: a turn of the event loop. */
  readonly breathe?: () => Promise<void>
}

/** Groups looked at between two turns of the event loop. */
const GROUPS_PER_TURN = 16
/** Names looked at between two turns of the event loop. */
const NAMES_PER_TURN = 4096

/** What the next manifest will say. */
interface Written {
  readonly replayFrom: number
  readonly groups: readonly TakenGroup[]
  readonly files: number
  readonly chars: number
}

export function createCheckpointer(options: CheckpointerOptions): Checkpointer {
  const { host, journal, store, breathe = turnOfEventLoop } = options
  const units = unitsOf(host.schema)
  const seen = new Set([...options.recovered.seen, ...host.schema.slices.map(({ name }) => name)])
  let checkpoint: number | undefined
  let underWay: Promise<CheckpointReport | undefined> | undefined
  let isStopping = false

  async function run(): Promise<CheckpointReport | undefined> {
    const groups: TakenGroup[] = []
    let counts = false
    // A new number after a failure too: nobody can say which of its files, and which manifest, the disk has kept.
    checkpoint = (checkpoint ?? (await lastCheckpoint(store))) + 1
    try {
      // 1. Each group as it is at one moment
      const written = await writeGroups(groups, checkpoint)
      if (written === undefined) return undefined
      // 2. What counts from now on
      await store.write(MANIFEST, manifestJson(written))
      await store.syncNames()
      for (const group of groups) group.saved()
      counts = true
      // 3. What no longer counts
      const filesRemoved = await removeAllBut(new Set(groups.flatMap(({ names }) => names)))
      await journal.archive(written.replayFrom)
      const { replayFrom, files: filesWritten, chars: charsWritten } = written
      return { replayFrom, groups: groups.length, filesWritten, charsWritten, filesRemoved }
    } finally {
      if (!counts) for (const group of groups) group.putBack()
    }
  }

  async function writeGroups(groups: TakenGroup[], checkpoint: number): Promise<Written | undefined> {
    const replayFrom = journal.next
    let lsn = replayFrom - 1
    let files = 0
    let chars = 0
    for (const [index, id] of [...host.groups.keys()].entries()) {
      if (index % GROUPS_PER_TURN === GROUPS_PER_TURN - 1) await breathe()
      lsn = journal.next - 1
      const group = takeGroup(host.groupOf(id), units, { checkpoint, lsn })
      groups.push(group)
      if (group.files.length > 0) await journal.whenDurable(lsn)
      for (const file of group.files) {
        if (isStopping) return undefined
        files += 1
        chars += await writeFile(file)
      }
    }
    await store.syncNames()
    // The manifest says of every group up to where it is complete, of those without a change too.
    await journal.whenDurable(lsn)
    return { replayFrom, groups, files, chars }
  }
  async function writeFile({ name, pieces }: FileToWrite): Promise<number> {
    let json = ''
    for (const piece of pieces()) {
      json += piece
      await breathe()
    }
    await store.write(name, json)
    return json.length
  }
  function manifestJson({ replayFrom, groups }: Written): string {
    const head: Omit<Manifest, 'groups'> = {
      format: PAGES_FORMAT,
      replayFrom,
      seen: [...seen],
      units: Object.fromEntries(units.map(({ name, fingerprint }) => [name, fingerprint])),
    }
    const entries = groups.map(({ id, entry }) => `${JSON.stringify(id)}:${entry}`)
    return `${JSON.stringify(head).slice(0, -1)},"groups":{${entries.join(',')}}}`
  }
  async function removeAllBut(names: ReadonlySet<string>): Promise<number> {
    let removed = 0
    for (const [index, name] of (await store.list()).entries()) {
      if (index % NAMES_PER_TURN === NAMES_PER_TURN - 1) await breathe()
      if (names.has(name) || !(name.endsWith(TEMPORARY) || checkpointOf(name) !== undefined)) continue
      await store.remove(name)
      removed += 1
    }
    return removed
  }

  return {
    async checkpoint() {
      if (isStopping) return undefined
      underWay ??= run().finally(() => {
        underWay = undefined
      })
      return underWay
    },
    async [Symbol.asyncDispose]() {
      isStopping = true
      // Whoever asked for it is told how it failed.
      await underWay?.catch(() => {})
    },
  }
}

/** The highest number of a file, whether or not it counts: none may be given a second time. */
async function lastCheckpoint(store: PageStore): Promise<number> {
  const numbers = (await store.list()).map(checkpointOf)
  return numbers.reduce<number>((highest, number) => Math.max(highest, number ?? 0), 0)
}

function turnOfEventLoop(): Promise<void> {
  return new Promise(resolve => setImmediate(resolve))
}
