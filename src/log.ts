import { Writable } from 'node:stream'
import winston from 'winston'
import { LOG_LEVELS, type LogLevel } from './define-config.ts'
import { type Redact, redactorOf } from './redact.ts'
import { machineTime } from './scheduler/clock.ts'

/** Values that go with a sentence: ids, counts, durations, `error`. What members write is left out, see `BODIES`. */
export type LogFields = Readonly<Record<string, unknown>>

/** Where the bot says what it does: `log.info('Delivered post day-03 (142 ms)', { group, post, durationMs })`. */
export interface Log {
  info(sentence: string, fields?: LogFields): void
  warn(sentence: string, fields?: LogFields): void
  error(sentence: string, fields?: LogFields): void
}

export interface LogOptions {
  /** Default: `info`. */
  readonly level?: LogLevel
  /** `pretty`: a line for people. `json`: one object per line. Default: `pretty` on a terminal. */
  readonly format?: 'pretty' | 'json'
  /** What must never be written, wherever it turns up. */
  readonly secrets?: readonly string[]
  /** Default: stderr. */
  readonly stream?: Writable & { readonly isTTY?: boolean; hasColors?(): boolean }
  /** The time of day, in milliseconds since 1970 UTC. Default: the machine's. */
  readonly now?: () => number
}

/** The log of this process. Secrets and message bodies do not get through, in errors and their stacks neither. */
export function createLog(options: LogOptions = {}): Log {
  const { level = 'info', secrets = [], stream = process.stderr, now = machineTime.wallMs } = options
  const { format = stream.isTTY ? 'pretty' : 'json' } = options
  const redact = redactorOf(secrets)
  const lineOf = format === 'json' ? jsonLine : prettyLine(stream.hasColors?.() ?? false)
  const logger = winston.createLogger({
    level,
    levels: Object.fromEntries(LOG_LEVELS.map((name, index) => [name, index])),
    format: winston.format.printf(({ level, message, fields }) =>
      lineOf({
        at: now(),
        level: level as LogLevel,
        sentence: redact(String(message)),
        fields: clean(fields, redact) as LogFields,
      }),
    ),
    transports: [new winston.transports.Stream({ stream, eol: '\n' })],
  })
  // A terminal that has gone away is no reason to stop a bot.
  logger.on('error', () => {})
  const at =
    (level: LogLevel) =>
    (sentence: string, fields: LogFields = {}) =>
      void logger.log({ level, message: sentence, fields })
  return { info: at('info'), warn: at('warn'), error: at('error') }
}

/** One line of the log. */
export interface LogEntry {
  readonly level: LogLevel
  readonly sentence: string
  readonly fields: LogFields
}

/** A log that keeps its lines, cleaned as they would be written. For tests. */
export function memoryLog(options: Pick<LogOptions, 'level' | 'secrets'> = {}): Log & {
  readonly entries: readonly LogEntry[]
} {
  const entries: LogEntry[] = []
  const stream = new Writable({
    write(chunk, _, done) {
      const { at: _at, level, sentence, ...fields } = JSON.parse(String(chunk))
      entries.push({ level, sentence, fields })
      done()
    },
  })
  return { ...createLog({ ...options, format: 'json', stream }), entries }
}

interface Line extends LogEntry {
  readonly at: number
}

function jsonLine({ at, level, sentence, fields }: Line): string {
  const own = { at: new Date(at).toISOString(), level, sentence }
  // Twice: the first puts them in front, the second keeps a field from taking their place.
  return JSON.stringify({ ...own, ...fields, ...own })
}

const COLOURS: Readonly<Record<LogLevel, number>> = { error: 31, warn: 33, info: 36 }

function prettyLine(colours: boolean): (line: Line) => string {
  const paint = (code: number, text: string) => (colours ? `\u001B[${code}m${text}\u001B[0m` : text)
  return ({ at, level, sentence, fields }) => {
    const { error, ...others } = fields
    const time = new Date(at).toTimeString().slice(0, 8)
    const pairs = Object.entries(others).map(([key, value]) => `${key}=${shownField(value)}`)
    const head = `${paint(2, time)} ${paint(COLOURS[level], level.padEnd(5))} ${oneLine(sentence)}`
    return [head, ...(pairs.length > 0 ? [paint(2, pairs.join(' '))] : [])].join('  ') + shownError(error)
  }
}

function shownField(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return /^[^\s"]+$/u.test(text) ? oneLine(text) : oneLine(JSON.stringify(value))
}

function shownError(error: unknown): string {
  if (error === undefined) return ''
  const { stack, message } = (error ?? {}) as { stack?: string; message?: string }
  const text = stack ?? message ?? JSON.stringify(error)
  return text
    .split('\n')
    .map(line => `\n    ${oneLine(line)}`)
    .join('')
}

/** A name with a newline or a terminal's control codes must not be able to forge a line. */
const oneLine = (text: string): string =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, control => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Fields with these names hold what people write. Of those the log says how long they are. */
const BODIES = new Set(['text', 'body', 'caption', 'note', 'html', 'markdown', 'params', 'says'])
/** Deeper values are left out. */
const DEPTH_MAX = 6
/** Longer texts are cut, longer lists end, in characters and entries. */
const TEXT_CHARS_MAX = 8_000
const ENTRIES_MAX = 100

/** A value as it may be written. */
function clean(value: unknown, redact: Redact, depth = 0): unknown {
  if (typeof value === 'string') return redact(value).slice(0, TEXT_CHARS_MAX)
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value)
  if (typeof value === 'function') return '[function]'
  if (typeof value !== 'object' || value === null) return value
  if (depth >= DEPTH_MAX) return '[deeper]'
  const inner = (child: unknown) => clean(child, redact, depth + 1)
  if (Array.isArray(value)) return value.slice(0, ENTRIES_MAX).map(inner)
  if (value instanceof Error) return cleanError(value, inner)
  const entries = Object.entries(value).slice(0, ENTRIES_MAX)
  return Object.fromEntries(
    entries.map(([key, child]) => [redact(key), BODIES.has(key) ? lengthOf(child) : inner(child)]),
  )
}

/** Of an error only what says where and what: libraries hang whole requests on theirs. */
function cleanError(error: Error, inner: (child: unknown) => unknown): object {
  const { name, message, stack, cause } = error
  const { code } = error as NodeJS.ErrnoException
  const errors = error instanceof AggregateError ? error.errors : undefined
  const known = Object.entries({ name, code, message, stack, cause, errors })
  return Object.fromEntries(known.filter(([, value]) => value !== undefined).map(([key, value]) => [key, inner(value)]))
}

function lengthOf(body: unknown): string {
  const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '')
  return `[${text.length} characters]`
}
