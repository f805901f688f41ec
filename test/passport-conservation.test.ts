import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { passports } from '../plugins/passport/facts.ts'
import { checkSums, isUnderWay, type Life, life, liveThrough } from './passport-lives.ts'
import { MUTANTS } from './passport-mutants.ts'
import { type PassportPlugin, SOURCE } from './passport-world.ts'

const RUNS = 100
/** The lives by which the controls are held up. */
const SEED = 7
const SEEN_RUNS = 120
/** So often each end is seen in them at least. */
const ENDS_SEEN_MIN = 3

const lives = fc.sample(life, { seed: SEED, numRuns: SEEN_RUNS })

test('points are conserved over both groups, whatever happens in whatever order', () => {
  fc.assert(
    fc.property(life, one => {
      const world = liveThrough(one)
      checkSums(world)
      expect(isUnderWay(world)).toBe(false)
    }),
    { numRuns: RUNS },
  )
})

describe('controls', () => {
  test('every way in which a passport can end is lived through', () => {
    const ends = { here: 0, elsewhere: 0, back: 0, 'revoked before it came': 0, 'of somebody erased': 0 }
    for (const one of lives) {
      const world = liveThrough(one)
      for (const [, { state, acceptedBy, from }] of world.read(world.target, passports).arrivals.each()) {
        if (state === 'accepted') ends[acceptedBy!.startsWith('wechat:') ? 'elsewhere' : 'here'] += 1
        if (state === 'revoked') ends[from === null ? 'revoked before it came' : 'back'] += 1
      }
      const issues = [...world.read(SOURCE, passports).issues.each()]
      ends['of somebody erased'] += issues.filter(([, { member }]) => member?.startsWith('erased:')).length
    }
    for (const [end, count] of Object.entries(ends)) expect(count, end).toBeGreaterThanOrEqual(ENDS_SEEN_MIN)
  })

  test.each(Object.entries(MUTANTS))('a version that %s is caught', (_, mutant) => {
    expect(lives.some(one => isCaught(one, mutant))).toBe(true)
  })
})

function isCaught(one: Life, plugin: PassportPlugin): boolean {
  try {
    return isUnderWay(liveThrough(one, plugin))
  } catch {
    return true
  }
}
