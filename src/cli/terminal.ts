import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'

/** Where a command reads and writes. */
export interface Terminal {
  readonly input: Readable
  /** What was asked for: it can be piped on. */
  readonly out: Writable
  /** What is said about it. */
  readonly err: Writable
  /** A person can be asked. */
  readonly isInteractive: boolean
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { stdin: input, stdout: out, stderr: err } = process
  return { input, out, err, isInteractive: input.isTTY === true && err.isTTY === true }
}

/** Writes a line, and waits when the reader is slower than we are: a journal does not fit into memory. */
export async function printLine(stream: Writable, line: string): Promise<void> {
  if (!stream.write(`${line}\n`)) await once(stream, 'drain')
}

/** Whether what is written there may be coloured. */
export function hasColours(stream: Writable & { hasColors?(): boolean }): boolean {
  return stream.hasColors?.() ?? false
}

/** A text from the journal on one line, with nothing in it that a terminal would obey or hide. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, sign => `\\u{${sign.codePointAt(0)!.toString(16)}}`)
}

/** Rows as columns. Numbers stand right, the last column is not filled up. */
export function columns(rows: readonly (readonly (string | number)[])[]): string[] {
  const shown = rows.map(row => row.map(cell => (typeof cell === 'number' ? cell.toLocaleString('en-US') : cell)))
  const widths = shown[0]!.map((_, column) => Math.max(...shown.map(row => row[column]!.length)))
  const isNumber = (column: number) => typeof rows.at(-1)![column] === 'number'
  return shown.map(row =>
    row
      .map((cell, column) => (isNumber(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
      .join('  ')
      .trimEnd(),
  )
}
