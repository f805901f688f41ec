/** The weights of those not yet drawn. */
export interface WeightsLeft {
  sum(): bigint
  /** The place of the first one whose cumulative weight exceeds this, 0 … sum() − 1; it is out afterwards. */
  takeAt(at: bigint): number
}

/**
 * A tree of sums (P. M. Fenwick, 1994): finding one and taking it out cost log n steps each, where adding up from the
 * beginning would cost n. Sums are bigints: those of many large weights are beyond what a number holds exactly.
 */
export function createWeightsLeft(weights: readonly number[]): WeightsLeft {
  const size = weights.length
  // tree[i] is the sum of the lowbit(i) weights that end with the i-th, counted from 1.
  const tree = new BigUint64Array(size + 1)
  const top = 2 ** Math.floor(Math.log2(Math.max(1, size)))
  let sum = 0n
  weights.forEach((weight, at) => {
    sum += BigInt(weight)
    tree[at + 1]! += BigInt(weight)
    const above = at + 1 + lowbit(at + 1)
    if (above <= size) tree[above]! += tree[at + 1]!
  })

  function placeAt(at: bigint): number {
    let place = 0
    let rest = at
    for (let step = top; step >= 1; step /= 2) {
      if (place + step > size || tree[place + step]! > rest) continue
      place += step
      rest -= tree[place]!
    }
    return place
  }

  return {
    sum: () => sum,
    takeAt(at) {
      const place = placeAt(at)
      const weight = BigInt(weights[place]!)
      for (let i = place + 1; i <= size; i += lowbit(i)) tree[i]! -= weight
      sum -= weight
      return place
    },
  }
}

const lowbit = (i: number): number => i & -i
