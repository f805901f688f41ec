/** A check-in behind its word, and what a teacher might say to it. */
export type CheckInSaying = readonly [text: string, comment: string]

/** What simulated people say. Of no subject: any plan can be rehearsed. */
export interface Sayings {
  readonly owner: string
  readonly teacher: string
  /** The owner, when people come in. */
  readonly opening: string
  readonly checkIns: Readonly<Record<'anyTime' | 'early' | 'noon' | 'late', readonly CheckInSaying[]>>
  /** Who somebody is, and what they hope for: each of one goes with each of the other. */
  readonly introductions: { readonly who: readonly string[]; readonly hopes: readonly string[] }
  readonly talk: readonly string[]
  /** To what somebody else said. */
  readonly replies: readonly string[]
  /** What they ask the bot for. */
  readonly questions: readonly string[]
  /** What they ask it in private. */
  readonly privateQuestions: readonly string[]
  readonly checkIn: (text: string) => string
  /** What enters a draw. */
  readonly join: string
  readonly introduce: (who: string, hopes: string) => string
}

/** What fits the hour, in minutes after midnight. */
export function checkInsAt({ checkIns }: Sayings, minute: number): readonly CheckInSaying[] {
  const { anyTime, early, noon, late } = checkIns
  const fitting = minute < 10 * 60 ? early : minute < 15 * 60 ? noon : minute >= 19 * 60 ? late : []
  return [...anyTime, ...fitting]
}
