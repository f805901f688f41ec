import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type NextWord, uniformBelow } from './uniform.ts'

type Sampler = (n: bigint, nextWord: NextWord, bits: bigint) => bigint

const modulo: Sampler = (n, nextWord) => nextWord() % n
const BYTE = 8n
const BYTES = 256

/** How often each result comes out of all words of one byte. Null for a word after which another one is asked for. */
function resultsOf(sample: Sampler, n: number): (number | null)[] {
  return Array.from({ length: BYTES }, (_, word) => {
    const words = [BigInt(word)]
    try {
      return Number(
        sample(
          BigInt(n),
          () => {
            if (words.length === 0) throw new PassedOver()
            return words.pop()!
          },
          BYTE,
        ),
      )
    } catch (error) {
      if (error instanceof PassedOver) return null
      throw error
    }
  })
}
class PassedOver extends Error {}

/** Those n for which some number 0 … n − 1 is likelier than another, or never comes. */
function unevenOf(sample: Sampler): number[] {
  return range(1, BYTES).filter(n => {
    const results = resultsOf(sample, n).filter(result => result !== null)
    const counts = range(0, n - 1).map(number => results.filter(result => result === number).length)
    return results.length === 0 || counts.some(count => count !== counts[0]) || counts[0]! * n !== results.length
  })
}
const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, at) => from + at)

describe('a number below n', () => {
  test('is exactly uniform for every n, over all words of a byte', () => {
    expect(unevenOf(uniformBelow)).toEqual([])
  })

  test('passes over as few words as can be: those beyond the last multiple of n', () => {
    for (const n of range(1, BYTES)) {
      expect(resultsOf(uniformBelow, n).filter(result => result === null)).toHaveLength(BYTES % n)
    }
  })

  test('control: what is left over by division fails for every n but the powers of two', () => {
    expect(unevenOf(modulo)).toEqual(range(1, BYTES).filter(n => !Number.isInteger(Math.log2(n))))
  })

  test.each([
    ['one too many words pass', (n, next, bits) => sampledBelow((1n << bits) - ((1n << bits) % n) + 1n, n, next)],
    ['one word too few passes', (n, next, bits) => sampledBelow((1n << bits) - ((1n << bits) % n) - 1n, n, next)],
    ['n is one too large', (n, next, bits) => uniformBelow(n === 256n ? n : n + 1n, next, bits)],
  ] satisfies [string, Sampler][])('control: %s', (_, sample) => {
    expect(unevenOf(sample).length).toBeGreaterThan(200)
  })

  test('is uniform at the edges of words of 64 bits', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 2n ** 64n }), n => {
        const limit = 2n ** 64n - (2n ** 64n % n)
        expect(uniformBelow(n, from(limit - 1n))).toBe(n - 1n)
        expect(uniformBelow(n, from(0n))).toBe(0n)
        if (limit < 2n ** 64n) expect(uniformBelow(n, from(limit, 2n ** 64n - 1n, n - 1n))).toBe(n - 1n)
      }),
    )
  })

  test('takes a word for n = 1 too', () => {
    expect(() => uniformBelow(1n, from())).toThrow('No word is left')
    expect(uniformBelow(1n, from(2n ** 64n - 1n))).toBe(0n)
  })

  test.each([0n, -1n, 2n ** 64n + 1n])('an n of %s is refused', n => {
    expect(() => uniformBelow(n, from(0n))).toThrow(`uniformBelow: ${n} does not do. Use 1 … 2 ** 64.`)
  })
})

const sampledBelow = (limit: bigint, n: bigint, nextWord: NextWord): bigint => {
  let word = nextWord()
  while (word >= limit) word = nextWord()
  return word % n
}

function from(...words: readonly bigint[]): NextWord {
  const left = [...words]
  return () => {
    const word = left.shift()
    if (word === undefined) throw new Error('No word is left')
    return word
  }
}
