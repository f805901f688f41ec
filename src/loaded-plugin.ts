import type { AnyPlugin } from './host/plugin.ts'

/** A plugin that is loaded, and where it came from. */
export interface LoadedPlugin {
  readonly plugin: AnyPlugin
  /** The name in the configuration: a folder, or a package. */
  readonly requested: string
  /** Where it lives, seen from the project: `plugins/check-in`, `node_modules/bonfire-plugin-quiz`. */
  readonly place: string
  /** The file that exports it, seen from the project. */
  readonly file: string
  readonly loadMs: number
}

export interface PluginFolders {
  /** Holds the plugins that have a folder. */
  readonly folder: string
  /** The project: packages are looked for from here, as Node does, and places are named as seen from here. */
  readonly root: string
}
