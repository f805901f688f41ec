import { runCrew, type Work } from '../crew.ts'
import { again, counted, type Proof, scaled } from '../proof.ts'

/** What one seed led to. */
export interface Lived<Sights extends Readonly<Record<string, number>> = Readonly<Record<string, number>>> {
  readonly wrong: readonly string[]
  /** What was seen on the way, to be added up. */
  readonly sights: Sights
}

export interface Seeds {
  readonly first: number
  readonly count: number
}

interface LivedAll {
  readonly wrong: readonly { readonly seed: number; readonly says: readonly string[] }[]
  readonly sights: Readonly<Record<string, number>>
}

/** One seed after the other, in a process of a crew. */
export function inSeeds(live: (seed: number) => Promise<Lived>): Work<Seeds, LivedAll> {
  return async ({ first, count }, begins) => {
    const wrong: { seed: number; says: readonly string[] }[] = []
    const sights: Record<string, number> = {}
    for (let seed = first; seed < first + count; seed += 1) {
      begins(`${seed}`)
      const lived = await live(seed).catch(unexpected)
      if (lived.wrong.length > 0) wrong.push({ seed, says: lived.wrong })
      add(sights, lived.sights)
    }
    return { wrong, sights }
  }
}

function unexpected(error: unknown): Lived {
  return { wrong: [error instanceof Error ? (error.stack ?? error.message) : String(error)], sights: {} }
}

function add(sums: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(more)) sums[name] = (sums[name] ?? 0) + count
}

export interface SeedProofOptions extends Pick<Proof, 'name' | 'shows'> {
  /** The file that exports `work`, made by `inSeeds`. */
  readonly module: string
  /** How many seeds at scale 1. */
  readonly seeds: number
  /** Worth about a second. */
  readonly seedsPerJob: number
  /** What one of them is, in words: `10,000 damaged journals`. */
  readonly what: string
}

/** How long one job may take, in milliseconds. About a hundred times what it does. */
const JOB_MS_MAX = 180_000
/** When so many seeds are wrong, the others are not tried: it is clear that something is. */
const WRONG_SEEDS_MAX = 20

/** A proof that tries the seeds from the one given on. */
export function seedProof({ name, shows, module, seeds, seedsPerJob, what }: SeedProofOptions): Proof {
  return {
    ...{ name, shows },
    async run({ scale, seed, onProgress }) {
      const all = scaled(seeds, scale)
      const wrong: string[] = []
      const sights: Record<string, number> = {}
      let done = 0
      let untold = 0
      await runCrew<Seeds, LivedAll>({
        ...{ module, jobs: jobsFor(seed, all, seedsPerJob), limitMs: JOB_MS_MAX },
        onOutcome(outcome) {
          const { first, count } = outcome.job
          done += count
          onProgress(done, all)
          if ('failure' in outcome) {
            // What came before it in the job is lost with its process, and what comes after it was not tried.
            untold += count
            wrong.push(`${outcome.failure}\n→ ${again(name, Number(outcome.at ?? first))}`)
          } else {
            add(sights, outcome.result.sights)
            wrong.push(...outcome.result.wrong.map(({ seed, says }) => `${says.join('\n')}\n→ ${again(name, seed)}`))
          }
          return wrong.length >= WRONG_SEEDS_MAX ? 'stop' : undefined
        },
      })
      const figures = Object.entries(sights).map(([name, count]) => [name, counted(count)] as const)
      return { tried: `${counted(done - untold)} ${what}`, figures, wrong }
    },
  }
}

function jobsFor(seed: number, all: number, perJob: number): readonly Seeds[] {
  return Array.from({ length: Math.ceil(all / perJob) }, (_, index) => {
    const first = index * perJob
    return { first: seed + first, count: Math.min(perJob, all - first) }
  })
}
