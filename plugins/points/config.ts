import { LocalTime } from 'bonfire'
import { z } from 'zod'
import { EXPIRE_AFTER_DAYS, EXPIRE_AFTER_DAYS_MAX } from './lots.ts'

const Milestone = z.strictObject({ days: z.int().min(2), points: z.int().positive() })

/** Each is a fact of the same check-in when a filled gap reaches them all. */
const MILESTONES_MAX = 20

const isEachOnce = (milestones: readonly { readonly days: number }[]): boolean =>
  new Set(milestones.map(({ days }) => days)).size === milestones.length

export const config = z.object({
  perCheckIn: z.int().positive().default(10).describe('Points for a check-in in the group.'),
  perPrivateCheckIn: z.int().positive().default(5).describe('Points for a check-in in private.'),
  milestones: z
    .array(Milestone)
    .max(MILESTONES_MAX)
    .refine(isEachOnce, 'names a streak twice. Give each number of days one reward.')
    .default([
      { days: 7, points: 50 },
      { days: 14, points: 120 },
      { days: 21, points: 300 },
    ])
    .describe('What a streak of so many days earns, once per member.'),
  expireAfterDays: z
    .int()
    .min(1)
    .max(EXPIRE_AFTER_DAYS_MAX)
    .nullable()
    .default(EXPIRE_AFTER_DAYS)
    .describe('How many days after the day that they are for points still count. Null: for ever.'),
  tellBeforeDays: z
    .int()
    .min(1)
    .max(30)
    .default(7)
    .describe('How many days before points expire their owners are told, at the latest.'),
  tellExpiryAt: LocalTime.nullable()
    .default('12:00' as LocalTime)
    .describe('Time at which they are told, `HH:mm` in the zone of the group. Null: in /points only.'),
})

export type Config = z.output<typeof config>
