/** A line that says how far a proof is. */
export interface Progress {
  report(done: number, of: number): void
  /** Takes the line away, on a terminal. */
  end(): void
}

export interface ProgressOptions {
  readonly name: string
  readonly isTerminal: boolean
  readonly write: (text: string) => void
  /** A clock that never goes back, in milliseconds. */
  readonly nowMs: () => number
}

const BAR_CELLS = 30
/** On a terminal the line is drawn again at most so often, in milliseconds. */
const REDRAW_MS = 100
/** In a log a line is written at most so often, in milliseconds. */
const LOG_EVERY_MS = 10_000
const NAME_CHARS = 13

export function createProgress({ name, isTerminal, write, nowMs }: ProgressOptions): Progress {
  const startedAtMs = nowMs()
  let writtenAtMs = isTerminal ? Number.NEGATIVE_INFINITY : startedAtMs
  const title = name.padEnd(NAME_CHARS)
  return {
    report(done, of) {
      const now = nowMs()
      if (now - writtenAtMs < (isTerminal ? REDRAW_MS : LOG_EVERY_MS) && !(isTerminal && done === of)) return
      writtenAtMs = now
      const elapsedMs = now - startedAtMs
      const count = `${done.toLocaleString('en-US')}/${of.toLocaleString('en-US')}`
      const left = done > 0 && done < of ? `, about ${timeOf((elapsedMs / done) * (of - done))} left` : ''
      const line = `${count}  ${timeOf(elapsedMs)}${left}`
      write(isTerminal ? `\r${title} ${bar(done / of)} ${line}\x1b[K` : `${title} ${line}\n`)
    },
    end() {
      if (isTerminal) write('\r\x1b[K')
    },
  }
}

function bar(share: number): string {
  const filled = Math.round(BAR_CELLS * Math.min(1, share))
  return '█'.repeat(filled) + '·'.repeat(BAR_CELLS - filled)
}

/** `48 s`, `3 min 20 s`, `1 h 5 min`. */
export function timeOf(ms: number): string {
  const seconds = Math.round(ms / 1_000)
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.floor(seconds / 60)
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
