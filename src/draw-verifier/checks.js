// @ts-check
/**
 * The checks of one proof, each by itself, in the order in which they matter: what others stand on comes first.
 *
 * @typedef {import('./sequence.js').Reason} Reason
 * @typedef {'rules' | 'identity' | 'prizes' | 'leaves' | 'root' | 'commit' | 'chain' | 'round' | 'closing' | 'posted'
 *   | 'signature' | 'picks' | 'openings' | 'passes' | 'sequence'} CheckName
 * @typedef {{ readonly proof: import('./proof.js').Proof, readonly isRehearsalAllowed: boolean, readonly passed: ReadonlySet<CheckName> }} Checked
 * @typedef {(checked: Checked) => Outcome} ProofCheck
 * @typedef {readonly Reason[] | Reason} Outcome what speaks against it; or the one reason why it was not looked at
 */
import { CLOCK_MS, instantOfRound, isKnownChain, isSignedBy, REHEARSAL, roundFor } from './beacon.js'
import { drawnIndices } from './drawing.js'
import { commitmentOf, hashOfRules, leafFor, merkleRoot } from './hashes.js'
import { followPasses } from './holders.js'
import { sequenceMistakes } from './sequence.js'

/** The notice is in the group so long before the round, in milliseconds. */
const NOTICE_MS = 60_000
/** @type {Reason} */
const UNTESTED = { code: 'untested', values: {} }

/** @type {readonly Reason[]} */
const FINE = []

/** @type {(holds: boolean, code: string, values?: Reason['values']) => readonly Reason[]} */
const unless = (holds, code, values = {}) => (holds ? FINE : [{ code, values }])

/** @type {Readonly<Record<CheckName, ProofCheck>>} */
export const CHECKS = {
  rules: ({ proof: { rules, manifest } }) => unless(hashOfRules(rules) === manifest.rulesHash, 'rules-hash'),
  identity: ({ proof: { manifest } }) =>
    unless(manifest.drawId === `${manifest.group}#${manifest.seq}`, 'draw-id', { drawId: manifest.drawId }),
  prizes: ({ proof }) => prizeReasons(proof),
  leaves: ({ proof }) => leafReasons(proof),
  root: ({ proof: { leaves, manifest } }) => unless(merkleRoot(leaves) === manifest.root, 'root'),
  commit: ({ proof: { manifest, commit } }) => unless(commitmentOf(manifest) === commit, 'commit'),
  chain: ({ proof: { manifest }, isRehearsalAllowed }) => chainReasons(manifest.chain, isRehearsalAllowed),
  round: ({ proof: { manifest } }) =>
    unless(roundFor(manifest.frozenAt) === manifest.round, 'round', {
      round: manifest.round,
      expected: roundFor(manifest.frozenAt),
    }),
  closing: ({ proof: { manifest, rules } }) =>
    unless(manifest.frozenAt >= rules.closesAt, 'frozen-early', { at: manifest.frozenAt, closesAt: rules.closesAt }),
  posted: ({ proof }) => noticeReasons(proof),
  signature: ({ proof: { manifest, signature } }) =>
    unless(isSignedBy({ ...manifest, signature }), 'signature', { round: manifest.round }),
  picks: ({ proof, passed }) => (passed.has('signature') && passed.has('leaves') ? pickReasons(proof) : UNTESTED),
  openings: ({ proof }) => openingReasons(proof),
  passes: ({ proof }) => {
    const { mistake } = followPasses(proof)
    return mistake === null ? FINE : [mistake]
  },
  sequence: ({ proof }) => sequenceMistakes(proof),
}

/** @param {import('./proof.js').Proof} proof */
function prizeReasons({ rules, manifest }) {
  const count = rules.prizes.reduce((sum, prize) => sum + prize.count, 0)
  return [
    ...unless(count === manifest.k, 'prize-count', { promised: count, drawn: manifest.k }),
    ...unless(rules.alternates === manifest.r, 'alternate-count', { promised: rules.alternates, drawn: manifest.r }),
  ]
}

/** @param {import('./proof.js').Proof} proof */
function leafReasons({ manifest: { N, W }, leaves, weights }) {
  const wrongAt = leaves.findIndex((leaf, index) => index > 0 && leaf <= /** @type {string} */ (leaves[index - 1]))
  const isTwice = wrongAt > 0 && leaves[wrongAt] === leaves[wrongAt - 1]
  const sum = weights === undefined ? leaves.length : weights.reduce((total, weight) => total + weight, 0)
  return [
    ...unless(leaves.length === N, 'leaf-count', { stated: N, there: leaves.length }),
    ...unless(wrongAt < 0, isTwice ? 'leaf-twice' : 'leaf-order', { nth: wrongAt + 1 }),
    ...unless(weights === undefined || weights.length === leaves.length, 'weight-count'),
    ...unless(sum === W, 'weight-sum', { stated: W, there: sum }),
  ]
}

/**
 * @param {string} chain
 * @param {boolean} isRehearsalAllowed
 */
function chainReasons(chain, isRehearsalAllowed) {
  if (chain === REHEARSAL) return unless(isRehearsalAllowed, 'rehearsal')
  return unless(isKnownChain(chain), 'chain-unknown', { chain })
}

/** @param {import('./proof.js').Proof} proof */
function noticeReasons({ postedAt, manifest: { round, frozenAt } }) {
  const latest = instantOfRound(round) - NOTICE_MS
  return [
    ...unless(postedAt <= latest, 'posted-late', { at: postedAt, latest }),
    ...unless(postedAt >= frozenAt - CLOCK_MS, 'posted-early', { at: postedAt, frozenAt }),
  ]
}

/** @param {import('./proof.js').Proof} proof */
function pickReasons({ manifest, signature, leaves, weights, picks }) {
  const count = Math.min(manifest.k + manifest.r, leaves.length)
  if (picks.length !== count) return unless(false, 'pick-count', { expected: count, there: picks.length })
  const commit = commitmentOf(manifest)
  const drawn = drawnIndices({ commit, signature, weights: weights ?? null, N: leaves.length, count })
  const wrong = picks.findIndex(({ leaf, weight }, index) => {
    const place = /** @type {number} */ (drawn[index])
    return leaf !== leaves[place] || weight !== (weights?.[place] ?? 1)
  })
  return unless(wrong < 0, 'picks', { nth: wrong + 1 })
}

/**
 * Who has asked to be forgotten cannot be looked at. That the rest holds is then not all that was asked.
 * @param {import('./proof.js').Proof} proof
 * @returns {Outcome}
 */
function openingReasons({ manifest: { drawId }, picks }) {
  /** @type {Set<string>} */
  const members = new Set()
  for (const [index, { leaf, member, salt, weight }] of picks.entries()) {
    if (member === null || salt === null) continue
    if (leafFor({ drawId, member, weight, salt }) !== leaf) return unless(false, 'opening', { nth: index + 1, member })
    if (members.has(member)) return unless(false, 'member-twice', { nth: index + 1, member })
    members.add(member)
  }
  const closed = picks.filter(({ member }) => member === null).length
  return closed === 0 ? FINE : { code: 'unopened', values: { closed, of: picks.length } }
}
