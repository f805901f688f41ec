import type { LocalDay } from 'bonfire'
import { addLot, EXPIRE_AFTER_DAYS, type Lot, lastDayOf, takeOldest } from './lots.ts'

/** How many entries a member's account keeps in memory. Older ones are in the journal. */
export const ENTRIES_KEPT_MAX = 50
/** How many reasons have a sum of their own. Plugins name them, so there are few; what comes later is summed up as one. */
export const REASONS_KEPT_MAX = 32
const OTHER_REASONS = 'other'

/** One line of an account. `points` is negative when they went. */
export interface Entry {
  day: LocalDay
  points: number
  /** What they were for; `returned`, `adjusted`, `reversed` and `expired` by the name of their fact. */
  reason: string
  /** What an admin wrote beside it. */
  note?: string
}
/** All entries of one reason, those included that are no longer kept. */
export interface ReasonSum {
  reason: string
  count: number
  points: number
}
export interface Account {
  /** What the entries come to. Some of it may have expired without an entry yet: see `balanceOn`. */
  balance: number
  /** All that was ever awarded. */
  earned: number
  /** All that was ever spent. */
  spent: number
  returned: number
  /** By admins, what was taken back included: may be negative. */
  adjusted: number
  expired: number
  /** Oldest first. */
  entries: Entry[]
  sums: ReasonSum[]
  /** Streaks that have been rewarded, in days. */
  milestones: number[]
  /** What the balance is made of, in the order in which it expires. */
  lots: Lot[]
  /** How long points last that come now, in days. Null: for ever. */
  expireAfterDays: number | null
  /** When they were last told that points expire. */
  toldOn: LocalDay | null
}

export const noAccount = (): Account => ({
  balance: 0,
  earned: 0,
  spent: 0,
  returned: 0,
  adjusted: 0,
  expired: 0,
  entries: [],
  sums: [],
  milestones: [],
  lots: [],
  expireAfterDays: EXPIRE_AFTER_DAYS,
  toldOn: null,
})

/** Writes an entry: balance, sums and the list. What the points are taken from, or come to, is not its business. */
export function enter(account: Account, entry: Entry): void {
  account.balance += entry.points
  account.entries.push(entry)
  if (account.entries.length > ENTRIES_KEPT_MAX) account.entries.shift()
  const sum = sumOf(account.sums, entry.reason)
  sum.count += 1
  sum.points += entry.points
}

function sumOf(sums: ReasonSum[], reason: string): ReasonSum {
  const found = sums.find(sum => sum.reason === reason)
  if (found) return found
  if (sums.length >= REASONS_KEPT_MAX && reason !== OTHER_REASONS) return sumOf(sums, OTHER_REASONS)
  const sum = { reason, count: 0, points: 0 }
  sums.push(sum)
  return sum
}

/** Points that come or go, by their sign. */
export function enterWithLots(account: Account, entry: Entry): void {
  const { day, points } = entry
  enter(account, entry)
  if (points > 0) addLot(account.lots, { day, points, until: lastDayOf(day, account.expireAfterDays) })
  else takeOldest(account.lots, -points, day)
}
