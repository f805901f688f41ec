import { Command, CommanderError } from 'commander'
import { secretsOfProcess } from '../config.ts'
import { CONTENT_PLATFORMS } from '../host/content.ts'
import { addContentCheckCommand } from './content-check-command.ts'
import { addDrawVerifyCommand } from './draw-verify-command.ts'
import { addJournalCommands } from './journal.ts'
import {
  addOptions,
  type ExitWith,
  type OptionLine,
  readDayNumber,
  readPlatform,
  readPlayedMembers,
  readPort,
  readSeed,
} from './options.ts'
import { addOrdersCommands } from './orders-command.ts'
import { addPlanCommand } from './plan-command.ts'
import { addRehearseCommand } from './rehearse-command.ts'
import { reportError } from './report-error.ts'
import type { Terminal } from './terminal.ts'

/** What `start` and `chat` take. A line here is an option of `runChat`, by its camel-cased name. */
const CHAT_OPTIONS: readonly OptionLine[] = [
  ['--config <file>', 'the configuration (default: bonfire.config.ts)'],
  ['--data <folder>', 'where everything is kept (default: as configured)'],
  ['--script <file>', 'lines to type, instead of a terminal'],
]

/** What `start` takes besides. A line here is an option of `start`. */
const START_OPTIONS: readonly OptionLine[] = [
  ['--port <port>', 'where the page is (default: 3000, or the next one that is free)', readPort],
  ['--open', 'open the page in the browser (playground)'],
  ['--plan <id>', 'the plan to play (playground; default: as it was left, or reading-21d)'],
  ['--members <count>', 'how many come, at most 500 (playground; default: 60)', readPlayedMembers],
  ['--seed <number>', 'another seed, other people (playground; default: 7)', readSeed],
  ['--day <number>', 'the day of the plan to begin on (playground; default: past its middle)', readDayNumber],
  ['--platform <platform>', `${CONTENT_PLATFORMS.join(' or ')} (playground; default: telegram)`, readPlatform],
]

/** What `doctor` takes, likewise. */
const DOCTOR_OPTIONS: readonly OptionLine[] = [
  ['--config <file>', 'the configuration (default: bonfire.config.ts)'],
  ['--data <folder>', 'where everything is kept (default: as configured)'],
  ['--json', 'one JSON object for other programs'],
]

/** Runs one command line. Returns the exit code; never throws. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = 0
  const exitWith: ExitWith =
    work =>
    async (...args) => {
      exitCode = await work(...args)
    }
  try {
    await programFor(terminal, exitWith).parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    // Commander has said what is wrong with the command line.
    if (error instanceof CommanderError) return error.exitCode
    terminal.err.write(reportError(error, secretsOfProcess()))
    return 1
  }
}

function programFor(terminal: Terminal, exitWith: ExitWith): Command {
  const program = new Command('bonfire')
    .description('Community-group bots for WeChat and Telegram.')
    .exitOverride()
    .configureOutput({
      writeOut: text => void terminal.out.write(text),
      writeErr: text => void terminal.err.write(text),
    })
    .showHelpAfterError('→ Add --help to see what there is.')
    .configureHelp({ commandUsage: usageOf })
    .helpCommand(false)
  const start = program
    .command('start')
    .description('run the bot where a token is set, else the playground in the browser')
  addOptions(start, [...CHAT_OPTIONS, ...START_OPTIONS]).action(
    exitWith(async options => {
      const { start } = await import('./start.ts')
      return start(options, terminal)
    }),
  )
  const chat = program.command('chat').description('talk to the bot here, connected to nothing')
  addOptions(chat, CHAT_OPTIONS).action(
    exitWith(async options => {
      const { startChat } = await import('./start-chat.ts')
      return startChat(options, terminal)
    }),
  )
  const doctor = program.command('doctor').description('look at everything a bot needs, and say what to do about it')
  addOptions(doctor, DOCTOR_OPTIONS).action(
    exitWith(async options => {
      const { runDoctor } = await import('./doctor.ts')
      return runDoctor(options, terminal)
    }),
  )
  addContentCheckCommand(program.command('content:check'), terminal, exitWith)
  addPlanCommand(program.command('plan'), terminal, exitWith)
  addRehearseCommand(program.command('rehearse'), terminal, exitWith)
  addOrdersCommands(program.command('orders'), terminal, exitWith)
  addDrawVerifyCommand(program.command('draw:verify'), terminal, exitWith)
  addJournalCommands(program.command('journal'), terminal, exitWith)
  return program
}

/** How a command is started, which is through npm: `npm run journal -- erase [options] <member>`. */
function usageOf(command: Command): string {
  const names: string[] = []
  for (let at = command; at.parent; at = at.parent) names.unshift(at.name())
  const [script, ...rest] = names
  return script === undefined
    ? 'npm run <command> -- [options]'
    : ['npm run', script, '--', ...rest, command.usage()].join(' ')
}
