import { chanceOf } from '../seeded.ts'

/** Choices that follow from a seed: the same seed, the same choices. */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number
  /** A whole number from `min` up to and including `max`. */
  int(min: number, max: number): number
  chance(share: number): boolean
  pick<T>(of: readonly T[]): T
  /** Other choices for another purpose, so that more of one thing does not change another. */
  fork(purpose: string): Random
}

const STEPS = 2 ** 30

export function createRandom(seed: number): Random {
  const { below, between, happens, pick } = chanceOf(seed)
  return {
    next: () => below(STEPS) / STEPS,
    int: between,
    chance: happens,
    pick,
    fork(purpose) {
      let hash = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b)
      for (const letter of purpose) hash = Math.imul(hash ^ letter.charCodeAt(0), 16_777_619)
      return createRandom(hash ^ (hash >>> 15))
    },
  }
}
