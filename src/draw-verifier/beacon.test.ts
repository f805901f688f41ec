import { bls12_381 } from '@noble/curves/bls12-381.js'
import { describe, expect, test } from 'vitest'
import { instantOfRound, isSignedBy, REHEARSAL, roundFor } from './beacon.js'
import { hash, toHex, u64, utf8 } from './bytes.js'

const QUICKNET = '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971'
const ROUND = 1_000
/** As the beacon published it for this round, with the randomness that follows from it. */
const SIGNATURE = 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39'
const RANDOMNESS = 'fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd'

const { G1, fields, shortSignatures } = bls12_381
const decoded = G1.Point.fromHex(SIGNATURE)

/** A point of the curve outside of the subgroup whose pairing with anything is one: added to a signature, it would pass. */
function pointThatPairsToOne() {
  const { Fp } = fields
  for (let x = 1n; x < 100n; x += 1n) {
    const square = Fp.add(Fp.mul(Fp.sqr(x), x), 4n)
    // Euler's criterion: about every other number has a root.
    if (!Fp.eql(Fp.pow(square, (Fp.ORDER - 1n) / 2n), Fp.ONE)) continue
    const point = times(G1.Point.fromAffine({ x, y: Fp.sqrt(square) }), fields.Fr.ORDER)
    if (!point.is0()) return point
  }
  throw new Error('There is no such point below 100.')
}

/** Written by hand: the library writes no point from outside of the subgroup. */
function compressed(point: typeof G1.Point.BASE): string {
  const { x, y } = point.toAffine()
  const bytes = fields.Fp.toBytes(x)
  bytes[0]! |= y > fields.Fp.ORDER / 2n ? 0xa0 : 0x80
  return toHex(bytes)
}

/** By doubling: the library multiplies by numbers below the order only. */
function times(point: typeof G1.Point.BASE, factor: bigint) {
  let sum = G1.Point.ZERO
  for (const bit of factor.toString(2)) {
    sum = sum.double()
    if (bit === '1') sum = sum.add(point)
  }
  return sum
}

describe('a signature of quicknet', () => {
  test('is taken for its round', () => {
    expect(isSignedBy({ chain: QUICKNET, round: ROUND, signature: SIGNATURE })).toBe(true)
    expect(toHex(hash(decoded.toBytes()))).toBe(RANDOMNESS)
  })

  test('is none of another round, and none of another chain', () => {
    expect(isSignedBy({ chain: QUICKNET, round: ROUND + 1, signature: SIGNATURE })).toBe(false)
    expect(isSignedBy({ chain: REHEARSAL, round: ROUND, signature: SIGNATURE })).toBe(false)
    expect(isSignedBy({ chain: 'mine', round: ROUND, signature: SIGNATURE })).toBe(false)
  })

  test.each([
    ['the point at infinity', `c0${'0'.repeat(94)}`],
    ['the negative of one', decoded.negate().toHex()],
    ['twice one', decoded.double().toHex()],
    ['a number beyond the field', `9f${'f'.repeat(94)}`],
    ['no point of the curve', `80${'0'.repeat(93)}1`],
    ['one without the flag of a compressed point', `3${SIGNATURE.slice(1)}`],
    ['one too short', SIGNATURE.slice(2)],
    ['what is no hex', `zz${SIGNATURE.slice(2)}`],
  ])('%s is none', (_, signature) => {
    expect(isSignedBy({ chain: QUICKNET, round: ROUND, signature })).toBe(false)
  })

  test('is the only one: a point from outside of the subgroup makes no second one', () => {
    const harmless = pointThatPairsToOne()
    const second = decoded.add(harmless)
    expect(compressed(decoded)).toBe(SIGNATURE)
    expect([second.equals(decoded), harmless.isTorsionFree()]).toEqual([false, false])
    expect(isSignedBy({ chain: QUICKNET, round: ROUND, signature: compressed(second) })).toBe(false)
  })
})

test('the key of rehearsals is the published one, which anybody can sign with', () => {
  const secret = BigInt(`0x${toHex(hash(utf8('bonfire draw rehearsal key\0')))}`) % fields.Fr.ORDER
  const message = shortSignatures.hash(hash(u64(ROUND)), 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_')
  expect(isSignedBy({ chain: REHEARSAL, round: ROUND, signature: message.multiply(secret).toHex() })).toBe(true)
})

test('a draw waits fifteen minutes, and for the first round that is not earlier', () => {
  const genesis = 1_692_803_367_000
  expect([roundFor(genesis - 900_000), roundFor(genesis - 899_999), roundFor(genesis - 897_000)]).toEqual([1, 2, 2])
  expect([instantOfRound(1), instantOfRound(ROUND)]).toEqual([genesis, genesis + 999 * 3_000])
})
