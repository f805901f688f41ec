import { type Command, Option } from 'commander'
import { addOptions, type ExitWith, type OptionLine, readCount, readMember } from './options.ts'
import type { JournalPlace } from './spaces.ts'
import type { Terminal } from './terminal.ts'

const PLACE: readonly OptionLine[] = [
  ['--data <folder>', 'the data (default: as configured)'],
  ['--config <file>', 'the configuration (default: bonfire.config.ts)'],
]
const PLAYGROUND: OptionLine = ['--playground', 'the playground, although there are real accounts']

const ACCOUNT: OptionLine = ['--account <id>', 'one account']

/** Each command is loaded when it is asked for: what only looks at a journal needs no plugin and no platform. */
export function addJournalCommands(journal: Command, terminal: Terminal, exitWith: ExitWith): void {
  journal.helpCommand(false).description('look at what has been recorded')
  addLooking(journal, terminal, exitWith)
  addChanging(journal, terminal, exitWith)
}

function commandOf(journal: Command, name: string, about: string, options: readonly OptionLine[]): Command {
  return addOptions(journal.command(name).description(about), [...options, ...PLACE])
}

/** Commands that change nothing, and work while the bot runs. */
function addLooking(journal: Command, terminal: Terminal, exitWith: ExitWith): void {
  commandOf(journal, 'verify', 'read every journal to its last byte', []).action(
    exitWith(async (place: JournalPlace) => (await import('./verify.ts')).verify(place, terminal)),
  )
  commandOf(journal, 'show', 'what happened, commit by commit', [
    ACCOUNT,
    ['--group <id>', 'one group'],
    ['--member <id>', 'what concerns one member, e.g. telegram:8123'],
    ['--fact <type>', 'one kind of fact, e.g. check-in/checkedIn, or a whole slice, e.g. check-in'],
    ['--last <count>', 'only the newest of each account', readCount],
    PLAYGROUND,
  ]).action(exitWith(async options => (await import('./show.ts')).show(options, terminal)))
  commandOf(journal, 'export', 'all facts, for other programs', [PLAYGROUND])
    .addOption(new Option('--json', 'one JSON object per line (default)').conflicts('csv'))
    .addOption(new Option('--csv', 'a table').conflicts('json'))
    .action(exitWith(async options => (await import('./export.ts')).exportFacts(options, terminal)))
}

/** Commands that need the data to themselves. */
function addChanging(journal: Command, terminal: Terminal, exitWith: ExitWith): void {
  commandOf(journal, 'erase', 'take a person out of journals and pages, for ever', [
    ACCOUNT,
    ['--yes', 'without asking'],
    ['--force', 'also from facts of plugins that are not loaded'],
    PLAYGROUND,
  ])
    .argument('<member>', 'whom, e.g. telegram:8123', readMember)
    .action(exitWith(async (member, options) => (await import('./erase.ts')).erase(member, options, terminal)))
  commandOf(journal, 'retry', 'decide again what a plugin could not decide', [
    ['--list', 'only show what waits'],
    ['--all', 'all that waits, oldest first'],
    ACCOUNT,
    PLAYGROUND,
  ])
    .argument('[letter]', 'its number, as --list shows it')
    .action(exitWith(async (letter, options) => (await import('./retry.ts')).retry(letter, options, terminal)))
}
