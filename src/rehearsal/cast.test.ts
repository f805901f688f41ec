import { describe, expect, test } from 'vitest'
import { castOf } from './cast.ts'
import { createDice } from './dice.ts'

const cast = (members: number, buyers = 0.035, seed = 7) =>
  castOf({ members, buyers, locale: 'zh-CN', days: 21 }, createDice(seed))
const shareOf = <T>(all: readonly T[], is: (one: T) => boolean) => all.filter(is).length / all.length

describe('those who come', () => {
  test('all have a name of their own, however many there are', () => {
    const names = cast(2_000).map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
  })

  test('are as operators describe them: most come at once, some lapse, few buy', () => {
    const people = cast(4_000)
    expect(shareOf(people, ({ buysIn }) => buysIn !== null)).toBeCloseTo(0.035, 2)
    expect(shareOf(people, ({ habit }) => habit === 'silent')).toBeCloseTo(0.2, 1)
    expect(shareOf(people, ({ joinsOn }) => joinsOn === 0)).toBeCloseTo(0.84, 1)
    expect(people.every(({ joinsOn }) => joinsOn >= 0 && joinsOn <= 6)).toBe(true)
  })

  test('buy as asked: nobody, or everybody', () => {
    expect(cast(50, 0).filter(({ buysIn }) => buysIn !== null)).toEqual([])
    expect(cast(50, 1).filter(({ buysIn }) => buysIn === null)).toEqual([])
  })

  test('do not come later than a short plan lasts', () => {
    const people = castOf({ members: 500, buyers: 0, locale: 'en-US', days: 2 }, createDice(7))
    expect(Math.max(...people.map(({ joinsOn }) => joinsOn))).toBe(2)
  })
})
