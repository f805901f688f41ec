/** What became of one sequence. */
export interface SequenceReport {
  readonly seed: number
  /** Everything that is wrong; what the product itself threw first. */
  readonly wrong: readonly Wrong[]
  /** How each thing in it ended that it is about: `ended closed`, `stopped by veto`. */
  readonly endings: readonly string[]
}
export interface Wrong {
  readonly oracle: string
  readonly says: string
}
