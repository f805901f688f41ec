import type { Format, Written } from '../host/messages.ts'
import { inOrder } from './render-formats.ts'

/** Writes a text line by line, and remembers how its parts look. */
export interface Pen {
  write(text: string): void
  /** What comes next stands so many line ends below, if anything comes. */
  separate(lineEnds: number): void
  /** What comes next is set off by a space, if it does not begin with one. */
  space(): void
  /** Lines that begin in here begin with this. */
  within(prefix: string, write: () => void): void
  /** What is written in here looks so. */
  as(look: Omit<Format, 'offset' | 'length'>, write: () => void): void
  written(): Written
}

export function createPen(): Pen {
  const formats: Format[] = []
  /** Where the formats begin that are being written; null as long as nothing was. */
  const open: { from: number | null }[] = []
  const prefixes: string[] = []
  let text = ''
  let [lineEnds, isLineStart, needsSpace] = [0, false, false]

  function put(line: string): void {
    if (line === '') return
    if (text !== '' && lineEnds > 0) {
      text += '\n'.repeat(lineEnds)
      isLineStart = true
    }
    lineEnds = 0
    if (isLineStart) text += prefixes.join('')
    else if (needsSpace && !/^\s/.test(line)) text += ' '
    for (const format of open) format.from ??= text.length
    text += line
    isLineStart = false
    needsSpace = false
  }

  return {
    write(more) {
      for (const [index, line] of more.split('\n').entries()) {
        if (index > 0) {
          put('')
          text += '\n'
          isLineStart = true
        }
        put(line)
      }
    },
    separate(count) {
      lineEnds = Math.max(lineEnds, count)
    },
    space() {
      needsSpace = true
    },
    within(prefix, write) {
      prefixes.push(prefix)
      write()
      prefixes.pop()
    },
    as(look, write) {
      const format: { from: number | null } = { from: null }
      open.push(format)
      write()
      open.pop()
      if (format.from !== null) formats.push({ ...look, offset: format.from, length: text.length - format.from })
    },
    written() {
      const shown = text.trimEnd()
      const ordered = inOrder(shown, formats)
      return { text: shown, mentions: [], ...(ordered.length > 0 && { formats: ordered }) }
    },
  }
}
