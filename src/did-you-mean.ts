import { editDistance } from './host/command.ts'

/** How many letters a typo may be away, at most. */
const TYPO_EDITS_MAX = 3

/** The word that was probably meant; undefined when none is near. */
export function nearest(typed: string, words: readonly string[]): string | undefined {
  const folded = typed.toLowerCase()
  let best: string | undefined
  let bestEdits = Number.POSITIVE_INFINITY
  for (const word of words) {
    // The shorter the word, the fewer the edits: `on` is two edits from every other word of two letters.
    const limit = Math.min(TYPO_EDITS_MAX, Math.floor(Math.max(word.length, typed.length) / 2))
    const edits = Math.abs(word.length - typed.length) > limit ? limit + 1 : editDistance(folded, word.toLowerCase())
    if (edits > limit || edits >= bestEdits) continue
    best = word
    bestEdits = edits
  }
  return best
}

/** ` Did you mean "points"?`, or nothing. */
export function didYouMean(typed: string, words: readonly string[]): string {
  const word = nearest(typed, words)
  return word === undefined ? '' : ` Did you mean "${word}"?`
}
