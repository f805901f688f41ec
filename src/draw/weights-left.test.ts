import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createWeightsLeft } from './weights-left.ts'

const U32_MAX = 2 ** 32 - 1

test('each weight has as many numbers as it is large, in order', () => {
  const places = Array.from({ length: 10 }, (_, at) => createWeightsLeft([1, 4, 2, 3]).takeAt(BigInt(at)))
  expect(places).toEqual([0, 1, 1, 1, 1, 2, 2, 3, 3, 3])
})

test('whoever is taken is out, and the others keep their weights', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: U32_MAX }), { minLength: 1, maxLength: 70 }),
      fc.infiniteStream(fc.bigInt({ min: 0n, max: 2n ** 64n })),
      (weights, numbers) => {
        const left = createWeightsLeft(weights)
        const model = weights.map((weight, place) => ({ place, weight: BigInt(weight) }))
        while (model.length > 0) {
          const sum = model.reduce((total, { weight }) => total + weight, 0n)
          expect(left.sum()).toBe(sum)
          const at = numbers.next().value! % sum
          let before = 0n
          const found = model.findIndex(({ weight }) => {
            before += weight
            return before > at
          })
          expect(left.takeAt(at)).toBe(model.splice(found, 1)[0]!.place)
        }
        expect(left.sum()).toBe(0n)
      },
    ),
  )
})

test('sums beyond what a number holds exactly are exact', () => {
  const count = 2_200_000
  const weights = new Array<number>(count).fill(U32_MAX)
  const sum = BigInt(count) * BigInt(U32_MAX)
  expect(sum > BigInt(Number.MAX_SAFE_INTEGER)).toBe(true)
  const left = createWeightsLeft(weights)
  expect(left.sum()).toBe(sum)
  expect(left.takeAt(sum - 1n)).toBe(count - 1)
  const border = BigInt(U32_MAX) * 2_150_001n
  expect(left.takeAt(border - 1n)).toBe(2_150_000)
  expect(left.takeAt(border - 1n)).toBe(2_150_001)
  // Control: as a number, one of these two would be another.
  expect([border - 2n, border - 1n].map(at => BigInt(Number(at)) === at)).toContain(false)
})
