import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  type Pair,
  parseDocument,
  Schema,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml'
import type { FieldPath, Position, Positions } from './positions.ts'
import { FIRST, type Mistake } from './reading-codes.ts'

/** A file of markdown, taken apart. Lines end with `\n`. */
export interface FrontMatter {
  /** The YAML alone, on the lines on which it stands in the file. */
  readonly yaml: string
  readonly body: string
  /** The line on which the body begins. */
  readonly bodyLine: number
}

/** What YAML says. With mistakes there is no value. */
export interface YamlValue {
  readonly value: unknown
  readonly positions: Positions
  readonly mistakes: readonly Mistake[]
}

/** How often aliases may repeat what an anchor names: enough to write by hand, too few to blow up. */
const ALIASES_MAX = 20
/** Longest YAML that is read, in UTF-16 code units. A parser works on so much for a second, where it is made for that. */
const YAML_UNITS_MAX = 64 * 1024
/** Longest front matter: its fields are lines, and its text stands below it. */
export const FRONT_MATTER_UNITS_MAX = 16 * 1024
/** How deep values stand in each other, at most. */
const VALUE_DEPTH_MAX = 32
/** How many complaints of the parser are passed on, and how many are looked at for them. */
const COMPLAINTS_MAX = 5
const COMPLAINTS_READ_MAX = 50
/** Brackets or dashes one after the other: a parser takes seconds to find out that there are too many. */
const DEEP = /(?:[[{]\s*|- ){40}/

const FENCE = /^---[ \t]*$/
/** How other tools begin front matter that is no YAML, or says which language it is. */
const OTHER_FENCE = /^(---[ \t]*[\w-]+|\+\+\+|;;;)[ \t]*$/

/** Splits a file at its front matter. `source` has `\n` at the ends of its lines. */
export function splitFrontMatter(source: string): FrontMatter | Mistake {
  const lines = source.split('\n')
  const first = lines[0] ?? ''
  if (!FENCE.test(first)) return refusal(first)
  const end = lines.findIndex((line, index) => index > 0 && FENCE.test(line))
  if (end === -1) return refused('the front matter has no end. Put a line of "---" between it and the text.')
  return {
    yaml: `\n${lines.slice(1, end).join('\n')}`,
    body: lines.slice(end + 1).join('\n'),
    bodyLine: end + 2,
  }
}

function refusal(first: string): Mistake {
  const fence = OTHER_FENCE.exec(first)?.[1]
  if (fence) return refused(`"${fence}" is not read: front matter is YAML only, and begins with "---" alone.`)
  return refused('there is no front matter. Begin the file with a line of "---", its fields, and "---" again.')
}

const refused = (message: string): Mistake => ({ ...FIRST, code: 'front-matter', message })

/**
 * Reads YAML 1.2: times and dates stay text, `yes` and `no` too. Keys that come twice are mistakes; `<<` is a key like
 * any other.
 */
export function readYaml(yaml: string, unitsMax = YAML_UNITS_MAX): YamlValue {
  const places = placesIn(yaml)
  const positions = positionsIn(yaml, places)
  const without = (mistakes: readonly Mistake[]): YamlValue => ({ value: undefined, positions, mistakes })
  if (yaml.length > unitsMax) return without([{ ...FIRST, code: 'too-large', message: tooLong(unitsMax) }])
  const parsed = parse(yaml, places)
  if ('mistake' in parsed) return without([parsed.mistake])
  // 1. Whether it is YAML
  const { document } = parsed
  const colon = isMap(document.contents) && document.errors.length === 0 ? undefined : wrongColon(yaml)
  if (colon) return without([colon])
  const complaints = [...document.errors, ...document.warnings]
  if (complaints.length > 0) return without(complaintsOf(complaints, yaml, places))
  // 2. What it says
  try {
    const twice = keysTwice(document, places)
    if (twice.length > 0) return without(twice)
    const value: unknown = document.toJS({ maxAliasCount: ALIASES_MAX })
    if (isDeeperThan(value, VALUE_DEPTH_MAX)) return without([{ ...FIRST, code: 'yaml', message: TOO_DEEP }])
    return { value, positions, mistakes: [] }
  } catch (error) {
    return without([{ ...firstAlias(yaml), code: 'yaml', message: aliasProblem(error) }])
  }
}

function aliasProblem(error: unknown): string {
  if (!(error instanceof ReferenceError)) return TOO_DEEP
  return /Excessive/.test(error.message)
    ? `aliases ("*name") repeat too much: at most ${ALIASES_MAX}. Write it out.`
    : 'an alias ("*name") has no anchor ("&name"). If it is text, put it in quotes.'
}

/** A colon of a Chinese keyboard, or one without a space, makes one text of key and value. */
function wrongColon(yaml: string): Mistake | undefined {
  const lines = yaml.split('\n')
  const line = lines.findIndex(text => /^[\w-]+(：|:[^\s:/])/.test(text))
  if (line === -1) return undefined
  const column = lines[line]!.search(/[：:]/) + 1
  return { line: line + 1, column, code: 'yaml', message: 'after a name there must be ":" and a space.' }
}

/** Positions are seldom asked for, and a parsed document is large: it is parsed again when they are. */
function positionsIn(yaml: string, places: Places): Positions {
  let parsed: Parsed | undefined
  return {
    at(path) {
      parsed ??= parse(yaml, places)
      return 'mistake' in parsed ? FIRST : placeOf(parsed.document, path, places)
    },
  }
}

type Parsed = { readonly document: Document.Parsed } | { readonly mistake: Mistake }

/** Made once: making it takes longer than reading a post. A `%YAML 1.1` in a file does not turn times into numbers. */
const YAML_1_2 = new Schema({ schema: 'core', resolveKnownTags: false, merge: false })

function parse(yaml: string, places: Places): Parsed {
  if (DEEP.test(yaml)) return { mistake: { ...places.at(yaml.search(DEEP)), code: 'yaml', message: TOO_DEEP } }
  try {
    const options = { prettyErrors: false, schema: YAML_1_2, stringKeys: true, uniqueKeys: false } as const
    return { document: parseDocument(yaml, { ...options, logLevel: 'silent' }) }
  } catch {
    return { mistake: { ...FIRST, code: 'yaml', message: TOO_DEEP } }
  }
}

/** The first of each line: one slip makes a parser complain about all that follows. */
function complaintsOf(errors: readonly YAMLError[], yaml: string, places: Places): readonly Mistake[] {
  if (errors.some(({ message }) => /call stack/.test(message))) return [{ ...FIRST, code: 'yaml', message: TOO_DEEP }]
  const byLine = new Map<number, Mistake>()
  for (const error of errors.slice(0, COMPLAINTS_READ_MAX)) {
    const comma = wideCommaOf(error, yaml)
    const position = places.at(comma ?? error.pos[0])
    const message = comma === undefined ? plainly(error) : WIDE_COMMA
    if (!byLine.has(position.line)) byLine.set(position.line, { ...position, code: 'yaml', message })
  }
  return [...byLine.values()].slice(0, COMPLAINTS_MAX)
}

const tooLong = (unitsMax: number) =>
  `the YAML is longer than ${unitsMax / 1024} Ki characters. Long texts stand below the front matter.`
const TOO_DEEP = 'it is nested too deeply.'

/** The parser can look for them itself, and takes a minute for a list of 40,000. */
function keysTwice(document: Document.Parsed, places: Places): readonly Mistake[] {
  const twice: Mistake[] = []
  visit(document, {
    Map(_, { items }) {
      const keys = new Set<string>()
      for (const { key } of items) {
        const name = isScalar(key) ? String(key.value) : ''
        if (keys.has(name) && twice.length < COMPLAINTS_MAX)
          twice.push({ ...places.at(startOf(key) ?? 0), code: 'yaml', message: KEY_TWICE })
        keys.add(name)
      }
    },
  })
  return twice
}

const KEY_TWICE = 'this key is there twice. Keep one of them.'

/** For the slips that people make, what to do instead of what the parser saw. */
const PLAIN_WORDS: Readonly<Record<string, string>> = {
  BLOCK_IN_FLOW: 'between braces a "," is missing, or there are two ":". Put texts with ":" in quotes.',
  TAB_AS_INDENT: 'there is a tab. Use spaces.',
  BLOCK_AS_IMPLICIT_KEY: 'there are two ":" on this line. Put the text in quotes.',
  MULTILINE_IMPLICIT_KEY: 'this line says no `name: value`. Put a text of several lines below "|".',
  TAG_RESOLVE_FAILED: 'tags ("!name") are not read. If it is text, put it in quotes.',
  BAD_SCALAR_START: 'a text cannot begin with this character. Put it in quotes.',
}

const WIDE_COMMA = 'there is a "，" of a Chinese keyboard. Between braces use "," and a space.'

/** Where a comma stands that makes one text of two fields: `{ name: 阿灯， voice: 温和 }`. */
function wideCommaOf({ code, pos: [from, to] }: YAMLError, yaml: string): number | undefined {
  const isBetween = code === 'BLOCK_IN_FLOW' || code === 'BLOCK_AS_IMPLICIT_KEY' || yaml.slice(from, to) === '，'
  const line = yaml.slice(yaml.lastIndexOf('\n', from) + 1).split('\n', 1)[0]!
  const brace = line.search(/[{[]/)
  const comma = brace === -1 ? -1 : line.indexOf('，', brace)
  return isBetween && comma !== -1 ? yaml.lastIndexOf('\n', from) + 1 + comma : undefined
}

function plainly({ code, message }: YAMLError): string {
  if (/scalar at node end/.test(message)) return 'there is text behind a text in quotes. Put all of it in quotes.'
  return PLAIN_WORDS[code] ?? oneLine(message)
}

const oneLine = (text: string): string => `${text.replaceAll(/\s+/g, ' ').trim().replace(/[.:]$/, '')}.`

/** Follows the path as far as the file goes. */
function placeOf(document: Document.Parsed, path: FieldPath, places: Places): Position {
  let node: unknown = document.contents
  let found: Position = FIRST
  for (const key of path) {
    const next = childOf(node, key)
    if (!next) return found
    if (next.offset !== undefined) found = places.at(next.offset)
    node = next.node
  }
  return found
}

function childOf(node: unknown, key: PropertyKey): { node: unknown; offset: number | undefined } | undefined {
  if (isMap(node)) {
    const pair = pairsOf(node).get(String(key))
    return pair && { node: pair.value, offset: startOf(pair.key) }
  }
  const entry = isSeq(node) ? node.items[Number(key)] : undefined
  return entry === undefined ? undefined : { node: entry, offset: startOf(entry) }
}

/** Pairs by their keys, looked through once for each object. */
function pairsOf(node: YAMLMap): ReadonlyMap<string, Pair> {
  const known = PAIRS.get(node)
  if (known) return known
  const pairs = new Map(
    node.items.flatMap(pair => (isScalar(pair.key) ? [[String(pair.key.value), pair] as const] : [])),
  )
  PAIRS.set(node, pairs)
  return pairs
}
const PAIRS = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>()

const startOf = (node: unknown): number | undefined =>
  (node as { readonly range?: readonly [number, number, number] | null } | null)?.range?.[0]

interface Places {
  at(offset: number): Position
}

/** Lines are looked for once, when the first place is asked for. */
function placesIn(yaml: string): Places {
  let starts: number[] | undefined
  return {
    at(offset) {
      starts ??= [0, ...[...yaml.matchAll(/\n/g)].map(({ index }) => index + 1)]
      let [line, above] = [0, starts.length]
      while (above - line > 1) {
        const middle = (line + above) >> 1
        if (starts[middle]! <= offset) line = middle
        else above = middle
      }
      return { line: line + 1, column: offset - starts[line]! + 1 }
    },
  }
}

/** Not by calls within each other: it may be deeper than they can be. */
function isDeeperThan(value: unknown, depthMax: number): boolean {
  let level = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > depthMax) return true
    level = level.flatMap(item => (typeof item === 'object' && item !== null ? Object.values(item) : []))
  }
  return false
}

function firstAlias(yaml: string): Position {
  const lines = yaml.split('\n')
  const line = lines.findIndex(text => /(^|[\s[,:])\*\w/.test(text))
  return line === -1 ? FIRST : { line: line + 1, column: lines[line]!.search(/\*\w/) + 1 }
}
