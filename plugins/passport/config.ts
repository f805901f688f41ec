import { z } from 'zod'

export const passportConfig = z.object({
  pointsMax: z
    .int()
    .min(0)
    .max(1_000_000)
    .default(2_000)
    .describe('The most points in one passport, out of this group or into it. What is above stays where it is.'),
  validDays: z
    .int()
    .min(1)
    .max(180)
    .default(30)
    .describe('How many days members have to bring their points to the next group.'),
})
export type Config = z.output<typeof passportConfig>
