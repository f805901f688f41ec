import type { Writable } from 'node:stream'
import { machineTime } from '../scheduler/clock.ts'

/** How far something is, on a terminal. Elsewhere nothing: a log is read afterwards. */
export interface ProgressBar {
  show(done: number, of: number): void
  end(): void
}

const CELLS = 30
/** Drawn again at most so often, in milliseconds. */
const REDRAW_MS = 80

export function progressBar(out: Writable & { readonly isTTY?: boolean }, name: string): ProgressBar {
  let drawnAtMs = Number.NEGATIVE_INFINITY
  return {
    show(done, of) {
      const nowMs = machineTime.elapsedMs()
      if (!out.isTTY || nowMs - drawnAtMs < REDRAW_MS) return
      drawnAtMs = nowMs
      const filled = Math.round(CELLS * Math.min(1, done / of))
      out.write(`\r${name} ${'█'.repeat(filled)}${'·'.repeat(CELLS - filled)} ${Math.round((100 * done) / of)} %\x1b[K`)
    },
    end() {
      if (out.isTTY) out.write('\r\x1b[K')
    },
  }
}
