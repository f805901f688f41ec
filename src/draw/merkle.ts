import { hexToBytes } from '@noble/hashes/utils.js'
import { assertHash, hashOf, hexOf } from './bytes.ts'

const NODE_PREFIX = Uint8Array.of(1)

/**
 * The Merkle root of a frozen list: one hash, 64 hexadecimal digits, that fixes every leaf and their order. A node is
 * H(0x01 ‖ left ‖ right); the last one of a row without a neighbour goes up as it is. One leaf is its own root.
 * @param leaves sorted (`leaves.sort()` of these strings is bytewise), each once.
 * @throws RangeError for none: a draw that nobody entered has no list, make it void. TypeError where they are not
 *   sorted, where one comes twice, and for what is no hash.
 */
export function rootOf(leaves: readonly string[]): string {
  assertLeaves(leaves)
  return hexOf(merkleRoot(leaves.map(leaf => hexToBytes(leaf))))
}

/** The tree of RFC 6962, section 2.1, over at least one leaf, in whichever order: `rootOf` is for those of a draw. */
export function merkleRoot(leaves: readonly Uint8Array[]): Uint8Array {
  let row = leaves
  while (row.length > 1) row = rowAbove(row)
  return row[0]!
}

/**
 * Looks whether these are the leaves of a frozen list.
 * @throws RangeError for none; TypeError where they are not sorted, where one comes twice, and for what is no hash.
 */
export function assertLeaves(leaves: readonly string[]): void {
  if (leaves.length === 0) throw new RangeError('There is no leaf: nobody entered. Make the draw void.')
  leaves.forEach((leaf, at) => {
    assertHash(leaf, `leaf ${at}`)
    if (at === 0 || leaves[at - 1]! < leaf) return
    const what = leaves[at - 1] === leaf ? 'comes twice. Take each member once' : 'is out of order. Sort the leaves'
    throw new TypeError(`leaf ${at} ${what}.`)
  })
}

function rowAbove(row: readonly Uint8Array[]): Uint8Array[] {
  const above: Uint8Array[] = []
  for (let at = 0; at < row.length; at += 2) {
    const left = row[at]!
    const right = row[at + 1]
    above.push(right ? hashOf(NODE_PREFIX, left, right) : left)
  }
  return above
}
