import { defineSlice, LocalDay, MemberId, type SliceState } from 'bonfire'
import { z } from 'zod'

/** How many entries a member's account keeps in memory. Older ones are in the journal. */
export const ENTRIES_KEPT_MAX = 50

/** What points were for: `check-in`, `streak`, `shop`. A name, never what somebody typed. */
const Reason = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'is not a reason. Use a short name, e.g. "check-in".')

/** One line of an account. `points` is negative when they were spent. */
export interface Entry {
  day: LocalDay
  points: number
  reason: string
}
export interface Account {
  balance: number
  /** All that was ever awarded. */
  earned: number
  /** All that was ever spent. */
  spent: number
  /** Oldest first. */
  entries: Entry[]
  /** Streaks that have been rewarded, in days. */
  milestones: number[]
}

/** Who has how many points, and why. Points are whole; taking them away is `spent`. */
export const ledger = defineSlice({
  name: 'points',
  facts: {
    awarded: z.object({
      member: MemberId,
      points: z.int().positive(),
      reason: Reason,
      /** The day that they are for. */
      day: LocalDay,
      /** The streak that they reward, in days. Each is rewarded once. */
      milestone: z.int().positive().optional(),
    }),
    spent: z.object({ member: MemberId, points: z.int().positive(), reason: Reason, day: LocalDay }),
  },
  tables: table => ({
    accounts: table({
      by: 'member',
      initial: (): Account => ({ balance: 0, earned: 0, spent: 0, entries: [], milestones: [] }),
      reduce: {
        awarded: (account, { points, reason, day, milestone }) => {
          account.balance += points
          account.earned += points
          account.entries.push({ day, points, reason })
          if (account.entries.length > ENTRIES_KEPT_MAX) account.entries.shift()
          if (milestone !== undefined) account.milestones.push(milestone)
        },
        spent: (account, { points, reason, day }) => {
          account.balance -= points
          account.spent += points
          account.entries.push({ day, points: -points, reason })
          if (account.entries.length > ENTRIES_KEPT_MAX) account.entries.shift()
        },
      },
    }),
  }),
  group: {
    initial: () => ({ issued: 0, spent: 0 }),
    reduce: {
      awarded: (group, { points }) => {
        group.issued += points
      },
      spent: (group, { points }) => {
        group.spent += points
      },
    },
  },
})

/**
 * Takes points: the fact to return from `decide`, or null when the member has too few. It sees the balance from before
 * the decision, so ask once for all that one decision takes: what two facts take together is refused, with the whole
 * event, when it is more than there is.
 */
export function spend(
  { accounts }: SliceState<typeof ledger>,
  { member, points, reason, day }: { member: MemberId; points: number; reason: string; day: LocalDay },
) {
  return accounts.of(member).balance < points ? null : ledger.facts.spent({ member, points, reason, day })
}
