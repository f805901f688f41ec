/**
 * Pearson's chi-square test: how likely counts at least as uneven as these are, when all are equally likely. 0 … 1; a
 * good sampler gives any value, a bad one values close to 0.
 */
export function evennessOf(counts: readonly number[]): number {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
  const chiSquare = counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0)
  return upperTail(chiSquare, counts.length - 1)
}

/** How likely a chi-square of so many degrees of freedom is to be that large: DLMF 8.2.4, by the series of DLMF 8.7.1. */
export function upperTail(chiSquare: number, degrees: number): number {
  const a = degrees / 2
  const x = chiSquare / 2
  // Far out in the tail the series would cancel to nothing: that it is almost impossible is all that is asked.
  if (x > a + 40 + 20 * Math.sqrt(a)) return 0
  let term = 1 / a
  let sum = term
  for (let n = 1; term > sum * Number.EPSILON; n += 1) {
    term *= x / (a + n)
    sum += term
  }
  return Math.max(0, 1 - sum * Math.exp(a * Math.log(x) - x - logGamma(a)))
}

/** Stirling's series, from 8 on exact to ten digits; below, stepped up to there. */
function logGamma(z: number): number {
  if (z < 8) return logGamma(z + 1) - Math.log(z)
  return (
    (z - 0.5) * Math.log(z) - z + Math.log(2 * Math.PI) / 2 + 1 / (12 * z) - 1 / (360 * z ** 3) + 1 / (1260 * z ** 5)
  )
}
