import type { MemberId } from 'bonfire'
import type { HeldFor, Mode, Phase, StoppedBy } from './records.ts'

/** Where members go on. Null: nowhere that is known. */
export type Next = { readonly title: string; readonly link: string | null } | null

export interface Notice {
  readonly closing: number
  readonly mode: Mode
  /** How many are on the list. */
  readonly members: number
  readonly hours: number
  /** The beginning of the list's hash. */
  readonly hash: string
  /** Not before then: `12-20 10:00`. */
  readonly notBefore: string | null
  /** A text of the library. */
  readonly text: string | null
  readonly hasBuyers: boolean
  readonly next: Next
}
export interface Begun extends Notice {
  readonly buyers: number
}
export interface MoveOn {
  readonly closing: number
  readonly mode: Mode
  readonly minutes: number
  readonly next: Next
  readonly text: string | null
}
/** What was said between `from` and `to` may be lost. */
export interface Missed {
  readonly closing: number
  readonly number: number
  readonly from: string
  readonly to: string
  readonly minutes: number
}
export interface Held {
  readonly reason: HeldFor
  readonly orders: number
  readonly membersMax: number
  /** A closing is under way: it waits. How far it is. */
  readonly isOpen: boolean
  readonly phase: Phase
  readonly removed: number
  readonly size: number
}
export interface StoppedHere {
  readonly reason: StoppedBy
  readonly removed: number
  readonly mode: Mode
  readonly members: number
}
export interface StoppedOwner extends StoppedHere {
  readonly by: MemberId | null
  /** The plan decides anew. Else only the owner does. */
  readonly isPlanned: boolean
}
export interface ComeBack {
  readonly link: string | null
  readonly count: number
  /** Some of them. */
  readonly members: readonly MemberId[]
  /** Nobody knows whether they were removed. */
  readonly unclear: MemberId | null
}
export type Ending = 'closed' | 'graduated' | 'handed-over'
export interface Report {
  readonly as: Ending
  readonly removed: number
  readonly spared: number
  readonly failed: number
  /** The platform can remove nobody, whatever rights the bot has. */
  readonly isBeyond: boolean
  /** Who is on the list, and still in the group. */
  readonly left: number
  /** Who is in the group, and neither more than a member nor a buyer: those of the list, and whoever came after it. */
  readonly staying: number
  readonly members: readonly MemberId[]
  readonly next: Next
}
export interface Farewell {
  readonly as: Ending
  /** So many of those on the list have left, by us or by themselves. */
  readonly gone: number
  readonly size: number
  readonly hasNext: boolean
}
export interface Policy {
  readonly nobodyBought: 'keep' | 'close'
  readonly someBought: 'keep' | 'graduate'
}
export interface SureDisband {
  readonly members: number
  readonly hours: number
  readonly notBefore: string | null
  readonly orders: number
  /** The plan names what comes next, and no group is bound to it. */
  readonly lacksNext: boolean
  readonly next: Next
}
export interface StandsOpen {
  readonly phase: Phase
  readonly removed: number
  readonly size: number
  readonly until: string | null
}
export interface Why {
  readonly decision: (Policy & { readonly at: string }) | null
  readonly kept: { readonly reason: 'policy' | 'nobody'; readonly at: string } | null
  readonly held: { readonly reason: HeldFor; readonly at: string } | null
  readonly last: WhyLast | null
}
export interface WhyLast {
  readonly closing: number
  readonly mode: Mode
  readonly size: number
  readonly hash: string
  readonly by: MemberId | null
  readonly frozenAt: string
  readonly announcedAt: string | null
  readonly until: string | null
  readonly extensions: number
  readonly invited: number
  readonly movingAt: string | null
  readonly hasNext: boolean
  readonly lockedAt: string | null
  readonly removingAt: string | null
  readonly removed: number
  readonly spared: number
  readonly failed: number
  readonly stopped: { readonly reason: StoppedBy; readonly by: MemberId | null; readonly at: string } | null
  readonly ended: { readonly as: Ending; readonly at: string } | null
}

/** Lines that there are, one under the other. */
export const lines = (...all: readonly (string | null | false)[]): string =>
  all.filter(line => typeof line === 'string').join('\n')
