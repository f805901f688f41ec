import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** A module as one function: its statements, and what it exports by which name. */
interface Piece {
  readonly number: number
  readonly url: string
  readonly body: string
  readonly exports: ReadonlyMap<string, string>
}

const IMPORT = /^import\s+(?:\{([^}]*)\}|\*\s+as\s+(\w+))\s+from\s+['"]([^'"]+)['"];?[ \t]*$/gm
const EXPORT_LIST = /^export\s+\{([^}]*)\}(?:\s+from\s+['"]([^'"]+)['"])?;?[ \t]*$/gm
const EXPORT_DECLARATION = /^export\s+((?:const|(?:async\s+)?function\*?|class)\s+([\w$]+))/gm
const LEFT_OVER = /^(?:import|export)\b.*$/m
const SOURCE_MAP = /^\/\/# sourceMappingURL=.*$/gm
/** Comments that stand on lines of their own; those that name a licence stay. */
const COMMENT = /^[ \t]*\/\*(?!!)(?:[^*]|\*(?!\/))*\*\/[ \t]*\n/gm

/**
 * A module and all that it imports as one script, for a page in one file. A small subset of the language is understood,
 * and whatever is not is an error: statements at the start of a line, names in braces or `* as`, no cycle, no default.
 */
export function joinModules(entry: URL): string {
  const pieces = new Map<string, Piece>()
  readPieces(entry.href, pieces, new Set())
  const parts = [...pieces.values()].map(({ number, body, exports }) => {
    const names = [...exports].map(([name, value]) => `${name}: ${value}`)
    return `const m${number} = (() => {\n${body}\nreturn { ${names.join(', ')} }\n})()\n`
  })
  return `(() => {\n'use strict'\n${parts.join('')}})()\n`
}

/** What a module needs comes before it. */
function readPieces(url: string, pieces: Map<string, Piece>, above: ReadonlySet<string>): Piece {
  const known = pieces.get(url)
  if (known) return known
  if (above.has(url)) throw new Error(`${url}: imports itself through others. Take the cycle apart.`)
  const below = new Set([...above, url])
  const needed = (from: string) => `m${readPieces(resolved(from, url), pieces, below).number}`
  const exports = new Map<string, string>()
  const body = bodyOf(readFileSync(fileURLToPath(url), 'utf8'), needed, exports)
  const left = LEFT_OVER.exec(body)
  if (left) throw new Error(`${url}: cannot join "${left[0]}". Write it with names in braces, on lines of its own.`)
  const piece = { number: pieces.size, url, body, exports }
  pieces.set(url, piece)
  return piece
}

function bodyOf(source: string, needed: (from: string) => string, exports: Map<string, string>): string {
  return source
    .replaceAll(SOURCE_MAP, '')
    .replaceAll(COMMENT, '')
    .replaceAll(IMPORT, (_, names: string | undefined, all: string | undefined, from: string) => {
      if (all !== undefined) return `const ${all} = ${needed(from)}`
      const taken = namesIn(names ?? '').map(([name, as]) => (name === as ? name : `${name}: ${as}`))
      return taken.length === 0 ? '' : `const { ${taken.join(', ')} } = ${needed(from)}`
    })
    .replaceAll(EXPORT_LIST, (_, names: string, from: string | undefined) => {
      for (const [name, as] of namesIn(names)) exports.set(as, from === undefined ? name : `${needed(from)}.${name}`)
      return ''
    })
    .replaceAll(EXPORT_DECLARATION, (_, declaration: string, name: string) => {
      exports.set(name, name)
      return declaration
    })
}

/** `a, b as c` as pairs of what it is called there and here. */
function namesIn(list: string): readonly (readonly [name: string, as: string])[] {
  return list
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '')
    .map(part => {
      const [name = '', as = name] = part.split(/\s+as\s+/)
      return [name, as] as const
    })
}

function resolved(from: string, by: string): string {
  if (/^\.{1,2}\//.test(from)) return new URL(from, by).href
  return pathToFileURL(createRequire(by).resolve(from)).href
}
