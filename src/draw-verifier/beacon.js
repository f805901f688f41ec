// @ts-check
/**
 * The beacons that a draw may wait for. Each of their rounds has one signature, which nobody knows before its time and
 * everybody can check after it. Constants of drand quicknet: https://drand.love/docs, chain info of 2023-08-23.
 */
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { hash, u64 } from './bytes.js'

const QUICKNET = '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971'
/** The beacon of rehearsals. Whoever reads the code knows its secret key: it makes nothing fair. */
export const REHEARSAL = 'rehearsal'

/** Both beacons count alike. In milliseconds. */
const GENESIS_MS = 1_692_803_367_000
const PERIOD_MS = 3_000
/** From the freeze to the round, in milliseconds: nobody can know the signature when the entries are fixed. */
const WAIT_MS = 900_000

/** How far the clocks of a platform and of the bot may be apart, in milliseconds. */
export const CLOCK_MS = 120_000

const DST = 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_'

/** @type {ReadonlyMap<string, string>} */
const PUBLIC_KEYS = new Map([
  [
    QUICKNET,
    '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
  ],
  [
    REHEARSAL,
    'b9b3f26d421f2cf33af870d12588607da1415d2fe98c57bd6542b8cd3d75d0cbe2477ef32f6d6d4e3461390002ff6fb604f789cdf1a9a9520c94182f0b47c698af0e7f3cf48ba75afd627473599013f369571afe175ce6e49461fb4e4db5b758',
  ],
])

/** @param {string} chain */
export function isKnownChain(chain) {
  return PUBLIC_KEYS.has(chain)
}

/** The round that a draw frozen at this instant waits for. @param {number} frozenAt */
export function roundFor(frozenAt) {
  return Math.ceil((frozenAt + WAIT_MS - GENESIS_MS) / PERIOD_MS) + 1
}

/** When a round is signed: an instant in milliseconds. @param {number} round */
export function instantOfRound(round) {
  return GENESIS_MS + (round - 1) * PERIOD_MS
}

/**
 * Whether this is the signature of the chain for that round.
 * @param {{ readonly chain: string, readonly round: number, readonly signature: string }} signed
 */
export function isSignedBy({ chain, round, signature }) {
  const key = PUBLIC_KEYS.get(chain)
  if (key === undefined) return false
  const { shortSignatures, G2 } = bls12_381
  const message = shortSignatures.hash(hash(u64(round)), DST)
  try {
    // Decoding refuses what is no point of the curve, verifying what is outside of the subgroup.
    const point = shortSignatures.Signature.fromHex(signature)
    return shortSignatures.verify(point, message, G2.Point.fromHex(key))
  } catch {
    return false
  }
}
