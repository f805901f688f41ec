// @ts-check
/**
 * Whether a draw was made as it was announced: from its proof file alone, without any network, and without a line of the
 * code that draws.
 *
 * @typedef {import('./sequence.js').Reason} Reason
 * @typedef {import('./checks.js').CheckName | 'file' | 'notice' | 'receipt'} StepName
 * @typedef {{ readonly name: StepName, readonly holds: boolean | null, readonly reasons: readonly Reason[] }} Step
 *   `holds` null: not looked at, since something that it stands on does not hold, or the notice was not given.
 * @typedef {object} Asked
 * @property {boolean} [isRehearsalAllowed] Default: false. Draws of rehearsals are then told apart, not refused.
 * @property {import('./receipt.js').Receipt | null} [receipt] Default: none.
 * @property {boolean} [isAlone] Default: true. Else a receipt or a notice may be for another of several files: see `acrossFiles`.
 * @property {string | null} [notice] The commitment that stood in the group, 64 hex digits. Default: not compared.
 */
import { instantOfRound } from './beacon.js'
import { CHECKS } from './checks.js'
import { followPasses } from './holders.js'
import { readProof } from './read-proof.js'
import { findEntry } from './receipt.js'
import { disagreements } from './sequence.js'

/**
 * Checks one file, one step at a time. Returns what the file says, which counts only when every step holds.
 * @param {Uint8Array} bytes
 * @param {Asked} [asked]
 * @returns {Generator<Step, import('./proof.js').Proof | null>}
 */
export function* verifySteps(
  bytes,
  { isRehearsalAllowed = false, isAlone = true, receipt = null, notice = null } = {},
) {
  const { proof, reasons } = readProof(bytes)
  yield stepOf('file', reasons)
  if (proof === null) return null
  /** @type {Set<import('./checks.js').CheckName>} */
  const passed = new Set()
  for (const [key, check] of Object.entries(CHECKS)) {
    const name = /** @type {import('./checks.js').CheckName} */ (key)
    const reasons = check({ proof, isRehearsalAllowed, passed })
    if (reasons?.length === 0) passed.add(name)
    yield stepOf(name, reasons)
  }
  const isCompared = notice !== null && (isAlone || notice === proof.commit)
  yield stepOf('notice', isCompared ? noticeReasons(notice, proof) : null)
  if (receipt !== null && (isAlone || receipt.drawId === proof.manifest.drawId))
    yield stepOf('receipt', receiptReasons(receipt, proof))
  return proof
}

/**
 * What a proof tells, for people. Worth something only when every step holds.
 * @param {import('./proof.js').Proof} proof
 */
export function storyOf(proof) {
  const { rules, manifest, picks, passes, sequence, postedAt, commit } = proof
  const { holders } = followPasses(proof)
  const memberOf = (/** @type {number | null} */ pick) => (pick === null ? null : (picks[pick]?.member ?? null))
  return {
    title: rules.title,
    ...{ drawId: manifest.drawId, chain: manifest.chain, round: manifest.round },
    ...{ entrants: manifest.N, alternates: picks.length - holders.length },
    ...{ closesAt: rules.closesAt, frozenAt: manifest.frozenAt, again: rules.again },
    ...{ commit, postedAt, drawnAt: instantOfRound(manifest.round) },
    holders: holders.map(holder => ({ ...holder, member: memberOf(holder.pick) })),
    passes: passes.map(pass => ({ ...pass, member: memberOf(pass.from) })),
    voids: sequence.flatMap(({ seq, outcome, reason }) => (outcome === 'void' ? [{ seq, reason }] : [])),
    erased: picks.filter(({ member }) => member === null).length,
    open: sequence.flatMap(({ seq, outcome }) => (outcome === 'open' ? [seq] : [])),
  }
}

/**
 * Where the entry of a receipt has ended: its place among the picks, and the prize it holds. Null: it is not in the draw.
 * @param {import('./receipt.js').Receipt} receipt
 * @param {import('./proof.js').Proof} proof
 */
export function entryOf(receipt, proof) {
  const { place, pick } = findEntry(receipt, proof)
  if (receipt.drawId !== proof.manifest.drawId || place === 'missing') return null
  const held = pick === null ? undefined : followPasses(proof).holders.find(holder => holder.pick === pick)
  return { number: receipt.number, pick, prize: held?.prize ?? null }
}

/**
 * What speaks against several files taken together: they contradict each other, or a receipt or notice is for none of them.
 * @param {readonly import('./sequence.js').NamedProof[]} proofs
 * @param {Asked} asked
 * @returns {Reason[]}
 */
export function acrossFiles(proofs, { isAlone = true, receipt = null, notice = null }) {
  const isAny = (/** @type {(proof: import('./proof.js').Proof) => boolean} */ test) =>
    isAlone || proofs.some(({ proof }) => test(proof))
  const isReceiptHere = receipt === null || isAny(({ manifest }) => manifest.drawId === receipt.drawId)
  const isNoticeHere = notice === null || isAny(({ commit }) => commit === notice)
  return [
    ...disagreements(proofs),
    ...(isNoticeHere ? [] : [{ code: 'notice-nowhere', values: {} }]),
    ...(isReceiptHere ? [] : [{ code: 'receipt-nowhere', values: { drawId: receipt.drawId } }]),
  ]
}

/** Whether nothing speaks against a proof. @param {readonly Step[]} steps */
export function isValid(steps) {
  return steps.length > 0 && steps.every(({ holds }) => holds !== false)
}

/**
 * @param {string} notice
 * @param {import('./proof.js').Proof} proof
 * @returns {Reason[]}
 */
function noticeReasons(notice, { commit }) {
  return notice === commit ? [] : [{ code: 'notice-other', values: {} }]
}

/**
 * @param {import('./receipt.js').Receipt} receipt
 * @param {import('./proof.js').Proof} proof
 * @returns {Reason[]}
 */
function receiptReasons(receipt, proof) {
  const { drawId } = proof.manifest
  if (receipt.drawId !== drawId) return [{ code: 'receipt-other', values: { drawId: receipt.drawId, here: drawId } }]
  return findEntry(receipt, proof).place === 'missing'
    ? [{ code: 'receipt-missing', values: { number: receipt.number } }]
    : []
}

/**
 * @param {StepName} name
 * @param {readonly Reason[] | null} reasons
 * @returns {Step}
 */
function stepOf(name, reasons) {
  return { name, holds: reasons === null ? null : reasons.length === 0, reasons: reasons ?? [] }
}
