// @ts-check
/**
 * The sequence of a group's draws: none is missing, each names the one before it, and none can be told apart later.
 *
 * @typedef {{ readonly code: string, readonly values: Readonly<Record<string, string | number>> }} Reason
 * @typedef {{ readonly file: string, readonly proof: import('./proof.js').Proof }} NamedProof
 */
import { linkTo, NO_LINK } from './hashes.js'

/** Reasons that are named for one sequence. */
const REASONS_MAX = 5

/**
 * @param {import('./proof.js').Proof} proof
 * @returns {Reason[]}
 */
export function sequenceMistakes({ rules, manifest, sequence, commit }) {
  /** @type {Reason[]} */
  const found = []
  let prev = NO_LINK
  for (const [index, entry] of sequence.entries()) {
    if (found.length >= REASONS_MAX) return found
    const seq = index + 1
    // From the first gap on every number would be wrong.
    if (entry.seq !== seq) return [...found, { code: 'sequence-gap', values: { seq } }]
    if (entry.drawId !== `${manifest.group}#${seq}`) found.push({ code: 'sequence-id', values: { seq } })
    if (entry.prev !== prev) found.push({ code: 'sequence-link', values: { seq } })
    if (!isOutcomeWhole(entry)) found.push({ code: 'sequence-outcome', values: { seq } })
    prev = linkTo({ ...entry, group: manifest.group })
  }
  const last = /** @type {import('./proof.js').SequenceEntry} */ (sequence.at(-1))
  if (sequence.length !== manifest.seq)
    found.push({ code: 'sequence-length', values: { seq: manifest.seq, count: sequence.length } })
  else if (!isThisDraw(last, manifest, commit)) found.push({ code: 'sequence-last', values: { seq: manifest.seq } })
  if (rules.again !== null && !isVoidBefore(rules.again, manifest.seq, sequence))
    found.push({ code: 'sequence-again', values: { again: rules.again } })
  return found
}

/**
 * Only the entries of a draw that came to nothing may be drawn from once more.
 * @param {number} again
 * @param {number} seq
 * @param {readonly import('./proof.js').SequenceEntry[]} sequence
 */
function isVoidBefore(again, seq, sequence) {
  return again < seq && sequence[again - 1]?.outcome === 'void'
}

/**
 * What was drawn has a commitment, and what is void has a reason; nothing else has one.
 * @param {import('./proof.js').SequenceEntry} entry
 */
function isOutcomeWhole({ outcome, reason, commit }) {
  if ((reason !== null) !== (outcome === 'void')) return false
  return outcome !== 'drawn' || commit !== null
}

/**
 * @param {import('./proof.js').SequenceEntry} last
 * @param {import('./proof.js').Manifest} manifest
 * @param {string} commit
 */
function isThisDraw(last, { drawId, prev, rulesHash }, commit) {
  const isSame = last.drawId === drawId && last.prev === prev && last.rulesHash === rulesHash
  return isSame && last.outcome === 'drawn' && last.commit === commit
}

/**
 * Where files of the same group tell different stories. Of two, the shorter sequence is a beginning of the longer, but
 * what is open in one may have ended in the other: draws overlap, and any of them may be told first.
 * @param {readonly NamedProof[]} proofs
 * @returns {Reason[]}
 */
export function disagreements(proofs) {
  return proofs.flatMap((other, index) => {
    const before = proofs.slice(0, index).filter(({ proof }) => proof.manifest.group === other.proof.manifest.group)
    // One is enough for each file: whoever has changed something differs from many.
    return [...before.flatMap(one => differencesOf(one, other)).slice(0, 1), ...takenTwice(before, other)]
  })
}

/**
 * The entries of a void draw go on to one other.
 * @param {readonly NamedProof[]} before
 * @param {NamedProof} longer
 * @returns {Reason[]}
 */
function takenTwice(before, { file, proof: { rules, manifest } }) {
  if (rules.again === null) return []
  const other = before.find(({ proof }) => proof.rules.again === rules.again && proof.manifest.seq !== manifest.seq)
  return other ? [{ code: 'again-twice', values: { again: rules.again, one: other.file, other: file } }] : []
}

/**
 * @param {NamedProof} one
 * @param {NamedProof} other
 * @returns {Reason[]}
 */
function differencesOf(one, other) {
  const length = Math.min(one.proof.sequence.length, other.proof.sequence.length)
  const differs = one.proof.sequence
    .slice(0, length)
    .findIndex((entry, index) => !areOfOneStory(entry, other.proof.sequence[index]))
  const isSameDraw = one.proof.manifest.drawId === other.proof.manifest.drawId
  const seq = differs < 0 && isSameDraw && !isContinued(one.proof, other.proof) ? length : differs + 1
  return seq === 0 ? [] : [{ code: 'disagree', values: { seq, one: one.file, other: other.file } }]
}

/**
 * @param {import('./proof.js').SequenceEntry} one
 * @param {import('./proof.js').SequenceEntry | undefined} other
 */
function areOfOneStory(one, other) {
  if (other === undefined || one.prev !== other.prev || one.rulesHash !== other.rulesHash) return false
  if (one.drawId !== other.drawId || one.seq !== other.seq) return false
  const isSameCommit = one.commit === other.commit
  if (one.outcome === 'open' && one.commit === null) return true
  if (other.outcome === 'open') return other.commit === null || isSameCommit
  return isSameCommit && (one.outcome === 'open' || (one.outcome === other.outcome && one.reason === other.reason))
}

/**
 * Of one draw a later file tells of more passes. What was told before stays.
 * @param {import('./proof.js').Proof} one
 * @param {import('./proof.js').Proof} other
 */
function isContinued(one, other) {
  const told = Math.min(one.passes.length, other.passes.length)
  const [these, those] = [one, other].map(({ passes }) => JSON.stringify(passes.slice(0, told).map(toRow)))
  return one.postedAt === other.postedAt && these === those
}

/** In one order, whatever that of its keys in the file. @param {import('./proof.js').Pass} pass */
const toRow = ({ slot, from, to, reason, at }) => [slot, from, to, reason, at]
