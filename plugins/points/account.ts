import type { LocalDay } from 'bonfire'
import { addLot, EXPIRE_AFTER_DAYS, type Lot, lastDayOf, postponed, takeOldest } from './lots.ts'

/** How many entries a member's account keeps in memory. Older ones are in the journal. */
export const ENTRIES_KEPT_MAX = 50
/** How many reasons have a sum of their own. Plugins name them, so there are few; what comes later is summed up as one. */
const REASONS_KEPT_MAX = 32
/** How many of a member's purchases are known by what they were paid with, to be given back. */
const PURCHASES_KEPT_MAX = 20
const OTHER_REASONS = 'other'

/** One line of an account. `points` is negative when they went. */
export interface Entry {
  day: LocalDay
  points: number
  /** What they were for; else by the name of their fact, as in `returned`, `adjusted`, `handed-over`, `expired`. */
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
/** What was paid, and with which points. */
export interface Purchase {
  reason: string
  points: number
  day: LocalDay
  lots: Lot[]
  /** What left for another group goes by the passport that carries it. */
  passport?: string
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
  /** Brought from another group. */
  broughtAlong: number
  /** Left for another group, less what came back. */
  handedOver: number
  /** Oldest first. */
  entries: Entry[]
  sums: ReasonSum[]
  /** Streaks that have been rewarded, in days. */
  milestones: number[]
  /** What the balance is made of, in the order in which it expires. */
  lots: Lot[]
  /** The last ones, oldest first. */
  purchases: Purchase[]
  /** How many of the points that went last did not count any more: more than none is refused while it is new. */
  uncovered: number
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
  broughtAlong: 0,
  handedOver: 0,
  entries: [],
  sums: [],
  milestones: [],
  lots: [],
  purchases: [],
  uncovered: 0,
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

/** Points that come. `lasting`: for ever, whatever the account knows. */
export function gain(account: Account, entry: Entry, { lasting = false } = {}): void {
  const { day, points } = entry
  enter(account, entry)
  addLot(account.lots, { day, points, until: lasting ? null : lastDayOf(day, account.expireAfterDays) })
}

/** Points that go: `entry.points` is negative. What they were is the result. */
export function lose(account: Account, entry: Entry): readonly Lot[] {
  enter(account, entry)
  const { lots, uncovered } = takeOldest(account.lots, -entry.points, entry.day)
  account.uncovered = uncovered
  return [...lots]
}

export function pay(account: Account, purchase: Omit<Purchase, 'lots'>): void {
  const { points, reason, day } = purchase
  const lots = [...lose(account, { day, points: -points, reason })]
  account.purchases.push({ ...purchase, lots })
  if (account.purchases.length > PURCHASES_KEPT_MAX) account.purchases.shift()
}

/** A purchase was cancelled. Its points have the time that they had left; of one that nobody remembers, a new one. */
export function giveBack(account: Account, purchase: Omit<Purchase, 'lots'>): void {
  const { points, reason, day, passport } = purchase
  enter(account, { day, points, reason: passport === undefined ? 'returned' : 'handed-back' })
  const at = account.purchases.findLastIndex(
    known => known.reason === reason && known.points === points && known.passport === passport,
  )
  const paid = at < 0 ? undefined : account.purchases.splice(at, 1)[0]
  let left = points
  for (const lot of paid?.lots ?? []) {
    addLot(account.lots, postponed(lot, paid!.day, day))
    left -= lot.points
  }
  if (left > 0) addLot(account.lots, { day, points: left, until: lastDayOf(day, account.expireAfterDays) })
}
