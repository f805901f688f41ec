import { LocalTime } from 'bonfire'
import { z } from 'zod'

/** Most that one message mentions. */
const MENTIONS_MAX = 20

/** The plan's section `check-in`. */
export const config = z.object({
  noteCharsMin: z
    .int()
    .min(0)
    .max(200)
    .default(10)
    .describe('How many characters a check-in says besides the word, without spaces. 0: the word alone is enough.'),
  photo: z.boolean().default(true).describe('Whether a photo does instead of that text.'),
  completeWithinMinutes: z
    .int()
    .min(1)
    .max(60)
    .default(10)
    .describe('What a check-in lacks may come so many minutes before or after it.'),
  freezeEveryDays: z
    .int()
    .min(0)
    .max(365)
    .default(7)
    .describe('Every so many days in a row earn a freeze, which stands in for a missed day by itself. 0: none.'),
  freezesMax: z.int().min(0).max(10).default(2).describe('How many freezes a member can have in hand.'),
  remindAt: LocalTime.nullable()
    .default('20:00' as LocalTime)
    .describe('Time of the daily reminder, `HH:mm` in the zone of the group. Null: none.'),
  remindMentions: z
    .int()
    .min(0)
    .max(MENTIONS_MAX)
    .default(MENTIONS_MAX)
    .describe(
      'How many of those whose streak is at risk it mentions, longest streaks first. 0: it names numbers only.',
    ),
  tellMakeUp: z
    .boolean()
    .default(true)
    .describe(
      'Whether somebody whose streak has ended is told of `/makeup`. False where the plugin `shop`, which answers it, is not used.',
    ),
  leaderOpens: z
    .boolean()
    .default(true)
    .describe('Whether the first check-in of the day by a teacher, an admin or the owner is shown to the group.'),
})
export type Config = z.output<typeof config>
