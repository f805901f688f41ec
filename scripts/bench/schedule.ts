import { seeded } from '../proofs/seeded.ts'

/**
 * When things arrive that nobody coordinates: so many per second on average, with gaps as chance has them (a Poisson
 * process), the same ones in each run. In milliseconds from the start.
 */
export function poissonSchedule(count: number, perSecond: number, seed: number): Float64Array {
  const random = seeded(seed)
  const arrivals = new Float64Array(count)
  let at = 0
  for (let i = 0; i < count; i += 1) {
    at += (-Math.log(1 - random()) * 1_000) / perSecond
    arrivals[i] = at
  }
  return arrivals
}
