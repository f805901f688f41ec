import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pickFrom, pickUniform, pickWeighted } from './pick.ts'
import { plainHash, plainPick, plainWeightedPick, plainWords } from './plain-draw.oracle.ts'
import { seedOf, wordsOf } from './stream.ts'

const signature = 'ab'.repeat(48)
const commit = plainHash('a commit')
const numbered = (count: number): string[] => Array.from({ length: count }, (_, at) => plainHash(String(at))).sort()
const draw = { commit, signature, leaves: numbered(10), count: 4 }
const U32_MAX = 2 ** 32 - 1

describe('who is drawn', () => {
  test('stays the same for ever', () => {
    expect(pickFrom(draw)).toEqual([0, 5, 4, 9])
    expect(pickFrom({ ...draw, weights: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1_000] })).toEqual([9, 4, 2, 8])
  })

  test('is as the specification has it', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 60 }), fc.nat({ max: 80 }), (seed, of, count) => {
        const c = plainHash(String(seed))
        const picks = pickFrom({ commit: c, signature, leaves: numbered(of), count })
        expect(picks).toEqual(plainPick(plainWords(c, signature), of, count))
        expect(new Set(picks).size).toBe(Math.min(count, of))
      }),
    )
  })

  test('is as the specification has it where entries have weights', () => {
    const weights = fc.array(fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: U32_MAX })), {
      minLength: 1,
      maxLength: 60,
    })
    fc.assert(
      fc.property(fc.nat(), weights, fc.nat({ max: 80 }), (seed, w, count) => {
        const c = plainHash(String(seed))
        const picks = pickFrom({ commit: c, signature, leaves: numbered(w.length), weights: w, count })
        expect(picks).toEqual(plainWeightedPick(plainWords(c, signature), w, count))
        expect(new Set(picks).size).toBe(Math.min(count, w.length))
      }),
    )
  })

  test('does not depend on how many more are drawn', () => {
    const leaves = numbered(50)
    const all = pickFrom({ ...draw, leaves, count: 50 })
    expect(all.toSorted((a, b) => a - b)).toEqual(leaves.map((_, at) => at))
    for (const count of [0, 1, 7, 49]) expect(pickFrom({ ...draw, leaves, count })).toEqual(all.slice(0, count))
    expect(pickFrom({ ...draw, leaves, count: 1_000 })).toEqual(all)
  })

  test('is of 50,000 as of five', () => {
    const words = plainWords(commit, signature)
    const seed = seedOf(commit, signature)
    expect(pickUniform(wordsOf(seed), 50_000, 100)).toEqual(plainPick(words, 50_000, 100))
    const weights = Array.from({ length: 50_000 }, (_, at) => U32_MAX - at)
    expect(pickWeighted(wordsOf(seed), weights, 100)).toEqual(
      plainWeightedPick(plainWords(commit, signature), weights, 100),
    )
  })
})

describe('what cannot be drawn from', () => {
  test.each([
    ['nobody', { leaves: [] }, 'nobody entered. Make the draw void.'],
    ['leaves out of order', { leaves: numbered(3).reverse() }, 'leaf 1 is out of order. Sort the leaves.'],
    ['a leaf in capitals', { leaves: [plainHash('one leaf').toUpperCase()] }, 'is not a hash.'],
    ['less than nothing', { count: -1 }, 'Use a whole number from 0'],
    ['a part of somebody', { count: 1.5 }, 'Use a whole number from 0'],
    ['weights of others', { weights: [1, 2] }, 'weights: there are 2 for 10 leaves. Give one for each.'],
    ['a weight of nothing', { weights: [0, 1, 1, 1, 1, 1, 1, 1, 1, 1] }, 'weight 0: 0 does not do.'],
    ['a weight too large', { weights: [1, 1, 1, 1, 1, 1, 1, 1, 1, 2 ** 32] }, 'weight 9: 4294967296 does not do.'],
    ['no commit', { commit: 'none' }, 'commit: "none" is not a hash.'],
    ['no signature', { signature: '' }, 'signature: "" is none.'],
  ])('%s', (_, change, message) => {
    expect(() => pickFrom({ ...draw, ...change })).toThrow(message)
  })
})
