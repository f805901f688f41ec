import {
  assertHash,
  assertWhole,
  hashBytes,
  hashOf,
  hexOf,
  hmacOf,
  lengthPrefixed,
  U32_MAX,
  u32,
  utf8,
} from './bytes.ts'

/** What a leaf is made of. */
export interface LeafParts {
  /** `<group>#<number of the draw>`, see `drawIdOf`. */
  readonly drawId: string
  readonly member: string
  /** How often the entry counts: 1 … 2³² − 1. Always 1 in a uniform draw. */
  readonly weight: number
  /** 64 hexadecimal digits, see `saltOf`. */
  readonly salt: string
}

/** What an entrant keeps: with it they can see for themselves that they were in the draw. */
export interface ReceiptParts {
  readonly drawId: string
  readonly member: string
  /** The number of the entry within the draw, from 1 on. */
  readonly number: number
  readonly salt: string
}

const LEAF_PREFIX = Uint8Array.of(0)

/** The name of a draw everywhere: its group, and its number in the group's sequence, from 1 on. */
export function drawIdOf(group: string, seq: number): string {
  assertWhole(seq, 'seq', 1)
  return `${group}#${seq}`
}

/**
 * The salt of one entry: HMAC-SHA-256 of the member under the key of the draw, 64 hexadecimal digits. Whoever has not
 * got it cannot tell from a leaf who is behind it.
 * @param key the secret text of the draw, from a source of chance; it never leaves the journal.
 * @throws TypeError for an empty key, under which everybody could work out every salt.
 */
export function saltOf(key: string, member: string): string {
  if (key === '') throw new TypeError('saltOf: the key of the draw is empty. Make one from a source of chance.')
  return hexOf(hmacOf(utf8(key), utf8(member)))
}

/**
 * What stands for one entry in the frozen list: H(0x00 ‖ lp(drawId) ‖ lp(member) ‖ u32(weight) ‖ salt), 64 hexadecimal
 * digits.
 * @throws RangeError for a weight that is not a whole number 1 … 2³² − 1; TypeError for a salt that is none.
 */
export function leafOf({ drawId, member, weight, salt }: LeafParts): string {
  assertWhole(weight, `weight of ${member}`, 1, U32_MAX)
  const parts = [LEAF_PREFIX, lengthPrefixed(drawId), lengthPrefixed(member), u32(weight), hashBytes(salt, 'salt')]
  return hexOf(hashOf(...parts))
}

/**
 * An entrant's receipt, one line: `<drawId> <member> <number> <salt>`.
 * @throws TypeError where a part is empty or holds a space, or the salt is none; RangeError for a number below 1.
 */
export function receiptOf({ drawId, member, number, salt }: ReceiptParts): string {
  assertWhole(number, 'number', 1)
  assertHash(salt, 'salt')
  const torn = [drawId, member].find(part => part === '' || /\s/u.test(part))
  if (torn === undefined) return `${drawId} ${member} ${number} ${salt}`
  throw new TypeError(`receiptOf: "${torn}" cannot stand in a receipt. Use an id without spaces.`)
}
