import type { LocalDay, MemberId, Money, OfferKind } from 'bonfire'
import type { Hindrance, OrderSource } from './records.ts'

/** What ops have written of an offer. */
export interface Words {
  readonly title: string
  readonly for: string | null
  readonly exclusive: string | null
}
/** Who may have it, where its terms say so. */
export interface Terms {
  readonly perMember: number
  readonly newcomerDays: number | null
  readonly memberDays: number | null
  readonly streakDays: number | null
}
/** One offer, as one member sees it. */
export interface OfferLine extends Words {
  readonly number: number
  readonly kind: OfferKind
  readonly price: Money | null
  /** Null: no limit. */
  readonly left: number | null
  /** `12-03 20:00`. */
  readonly until: string
  /** Why they cannot have it. Null: they can. */
  readonly hindrance: Hindrance | null
  readonly terms: Terms
}
/** One that they have taken. */
export interface OwnClaim {
  readonly title: string
  /** Of a coupon. */
  readonly code: string | null
  readonly isPaid: boolean
  readonly isKept: boolean
  /** Null: it stays theirs. */
  readonly until: string | null
}
/** The offer that is a newcomer's own. */
export interface Clock extends Words {
  readonly price: Money | null
  readonly until: string
}
export interface Offers {
  readonly lines: readonly OfferLine[]
  readonly mine: readonly OwnClaim[]
  readonly clock: Clock | null
  /** The number of one that they can have. */
  readonly example: number | null
}
export interface Taken {
  readonly title: string
  readonly until: string | null
  /** There is only so much of it: one is kept for them. */
  readonly isKept: boolean
  readonly hasLinks: boolean
  /** A person notes what is paid, and is told who wants one. */
  readonly isByHand: boolean
  readonly code: string | null
  readonly hasCode: boolean
}
export interface Cannot extends Terms {
  readonly title: string
  readonly hindrance: Exclude<Hindrance, 'closed' | 'not-here'>
}
export interface Ordered {
  readonly order: string
  readonly member: MemberId
  readonly amount: Money
  /** Of the offer, where it names one. */
  readonly title: string | null
}
export interface Counts {
  readonly orders: number
  readonly refunds: number
  readonly waiting: number
  readonly source: OrderSource
}
export interface OrderShown {
  readonly order: string
  readonly member: MemberId
  readonly amount: Money
  readonly day: LocalDay
  readonly isPaid: boolean
  readonly offer: string | null
  /** Which admin has noted it. */
  readonly by: MemberId | null
}
/** What somebody has taken and not paid. */
export interface ClaimShown {
  readonly member: MemberId
  readonly title: string
}
/** Who has taken something since the owner was told last. */
export interface Wanted {
  readonly count: number
  /** The first of them. */
  readonly wanting: readonly ClaimShown[]
}
export interface Waiting {
  readonly order: string
  readonly number: number
  readonly amount: Money
  readonly day: LocalDay
  readonly offer: string | null
  /** Admins have said whose it is, and it can still be taken back. */
  readonly isSaid: boolean
}
export interface Orders extends Counts {
  readonly latest: readonly OrderShown[]
  readonly unmatched: readonly Waiting[]
  readonly kept: readonly ClaimShown[]
}
export interface Figures extends Counts {
  readonly amounts: readonly Money[]
  readonly buyers: number
  readonly members: number
}
export interface Stands {
  readonly source: OrderSource
  readonly open: number
  readonly buyers: number
  readonly waiting: number
}
export interface OfOrder {
  readonly order: string
  readonly member: MemberId
  readonly title: string | null
}
export interface Noted {
  readonly number: number
  readonly member: MemberId
  readonly amount: Money
}
export type Felt = 'good' | 'so-so' | 'problem'

/** The lines that are said. */
export const lines = (...all: readonly (string | false | null)[]): string => all.filter(Boolean).join('\n')
/** An order as admins know it: `~3` is the third that they have noted. */
export const isNoted = (order: string): boolean => order.startsWith('~')
