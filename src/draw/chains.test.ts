import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CHAINS, noticeDeadline, ROUND_MAX, roundAt, roundOfFreeze, timeOfRound } from './chains.ts'
import { plainHash } from './plain-draw.oracle.ts'

const GENESIS = Date.parse('2023-08-23T15:09:27Z')

test.each([
  [GENESIS, 1],
  [GENESIS + 1, 2],
  [GENESIS + 2_999, 2],
  [GENESIS + 3_000, 2],
  [GENESIS + 3_001, 3],
  [GENESIS + 999 * 3_000, 1_000],
])('at %i the next round is %i', (instant, round) => {
  expect(roundAt(instant)).toBe(round)
})

test.each([
  // The README of the Ruby gem `drand`, as ruby-toolbox.com/projects/drand shows it, read 2026-11-22.
  ['2026-04-20T00:00:00Z', 27_946_612],
  ['2026-04-20T12:30:45Z', 27_961_627],
])('others have the same: %s is round %i', (at, round) => {
  expect(timeOfRound(round)).toBe(Date.parse(at))
  expect(roundAt(Date.parse(at))).toBe(round)
})

test('the id of quicknet is the hash of its period, genesis and key: none of them is mistyped', () => {
  const hex = (value: number, bytes: number) => Buffer.from(value.toString(16).padStart(2 * bytes, '0'), 'hex')
  // The hash of the group that made the key, from the same page as the key.
  const group = 'f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e'
  const key = Buffer.from(CHAINS.quicknet.publicKey + group, 'hex')
  const [periodSeconds, genesisSeconds] = [(timeOfRound(2) - timeOfRound(1)) / 1_000, timeOfRound(1) / 1_000]
  // As drand itself hashes it: github.com/drand/drand, chain/info.go, Info.Hash.
  const id = plainHash(hex(periodSeconds, 4), hex(genesisSeconds, 8), key, 'quicknet')
  expect(id).toBe(CHAINS.quicknet.id)
})

test('a round is the first that is not before its instant', () => {
  fc.assert(
    fc.property(fc.integer({ min: GENESIS, max: 4e12 }), instant => {
      const late = timeOfRound(roundAt(instant)) - instant
      expect(late).toBeGreaterThanOrEqual(0)
      expect(late).toBeLessThan(3_000)
    }),
  )
})

test('the round of a freeze comes a quarter of an hour later, and its notice must stand a minute before it', () => {
  const frozenAt = Date.parse('2026-11-22T12:00:00Z')
  const round = roundOfFreeze(frozenAt)
  expect(timeOfRound(round)).toBe(frozenAt + 900_000)
  expect(timeOfRound(roundOfFreeze(frozenAt + 1))).toBe(frozenAt + 903_000)
  expect(noticeDeadline(round)).toBe(frozenAt + 840_000)
})

test('every round up to the last has an exact time', () => {
  expect(roundAt(timeOfRound(ROUND_MAX))).toBe(ROUND_MAX)
  expect(() => timeOfRound(ROUND_MAX + 1)).toThrow(RangeError)
})

test.each([GENESIS - 1, GENESIS + 0.5, Number.NaN, Number.POSITIVE_INFINITY, -1])(
  'there is no round at %d',
  instant => {
    expect(() => roundAt(instant)).toThrow(`Use a whole number from ${GENESIS} to`)
  },
)

test.each([0, -1, 1.5, Number.NaN])('there is no round %d', round => {
  expect(() => timeOfRound(round)).toThrow('Use a whole number from 1 to')
})
