import { statSync } from 'node:fs'
import path from 'node:path'
import { checkLibrary } from '../content/check/check-library.ts'
import type { Instant } from '../events/ids.ts'
import { machineTime } from '../scheduler/clock.ts'
import { type Format, report } from './content-check-report.ts'
import { readSurroundings } from './content-check-surroundings.ts'
import { WRONG_USAGE } from './options.ts'
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
 * when anything is an error; 2 when there is no such folder.
 */
export async function contentCheck(
  given: string | undefined,
  options: ContentCheckArguments,
  terminal: Terminal,
): Promise<number> {
  const { out, err, isInteractive } = terminal
  const startedAt = machineTime.elapsedMs()
  // 1. What to look at, and what is known besides
  const around = await readSurroundings(options.config)
  const folder = given === undefined ? around.folder : path.resolve(given)
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    const remedy = 'Name the folder of the library: npm run content:check -- FOLDER'
    err.write(`${shortPath(folder)}: there is no such folder.\n→ ${remedy}\n`)
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

/** Back to the beginning of the line, which is emptied. */
const CLEAR_LINE = '\r\u001b[K'

const isTerminal = (out: Terminal['out'] & { readonly isTTY?: boolean }) => out.isTTY === true
