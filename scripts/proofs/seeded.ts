/** Numbers from 0 to 1 that look random and are the same for the same seed: mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) / 4294967296
  }
}

/** Choices that are the same for the same seed. */
export interface Chance {
  /** A whole number from 0 up to, and without, `below`. */
  below(below: number): number
  /** A whole number, both ends included. */
  between(min: number, max: number): number
  pick<T>(from: readonly T[]): T
  /** True in so large a share of the cases. */
  happens(share: number): boolean
}

export function chanceOf(seed: number): Chance {
  const random = seeded(seed)
  const below = (limit: number) => Math.floor(random() * limit)
  return {
    below,
    between: (min, max) => min + below(max - min + 1),
    pick: from => from[below(from.length)]!,
    happens: share => random() < share,
  }
}
