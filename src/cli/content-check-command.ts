import { type Command, CommanderError, InvalidArgumentError } from 'commander'
import { didYouMean } from '../did-you-mean.ts'
import { FORMATS, type Format } from './content-check-report.ts'
import { addOptions, type ExitWith, type OptionLine, WRONG_USAGE } from './options.ts'
import type { Terminal } from './terminal.ts'

/** A line here is an option of `contentCheck`. */
const OPTIONS: readonly OptionLine[] = [
  ['--config <file>', 'the configuration (default: bonfire.config.ts)'],
  ['--format <format>', `${FORMATS.join(', ')} (default: pretty on a terminal, else lines)`, readFormat],
  ['--json', 'one JSON object for other programs'],
  ['--watch', 'look again at each change, until Ctrl-C'],
]

/** What looks for mistakes is loaded when it is asked for. */
export function addContentCheckCommand(command: Command, terminal: Terminal, exitWith: ExitWith): void {
  command
    .description('look for everything that is wrong with what ops write')
    .argument('[folder]', 'the library (default: as configured)')
    .exitOverride(({ exitCode, code, message }) => {
      throw new CommanderError(exitCode === 0 ? 0 : WRONG_USAGE, code, message)
    })
  addOptions(command, OPTIONS)
  command.options.find(({ long }) => long === '--json')?.conflicts('format')
  command.action(
    exitWith(async (folder, options) => (await import('./content-check.ts')).contentCheck(folder, options, terminal)),
  )
}

function readFormat(text: string): Format {
  const format = FORMATS.find(known => known === text)
  if (format !== undefined) return format
  throw new InvalidArgumentError(`There are: ${FORMATS.join(', ')}.${didYouMean(text, FORMATS)}`)
}
