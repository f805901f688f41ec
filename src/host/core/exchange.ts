import { z } from 'zod'
import { GroupId, Instant, MemberId } from '../../events/ids.ts'
import { personal } from '../fact-schema.ts'
import { defineSlice } from '../slice.ts'
import { Payload, payload, Slug } from './fields.ts'

/** Questions to providers that are not answered yet. */
export const requests = defineSlice({
  name: 'requests',
  facts: {
    asked: z.object({ request: Slug, plugin: Slug, provider: Slug, data: Payload, deadline: Instant }),
    answered: z.object({ request: Slug }),
    abandoned: z.object({ request: Slug, reason: personal(z.string()) }),
  },
  tables: table => ({
    pending: table({
      by: 'request',
      initial: () => ({ plugin: '', provider: '', data: {} as object, deadline: 0 }),
      reduce: {
        asked: (request, { plugin, provider, data, deadline }) => {
          Object.assign(request, { plugin, provider, data, deadline })
        },
      },
      removedBy: ['answered', 'abandoned'],
    }),
  }),
})

/** Letters to other groups that have not arrived yet. */
export const mail = defineSlice({
  name: 'mail',
  facts: {
    posted: z.object({ letter: Slug, to: GroupId, plugin: Slug, box: Slug, data: Payload }),
    delivered: z.object({ letter: Slug }),
    /** Recorded by the receiver, so that a letter without consequences is not read again. */
    received: z.object({ letter: Slug, from: GroupId }),
  },
  tables: table => ({
    pending: table({
      by: 'letter',
      initial: () => ({ to: '' as GroupId, plugin: '', box: '', data: {} as object }),
      reduce: {
        posted: (letter, { to, plugin, box, data }) => {
          Object.assign(letter, { to, plugin, box, data })
        },
      },
      removedBy: ['delivered'],
    }),
  }),
})

/** Events that a plugin could not decide. Nothing of them was committed; a person may have them decided again. */
export const deadLetters = defineSlice({
  name: 'dead-letters',
  facts: {
    stopped: z.object({
      letter: Slug,
      at: Instant,
      member: MemberId.optional(),
      /** Plugin and what of it: `check-in/commands.checkIn`. */
      where: Slug,
      error: personal(z.string().max(2000)),
      event: personal(payload()),
    }),
    retried: z.object({ letter: Slug }),
    dropped: z.object({ letter: Slug }),
  },
  tables: table => ({
    open: table({
      by: 'letter',
      initial: () => ({ at: 0, where: '', error: '', event: {} as object }),
      reduce: {
        stopped: (letter, { at, where, error, event }) => {
          Object.assign(letter, { at, where, error, event })
        },
      },
      removedBy: ['retried', 'dropped'],
    }),
  }),
})
