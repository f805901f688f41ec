import { hexToBytes } from '@noble/hashes/utils.js'
import { HASH_BYTES, hashBytes, hashOf, hmacOf, shown, u64, utf8 } from './bytes.ts'
import { SIGNATURE_HEX } from './signature.ts'
import type { NextWord } from './uniform.ts'

const SEED_DOMAIN = utf8('draw/1/seed\0')
const STREAM_DOMAIN = utf8('draw/1/stream\0')
const WORD_BYTES = 8

/**
 * All the chance of a draw: β = H(signature), seed = HMAC(β, "draw/1/seed\0" ‖ C). No secret of ours is in it, so that
 * nobody can try several.
 * @throws TypeError for a commit that is no hash, or a signature that is not 96 small hexadecimal digits.
 */
export function seedOf(commit: string, signature: string): Uint8Array {
  if (!SIGNATURE_HEX.test(signature)) {
    throw new TypeError(`signature: ${shown(signature)} is none. Use 96 small hexadecimal digits.`)
  }
  return hmacOf(hashOf(hexToBytes(signature)), SEED_DOMAIN, hashBytes(commit, 'commit'))
}

/** The words of a seed: block j is HMAC(seed, "draw/1/stream\0" ‖ u64(j)), j from 0 on, four words of 64 bits in each. */
export function wordsOf(seed: Uint8Array): NextWord {
  let block: DataView = new DataView(new ArrayBuffer(0))
  let blocks = 0
  let at = 0
  return () => {
    if (at === block.byteLength) {
      const bytes = hmacOf(seed, STREAM_DOMAIN, u64(blocks))
      block = new DataView(bytes.buffer, bytes.byteOffset, HASH_BYTES)
      blocks += 1
      at = 0
    }
    const word = block.getBigUint64(at)
    at += WORD_BYTES
    return word
  }
}
