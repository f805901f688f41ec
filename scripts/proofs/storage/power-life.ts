import { atRest, backupOf, type LifeOptions, liveProcess, newLife, type Sights } from './account-life.ts'
import { anyTrouble } from './life-trouble.ts'
import { inSeeds, type Lived } from './seeds.ts'
import { spoil } from './spoiling.ts'

/** Processes that meet trouble. Three without follow. */
const TROUBLED_MAX = 4
/** Trouble comes at one of so many steps: a start takes from 10 to 60, what a process does after it up to 400. */
const STEPS_MAX = [40, 150, 400]
const ERASING_SHARE = 0.2

/**
 * Lives through one life: processes append, roll segments, write pages, archive, erase and recover, and at any step of
 * the disk one is killed, loses power or meets an error. Then the disk rots.
 * @returns what is wrong: acknowledged and gone, made up, in another order, or a state that is not the journal's.
 */
export async function powerLife(seed: number, options: LifeOptions = {}): Promise<readonly string[]> {
  return (await livePower(seed, options)).wrong
}

async function livePower(seed: number, options: LifeOptions = {}): Promise<Lived<Sights>> {
  const life = newLife(seed, options)
  const { chance, disk, sights, truth } = life
  const { wrong } = truth
  // 1. Trouble
  const troubled = chance.between(1, TROUBLED_MAX)
  for (let at = 1; at <= troubled && wrong.length === 0; at += 1) {
    const plan = anyTrouble(chance, chance.pick(STEPS_MAX))
    await liveProcess(life, { when: `process ${at}`, plan, erases: chance.happens(ERASING_SHARE) })
  }
  let backup = backupOf(life)
  // 2. Calm: what a start has read is as durable as what it acknowledges, whatever the disk was like before
  for (const when of ['the start after it', 'the start after a power cut', 'the last process']) {
    if (wrong.length > 0) break
    await liveProcess(life, { when })
    disk.cutPower()
    if (chance.happens(0.5)) backup = backupOf(life)
  }
  // 3. A disk that rots is found out
  if (wrong.length === 0) wrong.push(...(await spoil(atRest(life, backup))))
  return { wrong, sights }
}

export const work = inSeeds(seed => livePower(seed))
