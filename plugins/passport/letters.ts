import { Instant, MemberId } from 'bonfire'
import { z } from 'zod'
import { Link, OneTimeCode, PassportId, Title } from './facts.ts'

const Count = z.int().min(0)

/** Asks the group that the code is of what it is called. */
export const LookUp = z.object({ code: OneTimeCode })
/** Uses the code up. `title`: what the group that asks is called; `by`: its owner, who has confirmed it. */
export const Bind = z.object({ code: OneTimeCode, title: Title.optional(), by: MemberId.optional() })
/** The answer to both. `waiting`: for the owner there. `ended`: it was bound, and is no longer. */
export const Answered = z.object({
  code: OneTimeCode,
  is: z.enum(['found', 'waiting', 'bound', 'refused', 'ended']),
  title: Title.optional(),
  link: Link.optional(),
  /** The most points that a passport may bring. */
  pointsMax: Count.optional(),
})
/** The passport itself. */
export const Carried = z.object({
  passport: PassportId,
  member: MemberId,
  points: Count,
  bestDays: Count,
  totalDays: Count,
  code: OneTimeCode,
  until: Instant,
})
export const Revoke = z.object({ passport: PassportId })
/** What has become of a passport, for ever. */
export const Settled = z.object({ passport: PassportId, is: z.enum(['accepted', 'revoked']) })

export type LookUp = z.output<typeof LookUp>
export type Bind = z.output<typeof Bind>
export type Answered = z.output<typeof Answered>
export type Carried = z.output<typeof Carried>
export type Revoke = z.output<typeof Revoke>
export type Settled = z.output<typeof Settled>
