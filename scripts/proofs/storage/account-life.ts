import { isBonfireError } from '../../../src/errors.ts'
import type { Instant, MemberId } from '../../../src/events/ids.ts'
import type { Host } from '../../../src/host/host.ts'
import { type Checkpointer, createCheckpointer } from '../../../src/journal/checkpoint.ts'
import { erasePerson, refuseUnfinishedErasure } from '../../../src/journal/erase.ts'
import { openFileJournal } from '../../../src/journal/file-journal.ts'
import type { Files } from '../../../src/journal/files.ts'
import type { Journal } from '../../../src/journal/journal.ts'
import { createMemoryDisk, type DiskStep, type MemoryDisk } from '../../../src/journal/memory-files.ts'
import { openPageStore } from '../../../src/journal/page-store.ts'
import { recover } from '../../../src/journal/recover.ts'
import { type Chance, chanceOf } from '../seeded.ts'
import { LAB_PLUGINS, labHost, record } from './lab-lives.ts'
import type { LabFact } from './lab-plugins.ts'
import { awaitTrouble, type Plan, type Trouble, takingHalves } from './life-trouble.ts'
import { createTruth, fileNaming, type Truth, watchWriting } from './life-truth.ts'
import type { AtRest } from './spoiling.ts'

const JOURNAL = '/data/journal'
export const PAGES = '/data/pages'

/** So small that each life fills many: a batch each, up to all in one. */
const SEGMENT_BYTES = [1, 500, 1_500, 5_000]
/** Smaller than a line, so that a power cut tears one, up to as real disks have it. */
const SECTOR_BYTES = [7, 64, 512]
const MEMBERS = 12
/** Commits, and now and then pages: one process has so many rounds of them. */
const ROUNDS_MAX = 14
const MINUTE_MS = 60_000

/** What was lived through, to be added up over many lives. */
export type Sights = Record<
  'starts' | 'commits' | 'checkpoints' | 'erasures' | 'kills and power cuts' | 'disk errors',
  number
>

/** One account on one disk, with one process after the other. */
export interface AccountLife {
  readonly disk: MemoryDisk
  readonly chance: Chance
  readonly truth: Truth
  readonly sights: Sights
  readonly segmentBytesMax: number
  readonly takesHalves: boolean
  readonly roundsMax: number
  readonly seenAs: (files: Files) => Files
  commits: number
  /** Who is being erased, from before it begins until it has ended. */
  erasing: string | undefined
  /** The pages hold every commit below this number, by what the last checkpoint said that came to its end. */
  pagesReach: number
}

export interface LifeOptions {
  /** How much each process does, at most. Default: 14 rounds of commits. */
  readonly roundsMax?: number
  /** How processes see the disk: a careless one syncs nothing. Default: as it is. */
  readonly seenAs?: (files: Files) => Files
}

export function newLife(seed: number, options: LifeOptions = {}): AccountLife {
  const { roundsMax = ROUNDS_MAX, seenAs = files => files } = options
  const chance = chanceOf(seed)
  return {
    ...{ chance, roundsMax, seenAs, truth: createTruth(), commits: 0, erasing: undefined, pagesReach: 1 },
    disk: createMemoryDisk({ sectorBytes: chance.pick(SECTOR_BYTES) }),
    segmentBytesMax: chance.pick(SEGMENT_BYTES),
    takesHalves: chance.happens(0.3),
    sights: { starts: 0, commits: 0, checkpoints: 0, erasures: 0, 'kills and power cuts': 0, 'disk errors': 0 },
  }
}

export interface ProcessOptions {
  /** For messages. */
  readonly when: string
  readonly plan?: Plan | undefined
  /** Whether it begins by erasing somebody. */
  readonly erases?: boolean
}

/** A process that starts, finds what is there, works, and ends. Returns how many steps of the disk it took. */
export async function liveProcess(life: AccountLife, options: ProcessOptions): Promise<number> {
  const { disk, truth, chance, takesHalves, sights } = life
  const { when, plan, erases = false } = options
  const watch = watchWriting(truth, takesHalves)
  const trouble = awaitTrouble({ disk, chance, plan, onStep: watch.onStep, onError: watch.onError })
  let started: Started | undefined
  let isEnded = false
  try {
    const mounted = life.seenAs(disk.mount())
    const files = takesHalves ? takingHalves(mounted) : mounted
    await eraseSomebody(life, files, erases)
    started = await start(life, files)
    started.journal.onDurable(watch.onDurable)
    const lines = await linesOf(started.journal)
    truth.compare(lines, started.host, when)
    // The process goes on as if all of it were durable, so it must be.
    truth.acknowledged = lines.length
    truth.taken = lines
    sights.starts += 1
    await work(life, started, trouble)
    if (chance.happens(0.5)) await close(started)
  } catch (error) {
    isEnded = true
    if (!trouble.struck) truth.wrong.push(`${when}: it ended by itself: ${(error as Error).stack}`)
  }
  const { struck, steps } = trouble
  if (struck && !trouble.isDown) {
    sights['disk errors'] += 1
    if (started) truth.wrong.push(...wrongAfterError(struck, started, isEnded).map(what => `${when}: ${what}`))
  }
  trouble.end()
  sights['kills and power cuts'] += 1
  return steps
}

/** A journal that cannot be written stops everything, at once and for good. Pages are a cache: nothing stops for them. */
function wrongAfterError({ kind, file }: DiskStep, { journal, fatal }: Started, isEnded: boolean): readonly string[] {
  const what = `after ${kind} of ${file} had failed`
  if (file.startsWith(PAGES)) return isEnded || fatal.length > 0 ? [`${what}, it ended`] : []
  const isLeftInPlace = kind === 'rename' && file.includes('archive')
  if (isLeftInPlace || kind === 'read' || kind === 'open' || kind === 'list') return []
  const refusal = refusalOf(journal)
  const wrong: string[] = []
  if (!isBonfireError(refusal, 'JOURNAL_FAILED'))
    wrong.push(`${what}, it says ${refusal ?? 'nothing'} to the next line`)
  if (fatal.length !== 1) wrong.push(`${what}, the process was told ${fatal.length} times to end`)
  return wrong
}

function refusalOf(journal: Journal): unknown {
  try {
    journal.append('{}')
    return undefined
  } catch (error) {
    return error
  }
}

interface Started {
  readonly journal: Journal
  readonly host: Host
  readonly checkpointer: Checkpointer
  /** What the process was told to end for. */
  readonly fatal: readonly unknown[]
}

async function start({ truth, segmentBytesMax }: AccountLife, files: Files): Promise<Started> {
  const fatal: unknown[] = []
  const opened = await openFileJournal(JOURNAL, { files, segmentBytesMax, onFatal: error => fatal.push(error) })
  const journal: Journal = Object.assign(Object.create(opened) as Journal, {
    append(text: string) {
      truth.taken.push(text)
      return opened.append(text)
    },
  })
  const store = await openPageStore(PAGES, { files })
  const host = labHost(journal)
  const recovered = await recover(host, journal, store)
  // The pages wait for no turn of the event loop: so they overtake the journal wherever they may.
  const breathe = async () => {}
  return { journal, host, fatal, checkpointer: createCheckpointer({ host, journal, store, recovered, breathe }) }
}

/** Commits, some of which are waited for, and pages written beside them. */
async function work(life: AccountLife, { journal, host, checkpointer }: Started, trouble: Trouble): Promise<void> {
  const { chance } = life
  let writing: Promise<void> = Promise.resolve()
  const writePages = async () => {
    // The journal may say no to its own part of it. Then it has failed, and whoever waits for a commit is told.
    const report = await checkpointer.checkpoint().catch(() => undefined)
    life.sights.checkpoints += Number(report !== undefined)
    life.pagesReach = Math.max(life.pagesReach, report?.replayFrom ?? 0)
  }
  const rounds = chance.between(2, life.roundsMax)
  for (let round = 0; round < rounds && !trouble.isDown; round += 1) {
    const commits = chance.between(1, 4)
    for (let commit = 0; commit < commits; commit += 1) recordSomething(life, host)
    if (chance.happens(0.3)) writing = writePages()
    if (chance.happens(0.6)) await journal.whenDurable(journal.next - 1)
    if (chance.happens(0.3)) await writing
  }
  await writing
  await journal.whenDurable(journal.next - 1)
}

function recordSomething(life: AccountLife, host: Host): void {
  const { chance, truth } = life
  life.commits += 1
  life.sights.commits += 1
  const members = Array.from({ length: MEMBERS }, (_, index) => `lab:${index}`).filter(id => !truth.erased.has(id))
  const member = () => chance.pick(members)
  const n = () => chance.between(1, 1_000_000)
  const ticket = () => chance.below(8)
  const makers: readonly (() => LabFact)[] = [
    () => ['touched', { member: member(), n: n() }],
    () => ['linked', { member: member(), other: chance.happens(0.5) ? member() : null, n: n() }],
    () => ['noted', { n: n() }],
    () => ['opened', { ticket: ticket(), n: n() }],
    () => ['changed', { ticket: ticket(), n: n() }],
    () => ['closed', { ticket: ticket() }],
    () => ['heard', { message: `m${chance.below(40)}`, n: n() }],
  ]
  const logged = (): LabFact => ['logged', { member: member(), n: n() }]
  const isExtra = chance.happens(0.15)
  const facts = Array.from({ length: chance.between(1, 4) }, () => (isExtra ? logged() : chance.pick(makers)()))
  record(host, `c${life.commits}`, facts, `g${chance.below(2)}`, life.commits * MINUTE_MS)
}

/** Erases a member, or goes on with one whom a crash has left half erased. */
async function eraseSomebody(life: AccountLife, files: Files, isWanted: boolean): Promise<void> {
  const { chance, disk, truth } = life
  const isOpen = await refuseUnfinishedErasure(JOURNAL, { files }).then(
    () => false,
    error => isBonfireError(error, 'ERASURE_UNFINISHED') || Promise.reject(error),
  )
  if (!isOpen) forgetUnlessErased(life)
  if (!isOpen && (!isWanted || truth.erased.size > MEMBERS / 2)) return
  const member = isOpen ? life.erasing! : `lab:${chance.below(MEMBERS)}`
  life.erasing = member
  truth.erased.add(member)
  life.pagesReach = 1
  await erasePerson({
    ...{ journalFolder: JOURNAL, pagesFolder: PAGES, plugins: LAB_PLUGINS, files },
    ...{ member: member as MemberId, at: (life.commits * MINUTE_MS) as Instant },
  })
  life.erasing = undefined
  life.sights.erasures += 1
  truth.expectErased(disk, 'after erasing')
}

/** An erasure that was cut off and is not open has not begun, or has ended: then nothing names its person any more. */
function forgetUnlessErased(life: AccountLife): void {
  const { disk, erasing, truth } = life
  life.erasing = undefined
  if (erasing !== undefined && fileNaming(disk, erasing) !== undefined) truth.erased.delete(erasing)
}

/** As a process that is told to end: the pages once more, then the journal. */
async function close({ journal, checkpointer }: Started): Promise<void> {
  await checkpointer.checkpoint().catch(() => {})
  await checkpointer[Symbol.asyncDispose]()
  await journal[Symbol.asyncDispose]()
}

async function linesOf(journal: Journal): Promise<string[]> {
  const lines: string[] = []
  for await (const { text } of journal.read(1)) lines.push(text)
  return lines
}

/** Between two processes. */
export function atRest(life: AccountLife, backup: AtRest['backup']): AtRest {
  const { disk, chance, pagesReach, truth } = life
  const reopened = async () => linesOf((await start(life, disk.mount())).journal)
  return { disk, chance, pagesReach, backup, folder: JOURNAL, lines: [...truth.taken], reopened }
}

/** The journal as it is now, for somebody to restore later. */
export function backupOf({ disk, truth }: AccountLife): AtRest['backup'] {
  const files = [...disk.contents()].filter(([file]) => file.startsWith(JOURNAL))
  return { files: new Map(files), lines: truth.taken.length }
}
