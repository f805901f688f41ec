import path from 'node:path'
import { checkLibrary } from '../content/check/check-library.ts'
import { isBonfireError } from '../errors.ts'
import type { Instant } from '../events/ids.ts'
import { machineTime } from '../scheduler/clock.ts'
import { whyNoLibrary } from './content-check-folder.ts'
import { type Format, report } from './content-check-report.ts'
import { readSurroundings, type Surroundings } from './content-check-surroundings.ts'
import { WRONG_USAGE } from './options.ts'
import { reportError } from './report-error.ts'
import { shortPath } from './spaces.ts'
import type { Terminal } from './terminal.ts'

/** What the command line gives. */
interface ContentCheckArguments {
  readonly config?: string
  /** Default: `pretty` on a terminal, else `lines`. */
  readonly format?: Format
  readonly json?: boolean
  /** Looks again at each change, until it is interrupted. */
  readonly watch?: boolean
}

/**
 * Looks for everything that is wrong with what ops write. Exit code 0 when nothing is, or only what is worth knowing; 1
 * when anything is an error; 2 when there is no such library, or no such configuration.
 */
export async function contentCheck(
  given: string | undefined,
  options: ContentCheckArguments,
  terminal: Terminal,
): Promise<number> {
  const { out, err, isInteractive } = terminal
  const startedAt = machineTime.elapsedMs()
  // 1. What to look at, and what is known besides
  const around = await surroundingsOf(options.config, terminal)
  if (around === undefined) return WRONG_USAGE
  const folder = given === undefined ? around.folder : path.resolve(given)
  const why = whyNoLibrary(folder)
  if (why !== null) {
    err.write(`${shortPath(folder)}: ${why}\n`)
    return WRONG_USAGE
  }
  const format = options.json ? 'json' : (options.format ?? (isTerminal(out) ? 'pretty' : 'lines'))
  if (around.note !== null && format !== 'json') err.write(`${around.note}\n`)
  if (options.watch) {
    const { watchAndCheck } = await import('./content-check-watch.ts')
    return watchAndCheck({ folder, around, format }, terminal)
  }
  // 2. Look
  if (isInteractive) err.write(`… ${shortPath(folder)}`)
  const { problems, files } = await checkLibrary(folder, { ...around, now: machineTime.wallMs() as Instant })
  if (isInteractive) err.write(CLEAR_LINE)
  // 3. Say
  const ms = machineTime.elapsedMs() - startedAt
  await report({ folder, problems, files, ms, note: around.note }, format, terminal)
  return problems.some(({ severity }) => severity === 'error') ? 1 : 0
}

/** Undefined: there is no such file, and that has been said. */
async function surroundingsOf(config: string | undefined, { err }: Terminal): Promise<Surroundings | undefined> {
  try {
    return await readSurroundings(config)
  } catch (error) {
    if (!isBonfireError(error, 'CONFIG_MISSING')) throw error
    err.write(reportError(error, []))
    return undefined
  }
}

/** Back to the beginning of the line, which is emptied. */
const CLEAR_LINE = '\r\u001b[K'

const isTerminal = (out: Terminal['out'] & { readonly isTTY?: boolean }) => out.isTTY === true
