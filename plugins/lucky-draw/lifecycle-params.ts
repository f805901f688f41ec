import type { MemberId } from 'bonfire'
import type { OwnersReason, PassedFor, Phase, SignatureMistake, VoidFor } from './records.ts'

export interface Titled {
  readonly draw: number
  readonly title: string
}
export interface Committed extends Titled {
  readonly N: number
  /** Of these, have been here for less than a week. */
  readonly newcomers: number
  /** Entries that do not count: of people who have left, and of those who do not meet the rules any more. */
  readonly gone: number
  readonly unfit: number
  readonly commit: string
  readonly round: number
  /** When that round is. */
  readonly at: string
  readonly isRehearsal: boolean
}
export interface Voided extends Titled {
  readonly reason: VoidFor
  readonly because: OwnersReason | null
  readonly hasCost: boolean
  /** Its round was over already: somebody may have known the result. */
  readonly isLate: boolean
}
export interface Again extends Titled {
  readonly next: number
  readonly reason: 'not-posted' | 'cancelled'
  /** Of the new number. */
  readonly fingerprint: string
  /** Its round was over already. */
  readonly isLate: boolean
}
export interface Round extends Titled {
  readonly round: number
  readonly at: string
  /** Where anybody can look it up. Null: it is a rehearsal's, which anybody can work out. */
  readonly url: string | null
}
export interface WrongSignature extends Round {
  readonly mistake: SignatureMistake
  readonly digits: number
  readonly wanted: number
}
export interface Result extends Titled {
  readonly prizes: readonly {
    readonly name: string
    readonly count: number
    readonly members: readonly MemberId[]
  }[]
  readonly N: number
  readonly round: number
  readonly commit: string
  readonly hours: number
  /** Prizes that went on before the result was told, since who had been drawn is not here any more. */
  readonly passed: number
  /** Prizes for which there was nobody. */
  readonly spare: number
  readonly isRehearsal: boolean
}
export interface Proof {
  readonly draw: number
  readonly isRehearsal: boolean
  /** Where the page stands that checks it. */
  readonly url: string | null
}
export interface NextUp extends Titled {
  readonly hours: number
  readonly steps: readonly {
    readonly n: number
    readonly what: string
    /** Who had it. Null: erased, or told before. */
    readonly from: MemberId | null
    readonly reason: PassedFor
    readonly to: MemberId | null
  }[]
}
export interface ClaimOver extends Titled {
  readonly reason: PassedFor
  /** It went to nobody. */
  readonly isNobodys: boolean
}
export interface Remind extends Titled {
  readonly members: readonly MemberId[]
  readonly until: string
}
export interface Won {
  readonly draw: number
  readonly what: string
}
/** How far a draw is. Times as the group reads them. */
export interface DrawLine extends Titled {
  readonly phase: Phase
  readonly closes: string
  readonly entries: number
  readonly round: number
  readonly roundAt: string | null
  readonly commit: string | null
  readonly frozenAt: string | null
  readonly postedAt: string | null
  readonly drawnAt: string | null
  readonly publishedAt: string | null
  readonly until: string | null
  readonly slots: number
  readonly claimed: number
  readonly unassigned: number
  readonly passed: number
  readonly voidedFor: VoidFor | null
  readonly voidedAt: string | null
  /** Its round was over when it was made void. */
  readonly isVoidLate: boolean
  readonly again: number | null
  readonly by: MemberId | null
  readonly isRehearsal: boolean
}

/** Lines that there are, one under the other. */
export const lines = (...all: readonly (string | null | false)[]): string =>
  all.filter(line => typeof line === 'string').join('\n')
