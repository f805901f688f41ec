import path from 'node:path'
import { didYouMean } from '../../../src/did-you-mean.ts'
import { runCrew } from '../crew.ts'
import { again, counted, type Proof, type ProofReport, plainWord, scaled } from '../proof.ts'
import { seeded } from '../seeded.ts'
import { type CrashJob, type CrashResult, caseOf } from './conversation-work.ts'
import { CONVERSATIONS } from './conversations.ts'

const NAME = 'crash points'
/** Pairs of crashes in one conversation. Of more, so many are drawn. */
const PAIRS_MAX = 20_000
/** Crashes in one job: about half a second of work. */
const CRASHES_PER_JOB = 25
const JOB_MS_MAX = 300_000
/** So many are told: what is wrong at one step is wrong at many. */
const TOLD_MAX = 9
/** More steps than any conversation has have no more digits. */
const CASE = /^([a-z][a-z -]*)(?::(\d{1,6}(?:,\d{1,6})*))?$/
const MODULE = path.join(import.meta.dirname, 'conversation-work.ts')

/** Scripted conversations in which the process ends at every single step, and then again. */
export const crashPoints: Proof = {
  name: NAME,
  shows: 'Wherever the process ends, everybody is told what they would have been told, and nothing happens twice.',
  mistakeIn(at) {
    const read = readCase(at)
    return typeof read === 'string' ? read : null
  },
  async run({ scale, seed, at, onProgress }): Promise<ProofReport> {
    if (at !== undefined) return runOne(at)
    const random = seeded(seed)
    // 1. One crash, at each step
    const names = CONVERSATIONS.map(({ name }) => name)
    const singles = await runAll(names.map(conversation => ({ conversation, crashes: null })))
    // 2. Two: the second at each step after the first
    const drawn = names.map((conversation, index) => {
      const steps = singles[index]!.steps
      const possible = steps.flatMap((after, first) => Array.from({ length: after }, (_, second) => [first, second]))
      const pairs = drawnFrom(
        possible,
        scaled(Math.min(possible.length, PAIRS_MAX), scale < 1 ? scale / 2 : scale),
        random,
      )
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
      wrong: told([...singles, ...doubles], again(NAME, seed, scale)),
    }
  },
}

interface CrashCase {
  readonly conversation: string
  readonly after: readonly number[]
}

/** Reads `a-closing:17,22`. Gives a sentence when it cannot. */
function readCase(at: string): CrashCase | string {
  const [, word, steps = ''] = CASE.exec(at) ?? []
  if (word === undefined) return 'a conversation and after how many steps it crashes, as in a-closing:17,22.'
  const names = CONVERSATIONS.map(({ name }) => plainWord(name))
  const conversation = CONVERSATIONS.find(({ name }) => plainWord(name) === plainWord(word))
  if (!conversation)
    return `there is no conversation "${word}".${didYouMean(plainWord(word), names)} There are: ${names.join(', ')}.`
  return { conversation: conversation.name, after: steps === '' ? [] : steps.split(',').map(Number) }
}

async function runOne(at: string): Promise<ProofReport> {
  const read = readCase(at)
  if (typeof read === 'string') throw new Error(read)
  const { conversation, after } = read
  const results = await runAll([{ conversation, crashes: [after] }])
  const crashes =
    after.length === 0 ? 'without a crash' : `crashed after ${after.join(' steps, and again after ')} steps`
  return { tried: `${conversation}, ${crashes}`, figures: [], wrong: told(results, caseCommand(at)) }
}

const caseCommand = (at: string) => `npm run prove -- --only ${plainWord(NAME)} --at ${plainWord(at)}`

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
      if ('failure' in outcome) {
        const { failure, at = caseOf(conversation, []) } = outcome
        results.set(outcome.job, { steps: [], wrong: [{ at, says: `${conversation}: ${failure}` }] })
      } else results.set(outcome.job, outcome.result)
      onDone(done)
      return undefined
    },
  })
  return jobs.map(job => results.get(job)!)
}

/** Each with the command for it alone; for those that are only counted, the command for all. */
function told(results: readonly CrashResult[], forAll: string): readonly string[] {
  const wrong = results.flatMap(result => result.wrong)
  const first = wrong.slice(0, TOLD_MAX).map(({ at, says }) => `${says}\n→ ${caseCommand(at)}`)
  const more = wrong.length - first.length
  return more > 0 ? [...first, `${more} more crashes went wrong\n→ ${forAll}`] : first
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
