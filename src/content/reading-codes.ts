import type { Position } from './positions.ts'
import type { Problem } from './problem.ts'

/** What can be wrong with a file by itself. A code never changes its meaning; `docs/content.md` lists them. */
export const READING_CODES = {
  'not-utf8': 'The file is not text in UTF-8.',
  'too-large': 'The file is larger than 256 KiB, its YAML than 64 Ki characters, or its front matter than 16 Ki.',
  outside: 'A link leads out of the library, to a folder, or to nothing.',
  unreadable:
    'The file cannot be read: it is no ordinary file, may not be opened, or holds what nobody has thought of.',
  'unknown-file':
    'Nothing reads this file: its folder or its ending is not known. An error where it ends in `.yaml` instead of `.yml`.',
  'too-many': 'There are more files than are read.',
  'front-matter': 'The file does not begin with YAML between two lines of `---`.',
  yaml: 'The YAML cannot be parsed, says a key twice, or repeats itself by aliases.',
  'unknown-field': 'No field has this name.',
  'missing-field': 'A field is missing that has no default.',
  'wrong-value': 'A field has a value that is not accepted.',
  template:
    'The text uses `{{…}}` in a way that is not known, has a section `## @…` for no platform that there is, or is too long or too tangled to be read.',
  'same-id': 'Two files have the same id.',
  'no-library': 'The folder of the library is not there.',
} as const
export type ReadingCode = keyof typeof READING_CODES

/** A problem of a file that is yet to be named. */
export interface Mistake extends Position {
  readonly code: ReadingCode
  readonly message: string
}

/** Nothing but these leaves a file in use. */
const WARNINGS: ReadonlySet<string> = new Set<ReadingCode>(['unknown-file', 'no-library'])

export const severityOf = (code: string): Problem['severity'] => (WARNINGS.has(code) ? 'warning' : 'error')

export function problemOf(file: string, { line, column, code, message }: Mistake): Problem {
  return { file, line, column, severity: severityOf(code), code, message }
}

/** For what concerns a file as a whole. */
export const FIRST: Position = { line: 1, column: 1 }
