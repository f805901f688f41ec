import { type Command, CommanderError, InvalidArgumentError } from 'commander'
import { didYouMean } from '../did-you-mean.ts'
import { type Notice, readAnnouncement, readNotices } from '../draw-verifier/notices.js'
import type { Language } from '../draw-verifier/words.js'
import { addOptions, type ExitWith, type OptionLine, WRONG_USAGE } from './options.ts'
import type { Terminal } from './terminal.ts'

const LANGUAGES: readonly Language[] = ['zh-CN', 'en-US']
/** A line here is an option of `verifyDraws`. */
const OPTIONS: readonly OptionLine[] = [
  ['--receipt <line>', 'the line an entrant was given, in quotes: looks for their entry'],
  [
    '--notice <text>',
    'the message with the commitment from the group, or its 64 hex digits: without it no draw is valid (can be given again)',
    readCommitments,
  ],
  ['--announcement <text>', 'the announcement from the group, or its fingerprint: compares the rules', readFingerprint],
  ['--rehearsal', 'takes draws of rehearsals, which are refused otherwise'],
  ['--json', 'one JSON object for other programs'],
  ['--lang <language>', `${LANGUAGES.join(' or ')} (default: that of this machine)`, readLanguage],
  ['--page <file>', 'writes the page that verifies in a browser, and ends'],
]

/** The curve that signatures are on is loaded when it is asked for. */
export function addDrawVerifyCommand(command: Command, terminal: Terminal, exitWith: ExitWith): void {
  command
    .description('see for yourself whether a draw was made as announced: needs its proof file, and no network')
    .argument('[files...]', 'proof files; of one group, they are compared as well')
    .exitOverride(({ exitCode, code, message }) => {
      throw new CommanderError(exitCode === 0 ? 0 : WRONG_USAGE, code, message)
    })
  addOptions(command, OPTIONS).action(
    exitWith(async (files, options) => (await import('./draw-verify.ts')).verifyDraws(files, options, terminal)),
  )
}

function readCommitments(text: string, before: unknown): readonly Notice[] {
  const notices = readNotices(text)
  if (notices.length > 0) return [...((before as readonly Notice[] | undefined) ?? []), ...notices]
  throw new InvalidArgumentError('Use the message in the group that has a run of 64 hex digits, or those digits.')
}

function readFingerprint(text: string): string {
  const fingerprint = readAnnouncement(text)
  if (fingerprint !== null) return fingerprint
  throw new InvalidArgumentError(
    'Use the announcement in the group that has one run of 32 hex digits, or those digits.',
  )
}

function readLanguage(text: string): Language {
  const language = LANGUAGES.find(known => known === text || known.slice(0, 2) === text)
  if (language !== undefined) return language
  throw new InvalidArgumentError(`There are: ${LANGUAGES.join(', ')}.${didYouMean(text, LANGUAGES)}`)
}
