import type { LocalDay, MemberId } from '../events/ids.ts'
import type { Locale } from './messages.ts'

/** One thing that is known of a member: they see it by `/mydata`, owners in `/export`. */
export interface ProfilePart<X> {
  readonly about: Readonly<Record<Locale, string>>
  /** Null: nothing. */
  readonly of: (context: X, member: MemberId) => string | number | null
}

/** The days that figures are about, both included. `to` is today. */
export interface Period {
  readonly from: LocalDay
  readonly to: LocalDay
  readonly days: number
}

/** A file that a plugin makes. */
export interface MadeFile {
  /** As whoever gets it sees it: `members-2026-11-22.csv`. */
  readonly name: string
  readonly text: string
}
