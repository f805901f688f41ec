import { assertWhole, U32_MAX } from './bytes.ts'
import { assertLeaves } from './merkle.ts'
import { seedOf, wordsOf } from './stream.ts'
import { type NextWord, uniformBelow } from './uniform.ts'
import { createWeightsLeft } from './weights-left.ts'

/** What a draw is decided from. */
export interface Picking {
  /** C, see `commitOf`. */
  readonly commit: string
  /** The beacon's, for the round of the manifest. Not checked here: ask `isSignature` first. */
  readonly signature: string
  /** All of them, sorted, each once. */
  readonly leaves: readonly string[]
  /** Of a weighted draw only: how often each leaf counts, in the order of the leaves, 1 … 2³² − 1. */
  readonly weights?: readonly number[]
  /** How many are drawn: prizes and alternates together. Where there are fewer leaves, all are drawn, in an order. */
  readonly count: number
}

/**
 * Who is drawn, in the order drawn: places in the sorted leaves, from 0 on, each at most once. The same input gives the
 * same picks for ever, on every machine.
 * @throws RangeError for no leaves, a count that is not whole or negative, or weights that do not fit; TypeError for
 *   leaves that are not sorted or no hashes, and for a commit or a signature that is none.
 */
export function pickFrom({ commit, signature, leaves, weights, count }: Picking): number[] {
  assertLeaves(leaves)
  assertWhole(count, 'count', 0)
  const nextWord = wordsOf(seedOf(commit, signature))
  const drawn = Math.min(count, leaves.length)
  if (!weights) return pickUniform(nextWord, leaves.length, drawn)
  if (weights.length !== leaves.length) {
    throw new RangeError(`weights: there are ${weights.length} for ${leaves.length} leaves. Give one for each.`)
  }
  return pickWeighted(nextWord, weights, drawn)
}

/** A shuffle by Fisher and Yates that stops when enough are drawn: in step i, the place i and one of i … of − 1 change. */
export function pickUniform(nextWord: NextWord, of: number, count: number): number[] {
  const places = Array.from({ length: of }, (_, place) => place)
  for (let i = 0; i < count; i += 1) {
    const j = i + Number(uniformBelow(BigInt(of - i), nextWord))
    const drawn = places[j]!
    places[j] = places[i]!
    places[i] = drawn
  }
  return places.slice(0, count)
}

/** Each time one of all the weights that are left, and with it the leaf that it belongs to, which is then out. */
export function pickWeighted(nextWord: NextWord, weights: readonly number[], count: number): number[] {
  weights.forEach((weight, at) => {
    assertWhole(weight, `weight ${at}`, 1, U32_MAX)
  })
  const left = createWeightsLeft(weights)
  return Array.from({ length: count }, () => left.takeAt(uniformBelow(left.sum(), nextWord)))
}
