import { describe, expect, test } from 'vitest'
import { createDice } from './dice.ts'

const rolls = (seed: number, count = 1_000) => {
  const dice = createDice(seed)
  return Array.from({ length: count }, () => dice.roll())
}

describe('dice', () => {
  test('of one seed roll the same, and of another something else', () => {
    expect(rolls(7)).toEqual(rolls(7))
    expect(rolls(7)).not.toEqual(rolls(8))
  })

  test('are even: each tenth comes about as often', () => {
    const counts = new Array<number>(10).fill(0)
    for (const roll of rolls(7, 100_000)) counts[Math.floor(roll * 10)]! += 1
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400)
  })

  test('reach both ends, and nothing beyond them', () => {
    const dice = createDice(7)
    const seen = new Set(Array.from({ length: 200 }, () => dice.between(2, 4)))
    expect([...seen].sort()).toEqual([2, 3, 4])
  })

  test('that are forked do not depend on what was rolled before, and each purpose has its own', () => {
    const dice = createDice(7)
    const before = dice.fork('names').roll()
    dice.roll()
    expect(dice.fork('names').roll()).toBe(before)
    expect(dice.fork('cast').roll()).not.toBe(before)
    const neighbours = Array.from({ length: 100 }, (_, seed) => createDice(seed).fork('cast').roll())
    expect(new Set(neighbours).size).toBe(100)
  })

  test('shuffle without losing anybody', () => {
    const names = Array.from({ length: 50 }, (_, index) => index)
    const shuffled = createDice(7).shuffled(names)
    expect(shuffled).not.toEqual(names)
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(names)
  })
})
