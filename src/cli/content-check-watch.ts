import { once } from 'node:events'
import path from 'node:path'
import { judgeLibrary } from '../content/check/check-library.ts'
import type { LoadedLibrary } from '../content/library.ts'
import type { Problem } from '../content/problem.ts'
import { watchLibrary } from '../content/watch.ts'
import type { Instant } from '../events/ids.ts'
import { machineTime } from '../scheduler/clock.ts'
import { withResource } from '../with-resource.ts'
import { type Format, printProblems, report, textFormat } from './content-check-report.ts'
import type { Surroundings } from './content-check-surroundings.ts'
import { mendedLine, summaryLine } from './content-check-text.ts'
import { shortPath } from './spaces.ts'
import { printLine, type Terminal } from './terminal.ts'

interface WatchOptions {
  readonly folder: string
  readonly around: Surroundings
  readonly format: Format
  /** Ends it. Default: Ctrl-C. */
  readonly until?: Promise<unknown>
}

/** Looks at a library, and again at each change: says what is new, and what is mended. Returns the exit code. */
export async function watchAndCheck(options: WatchOptions, terminal: Terminal): Promise<number> {
  const { folder, around, format, until = interruption() } = options
  const { sections } = around
  let before: readonly Problem[] | null = null

  async function look(library: LoadedLibrary): Promise<void> {
    const gone = library.problems.find(({ code }) => code === 'no-library')
    // What was wrong with a library that is away for a moment is not mended.
    if (gone && format !== 'json') return void tell(`${shortPath(folder)}: ${gone.message} Waiting for it.`)
    const startedAt = machineTime.elapsedMs()
    const judged = await judgeLibrary(library, { ...around, now: machineTime.wallMs() as Instant })
    const { files } = judged
    const problems = judged.problems.map(found => (found === gone ? { ...found, severity: 'error' as const } : found))
    const found = { folder, problems, files, ms: machineTime.elapsedMs() - startedAt, note: around.note }
    if (before === null || format === 'json') await report(found, format, terminal)
    else await printChanges(before, found, format, terminal)
    before = problems
  }

  const tell = (sentence: string) => void terminal.err.write(`${sentence}\n`)
  // A change that is noticed while the first look is under way waits for it.
  let latest: Promise<void> = Promise.resolve()
  const lookInTurn = (library: LoadedLibrary) => {
    latest = latest.then(() => look(library))
    return latest
  }
  const log = { warn: tell, error: tell }
  const watching = await watchLibrary({ folder, onChange: lookInTurn, log, ...(sections && { sections }) })
  await withResource(watching, async ({ loaded }) => {
    await lookInTurn(loaded)
    if (terminal.isInteractive) tell('Watching. Ctrl-C ends it.')
    await until
  })
  return 0
}

interface Changed {
  readonly folder: string
  readonly problems: readonly Problem[]
  readonly files: number
  readonly ms: number
}

async function printChanges(
  before: readonly Problem[],
  { folder, problems, files, ms }: Changed,
  format: Exclude<Format, 'json'>,
  terminal: Terminal,
): Promise<void> {
  const added = without(problems, before)
  const mended = without(before, problems)
  await printProblems(added, folder, format, terminal)
  for (const problem of mended) await printLine(terminal.out, mendedLine(problem, textFormat(folder, terminal.out)))
  if (added.length + mended.length === 0) return
  await printLine(format === 'lines' ? terminal.err : terminal.out, summaryLine(problems, files, ms))
}

/** Those that the others do not have. Lines move while somebody writes, so they tell nothing apart. */
function without(problems: readonly Problem[], others: readonly Problem[]): readonly Problem[] {
  const left = Map.groupBy(others, keyOf)
  return problems.filter(problem => left.get(keyOf(problem))?.pop() === undefined)
}
const keyOf = ({ file, code, message }: Problem) => [path.normalize(file), code, message].join('\n')

/** Ctrl-C, or whoever stops the process in order. */
const interruption = () => Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
