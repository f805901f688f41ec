import { type Command, Option } from 'commander'
import { addOptions, type ExitWith, type OptionLine, readCount } from './options.ts'
import type { JournalPlace } from './spaces.ts'
import type { Terminal } from './terminal.ts'

const PLACE: readonly OptionLine[] = [
  ['--data <folder>', 'the data (default: as configured)'],
  ['--config <file>', 'the configuration (default: bonfire.config.ts)'],
]
const PLAYGROUND: OptionLine = ['--playground', 'the playground, although there are real accounts']

/** Each command is loaded when it is asked for: what only looks at a journal needs no plugin and no platform. */
export function addJournalCommands(journal: Command, terminal: Terminal, exitWith: ExitWith): void {
  journal.helpCommand(false).description('look at what has been recorded')
  const command = (nameAndArgs: string, about: string, options: readonly OptionLine[]) => {
    const made = journal.command(nameAndArgs).description(about)
    return addOptions(made, [...options, ...PLACE])
  }

  command('verify', 'read every journal to its last byte; change nothing', []).action(
    exitWith(async (place: JournalPlace) => (await import('./verify.ts')).verify(place, terminal)),
  )
  command('show', 'what happened, commit by commit', [
    ['--account <id>', 'one account'],
    ['--group <id>', 'one group'],
    ['--member <id>', 'what concerns one member, e.g. telegram:8123'],
    ['--fact <type>', 'one kind of fact, e.g. check-in/checkedIn, or a whole slice, e.g. check-in'],
    ['--last <count>', 'only the newest of each account', readCount],
    PLAYGROUND,
  ]).action(exitWith(async options => (await import('./show.ts')).show(options, terminal)))
  const formats = [
    new Option('--json', 'one JSON object per line (default)').conflicts('csv'),
    new Option('--csv', 'a table').conflicts('json'),
  ]
  const exporting = command('export', 'all facts, for other programs', [PLAYGROUND])
  for (const format of formats) exporting.addOption(format)
  exporting.action(exitWith(async options => (await import('./export.ts')).exportFacts(options, terminal)))

  const retrying = command('retry', 'decide again what a plugin could not decide', [
    ['--list', 'only show what waits'],
    ['--all', 'all that waits, oldest first'],
    ['--account <id>', 'of one account'],
    PLAYGROUND,
  ])
  retrying
    .argument('[letter]', 'its number, as --list shows it')
    .action(exitWith(async (letter, options) => (await import('./retry.ts')).retry(letter, options, terminal)))
}
