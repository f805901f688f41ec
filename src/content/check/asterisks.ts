import type { Emphasis, Strong } from 'mdast'
import { nodesOf, parseMarkdown } from '../markdown.ts'
import type { Problem } from '../problem.ts'
import { atBody, type Checked, type CheckedText } from './checked.ts'
import { problem } from './codes.ts'

/** Asterisks in the middle of numbers and words, which format what was meant to be read: `7*8*9`. */
export function* eatenAsterisks({ texts }: Checked): Generator<Problem> {
  for (const text of texts) {
    // Most texts have no asterisks within a word, and parsing is what takes time.
    if (!WITHIN_WORDS.test(text.body)) continue
    const tree = parseMarkdown(text.body)
    for (const node of [...nodesOf(tree, 'emphasis'), ...nodesOf(tree, 'strong')]) {
      if (!isUnmeant(node, text.body)) continue
      const { from, to } = spanOf(node)
      const shown = shortened(text.body.slice(Math.max(0, from - 1), to + 1))
      const message = `the asterisks of "${shown}" would not be seen — write × for "times", or \\* for an asterisk`
      yield problem('eaten-asterisks', atBody(text, from), message)
    }
  }
}

/** A pair of asterisks with a word right before and right after. */
const WITHIN_WORDS = /[\p{L}\p{N}]\*{1,3}[^\s*][^*]*\*{1,3}[\p{L}\p{N}]/u
const WORD = /[\p{L}\p{N}]/u
const ARITHMETIC = /[0-9A-Za-z]/u

/** Chinese has no blanks, so `今天*很*好` is meant; what stands between figures, or in a formula, is not. */
function isUnmeant(node: Emphasis | Strong, body: CheckedText['body']): boolean {
  const { from, to } = spanOf(node)
  const [before, after] = [body[from - 1] ?? ' ', body[to] ?? ' ']
  if (body[from] !== '*' || !WORD.test(before) || !WORD.test(after)) return false
  const arithmetic = [before, after].filter(sign => ARITHMETIC.test(sign)).length
  if (node.type === 'strong') return arithmetic === 2
  return arithmetic > 0 || /[=＝]/u.test(lineAround(body, from))
}

/** How much of a text is quoted, in characters. */
const QUOTED_CHARS_MAX = 30

function shortened(text: string): string {
  const signs = [...text.replace(/\s+/gu, ' ')]
  return signs.length <= QUOTED_CHARS_MAX ? signs.join('') : `${signs.slice(0, QUOTED_CHARS_MAX).join('')}…`
}

const spanOf = ({ position }: Emphasis | Strong) => ({ from: position!.start.offset!, to: position!.end.offset! })

function lineAround(body: string, at: number): string {
  const end = body.indexOf('\n', at)
  return body.slice(body.lastIndexOf('\n', at) + 1, end < 0 ? undefined : end)
}
