import { z } from 'zod'

/** The plan's section `campaign`. */
export const campaignConfig = z.strictObject({
  warmUpDays: z
    .int()
    .min(0)
    .max(30)
    .default(3)
    .describe('So many days before its first day a plan begins to warm up. 0: it is prepared, and then it runs.'),
})
export type CampaignConfig = z.output<typeof campaignConfig>
