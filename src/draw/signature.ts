import { bls12_381 } from '@noble/curves/bls12-381.js'
import { assertWhole, hashOf, hexOf, u64, utf8 } from './bytes.ts'
import { CHAINS, type ChainName, ROUND_MAX } from './chains.ts'

/** A signature as it stands in JSON: a point of G1, compressed, 96 small hexadecimal digits. */
export const SIGNATURE_HEX = /^[0-9a-f]{96}$/

/** What keeps these signatures apart from all others: RFC 9380, section 3.1. */
const DST = 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_'
const REHEARSAL_KEY = 'bonfire draw rehearsal key\0'

const { G1, G2, fields, shortSignatures } = bls12_381
type G1Point = typeof G1.Point.BASE
type G2Point = typeof G2.Point.BASE

/**
 * Whether this is the signature of a round, by the key of a chain: scheme `bls-unchained-g1-rfc9380` of drand,
 * drand.love/blog/2023/10/16/quicknet-is-live, read 2026-11-22. There is one such signature for each round, so that
 * nobody can choose among several. About 0.1 s of computation, 0.3 s the first time; nothing is asked of anybody.
 * @param signature 96 small hexadecimal digits. Whatever else is handed in is no signature: trim it and make its
 *   letters small first where a person has typed it.
 * @throws RangeError for a round that is not a whole number from 1 on.
 */
export function isSignature(chain: ChainName, round: number, signature: string): boolean {
  const message = pointOf(round)
  const point = readSignature(signature)
  return point !== null && shortSignatures.verify(point, message, publicKey(chain))
}

/**
 * The signature of a round of the chain `rehearsal`: anybody can make it beforehand, which is why it decides nothing real.
 * @throws RangeError for a round that is not a whole number from 1 on.
 */
export const rehearsalSignature = (round: number): string => pointOf(round).multiply(rehearsalScalar()).toHex()

/** The secret of the chain `rehearsal`, as everybody can work it out: H("bonfire draw rehearsal key\0") mod r. */
export function rehearsalScalar(): bigint {
  return BigInt(`0x${hexOf(hashOf(utf8(REHEARSAL_KEY)))}`) % fields.Fr.ORDER
}

/** What is signed: SHA-256 of the round as eight bytes, as a point of G1. */
function pointOf(round: number): G1Point {
  assertWhole(round, 'round', 1, ROUND_MAX)
  return shortSignatures.hash(hashOf(u64(round)), DST)
}

/**
 * Null for what is no point of the group of signatures, and for its neutral element. The group is looked at here, whatever
 * the library does: plus a point outside of it, a signature would be another one that the pairing takes as well, and
 * whoever has several can choose.
 */
function readSignature(signature: string): G1Point | null {
  if (typeof signature !== 'string' || !SIGNATURE_HEX.test(signature)) return null
  try {
    const point = G1.Point.fromHex(signature)
    return !point.is0() && point.isTorsionFree() ? point : null
  } catch {
    // The library says by an exception that no point of the curve has these bytes.
    return null
  }
}

const publicKeys = new Map<ChainName, G2Point>()

/** Read once: taking it apart costs as much as checking a signature. */
function publicKey(chain: ChainName): G2Point {
  const known = publicKeys.get(chain)
  if (known) return known
  const key = G2.Point.fromHex(CHAINS[chain].publicKey)
  publicKeys.set(chain, key)
  return key
}
