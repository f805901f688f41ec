import { z } from 'zod'

export const passportConfig = z.object({
  validDays: z
    .int()
    .min(1)
    .max(180)
    .default(30)
    .describe('How many days members have to bring their points to the next group.'),
})
export type Config = z.output<typeof passportConfig>
