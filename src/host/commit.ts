import type { GroupId, Instant } from '../events/ids.ts'
import type { FactRow } from './group.ts'

/** One line of the journal: everything that one event led to, together or not at all. */
export interface Commit {
  readonly cause: string
  readonly group: GroupId
  readonly at: Instant
  readonly facts: readonly FactRow[]
}

/** Where commits go. `append` returns the commit's number; throwing refuses the commit and changes nothing. */
export interface CommitLog {
  append(text: string): number
  readonly next: number
}
