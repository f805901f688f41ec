import { type Command, InvalidArgumentError, Option } from 'commander'
import { didYouMean } from '../did-you-mean.ts'
import { LocalDay, MemberId } from '../events/ids.ts'
import { CONTENT_PLATFORMS, type ContentPlatform } from '../host/content.ts'
import { MEMBERS_MAX } from '../playground/limits.ts'

/** The exit code for a command line that is wrong, of commands whose 1 says that something was found. */
export const WRONG_USAGE = 2

const SEED_MAX = 2 ** 31
const REHEARSED_MEMBERS_MAX = 5_000
const PORT_MAX = 65_535

/** An option as commander reads it, one line about it, and how its value is read. `before`: what it has been given already. */
export type OptionLine = readonly [flags: string, about: string, read?: (text: string, before: unknown) => unknown]

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

export function readDay(text: string): LocalDay {
  const day = LocalDay.safeParse(text).data
  if (day !== undefined) return day
  throw new InvalidArgumentError('Use YYYY-MM-DD, e.g. 2026-12-01.')
}

export function readPlatform(text: string): ContentPlatform {
  const platform = CONTENT_PLATFORMS.find(known => known === text)
  if (platform !== undefined) return platform
  throw new InvalidArgumentError(`There are: ${CONTENT_PLATFORMS.join(', ')}.${didYouMean(text, CONTENT_PLATFORMS)}`)
}

export function readMembers(text: string): number {
  const count = readCount(text)
  if (count <= REHEARSED_MEMBERS_MAX) return count
  throw new InvalidArgumentError(`At most ${REHEARSED_MEMBERS_MAX}.`)
}
/** Of a playground: somebody waits for its history. */
export function readPlayedMembers(text: string): number {
  const count = Number(text)
  if (Number.isSafeInteger(count) && count >= 1 && count <= MEMBERS_MAX) return count
  throw new InvalidArgumentError(`Use a whole number from 1 to ${MEMBERS_MAX}.`)
}

export function readSeed(text: string): number {
  const seed = Number(text)
  if (/^\d{1,10}$/.test(text) && seed < SEED_MAX) return seed
  throw new InvalidArgumentError(`Use a whole number below ${SEED_MAX}, e.g. 7.`)
}

export function readPort(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= PORT_MAX) return port
  throw new InvalidArgumentError(`Use a number from 0 (any that is free) to ${PORT_MAX}, e.g. 3000.`)
}

export function readDayNumber(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('Use the number of a day, e.g. 12; 0 is the day before the first.')
}

/** Makes a command's action of a function that returns the exit code. */
export type ExitWith = <Args extends readonly unknown[]>(
  work: (...args: Args) => Promise<number>,
) => (...args: Args) => Promise<void>
