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
export function sequenceMistakes({ manifest, sequence, commit }) {
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
  return found
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
 * Where files of the same group tell different stories. The shorter sequence is a beginning of the longer; only what was
 * open when the shorter was written may have ended since.
 * @param {readonly NamedProof[]} proofs
 * @returns {Reason[]}
 */
export function disagreements(proofs) {
  const length = (/** @type {NamedProof} */ { proof }) => proof.sequence.length
  const sorted = [...proofs].sort((a, b) => length(a) - length(b))
  return sorted.flatMap((longer, index) => {
    const before = sorted.slice(0, index).filter(({ proof }) => proof.manifest.group === longer.proof.manifest.group)
    const shorter = before.pop()
    return shorter === undefined ? [] : differencesOf(shorter, longer)
  })
}

/**
 * @param {NamedProof} shorter
 * @param {NamedProof} longer
 */
function differencesOf(shorter, longer) {
  const seq = shorter.proof.sequence.findIndex((entry, index) => !isContinued(entry, longer.proof.sequence[index]))
  if (seq < 0) return []
  return [{ code: 'disagree', values: { seq: seq + 1, one: shorter.file, other: longer.file } }]
}

/**
 * @param {import('./proof.js').SequenceEntry} entry
 * @param {import('./proof.js').SequenceEntry | undefined} later
 */
function isContinued(entry, later) {
  if (later === undefined || entry.prev !== later.prev || entry.rulesHash !== later.rulesHash) return false
  if (entry.drawId !== later.drawId || entry.seq !== later.seq) return false
  if (entry.outcome === 'open') return entry.commit === null || later.commit === entry.commit
  return entry.outcome === later.outcome && entry.reason === later.reason && entry.commit === later.commit
}
