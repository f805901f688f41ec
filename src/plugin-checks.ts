import path from 'node:path'
import { PLAN_FILE_KEYS } from './content/schemas/plan.ts'
import { registerCommands } from './host/command.ts'
import { CORE, CORE_SLICES, corePlugin, NO_HELP } from './host/core/bonfire-plugin.ts'
import { dashboardPlugin } from './host/core/dashboard-plugin.ts'
import { planPlugin } from './host/core/plan-plugin.ts'
import type { AnySlice } from './host/slice.ts'
import type { LoadedPlugin, PluginFolders } from './loaded-plugin.ts'
import { PLAN_KEYS } from './plan.ts'

/** What the checks need besides the plugins that were loaded. */
export interface Surroundings extends PluginFolders {
  /** The names in the configuration, those that failed included. */
  readonly names: readonly string[]
  /** Where a plugin of that name would be. */
  readonly locate: (name: string, folders: PluginFolders) => string | undefined
}

/** Everything by which plugins do not fit together, each with both places. */
export function checkPlugins(loaded: readonly LoadedPlugin[], around: Surroundings): string[] {
  // One of two with the same name: every word of the other would be claimed twice.
  const unique = loaded.filter(
    (one, index) => loaded.findIndex(other => other.plugin.name === one.plugin.name) === index,
  )
  return [
    ...checkNames(loaded, unique),
    ...unique.flatMap(one => checkUses(one, unique, around)),
    ...checkOrder(unique),
    ...unique.flatMap(checkWords),
    ...checkConflicts(unique),
    ...checkViews(unique),
  ]
}

const RESERVED: ReadonlySet<string> = new Set([
  CORE,
  ...CORE_SLICES.map(({ name }) => name),
  ...PLAN_KEYS,
  ...PLAN_FILE_KEYS,
])
/** It is part of file names, of causes and of keys in a plan. */
const NAME = /^[a-z][a-z0-9-]{0,31}$/

function checkNames(loaded: readonly LoadedPlugin[], unique: readonly LoadedPlugin[]): string[] {
  return loaded.flatMap(one => {
    const { plugin, file, place, requested } = one
    const { name } = plugin
    const first = unique.find(other => other.plugin.name === name)!
    if (first !== one) return [`${first.file} and ${file}: both are named "${name}". Rename the slice of one of them.`]
    if (RESERVED.has(name)) return [`${file}: the name "${name}" is Bonfire's own. Give the slice another one.`]
    if (!NAME.test(name))
      return [`${file}: "${name}" is no name for a slice. Use lower-case letters, digits and hyphens.`]
    const isFolder = path.basename(place) === requested && !place.includes('node_modules')
    // Everything that names a plugin, from the plan to a log line, would name another folder.
    if (isFolder && name !== requested)
      return [`${file}: its slice is named "${name}". Name it as its folder: "${requested}".`]
    return []
  })
}

function checkUses({ plugin, place }: LoadedPlugin, loaded: readonly LoadedPlugin[], around: Surroundings): string[] {
  const known = new Set<AnySlice>([...CORE_SLICES, ...loaded.map(other => other.plugin.slice)])
  return plugin.uses
    .filter(slice => !known.has(slice))
    .flatMap(({ name }) => {
      const twin = loaded.find(other => other.plugin.name === name)
      if (twin)
        return [`${place}: uses another copy of the slice "${name}" than ${twin.file} has. Import the same facts.ts.`]
      if (RESERVED.has(name))
        return [`${place}: uses a slice "${name}" that is not Bonfire's own. Import it from 'bonfire'.`]
      return missingPlugin({ name, user: plugin.name, place }, around)
    })
}

/** Says where the plugin lives that is missing, and the line to write. Nothing when it failed: that has been said. */
function missingPlugin(
  { name, user, place }: { readonly name: string; readonly user: string; readonly place: string },
  around: Surroundings,
): string[] {
  const candidates = [name, `bonfire-plugin-${name}`]
  if (candidates.some(candidate => around.names.includes(candidate))) return []
  const missing = `${place}: uses the slice "${name}", whose plugin is not loaded.`
  const there = candidates.find(candidate => around.locate(candidate, around) !== undefined)
  if (there === undefined)
    return [
      `${missing} There is no plugins/${name}: install the package that brings it, and add its name to "plugins".`,
    ]
  const lives = path.relative(around.root, around.locate(there, around)!)
  const list = around.names.flatMap(other =>
    other === user || other.endsWith(`bonfire-plugin-${user}`) ? [there, other] : [other],
  )
  return [`${missing} It lives in ${lives}. Write: plugins: [${list.map(item => `'${item}'`).join(', ')}]`]
}

/**
 * Facts are folded before anybody reacts to them, so a plugin may come before one that it reacts to. It matters in one case:
 * both react to the same fact, and one reads what the other makes of it.
 */
function checkOrder(loaded: readonly LoadedPlugin[]): string[] {
  return loaded.flatMap((one, index) =>
    loaded.slice(index + 1).flatMap(later => {
      const reads = one.plugin.uses.includes(later.plugin.slice)
      const isMutual = later.plugin.uses.includes(one.plugin.slice)
      const fact = one.plugin.reactions.find(({ to }) => later.plugin.reactions.some(other => other.to === to))?.to
      if (!reads || isMutual || fact === undefined) return []
      return [
        `${one.place} and ${later.place}: both react to ${fact}, and "${one.plugin.name}" reads the slice "${later.plugin.name}" before that has changed. In "plugins", put '${later.requested}' before '${one.requested}'.`,
      ]
    }),
  )
}

/** What Telegram accepts as a command: core.telegram.org/bots/api#botcommand, read 2026-11-21. */
const TELEGRAM_WORD = /^[a-z0-9_]{1,32}$/
/** What can be typed as the first word of a message. The limit is that of `readSpoken`. */
const WORD = /^[^\s/@]{1,64}$/u

function checkWords({ plugin, place }: LoadedPlugin): string[] {
  return Object.entries(plugin.commands).flatMap(([key, { words, slashOnly = [] }]) => {
    const at = `${place}: commands.${key}`
    const [first = ''] = words
    return [
      ...(TELEGRAM_WORD.test(first)
        ? []
        : [`${at}: the first word "${first}" stands in Telegram's menu. Use 1–32 of a–z, 0–9 and _.`]),
      ...words
        .slice(1)
        .flatMap(word =>
          WORD.test(word)
            ? []
            : [`${at}: nobody can type the word "${word}". Use 1–64 characters without spaces, / and @.`],
        ),
      ...slashOnly.flatMap(word =>
        words.includes(word) ? [] : [`${at}: slashOnly names "${word}", which is not one of its words.`],
      ),
    ]
  })
}

function checkConflicts(loaded: readonly LoadedPlugin[]): string[] {
  const own = corePlugin(NO_HELP)
  const { conflicts } = registerCommands([own, planPlugin, dashboardPlugin(), ...loaded.map(({ plugin }) => plugin)])
  const placed = (text: string) =>
    text.replace(/^plugins\/([^:]+)/, (whole, name) => {
      if (RESERVED.has(name)) return 'Bonfire itself'
      return loaded.find(({ plugin }) => plugin.name === name)?.place ?? whole
    })
  return conflicts.map(
    ({ word, first, second }) =>
      `${placed(first)} and ${placed(second)}: both claim the word "${word}". Take it from one of them.`,
  )
}

/** Figures of two views would be kept in the same pages. */
function checkViews(loaded: readonly LoadedPlugin[]): string[] {
  const views = loaded.flatMap(({ plugin, place }) => plugin.views.map(({ name }) => ({ name, place })))
  return views.flatMap(({ name, place }, index) => {
    const first = views.findIndex(other => other.name === name)
    return first === index
      ? []
      : [`${views[first]!.place} and ${place}: both have a view named "${name}". Rename one of them.`]
  })
}
