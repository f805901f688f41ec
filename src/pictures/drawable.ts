/** Stands for letters that no font of ours has, as in names that are given in part: 「王＊」. */
const COVERED_UP = '＊'
const LETTER = /[\p{L}\p{N}]/u
const LETTER_LEFT = /(?!＊)[\p{L}\p{N}]/u
const MARK = /^\p{M}$/u
const clusters = new Intl.Segmenter('und', { granularity: 'grapheme' })

/**
 * A text without what would be drawn as an empty box. Emoji and signs are left out; letters become one `＊`, so that a
 * name is not made another one in silence. Letters in ornamental forms are written plainly.
 */
export function drawable(text: string, covers: (codePoint: number) => boolean): string {
  let drawn = ''
  for (const { segment } of clusters.segment(text.normalize('NFC'))) {
    const shown = clusterOf(segment, covers)
    if (shown !== COVERED_UP || !drawn.endsWith(COVERED_UP)) drawn += shown
  }
  return drawn.replace(/\s+/g, ' ').trim()
}

/** A name, or the word for somebody of whose name nothing is left that could be read. */
export function drawableName(name: string, covers: (codePoint: number) => boolean, someone: string): string {
  const drawn = drawable(name, covers)
  return LETTER_LEFT.test(drawn) ? drawn : someone
}

function clusterOf(segment: string, covers: (codePoint: number) => boolean): string {
  for (const form of [segment, segment.normalize('NFKC'), segment.normalize('NFKD')]) {
    const [base = '', ...rest] = form
    if (!covers(base.codePointAt(0)!)) continue
    if (rest.every(part => covers(part.codePointAt(0)!))) return form
    // A mark that is missing is left out of its letter; of an emoji with a digit in it the digit is left.
    if (LETTER.test(base))
      return [base, ...rest.filter(part => !MARK.test(part) && covers(part.codePointAt(0)!))].join('')
  }
  return LETTER.test(segment) ? COVERED_UP : ''
}
