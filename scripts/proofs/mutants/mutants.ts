import { availableParallelism } from 'node:os'
import path from 'node:path'
import { type Outcome, runCrew } from '../crew.ts'
import type { Proof, ProofReport } from '../proof.ts'
import { MUTANTS } from './all-mutants.ts'
import type { Mutant, TrialName } from './mutant.ts'
import type { TrialJob, TrialResult } from './trial.ts'

/** Within so many seeds each mutant must be caught. */
const SEEDS_MAX = 500
/** Of the mutants, one in so many is tried where only a part of the proofs is run: another part with each seed. */
const SHARES = 8
/** Seeds of the product as it is, before anything else: an oracle that speaks of it proves nothing of a mutant. */
const CONTROL_SEEDS = 20
/** The same where only a part is run: the campaigns themselves are run beside. */
const CONTROL_SEEDS_OF_PARTS = 5
const SEEDS_PER_JOB = 5
/** Longest time for the seeds of one job, in milliseconds: far more than they take on a busy machine. */
const JOB_MS_MAX = 240_000
const TRIAL = path.join(import.meta.dirname, 'trial.ts')
const TRIALS: readonly TrialName[] = ['campaigns', 'content', 'closings', 'draws', 'power']

/** What became of one mutant. */
export type Verdict =
  | { readonly is: 'caught'; readonly seed: number; readonly oracle: string; readonly says: string }
  | { readonly is: 'hangs'; readonly seed: number }
  | { readonly is: 'survived'; readonly seeds: number }
  | { readonly is: 'broken'; readonly reason: string }

/** Every known-bad version of the product is caught by the oracles, and the product itself is not. */
export const mutants: Proof = {
  name: 'mutants',
  shows: 'Each known-bad version of Bonfire is caught: the oracles see what they are for.',
  async run({ scale, seed, onProgress }): Promise<ProofReport> {
    const tried = scale < 1 ? MUTANTS.filter((_, index) => index % SHARES === seed % SHARES) : MUTANTS
    const of = 2 * TRIALS.length + tried.length
    let done = 0
    const counted = async <T>(work: Promise<T>): Promise<T> => {
      const result = await work
      done += 1
      onProgress(done, of)
      return result
    }
    // 1. The product as it is
    const controls = scale < 1 ? CONTROL_SEEDS_OF_PARTS : CONTROL_SEEDS
    const before = await inTurns(TRIALS, trial => counted(tryProduct(trial, seedsUpTo(controls))))
    // 2. Each mutant
    const verdicts = await inTurns(tried, mutant => counted(tryMutant(mutant, seedsUpTo(SEEDS_MAX))))
    const rows = tried.map((mutant, index) => ({ mutant, verdict: verdicts[index]! }))
    // 3. The product on the seeds that caught one: what speaks of the product too has not caught anything
    const after = await inTurns(TRIALS, trial => counted(tryProduct(trial, seedsThatCaught(rows, trial, controls))))
    const caught = rows.filter(({ mutant, verdict }) => isCaught(mutant, verdict)).length
    return {
      tried: `${tried.length} of ${MUTANTS.length} known-bad versions, each on up to ${SEEDS_MAX} campaigns or power cuts`,
      figures: [
        ['caught', `${caught} of ${tried.length}`],
        ...rows.map(({ mutant, verdict }) => [mutant.name, told(verdict)] as const),
      ],
      wrong: [
        ...TRIALS.flatMap((trial, index) => [before, after].flatMap(control => complaint(trial, control[index]!))),
        ...rows.filter(row => !isCaught(row.mutant, row.verdict)).map(row => failing(row.mutant, row.verdict)),
      ],
    }
  },
}

interface Row {
  readonly mutant: Mutant
  readonly verdict: Verdict
}

/** Those that the product has not been tried on yet. */
function seedsThatCaught(rows: readonly Row[], wanted: TrialName, tried: number): readonly number[] {
  const seeds = rows.flatMap(({ mutant: { trial = 'campaigns' }, verdict }) =>
    verdict.is === 'caught' && trial === wanted && verdict.seed > tried ? [verdict.seed] : [],
  )
  return [...new Set(seeds)]
}

export const seedsUpTo = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1)

/** A mutant against seed after seed, until one of them catches it. */
export function tryMutant({ name, trial = 'campaigns' }: Mutant, seeds: readonly number[]): Promise<Verdict> {
  return tryVersion(name, trial, seeds)
}

/** The product as it is, in the same set-up. It must survive. */
export function tryProduct(trial: TrialName, seeds: readonly number[]): Promise<Verdict> {
  return tryVersion(null, trial, seeds)
}

async function tryVersion(mutant: string | null, trial: TrialName, seeds: readonly number[]): Promise<Verdict> {
  const jobs: TrialJob[] = []
  for (let from = 0; from < seeds.length; from += SEEDS_PER_JOB)
    jobs.push({ mutant, trial, seeds: seeds.slice(from, from + SEEDS_PER_JOB) })
  const outcomes = await runCrew<TrialJob, TrialResult>({
    ...{ module: TRIAL, jobs, limitMs: JOB_MS_MAX, hands: 1 },
    onOutcome: outcome => (isEnd(outcome) ? 'stop' : undefined),
  })
  const last = outcomes.at(-1)
  if (last === undefined) return { is: 'survived', seeds: 0 }
  if ('failure' in last) {
    const isHanging = last.failure.startsWith('it took more than')
    return isHanging ? { is: 'hangs', seed: last.job.seeds[0]! } : { is: 'broken', reason: last.failure }
  }
  return last.result.is === 'passed' ? { is: 'survived', seeds: seeds.length } : last.result
}
const isEnd = (outcome: Outcome<TrialJob, TrialResult>) => 'failure' in outcome || outcome.result.is !== 'passed'

const isCaught = ({ mayHang }: Mutant, { is }: Verdict) => is === 'caught' || (is === 'hangs' && mayHang === true)

function told(verdict: Verdict): string {
  switch (verdict.is) {
    case 'caught':
      return `seed ${verdict.seed}: ${verdict.oracle}`
    case 'hangs':
      return `it hangs, from seed ${verdict.seed} on`
    case 'survived':
      return `survived ${verdict.seeds} seeds`
    case 'broken':
      return `does not run: ${verdict.reason.split('\n', 1)[0]}`
  }
}

const AGAIN = '→ npm run prove -- --only mutants'

function failing({ name, hurts }: Mutant, verdict: Verdict): string {
  return `mutant "${name}": ${told(verdict)}. ${hurts}\n${AGAIN}`
}
/** An oracle that speaks of the product is wrong, or the product is. */
function complaint(trial: TrialName, verdict: Verdict): readonly string[] {
  if (verdict.is === 'survived') return []
  const says = verdict.is === 'caught' ? ` ${verdict.says}` : ''
  return [`the product itself, ${trial}: ${told(verdict)}.${says}\n${AGAIN}`]
}

/** As many at a time as this machine runs at once: each has a process of its own. */
async function inTurns<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = []
  const waiting = items.entries()
  const hand = async () => {
    for (const [index, item] of waiting) results[index] = await run(item)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, hand))
  return results
}
