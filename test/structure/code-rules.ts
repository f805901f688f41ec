import ts from 'typescript'
import { isCode, isIn, isTest, type ProjectFile } from './files.ts'

/** The only reader of the environment. */
const ENVIRONMENT_READER = 'src/config.ts'

const ENVIRONMENT = new Set(['process.env'])
const TIME_AND_CHANCE = new Set(['Date.now', 'Math.random', 'performance.now', 'process.hrtime', 'Temporal.Now'])

/** Reads of the machine's time that are no input of a decision, each with its reason. */
const TIME_ALLOWED: readonly { readonly path: string; readonly what: string; readonly reason: string }[] = [
  { path: 'src/scheduler/clock.ts', what: 'Date.now', reason: 'the clock itself' },
  { path: 'src/scheduler/clock.ts', what: 'performance.now', reason: 'the clock itself' },
  {
    path: 'src/journal/ownership.ts',
    what: 'performance.now',
    reason: 'how long ago the folder was last certain to be ours: no decision sees it',
  },
]

export function findEnvironmentReads(files: readonly ProjectFile[]): readonly string[] {
  return productCode(files)
    .filter(({ path }) => path !== ENVIRONMENT_READER)
    .flatMap(file => findNodes(file, node => (ENVIRONMENT.has(memberOf(node) ?? '') ? 'process.env' : undefined)))
    .map(found => `${found}. Only ${ENVIRONMENT_READER} reads it: take the setting as a parameter.`)
}

export function findTimeAndChance(files: readonly ProjectFile[]): readonly string[] {
  return productCode(files)
    .flatMap(file => findNodes(file, node => timeOrChance(node, file.path)))
    .map(found => `${found}. Time and chance are inputs: take \`now\`, a Clock or a random source as a parameter.`)
}

/** Plain `any`, except where a biome-ignore on this line or the one above says why. */
export function findAny(files: readonly ProjectFile[]): readonly string[] {
  return files
    .filter(isCode)
    .flatMap(file => findNodes(file, node => (isBareAny(node, file) ? 'any' : undefined)))
    .map(found => `${found}. Use \`unknown\` and narrow it, or say why it must be, in a biome-ignore comment.`)
}

/** `using` and `await using`, which Node 22 cannot read. Tests may: they are rewritten before they run. */
export function findUsing(files: readonly ProjectFile[]): readonly string[] {
  return files
    .filter(file => isCode(file) && isIn(file, 'src', 'plugins', 'scripts') && !isTest(file))
    .flatMap(file => findNodes(file, node => (isUsing(node) ? 'using' : undefined)))
    .map(found => `${found}. The oldest Node we promise cannot read it: use withResource(…), or try … finally.`)
}

function isUsing(node: ts.Node): boolean {
  return ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.Using) !== 0
}

function productCode(files: readonly ProjectFile[]): readonly ProjectFile[] {
  return files.filter(file => isCode(file) && isIn(file, 'src', 'plugins') && !isTest(file))
}

function timeOrChance(node: ts.Node, path: string): string | undefined {
  const what = isNewDate(node) ? 'new Date()' : memberOf(node)
  if (what === undefined || (what !== 'new Date()' && !TIME_AND_CHANCE.has(what))) return undefined
  return TIME_ALLOWED.some(allowed => allowed.path === path && allowed.what === what) ? undefined : what
}

/** `Date` called without an argument, with or without `new`, is the machine's time. */
function isNewDate(node: ts.Node): boolean {
  if (ts.isCallExpression(node)) return node.expression.getText() === 'Date'
  return ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length
}

/** `a.b` as text: written so, taken apart as in `const { b } = a`, or imported as in `import { b } from 'node:a'`. */
function memberOf(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.getText().replace(/^globalThis\./, '')
  if (ts.isImportSpecifier(node)) {
    const from = node.parent.parent.parent.moduleSpecifier.getText().slice(1, -1)
    return `${from.replace(/^node:/, '')}.${(node.propertyName ?? node.name).getText()}`
  }
  if (!ts.isBindingElement(node) || !ts.isVariableDeclaration(node.parent.parent)) return undefined
  return `${node.parent.parent.initializer?.getText()}.${(node.propertyName ?? node.name).getText()}`
}

function isBareAny(node: ts.Node, { text }: ProjectFile): boolean {
  if (node.kind !== ts.SyntaxKind.AnyKeyword) return false
  const lines = text.split('\n')
  const line = lineOf(node)
  return ![lines[line - 1], lines[line - 2]].some(nearby => /biome-ignore [^:]+: \S/.test(nearby ?? ''))
}

/** `path:line: what` for each node that `match` names. */
function findNodes(file: ProjectFile, match: (node: ts.Node) => string | undefined): readonly string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    const what = match(node)
    if (what !== undefined) found.push(`${file.path}:${lineOf(node)}: ${what}`)
    ts.forEachChild(node, visit)
  }
  visit(parse(file))
  return found
}

const parsed = new WeakMap<ProjectFile, ts.SourceFile>()

function parse(file: ProjectFile): ts.SourceFile {
  const known = parsed.get(file)
  if (known) return known
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true)
  parsed.set(file, source)
  return source
}

function lineOf(node: ts.Node): number {
  return node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1
}
