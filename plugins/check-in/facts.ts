import { defineSlice, LocalDay, MemberId, MessageId, personal } from 'bonfire'
import { z } from 'zod'
import { type Attendance, noAttendance, takeIn } from './streak.ts'

export { currentStreakDays } from './streak.ts'

/** Streaks that are celebrated, in days. */
export const MILESTONE_DAYS: readonly number[] = [7, 14, 21]
/** Longest note that is kept, in UTF-16 code units. */
export const NOTE_LENGTH_MAX = 500

/** Who checked in when. */
export const attendance = defineSlice({
  name: 'check-in',
  // Raise it when streak.ts folds a fact in another way.
  version: 1,
  facts: {
    checkedIn: z.object({
      member: MemberId,
      day: LocalDay,
      /** Which day in a row this was, counted up to `day`. Recorded, not recomputed: it is what the member was told. */
      streakDays: z.int().min(1),
      /** Days of the same streak after `day`, when the message was read late and filled a gap. Absent: none. */
      laterDays: z.int().min(1).optional(),
      /** Points differ: in the group it counts double. */
      where: z.enum(['group', 'private']),
      message: MessageId,
      note: personal(z.string().max(NOTE_LENGTH_MAX)).optional(),
    }),
  },
  tables: table => ({
    members: table({
      by: 'member',
      initial: (): Attendance => noAttendance(),
      reduce: { checkedIn: (record, fact) => takeIn(record, fact) },
    }),
  }),
  group: {
    /** `before`: the latest day before `day` on which anybody checked in. */
    initial: () => ({
      day: null as LocalDay | null,
      checkedIn: 0,
      before: { day: null as LocalDay | null, checkedIn: 0 },
    }),
    reduce: {
      checkedIn: (group, { day }) => {
        if (day === group.day) group.checkedIn += 1
        else if (day === group.before.day) group.before.checkedIn += 1
        else if (group.day === null || day > group.day) {
          group.before = { day: group.day, checkedIn: group.checkedIn }
          group.day = day
          group.checkedIn = 1
        }
      },
    },
  },
})
