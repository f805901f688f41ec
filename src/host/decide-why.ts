import type { Asker } from './context.ts'
import { people } from './core/people.ts'
import { peopleMessages } from './core/people-messages.ts'
import type { Deciding, Plugins } from './deciding.ts'
import { sayOf } from './messages.ts'
import type { AnyPlugin } from './plugin.ts'

const say = sayOf(people.name, peopleMessages)

/** What is asked for, and what follows it. */
interface WhyAsked {
  readonly what?: string | undefined
  readonly rest?: string | undefined
}
type Part = AnyPlugin['why'][string]

/** `/why points …`: the plugin that explains it answers. Without a word that is known: what can be asked. */
export function decideWhy({ plugins, run, contextOf }: Deciding, asker: Asker, { what, rest = '' }: WhyAsked): void {
  const found = what === undefined ? undefined : partCalled(plugins, what.normalize('NFKC').toLowerCase())
  if (found) {
    const { plugin, key, part } = found
    run(plugin, `why.${key}`, () => part.decide(contextOf(plugin, asker) as never, rest as never), asker)
    return
  }
  const lines = plugins.all.flatMap(({ why }) =>
    Object.values(why).map(({ words, about }) => ({ word: words[0]!, alias: words[1] ?? null, about })),
  )
  run(plugins.byName.get(people.name)!, 'commands.why', () => [say.whyWhat({ lines })], asker)
}

/** The first in configuration order that answers to the word. */
function partCalled({ all }: Plugins, word: string): { plugin: number; key: string; part: Part } | undefined {
  for (const [plugin, { why }] of all.entries()) {
    for (const [key, part] of Object.entries(why)) {
      if (part.words.includes(word)) return { plugin, key, part }
    }
  }
  return undefined
}
