import type { Root } from 'mdast'
import { nodesOf } from './markdown.ts'
import type { TemplateFault } from './template-program.ts'

/** Longest text that is read, in UTF-16 code units: a message of 4,096, one for the other platform, and comments. */
const TEXT_UNITS_MAX = 6_000
/** Longest text that a file may become, in UTF-16 code units: four messages of Telegram. */
export const WRITTEN_UNITS_MAX = 4 * 4_096
/** Longest address of a link, in UTF-16 code units. Browsers and platforms cut longer ones. */
export const ADDRESS_UNITS_MAX = 2_000
/** Most cells of one table, which is written with all its rows as long as the first. */
const CELLS_MAX = 300
/** Quotes and lists within each other on one line. */
const NESTING_MAX = 8
/** How far a quote or an item of a list may stand from the left, in columns: that many lists within each other. */
const INDENT_COLUMNS_MAX = 4 * NESTING_MAX
const TAB_COLUMNS = 4
/** Comparisons within each other in one condition. */
const CALLS_DEPTH_MAX = 8

/**
 * How much there may be of what a parser looks at again and again. With these, no text takes more than a moment: what
 * such a parser does grows with the square of each. A part that a condition leaves out makes none of them more.
 */
const AMOUNTS: readonly { readonly of: RegExp; readonly max: number; readonly called: string }[] = [
  { of: /\n/g, max: 500, called: 'lines' },
  { of: /[*_~]/g, max: 1_000, called: 'signs of "*", "_" and "~"' },
  { of: /[[\]]/g, max: 400, called: 'square brackets' },
  { of: /\|/g, max: 300, called: 'signs of "|", which make the cells of tables' },
  { of: /`/g, max: 500, called: 'signs of "`"' },
  { of: /</g, max: 300, called: 'signs of "<"' },
  { of: /\{\{/g, max: 200, called: 'variables and conditions' },
]

/** What would take too long to read, or is more than anybody can. To be asked before a text is parsed. */
export function excessesOf(source: string): readonly TemplateFault[] {
  if (source.length > TEXT_UNITS_MAX)
    return [fault(`The text is longer than ${TEXT_UNITS_MAX} characters. Make it several posts.`)]
  return [
    ...AMOUNTS.flatMap(({ of, max, called }) =>
      (source.match(of)?.length ?? 0) > max ? fault(`More than ${max} ${called}. Make it several posts.`) : [],
    ),
    ...source.split(/\r\n?|\n/).flatMap((text, index) => excessOfLine(text, index + 1) ?? []),
    ...(callsDepth(source) > CALLS_DEPTH_MAX
      ? [fault(`More than ${CALLS_DEPTH_MAX} conditions within each other.`)]
      : []),
  ]
}

/** Longest text that is read at a glance, in UTF-16 code units, and most variables in one. */
const SMALL_UNITS_MAX = 1_000
const SMALL_VARIABLES_MAX = 50

/**
 * Whether a text surely becomes no more than it may: it is short, and no link in it is used twice, no column made as
 * wide as its widest cell. Most texts are such ones, and reading a thousand of them must not take seconds.
 */
export const isSmall = (source: string, variables: number): boolean =>
  source.length <= SMALL_UNITS_MAX && variables <= SMALL_VARIABLES_MAX && !/\]:|\|/.test(source)

/** What is more than anybody can read of what was parsed. To be asked before it is written. */
export function excessesIn(tree: Root): readonly TemplateFault[] {
  const links = [...nodesOf(tree, 'link'), ...nodesOf(tree, 'definition'), ...nodesOf(tree, 'image')]
  const cells = nodesOf(tree, 'table').map(({ children }) => children.length * (children[0]?.children.length ?? 0))
  return [
    ...(links.some(({ url }) => url.length > ADDRESS_UNITS_MAX)
      ? [fault(`An address is longer than ${ADDRESS_UNITS_MAX} characters.`)]
      : []),
    ...(cells.some(count => count > CELLS_MAX) ? [fault(`A table has more than ${CELLS_MAX} cells.`)] : []),
  ]
}

const fault = (message: string, line = 1): TemplateFault => ({ line, column: 1, message })

const CONTAINERS = /^(?:[ \t]*(?:>|[-+*](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$)|\[\^[^\]]*\]:))+/
const RULE = /^[ \t]*([-*])(?:[ \t]*\1)*[ \t]*$/

function excessOfLine(text: string, line: number): TemplateFault | undefined {
  const containers = CONTAINERS.exec(text)?.[0]
  if (containers === undefined || RULE.test(text)) return undefined
  const depth = containers.match(/>|[-+*]|\d+[.)]|\]:/g)?.length ?? 0
  const columns = [.../^[ \t]*/.exec(text)![0]].reduce((sum, sign) => sum + (sign === '\t' ? TAB_COLUMNS : 1), 0)
  return depth > NESTING_MAX || columns > INDENT_COLUMNS_MAX
    ? fault(`More than ${NESTING_MAX} quotes and lists within each other.`, line)
    : undefined
}

/** How deep brackets stand in each other within one `{{…}}`. */
function callsDepth(source: string): number {
  let deepest = 0
  for (const [mustache] of source.matchAll(/\{\{[^}]*/g)) {
    let depth = 0
    for (const sign of mustache) {
      depth += sign === '(' ? 1 : sign === ')' ? -1 : 0
      deepest = Math.max(deepest, depth)
    }
  }
  return deepest
}
