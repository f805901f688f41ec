import { z } from 'zod'
import type { AnyPlugin } from './host/plugin.ts'
import { parts } from './host/slice.ts'

/** Whether a value was made by `definePlugin`, of this Bonfire. */
export function isPlugin(value: unknown): value is AnyPlugin {
  return (
    isObject(value) &&
    typeof value.name === 'string' &&
    Array.isArray(value.reactions) &&
    problemOf(value) === undefined
  )
}

/** What a module exports instead of a plugin, as a sentence that follows the file's name. */
export function describeExport(module: Readonly<Record<string, unknown>>): string {
  const { default: found, ...named } = module
  const wanted = 'Use: export default definePlugin({ … })'
  if (found === undefined) {
    const names = Object.keys(named)
    return `has no default export${names.length > 0 ? `, only ${names.join(', ')}` : ''}. ${wanted}`
  }
  if (!isObject(found)) return `its default export is ${kindOf(found)}, no plugin. ${wanted}`
  if (isObject(found.facts) && parts in found) return `its default export is a slice, no plugin. ${wanted}`
  const isDefinition = 'slice' in found && !('reactions' in found && Array.isArray(found.reactions))
  if (isDefinition)
    return 'its default export is an object that nothing has checked. Use: export default definePlugin(…)'
  const problem = problemOf(found)
  if (problem !== undefined) return `its default export is no plugin: ${problem}.`
  return `its default export is no plugin: an object with ${keysOf(found)}. ${wanted}`
}

/** Why a value that looks like a plugin is none. */
function problemOf({ slice, messages, config }: Readonly<Record<string, unknown>>): string | undefined {
  if (!isObject(slice)) return 'it has no slice'
  if (!(parts in slice))
    return 'its slice was made by another copy of bonfire. A package must name bonfire as a peer, not bring its own'
  if (!isObject(messages) || !isObject(messages.phrases)) return 'its messages are not made by defineMessages'
  // Not instanceof: a package may bring a zod of its own.
  if (!isObject(config) || !('_zod' in config))
    return `its config is no schema of zod 4 (this Bonfire has ${z.core.version.major}.${z.core.version.minor})`
  return undefined
}

const isObject = (value: unknown): value is Readonly<Record<PropertyKey, unknown>> =>
  typeof value === 'object' && value !== null

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`
}

function keysOf(value: object): string {
  const keys = Object.keys(value)
  return keys.length === 0 ? 'no keys' : keys.slice(0, 8).join(', ')
}
