import { defineSlice, Instant, MemberId, MessageId } from 'bonfire'
import { z } from 'zod'

const Which = z.int().min(1)
/** How many can come. Null: as many as like. */
const Places = z.int().min(1).nullable()

export const signUps = defineSlice({
  name: 'sign-up',
  facts: {
    // Version 1 knew no places: what was recorded by it is read as one of as many as like.
    opened: {
      version: 2,
      schema: z.object({ number: Which, closesAt: Instant, places: Places }),
      upcast: { 1: old => ({ ...old, places: null }) },
    },
    announced: z.object({ number: Which, message: MessageId }),
    signed: z.object({ member: MemberId, number: Which }),
    stoodDown: z.object({ member: MemberId, number: Which }),
    forecast: z.object({ number: Which, degrees: z.number() }),
    closed: z.object({ number: Which }),
    calledOff: z.object({ number: Which }),
  },
  // The one that is open, or was the last. A list of who has signed would grow with the group: they are a table.
  group: {
    initial: () => ({
      number: 0,
      isOpen: false,
      taken: 0,
      places: null as number | null,
      degrees: null as number | null,
    }),
    reduce: {
      opened: (group, { number, places }) => {
        Object.assign(group, { number, isOpen: true, taken: 0, places, degrees: null })
      },
      signed: group => {
        group.taken += 1
      },
      stoodDown: group => {
        group.taken -= 1
      },
      forecast: (group, { degrees }) => {
        group.degrees = degrees
      },
      closed: group => {
        group.isOpen = false
      },
      calledOff: group => {
        group.isOpen = false
      },
    },
  },
  tables: table => ({
    members: table({
      by: 'member',
      initial: () => ({ number: null as number | null }),
      reduce: {
        signed: (record, { number }) => {
          record.number = number
        },
        stoodDown: record => {
          record.number = null
        },
      },
    }),
  }),
})
