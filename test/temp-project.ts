import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

/** The clone that the tests run in. */
export const REPOSITORY = path.resolve(import.meta.dirname, '..')

/** A project in a temporary folder: `bonfire` and `zod` can be imported there as in a real one. */
export interface TempProject {
  readonly root: string
  /** Folders of plugins. */
  readonly folder: string
  at(...names: string[]): string
  /** Writes files by path. */
  write(files: Readonly<Record<string, string>>): void
}

/** Makes a project of these files, and removes it when the test is over. */
export function tempProject(files: Readonly<Record<string, string>> = {}): TempProject {
  // The real path, since errors of Node name it: on macOS /tmp is a link.
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'bonfire-project-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const at = (...names: string[]) => path.join(root, ...names)
  const write: TempProject['write'] = files => {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(at(name)), { recursive: true })
      writeFileSync(at(name), text)
    }
  }
  mkdirSync(at('node_modules'))
  symlinkSync(REPOSITORY, at('node_modules/bonfire'))
  symlinkSync(path.join(REPOSITORY, 'node_modules/zod'), at('node_modules/zod'))
  write({ 'package.json': '{ "name": "a-project", "type": "module" }', ...files })
  return { root, folder: at('plugins'), at, write }
}

export interface PluginParts {
  readonly name: string
  /** The schema of its section. Default: no settings. */
  readonly config?: string
  /** Words of one command, as source. */
  readonly words?: string
  /** Further lines of the definition. */
  readonly more?: string
  /** Further lines in front. */
  readonly imports?: string
}

/** The source of a plugin that does nothing, but for what is given. Valid as TypeScript and as JavaScript. */
export function pluginSource({ name, config = 'z.object({})', words, more = '', imports = '' }: PluginParts): string {
  const commands = words === undefined ? '' : `commands: { it: { words: ${words}, decide: () => [] } },`
  return `import { defineMessages, definePlugin, defineSlice } from 'bonfire'
import { z } from 'zod'
${imports}
export default definePlugin({
  slice: defineSlice({ name: ${JSON.stringify(name)}, facts: {} }),
  messages: defineMessages({}, {}),
  config: ${config},
  ${commands}
  ${more}
})
`
}
