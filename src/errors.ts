/**
 * Every error an operator can meet: its code, what is wrong and where, and what to do next.
 * A code is never reused. `docs/errors.md` lists them, and a test holds it to this table.
 */
const ERRORS = {
  CONFIG_MISSING: {
    message: (p: { file: string }) => `${p.file}: there is no such file.`,
    remedy: 'Start from the folder of the project, or name the configuration with --config FILE.',
  },
  CONFIG_BROKEN: {
    message: (p: { file: string; reason: string }) => `${p.file}: cannot be read: ${p.reason}`,
    remedy: 'Correct the file, then start again. Nothing has been changed.',
  },
  CONFIG_INVALID: {
    message: (p: { file: string; mistakes: readonly string[] }) =>
      `${p.file}: ${p.mistakes.length} ${p.mistakes.length === 1 ? 'mistake' : 'mistakes'}\n${p.mistakes.map(mistake => `  - ${mistake}`).join('\n')}`,
    remedy: 'Correct each line named above, then start again. Nothing has been changed.',
  },
  PLUGINS_INVALID: {
    message: (p: { folder: string; mistakes: readonly string[] }) =>
      `${p.folder}: the plugins do not fit together\n${p.mistakes.map(mistake => `  - ${mistake}`).join('\n')}`,
    remedy: 'Correct each line named above, then start again. Nothing has been changed.',
  },
  DATA_MISSING: {
    message: (p: { folder: string }) => `${p.folder}: there is no data here.`,
    remedy: 'Start the bot once, which makes the folder, or name another one with --data DIR.',
  },
  ACCOUNT_UNKNOWN: {
    message: (p: { account: string; folder: string; known: readonly string[] }) =>
      `${p.folder}: there is no account "${p.account}". There are: ${p.known.join(', ') || 'none'}.`,
    remedy: 'Name one of these, or leave --account out to have all of them.',
  },
  LETTER_UNKNOWN: {
    message: (p: { letter: string; reason: string }) => `Dead letter "${p.letter}": ${p.reason}`,
    remedy:
      'See which ones wait with `npm run journal -- retry --list`, and add --account where two accounts have one of the same number.',
  },
  CONFIRMATION_MISSING: {
    message: (p: { what: string }) => `${p.what}: not confirmed. Nothing has been changed.`,
    remedy: 'Run it on a terminal and type again what it asks for, or add --yes.',
  },
  SCRIPT_UNREADABLE: {
    message: (p: { file: string; reason: string }) => `${p.file}: cannot be read as a script: ${p.reason}`,
    remedy: 'Name a text file with one line for each thing that is typed, such as examples/first-days.txt.',
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
  DATA_UNWRITABLE: {
    message: (p: { file: string; reason: string }) => `${p.file}: cannot be written: ${p.reason}`,
    remedy: 'Check that the disk has room and that the folder belongs to this user. What is recorded is safe.',
  },
  ACCOUNT_TWICE: {
    message: (p: { account: string }) => `Two accounts are called "${p.account}".`,
    remedy:
      'Give each an id of its own: a bot of yours that Bonfire stands in, and one that a token in .env makes, are two.',
  },
  ORDERS_ACCOUNT_UNKNOWN: {
    message: (p: { account: string; known: readonly string[] }) =>
      `orders.account: there is no account "${p.account}" that runs. There are: ${p.known.join(', ')}.`,
    remedy: 'Name one of these, or leave it out: then the first account keeps the orders.',
  },
  ORDERS_ELSEWHERE: {
    message: (p: { account: string; wanted: string }) =>
      `Orders are kept by the account "${p.account}", and now "${p.wanted}" is to keep them: what was paid before would not be known.`,
    remedy: 'Write `orders: { account: … }` with the first of the two names into the configuration.',
  },
  ORDERS_SECRET_MISSING: {
    message: (p: { variable: string }) => `${p.variable} is not set: no order can be signed, and the bot takes none.`,
    remedy: 'Write BONFIRE_ORDERS_SECRET=whsec_… into .env, as docs/orders.md says, and start the bot again.',
  },
  ORDERS_FILE_UNREADABLE: {
    message: (p: { file: string; reason: string }) =>
      `${p.file}: cannot be read as a table of orders:\n  - ${p.reason}`,
    remedy: 'Correct the file, and import it again. Nothing was sent.',
  },
  ORDERS_NOT_TAKEN: {
    message: (p: { address: string; reason: string }) => `${p.address}: takes no orders: ${p.reason}.`,
    remedy:
      'Start the bot with the same BONFIRE_ORDERS_SECRET, name its address with --url, and import the same file again: what was recorded is known already, and counts once.',
  },
  PLAYGROUND_NO_PLAN: {
    message: (p: { plan: string; reason: string }) =>
      `The playground has nothing to play: plan "${p.plan}": ${p.reason}`,
    remedy:
      'Name another plan with --plan or another day with --day. What is wrong with a library, `npm run content:check` says.',
  },
  PLAYGROUND_UNREADABLE: {
    message: (p: { file: string; reason: string }) => `${p.file}: what was played cannot be read: ${p.reason}`,
    remedy: 'Delete that file: nothing of a real group is in it. The playground then begins anew.',
  },
  PLAYGROUND_RUNS: {
    message: (p: { where: string; folder: string; owner: string }) =>
      `A playground runs already${p.where}: ${p.folder} is in use by ${p.owner}.`,
    remedy: 'Open that one, or end it with Ctrl-C where it was started. With --data FOLDER another runs beside it.',
  },
  PORT_TAKEN: {
    message: (p: { host: string; port: number }) => `${p.host}:${p.port}: something else listens on this port.`,
    remedy: 'Stop what listens there, or name another port with PORT=… or `web.port`; 0 takes any that is free.',
  },
  WECHAT_TOKEN_INVALID: {
    message: (p: { found: string }) => `The token of a WeChat gateway begins with a name and "_"; this one ${p.found}.`,
    remedy:
      'Copy the whole token into .env: the name in front of "_" is the one in the certificate of the gateway, as in insecure_….',
  },
  WECHAT_PUPPET_MISSING: {
    message: (p: { name: string }) => `The WeChat puppet "${p.name}" cannot be loaded.`,
    remedy: 'Install it with npm install NAME, or correct its name under `puppet` in the configuration.',
  },
  DATA_IN_USE: {
    message: (p: { folder: string; owner: string }) => `${p.folder}: in use by ${p.owner}.`,
    remedy: 'Stop the other process first. One process works on a data folder at a time.',
  },
  DATA_LOST: {
    message: (p: { folder: string; reason: string }) => `${p.folder}: no longer owned by this process: ${p.reason}.`,
    remedy:
      'This process has stopped writing. If another one works on the folder, find out who started it before starting this one again.',
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
  COMMIT_UNREADABLE: {
    message: (p: { lsn: number; reason: string }) => `The journal's line ${p.lsn} is not a commit: ${p.reason}`,
    remedy:
      'Do not edit the journal. If a newer Bonfire wrote the line, start that one; otherwise restore a backup, or report this with the version you run.',
  },
  REPLAY_FAILED: {
    message: (p: { plugin: string; fact: string; lsn: number; reason: string }) =>
      `plugins/${p.plugin}: fact "${p.fact}" in the journal's line ${p.lsn} cannot be folded again: ${p.reason}`,
    remedy:
      'Its reducer or upcast throws on what was recorded before. Correct the plugin, or start the version that recorded it. Nothing has been changed.',
  },
  PAGES_AHEAD: {
    message: (p: { file: string; found: number; end: number }) =>
      `${p.file}: holds the state up to commit ${p.found}, but the journal ends at ${p.end}.`,
    remedy:
      'Pages and journal do not belong together, or commits are lost. Restore the journal that belongs to these pages. If there is none, delete the folder of the pages: they are made again from the journal.',
  },
  ERASURE_UNFINISHED: {
    message: (p: { file: string }) => `${p.file}: erasing a person began and did not end.`,
    remedy: 'Run the same `npm run journal -- erase` again: it goes on where it stopped. Then start.',
  },
  ERASURE_REFUSED: {
    message: (p: { slices: readonly string[] }) =>
      `The person is named in facts of plugins that are not loaded: ${p.slices.join(', ')}. Which of their fields are personal cannot be known.`,
    remedy:
      'Add these plugins to the configuration and erase again, or erase with --force, which empties every text in those facts that is not the id of a member or a day. Nothing has been changed.',
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

/** For the documentation, which shows each message with the names of its parameters. */
export const errorTable: Readonly<
  Record<string, { readonly message: (params: never) => string; readonly remedy: string }>
> = ERRORS

export function isBonfireError<C extends ErrorCode>(error: unknown, code?: C): error is BonfireError<C> {
  return error instanceof BonfireError && (code === undefined || error.code === code)
}
