import { defineSlice, LocalDay, MemberId, personal, type SliceState } from 'bonfire'
import { z } from 'zod'
import { enter, gain, giveBack, lose, noAccount, pay } from './account.ts'
import { dateAgain, dropOver, EXPIRE_AFTER_DAYS_MAX, type Lot, pointsOver, prolong, takeNewest } from './lots.ts'

export { ENTRIES_KEPT_MAX } from './account.ts'

/** Longest note of an admin that is kept, in UTF-16 code units. */
export const NOTE_LENGTH_MAX = 100
/** How long figures per day are kept, in hours. */
const DAILY_KEPT_HOURS = 400 * 24
/** How long adjustments are known by their number, in hours: they can be taken back for 10 minutes. */
const ADJUSTMENTS_KEPT_HOURS = 48

/** What points were for: `check-in`, `streak`, `shop`. A name, never what somebody typed. */
const Reason = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'is not a reason. Use a short name, e.g. "check-in".')
const Points = z.int().positive()
/** Which passport carries them, as the plugin `passport` names it. */
const Carrier = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9:_-]{0,99}$/)
const Change = z.int().refine(points => points !== 0, 'is no change')
/** Counted from 1 in each group. */
const AdjustmentNumber = z.int().min(1)

/** What came and went, over all members. */
interface Sums {
  issued: number
  spent: number
  returned: number
  adjusted: number
  expired: number
  /** Came from another group with its members, and left for one, less what came back. */
  broughtAlong: number
  handedOver: number
  /** How many times admins gave or took points. */
  adjustments: number
}
interface Group extends Sums {
  /** The plan says that nothing expires. */
  isExpiryStopped: boolean
}
const noSums = (): Sums => ({
  ...{ issued: 0, spent: 0, returned: 0, adjusted: 0, expired: 0 },
  ...{ broughtAlong: 0, handedOver: 0, adjustments: 0 },
})
type Moved = { readonly points: number }
const summing = <S extends Sums>() => ({
  awarded: (sums: S, { points }: Moved) => {
    sums.issued += points
  },
  spent: (sums: S, { points }: Moved) => {
    sums.spent += points
  },
  returned: (sums: S, { points }: Moved) => {
    sums.returned += points
  },
  adjusted: (sums: S, { points }: Moved) => {
    sums.adjusted += points
    sums.adjustments += 1
  },
  reversed: (sums: S, { points }: Moved) => {
    sums.adjusted -= points
  },
  expired: (sums: S, { points }: Moved) => {
    sums.expired += points
  },
  broughtAlong: (sums: S, { points }: Moved) => {
    sums.broughtAlong += points
  },
  handedOver: (sums: S, { points }: Moved) => {
    sums.handedOver += points
  },
  handedBack: (sums: S, { points }: Moved) => {
    sums.handedOver -= points
  },
})

/** Who has how many points, why, and until when. Points are whole; taking them away is `spent`. */
export const ledger = defineSlice({
  name: 'points',
  // Raise it when account.ts or lots.ts fold a fact in another way.
  version: 4,
  facts: {
    awarded: {
      version: 2,
      // Before points expired, nobody was told that they would: those never do.
      upcast: { 1: old => ({ ...old, lasting: true }) },
      schema: z.object({
        member: MemberId,
        points: Points,
        reason: Reason,
        /** The day that they are for: from it they last as long as the plan says. */
        day: LocalDay,
        /** The streak that they reward, in days. Each is rewarded once. */
        milestone: Points.optional(),
        /** They are from before points expired, and never do. */
        lasting: z.literal(true).optional(),
      }),
    },
    spent: z.object({ member: MemberId, points: Points, reason: Reason, day: LocalDay }),
    /** A purchase was cancelled: that of the same reason and price. What comes back has the time that it had left. */
    returned: z.object({ member: MemberId, points: Points, reason: Reason, day: LocalDay }),
    /** An admin gave points, or took them. `by` is absent when nobody knows which admin. */
    adjusted: z.object({
      member: MemberId,
      points: Change,
      adjustment: AdjustmentNumber,
      day: LocalDay,
      by: MemberId.optional(),
      note: personal(z.string().max(NOTE_LENGTH_MAX)).optional(),
    }),
    /** An adjustment was taken back. `points` as in `adjusted`: the balance changes by as much the other way. */
    reversed: z.object({
      member: MemberId,
      adjustment: AdjustmentNumber,
      points: Change,
      day: LocalDay,
      by: MemberId.optional(),
    }),
    /** They left for another group with their member. */
    handedOver: z.object({ member: MemberId, points: Points, passport: Carrier, day: LocalDay }),
    /** They were never accepted there, and never will be. They have the time that they had left. */
    handedBack: z.object({ member: MemberId, points: Points, passport: Carrier, day: LocalDay }),
    /** They came from another group with their member. Their time begins anew on `day`. */
    broughtAlong: z.object({ member: MemberId, points: Points, passport: Carrier, day: LocalDay }),
    /** No longer counts from `day` on. Recorded with the next entry after that. */
    expired: z.object({ member: MemberId, points: Points, day: LocalDay }),
    /** They were told, on that day, that points expire. */
    expiryTold: z.object({ member: MemberId, day: LocalDay }),
    /** How long this member's points last from now on: recorded when the plan differs from what the account knows. */
    expirySet: z.object({
      member: MemberId,
      afterDays: z.int().min(1).max(EXPIRE_AFTER_DAYS_MAX).nullable(),
      /** The entry before it is the first of the account, and was written before anybody knew. */
      first: z.literal(true).optional(),
    }),
    /** In this group nothing expires, or, no longer `on`, everything does in its time. */
    expiryStopped: z.object({ on: z.boolean() }),
  },
  tables: table => ({
    accounts: table({
      by: 'member',
      initial: () => noAccount(),
      reduce: {
        awarded: (account, { points, reason, day, milestone, lasting }) => {
          account.earned += points
          gain(account, { day, points, reason }, { lasting: lasting === true })
          if (milestone !== undefined) account.milestones.push(milestone)
        },
        spent: (account, { points, reason, day }) => {
          account.spent += points
          pay(account, { points, reason, day })
        },
        returned: (account, { points, reason, day }) => {
          account.returned += points
          giveBack(account, { points, reason, day })
        },
        handedOver: (account, { points, passport, day }) => {
          account.handedOver += points
          pay(account, { points, reason: 'handed-over', day, passport })
        },
        handedBack: (account, { points, passport, day }) => {
          account.handedOver -= points
          giveBack(account, { points, reason: 'handed-over', day, passport })
        },
        broughtAlong: (account, { points, day }) => {
          account.broughtAlong += points
          gain(account, { day, points, reason: 'brought-along' })
        },
        adjusted: (account, { points, day, note }) => {
          account.adjusted += points
          const entry = { day, points, reason: 'adjusted', ...(note !== undefined && { note }) }
          if (points > 0) gain(account, entry)
          else lose(account, entry)
        },
        reversed: (account, { points, day }) => {
          account.adjusted -= points
          if (points < 0) return gain(account, { day, points: -points, reason: 'reversed' })
          enter(account, { day, points: -points, reason: 'reversed' })
          takeNewest(account.lots, points)
        },
        expired: (account, { points, day }) => {
          account.expired += points
          enter(account, { day, points: -points, reason: 'expired' })
          dropOver(account.lots, points, day)
        },
        expiryTold: (account, { day }) => {
          account.toldOn = day
        },
        expirySet: (account, { afterDays, first }) => {
          account.expireAfterDays = afterDays
          if (first) dateAgain(account.lots, afterDays)
          else prolong(account.lots, afterDays)
        },
      },
    }),
    adjustments: table({
      by: 'adjustment',
      initial: () => ({ isReversed: false }),
      reduce: {
        adjusted: adjustment => {
          adjustment.isReversed = false
        },
        reversed: adjustment => {
          adjustment.isReversed = true
        },
      },
      keep: { hours: ADJUSTMENTS_KEPT_HOURS },
    }),
    daily: table({
      by: 'day',
      initial: (): Sums => noSums(),
      reduce: summing<Sums>(),
      keep: { hours: DAILY_KEPT_HOURS },
    }),
  }),
  group: {
    initial: (): Group => ({ ...noSums(), isExpiryStopped: false }),
    reduce: {
      ...summing<Group>(),
      expiryStopped: (group, { on }) => {
        group.isExpiryStopped = on
      },
    },
  },
})

/** What a member can spend on that day, in a group where nothing expires too. */
export const spendable = ({ accounts, group }: SliceState<typeof ledger>, member: MemberId, day: LocalDay): number =>
  group.isExpiryStopped ? accounts.of(member).balance : balanceOn(accounts.of(member), day)

/** The same where points expire: what has does not count, whether or not there is an entry of it yet. */
export function balanceOn(
  { balance, lots }: { readonly balance: number; readonly lots: readonly Readonly<Lot>[] },
  day: LocalDay,
): number {
  return balance - pointsOver(lots, day)
}

/**
 * Takes points: the fact to return from `decide`, or null when the member has too few that have not expired. It sees
 * the balance from before the decision, so ask once for all that one decision takes: what two facts take together is
 * refused, with the whole event, when it is more than there is.
 */
export function spend(
  state: SliceState<typeof ledger>,
  { member, points, reason, day }: { member: MemberId; points: number; reason: string; day: LocalDay },
) {
  const canPay = spendable(state, member, day) >= points
  return canPay ? ledger.facts.spent({ member, points, reason, day }) : null
}
