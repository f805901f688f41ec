/**
 * Every error an operator can meet: its code, what is wrong and where, and what to do next.
 * A code is never reused. `docs/errors.md` lists them, and a test holds it to this table.
 */
const ERRORS = {
  CONFIG_INVALID: {
    message: (p: { file: string; mistakes: readonly string[] }) =>
      `${p.file}: ${p.mistakes.length} ${p.mistakes.length === 1 ? 'mistake' : 'mistakes'}\n${p.mistakes.map(mistake => `  - ${mistake}`).join('\n')}`,
    remedy: 'Correct each line named above, then start again. Nothing has been changed.',
  },
  DATA_NEWER: {
    message: (p: { file: string; found: number; known: number }) =>
      `${p.file}: written in format ${p.found}; this Bonfire reads up to ${p.known}.`,
    remedy: 'Start the newer Bonfire that wrote this folder, or point BONFIRE_DATA at another one.',
  },
  DATA_UNREADABLE: {
    message: (p: { file: string; reason: string }) => `${p.file}: cannot be read: ${p.reason}`,
    remedy: 'Check that the folder exists, belongs to this user and can be written.',
  },
  DATA_IN_USE: {
    message: (p: { folder: string; owner: string }) => `${p.folder}: in use by ${p.owner}.`,
    remedy: 'Stop the other process first. One process works on a data folder at a time.',
  },
  DATA_LOST: {
    message: (p: { folder: string; reason: string }) => `${p.folder}: another process has taken over: ${p.reason}`,
    remedy: 'This process has stopped writing. Find out who started the other one before starting this one again.',
  },
  JOURNAL_CORRUPT: {
    message: (p: { file: string; line: number; reason: string }) => `${p.file}:${p.line}: ${p.reason}`,
    remedy:
      'Do not edit the file. Restore it from a backup, or run `npm run journal -- verify` to see how far it can be read.',
  },
  JOURNAL_REFUSED: {
    message: (p: { reason: string }) => `The journal takes nothing more for now: ${p.reason}`,
    remedy:
      'Free disk space or wait for the backlog to be written. What was refused has changed nothing and is retried.',
  },
  JOURNAL_FAILED: {
    message: (p: { file: string; reason: string }) => `${p.file}: could not be written: ${p.reason}`,
    remedy:
      'Check the disk, then start again. Everything acknowledged before is safe; nothing after it was acknowledged.',
  },
} as const

export type ErrorCode = keyof typeof ERRORS
type ParamsOf<C extends ErrorCode> = Parameters<(typeof ERRORS)[C]['message']>[0]

/** An operator's mistake, or trouble outside. Says where, what, and in `remedy` what to do next. */
export class BonfireError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C
  readonly remedy: string
  readonly params: ParamsOf<C>

  constructor(code: C, params: ParamsOf<C>, options?: { readonly cause?: unknown }) {
    const entry = ERRORS[code]
    super((entry.message as (p: ParamsOf<C>) => string)(params), options)
    this.name = 'BonfireError'
    this.code = code
    this.params = params
    this.remedy = entry.remedy
  }
}

export const errorTable: Readonly<Record<string, { readonly remedy: string }>> = ERRORS

export function isBonfireError<C extends ErrorCode>(error: unknown, code?: C): error is BonfireError<C> {
  return error instanceof BonfireError && (code === undefined || error.code === code)
}
