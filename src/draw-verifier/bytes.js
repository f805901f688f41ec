// @ts-check
/** How `draw/1` puts values into bytes. Numbers are big-endian; a text has its length in bytes before it. */
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js'

const encoder = new TextEncoder()

/** @type {(bytes: Uint8Array) => string} */
export const toHex = bytesToHex

/** @type {(hex: string) => Uint8Array} */
export const fromHex = hexToBytes

/** @param {string} text */
export function utf8(text) {
  return encoder.encode(text)
}

/** @param {number} value from 0 to 2^32 − 1 */
export function u32(value) {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}

/** @param {number} value a whole number from 0 on that a double holds exactly */
export function u64(value) {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value))
  return bytes
}

/** @param {string} text */
export function withLength(text) {
  const bytes = utf8(text)
  return concatBytes(u32(bytes.length), bytes)
}

/** @param {...Uint8Array} parts */
export function hash(...parts) {
  const running = sha256.create()
  for (const part of parts) running.update(part)
  return running.digest()
}

/**
 * @param {Uint8Array} key
 * @param {...Uint8Array} parts
 */
export function keyedHash(key, ...parts) {
  return hmac(sha256, key, concatBytes(...parts))
}

/** A domain as it stands in front of what is hashed: its name and one zero byte.
 * @param {string} name */
export function domain(name) {
  return utf8(`${name}\0`)
}
