import { z } from 'zod'
import { Instant, MemberId, Zone } from '../../events/ids.ts'
import { LOCALES, type Locale } from '../messages.ts'
import { defineSlice } from '../slice.ts'
import { Slug } from './fields.ts'
import { plans } from './plans.ts'

/** What a group's owner has chosen. Null: not yet. */
export interface Chosen {
  readonly locale: Locale | null
  readonly zone: Zone | null
  readonly plan: string | null
}

/** A plan that a group can choose. */
export interface PlanChoice {
  readonly id: string
  readonly name: string
  readonly zone: Zone
  readonly locale: Locale
}

/** How the bot stands in a group, and what the group's owner has chosen. */
export const setup = defineSlice({
  name: 'setup',
  facts: {
    /** Removed, or back; an admin or not; `lacks`: what an admin may not do that Bonfire could make use of. */
    stood: z.object({ is: z.enum(['member', 'admin', 'gone']), lacks: z.array(Slug).max(10), at: Instant }),
    /** It has left by itself, as it was to: nobody has removed it. */
    parted: z.object({ at: Instant }),
    titled: z.object({ title: z.string().regex(/^[^\p{C}]{1,128}$/u) }),
    /** Whoever says this code first is the owner. */
    claimable: z.object({ code: Slug }),
    claimed: z.object({ member: MemberId }),
    chose: z.object({ locale: z.enum(LOCALES).optional(), zone: Zone.optional(), plan: Slug.optional() }),
    /** The topic of a group with topics in which the bot speaks by itself. */
    settled: z.object({
      topic: z
        .string()
        .regex(/^\d{1,20}$/)
        .nullable(),
    }),
    done: z.object({ at: Instant, by: MemberId.optional() }),
  },
  tables: () => ({}),
  group: {
    initial: () => ({
      standing: null as 'member' | 'admin' | 'gone' | null,
      lacks: [] as string[],
      /** It is not there any more since it has left by itself. */
      hasParted: false,
      title: null as string | null,
      code: null as string | null,
      locale: null as Locale | null,
      zone: null as Zone | null,
      plan: null as string | null,
      topic: null as string | null,
      doneAt: null as Instant | null,
    }),
    reduce: {
      stood: (group, { is, lacks }) => {
        group.standing = is
        group.lacks = [...lacks]
        if (is !== 'gone') group.hasParted = false
      },
      parted: group => {
        group.hasParted = true
      },
      titled: (group, { title }) => {
        group.title = title
      },
      claimable: (group, { code }) => {
        group.code = code
      },
      claimed: group => {
        group.code = null
      },
      chose: (group, { locale, zone, plan }) => {
        group.locale = locale ?? group.locale
        group.zone = zone ?? group.zone
        group.plan = plan ?? group.plan
      },
      settled: (group, { topic }) => {
        group.topic = topic
      },
      done: (group, { at }) => {
        group.doneAt = at
      },
    },
  },
})

/** Facts that change what a group's settings are. */
export const CHANGES_SETTINGS: ReadonlySet<string> = new Set([
  setup.facts.chose.type,
  ...Object.values(plans.facts).map(({ type }) => type),
])
