import path from 'node:path'
import type { Problem } from '../content/problem.ts'
import { readLibraryFile } from '../content/read-file.ts'
import { problemBlock, problemLine, summaryLine, type TextFormat } from './content-check-text.ts'
import { shortPath } from './spaces.ts'
import { hasColours, printLine, type Terminal } from './terminal.ts'

export const FORMATS = ['pretty', 'lines', 'json'] as const
export type Format = (typeof FORMATS)[number]

/** What was found, and in what. */
interface Found {
  readonly folder: string
  readonly problems: readonly Problem[]
  readonly files: number
  readonly ms: number
  /** What could not be judged, and why. */
  readonly note: string | null
}

/** Prints what was found. */
export async function report(found: Found, format: Format, terminal: Terminal): Promise<void> {
  if (format === 'json') return printLine(terminal.out, JSON.stringify(jsonOf(found)))
  await printProblems(found.problems, found.folder, format, terminal)
  const summary = summaryLine(found.problems, found.files, found.ms)
  // Lines are for other programs as well: what is no problem is not among them.
  await printLine(format === 'lines' ? terminal.err : terminal.out, summary)
}

/** Each as a line, or as a line with its place in the file; files apart from each other. */
export async function printProblems(
  problems: readonly Problem[],
  folder: string,
  format: Exclude<Format, 'json'>,
  { out }: Terminal,
): Promise<void> {
  const text = textFormat(folder, out)
  for (const [file, inFile] of Map.groupBy(problems, ({ file }) => file)) {
    if (format === 'lines') {
      for (const problem of inFile) await printLine(out, problemLine(problem, text))
      continue
    }
    const lines = await linesOf(folder, file)
    await printLine(out, `${inFile.map(problem => problemBlock(problem, lines, text)).join('\n')}\n`)
  }
}

/** How wide a terminal is that does not say, in cells. */
const COLUMNS_DEFAULT = 100

export function textFormat(folder: string, out: Terminal['out'] & { readonly columns?: number }): TextFormat {
  return {
    shown: file => shortPath(path.join(folder, file)),
    colours: hasColours(out),
    columns: out.columns ?? COLUMNS_DEFAULT,
  }
}

/** Read as the library reads it. Nothing of what it would not read: of a pipe, of a link that leads out, of a file that is no text. */
async function linesOf(folder: string, file: string): Promise<readonly string[]> {
  const read = await readLibraryFile(folder, file)
  return read && 'source' in read ? read.source.split('\n') : []
}

/** For other programs: this shape stays, and may grow. */
function jsonOf({ folder, problems, files, ms, note }: Found): object {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  return {
    folder: shortPath(folder),
    ok: errors === 0,
    files,
    errors,
    warnings: problems.length - errors,
    durationMs: Math.round(ms),
    note,
    problems: problems.map(({ file, line, column, severity, code, message }) => {
      return { file: shortPath(path.join(folder, file)), line, column, severity, code, message }
    }),
  }
}
