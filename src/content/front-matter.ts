import { type Document, isMap, isScalar, isSeq, parseDocument, Schema, visit, type YAMLError } from 'yaml'
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
export function readYaml(yaml: string): YamlValue {
  const positions = positionsIn(yaml)
  const without = (mistakes: readonly Mistake[]): YamlValue => ({ value: undefined, positions, mistakes })
  const parsed = parse(yaml)
  if ('mistake' in parsed) return without([parsed.mistake])
  // 1. Whether it is YAML
  const { document } = parsed
  const colon = isMap(document.contents) && document.errors.length === 0 ? undefined : wrongColon(yaml)
  if (colon) return without([colon])
  const complaints = [...document.errors, ...document.warnings]
  if (complaints.length > 0) return without(complaintsOf(complaints, yaml))
  const twice = keysTwice(document, yaml)
  if (twice.length > 0) return without(twice)
  // 2. What it says
  try {
    return { value: document.toJS({ maxAliasCount: ALIASES_MAX }), positions, mistakes: [] }
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
function positionsIn(yaml: string): Positions {
  let parsed: Parsed | undefined
  return {
    at(path) {
      parsed ??= parse(yaml)
      return 'mistake' in parsed ? FIRST : placeOf(parsed.document, path, yaml)
    },
  }
}

type Parsed = { readonly document: Document.Parsed } | { readonly mistake: Mistake }

/** Made once: making it takes longer than reading a post. A `%YAML 1.1` in a file does not turn times into numbers. */
const YAML_1_2 = new Schema({ schema: 'core', resolveKnownTags: false, merge: false })

function parse(yaml: string): Parsed {
  if (yaml.length > YAML_UNITS_MAX) return { mistake: { ...FIRST, code: 'too-large', message: TOO_LONG } }
  if (DEEP.test(yaml)) return { mistake: { ...positionAt(yaml.search(DEEP), yaml), code: 'yaml', message: TOO_DEEP } }
  try {
    const options = { prettyErrors: false, schema: YAML_1_2, stringKeys: true, uniqueKeys: false } as const
    return { document: parseDocument(yaml, { ...options, logLevel: 'silent' }) }
  } catch {
    return { mistake: { ...FIRST, code: 'yaml', message: TOO_DEEP } }
  }
}

/** The first of each line: one slip makes a parser complain about all that follows. */
function complaintsOf(errors: readonly YAMLError[], yaml: string): readonly Mistake[] {
  if (errors.some(({ message }) => /call stack/.test(message))) return [{ ...FIRST, code: 'yaml', message: TOO_DEEP }]
  const byLine = new Map<number, Mistake>()
  for (const { code, message, pos } of errors.slice(0, COMPLAINTS_READ_MAX)) {
    const position = positionAt(pos[0], yaml)
    if (!byLine.has(position.line))
      byLine.set(position.line, { ...position, code: 'yaml', message: PLAIN_WORDS[code] ?? oneLine(message) })
  }
  return [...byLine.values()].slice(0, COMPLAINTS_MAX)
}

const TOO_LONG = `the YAML is longer than ${YAML_UNITS_MAX / 1024} Ki characters. Long texts stand below the front matter.`
const TOO_DEEP = 'it is nested too deeply.'

/** The parser can look for them itself, and takes a minute for a list of 40,000. */
function keysTwice(document: Document.Parsed, yaml: string): readonly Mistake[] {
  const twice: Mistake[] = []
  visit(document, {
    Map(_, { items }) {
      const keys = new Set<string>()
      for (const { key } of items) {
        const name = isScalar(key) ? String(key.value) : ''
        if (keys.has(name) && twice.length < COMPLAINTS_MAX)
          twice.push({ ...positionAt(startOf(key) ?? 0, yaml), code: 'yaml', message: KEY_TWICE })
        keys.add(name)
      }
    },
  })
  return twice
}

const KEY_TWICE = 'this key is there twice. Keep one of them.'

/** For the slips that people make, what to do instead of what the parser saw. */
const PLAIN_WORDS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'there is a tab. Use spaces.',
  BLOCK_AS_IMPLICIT_KEY: 'there are two ":" on this line. Put the text in quotes.',
  MULTILINE_IMPLICIT_KEY: 'this line says no `name: value`. Put a text of several lines below "|".',
  TAG_RESOLVE_FAILED: 'tags ("!name") are not read. If it is text, put it in quotes.',
  BAD_SCALAR_START: 'a text cannot begin with this character. Put it in quotes.',
}

const oneLine = (text: string): string => `${text.replaceAll(/\s+/g, ' ').trim().replace(/[.:]$/, '')}.`

/** Follows the path as far as the file goes. */
function placeOf(document: Document.Parsed, path: FieldPath, yaml: string): Position {
  let node: unknown = document.contents
  let found: Position = FIRST
  for (const key of path) {
    const next = childOf(node, key)
    if (!next) return found
    if (next.offset !== undefined) found = positionAt(next.offset, yaml)
    node = next.node
  }
  return found
}

function childOf(node: unknown, key: PropertyKey): { node: unknown; offset: number | undefined } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(item => isScalar(item.key) && String(item.key.value) === String(key))
    return pair && { node: pair.value, offset: startOf(pair.key) }
  }
  const entry = isSeq(node) ? node.items[Number(key)] : undefined
  return entry === undefined ? undefined : { node: entry, offset: startOf(entry) }
}

const startOf = (node: unknown): number | undefined =>
  (node as { readonly range?: readonly [number, number, number] | null } | null)?.range?.[0]

function positionAt(offset: number, yaml: string): Position {
  const before = yaml.slice(0, offset)
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') }
}

function firstAlias(yaml: string): Position {
  const lines = yaml.split('\n')
  const line = lines.findIndex(text => /(^|[\s[,:])\*\w/.test(text))
  return line === -1 ? FIRST : { line: line + 1, column: lines[line]!.search(/\*\w/) + 1 }
}
