import { type Command, InvalidArgumentError, Option } from 'commander'
import { MemberId } from '../events/ids.ts'

/** The exit code for a command line that is wrong, of commands whose 1 says that something was found. */
export const WRONG_USAGE = 2

/** An option as commander reads it, one line about it, and how its value is read. */
export type OptionLine = readonly [flags: string, about: string, read?: (text: string) => unknown]

export function addOptions(command: Command, options: readonly OptionLine[]): Command {
  for (const [flags, about, read] of options) {
    const option = new Option(flags, about)
    command.addOption(read ? option.argParser(read) : option)
  }
  return command
}

export function readMember(text: string): MemberId {
  const member = MemberId.safeParse(text).data
  if (member !== undefined) return member
  throw new InvalidArgumentError('Use the platform and the user id, e.g. telegram:8123.')
}

export function readCount(text: string): number {
  const count = Number(text)
  if (Number.isSafeInteger(count) && count > 0) return count
  throw new InvalidArgumentError('Use a whole number from 1 on.')
}

/** Makes a command's action of a function that returns the exit code. */
export type ExitWith = <Args extends readonly unknown[]>(
  work: (...args: Args) => Promise<number>,
) => (...args: Args) => Promise<void>
