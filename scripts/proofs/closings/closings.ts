import path from 'node:path'
import { machineTime } from '../../../src/scheduler/clock.ts'
import { runCrew } from '../crew.ts'
import { again, counted, type Proof, type ProofRun, scaled } from '../proof.ts'
import type { ClosingReport } from './closing-run.ts'
import type { ClosingsJob, ClosingsResult } from './closings-worker.ts'

const SEQUENCES = 100_000
/** Where only a part of the proofs is run, so much of that part: other sequences with each seed, in under a minute. */
const PART_SHARE = 0.3
const SEQUENCES_PER_JOB = 50
/** Longest time for one job, a sequence that is made shorter included, in milliseconds. */
const JOB_MS_MAX = 180_000
/** More that is wrong than this is not told one by one. */
const WRONG_MAX = 10

/** The one thing that cannot be undone is done only where it may be, and to its end. */
export const closings: Proof = {
  name: 'closings',
  shows:
    'Groups that are closed while people come, go, buy and object, and while machines fail: nobody is removed who is ' +
    'not on the list, after a veto, before the notice has stood, as an admin or a buyer, or twice; and it ends.',
  async run({ scale, seed, onProgress }: ProofRun) {
    const all = scaled(scale < 1 ? SEQUENCES * PART_SHARE : SEQUENCES, scale)
    const startMs = machineTime.elapsedMs()
    const totals = newTotals()
    const wrong: string[] = []
    await runCrew<ClosingsJob, ClosingsResult>({
      ...{
        module: path.join(import.meta.dirname, 'closings-worker.ts'),
        jobs: jobsFor(seed, all),
        limitMs: JOB_MS_MAX,
      },
      onOutcome(outcome) {
        if ('failure' in outcome)
          wrong.push(`${outcome.failure}\n→ ${again('closings', Number(outcome.at ?? outcome.job.firstSeed))}`)
        else {
          for (const report of outcome.result.reports) add(totals, report)
          wrong.push(...outcome.result.wrong)
        }
        onProgress(totals.sequences, all)
        return wrong.length >= WRONG_MAX ? 'stop' : undefined
      },
    })
    const seconds = (machineTime.elapsedMs() - startMs) / 1_000
    return { tried: `${counted(totals.sequences)} closings of a group`, figures: figuresOf(totals, seconds), wrong }
  },
}

function jobsFor(seed: number, all: number): readonly ClosingsJob[] {
  const jobs: ClosingsJob[] = []
  for (let from = 0; from < all; from += SEQUENCES_PER_JOB)
    jobs.push({ firstSeed: seed + from, seeds: Math.min(SEQUENCES_PER_JOB, all - from) })
  return jobs
}

const COUNTED = ['steps', 'removals', 'vetoes', 'orders', 'crashes', 'commits'] as const
interface Totals {
  sequences: number
  readonly counts: Record<(typeof COUNTED)[number], number>
  /** How the closings ended, and how often. */
  readonly endings: Map<string, number>
}

const newTotals = (): Totals => ({
  sequences: 0,
  counts: { steps: 0, removals: 0, vetoes: 0, orders: 0, crashes: 0, commits: 0 },
  endings: new Map(),
})

function add(totals: Totals, report: ClosingReport): void {
  totals.sequences += 1
  for (const name of COUNTED) totals.counts[name] += report[name]
  for (const ending of report.endings) totals.endings.set(ending, (totals.endings.get(ending) ?? 0) + 1)
}

const figuresOf = ({ sequences, counts, endings }: Totals, seconds: number): readonly (readonly [string, string])[] => [
  ...COUNTED.map(name => [name, counted(counts[name])] as const),
  ...[...endings].sort().map(([ending, count]) => [`closings ${ending}`, counted(count)] as const),
  ['sequences per second', (sequences / seconds).toFixed(1)],
]
