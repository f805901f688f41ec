import type { Figure } from './figure.ts'

/** Figures that belong together. Each case runs in a process of its own: none inherits the heap of another. */
export interface BenchCase {
  /** As in `--only check-ins,start`. */
  readonly name: string
  /** What its figures say, above them in the table. */
  readonly about: string
  /** @throws Error when what was measured is not what was asked for: then there is no figure. */
  measure(run: BenchRun): Promise<readonly Figure[]>
}

export interface BenchRun {
  /** How much is done: so many check-ins in a round. Everything else is in proportion. */
  readonly count: number
  /** An empty folder, removed afterwards. */
  readonly folder: string
  readonly onProgress: (done: number, of: number) => void
}

/** What `--count` is when nobody says otherwise. */
export const COUNT = 20_000
/** Rounds of what is measured per second: the table has their median. */
export const ROUNDS = 3
