/** One line of the journal and its number. Numbers start at 1 and have no gaps. */
export interface Line {
  readonly lsn: number
  readonly text: string
}

/**
 * What is true for one account: an append-only log of lines, owned by one process.
 * A line is a commit in JSON; the journal does not look inside it.
 */
export interface Journal extends AsyncDisposable {
  /**
   * Takes a line and returns its number. Synchronous: the caller's state may change as soon as it returns.
   * The line is durable once `durable` has reached that number.
   * @throws JOURNAL_REFUSED when the backlog or the disk is too full, JOURNAL_FAILED after a failed write:
   *   in both cases nothing was taken.
   */
  append(text: string): number
  /** The number that the next line will get. */
  readonly next: number
  /** Every line up to this number is durable. 0 when there is none. */
  readonly durable: number
  /** Resolves when the line is durable. Rejects with JOURNAL_FAILED when it never will be. */
  whenDurable(lsn: number): Promise<void>
  /** Called after each flush with the number now durable. Returns a function that ends the subscription. */
  onDurable(listener: (durable: number) => void): () => void
  /** The lines from a number on, oldest first, archive included. Only lines that were durable when it was called. */
  read(from: number): AsyncIterable<Line>
  /** Lines below this number are in the pages: their segments may move to the archive. Never deletes. */
  archive(below: number): Promise<void>
}
