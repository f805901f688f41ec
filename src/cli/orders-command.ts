import { type Command, CommanderError, InvalidArgumentError } from 'commander'
import { addOptions, type ExitWith, type OptionLine, WRONG_USAGE } from './options.ts'
import type { Terminal } from './terminal.ts'

/** A line here is an option of `importOrders`. */
const OPTIONS: readonly OptionLine[] = [
  ['--url <address>', 'where the bot is, e.g. http://127.0.0.1:3000 (default: as configured)', readAddress],
  ['--dry-run', 'read the file, and send nothing'],
  ['--config <file>', 'the configuration (default: bonfire.config.ts)'],
]

/** What sends is loaded when it is asked for. */
export function addOrdersCommands(command: Command, terminal: Terminal, exitWith: ExitWith): void {
  command
    .description('what shops have sold')
    .helpCommand(false)
    // 1 says that a line was not recorded.
    .exitOverride(({ exitCode, code, message }) => {
      throw new CommanderError(exitCode === 0 ? 0 : WRONG_USAGE, code, message)
    })
  const fromFile = command
    .command('import')
    .description('tell the running bot of the orders in a table; lines it knows already change nothing')
    .argument('<file>', 'CSV whose first row names its columns: docs/orders.md')
  addOptions(fromFile, OPTIONS).action(
    exitWith(async (file, options) => (await import('./orders-import.ts')).importOrders(file, options, terminal)),
  )
}

function readAddress(text: string): string {
  const { protocol } = URL.parse(text) ?? {}
  if (protocol === 'http:' || protocol === 'https:') return text
  throw new InvalidArgumentError('Use a whole address, e.g. http://127.0.0.1:3000.')
}
