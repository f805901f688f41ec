import path from 'node:path'
import { runCrew } from '../crew.ts'
import { again, counted, type Proof, type ProofReport, scaled } from '../proof.ts'
import { seeded } from '../seeded.ts'
import type { CrashJob, CrashResult } from './conversation-work.ts'
import { CONVERSATIONS } from './conversations.ts'

/** Pairs of crashes in one conversation. Of more, so many are drawn. */
const PAIRS_MAX = 20_000
/** Crashes in one job: about half a second of work. */
const CRASHES_PER_JOB = 25
const JOB_MS_MAX = 300_000
/** So many are told: what is wrong at one step is wrong at many. */
const TOLD_MAX = 10
const MODULE = path.join(import.meta.dirname, 'conversation-work.ts')

/** Scripted conversations in which the process ends at every single step, and then again. */
export const crashPoints: Proof = {
  name: 'crash points',
  shows: 'Wherever the process ends, everybody is told what they would have been told, and nothing happens twice.',
  async run({ scale, seed, onProgress }): Promise<ProofReport> {
    const random = seeded(seed)
    // 1. One crash, at each step
    const names = CONVERSATIONS.map(({ name }) => name)
    const singles = await runAll(names.map(conversation => ({ conversation, crashes: null })))
    // 2. Two: the second at each step after the first
    const drawn = names.map((conversation, index) => {
      const steps = singles[index]!.steps
      const possible = steps.flatMap((after, first) => Array.from({ length: after }, (_, second) => [first, second]))
      const pairs = drawnFrom(possible, scaled(Math.min(possible.length, PAIRS_MAX), scale), random)
      return { conversation, steps: steps.length, possible: possible.length, pairs }
    })
    const jobs = drawn.flatMap(({ conversation, pairs }) => inJobs(conversation, pairs))
    const doubles = await runAll(jobs, done => onProgress(done, jobs.length))
    const runs = drawn.reduce((sum, { steps, pairs }) => sum + steps + pairs.length, 0)
    return {
      tried: `${names.length} conversations with a crash at every step, and with two: ${counted(runs)} in all`,
      figures: drawn.map(({ conversation, steps, pairs, possible }) => [
        conversation,
        `${steps} steps, ${counted(pairs.length)} of ${counted(possible)} pairs`,
      ]),
      wrong: told([...singles, ...doubles]).map(what => `${what}\n→ ${again('crash points', seed)}`),
    }
  },
}

function inJobs(conversation: string, pairs: readonly (readonly number[])[]): readonly CrashJob[] {
  return Array.from({ length: Math.ceil(pairs.length / CRASHES_PER_JOB) }, (_, job) => {
    return { conversation, crashes: pairs.slice(job * CRASHES_PER_JOB, (job + 1) * CRASHES_PER_JOB) }
  })
}

/** In the order of the jobs. */
async function runAll(
  jobs: readonly CrashJob[],
  onDone: (done: number) => void = () => {},
): Promise<readonly CrashResult[]> {
  const results = new Map<CrashJob, CrashResult>()
  await runCrew<CrashJob, CrashResult>({
    ...{ module: MODULE, jobs, limitMs: JOB_MS_MAX },
    onOutcome(outcome, done) {
      const { conversation } = outcome.job
      const failed = 'failure' in outcome && { steps: [], wrong: [`${conversation}: ${outcome.failure}`] }
      results.set(outcome.job, failed || (outcome as { readonly result: CrashResult }).result)
      onDone(done)
      return undefined
    },
  })
  return jobs.map(job => results.get(job)!)
}

function told(results: readonly CrashResult[]): readonly string[] {
  const wrong = results.flatMap(result => result.wrong)
  return wrong.length > TOLD_MAX
    ? [...wrong.slice(0, TOLD_MAX), `${wrong.length - TOLD_MAX} more crashes went wrong`]
    : wrong
}

/** So many of them, each at most once: the first of a shuffle. */
function drawnFrom<T>(items: readonly T[], count: number, random: () => number): readonly T[] {
  const left = [...items]
  const last = Math.min(count, left.length)
  for (let at = 0; at < last; at += 1) {
    const from = at + Math.floor(random() * (left.length - at))
    ;[left[at], left[from]] = [left[from]!, left[at]!]
  }
  return left.slice(0, last)
}
