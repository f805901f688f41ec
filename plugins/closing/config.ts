import { z } from 'zod'

/** The section `closing` of a plan. */
export const closingConfig = z.object({
  policy: z
    .strictObject({
      nobodyBought: z
        .enum(['keep', 'close'])
        .default('keep')
        .describe('When nobody has bought: `close` removes all members, `keep` nobody.'),
      someBought: z
        .enum(['keep', 'graduate'])
        .default('keep')
        .describe('When somebody has: `graduate` removes all others, `keep` nobody.'),
    })
    .prefault({})
    .describe('What becomes of the group after the last day. By default everybody stays.'),
  afterHours: z
    .int()
    .min(0)
    .max(336)
    .default(24)
    .describe('How long after the last day and the last offer that is decided, in hours: 0–336.'),
  noticeHours: z
    .int()
    .min(24)
    .max(336)
    .default(24)
    .describe('How long the notice stands in the group before anybody is removed, in hours: 24–336.'),
  minutesToMoveOn: z
    .int()
    .min(0)
    .max(10_080)
    .default(60)
    .describe('Between the invitations to the next group and the first removal, in minutes: 0–10,080.'),
  secondsBetweenRemovals: z
    .int()
    .min(1)
    .max(3_600)
    .default(5)
    .describe('Between one removal and the next, in seconds: 1–3600.'),
  texts: z
    .strictObject({
      notice: z.string().min(1).max(200).nullable().default(null).describe('A text of the library above the notice.'),
      farewell: z.string().min(1).max(200).nullable().default(null).describe('The same, for the farewell.'),
    })
    .prefault({})
    .describe(
      'Words of your own, by the id of a text. What happens and how to stop it is said below them in any case.',
    ),
})

/** Whether a plan with this section can remove members. */
export const canRemove = ({ policy }: z.output<typeof closingConfig>): boolean =>
  policy.nobodyBought === 'close' || policy.someBought === 'graduate'
