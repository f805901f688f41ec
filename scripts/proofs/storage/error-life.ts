import { type AccountLife, liveProcess, newLife } from './account-life.ts'
import { inSeeds, type Lived } from './seeds.ts'

/** A life and all that a disk can fail at in it. */
interface ErrorSights extends Record<string, number> {
  readonly 'steps at which it failed': number
}

/** Short lives, since each is lived as often as it has steps. */
const ROUNDS_MAX = 5

/**
 * Lives through one life again and again, and each time another of the steps that its second process asks the disk for
 * fails: create, write (also with half of it done), sync, rename, remove, the folder's sync, and reads. The process must
 * stop where it has to, and the next one must find what was acknowledged, also after a power cut.
 */
export async function errorLife(seed: number): Promise<readonly string[]> {
  return (await liveErrors(seed)).wrong
}

async function liveErrors(seed: number): Promise<Lived<ErrorSights>> {
  const { steps } = await withErrorAt(seed, undefined)
  const wrong: string[] = []
  let failed = 0
  for (let at = 1; at <= steps; at += 1) {
    const { life } = await withErrorAt(seed, at)
    wrong.push(...life.truth.wrong.map(what => `step ${at}: ${what}`))
    failed += life.sights['disk errors']
  }
  if (failed < steps) wrong.push(`of ${steps} steps only ${failed} have failed: the life is not the same each time`)
  return { wrong, sights: { 'steps at which it failed': failed } }
}

async function withErrorAt(seed: number, at: number | undefined) {
  const life: AccountLife = newLife(seed, { roundsMax: ROUNDS_MAX })
  const erases = life.chance.happens(0.5)
  const plan = at === undefined ? undefined : ({ at, what: 'error' } as const)
  await liveProcess(life, { when: 'the process before' })
  const steps = await liveProcess(life, { when: 'the process with the error', plan, erases })
  await liveProcess(life, { when: 'the process after it' })
  life.disk.cutPower()
  await liveProcess(life, { when: 'the process after a power cut' })
  return { life, steps }
}

export const work = inSeeds(liveErrors)
