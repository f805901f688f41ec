import { z } from 'zod'

/** The section `shop` of a plan. */
export const shopConfig = z.object({
  makeUp: z
    .object({
      points: z.int().positive().default(50).describe('What making up one missed day costs, in points.'),
      withinDays: z.int().min(1).max(30).default(3).describe('How long ago the missed day may be, in days: 1–30.'),
      perCampaign: z.int().positive().default(2).describe('How many days one member can make up in one campaign.'),
    })
    .nullable()
    .prefault({})
    .describe('Missed days that can be made up for points. Null: none.'),
})
