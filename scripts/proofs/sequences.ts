import { machineTime } from '../../src/scheduler/clock.ts'
import { runCrew } from './crew.ts'
import { again, counted, type Proof, type ProofRun, scaled } from './proof.ts'
import type { SequenceReport } from './sequence-report.ts'
import type { SequencesJob, SequencesResult } from './sequences-work.ts'

export interface SequencesProof<Report extends SequenceReport> {
  readonly name: string
  readonly shows: string
  /** What one sequence is, in the plural: `closings of a group`. */
  readonly tried: string
  /** What ends in one: `closings`. */
  readonly things: string
  /** The file that exports `work`. */
  readonly module: string
  /** How many are lived through. */
  readonly sequences: number
  /** Where only a part of the proofs is run, so much of that part: other sequences with each seed, in under a minute. */
  readonly partShare: number
  readonly counted: readonly (keyof Report & string)[]
}

const SEQUENCES_PER_JOB = 50
/** Longest time for one job, a sequence that is made shorter included, in milliseconds. */
const JOB_MS_MAX = 180_000
/** More that is wrong than this is not told one by one. */
const WRONG_MAX = 10

/** A proof that lives through many sequences of what people do and machines suffer, each from a seed. */
export function proofOfSequences<Report extends SequenceReport>(options: SequencesProof<Report>): Proof {
  const { name, shows, tried, module, sequences, partShare } = options
  return {
    ...{ name, shows },
    async run({ scale, seed, onProgress }: ProofRun) {
      const all = scaled(scale < 1 ? sequences * partShare : sequences, scale)
      const startMs = machineTime.elapsedMs()
      const totals = newTotals(options.counted)
      const wrong: string[] = []
      await runCrew<SequencesJob, SequencesResult<Report>>({
        ...{ module, jobs: jobsFor(seed, all), limitMs: JOB_MS_MAX },
        onOutcome(outcome) {
          if ('failure' in outcome)
            wrong.push(`${outcome.failure}\n→ ${again(name, Number(outcome.at ?? outcome.job.firstSeed))}`)
          else {
            for (const report of outcome.result.reports) add(totals, report)
            wrong.push(...outcome.result.wrong)
          }
          onProgress(totals.sequences, all)
          return wrong.length >= WRONG_MAX ? 'stop' : undefined
        },
      })
      const seconds = (machineTime.elapsedMs() - startMs) / 1_000
      const figures = figuresOf(totals, options.things, seconds)
      return { tried: `${counted(totals.sequences)} ${tried}`, figures, wrong }
    },
  }
}

function jobsFor(seed: number, all: number): readonly SequencesJob[] {
  const jobs: SequencesJob[] = []
  for (let from = 0; from < all; from += SEQUENCES_PER_JOB)
    jobs.push({ firstSeed: seed + from, seeds: Math.min(SEQUENCES_PER_JOB, all - from) })
  return jobs
}

interface Totals {
  sequences: number
  readonly counts: Map<string, number>
  /** How things ended, and how often. */
  readonly endings: Map<string, number>
}

const newTotals = (names: readonly string[]): Totals => ({
  sequences: 0,
  counts: new Map(names.map(name => [name, 0])),
  endings: new Map(),
})

function add(totals: Totals, report: SequenceReport): void {
  const { counts, endings } = totals
  totals.sequences += 1
  for (const [name, count] of counts) counts.set(name, count + Number((report as never)[name]))
  for (const ending of report.endings) endings.set(ending, (endings.get(ending) ?? 0) + 1)
}

const figuresOf = (
  { sequences, counts, endings }: Totals,
  things: string,
  seconds: number,
): readonly (readonly [string, string])[] => [
  ...[...counts].map(([name, count]) => [name, counted(count)] as const),
  ...[...endings].sort().map(([ending, count]) => [`${things} ${ending}`, counted(count)] as const),
  ['sequences per second', (sequences / seconds).toFixed(1)],
]
