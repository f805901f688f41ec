// @ts-check
/** The hashes of `draw/1`: rules, links of the sequence, leaves, their root, and the commitment. */
import { domain, fromHex, hash, toHex, u32, utf8, withLength } from './bytes.js'
import { canonicalJson } from './canonical-json.js'

const RULES = domain('draw/1/rules')
const LINK = domain('draw/1/link')
const COMMIT = domain('draw/1/commit')
const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** What the first draw of a group names as the one before it. */
export const NO_LINK = '0'.repeat(64)

/** @param {import('./proof.js').Rules} rules */
export function hashOfRules(rules) {
  return toHex(hash(RULES, utf8(canonicalJson(rules))))
}

/** @param {Pick<import('./proof.js').SequenceEntry, 'drawId' | 'seq' | 'prev' | 'rulesHash'> & { readonly group: string }} draw */
export function linkTo({ drawId, seq, group, prev, rulesHash }) {
  return toHex(hash(LINK, utf8(canonicalJson({ v: 'draw/1', drawId, seq, group, prev, rulesHash }))))
}

/** @param {import('./proof.js').Manifest} manifest */
export function commitmentOf(manifest) {
  return toHex(hash(COMMIT, utf8(canonicalJson(manifest))))
}

/**
 * The leaf of one entrant.
 * @param {{ readonly drawId: string, readonly member: string, readonly weight: number, readonly salt: string }} entrant
 */
export function leafFor({ drawId, member, weight, salt }) {
  return toHex(hash(LEAF, withLength(drawId), withLength(member), u32(weight), fromHex(salt)))
}

/**
 * The Merkle root of at least one leaf. The last of an odd number goes up as it is.
 * @param {readonly string[]} leaves
 */
export function merkleRoot(leaves) {
  let level = leaves.map(fromHex)
  while (level.length > 1) level = levelAbove(level)
  return toHex(/** @type {Uint8Array} */ (level[0]))
}

/** @param {readonly Uint8Array[]} level */
function levelAbove(level) {
  const above = []
  for (let left = 0; left < level.length; left += 2) {
    const [first, second] = [level[left], level[left + 1]]
    if (first !== undefined) above.push(second === undefined ? first : hash(NODE, first, second))
  }
  return above
}
