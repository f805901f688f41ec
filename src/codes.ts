import { createHash, createHmac, randomBytes } from 'node:crypto'
import type { Codes } from './host/codes.ts'

/** No letters that look like digits, or like each other: 32 of them, so that each takes five bits. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
const TOKEN_LETTERS_COUNT = 10
const DIGEST_DIGITS_COUNT = 16

/**
 * Makes codes. `secret`: what they follow from besides the text; the same gives the same codes, as simulations need it.
 * Default: a new one for each process. What was made is recorded, so that nothing has to be made again.
 */
export function createCodes(secret: string | Buffer = randomBytes(32)): Codes {
  return {
    token(text) {
      const bytes = createHmac('sha256', secret).update(text).digest()
      return Array.from({ length: TOKEN_LETTERS_COUNT }, (_, index) => LETTERS[bytes[index]! % LETTERS.length]).join('')
    },
    digest: text => createHash('sha256').update(text).digest('hex').slice(0, DIGEST_DIGITS_COUNT),
  }
}
