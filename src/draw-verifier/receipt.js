// @ts-check
/**
 * The receipt of an entrant: with it they, and nobody else, find their own leaf.
 *
 * @typedef {{ readonly drawId: string, readonly member: string, readonly number: number, readonly salt: string }} Receipt
 * @typedef {{ readonly place: 'among' | 'drawn', readonly pick: number | null } | { readonly place: 'missing', readonly pick: null }} Found
 */
import { leafFor } from './hashes.js'

const RECEIPT = /^(\S+#[1-9]\d*) (\S+) ([1-9]\d*) ([0-9a-f]{64})$/

/**
 * Reads the one line of a receipt. Null: it is none.
 * @param {string} line
 * @returns {Receipt | null}
 */
export function readReceipt(line) {
  const found = RECEIPT.exec(line.trim().replaceAll(/\s+/g, ' '))
  if (found === null) return null
  const [, drawId = '', member = '', number = '', salt = ''] = found
  return { drawId, member, number: Number(number), salt }
}

/**
 * @param {Receipt} receipt
 * @param {import('./proof.js').Proof} proof
 * @returns {Found}
 */
export function findEntry({ member, salt }, { manifest: { drawId }, leaves, weights, picks }) {
  // A receipt does not name its weight. There are few different ones, and each makes another leaf.
  const byWeight = new Map(
    [...new Set(weights ?? [1])].map(weight => [weight, leafFor({ drawId, member, weight, salt })]),
  )
  const leaf = leaves.find((leaf, index) => leaf === byWeight.get(weights?.[index] ?? 1))
  if (leaf === undefined) return { place: 'missing', pick: null }
  const pick = picks.findIndex(pick => pick.leaf === leaf)
  return pick < 0 ? { place: 'among', pick: null } : { place: 'drawn', pick }
}

/**
 * Whether it is a receipt of this draw: of its number, or of a void one whose entries it has taken over. The salt stays.
 * @param {Receipt} receipt
 * @param {import('./proof.js').Proof} proof
 */
export function isReceiptOf(receipt, proof) {
  const { rules, manifest, sequence } = proof
  if (receipt.drawId === manifest.drawId) return true
  const isVoid = sequence.some(({ drawId, outcome }) => drawId === receipt.drawId && outcome === 'void')
  return rules.again !== null && isVoid && findEntry(receipt, proof).place !== 'missing'
}
