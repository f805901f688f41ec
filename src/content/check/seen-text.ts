import type { FieldPath } from '../positions.ts'

/** What is in a text and nobody reads: comments, variables, the addresses of links. */
const UNSEEN = /<!--[\s\S]*?-->|\{\{[\s\S]*?\}\}|(?<=\])\([^)\n]*\)|https?:\/\/[^\s)>\]，。；！？、）】」]+/gu

/** The text with blanks where nobody reads anything: every character stays at its place. */
export function blankUnseen(body: string): string {
  return body.replace(UNSEEN, blanksFor)
}

const blanksFor = (part: string): string => part.replace(/[^\n]/gu, sign => ' '.repeat(sign.length))

/** Where nothing is a link, and nothing is filled in by mistake. */
const COMMENT_OR_CODE = /<!--[\s\S]*?-->|```[\s\S]*?```|`[^`\n]*`/gu

/** The text with blanks where nobody is to follow it: every character stays at its place. */
export const blankCommentsAndCode = (body: string): string => body.replace(COMMENT_OR_CODE, blanksFor)

/** Phrases that a file allows itself: `<!-- allow: 亲, 错过 -->`. */
export function allowedIn(body: string): readonly string[] {
  const comments = body.matchAll(/<!--\s*allow\s*[:：]([\s\S]*?)-->/giu)
  return [...comments].flatMap(([, list = '']) => list.split(/[,，、\n]/u).map(phrase => phrase.trim())).filter(Boolean)
}

/** A text as it reads: letters and digits alone, in one form. Two texts that read the same are the same. */
export function normalised(body: string): string {
  return blankUnseen(body)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{Extended_Pictographic}]/gu, '')
}

/** Fields that hold no words for members. */
const NO_WORDS: ReadonlySet<string> = new Set(['id', 'at', 'image', 'url', 'command', 'tags', 'author', 'currency'])

/** Every string of a front matter that somebody may read, with its path. */
export function* wordsIn(
  value: unknown,
  path: FieldPath = [],
): Generator<{ readonly path: FieldPath; readonly words: string }> {
  if (typeof value === 'string') yield { path, words: value }
  if (typeof value !== 'object' || value === null) return
  for (const [key, child] of Object.entries(value)) {
    if (!NO_WORDS.has(key)) yield* wordsIn(child, [...path, Array.isArray(value) ? Number(key) : key])
  }
}
