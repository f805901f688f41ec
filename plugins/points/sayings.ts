import type { LocalDay, MemberId } from 'bonfire'
import type { Entry, ReasonSum } from './account.ts'

// What goes into the messages.

export interface Earned {
  points: number
  balance: number
  /** The longest streak that is rewarded with it, in days. Null: none. */
  milestoneDays: number | null
  /** The last day on which some points count that nobody has told them of. Absent: there are none. */
  expiresAfter?: LocalDay
}
export interface Balance {
  balance: number
  earned: number
  spent: number
  adjusted: number
  expired: number
  /** Absent: none. */
  broughtAlong?: number
  handedOver?: number
  expiring: Expiring | null
  hasShop: boolean
}
export interface History {
  balance: number
  entries: readonly Readonly<Entry>[]
}
export interface Why {
  balance: number
  sums: readonly Readonly<ReasonSum>[]
  count: number
  kept: number
}
export interface Told {
  member: MemberId
  points: number
  isQuiet: boolean
}
export interface Now extends Told {
  /** What they have after it. */
  balance: number
}
export interface Rank {
  what: RankKind
  rows: readonly { readonly place: number; readonly member: MemberId; readonly value: number }[]
  /** How many have a place. */
  ranked: number
  /** `equals`: how many share the place, whoever asks included. Null: they have none. */
  mine: { readonly place: number; readonly value: number; readonly equals: number } | null
}
export interface Expire {
  day: LocalDay
  members: readonly MemberId[]
  /** How many more there are whom the message does not name. */
  others: number
  /** The last day on which the first of these points count. */
  first: LocalDay
  hasShop: boolean
}
export interface Stats {
  days: number
  issued: number
  spent: number
  adjusted: number
  expired: number
  /** Absent: none. */
  broughtAlong?: number
  handedOver?: number
}

/** What expires soon: until the first of it is gone, and over the time that one telling covers. */
export interface Expiring {
  readonly points: number
  /** The last day on which the first of them count. */
  readonly first: LocalDay
  readonly firstPoints: number
  /** The last day on which the last of them count. */
  readonly last: LocalDay
}

export type RankKind = 'streak' | 'points'
