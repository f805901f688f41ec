import path from 'node:path'
import { openFileJournal } from '../../src/journal/file-journal.ts'
import type { Journal } from '../../src/journal/journal.ts'
import { machineTime } from '../../src/scheduler/clock.ts'
import { withResource } from '../../src/with-resource.ts'
import { type AccountAtWork, putToWork } from './account-at-work.ts'
import { type BenchCase, ROUNDS } from './bench-case.ts'
import { closedLoop, unlessStalled } from './closed-loop.ts'
import { checkInUpdates, inTurn, range } from './community.ts'
import type { Figure } from './figure.ts'
import { assertRecorded, type JournalLines, readJournalLines } from './journal-lines.ts'
import { writePastJournal } from './past.ts'
import { poissonSchedule } from './schedule.ts'
import { latencyOf, median, type Spent, spentOn } from './statistics.ts'

const GROUPS = 600
const OFFERED_PER_SECOND = 5_000
const P99_MS_MAX = 20
/** Check-ins before those that count, as a share of them. */
const WARM_UP_SHARE = 0.5
const STALL_MS = 30_000

/** What came of one schedule of arrivals. */
interface OpenLoop extends Spent {
  /** From the moment at which each was to arrive, in milliseconds: who is late is late for all who wait behind. */
  readonly latenciesMs: Float64Array
}

/** Begins what arrival `i` asks for. `done` is called with the machine's elapsed time. */
type Arrive = (i: number, done: (at: number) => void) => void

/**
 * The arrivals are made in the account's own process, by a timer of 1 ms. Tried on two cores: that costs 6–9 µs for
 * each arrival and makes it 0.6 ms late in the median, which counts as latency. A thread of its own is on time to
 * 0.1 ms, but costs 28–31 µs by messages and 20 µs by shared memory, of which most is spent on waking the account's
 * thread: it would have disturbed what it measures three times as much, and its p99 was worse.
 */
async function openLoop(schedule: Float64Array, arrive: Arrive): Promise<OpenLoop> {
  const latenciesMs = new Float64Array(schedule.length)
  let arrived = 0
  let done = 0
  const spent = await spentOn(async () => {
    const { promise: all, resolve } = Promise.withResolvers<void>()
    const startedAt = machineTime.elapsedMs()
    function tick(): void {
      const now = machineTime.elapsedMs() - startedAt
      for (; arrived < schedule.length && schedule[arrived]! <= now; arrived += 1) begin(arrived)
      if (arrived < schedule.length) setTimeout(tick, 1)
    }
    function begin(i: number): void {
      arrive(i, at => {
        latenciesMs[i] = at - startedAt - schedule[i]!
        done += 1
        if (done === schedule.length) resolve()
      })
    }
    tick()
    await unlessStalled(all, () => done, STALL_MS)
  })
  return { ...spent, latenciesMs }
}

export const openLoopCase: BenchCase = {
  name: 'open-loop',
  about:
    `${OFFERED_PER_SECOND.toLocaleString('en-US')} check-ins by members who are there per second in ${GROUPS} groups, whether or ` +
    'not the ones before have been acknowledged. Measured from when each was to arrive to its acknowledgement. ' +
    'Limit: the same lines appended to a bare journal at the same moments.',
  async measure({ count, folder, onProgress }) {
    const schedule = poissonSchedule(count, OFFERED_PER_SECOND, 1)
    const rounds: Round[] = []
    const account = path.join(folder, 'account')
    const warmUp = Math.ceil(count * WARM_UP_SHARE)
    await writePastJournal(account, { members: warmUp + ROUNDS * count, groupOf: inTurn(GROUPS) })
    await withResource(await putToWork({ folder: account }), async atWork => {
      const updates = checkInUpdates(range(0, warmUp), inTurn(GROUPS), atWork.clock.now())
      await closedLoop(atWork, updates)
      for (let round = 0; round < ROUNDS; round += 1) {
        const from = updates.length + round * count
        rounds.push(await measureRound(atWork, schedule, from, path.join(folder, `bare-${round}`)))
        onProgress(round + 1, ROUNDS)
      }
    })
    return [figureOf(rounds, await generatorCpuUs(schedule))]
  },
}

interface Round {
  readonly account: OpenLoop
  readonly bare: OpenLoop
}

async function measureRound(
  atWork: AccountAtWork,
  schedule: Float64Array,
  firstMember: number,
  bareFolder: string,
): Promise<Round> {
  const { opened, platform, clock, settle } = atWork
  const { account, journal } = opened
  const from = journal.next
  const updates = checkInUpdates(range(firstMember, schedule.length), inTurn(GROUPS), clock.now())
  const { promise: refused, reject } = Promise.withResolvers<never>()
  const loop = openLoop(schedule, (i, done) => {
    void platform.acknowledged(updates[i]!.message).then(done)
    account.take([updates[i]!]).catch(reject)
  })
  const found = await Promise.race([loop, refused])
  const rest = await spentOn(settle)
  const lines = await readJournalLines(journal, from)
  assertRecorded(lines, schedule.length)
  const bare = await withResource(await openFileJournal(bareFolder), bare => bareLoop(bare, schedule, lines))
  return { account: { ...found, cpuUs: found.cpuUs + rest.cpuUs }, bare }
}

function bareLoop(journal: Journal, schedule: Float64Array, { awaited, others }: JournalLines): Promise<OpenLoop> {
  const share = (i: number) => Math.floor((i * others.length) / awaited.length)
  return openLoop(schedule, (i, done) => {
    void journal.whenDurable(journal.append('x'.repeat(awaited[i]!))).then(() => {
      for (let other = share(i); other < share(i + 1); other += 1) journal.append('x'.repeat(others[other]!))
      done(machineTime.elapsedMs())
    })
  })
}

/** What the arrivals alone cost, with nothing behind them. */
async function generatorCpuUs(schedule: Float64Array): Promise<number> {
  const { cpuUs } = await openLoop(schedule, (_, done) => done(machineTime.elapsedMs()))
  return cpuUs / schedule.length
}

function figureOf(rounds: readonly Round[], generatorCpuUs: number): Figure {
  const p99s = rounds.map(({ account }) => latencyOf(account.latenciesMs).p99Ms)
  const done = rounds.reduce((sum, { account }) => sum + account.latenciesMs.length, 0)
  const seconds = rounds.reduce((sum, { account }) => sum + account.seconds, 0)
  return {
    name: 'p99',
    measure: 'ms',
    value: median(p99s),
    spread: [Math.min(...p99s), Math.max(...p99s)],
    latency: latencyOf(rounds.flatMap(({ account }) => [...account.latenciesMs])),
    cpuUs: median(rounds.map(({ account }) => account.cpuUs / account.latenciesMs.length)),
    limit: { name: 'bare journal', value: median(rounds.map(({ bare }) => latencyOf(bare.latenciesMs).p99Ms)) },
    target: { of: 'ms', is: 'at most', value: P99_MS_MAX },
    also: { offeredPerSecond: OFFERED_PER_SECOND, donePerSecond: done / seconds, generatorCpuUs },
  }
}
