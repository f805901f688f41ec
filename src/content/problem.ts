/** Something that is wrong with a file of the library, at its place. */
export interface Problem {
  /** Seen from the library, with `/`: `posts/reading-21d/day-03.md`. */
  readonly file: string
  /** Counted from 1. */
  readonly line: number
  /** Counted from 1, in UTF-16 code units. */
  readonly column: number
  /** An error makes the check fail, and keeps a file that fails its schema out of use. */
  readonly severity: 'error' | 'warning'
  /** `unknown-field`, `marketing-share`: a slug that never changes its meaning. */
  readonly code: string
  /** What is wrong, and what would be right. One line. */
  readonly message: string
}
