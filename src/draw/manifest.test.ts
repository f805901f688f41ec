import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CHAINS, roundOfFreeze } from './chains.ts'
import { commitOf, type DrawManifest, linkOf, NO_LINK } from './manifest.ts'
import { plainHash, plainJson } from './plain-draw.oracle.ts'
import { type DrawRules, prizesOf, rulesHashOf } from './rules.ts'

const rules: DrawRules = {
  title: '读书二十一天 · 幸运抽奖',
  prizes: [
    { name: '《活着》精装本', count: 1 },
    { name: '书签', count: 9 },
  ],
  alternates: 5,
  entry: 'word',
  cost: null,
  eligible: { streakDays: 7, memberDays: null, buyer: false, staff: false },
  ...{ opensAt: 1_795_000_000_000, closesAt: 1_795_086_400_000, claimHours: 48, again: null },
}
const frozenAt = 1_795_086_400_000
const manifest: DrawManifest = {
  ...{ v: 'draw/1', drawId: 'g-1#1', seq: 1, prev: NO_LINK, group: 'g-1', rulesHash: rulesHashOf(rules) },
  ...{ N: 40, W: 40, root: plainHash('root'), k: 10, r: 5, chain: CHAINS.quicknet.id },
  ...{ round: roundOfFreeze(frozenAt), frozenAt, algorithm: 'uniform', codeVersion: '0.1.0' },
}
const place = { drawId: 'g-1#1', seq: 1, group: 'g-1', prev: NO_LINK, rulesHash: rulesHashOf(rules) }

test('hashes stay the same for ever', () => {
  expect([rulesHashOf(rules), commitOf(manifest), linkOf(place)]).toMatchInlineSnapshot(`
    [
      "1e7d5327df72af1594c0f982cf6e97843988e192645144d66459c841d9890dae",
      "57a99a6f15bbc8668025219abc52af49b3959b127891b153b10a3caae8431e5f",
      "fa81aa118e52fdebc2791f48bee685e74c077be97a345e9095d31b6ffa48360a",
    ]
  `)
})

test('hashes are of canonical JSON behind the name of what they are', () => {
  expect(rulesHashOf(rules)).toBe(plainHash('draw/1/rules\0', plainJson(rules)))
  expect(commitOf(manifest)).toBe(plainHash('draw/1/commit\0', plainJson(manifest)))
  expect(linkOf(place)).toBe(plainHash('draw/1/link\0', plainJson({ v: 'draw/1', ...place })))
})

test('the order of keys changes nothing, at any depth', () => {
  expect(rulesHashOf(reversed(rules))).toBe(rulesHashOf(rules))
  expect(commitOf(reversed(manifest))).toBe(commitOf(manifest))
})

test('a title is hashed as it is written, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), title => {
      fc.pre(!/\p{Cc}/u.test(title))
      const named = { ...rules, title }
      expect(rulesHashOf(named)).toBe(plainHash('draw/1/rules\0', plainJson(named)))
    }),
  )
})

describe('each field counts', () => {
  const others: { readonly [Field in keyof DrawManifest]: DrawManifest[Field] | null } = {
    v: null,
    ...{ drawId: 'g-1#2', seq: 2, prev: plainHash('x'), group: 'g-2', rulesHash: plainHash('y') },
    ...{ N: 41, W: 41, root: plainHash('z'), k: 11, r: 6, chain: 'rehearsal', round: manifest.round + 1 },
    ...{ frozenAt: frozenAt + 1, algorithm: 'weighted', codeVersion: '0.1.1' },
  }
  const changes = Object.entries(others).filter(([, value]) => value !== null)

  test.each(changes)('%s of the manifest', (field, value) => {
    expect(commitOf({ ...manifest, [field]: value })).not.toBe(commitOf(manifest))
  })

  test('of the place in the sequence, and of no two draws the same', () => {
    const fields = Object.keys(place) as (keyof typeof place)[]
    const links = fields.map(field => linkOf({ ...place, [field]: others[field] }))
    expect(new Set([linkOf(place), ...links]).size).toBe(fields.length + 1)
  })
})

describe('what nobody could check is refused', () => {
  test.each<[string, object, string]>([
    ['a field too many', { extra: 1 }, 'Unrecognized key: "extra"'],
    ['a field too few', { root: undefined }, 'at root'],
    ['no whole number', { N: 1.5 }, 'at N'],
    ['a sum beyond what JSON holds exactly', { W: 2 ** 53 }, 'at W'],
    ['nobody', { N: 0 }, 'at N'],
    ['an unknown chain', { chain: 'fastnet' }, 'at chain'],
    [
      'a hash in capitals',
      { root: plainHash('root').toUpperCase() },
      'is not a hash. Use 64 small hexadecimal digits.',
    ],
    ['a round of the far future', { round: Number.MAX_SAFE_INTEGER }, 'at round'],
    ['another version', { v: 'draw/2' }, 'at v'],
    ['a draw with a space in its name', { drawId: 'g 1#1' }, 'is not an id.'],
  ])('in a manifest: %s', (_, change, message) => {
    expect(() => commitOf({ ...manifest, ...change })).toThrow(message)
    expect(() => commitOf({ ...manifest, ...change })).toThrow('manifest of the draw: ')
  })

  test.each<[string, object, string]>([
    ['no prizes', { prizes: [] }, 'at prizes'],
    ['none of a prize', { prizes: [{ name: '书', count: 0 }] }, 'at prizes[0].count'],
    ['two lines', { title: '一\n二' }, 'is not a title. Write one line of text.'],
    ['half a character', { title: '\ud83d' }, 'is not a title.'],
    ['a price of nothing', { cost: 0 }, 'at cost'],
    ['another way to enter', { entry: 'button' }, 'at entry'],
    ['a field too many further in', { eligible: { ...rules.eligible, vip: true } }, 'Unrecognized key: "vip"'],
  ])('in rules: %s', (_, change, message) => {
    expect(() => rulesHashOf({ ...rules, ...change } as DrawRules)).toThrow(message)
  })

  test('in a place of the sequence: no number', () => {
    expect(() => linkOf({ ...place, seq: 0 })).toThrow('at seq')
  })
})

test('k is the number of prizes', () => {
  expect(prizesOf(rules)).toBe(10)
})

/** The same with the keys of every object in the reverse order. */
function reversed<Value>(value: Value): Value {
  if (Array.isArray(value)) return value.map(reversed) as Value
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).reverse()
  return Object.fromEntries(entries.map(([key, item]) => [key, reversed(item)])) as Value
}
