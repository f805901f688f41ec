import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { roundOfFreeze, timeOfRound } from '../src/draw/chains.ts'
import { leafOf, receiptOf, saltOf } from '../src/draw/leaves.ts'
import { commitOf, type DrawManifest, linkOf } from '../src/draw/manifest.ts'
import { rootOf } from '../src/draw/merkle.ts'
import { pickFrom } from '../src/draw/pick.ts'
import { DrawProof, proofText } from '../src/draw/proof.ts'
import { type DrawRules, rulesHashOf } from '../src/draw/rules.ts'
import { instantOfRound, roundFor } from '../src/draw-verifier/beacon.js'
import { drawnIndices } from '../src/draw-verifier/drawing.js'
import { commitmentOf, hashOfRules, leafFor, linkTo, merkleRoot } from '../src/draw-verifier/hashes.js'
import { findEntry, readReceipt } from '../src/draw-verifier/receipt.js'
import { verifySteps } from '../src/draw-verifier/verify.js'
import { makeDraw, passOf } from './made-draw.ts'

// The curve is looked at in tests of its own: here any signature counts.
vi.mock('../src/draw-verifier/beacon.js', async original => ({
  ...(await original<typeof import('../src/draw-verifier/beacon.js')>()),
  isSignedBy: () => true,
}))

const HASHES = 10_000
const WHOLE_DRAWS = 300

/** One large number is drawn sooner than as many digits. */
const hex = (length: number) =>
  fc.bigInt({ min: 0n, max: 16n ** BigInt(length) - 1n }).map(value => value.toString(16).padStart(length, '0'))
const hash = hex(64)
const title = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }).filter(text => !/[\p{Cc}\p{Cs}]/u.test(text))
const id = title.filter(text => !/\s/.test(text))
const positive = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER })
const count = fc.nat(Number.MAX_SAFE_INTEGER)
const instant = fc.integer({ min: 1_692_803_367_000, max: 253_402_300_799_999 })
const weight = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 2 ** 32 - 1 }))

const rules: fc.Arbitrary<DrawRules> = fc.record({
  title,
  prizes: fc.array(fc.record({ name: title, count: fc.integer({ min: 1, max: 9 }) }), { minLength: 1, maxLength: 4 }),
  alternates: fc.nat(9),
  entry: fc.constantFrom('word', 'comment', 'points'),
  cost: fc.option(positive),
  eligible: fc.record({
    ...{ streakDays: fc.option(positive), memberDays: fc.option(positive) },
    ...{ buyer: fc.boolean(), staff: fc.boolean() },
  }),
  ...{
    opensAt: instant,
    closesAt: instant,
    claimHours: fc.integer({ min: 1, max: 1_000 }),
    again: fc.option(positive),
  },
})
const place = fc.record({ drawId: id, seq: positive, group: id, prev: hash, rulesHash: hash })
const manifest: fc.Arbitrary<DrawManifest> = fc
  .record({
    ...{ N: positive, W: positive, root: hash, k: positive, r: count, chain: fc.constantFrom('rehearsal' as const) },
    ...{ round: fc.integer({ min: 1, max: 2 ** 40 }), frozenAt: instant },
    ...{
      algorithm: fc.constantFrom('uniform' as const, 'weighted' as const),
      codeVersion: fc.constantFrom('0.1.0', '2-β'),
    },
  })
  .chain(rest => place.map(place => ({ v: 'draw/1' as const, ...place, ...rest })))
const leaves = fc.uniqueArray(hash, { minLength: 1, maxLength: 12 }).map(leaves => leaves.toSorted())

function agree<T>(runs: number, arbitrary: fc.Arbitrary<T>, both: (value: T) => readonly [unknown, unknown]): void {
  const property = fc.property(arbitrary, value => {
    const [drawing, verifying] = both(value)
    expect(verifying).toEqual(drawing)
  })
  // A failure prints its seed and the smallest value that shows it.
  fc.assert(property, { numRuns: runs })
}

describe('the code that draws and the code that verifies agree', () => {
  test('on the hash of rules', () => {
    agree(HASHES / 2, rules, rules => [rulesHashOf(rules), hashOfRules(rules)])
  })

  test('on commitments and links', () => {
    agree(HASHES, manifest, manifest => [
      [commitOf(manifest), linkOf(manifest)],
      [commitmentOf(manifest), linkTo(manifest)],
    ])
  })

  test('on leaves and roots', () => {
    const entrant = fc.record({ drawId: id, member: id, weight, salt: hash })
    agree(HASHES / 2, entrant, entrant => [leafOf(entrant), leafFor(entrant)])
    agree(HASHES / 5, leaves, leaves => [rootOf(leaves), merkleRoot(leaves)])
  })

  test('on who is drawn, each as often as another or by weight', () => {
    const draw = fc.record({ commit: hash, signature: hex(96), leaves, share: fc.nat(100), isWeighted: fc.boolean() })
    const drawn = draw.chain(draw =>
      fc
        .array(weight, { minLength: draw.leaves.length, maxLength: draw.leaves.length })
        .map(weights => ({ ...draw, weights })),
    )
    agree(HASHES, drawn, ({ commit, signature, leaves, share, isWeighted, weights }) => {
      const [N, count] = [leaves.length, Math.ceil((leaves.length * share) / 100)]
      return [
        pickFrom({ commit, signature, leaves, ...(isWeighted && { weights }), count }),
        drawnIndices({ commit, signature, weights: isWeighted ? weights : null, N, count }),
      ]
    })
  })

  test('on rounds and their times', () => {
    agree(HASHES, instant, at => [
      [roundOfFreeze(at), timeOfRound(roundOfFreeze(at))],
      [roundFor(at), instantOfRound(roundFor(at))],
    ])
  })

  test('on whole draws, from the entries to the file', () => {
    const whole = fc.record({
      entrants: fc.integer({ min: 1, max: 40 }),
      seq: fc.integer({ min: 1, max: 6 }),
      signature: hex(96),
      rules: rules.map(({ opensAt, closesAt, again, ...rules }) => rules),
      weights: fc.option(fc.array(weight, { minLength: 40, maxLength: 40 }), { nil: undefined }),
      isErased: fc.boolean(),
      isPassed: fc.boolean(),
      isAgain: fc.boolean(),
    })
    agree(WHOLE_DRAWS, whole, ({ isErased, isPassed, isAgain, weights, ...wanted }) => {
      const slots = Math.min(
        wanted.entrants,
        wanted.rules.prizes.reduce((sum, { count }) => sum + count, 0),
      )
      const next = slots < Math.min(wanted.entrants, slots + wanted.rules.alternates) ? slots : null
      const { proof, receipts } = makeDraw({
        ...{ ...wanted, rules: { ...wanted.rules, again: isAgain && wanted.seq > 1 ? 1 : null } },
        ...{ erased: isErased ? [0] : [], passes: isPassed ? [passOf(0, 0, next)] : [] },
        ...(weights && { weights }),
      })
      const steps = [...verifySteps(new TextEncoder().encode(proofText(proof)), { isRehearsalAllowed: true })]
      const places = receipts.map(receipt => findEntry(readReceipt(receipt)!, proof).place)
      const drawn = Math.min(wanted.entrants, proof.manifest.k + proof.manifest.r)
      return [
        [[], drawn, wanted.entrants - drawn],
        [
          steps.flatMap(({ reasons }) => reasons),
          ...['drawn', 'among'].map(place => places.filter(found => found === place).length),
        ],
      ]
    })
  })

  test('control: a difference of one bit would be seen', () => {
    const one = { drawId: 'a#1', member: 'b', weight: 1, salt: saltOf('key', 'b') }
    expect(() => agree(10, fc.constant(one), one => [leafOf(one), leafFor({ ...one, weight: 2 })])).toThrow(/seed/)
  })
})

test('a receipt is read as it was written', () => {
  const receipt = fc.record({ group: id, seq: positive, member: id, number: positive, salt: hash })
  agree(500, receipt, ({ group, seq, ...rest }) => {
    const parts = { drawId: `${group}#${seq}`, ...rest }
    return [parts, readReceipt(`  ${receiptOf(parts)}\n`)]
  })
})

test('what the verifier takes for a proof, the code that draws does too', () => {
  const { proof } = makeDraw()
  expect(DrawProof.safeParse(JSON.parse(proofText(proof))).success).toBe(true)
})
