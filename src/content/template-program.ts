import Handlebars from 'handlebars'
import { didYouMean } from '../did-you-mean.ts'
import type { Values } from '../host/messages.ts'

/** Something in a text that ops have written which cannot be meant. Lines and columns are counted from 1. */
export interface TemplatePlace {
  readonly line: number
  readonly column: number
}
export interface TemplateFault extends TemplatePlace {
  readonly message: string
}
export interface UsedVariable extends TemplatePlace {
  readonly name: string
}

/** What a template says, as data: nothing is compiled, so nothing of it can be run. */
export type Program = readonly Piece[]
type Piece =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'variable'; readonly name: string }
  | { readonly is: 'condition'; readonly when: Term; readonly then: Program; readonly otherwise: Program }
type Term =
  | { readonly is: 'literal'; readonly value: string | number | boolean }
  | { readonly is: 'variable'; readonly name: string }
  | { readonly is: 'comparison'; readonly by: Comparison; readonly left: Term; readonly right: Term }
  | { readonly is: 'not'; readonly term: Term }

const COMPARISONS = ['eq', 'gt', 'lt'] as const
type Comparison = (typeof COMPARISONS)[number]
const BLOCKS = ['if', 'unless'] as const
/** Conditions within conditions. Deeper ones nobody can read. */
const DEPTH_MAX = 8
const NAME = /^[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z][A-Za-z0-9]*)*$/
const ALLOWED = 'A text has variables like {{group.name}}, and {{#if …}} or {{#unless …}} with eq, gt and lt.'

/** A template that was read: what it says, the variables in it, and everything that is wrong with it. */
export interface ReadTemplate {
  readonly program: Program
  readonly variables: readonly UsedVariable[]
  readonly faults: readonly TemplateFault[]
}

/** Reads a template with the parser of Handlebars, and takes of what it can be a closed list only. */
export function readTemplate(source: string): ReadTemplate {
  if (!source.includes('{{')) return { program: [{ is: 'text', text: source }], variables: [], faults: [] }
  try {
    return readProgram(Handlebars.parse(source))
  } catch (error) {
    return { program: [], variables: [], faults: [faultOfParser(error, source)] }
  }
}

/** The text of a program. `show` prints a variable. @throws when a variable has no value. */
export function run(program: Program, values: Values, show: (name: string) => string): string {
  let text = ''
  for (const piece of program) {
    if (piece.is === 'text') text += piece.text
    else if (piece.is === 'variable') text += show(piece.name)
    else text += run(isTrue(termIn(piece.when, values)) ? piece.then : piece.otherwise, values, show)
  }
  return text
}

/** As `run`, with everything that conditions may leave out: the longest text it can be. */
export function runWhole(program: Program, show: (name: string) => string): string {
  return program
    .map(piece => {
      if (piece.is === 'text') return piece.text
      return piece.is === 'variable' ? show(piece.name) : runWhole([...piece.then, ...piece.otherwise], show)
    })
    .join('')
}

/** @throws when it has none. */
export function valueNamed(name: string, values: Values): string | number {
  const value = Object.hasOwn(values, name) ? values[name] : undefined
  if (value === undefined) throw new Error(`{{${name}}} has no value here.`)
  return value
}

function termIn(term: Term, values: Values): string | number | boolean {
  if (term.is === 'literal') return term.value
  if (term.is === 'variable') return valueNamed(term.name, values)
  if (term.is === 'not') return !isTrue(termIn(term.term, values))
  const [left, right] = [termIn(term.left, values), termIn(term.right, values)]
  if (term.by === 'eq') return String(left) === String(right)
  return term.by === 'gt' ? Number(left) > Number(right) : Number(left) < Number(right)
}
const isTrue = (value: string | number | boolean) => value !== '' && value !== 0 && value !== false

// Reading what the parser gives

type Node = hbs.AST.Node
type Call = Pick<hbs.AST.MustacheStatement, 'path' | 'params' | 'hash' | 'loc'>

function readProgram(parsed: hbs.AST.Program): ReadTemplate {
  const variables: UsedVariable[] = []
  const faults: TemplateFault[] = []

  const refuse = ({ loc }: Node, message: string) => void faults.push({ ...placeOf(loc), message })

  function programOf(body: hbs.AST.Program | undefined, depth: number): Program {
    return (body?.body ?? []).flatMap(statement => pieceOf(statement, depth) ?? [])
  }

  function pieceOf(statement: Node, depth: number): Piece | undefined {
    if (statement.type === 'ContentStatement')
      return { is: 'text', text: (statement as hbs.AST.ContentStatement).value }
    if (statement.type === 'CommentStatement') return undefined
    if (statement.type === 'MustacheStatement') return shown(statement as hbs.AST.MustacheStatement)
    if (statement.type === 'BlockStatement') return condition(statement as hbs.AST.BlockStatement, depth)
    const what = statement.type.startsWith('Partial')
      ? 'Other files cannot be taken in'
      : 'Decorators do not exist here'
    return refuse(statement, `${what}. ${ALLOWED}`) as undefined
  }

  function shown(statement: hbs.AST.MustacheStatement): Piece | undefined {
    const name = nameOf(statement.path)
    if (!statement.escaped) {
      return refuse(
        statement,
        `Write two braces: {{${name ?? 'group.name'}}}. What it stands for is always plain text.`,
      )
    }
    if (isOneOf(BLOCKS, name)) return refuse(statement, `"${name}" begins a block: {{#${name} …}} … {{/${name}}}.`)
    if (isOneOf(COMPARISONS, name)) {
      return refuse(statement, `"${name}" stands in a condition only: {{#if (${name} day 3)}} … {{/if}}.`)
    }
    if (hasArguments(statement)) return refuse(statement, `${unknownHelper(name)} ${ALLOWED}`)
    return variable(statement.path)
  }

  function condition(block: hbs.AST.BlockStatement, depth: number): Piece | undefined {
    const name = nameOf(block.path)
    if (!isOneOf(BLOCKS, name)) return refuse(block, `${unknownHelper(name)} ${ALLOWED}`)
    if (depth >= DEPTH_MAX) return refuse(block, `More than ${DEPTH_MAX} conditions within each other.`)
    const hasNames = (block.program ?? block.inverse)?.blockParams?.length > 0
    if (block.params.length !== 1 || isWithHash(block) || hasNames) {
      return refuse(
        block,
        `{{#${name}}} takes one condition: {{#${name} stats.checkedInToday}}, {{#${name} (eq day 3)}}.`,
      )
    }
    const when = term(block.params[0]!, depth)
    const [then, otherwise] = [programOf(block.program, depth + 1), programOf(block.inverse, depth + 1)]
    if (!when) return undefined
    return { is: 'condition', when: name === 'if' ? when : { is: 'not', term: when }, then, otherwise }
  }

  function term(expression: hbs.AST.Expression, depth: number): Term | undefined {
    if (expression.type === 'PathExpression') return variable(expression as hbs.AST.PathExpression)
    if (expression.type === 'SubExpression') return comparison(expression as hbs.AST.SubExpression, depth)
    const { value } = expression as { readonly value?: unknown } & Node
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      return { is: 'literal', value }
    }
    return refuse(
      expression,
      `This is no value. Use a variable, a number, or a text in quotes. ${ALLOWED}`,
    ) as undefined
  }

  function comparison(call: hbs.AST.SubExpression, depth: number): Term | undefined {
    const name = nameOf(call.path)
    if (!isOneOf(COMPARISONS, name)) return refuse(call, `${unknownHelper(name)} ${ALLOWED}`)
    if (depth >= DEPTH_MAX) return refuse(call, `More than ${DEPTH_MAX} conditions within each other.`)
    if (call.params.length !== 2 || isWithHash(call))
      return refuse(call, `"${name}" takes two values: (${name} day 3).`)
    const [left, right] = call.params.map(param => term(param, depth + 1))
    return left && right && { is: 'comparison', by: name, left, right }
  }

  function variable(path: Call['path']): { readonly is: 'variable'; readonly name: string } | undefined {
    const name = nameOf(path)
    if (name === undefined) {
      return refuse(path, `This is no variable: its name is made of letters and dots, as in {{group.name}}. ${ALLOWED}`)
    }
    variables.push({ name, ...placeOf(path.loc) })
    return { is: 'variable', name }
  }

  return { program: programOf(parsed, 0), variables, faults }
}

const placeOf = ({ start }: hbs.AST.SourceLocation): TemplatePlace => ({ line: start.line, column: start.column + 1 })

/** The name that was written, when it is one: no `@root`, no `../`, no `this`, nothing in brackets. */
function nameOf(path: Node): string | undefined {
  if (path.type !== 'PathExpression') return undefined
  const { original, data, depth, parts } = path as hbs.AST.PathExpression
  const isPlain = !data && depth === 0 && parts.join('.') === original && original !== 'this'
  return isPlain && NAME.test(original) ? original : undefined
}

const isWithHash = ({ hash }: Pick<Call, 'hash'>) => (hash?.pairs.length ?? 0) > 0
const hasArguments = (call: Call) => call.params.length > 0 || isWithHash(call)
const isOneOf = <T extends string>(names: readonly T[], name: string | undefined): name is T =>
  (names as readonly (string | undefined)[]).includes(name)

function unknownHelper(name: string | undefined): string {
  if (name === undefined) return 'This is nothing that a text can have.'
  return `There is no "${name}".${didYouMean(name, [...BLOCKS, ...COMPARISONS])}`
}

// What the parser says when it cannot read

function faultOfParser(error: unknown, source: string): TemplateFault {
  const message = error instanceof Error ? error.message : String(error)
  const { lineNumber, column = 0 } = error as { readonly lineNumber?: number; readonly column?: number }
  const [, open, close] = /^(\S+) doesn't match (\S+)/.exec(message) ?? []
  if (open && lineNumber)
    return { line: lineNumber, column: column + 1, message: `{{#${open}}} is closed by {{/${close}}}.` }
  const unclosed = /got 'EOF'/.test(message) && lastOpen(source)
  if (unclosed)
    return {
      ...placeIn(source, unclosed.at),
      message: `{{#${unclosed.name}}} is not closed: {{/${unclosed.name}}} is missing.`,
    }
  const line = lineNumber ?? Number(/on line (\d+)/.exec(message)?.[1] ?? 1)
  const text = source.split(/\r\n?|\n/)[line - 1] ?? ''
  const said = 'This cannot be read. Write \\{{ for two braces that are meant as such.'
  return { line, column: unreadableIn(text) + 1, message: `${said} ${ALLOWED}` }
}

/** The block that nothing closes, innermost. */
function lastOpen(source: string): { readonly name: string; readonly at: number } | undefined {
  const open: { name: string; at: number }[] = []
  for (const { 1: sign, 2: name, index } of source.matchAll(/\{\{~?([#/^])\s*([\w.-]+)/g)) {
    if (sign === '/') open.pop()
    else open.push({ name: name!, at: index })
  }
  return open.at(-1)
}

function placeIn(source: string, at: number): TemplatePlace {
  const before = source.slice(0, at).split(/\r\n?|\n/)
  return { line: before.length, column: before.at(-1)!.length + 1 }
}

/** Where in a line the first {{…}} is that cannot be read by itself; else, where the last one is. */
function unreadableIn(line: string): number {
  for (const { 0: mustache, index } of line.matchAll(/\{\{(?!~?(?:[#/^]|else))[^}]*\}*/g)) {
    try {
      Handlebars.parse(mustache)
    } catch {
      return index
    }
  }
  return Math.max(0, line.lastIndexOf('{{'))
}
