import type { MemberId } from '../events/ids.ts'
import { guarded } from './draft.ts'
import type { Locale, Saying } from './messages.ts'
import type { AnyPlugin } from './plugin.ts'
import type { Period } from './plugin-parts.ts'

/** What one plugin knows of one member, under the name by which it is exported. */
export interface ProfileLine {
  readonly key: string
  readonly about: Readonly<Record<Locale, string>>
  /** Null: nothing. */
  readonly value: string | number | null
}

/** What all plugins have to say about a member, and about a period: for the commands that put it together. */
export interface Collected {
  /** The names of all that `profileOf` tells, in its order. */
  readonly columns: readonly string[]
  profileOf(member: MemberId): readonly ProfileLine[]
  /** The lines of each plugin, in configuration order. */
  stats(period: Period): readonly Saying[]
  /** How the group stands, by each plugin. */
  standing(): readonly Saying[]
  /** Whether any plugin can remove members by a plan with these sections, as they are written. */
  canRemove(sections: Readonly<Record<string, unknown>>): boolean
}

/** @param contextOf makes the context of a plugin, by its place among all. */
export function collectedFrom(all: readonly AnyPlugin[], contextOf: (plugin: number) => object): Collected {
  const contexts = new Map<number, object>()
  const contextAt = (plugin: number) => {
    const context = contexts.get(plugin) ?? contextOf(plugin)
    contexts.set(plugin, context)
    return context as never
  }
  const profiles = all.flatMap(({ name, profile }, plugin) =>
    Object.entries(profile).map(([key, { about, of }]) => ({
      where: `${name}/profile.${key}`,
      plugin,
      key,
      about,
      of,
    })),
  )
  return {
    columns: profiles.map(({ key }) => key),
    profileOf: member =>
      profiles.map(({ where, plugin, key, about, of }) => ({
        key,
        about,
        value: guarded(where, () => of(contextAt(plugin), member)),
      })),
    stats: period =>
      all.flatMap(({ name, stats }, plugin) =>
        stats ? guarded(`${name}/stats`, () => stats(contextAt(plugin), period)) : [],
      ),
    canRemove: sections =>
      all.some(({ name, config, canRemove }, plugin) => {
        if (!canRemove) return false
        const { config: current } = contextAt(plugin) as { readonly config: never }
        const read = config.safeParse(sections[name] ?? {})
        return guarded(`${name}/canRemove`, () => (read.success ? canRemove(read.data as never) : canRemove(current)))
      }),
    standing: () =>
      all.flatMap(({ name, standing }, plugin) =>
        standing ? guarded(`${name}/standing`, () => standing(contextAt(plugin))) : [],
      ),
  }
}
