/** Choices that follow from a seed: the same seed, the same choices. */
export interface Dice {
  /** 0 ≤ x < 1. */
  roll(): number
  /** A whole number, both ends included. */
  between(min: number, max: number): number
  /** True in so large a share of the cases. */
  happens(share: number): boolean
  pick<T>(from: readonly T[]): T
  shuffled<T>(list: readonly T[]): T[]
  /** Other choices for another purpose, so that more of one thing does not change another. */
  fork(purpose: string): Dice
}

/** The increment of a Weyl sequence over 32 bits: the golden ratio. */
const WEYL = 0x9e3779b9

/** splitmix32: a counter whose bits are mixed well, which is all that a rehearsal needs. */
export function createDice(seed: number): Dice {
  let counter = seed >>> 0
  function roll(): number {
    counter = (counter + WEYL) >>> 0
    return mixed(counter) / 2 ** 32
  }
  const between = (min: number, max: number) => min + Math.floor(roll() * (max - min + 1))
  return {
    roll,
    between,
    happens: share => roll() < share,
    pick: from => from[between(0, from.length - 1)]!,
    shuffled(list) {
      const shuffled = [...list]
      for (let last = shuffled.length - 1; last > 0; last -= 1) {
        const other = between(0, last)
        ;[shuffled[last], shuffled[other]] = [shuffled[other]!, shuffled[last]!]
      }
      return shuffled
    },
    fork: purpose =>
      createDice([...purpose].reduce((hash, letter) => mixed(hash ^ letter.codePointAt(0)!), mixed(seed + WEYL))),
  }
}

function mixed(bits: number): number {
  let word = bits
  word = Math.imul(word ^ (word >>> 16), 0x21f0aaad)
  word = Math.imul(word ^ (word >>> 15), 0x735a2d97)
  return (word ^ (word >>> 15)) >>> 0
}
