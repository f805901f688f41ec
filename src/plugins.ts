import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { didYouMean } from './did-you-mean.ts'
import { BonfireError } from './errors.ts'
import type { LoadedPlugin, PluginFolders } from './loaded-plugin.ts'
import { checkPlugins } from './plugin-checks.ts'
import { describeExport, isPlugin } from './plugin-export.ts'
import { machineTime } from './scheduler/clock.ts'

/** What was found of the plugins that a configuration names. */
export interface FoundPlugins {
  readonly loaded: readonly LoadedPlugin[]
  /** What is wrong with them, one by one and with each other. */
  readonly mistakes: readonly string[]
}

/**
 * Loads plugins, in the order given. A name is that of a folder in `folder`, or of a package: `bonfire-plugin-x`, `@scope/x`.
 * @throws PLUGINS_INVALID with everything that is wrong.
 */
export async function loadPlugins(names: readonly string[], folders: PluginFolders): Promise<readonly LoadedPlugin[]> {
  const { loaded, mistakes } = await findPlugins(names, folders)
  if (mistakes.length > 0) throw new BonfireError('PLUGINS_INVALID', { folder: folders.folder, mistakes })
  return loaded
}

/** As `loadPlugins`, for who has more to complain about. */
export async function findPlugins(names: readonly string[], folders: PluginFolders): Promise<FoundPlugins> {
  const loaded: LoadedPlugin[] = []
  const mistakes: string[] = []
  for (const [index, name] of names.entries()) {
    const found = names.indexOf(name) < index ? `"${name}" is there twice.` : await loadPlugin(name, folders)
    if (typeof found === 'string') mistakes.push(`plugins[${index}]: ${found}`)
    else loaded.push(found)
  }
  return { loaded, mistakes: [...mistakes, ...checkPlugins(loaded, { names, ...folders, locate: locatePlugin })] }
}

/** `check-in 12 ms, points 3 ms` */
export function loadTimes(loaded: readonly LoadedPlugin[]): string {
  return loaded.map(({ plugin, loadMs }) => `${plugin.name} ${Math.round(loadMs)} ms`).join(', ')
}

/** The plugins as a table: name, place, time, what people can type. */
export function pluginTable(loaded: readonly LoadedPlugin[]): string {
  const rows = loaded.map(({ plugin, place, loadMs }) => [
    plugin.name,
    place,
    `${Math.round(loadMs)} ms`,
    Object.values(plugin.commands)
      .map(({ words }) => `/${words[0]}`)
      .join(' '),
  ])
  const all = [['plugin', 'from', 'loaded in', 'commands'], ...rows]
  const widths = [0, 1, 2].map(column => Math.max(...all.map(row => row[column]!.length)))
  return all
    .map(row => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map(line => `  ${line.trimEnd()}`)
    .join('\n')
}

/** The longest that a plugin may take to load, in milliseconds. One that waits for the network never starts a bot. */
const LOAD_MS_MAX = 30_000

async function loadPlugin(name: string, folders: PluginFolders): Promise<LoadedPlugin | string> {
  // 1. Find
  const at = locatePlugin(name, folders)
  if (at === undefined) return notFound(name, folders)
  const place = path.relative(folders.root, at)
  const entry = entryOf(at)
  if (entry === undefined) return `${place}: has no index.ts, and no package.json that names another file.`
  const file = path.relative(folders.root, entry)
  // 2. Load
  const startMs = machineTime.elapsedMs()
  const module = await importFile(entry).catch(
    error => `${place}: threw while it was loaded, in ${placeOf(error, at, folders.root) ?? file}: ${textOf(error)}`,
  )
  if (typeof module === 'string') return module
  const loadMs = machineTime.elapsedMs() - startMs
  // 3. Look at what it exports
  const { default: plugin } = module
  if (!isPlugin(plugin)) return `${file}: ${describeExport(module)}`
  return { plugin, requested: name, place, file, loadMs }
}

/** Two forms that can be nothing but a package's name. A folder goes first, so that a package can be patched. */
const PACKAGE_NAME = /^(bonfire-plugin-[a-z0-9._-]+|@[a-z0-9._-]+\/[a-z0-9._-]+)$/
const FOLDER_NAME = /^[\p{L}\p{N}_][\p{L}\p{N}._-]*$/u

/** The folder of a plugin, of its own or of its package. */
export function locatePlugin(name: string, { folder, root }: PluginFolders): string | undefined {
  const own = path.join(folder, name)
  if (FOLDER_NAME.test(name) && existsSync(own)) return own
  if (!PACKAGE_NAME.test(name)) return undefined
  const searched = createRequire(path.join(root, 'package.json')).resolve.paths(name) ?? []
  return searched.map(modules => path.join(modules, name)).find(at => existsSync(path.join(at, 'package.json')))
}

function notFound(name: string, { folder, root }: PluginFolders): string {
  if (PACKAGE_NAME.test(name)) return `"${name}" is not installed. Run: npm install ${name}`
  const there = pluginFolders(folder)
  const shown = path.relative(root, folder) || '.'
  const others = there.length > 0 ? `There are: ${there.join(', ')}.` : 'There are none.'
  return `"${name}" is no folder in ${shown}/.${didYouMean(name, there)} ${others}`
}

function pluginFolders(folder: string): readonly string[] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder, { withFileTypes: true })
  const folders = entries.filter(entry => entry.isDirectory() || entry.isSymbolicLink())
  return folders
    .map(({ name }) => name)
    .filter(name => FOLDER_NAME.test(name))
    .sort()
}

/** The file that Node would load for the folder. */
function entryOf(at: string): string | undefined {
  const named = manifestEntry(path.join(at, 'package.json'))
  const candidates = [...(named ? [named] : []), 'index.ts', 'index.js', 'index.mjs']
  return candidates.map(file => path.join(at, file)).find(file => existsSync(file))
}

interface Manifest {
  readonly exports?: unknown
  readonly main?: string
}

function manifestEntry(file: string): string | undefined {
  try {
    const { exports, main } = JSON.parse(readFileSync(file, 'utf8')) as Manifest
    return exportedFile(exports) ?? main
  } catch {
    // A folder plugin has none.
    return undefined
  }
}

/** Conditions as Node reads them: the first that holds, in the order of the file. */
function exportedFile(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports
  if (typeof exports !== 'object' || exports === null) return undefined
  for (const [key, value] of Object.entries(exports)) {
    const file = ['.', 'node', 'import', 'module-sync', 'default'].includes(key) ? exportedFile(value) : undefined
    if (file !== undefined) return file
  }
  return undefined
}

async function importFile(file: string): Promise<Readonly<Record<string, unknown>>> {
  const limit = Promise.withResolvers<never>()
  const late = () =>
    limit.reject(new Error(`it is not loaded after ${LOAD_MS_MAX / 1000} s. Does it wait for something?`))
  const timer = setTimeout(late, LOAD_MS_MAX)
  try {
    return await Promise.race([import(pathToFileURL(file).href), limit.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** The plugin's own line that an error came from, as far as the error knows. */
function placeOf(error: unknown, at: string, root: string): string | undefined {
  const stack = (error instanceof Error && error.stack) || ''
  for (const [place] of stack.matchAll(/\/[^\s()]+?:\d+/g)) {
    const file = decodeURI(place.replace(/^\/\/(?=\/)/, ''))
    if (file.startsWith(at + path.sep)) return path.relative(root, file)
  }
  return undefined
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return `it threw ${JSON.stringify(error)}`
  const [first] = error.message.split('\n')
  return error.name === 'Error' ? first! : `${error.name}: ${first}`
}
