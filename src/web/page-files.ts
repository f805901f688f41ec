import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

/** What a module of a page may import by name, and where the browser finds it. */
export const IMPORT_MAP: Readonly<Record<string, string>> = {
  preact: '/modules/preact.js',
  'preact/hooks': '/modules/preact-hooks.js',
  htm: '/modules/htm.js',
  'htm/preact': '/modules/htm-preact.js',
  uplot: '/modules/uplot.js',
}

const PAGES = fileURLToPath(new URL('pages/', import.meta.url))
/** A file of a package, seen from its `package.json`: not all packages export theirs. */
const inPackage = (name: string, file: string) => path.join(path.dirname(findPackageJSON(name, import.meta.url)!), file)

const MODULES: Readonly<Record<string, () => string>> = {
  'preact.js': () => read(inPackage('preact', 'dist/preact.mjs')),
  'preact-hooks.js': () => read(inPackage('preact', 'hooks/dist/hooks.mjs')),
  'htm.js': () => read(inPackage('htm', 'dist/htm.mjs')),
  'htm-preact.js': () => read(inPackage('htm', 'preact/index.mjs')),
  // The small build is a script that leaves one name behind: as a module it exports that.
  'uplot.js': () => `${read(inPackage('uplot', 'dist/uPlot.iife.min.js'))}\nexport default uPlot\n`,
  'uplot.css': () => read(inPackage('uplot', 'dist/uPlot.min.css')),
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}
/** Below `pages/`, names of small letters: nothing leads out of it. */
const PAGE_FILE = /^(?:[a-z][a-z0-9-]*\/)*[a-z][a-z0-9-]*\.(?:js|css|svg)$/

const read = (file: string): string => readFileSync(file, 'utf8').replaceAll(/^\/\/# sourceMappingURL=.*$/gm, '')

interface Made {
  readonly etag: string
  readonly type: string
  readonly packed: Uint8Array<ArrayBuffer>
}
const made = new Map<string, Made>()

/** A module, style or picture of the pages: `/pages/dashboard/main.js`, `/modules/preact.js`. Null: there is none. */
export function pageFile(request: Request): Response | null {
  const { pathname } = new URL(request.url)
  const file = made.get(pathname) ?? make(pathname)
  if (!file) return null
  made.set(pathname, file)
  const headers = { 'content-type': file.type, etag: file.etag, 'cache-control': 'no-cache', vary: 'accept-encoding' }
  if (request.headers.get('if-none-match') === file.etag) return new Response(null, { status: 304, headers })
  return new Response(file.packed, { headers: { ...headers, 'content-encoding': 'gzip' } })
}

function make(pathname: string): Made | null {
  const text = textAt(pathname)
  const type = TYPES[path.extname(pathname)]
  if (text === null || type === undefined) return null
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
  return { etag, type, packed: new Uint8Array(gzipSync(text)) }
}

function textAt(pathname: string): string | null {
  const [, folder, ...rest] = pathname.split('/')
  const name = rest.join('/')
  if (folder === 'modules') return Object.hasOwn(MODULES, name) ? MODULES[name]!() : null
  if (folder !== 'pages' || !PAGE_FILE.test(name)) return null
  try {
    return read(path.join(PAGES, name))
  } catch {
    return null
  }
}
