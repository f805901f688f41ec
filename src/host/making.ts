import type { GroupId, Instant } from '../events/ids.ts'
import { contextsAt, type LiveGroup, type Plugins } from './deciding.ts'
import { guarded } from './draft.ts'
import type { NamedFigure } from './figure.ts'
import type { Card, DaysOf, MadeFile } from './plugin-parts.ts'
import { recordOf } from './table.ts'
import type { AnyView } from './view.ts'

/** What a delivery brings along, named as it is recorded. */
export interface Wanted {
  readonly plugin: string
  /** Of the file, or of the picture. */
  readonly name: string
  /** Of the message that it goes with. */
  readonly params: object
}

/** What plugins make for a message when it is sent. */
export interface Making {
  /**
   * A file that a plugin makes, as it is at that instant. Undefined: it makes none of that name.
   * @throws PluginStopped when the plugin throws.
   */
  fileOf(group: GroupId, wanted: Wanted, at: Instant): MadeFile | undefined
  /** A picture that a plugin describes, likewise. */
  pictureOf(group: GroupId, wanted: Wanted, at: Instant): Card | undefined
  /**
   * What all plugins show of a group, in configuration order. One that throws shows nothing: `onTrouble` is told. Goes
   * through all members: ask seldom.
   */
  figuresOf(group: GroupId, at: Instant, onTrouble: (where: string, error: unknown) => void): readonly NamedFigure[]
}

export function createMaking(plugins: Plugins, live: (group: GroupId) => LiveGroup): Making {
  function make<Made>(
    group: GroupId,
    where: string,
    { plugin, params }: Wanted,
    at: Instant,
    maker: (context: never, params: never) => Made,
  ): Made {
    const place = `${plugin}/${where}`
    const contextOf = contextsAt(plugins, live(group), { now: at, cause: place })
    return guarded(place, () => maker(contextOf(plugins.byName.get(plugin)!) as never, params as never))
  }
  const pluginOf = ({ plugin }: Wanted) => plugins.all[plugins.byName.get(plugin) ?? -1]

  return {
    fileOf(group, wanted, at) {
      const part = pluginOf(wanted)?.files[wanted.name]
      if (!part) return undefined
      return make(group, `files.${wanted.name}`, wanted, at, typeof part === 'function' ? part : part.make)
    },
    pictureOf(group, wanted, at) {
      const part = pluginOf(wanted)?.pictures[wanted.name]
      return part && make(group, `pictures.${wanted.name}`, wanted, at, part)
    },
    figuresOf(group, at, onTrouble) {
      const here = live(group)
      const days = ((view: AnyView, day: string) => {
        const index = here.group.schema.views.indexOf(view)
        return index < 0 ? undefined : recordOf(here.group.views[index]!, day)
      }) as DaysOf
      const contextOf = contextsAt(plugins, here, { now: at, cause: 'figures' })
      return plugins.all.flatMap((plugin, index) => {
        const context = contextOf(index)
        return Object.entries(plugin.figures).flatMap(([name, part]) => {
          try {
            const figure = part(context as never, days)
            // A plugin without types may forget to return anything.
            return !figure ? [] : [{ plugin: plugin.name, name, figure }]
          } catch (error) {
            onTrouble(`${plugin.name}/figures.${name}`, error)
            return []
          }
        })
      })
    },
  }
}
