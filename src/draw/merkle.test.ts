import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { merkleRoot, rootOf } from './merkle.ts'
import { plainHash, plainRoot } from './plain-draw.oracle.ts'

const numbered = (count: number): string[] => Array.from({ length: count }, (_, at) => plainHash(String(at))).sort()
const bytes = (hex: string): Uint8Array => Buffer.from(hex, 'hex')

describe('the root of a frozen list', () => {
  test('of one leaf is the leaf', () => {
    expect(rootOf(numbered(1))).toBe(numbered(1)[0])
  })

  test('of two, three and five: pairs from the left, and the last one without a neighbour goes up as it is', () => {
    const node = (left: string, right: string) => plainHash(Uint8Array.of(1), bytes(left), bytes(right))
    const [a, b, c, d, e] = numbered(5) as [string, string, string, string, string]
    expect(rootOf([a, b])).toBe(node(a, b))
    expect(rootOf([a, b, c])).toBe(node(node(a, b), c))
    expect(rootOf([a, b, c, d, e])).toBe(node(node(node(a, b), node(c, d)), e))
  })

  test.each([4, 6, 7, 8, 9, 1_023, 1_025, 10_000])('of %i is that of RFC 6962', count => {
    expect(rootOf(numbered(count))).toBe(plainRoot(numbered(count)))
  })

  test('changes with each leaf that is dropped, changed or added', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 200 }), fc.nat(), fc.nat({ max: 255 }), (count, where, bit) => {
        const leaves = numbered(count)
        const at = where % count
        const flipped = bytes(leaves[at]!)
        flipped[bit >> 3]! ^= 1 << (bit & 7)
        const changed = [...leaves.toSpliced(at, 1), Buffer.from(flipped).toString('hex')].sort()
        const roots = [leaves, leaves.toSpliced(at, 1), changed, [...leaves, plainHash('one more')].sort()].map(rootOf)
        expect(new Set(roots).size).toBe(roots.length)
      }),
    )
  })

  test('changes with each of 10,000 leaves, wherever it stands', () => {
    const leaves = numbered(10_000)
    const root = rootOf(leaves)
    for (const at of [0, 1, 4_999, 8_191, 8_192, 9_998, 9_999]) expect(rootOf(leaves.toSpliced(at, 1))).not.toBe(root)
  })

  test('of nobody is refused', () => {
    expect(() => rootOf([])).toThrow('There is no leaf: nobody entered. Make the draw void.')
  })

  test('of leaves out of order, twice the same, or no hashes is refused', () => {
    const leaves = numbered(3)
    expect(() => rootOf(leaves.toReversed())).toThrow('leaf 1 is out of order. Sort the leaves.')
    expect(() => rootOf([leaves[0]!, ...leaves])).toThrow('leaf 1 comes twice. Take each member once.')
    expect(() => rootOf([leaves[0]!, leaves[1]!.toUpperCase()].sort())).toThrow('is not a hash')
  })
})

/** Published: the tree of Certificate Transparency, github.com/google/certificate-transparency, merkletree tests. */
test.each([
  [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
  [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
  [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
  [5, '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
  [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
])('the published tree of %i leaves', (count, root) => {
  const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
  const leaves = entries.slice(0, count).map(entry =>
    createHash('sha256')
      .update(bytes(`00${entry}`))
      .digest(),
  )
  expect(Buffer.from(merkleRoot(leaves)).toString('hex')).toBe(root)
})
