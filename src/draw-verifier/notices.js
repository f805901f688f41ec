// @ts-check
/**
 * What people paste from the group: messages with a commitment, and the announcement with the fingerprint of its draw.
 *
 * @typedef {{ readonly commitment: string, readonly seq: number | null }} Notice
 *   `seq`: the number of the draw that the message names. Null: it names none.
 * @typedef {import('./sequence.js').Reason} Reason
 */
import { linkTo } from './hashes.js'

/** An announcement shows so many digits of the link of its draw: too many for two sets of rules that have the same. */
const FINGERPRINT_DIGITS = 32
const COMMITMENT_DIGITS = 64

/** The number of a draw, or a run of hex digits. */
const PARTS = /#([1-9]\d{0,8})(?!\d)|[0-9a-f]+/gi

/**
 * The commitments in one or several messages: their runs of 64 hex digits, each with the first number of a draw since
 * the one before.
 * @param {string} text
 * @returns {Notice[]}
 */
export function readNotices(text) {
  /** @type {Map<string, Notice>} */
  const found = new Map()
  /** @type {number | null} */
  let seq = null
  for (const [part, number] of text.matchAll(PARTS)) {
    if (number !== undefined) seq ??= Number(number)
    else if (part.length === COMMITMENT_DIGITS) {
      found.set(`${seq} ${part.toLowerCase()}`, { commitment: part.toLowerCase(), seq })
      seq = null
    }
  }
  return [...found.values()]
}

/**
 * The fingerprint in an announcement: its only run of 32 hex digits. Null: there is none, or more than one.
 * @param {string} message
 */
export function readAnnouncement(message) {
  const runs = (message.match(/[0-9a-f]+/gi) ?? []).filter(run => run.length === FINGERPRINT_DIGITS)
  const [fingerprint, ...others] = new Set(runs.map(run => run.toLowerCase()))
  return fingerprint === undefined || others.length > 0 ? null : fingerprint
}

/**
 * What the announcement of this draw shows: whoever changes its rules, its number or an earlier draw changes it.
 * @param {import('./proof.js').Proof} proof
 */
export function fingerprintOf({ manifest }) {
  return linkTo(manifest).slice(0, FINGERPRINT_DIGITS)
}

/**
 * The only file against what stood in the group. Null: nothing of that is about this draw.
 * @param {readonly Notice[]} notices
 * @param {import('./proof.js').Proof} proof
 * @returns {Reason[] | null}
 */
export function noticeMistakes(notices, { manifest: { seq: here }, commit, sequence }) {
  const placed = notices.map(notice => ({ ...notice, of: notice.commitment === commit ? here : (notice.seq ?? here) }))
  const own = new Set(placed.flatMap(({ commitment, of }) => (of === here ? [commitment] : [])))
  const others = placed.filter(({ commitment, of }) => of !== here && sequence[of - 1]?.commit !== commitment)
  /** @type {Reason[]} */
  const found = others.map(({ of }) =>
    of < here ? { code: 'notice-earlier', values: { seq: of } } : { code: 'notice-other', values: {} },
  )
  if (own.size > 1) return [{ code: 'notice-two', values: { seq: here } }, ...found]
  if (own.size === 1 && !own.has(commit)) return [{ code: 'notice-other', values: {} }, ...found]
  return own.size === 0 && found.length === 0 ? null : found
}

/**
 * Notices that are for none of several files.
 * @param {readonly Notice[]} notices
 * @param {readonly import('./sequence.js').NamedProof[]} proofs
 * @returns {Reason[]}
 */
export function noticesLeft(notices, proofs) {
  const isHere = (/** @type {Notice} */ { commitment }) => proofs.some(({ proof }) => proof.commit === commitment)
  const taken = new Set(notices.filter(isHere).map(({ seq }) => seq))
  return notices
    .filter(notice => !isHere(notice))
    .map(({ seq }) =>
      seq !== null && taken.has(seq) ? { code: 'notice-two', values: { seq } } : { code: 'notice-nowhere', values: {} },
    )
}
