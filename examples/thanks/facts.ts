import { defineSlice, LocalDay, MemberId } from 'bonfire'
import { z } from 'zod'

export const gratitude = defineSlice({
  name: 'thanks',
  facts: {
    thanked: z.object({ member: MemberId, to: MemberId, day: LocalDay }),
  },
  tables: table => ({
    /** By who was thanked. */
    received: table({
      by: 'to',
      initial: () => ({ times: 0 }),
      reduce: {
        thanked: record => {
          record.times += 1
        },
      },
    }),
    /** By who said thanks: how often on their latest day. */
    said: table({
      by: 'member',
      initial: () => ({ day: null as LocalDay | null, times: 0 }),
      reduce: {
        thanked: (record, { day }) => {
          record.times = record.day === day ? record.times + 1 : 1
          record.day = day
        },
      },
    }),
  }),
})
