import { defineSlice, LocalDay, MemberId, MessageId, personal } from 'bonfire'
import { z } from 'zod'

export const attendance = defineSlice({
  name: 'check-in',
  facts: {
    checkedIn: z.object({
      member: MemberId,
      day: LocalDay,
      streakDays: z.int().min(1),
      message: MessageId,
      note: personal(z.string().max(500)).optional(),
    }),
  },
  tables: table => ({
    members: table({
      by: 'member',
      initial: () => ({ lastDay: null as LocalDay | null, streakDays: 0 }),
      reduce: {
        checkedIn: (record, { day, streakDays }) => {
          record.lastDay = day
          record.streakDays = streakDays
        },
      },
    }),
  }),
})
