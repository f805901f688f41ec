// @ts-check
/** Who is drawn: all of it follows from the commitment and the signature. */
import { domain, fromHex, hash, keyedHash, u64 } from './bytes.js'
import { createShares } from './shares.js'

const SEED = domain('draw/1/seed')
const STREAM = domain('draw/1/stream')
const WORD_BYTES = 8
const WORDS_IN_BLOCK = 4
const WORD_COUNT = 1n << 64n

/**
 * The indices of the leaves that are drawn, in order.
 * @param {{ readonly commit: string, readonly signature: string, readonly weights: readonly number[] | null, readonly N: number, readonly count: number }} draw
 * @returns {number[]}
 */
export function drawnIndices({ commit, signature, weights, N, count }) {
  const words = wordsOf(keyedHash(hash(fromHex(signature)), SEED, fromHex(commit)))
  const below = (/** @type {number} */ limit) => uniform(words, limit)
  return weights === null ? drawAlike(below, N, count) : drawByWeight(below, weights, count)
}

/**
 * A shuffle that ends after `count` places. What has moved stands in a map: a list of all would be copied for a few.
 * @param {(limit: number) => number} below
 * @param {number} N
 * @param {number} count
 */
function drawAlike(below, N, count) {
  /** @type {Map<number, number>} */
  const moved = new Map()
  const at = (/** @type {number} */ place) => moved.get(place) ?? place
  const drawn = []
  for (let place = 0; place < count; place += 1) {
    const other = place + below(N - place)
    drawn.push(at(other))
    moved.set(other, at(place))
  }
  return drawn
}

/**
 * @param {(limit: number) => number} below
 * @param {readonly number[]} weights
 * @param {number} count
 */
function drawByWeight(below, weights, count) {
  const shares = createShares(weights)
  const drawn = []
  while (drawn.length < count) drawn.push(shares.takeAt(below(shares.total())))
  return drawn
}

/**
 * A number from 0 to `limit` − 1, each as probable as the others. Words from the last, incomplete run are left out.
 * @param {Iterator<bigint, never>} words
 * @param {number} limit
 */
function uniform(words, limit) {
  const n = BigInt(limit)
  const end = WORD_COUNT - (WORD_COUNT % n)
  let word = words.next().value
  while (word >= end) word = words.next().value
  return Number(word % n)
}

/**
 * @param {Uint8Array} seed
 * @returns {Generator<bigint, never>}
 */
function* wordsOf(seed) {
  for (let block = 0; ; block += 1) {
    const bytes = keyedHash(seed, STREAM, u64(block))
    const view = new DataView(bytes.buffer, bytes.byteOffset)
    for (let word = 0; word < WORDS_IN_BLOCK; word += 1) yield view.getBigUint64(word * WORD_BYTES)
  }
}
