import { type Command, CommanderError, InvalidArgumentError } from 'commander'
import { Zone } from '../events/ids.ts'
import { CONTENT_PLATFORMS } from '../host/content.ts'
import { addOptions, type ExitWith, type OptionLine, readCount, readDay, readPlatform, WRONG_USAGE } from './options.ts'
import type { Terminal } from './terminal.ts'

/** A line here is an option of `showPlan`. */
const OPTIONS: readonly OptionLine[] = [
  ['--start <day>', 'its first day, e.g. 2026-12-01 (default: tomorrow)', readDay],
  ['--days <count>', 'how many days to show (default: all, of a plan without end 28)', readCount],
  ['--zone <zone>', 'where the group is, e.g. Europe/Berlin (default: as the plan says)', readZone],
  ['--platform <platform>', `${CONTENT_PLATFORMS.join(' or ')} (default: that of the first account)`, readPlatform],
  ['--ids', 'posts by their ids instead of their titles, as /post and /preview take them'],
  ['--groups <count>', 'how many groups an account has (default: as recorded)', readCount],
  ['--content <folder>', 'the library (default: as configured)'],
  ['--config <file>', 'the configuration (default: bonfire.config.ts)'],
  ['--data <folder>', 'where everything is kept (default: as configured)'],
  ['--json', 'one JSON object for other programs'],
]

/** What reads the library is loaded when it is asked for. */
export function addPlanCommand(command: Command, terminal: Terminal, exitWith: ExitWith): void {
  command
    .description('show which post goes out when, before anybody else sees it')
    .argument('[plan]', 'its file in plans/, without .yml (default: the only one)')
    .exitOverride(({ exitCode, code, message }) => {
      throw new CommanderError(exitCode === 0 ? 0 : WRONG_USAGE, code, message)
    })
  addOptions(command, OPTIONS).action(
    exitWith(async (plan, options) => (await import('./plan.ts')).showPlan(plan, options, terminal)),
  )
}

function readZone(text: string): Zone {
  const zone = Zone.safeParse(text).data
  if (zone !== undefined) return zone
  throw new InvalidArgumentError('Use an IANA name, e.g. Asia/Shanghai.')
}
