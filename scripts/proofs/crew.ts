import { type ChildProcess, fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import path from 'node:path'

/**
 * What a module exports under the name `work`, so that a crew can do it. It says which of the job's cases begins: when
 * the process hangs or dies, that one was it.
 */
export type Work<Job, Result> = (job: Job, begins: (what: string) => void) => Result | Promise<Result>

/** What became of one job. */
export type Outcome<Job, Result> =
  | { readonly job: Job; readonly result: Result }
  /** It threw, took too long, or took its process with it. With the end of what the process said on stderr. */
  | Failed<Job>

interface Failed<Job> {
  readonly job: Job
  readonly failure: string
  /** The case of it that had begun last. Undefined: it had not said so. */
  readonly at: string | undefined
}

export interface CrewOptions<Job, Result> {
  /** The file that exports `work`. */
  readonly module: string
  /** Given out in this order, one at a time: plain data, best worth about a second of work. */
  readonly jobs: readonly Job[]
  /** How long a job may take before its process is killed, in milliseconds. */
  readonly limitMs: number
  /** Processes at work. Default: as many as this machine runs at once. */
  readonly hands?: number
  /** For Node, before the module: `['--import', file]`. Default: as this process was started. */
  readonly execArgv?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** Called as each job ends. What returns `stop` lets no further job begin. */
  readonly onOutcome?: (outcome: Outcome<Job, Result>, done: number) => 'stop' | undefined
}

export type ToHand = { readonly job: unknown }
export type FromHand = { readonly result: unknown } | { readonly threw: string; readonly at: string | undefined }

const HAND = path.join(import.meta.dirname, 'crew-hand.ts')
/** What a line begins with that names a case. On stderr: written at once, even by what hangs right afterwards. */
export const BEGINS = '\u0001begins '
const BEGUN = new RegExp(`^${BEGINS}(.*)\n`, 'gm')
/** The end of what a process says on stderr, kept for when it fails, in characters. */
const STDERR_CHARS_MAX = 4_000

/** Processes at work, to be ended with this one. */
const atWork = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of atWork) child.kill('SIGKILL')
})

/**
 * Does jobs in processes of their own. One that throws, hangs or dies costs its own job only: another process goes on.
 * @returns what became of each, in the order in which they ended. No process is left.
 */
export async function runCrew<Job, Result>(
  options: CrewOptions<Job, Result>,
): Promise<readonly Outcome<Job, Result>[]> {
  const { jobs, onOutcome, hands = availableParallelism() } = options
  const waiting = jobs[Symbol.iterator]()
  const outcomes: Outcome<Job, Result>[] = []
  let isStopped = false

  async function work(): Promise<void> {
    let hand: Hand | undefined
    while (!isStopped) {
      const next = waiting.next()
      if (next.done) break
      hand ??= startHand(options)
      const answer = await hand.take(next.value)
      if ('failure' in answer) {
        hand.end()
        hand = undefined
      }
      const outcome = { job: next.value, ...answer } as Outcome<Job, Result>
      outcomes.push(outcome)
      if (onOutcome?.(outcome, outcomes.length) === 'stop') isStopped = true
    }
    hand?.end()
  }
  await Promise.all(Array.from({ length: Math.min(hands, jobs.length) }, work))
  return outcomes
}

type Answer = { readonly result: unknown } | Omit<Failed<unknown>, 'job'>

/** One process. After a failure it is of no use any more. */
interface Hand {
  take(job: unknown): Promise<Answer>
  end(): void
}

function startHand(options: Omit<CrewOptions<never, never>, 'onOutcome' | 'jobs'>): Hand {
  const { module, limitMs, execArgv = process.execArgv, env = process.env } = options
  const child = fork(HAND, [path.resolve(module)], {
    ...{ env, execArgv: [...execArgv], serialization: 'advanced', stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
  })
  atWork.add(child)
  let stderr = ''
  let answer: (answer: Answer) => void = () => {}
  const fail = (what: string, at = [...stderr.matchAll(BEGUN)].at(-1)?.[1]) => {
    answer({ failure: `${what}\n${stderr.replaceAll(BEGUN, '')}`.trimEnd(), at })
  }
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_CHARS_MAX)
  })
  child.on('message', (message: FromHand) => {
    if ('threw' in message) fail(message.threw, message.at)
    else answer(message)
  })
  child.on('error', error => fail(`its process cannot run: ${error.message}`))
  // Not `exit`: by then not everything on stderr has been read.
  child.on('close', (code, signal) => {
    atWork.delete(child)
    fail(`its process ended with ${signal ?? code}`)
  })
  return {
    async take(job) {
      const { promise, resolve } = Promise.withResolvers<Answer>()
      answer = resolve
      const limit = setTimeout(() => fail(`it took more than ${limitMs / 1_000} s`), limitMs)
      child.send({ job } satisfies ToHand, error => error && fail(`its process is gone: ${error.message}`))
      try {
        return await promise
      } finally {
        clearTimeout(limit)
      }
    },
    end: () => void child.kill('SIGKILL'),
  }
}
