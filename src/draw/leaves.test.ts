import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { drawIdOf, leafOf, receiptOf, saltOf } from './leaves.ts'
import { plainLeaf, plainSalt } from './plain-draw.oracle.ts'

const salt = saltOf('a secret of the draw', 'telegram:8123')
const leaf = { drawId: 'g-1#7', member: 'telegram:8123', weight: 1, salt }

/** Any text that has no half characters. */
const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })

describe('a leaf', () => {
  test('stays the same for ever', () => {
    expect(salt).toBe('4051f81cd60386a6751542cd98d69bd6fcaeecb27d7deacad4592763fb8d9af8')
    expect(leafOf(leaf)).toBe('36f8129952df1f5bbcada58fe763907485dd0930a3a114701b807555da9893e3')
  })

  test('is as the specification has it', () => {
    fc.assert(
      fc.property(text, text, text, fc.integer({ min: 1, max: 2 ** 32 - 1 }), (key, drawId, member, weight) => {
        const made = saltOf(key, member)
        expect(made).toBe(plainSalt(key, member))
        expect(leafOf({ drawId, member, weight, salt: made })).toBe(plainLeaf(drawId, member, weight, made))
      }),
    )
  })

  test.each([
    ['draw', { drawId: 'g-1#8' }],
    ['member', { member: 'telegram:8124' }],
    ['weight', { weight: 2 }],
    ['salt', { salt: saltOf('another secret', 'telegram:8123') }],
    ['border between draw and member', { drawId: 'g-1#', member: '7telegram:8123' }],
  ])('with another %s is another', (_, change) => {
    expect(leafOf({ ...leaf, ...change })).not.toBe(leafOf(leaf))
  })

  test.each([0, -1, 1.5, 2 ** 32, Number.NaN])('has no weight of %d', weight => {
    expect(() => leafOf({ ...leaf, weight })).toThrow('Use a whole number from 1 to 4294967295.')
  })

  test.each(['', salt.toUpperCase(), salt.slice(2), `${salt}00`, `0x${salt.slice(2)}`, ` ${salt}`])(
    'has no salt "%s"',
    bad => {
      expect(() => leafOf({ ...leaf, salt: bad })).toThrow('is not a hash. Use 64 small hexadecimal digits.')
    },
  )

  test('has no member with half a character: all of these would be the same', () => {
    expect(() => leafOf({ ...leaf, member: 'telegram:\ud83d' })).toThrow('half a character')
    expect(() => saltOf('key', '\udc00')).toThrow('half a character')
  })
})

test('an empty key is refused: everybody could work out the salts', () => {
  expect(() => saltOf('', 'telegram:1')).toThrow('Make one from a source of chance.')
})

describe('a receipt', () => {
  test('is one line with all that its owner needs', () => {
    expect(receiptOf({ ...leaf, number: 12 })).toBe(`g-1#7 telegram:8123 12 ${salt}`)
  })

  test.each([{ member: 'two words' }, { drawId: '' }, { member: 'a\u3000b' }])('has no room for %j', part => {
    expect(() => receiptOf({ ...leaf, number: 1, ...part })).toThrow('Use an id without spaces.')
  })

  test('has a number and a salt', () => {
    expect(() => receiptOf({ ...leaf, number: 0 })).toThrow(RangeError)
    expect(() => receiptOf({ ...leaf, number: 1, salt: 'none' })).toThrow('is not a hash')
  })
})

test('draws are numbered from 1 in each group', () => {
  expect(drawIdOf('g-1', 7)).toBe('g-1#7')
  expect(() => drawIdOf('g-1', 0)).toThrow(RangeError)
})
