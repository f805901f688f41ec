import type { MemberId } from 'bonfire'
import type { Rules } from './fact-schemas.ts'
import type { DrawLine, Titled } from './lifecycle-params.ts'
import type { Lack, VoidFor } from './records.ts'

export interface Prize {
  readonly name: string
  readonly count: number
}
/** Why a draw of the plan is not announced. */
export type LeftOut = 'gone' | 'not-ready' | 'other-platform' | 'late' | 'too-many'

/** What everybody can read before entering. */
export interface Terms {
  readonly prizes: readonly Prize[]
  readonly entry: Rules['entry']
  readonly cost: number | null
  readonly eligible: Rules['eligible']
  readonly claimHours: number
  readonly alternates: number
  /** A comment is a reply to the announcement; else it stands behind the word. */
  readonly byReply: boolean
  /** The rules are part of it: whoever has it can compare them with those of the proof. */
  readonly fingerprint: string
}
export interface Announcement extends Titled, Terms {
  /** A text of the library above it. */
  readonly text: string | null
  readonly closes: string
  readonly isHourly: boolean
  /** Its number is one that anybody can work out. */
  readonly isRehearsal: boolean
}
export interface Entered {
  readonly draw: number
  readonly number: number
  readonly cost: number | null
  /** Points that they have left. */
  readonly left: number | null
  readonly closes: string
}
export interface Lacking {
  readonly draw: number
  readonly lacks: readonly Lack[]
  /** What it is is said in private only. */
  readonly isHidden: boolean
}

/** A draw that can be entered, as one member sees it. */
export interface OpenLine extends Titled {
  readonly prizes: readonly Prize[]
  readonly entry: Rules['entry']
  readonly cost: number | null
  readonly closes: string
  readonly entered: number
  /** Theirs. Null: they are not in it. */
  readonly number: number | null
}
/** A draw that cannot. */
export interface OtherLine extends Titled {
  readonly is: 'frozen' | 'drawn' | 'finished' | 'void'
  readonly reason: VoidFor | null
  readonly again: number | null
  /** When its number is drawn, as long as that is to come. */
  readonly at: string | null
  /** Prizes that somebody holds, or has claimed. */
  readonly winners: number
  readonly number: number | null
}
export interface Draws {
  readonly open: readonly OpenLine[]
  readonly waiting: readonly OtherLine[]
  readonly past: readonly OtherLine[]
  readonly byReply: boolean
}

/** One prize, and who holds it. */
export interface Holder {
  readonly what: string
  /** Null: nobody, or somebody who has been erased. */
  readonly member: MemberId | null
  readonly state: 'held' | 'claimed' | 'unassigned'
}
export interface Details extends Terms {
  readonly line: DrawLine
  readonly isOpen: boolean
  readonly number: number | null
  /** In private only: with it they can check that they were in it. */
  readonly receipt: string | null
  readonly isPrivate: boolean
  readonly holders: readonly Holder[]
  /** The void draw whose entries it has. */
  readonly takesOver: number | null
  readonly hasProof: boolean
  /** The page that checks a proof. */
  readonly url: string | null
}
