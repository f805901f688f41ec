import { defineSlice, LocalDay, MemberId } from 'bonfire'
import { z } from 'zod'

/** What can happen, and what it changes. Facts are kept for ever, so record what you may want to explain. */
export const greetings = defineSlice({
  name: 'plugin-template',
  facts: {
    greeted: z.object({ member: MemberId, day: LocalDay }),
  },
  // One record per member. A reducer changes it in place and sees nothing but the record and the fact.
  tables: table => ({
    members: table({
      by: 'member',
      initial: () => ({ day: null as LocalDay | null, times: 0 }),
      reduce: {
        greeted: (record, { day }) => {
          record.times = record.day === day ? record.times + 1 : 1
          record.day = day
        },
      },
    }),
  }),
})
