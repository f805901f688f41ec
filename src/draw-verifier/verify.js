// @ts-check
/**
 * Whether a draw was made as it was announced: from its proof file alone, without any network, and without a line of the
 * code that draws.
 *
 * @typedef {import('./sequence.js').Reason} Reason
 * @typedef {import('./checks.js').CheckName | 'file' | 'notice' | 'announcement' | 'receipt'} StepName
 * @typedef {{ readonly name: StepName, readonly holds: boolean | null, readonly reasons: readonly Reason[], readonly open: Reason | null }} Step
 *   `reasons` speak against it. `holds` null: it was not looked at, or not all of it, and `open` says why.
 * @typedef {'valid' | 'not-compared' | 'rejected'} Verdict
 * @typedef {object} Asked
 * @property {boolean} [isRehearsalAllowed] Default: false. Draws of rehearsals are then told apart, not refused.
 * @property {import('./receipt.js').Receipt | null} [receipt] Default: none.
 * @property {boolean} [isAlone] Default: true. Else a receipt or a notice may be for another of several files: see `acrossFiles`.
 * @property {readonly import('./notices.js').Notice[]} [notices] The commitments that stood in the group. Default: not compared.
 * @property {string | null} [announcement] The fingerprint that stood in the announcement. Default: not compared.
 */
import { instantOfRound } from './beacon.js'
import { CHECKS } from './checks.js'
import { followPasses } from './holders.js'
import { fingerprintOf, noticeMistakes, noticesLeft } from './notices.js'
import { readProof } from './read-proof.js'
import { findEntry, isReceiptOf } from './receipt.js'
import { disagreements } from './sequence.js'

/**
 * Checks one file, one step at a time. Returns what the file says, which counts only when every step holds.
 * @param {Uint8Array} bytes
 * @param {Asked} [asked]
 * @returns {Generator<Step, import('./proof.js').Proof | null>}
 */
export function* verifySteps(
  bytes,
  { isRehearsalAllowed = false, isAlone = true, receipt = null, notices = [], announcement = null } = {},
) {
  const { proof, reasons } = readProof(bytes)
  yield stepOf('file', reasons)
  if (proof === null) return null
  /** @type {Set<import('./checks.js').CheckName>} */
  const passed = new Set()
  for (const [key, check] of Object.entries(CHECKS)) {
    const name = /** @type {import('./checks.js').CheckName} */ (key)
    const step = stepOf(name, check({ proof, isRehearsalAllowed, passed }))
    if (step.holds === true) passed.add(name)
    yield step
  }
  // Of several files each is compared with what is for it. What is for none is told at the end: see `acrossFiles`.
  const own = isAlone ? notices : notices.filter(({ commitment }) => commitment === proof.commit)
  yield stepOf('notice', noticeMistakes(own, proof) ?? { code: 'no-notice', values: {} })
  yield stepOf('announcement', announcementOutcome(announcement, proof, isAlone))
  if (receipt !== null && (isAlone || isReceiptOf(receipt, proof)))
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
    ...{ rules, fingerprint: fingerprintOf(proof), chances: chancesIn(proof) },
    ...{ drawId: manifest.drawId, chain: manifest.chain, round: manifest.round },
    ...{ entrants: manifest.N, alternates: picks.length - holders.length, frozenAt: manifest.frozenAt },
    // Whoever may have known the result before the draw was void could have wished for another.
    isSealedAgain: rules.again !== null && sequence[rules.again - 1]?.commit !== null,
    ...{ commit, postedAt, drawnAt: instantOfRound(manifest.round) },
    holders: holders.map(holder => ({ ...holder, member: memberOf(holder.pick) })),
    passes: passes.map(pass => ({ ...pass, member: memberOf(pass.from) })),
    voids: sequence.flatMap(({ seq, outcome, reason, commit }) =>
      outcome === 'void' ? [{ seq, reason, commit }] : [],
    ),
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
  if (place === 'missing' || !isReceiptOf(receipt, proof)) return null
  const held = pick === null ? undefined : followPasses(proof).holders.find(holder => holder.pick === pick)
  return { number: receipt.number, pick, prize: held?.prize ?? null }
}

/**
 * What speaks against several files taken together: they contradict each other, or a receipt or notice is for none of them.
 * @param {readonly import('./sequence.js').NamedProof[]} proofs
 * @param {Asked} asked
 * @returns {Reason[]}
 */
export function acrossFiles(proofs, { isAlone = true, receipt = null, notices = [], announcement = null }) {
  const isAny = (/** @type {(proof: import('./proof.js').Proof) => boolean} */ test) =>
    isAlone || proofs.some(({ proof }) => test(proof))
  const isReceiptHere = receipt === null || isAny(proof => isReceiptOf(receipt, proof))
  const isAnnouncementHere = announcement === null || isAny(proof => fingerprintOf(proof) === announcement)
  return [
    ...disagreements(proofs),
    ...(isAlone ? [] : noticesLeft(notices, proofs)),
    ...(isAnnouncementHere ? [] : [{ code: 'announcement-nowhere', values: {} }]),
    ...(isReceiptHere ? [] : [{ code: 'receipt-nowhere', values: { drawId: receipt.drawId } }]),
  ]
}

/** Whether nothing speaks against a proof. @param {readonly Step[]} steps */
export function isValid(steps) {
  return steps.length > 0 && steps.every(({ holds }) => holds !== false)
}

/**
 * What may be said of a file. Without the group's own message it may have been made up as a whole, however well it fits.
 * @param {readonly Step[]} steps
 * @returns {Verdict}
 */
export function verdictOf(steps) {
  if (!isValid(steps)) return 'rejected'
  return steps.some(({ name, holds }) => name === 'notice' && holds === true) ? 'valid' : 'not-compared'
}

/**
 * @param {string | null} announcement
 * @param {import('./proof.js').Proof} proof
 * @param {boolean} isAlone
 * @returns {import('./checks.js').Outcome}
 */
function announcementOutcome(announcement, proof, isAlone) {
  const fingerprint = fingerprintOf(proof)
  if (announcement === fingerprint) return []
  if (announcement === null || !isAlone) return { code: 'no-announcement', values: {} }
  return [{ code: 'announcement-other', values: { fingerprint } }]
}

/**
 * The smallest and the largest weight. Null: all have the same chance, since there are none.
 * @param {import('./proof.js').Proof} proof
 */
function chancesIn({ weights }) {
  if (weights === undefined) return null
  const [least, most] = [Math.min, Math.max].map(one => weights.reduce((best, weight) => one(best, weight)))
  return { least: Number(least), most: Number(most) }
}

/**
 * @param {import('./receipt.js').Receipt} receipt
 * @param {import('./proof.js').Proof} proof
 * @returns {Reason[]}
 */
function receiptReasons(receipt, proof) {
  const { drawId } = proof.manifest
  if (!isReceiptOf(receipt, proof)) return [{ code: 'receipt-other', values: { drawId: receipt.drawId, here: drawId } }]
  return findEntry(receipt, proof).place === 'missing'
    ? [{ code: 'receipt-missing', values: { number: receipt.number } }]
    : []
}

/**
 * @param {StepName} name
 * @param {import('./checks.js').Outcome} outcome
 * @returns {Step}
 */
function stepOf(name, outcome) {
  if ('code' in outcome) return { name, holds: null, reasons: [], open: outcome }
  return { name, holds: outcome.length === 0, reasons: outcome, open: null }
}
