import { expect, test } from 'vitest'
import { runHappenings } from './content-campaign.ts'
import { settingOf } from './content-setting.ts'
import { happeningsOf } from './happenings.ts'

/** What found something once, made shorter: the seed, and which of its happenings, by when they are, in milliseconds. */
const FOUND: readonly (readonly [what: string, seed: number, at: readonly number[]])[] = [
  [
    'a post that was kept when it was to come again has been posted all the same',
    818170,
    [1800000, 246180000, 709200000, 1282920000, 1402502164, 1627204872, 1878660000],
  ],
  [
    'a flash plan that was paused before its days is planned as it is sent',
    920070,
    [1980000, 9938523, 121538523, 373560000],
  ],
  [
    'a flash plan that was paused on its days is planned as it is sent',
    920861,
    [540000, 40500000, 292500000, 522960000],
  ],
  [
    'what is asked for by a clock that is behind is asked for in trouble',
    930332,
    [709200000, 724913228, 756134787, 757979000, 757980000],
  ],
]

test.each(FOUND)('%s: seed %i', async (_, seed, at) => {
  const setting = settingOf(seed)
  const happenings = happeningsOf(setting).filter(happening => at.includes(happening.at))
  const { wrong } = await runHappenings(setting, happenings)
  expect(wrong).toEqual([])
})
