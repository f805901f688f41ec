// @ts-check
/**
 * Who holds which prize. Slot s goes to pick s; whenever it is passed on, the next pick that nobody has held takes it.
 *
 * @typedef {{ readonly slot: number, readonly prize: string, readonly pick: number | null }} Holder
 *   `pick` null: nobody is left to take it.
 * @typedef {{ readonly code: 'pass-slot' | 'pass-from' | 'pass-to' | 'pass-early', readonly values: Readonly<Record<string, string | number>> }} PassMistake
 */

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
  let mistake = null
  for (const [index, pass] of passes.entries()) {
    const expected = next < count ? next : null
    mistake = mistakeIn(pass, held, expected, rules.closesAt, index + 1)
    if (mistake !== null) break
    held[pass.slot] = expected
    if (expected !== null) next += 1
  }
  const prizes = prizesInOrder(rules.prizes, slots)
  return { holders: prizes.map((prize, slot) => ({ slot, prize, pick: held[slot] ?? null })), mistake }
}

/**
 * @param {import('./proof.js').Pass} pass
 * @param {readonly (number | null)[]} held
 * @param {number | null} expected
 * @param {number} closesAt
 * @param {number} number
 * @returns {PassMistake | null}
 */
function mistakeIn({ slot, from, to, at }, held, expected, closesAt, number) {
  const holder = held[slot]
  if (holder === undefined) return { code: 'pass-slot', values: { number, slot: slot + 1 } }
  if (holder !== from) return { code: 'pass-from', values: { number, slot: slot + 1 } }
  if (to !== expected) return { code: 'pass-to', values: { number, slot: slot + 1 } }
  return at < closesAt ? { code: 'pass-early', values: { number, slot: slot + 1 } } : null
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
