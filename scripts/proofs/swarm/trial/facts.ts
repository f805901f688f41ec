import { z } from 'zod'
import { GroupId, Instant, MemberId } from '../../../../src/events/ids.ts'
import { defineSlice } from '../../../../src/host/slice.ts'

/** What people call a trial's thing: each has its own, so that what happens twice can be told. */
export const Tag = z.string().regex(/^[a-z]{1,2}\d{1,6}$/)

/** What the trial plugin records. */
export const trial = defineSlice({
  name: 'trial',
  facts: {
    /** What came of a delivery, as its plugin was told. */
    told: z.object({ tag: Tag, is: z.enum(['sent', 'failed', 'unknown']), at: Instant }),
    closingAnnounced: z.object({ tag: Tag, victim: MemberId, at: Instant, until: Instant }),
    closingVetoed: z.object({ tag: Tag, member: MemberId }),
    closed: z.object({ tag: Tag }),
    drawOpened: z.object({ tag: Tag, until: Instant }),
    entered: z.object({ entry: z.string().regex(/^\S{1,200}$/), tag: Tag, member: MemberId }),
    drawn: z.object({ tag: Tag, entries: z.int().min(0) }),
    answered: z.object({ tag: Tag, answer: z.string().regex(/^\w{1,32}$/) }),
    received: z.object({ tag: Tag, from: GroupId }),
    /** Never recorded: a reaction to it throws. */
    stumbled: z.object({ tag: Tag }),
  },
  tables: table => ({
    closings: table({
      by: 'tag',
      initial: () => ({ victim: '' as MemberId, until: 0 as Instant, isVetoed: false }),
      reduce: {
        closingAnnounced: (closing, { victim, until }) => {
          closing.victim = victim
          closing.until = until
        },
        closingVetoed: closing => {
          closing.isVetoed = true
        },
      },
    }),
    draws: table({
      by: 'tag',
      initial: () => ({ until: 0 as Instant, entries: 0, isDrawn: false }),
      reduce: {
        drawOpened: (draw, { until }) => {
          draw.until = until
        },
        entered: draw => {
          draw.entries += 1
        },
        drawn: draw => {
          draw.isDrawn = true
        },
      },
    }),
    entries: table({
      by: 'entry',
      initial: () => ({ isIn: false }),
      reduce: {
        entered: entry => {
          entry.isIn = true
        },
      },
    }),
    letters: table({
      by: 'tag',
      initial: () => ({ isRead: false }),
      reduce: {
        received: letter => {
          letter.isRead = true
        },
        stumbled: letter => {
          letter.isRead = true
        },
      },
    }),
  }),
})
