import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import checkIn from '../plugins/check-in/index.ts'
import points from '../plugins/points/index.ts'
import { GroupId, type Instant, LocalTime, MemberId, MessageId, Zone } from '../src/events/ids.ts'
import type { Commit } from '../src/host/commit.ts'
import { createHost, type Host } from '../src/host/host.ts'
import { createCheckpointer } from '../src/journal/checkpoint.ts'
import { openFileJournal } from '../src/journal/file-journal.ts'
import type { Journal } from '../src/journal/journal.ts'
import { createMemoryPageStore, openPageStore } from '../src/journal/page-store.ts'
import { unitsOf } from '../src/journal/pages.ts'
import { recover } from '../src/journal/recover.ts'
import { takeGroup } from '../src/journal/take-group.ts'
import { machineTime } from '../src/scheduler/clock.ts'
import { createCalendar } from '../src/scheduler/zones.ts'
import { withResource } from '../src/with-resource.ts'

/*
 * How long pages take to write and to read, and whether messages have to wait meanwhile:
 * node scripts/bench-pages.ts --members 200000 --groups 1
 */
const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '200000' },
    groups: { type: 'string', default: '1' },
    /** What each member's account of points holds: a page of 50 each is the longest there is. */
    entries: { type: 'string', default: '3' },
  },
})
const [members, groups, entries] = [Number(values.members), Number(values.groups), Number(values.entries)]
const START = Date.UTC(2026, 10, 2)
const MESSAGES_PER_TICK = 5
const TICK_MS = 5

const calendar = createCalendar({ zone: Zone.parse('Asia/Shanghai'), dayStartsAt: LocalTime.parse('00:00') })
const config = { 'check-in': checkIn.config.parse({}), points: points.config.parse({}) }
const settings = { locale: 'zh-CN', calendar, config, isRestDay: () => false } as const
const hostOn = (log: Journal): Host => createHost({ plugins: [checkIn, points], log, settings: () => settings })
const groupOf = (n: number) => GroupId.parse(`g${n % groups}`)
const memberOf = (n: number) => MemberId.parse(`bench:${n}`)

let messages = 0
const TIMES = 31
const folder = await mkdtemp(path.join(tmpdir(), 'bonfire-bench-pages-'))
const journalFolder = path.join(folder, 'journal')
const pagesFolder = path.join(folder, 'pages')
try {
  console.log(
    `${members} members × 3 tables, ${groups} group(s), ${entries} entries of points each, Node ${process.version}`,
  )
  await withResource(await openFileJournal(journalFolder), write)
  await withResource(await openFileJournal(journalFolder), journal => read(journal, 'from the pages'))
  await rm(pagesFolder, { recursive: true })
  await withResource(await openFileJournal(journalFolder), journal => read(journal, 'from the journal alone'))
} finally {
  await rm(folder, { recursive: true })
}

async function write(journal: Journal): Promise<void> {
  const host = hostOn(journal)
  for (let n = 0; n < members; n += 1) {
    const commit = firstCommit(n)
    host.replay(commit, journal.append(JSON.stringify(commit)))
    if (n % 1_000 === 999) await journal.whenDurable(journal.next - 1)
  }
  await journal.whenDurable(journal.next - 1)
  measurePieces(host)
  const store = await openPageStore(pagesFolder)
  const checkpointer = createCheckpointer({ host, journal, store, recovered: { seen: new Set() } })
  await measured('check-ins, no checkpoint', host, () => new Promise(resolve => setTimeout(resolve, 3_000)))
  await measured('first checkpoint: everything', host, () => checkpointer.checkpoint())
  console.log(`pages: ${await sizeOf(pagesFolder)}`)
  await measured('next checkpoint: what came meanwhile', host, () => checkpointer.checkpoint())
  for (let n = 0; n < 5_000; n += 1) touch(host, Math.floor((n * members) / 5_000))
  await measured('next checkpoint: 5,000 members everywhere', host, () => checkpointer.checkpoint())
}

async function read(journal: Journal, what: string): Promise<void> {
  const host = hostOn(journal)
  const startedAt = machineTime.elapsedMs()
  const cpu = process.threadCpuUsage()
  const { filesLoaded, commitsReplayed } = await recover(host, journal, await openPageStore(pagesFolder))
  const { user, system } = process.threadCpuUsage(cpu)
  const busy = `of which this thread worked ${((user + system) / 1e6).toFixed(2)} s`
  console.log(
    `recovered ${what}: ${secondsSince(startedAt)} s, ${busy}, ${filesLoaded} files, ${commitsReplayed} commits`,
  )
}

function firstCommit(n: number): Commit {
  const member = memberOf(n)
  const at = (START + n) as Instant
  const day = calendar.dayOf(at)
  const awarded = Array.from({ length: entries }, () => [
    'points/awarded',
    { member, points: 10, reason: 'check-in', day },
  ])
  const facts = [
    ['membership/joined', { member, at }],
    ['membership/named', { member, name: `Member ${n}` }],
    [
      'check-in/checkedIn',
      { member, day, streakDays: 1, message: String(n), where: 'group', note: '今天读了三十页，感觉很好' },
    ],
    ...awarded,
  ] as unknown as Commit['facts']
  return { cause: `msg:${groupOf(n)}:${n}`, group: groupOf(n), at, facts }
}

/** Somebody checks in: the whole way of a message, but for what leaves. */
function touch(host: Host, n: number): void {
  messages += 1
  const at = (START + 86_400_000 + messages) as Instant
  const message = MessageId.parse(`later-${messages}`)
  const who = { member: memberOf(n) }
  host.handle({ kind: 'said', cause: `msg:${message}`, group: groupOf(n), at, who, message, text: '打卡' })
}

/** Does something while members check in, and says how late the event loop was. A busy machine adds to it. */
async function measured(what: string, host: Host, work: () => Promise<unknown>): Promise<void> {
  const startedAt = machineTime.elapsedMs()
  const load = setInterval(() => {
    for (let n = 0; n < MESSAGES_PER_TICK; n += 1) touch(host, Math.floor(Math.random() * members))
  }, TICK_MS)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const report = await work()
  delay.disable()
  clearInterval(load)
  const ms = (nanoseconds: number) => `${(nanoseconds / 1e6).toFixed(1)} ms`
  const percentiles = [50, 99, 99.9].map(p => `p${p} ${ms(delay.percentile(p))}`).join(', ')
  console.log(`${what}: ${secondsSince(startedAt)} s, event loop ${percentiles}, max ${ms(delay.max)}`)
  if (report) console.log(' ', JSON.stringify(report))
}

/** What a checkpoint does without a break, each piece by itself: the median of many times. */
function measurePieces(host: Host): void {
  const units = unitsOf(host.schema)
  const group = host.groupOf(groupOf(0))
  const take = () => takeGroup(group, units, { checkpoint: 1, lsn: 1 })
  const taking = median(TIMES, () => {
    const from = machineTime.elapsedMs()
    const taken = take()
    const took = machineTime.elapsedMs() - from
    taken.putBack()
    return took
  })
  const taken = take()
  const pieces = taken.files.flatMap(file => {
    const texts = [...file.pieces()]
    return texts.map((_, at) => ({ file: file.name, at, chars: texts[at]!.length }))
  })
  const longest = pieces.reduce((a, b) => (a.chars > b.chars ? a : b))
  const file = taken.files.find(({ name }) => name === longest.file)!
  const making = median(TIMES, () => {
    const made = file.pieces()[Symbol.iterator]()
    for (let at = 0; at < longest.at; at += 1) made.next()
    const from = machineTime.elapsedMs()
    made.next()
    return machineTime.elapsedMs() - from
  })
  const store = createMemoryPageStore()
  const sealing = median(TIMES, () => {
    const pieces = [...file.pieces()]
    const from = machineTime.elapsedMs()
    const json = pieces.join('')
    void store.write(file.name, json)
    Buffer.from(json)
    return machineTime.elapsedMs() - from
  })
  taken.putBack()
  const parts = [
    `taking a group ${taking.toFixed(2)} ms`,
    `${longest.chars} characters of JSON ${making.toFixed(2)} ms`,
  ]
  console.log(`without a break: ${parts.join(', ')}, checksum and UTF-8 of its page ${sealing.toFixed(2)} ms`)
}

function median(times: number, once: () => number): number {
  return Array.from({ length: times }, once).sort((a, b) => a - b)[times >> 1]!
}

function secondsSince(startedAt: number): string {
  return ((machineTime.elapsedMs() - startedAt) / 1_000).toFixed(2)
}

async function sizeOf(of: string): Promise<string> {
  const sizes = await Promise.all((await readdir(of)).map(async name => (await stat(path.join(of, name))).size))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  return `${sizes.length} files, ${(total / 1e6).toFixed(1)} MB, the largest ${(Math.max(...sizes) / 1e3).toFixed(0)} kB`
}
