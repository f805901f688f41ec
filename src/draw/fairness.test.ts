import { describe, expect, test } from 'vitest'
import { evennessOf, upperTail } from './chi-square.fixtures.ts'
import { pickFrom, pickUniform, pickWeighted } from './pick.ts'
import { plainHash } from './plain-draw.oracle.ts'
import { seedOf, wordsOf } from './stream.ts'
import { type NextWord, uniformBelow } from './uniform.ts'

/** Draws from so many, in an order. */
type Shuffle = (nextWord: NextWord, of: number) => number[]

const ours: Shuffle = (nextWord, of) => pickUniform(nextWord, of, of)
const sortAtRandom: Shuffle = (nextWord, of) => range(of).sort(() => Number(nextWord()) / 2 ** 64 - 0.5)
/** In each step it exchanges with any place, and not with one of those that are left. */
const naiveSwap: Shuffle = (nextWord, of) => {
  const places = range(of)
  for (let i = 0; i < of; i += 1) {
    const j = Number(uniformBelow(BigInt(of), nextWord))
    ;[places[i], places[j]] = [places[j]!, places[i]!]
  }
  return places
}
const range = (of: number): number[] => Array.from({ length: of }, (_, at) => at)

/** A fair shuffle fails a test of fixed seeds once in a thousand times: ours are those of 1, and it does not. */
const P_MIN = 0.001
/** What is unfair is found out by a wide margin. */
const P_UNFAIR_MAX = 1e-9
const signature = 'ab'.repeat(48)
const fixedWords = (): NextWord => wordsOf(seedOf(plainHash('fixed seed 1'), signature))

describe('every order is equally likely', () => {
  const OF = 5
  const ORDERS = 120
  const DRAWS = 24_000

  /** Counts all orders of five in draws with fixed seeds. */
  function evennessOfOrders(shuffle: Shuffle): number {
    const nextWord = fixedWords()
    const counts = new Map<string, number>()
    for (let draw = 0; draw < DRAWS; draw += 1) {
      const order = shuffle(nextWord, OF).join()
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    return evennessOf([...counts.values(), ...range(ORDERS - counts.size).fill(0)])
  }

  test('ours, 24,000 times', () => {
    expect(evennessOfOrders(ours)).toBeGreaterThan(P_MIN)
  })

  test.each([
    ['sorting by a random comparison', sortAtRandom],
    ['exchanging with any place', naiveSwap],
  ])('control: not by %s', (_, shuffle) => {
    expect(evennessOfOrders(shuffle)).toBeLessThan(P_UNFAIR_MAX)
  })
})

describe('every order comes of exactly one way of choosing', () => {
  /** All ways: in step i one of choices[i] numbers. */
  const waysOf = (choices: readonly number[]): number[][] =>
    choices.reduce<number[][]>((ways, of) => ways.flatMap(way => range(of).map(choice => [...way, choice])), [[]])

  /** How often each order comes, over all ways of choosing. */
  function timesOf(shuffle: Shuffle, of: number, choices: readonly number[]): number[] {
    const times = new Map<string, number>()
    for (const way of waysOf(choices)) {
      const order = shuffle(() => BigInt(way.shift()!), of).join()
      times.set(order, (times.get(order) ?? 0) + 1)
    }
    return [...times.values()]
  }

  test('all five of five', () => {
    expect(timesOf(ours, 5, [5, 4, 3, 2, 1])).toEqual(range(120).fill(1))
  })

  test('two of five', () => {
    const twoOf: Shuffle = (nextWord, of) => pickUniform(nextWord, of, 2)
    expect(timesOf(twoOf, 5, [5, 4])).toEqual(range(20).fill(1))
  })

  test('control: not by exchanging with any place', () => {
    expect(new Set(timesOf(naiveSwap, 3, [3, 3, 3])).size).toBeGreaterThan(1)
  })

  test('with weights 1, 2 and 3, an order comes as often as its weights say', () => {
    const choices = range(6)
    const first = choices.map(choice => pickWeighted(() => BigInt(choice), [1, 2, 3], 1)[0])
    expect(first).toEqual([0, 1, 1, 2, 2, 2])
    const after = (choice: number) => range(3).map(next => takeTwo([3, choice], next))
    expect(after(0)).toEqual([
      [2, 0],
      [2, 1],
      [2, 1],
    ])
  })

  function takeTwo([first]: readonly number[], second: number): number[] {
    const words = [BigInt(first!), BigInt(second)]
    return pickWeighted(() => words.shift()!, [1, 2, 3], 2)
  }
})

describe('each of 100 leaves is drawn first equally often, wherever it stands', () => {
  const OF = 100
  const DRAWS = 20_000
  const leaves = range(OF)
    .map(at => plainHash(String(at)))
    .sort()

  /** How even the first picks of draws with fixed seeds are. */
  function evennessOfFirst(first: (commit: string) => number): number {
    const counts = range(OF).fill(0)
    for (let draw = 0; draw < DRAWS; draw += 1) counts[first(plainHash(`draw ${draw}`))]! += 1
    return evennessOf(counts)
  }

  test('over 20,000 draws of one round', () => {
    expect(evennessOfFirst(commit => pickFrom({ commit, signature, leaves, count: 1 })[0]!)).toBeGreaterThan(P_MIN)
  })

  test('control: not by what is left over when a byte is divided', () => {
    const byte = (commit: string) => Number(wordsOf(seedOf(commit, signature))() & 255n)
    expect(evennessOfFirst(commit => byte(commit) % OF)).toBeLessThan(P_UNFAIR_MAX)
  })
})

test.each([
  [3.841, 1, 0.05],
  [18.307, 10, 0.05],
  [29.588, 10, 0.001],
  [124.342, 100, 0.05],
  [149.449, 100, 0.001],
])('a chi-square of %d with %i degrees of freedom has p as in printed tables', (chiSquare, degrees, p) => {
  expect(upperTail(chiSquare, degrees) / p).toBeCloseTo(1, 2)
})
