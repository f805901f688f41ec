import { z } from 'zod'

/** How late a post may go out, in minutes: what is missed for longer is history. */
export const MISSED_WITHIN_MINUTES_MAX = 120

export const topicsConfig = z.object({
  missedWithinMinutes: z
    .int()
    .min(1)
    .max(MISSED_WITHIN_MINUTES_MAX)
    .default(MISSED_WITHIN_MINUTES_MAX)
    .describe('How late a post may still go out, in minutes: 1–120.'),
})
export type TopicsConfig = z.output<typeof topicsConfig>
