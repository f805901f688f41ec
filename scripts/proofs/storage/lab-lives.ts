import type { GroupId, Instant, LocalDay } from '../../../src/events/ids.ts'
import type { Calendar } from '../../../src/host/calendar.ts'
import type { Commit, CommitLog } from '../../../src/host/commit.ts'
import { createHost, type Host } from '../../../src/host/host.ts'
import type { AnyPlugin } from '../../../src/host/plugin.ts'
import type { TableState } from '../../../src/host/table.ts'
import { type Checkpointer, createCheckpointer } from '../../../src/journal/checkpoint.ts'
import { createMemoryDisk, type MemoryDisk } from '../../../src/journal/memory-files.ts'
import { createMemoryJournal, type MemoryJournal } from '../../../src/journal/memory-journal.ts'
import { openPageStore, type PageStore } from '../../../src/journal/page-store.ts'
import { unitsOf } from '../../../src/journal/pages.ts'
import { type Recovered, recover } from '../../../src/journal/recover.ts'
import { extraPlugin, type LabFact, labPlugin } from './lab-plugins.ts'

/** What of the plugins may differ from one start to the next. */
export interface Make {
  readonly version: number
  readonly hasExtra: boolean
}
export const MAKE: Make = { version: 1, hasExtra: true }

/** So few that short lives fill many. */
export const PAGE_ROWS = 4
const calendar = { dayOf: (at: number) => new Date(at).toISOString().slice(0, 10) as LocalDay } as unknown as Calendar
export const settings = { locale: 'en-US', calendar, config: {}, isRestDay: () => false } as const

/** Made once: compiling schemas costs more than a short life. */
const LABS = new Map([1, 2].map(version => [version, labPlugin(version)]))
const EXTRA = extraPlugin()
export const LAB_PLUGINS: readonly AnyPlugin[] = [LABS.get(1)!, EXTRA]

export function labHost(log: CommitLog, { version, hasExtra }: Make = MAKE, pageRows = PAGE_ROWS): Host {
  const plugins = [LABS.get(version)!, ...(hasExtra ? [EXTRA] : [])]
  return createHost({ plugins, log, settings: () => settings, pageRows })
}

/** Records facts of the lab in one commit. */
export function record(host: Host, cause: string, facts: readonly LabFact[], group = 'g0', at = 0): void {
  const plugin = facts.some(([type]) => type === 'logged') ? 'extra' : 'lab'
  const id = group as GroupId
  const letter = {
    kind: 'mail',
    cause,
    group: id,
    at: at as Instant,
    from: id,
    letter: cause,
    plugin,
    box: 'facts',
  } as const
  const handled = host.handle({ ...letter, data: { facts } })
  if (handled.is !== 'committed') throw new Error(`The commit was not taken: ${handled.is}`, { cause: handled })
}

/** Everything there is to know of a state, where each row is included, as plain data. */
export function picture(host: Host): object[] {
  const units = unitsOf(host.schema)
  const groups = [...host.groups.keys()].sort().map(id => host.groupOf(id))
  // A group is made when it is asked for: those in which nothing happened are not there in every process.
  const lived = groups.filter(group => group.causes.nextPlace > 0)
  return lived.map(group => ({
    id: group.id,
    units: units.map(unit => [unit.name, unit.ownOf(group)?.record ?? null, unit.tablesOf(group).map(pictureOf)]),
  }))
}
function pictureOf({ parts, pages, places, drafts, nextPlace, newestAt, live }: TableState): object {
  const shown = [...pages.values()].map(({ number, keys, records, newestAt, live }) => ({
    ...{ number, keys: [...keys], records: [...records], newestAt, live },
  }))
  return { name: parts.name, pages: shown, places: [...places], drafts: drafts.size, nextPlace, newestAt, live }
}

/** What the journal alone says. */
export function truth(lines: readonly string[], make: Make = MAKE, pageRows = PAGE_ROWS): object[] {
  const host = labHost(createMemoryJournal(), make, pageRows)
  lines.forEach((line, index) => {
    host.replay(JSON.parse(line) as Commit, index + 1)
  })
  return picture(host)
}

const FOLDER = '/pages'

/** One process after another, on one disk. */
export interface Lives {
  readonly disk: MemoryDisk
  readonly journal: MemoryJournal
  readonly host: Host
  readonly recovered: Recovered
  readonly checkpointer: Checkpointer
  /** The names of the files, the manifest included. */
  files(): readonly string[]
  fileOf(name: string): string
  /** The pages as a process sees them that starts now. */
  openStore(): Promise<PageStore>
  /** The process ends without notice, and what was not durable is gone. `survives`: which of the names are kept. */
  crash(survives?: () => boolean): void
  /** The next process starts. */
  start(make?: Make): Promise<void>
}

export async function firstLife(make: Make = MAKE, disk: MemoryDisk = createMemoryDisk()): Promise<Lives> {
  let journal = createMemoryJournal({ flush: 'manual' })
  let life: Pick<Lives, 'host' | 'recovered' | 'checkpointer'>
  const openStore = () => openPageStore(FOLDER, { files: disk.mount() })
  async function start(make: Make = MAKE): Promise<void> {
    const store = await openStore()
    const host = labHost(journal, make)
    const recovered = await recover(host, journal, store)
    const checkpointer = createCheckpointer({ host, journal, store, recovered, breathe: async () => {} })
    life = { host, recovered, checkpointer }
  }
  await start(make)
  return {
    disk,
    get journal() {
      return journal
    },
    get host() {
      return life.host
    },
    get recovered() {
      return life.recovered
    },
    get checkpointer() {
      return life.checkpointer
    },
    files: () => [...disk.contents().keys()].map(file => file.slice(FOLDER.length + 1)).sort(),
    fileOf: name => `${FOLDER}/${name}`,
    openStore,
    crash(survives) {
      if (survives) disk.cutPower(survives)
      else disk.kill()
      journal = journal.crash()
    },
    start,
  }
}
