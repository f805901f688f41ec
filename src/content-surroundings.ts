import type { Config } from './config.ts'
import type { CheckOptions } from './content/check/check-library.ts'
import { registerCommands } from './host/command.ts'
import { corePlugin, NO_HELP } from './host/core/bonfire-plugin.ts'
import { planPlugin } from './host/core/plan-plugin.ts'
import { setupPlugin } from './host/core/setup-plugin.ts'

/** What a configuration says about the library, for checking it: sections of plugins, commands, variables. */
export function contentSurroundings({
  plugins,
  setup,
  checkSection,
}: Pick<Config, 'plugins' | 'setup' | 'checkSection'>): Required<Omit<CheckOptions, 'now'>> {
  const loaded = plugins.map(({ plugin }) => plugin)
  const own = [corePlugin(NO_HELP), planPlugin, setupPlugin(setup)]
  const { registry } = registerCommands([...own, ...loaded])
  const variables = loaded.flatMap(({ variables }) => Object.keys(variables))
  return { sections: checkSection, commands: registry, variables }
}
