import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { createHost, type Host } from '../../src/host/host.ts'
import { type CheckpointReport, createCheckpointer } from '../../src/journal/checkpoint.ts'
import { openFileJournal } from '../../src/journal/file-journal.ts'
import type { Journal } from '../../src/journal/journal.ts'
import { openPageStore } from '../../src/journal/page-store.ts'
import { recover } from '../../src/journal/recover.ts'
import { machineTime } from '../../src/scheduler/clock.ts'
import { withResource } from '../../src/with-resource.ts'
import { type BenchCase, type BenchRun, COUNT } from './bench-case.ts'
import { benchClock, checkInUpdates, inTurn, PLUGINS, SETTINGS } from './community.ts'
import type { Figure } from './figure.ts'
import { writePastJournal } from './past.ts'

const MEMBERS = 200_000
/** Check-ins while it is measured: as many per second as a process is meant to bear from this group. */
const PER_TICK = 5
const TICK_MS = 5
/** A prime: from one member who checks in to the next, so that they are from everywhere. */
const STEP = 15_485_863
/** How long the event loop is watched while no pages are written, in milliseconds for a run of `COUNT`. */
const CALM_MS = 3_000

/** How late the event loop was, and how long something took. */
interface Watched {
  readonly seconds: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly p999Ms: number
  readonly maxMs: number
  readonly report: CheckpointReport | undefined
}

export const pages: BenchCase = {
  name: 'pages',
  about:
    `How long messages wait for the event loop while pages are written for ${MEMBERS.toLocaleString('en-US')} members ` +
    `of one group (fewer with a smaller --count) and ${(PER_TICK * 1_000) / TICK_MS} check in per second. Limit: the same ` +
    'without pages being written.',
  async measure(run) {
    const members = Math.ceil((MEMBERS * run.count) / COUNT)
    await writePastJournal(run.folder, { members, groupOf: inTurn(1) })
    run.onProgress(1, STEPS)
    return withResource(await openFileJournal(path.join(run.folder, 'journal')), journal =>
      watchCheckpoints(journal, members, run),
    )
  },
}
const STEPS = 5

async function watchCheckpoints(journal: Journal, members: number, run: BenchRun): Promise<readonly Figure[]> {
  const { folder, count, onProgress } = run
  const host = createHost({ plugins: PLUGINS, log: journal, settings: () => SETTINGS })
  const store = await openPageStore(path.join(folder, 'pages'))
  const recovered = await recover(host, journal, store)
  onProgress(2, STEPS)
  const checkIn = checkInsAnywhere(host, members)
  const { checkpoint } = createCheckpointer({ host, journal, store, recovered })
  const calmMs = (CALM_MS * count) / COUNT
  const calm = await watched(checkIn, () => setTimeout(calmMs))
  onProgress(3, STEPS)
  const first = await watched(checkIn, checkpoint)
  onProgress(4, STEPS)
  // As many again from everywhere: most pages have changed.
  for (let n = 0; n < members / 40; n += 1) checkIn()
  const next = await watched(checkIn, checkpoint)
  await journal.whenDurable(journal.next - 1)
  for (const { report } of [first, next]) if (!report?.filesWritten) throw new Error('No page was written.')
  return [figureOf('everything', first, calm), figureOf('what changed meanwhile', next, calm)]
}

/** Lets some member or other check in: the whole way of a message but for what leaves. */
function checkInsAnywhere(host: Host, members: number): () => void {
  const clock = benchClock()
  const groupOf = inTurn(1)
  let said = 0
  return () => {
    said += 1
    const who = (said * STEP) % members
    for (const { chat: _, ...update } of checkInUpdates([who], groupOf, clock.now())) {
      const cause = `${update.cause}:${said}`
      const handled = host.handle({ ...update, cause, group: groupOf(who) })
      if (handled.is === 'refused' || handled.is === 'stopped') throw handled.error
    }
  }
}

async function watched(checkIn: () => void, work: () => Promise<CheckpointReport | undefined>): Promise<Watched> {
  const startedAt = machineTime.elapsedMs()
  const load = setInterval(() => {
    for (let n = 0; n < PER_TICK; n += 1) checkIn()
  }, TICK_MS)
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const report = await work()
  delay.disable()
  clearInterval(load)
  const seconds = (machineTime.elapsedMs() - startedAt) / 1_000
  const at = (percentile: number) => delay.percentile(percentile) / 1e6
  return { seconds, p50Ms: at(50), p99Ms: at(99), p999Ms: at(99.9), maxMs: delay.max / 1e6, report }
}

function figureOf(name: string, { seconds, report, ...latency }: Watched, calm: Watched): Figure {
  const { filesWritten: files, charsWritten: chars } = report!
  const { p50Ms, p99Ms, p999Ms, maxMs } = latency
  return {
    ...{ name, measure: 'ms', value: p99Ms, latency: { p50Ms, p99Ms, p999Ms, maxMs } },
    limit: { name: 'without', value: calm.p99Ms },
    also: { seconds, files, chars, withoutMaxMs: calm.maxMs },
  }
}
