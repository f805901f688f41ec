import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js'

/** The length of a SHA-256 hash, in bytes. */
export const HASH_BYTES = 32
/** A hash as it stands in JSON: 64 small hexadecimal digits. */
export const HASH_HEX = /^[0-9a-f]{64}$/

export const U32_MAX = 2 ** 32 - 1

/** SHA-256 of all parts, one behind the other. */
export const hashOf = (...parts: readonly Uint8Array[]): Uint8Array => sha256(concatBytes(...parts))

/** HMAC-SHA-256 of all parts, one behind the other. */
export const hmacOf = (key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array =>
  hmac(sha256, key, concatBytes(...parts))

const encoder = new TextEncoder()

/**
 * A text as UTF-8.
 * @throws TypeError for half a surrogate pair: every one of them would become the same three bytes.
 */
export function utf8(text: string): Uint8Array {
  if (text.isWellFormed()) return encoder.encode(text)
  throw new TypeError('A text of the draw holds half a character (a lone surrogate). Leave it out.')
}

/** The length of a text in bytes, then the text: no two lists of texts give the same bytes. */
export function lengthPrefixed(text: string): Uint8Array {
  const bytes = utf8(text)
  return concatBytes(u32(bytes.length), bytes)
}

/** Four bytes, the most significant first. */
export const u32 = (value: number): Uint8Array => Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)

/** Eight bytes, the most significant first. */
export function u64(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value))
  return bytes
}

/** Bytes as small hexadecimal digits. */
export const hexOf = (bytes: Uint8Array): string => bytesToHex(bytes)

/**
 * The bytes of a hash.
 * @throws TypeError as `assertHash`.
 */
export function hashBytes(hex: string, what: string): Uint8Array {
  assertHash(hex, what)
  return hexToBytes(hex)
}

/**
 * @param what names it in the message, as in `salt`.
 * @throws TypeError when it is anything but 64 small hexadecimal digits.
 */
export function assertHash(hex: string, what: string): void {
  if (HASH_HEX.test(hex)) return
  throw new TypeError(`${what}: ${shown(hex)} is not a hash. Use 64 small hexadecimal digits.`)
}

const SHOWN_LENGTH_MAX = 80

/** A value as a message shows it, cut where it is long. */
export const shown = (value: unknown): string => (JSON.stringify(value) ?? String(value)).slice(0, SHOWN_LENGTH_MAX)

/** @throws RangeError when it is not a whole number in that range. */
export function assertWhole(value: number, what: string, min: number, max: number = Number.MAX_SAFE_INTEGER): void {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return
  throw new RangeError(`${what}: ${shown(value)} does not do. Use a whole number from ${min} to ${max}.`)
}
