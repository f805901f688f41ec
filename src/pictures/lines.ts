/** Width of a text in one style, in pixels. */
export type Measure = (text: string) => number

/** Signs that no line begins with. They stay with what is before them. */
const NEVER_FIRST = /^[,.;:!?%)\]}，。、；：！？％）】》」』”’…·～〉]/u
const TOKENS = /[\p{Script=Latin}\p{Script=Cyrillic}\p{M}\p{N}'’_@#&/.-]+|\s+|./gsu
const clusters = new Intl.Segmenter('und', { granularity: 'grapheme' })

/** A text as lines of that width, at most so many: the last one ends with … when there would be more. */
export function linesOf(text: string, measure: Measure, widthMax: number, linesMax: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  let width = 0
  for (const token of tokensOf(text, measure, widthMax)) {
    // The sum of its parts: measured whole, each line would be measured as often as it has parts.
    const isFull = line !== '' && !NEVER_FIRST.test(token) && width + measure(token.trimEnd()) > widthMax
    if (isFull) {
      lines.push(line.trimEnd())
      if (lines.length > linesMax) break
      ;[line, width] = ['', 0]
    }
    const added = line === '' ? token.trimStart() : token
    line += added
    width += measure(added)
  }
  if (line.trim() !== '') lines.push(line.trimEnd())
  if (lines.length <= linesMax) return lines.map(each => cutTo(each, measure, widthMax))
  const last = lines[linesMax - 1]!
  return [...lines.slice(0, linesMax - 1), cutTo(`${last}…`, measure, widthMax)]
}

/** As much of a text as has room, with … for the rest. */
export function cutTo(text: string, measure: Measure, widthMax: number): string {
  if (measure(text) <= widthMax) return text
  const shown = [...clusters.segment(text.replace(/…$/, ''))].map(({ segment }) => segment)
  while (shown.length > 0 && measure(`${shown.join('')}…`) > widthMax) shown.pop()
  return `${shown.join('').trimEnd()}…`
}

/** Words stay whole, and Chinese is broken anywhere. What is wider than a line, such as a hash, is broken too. */
function* tokensOf(text: string, measure: Measure, widthMax: number): Generator<string> {
  for (const [token] of text.matchAll(TOKENS)) {
    if (token.length === 1 || measure(token) <= widthMax) yield token
    else for (const { segment } of clusters.segment(token)) yield segment
  }
}
