import type { Role } from '../events/event.ts'
import { type CommandRegistry, commandsFor, registerCommands, usageOf } from './command.ts'
import type { Explained, HelpLine } from './core/bonfire-plugin.ts'
import type { Plugins } from './deciding.ts'
import type { Locale } from './messages.ts'
import type { AnyPlugin } from './plugin.ts'

/** The plugins by every way there is to find them. */
export function indexed(all: readonly AnyPlugin[]): Pick<Plugins, 'all' | 'byName' | 'registry' | 'reactions'> {
  const reactions = new Map<string, { plugin: number; decide: AnyPlugin['reactions'][number]['decide'] }[]>()
  all.forEach((plugin, index) => {
    for (const { to, decide } of plugin.reactions) {
      reactions.set(to, [...(reactions.get(to) ?? []), { plugin: index, decide }])
    }
  })
  const byName = new Map(all.map((plugin, index) => [plugin.name, index]))
  return { all, byName, registry: registerCommands(all).registry, reactions }
}

/** The commands that a role may use, as help shows them. */
export function helpLines(plugins: readonly AnyPlugin[], role: Role): Readonly<Record<Locale, readonly HelpLine[]>> {
  const lines = (locale: Locale) =>
    commandsFor(plugins, role).map(({ words, about, who }) => ({
      word: words[0]!,
      alias: words[1] ?? null,
      about: about[locale],
      who,
    }))
  return { 'zh-CN': lines('zh-CN'), 'en-US': lines('en-US') }
}

/** One command as help explains it. */
export function explained(registry: CommandRegistry, typed: string): Explained | undefined {
  const found = registry.get(typed.trim().normalize('NFKC').toLowerCase().replace(/^\//u, ''))
  if (!found) return undefined
  const { words, about = null, who = 'member' } = found.command
  return { words, about, usage: usageOf(found), least: who }
}
