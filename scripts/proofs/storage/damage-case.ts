import { liveProcess, newLife, PAGES } from './account-life.ts'
import { damage } from './damaging.ts'
import { damagedJournal } from './journal-damage.ts'
import { inSeeds } from './seeds.ts'

/** Pages are much slower to make than a journal of a few lines. */
const PAGES_SHARE = 10

export const work = inSeeds(async seed => {
  const isOfPages = seed % PAGES_SHARE === 0
  const wrong = await (isOfPages ? damagedPages(seed) : damagedJournal(seed))
  return { wrong, sights: isOfPages ? { 'with damaged pages': 1 } : { 'with damaged segments, archive included': 1 } }
})

/** Pages are damaged between two processes: what cannot be believed is dropped and made again, and no line is lost. */
export async function damagedPages(seed: number): Promise<readonly string[]> {
  const life = newLife(seed)
  const { truth, disk, chance } = life
  await liveProcess(life, { when: 'the process before' })
  await liveProcess(life, { when: 'one more' })
  const files = [...disk.contents().keys()].filter(file => file.startsWith(PAGES))
  const done = files.length === 0 ? [] : damage(disk, files.sort(), chance)
  await liveProcess(life, { when: `the process after ${done.join(', ')}` })
  return truth.wrong
}
