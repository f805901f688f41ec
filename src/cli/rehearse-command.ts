import { type Command, CommanderError, InvalidArgumentError } from 'commander'
import { CONTENT_PLATFORMS } from '../host/content.ts'
import {
  addOptions,
  type ExitWith,
  type OptionLine,
  readDay,
  readMembers,
  readPlatform,
  readSeed,
  WRONG_USAGE,
} from './options.ts'
import type { Terminal } from './terminal.ts'

/** A line here is an option of `showRehearsal`. */
const OPTIONS: readonly OptionLine[] = [
  ['--members <count>', 'how many come (default: 200)', readMembers],
  ['--seed <number>', 'another seed, other people: the same seed gives the same (default: 7)', readSeed],
  ['--buyers <share>', 'the share of members who buy, 0 to 1 (default: 0.035)', readShare],
  ['--platform <platform>', `${CONTENT_PLATFORMS.join(' or ')} (default: that of the first account)`, readPlatform],
  ['--start <day>', 'its first day, e.g. 2026-12-01 (default: a Monday, the same for everybody)', readDay],
  ['--library <folder>', 'the library (default: as configured)'],
  ['--report <file>', 'where the page goes (default: rehearsals/PLAN.html)'],
  ['--transcript', 'print all that was said, from first to last, instead of the timeline'],
  ['--config <file>', 'the configuration (default: bonfire.config.ts)'],
]

/** The real bot and a crowd of people are loaded when they are asked for. */
export function addRehearseCommand(command: Command, terminal: Terminal, exitWith: ExitWith): void {
  command
    .description('play a whole campaign in seconds, with simulated people, before real ones see it')
    .argument('[plan]', 'its file in plans/, without .yml (default: the only one)')
    .exitOverride(({ exitCode, code, message }) => {
      throw new CommanderError(exitCode === 0 ? 0 : WRONG_USAGE, code, message)
    })
  addOptions(command, OPTIONS).action(
    exitWith(async (plan, options) => (await import('./rehearse.ts')).showRehearsal(plan, options, terminal)),
  )
}

function readShare(text: string): number {
  const share = Number(text)
  if (/^\d*\.?\d+$/.test(text) && share >= 0 && share <= 1) return share
  throw new InvalidArgumentError('Use a number from 0 to 1, e.g. 0.035 for 3.5 %.')
}
