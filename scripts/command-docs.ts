/** Writes `docs/commands.md` from the commands that are registered: `node scripts/run.mjs scripts/command-docs.ts`. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROLES, type Role } from '../src/events/event.ts'
import { usageOf } from '../src/host/command.ts'
import { createHost } from '../src/host/host.ts'
import type { AnyPlugin, Command } from '../src/host/plugin.ts'

export const COMMAND_DOCS = join(import.meta.dirname, '..', 'docs', 'commands.md')
export const REGENERATE = 'node scripts/run.mjs scripts/command-docs.ts'

const TITLES: Readonly<Record<Role, string>> = {
  member: 'Members',
  teacher: 'Teachers, admins and owners',
  admin: 'Admins and owners',
  owner: 'Owners',
}

/** The page that lists every command of these plugins and of Bonfire itself, by who may use it. */
export function commandDocs(plugins: readonly AnyPlugin[]): string {
  const host = createHost({
    plugins,
    log: { append: () => 0, next: 1 },
    settings: () => {
      throw new Error('There is no group.')
    },
    setup: { plans: [], zoneOf: () => null },
  })
  const commands = host.plugins.flatMap(({ name, commands }) =>
    Object.values(commands).map(command => ({ plugin: name, command })),
  )
  const byRole = ROLES.flatMap(role => {
    const rows = commands.filter(({ command }) => (command.shownTo ?? command.who ?? 'member') === role)
    return rows.length === 0 ? [] : [`## ${TITLES[role]}\n`, HEAD, ...rows.map(rowOf), '']
  })
  return [...INTRO, ...byRole].join('\n')
}

const INTRO = [
  '# Commands',
  '',
  'What people can say, in the group or in private. With or without the slash it means the same; words in brackets act',
  'with a slash only, since people say them in talk; a check-in is recognised in what people write (`打卡 第3天 …`,',
  '`#早起打卡`). `/help` shows each person what they may use.',
  `Made from the plugins by \`${REGENERATE}\`.`,
  '',
  '- **Whom a command means** (`@member`): somebody mentioned with @, or the author of the message that it replies to.',
  '  Two people of one name are nobody: the bot asks.',
  '- **What cannot be taken back easily is asked first.** The question states the exact effect. It is answered by its',
  '  button or, where there are none, by `confirm 4821` (`确认 4821`), within two minutes, by the same person.',
  '- **What an admin did by mistake** is taken back by `/undo` (`撤销`) within ten minutes, and `/log` shows who did what.',
  '  A few things cannot be taken back, such as a post that has been sent or a plan that has been started; `/undo` then',
  '  says so. Within 30 seconds of an `/undo` another one takes nothing back: it may be a second tap, or a second admin.',
  '- **`/export` looks at every member**, and nothing else is decided meanwhile: 0.1 s for 1,000 people, 0.4 s for',
  '  10,000, 1.5 s for 40,000 (measured on two cores). So a group’s file is made at most once a minute; whoever asks',
  '  again sooner, and every further attempt to send it, gets the one that was made.',
  '',
]
const HEAD = '| Command | In Chinese | What it does | 做什么 | From |\n|---|---|---|---|---|'

interface Row {
  readonly plugin: string
  readonly command: Command
}
function rowOf({ plugin, command }: Row): string {
  const { words, about, slashOnly = [] } = command
  const aliases = words.slice(1).map(word => (slashOnly.includes(word) ? `[${word}]` : word))
  const usage = usageOf({ plugin: 0, key: '', command })
  // A usage of its own is a sentence, and belongs to what it does.
  const does = [about?.['en-US'], command.usage && usage['en-US']].filter(Boolean).join('. ')
  const shown = command.usage ? `/${words[0]}` : usage['en-US']
  const said = slashOnly.includes(words[0]!) ? `[\`${shown}\`]` : `\`${shown}\``
  const cells = [said, aliases.join(' '), does, about?.['zh-CN'] ?? usage['zh-CN'], plugin]
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

if (import.meta.main) {
  const { loadConfig } = await import('../src/config.ts')
  const { plugins } = await loadConfig({ env: {} })
  writeFileSync(COMMAND_DOCS, commandDocs(plugins.map(({ plugin }) => plugin)))
}
