/** Gives random words, one after the other, each of the same number of bits. Never ends. */
export type NextWord = () => bigint

/**
 * A number 0 … n − 1, each as likely as any other. Words at the end of the range that would make some numbers likelier
 * are passed over: x % n alone favours the small ones.
 * @param bits of a word: 64 in a draw. n is at most 2 ** bits.
 * @throws RangeError for an n out of range.
 */
export function uniformBelow(n: bigint, nextWord: NextWord, bits = 64n): bigint {
  const words = 1n << bits
  if (n < 1n || n > words) throw new RangeError(`uniformBelow: ${n} does not do. Use 1 … 2 ** ${bits}.`)
  const limit = words - (words % n)
  // Less than half of all words are passed over, so this ends: after 64 rounds in all but one of 2 ** 64 draws.
  for (;;) {
    const word = nextWord()
    if (word < limit) return word % n
  }
}
