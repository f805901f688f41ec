import { bls12_381 } from '@noble/curves/bls12-381.js'
import { describe, expect, test } from 'vitest'
import { CHAINS } from './chains.ts'
import { plainHash } from './plain-draw.oracle.ts'
import { isSignature, rehearsalScalar, rehearsalSignature } from './signature.ts'

const { G1, G2, fields } = bls12_381
const { Fp, Fr } = fields
const ROUND = 1_000
const SIGNATURE = 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39'

describe('quicknet', () => {
  test.each([
    // github.com/thibmeu/tlock-rs, tlock/src/lib.rs, test_pk_g2_sig_g1
    [ROUND, SIGNATURE, 'fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd'],
    // github.com/mcdcam/python-drand-verify, README.md
    [
      657_413,
      'b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b',
      'fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587',
    ],
    // github.com/drand/tlock, tlock_test.go, TestDecryptText
    [
      12_040_883,
      '929906c959032ab363c9f26570d215d66f5c06cb0c44fe508c12bb5839f04ec895bb6868e5b9ff13ab289bdb5266b394',
      '173df1f57805453a8d2015268205d68147de12cafc2f451f7bc6adadca3571b3',
    ],
  ])('signed round %i', (round, signature, randomness) => {
    expect(isSignature('quicknet', round, signature)).toBe(true)
    expect(plainHash(Buffer.from(signature, 'hex'))).toBe(randomness)
    expect(isSignature('quicknet', round + 1, signature)).toBe(false)
    expect(isSignature('rehearsal', round, signature)).toBe(false)
  })

  test('did not sign round 1000 of fastnet, an older chain with another key', () => {
    // github.com/thibmeu/tlock-rs, as above
    const fastnet = 'b09eacd45767c4d58306b98901ad0d6086e2663766f3a4ec71d00cf26f0f49eaf248abc7151c60cf419c4e8b37e80412'
    expect(G1.Point.fromHex(fastnet).isTorsionFree()).toBe(true)
    expect(isSignature('quicknet', ROUND, fastnet)).toBe(false)
  })
})

describe('what is no signature', () => {
  test('one with a flipped bit, in each of its bytes', () => {
    const bytes = Buffer.from(SIGNATURE, 'hex')
    for (let at = 0; at < bytes.length; at += 1) {
      const flipped = Buffer.from(bytes)
      flipped[at]! ^= 1 << (at % 8)
      expect(isSignature('quicknet', ROUND, flipped.toString('hex')), `byte ${at}`).toBe(false)
    }
  })

  test.each([
    ['nothing', ''],
    ['capital letters', SIGNATURE.toUpperCase()],
    ['a byte too few', SIGNATURE.slice(0, -2)],
    ['a byte too many', `${SIGNATURE}00`],
    ['half a byte too few', SIGNATURE.slice(0, -1)],
    ['a space before it', ` ${SIGNATURE}`],
    ['a line break behind it', `${SIGNATURE}\n`],
    ['0x before it', `0x${SIGNATURE}`],
    ['the point at infinity', `c0${'00'.repeat(47)}`],
    ['nothing but zeros', '00'.repeat(48)],
    ['a point written out in full', G1.Point.fromHex(SIGNATURE).toHex(false)],
    ['that point with the other sign', G1.Point.fromHex(SIGNATURE).negate().toHex()],
    ['a point of the wrong group', CHAINS.quicknet.publicKey],
  ])('%s', (_, signature) => {
    expect(isSignature('quicknet', ROUND, signature)).toBe(false)
  })

  test.each([undefined, null, 7, [SIGNATURE]])('%s, from code without types', value => {
    expect(isSignature('quicknet', ROUND, value as unknown as string)).toBe(false)
  })

  test('the same point written with an x beyond the field: nobody has two signatures to choose from', () => {
    const signature = rehearsalSignatureWith(x => x + Fp.ORDER < 1n << 381n)
    const { x } = G1.Point.fromHex(signature.hex)
    const flags = BigInt(`0x${signature.hex.slice(0, 2)}`) & 0xe0n
    const again = (x + Fp.ORDER) | (flags << 376n)
    expect(isSignature('rehearsal', signature.round, signature.hex)).toBe(true)
    expect(isSignature('rehearsal', signature.round, again.toString(16))).toBe(false)
  })

  test('a signature plus a point outside the subgroup, though the pairing alone would take it', () => {
    const forged = G1.Point.fromHex(SIGNATURE).add(outsideSubgroup())
    const message = bls12_381.shortSignatures.hash(roundHash(ROUND), 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_')
    const key = G2.Point.fromHex(CHAINS.quicknet.publicKey)
    expect(fields.Fp12.eql(barePairing(forged, G2.Point.BASE), barePairing(message, key))).toBe(true)
    expect(compressed(forged)).not.toBe(SIGNATURE)
    expect(isSignature('quicknet', ROUND, compressed(forged))).toBe(false)
    expect(isSignature('quicknet', ROUND, compressed(forged.subtract(outsideSubgroup())))).toBe(true)
  })
})

test.each([0, -1, 1.5, Number.NaN, 2 ** 53])('there is no round %d', round => {
  expect(() => isSignature('quicknet', round, SIGNATURE)).toThrow(RangeError)
  expect(() => rehearsalSignature(round)).toThrow(RangeError)
})

describe('the chain of rehearsals', () => {
  test('has the key whose secret everybody can work out', () => {
    const secret = BigInt(`0x${plainHash('bonfire draw rehearsal key\0')}`) % Fr.ORDER
    expect(rehearsalScalar()).toBe(secret)
    expect(G2.Point.BASE.multiply(secret).toHex()).toBe(CHAINS.rehearsal.publicKey)
  })

  test('signs its rounds, and nothing else', () => {
    const signature = rehearsalSignature(34_000_000)
    expect(rehearsalSignature(34_000_000)).toBe(signature)
    expect(isSignature('rehearsal', 34_000_000, signature)).toBe(true)
    expect(isSignature('rehearsal', 34_000_001, signature)).toBe(false)
    expect(isSignature('quicknet', 34_000_000, signature)).toBe(false)
  })
})

/** As `pairing`, without looking whether the point is in the subgroup. */
function barePairing(point: typeof G1.Point.BASE, key: typeof G2.Point.BASE) {
  const { x, y } = point.toAffine()
  const steps = bls12_381.utils.calcPairingPrecomputes(key)
  return fields.Fp12.finalExponentiate(bls12_381.millerLoopBatch([[steps, x, y]]))
}

const roundHash = (round: number): Uint8Array =>
  Buffer.from(plainHash(Buffer.from(round.toString(16).padStart(16, '0'), 'hex')), 'hex')

function rehearsalSignatureWith(fits: (x: bigint) => boolean): { readonly round: number; readonly hex: string } {
  for (let round = 1; ; round += 1) {
    const hex = rehearsalSignature(round)
    if (fits(G1.Point.fromHex(hex).x)) return { round, hex }
  }
}

/** A point of the curve y² = x³ + 4 whose order divides the cofactor: r times one that is not in the subgroup. */
function outsideSubgroup() {
  for (let x = 1n; ; x += 1n) {
    const square = Fp.add(Fp.pow(x, 3n), 4n)
    if (!Fp.eql(Fp.pow(square, (Fp.ORDER - 1n) / 2n), 1n)) continue
    const outside = timesOrder(G1.Point.fromAffine({ x, y: Fp.sqrt(square) }))
    if (!outside.is0()) return outside
  }
}

/** 381 bits of x, and before them: compressed, not infinity, and whether y is the larger of the two that x has. */
function compressed(point: typeof G1.Point.BASE): string {
  const { x, y } = point.toAffine()
  const flags = 0b100n | (2n * y > Fp.ORDER ? 0b001n : 0n)
  return ((flags << 381n) | x).toString(16)
}

/** Doubling and adding: the library multiplies by numbers below the order of the subgroup only. */
function timesOrder(point: typeof G1.Point.BASE) {
  let sum = G1.Point.ZERO
  for (const bit of Fr.ORDER.toString(2)) {
    sum = sum.double()
    if (bit === '1') sum = sum.add(point)
  }
  return sum
}
