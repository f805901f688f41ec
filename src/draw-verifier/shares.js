// @ts-check
/**
 * Weights in a row, from which one at a time is taken: a Fenwick tree, so that 50,000 of them cost no more than a moment.
 * Sums stay below 2^53 for two million of the largest weights.
 * @param {readonly number[]} weights
 */
export function createShares(weights) {
  const size = weights.length
  const left = [...weights]
  // sums[i] holds the weights of as many places before i as the lowest set bit of i says.
  const sums = [0, ...weights]
  for (let i = 1; i <= size; i += 1) {
    const parent = i + lowestBit(i)
    if (parent <= size) sums[parent] = (sums[parent] ?? 0) + (sums[i] ?? 0)
  }
  let total = weights.reduce((sum, weight) => sum + weight, 0)
  return { total: () => total, takeAt }

  /** Takes the first place whose weight, with those of all before it, exceeds `x`. @param {number} x */
  function takeAt(x) {
    const place = placeAt(x)
    const weight = left[place] ?? 0
    left[place] = 0
    total -= weight
    for (let i = place + 1; i <= size; i += lowestBit(i)) sums[i] = (sums[i] ?? 0) - weight
    return place
  }

  /** @param {number} x */
  function placeAt(x) {
    let place = 0
    let rest = x
    for (let step = 2 ** Math.floor(Math.log2(size)); step >= 1; step /= 2) {
      const sum = sums[place + step]
      if (sum === undefined || sum > rest) continue
      place += step
      rest -= sum
    }
    return place
  }
}

/** @param {number} i */
const lowestBit = i => i & -i
