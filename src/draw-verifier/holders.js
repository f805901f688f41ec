// @ts-check
/**
 * Who holds which prize. Slot s goes to pick s; whenever it is passed on, the next pick that nobody has held takes it.
 *
 * @typedef {{ readonly slot: number, readonly prize: string, readonly pick: number | null }} Holder
 *   `pick` null: nobody is left to take it.
 * @typedef {{ readonly code: 'pass-slot' | 'pass-from' | 'pass-to' | 'pass-early' | 'pass-soon' | 'pass-order', readonly values: Readonly<Record<string, string | number>> }} PassMistake
 */
import { CLOCK_MS, instantOfRound } from './beacon.js'

const HOUR_MS = 3_600_000

/**
 * Follows the passes from the first holders on. A mistake ends it: what comes after stands on nothing.
 * @param {import('./proof.js').Proof} proof
 * @returns {{ readonly holders: Holder[], readonly mistake: PassMistake | null }}
 */
export function followPasses({ rules, manifest, leaves, passes }) {
  // By the leaves that are there: N is what the file says, and may be anything.
  const slots = Math.min(manifest.k, leaves.length)
  const held = Array.from({ length: slots }, (_, slot) => /** @type {number | null} */ (slot))
  const count = Math.min(manifest.k + manifest.r, leaves.length)
  let next = slots
  /** @type {PassMistake | null} */
  let mistake = null
  const drawnAt = instantOfRound(manifest.round)
  // Since when each has been held by whom it is, at the earliest.
  const since = held.map(() => drawnAt)
  let lastAt = drawnAt
  for (const [index, pass] of passes.entries()) {
    const expected = next < count ? next : null
    const code = handsMistake(pass, held, expected) ?? timeMistake(pass, { drawnAt, since, lastAt }, rules.claimHours)
    if (code !== null) {
      mistake = { code, values: { number: index + 1, slot: pass.slot + 1 } }
      break
    }
    held[pass.slot] = expected
    since[pass.slot] = pass.at
    lastAt = pass.at
    if (expected !== null) next += 1
  }
  const prizes = prizesInOrder(rules.prizes, slots)
  return { holders: prizes.map((prize, slot) => ({ slot, prize, pick: held[slot] ?? null })), mistake }
}

/**
 * @param {import('./proof.js').Pass} pass
 * @param {readonly (number | null)[]} held
 * @param {number | null} expected
 * @returns {PassMistake['code'] | null}
 */
function handsMistake({ slot, from, to }, held, expected) {
  const holder = held[slot]
  if (holder === undefined) return 'pass-slot'
  if (holder !== from) return 'pass-from'
  return to === expected ? null : 'pass-to'
}

/**
 * The times are the bot's word, but not any times will do.
 * @param {import('./proof.js').Pass} pass
 * @param {{ readonly drawnAt: number, readonly since: readonly number[], readonly lastAt: number }} times
 * @param {number} claimHours
 * @returns {PassMistake['code'] | null}
 */
function timeMistake({ slot, reason, at }, { drawnAt, since, lastAt }, claimHours) {
  const latest = at + CLOCK_MS
  if (latest < drawnAt) return 'pass-early'
  if (latest < lastAt) return 'pass-order'
  const until = (since[slot] ?? drawnAt) + claimHours * HOUR_MS
  return reason === 'unclaimed' && latest < until ? 'pass-soon' : null
}

/**
 * The prize of each slot, as the rules name them one after the other.
 * @param {import('./proof.js').Rules['prizes']} prizes
 * @param {number} slots
 */
function prizesInOrder(prizes, slots) {
  /** @type {string[]} */
  const names = []
  for (const { name, count } of prizes) {
    for (let given = 0; given < count && names.length < slots; given += 1) names.push(name)
  }
  return names
}
