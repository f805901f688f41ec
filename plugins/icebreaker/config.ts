import { LocalTime } from 'bonfire'
import { z } from 'zod'

/** A welcome waits at most so long after the first newcomer, in minutes. */
export const WELCOME_WAIT_MINUTES_MAX = 10

const Line = z.string().trim().min(1).max(100)

export const icebreakerConfig = z.object({
  windowMinutes: z
    .int()
    .min(0)
    .max(WELCOME_WAIT_MINUTES_MAX)
    .default(3)
    .describe(
      `How long to wait for more newcomers, in minutes since the last one: 0–${WELCOME_WAIT_MINUTES_MAX}. At most ${WELCOME_WAIT_MINUTES_MAX} after the first.`,
    ),
  gift: Line.nullable()
    .default(null)
    .describe('What joining gives, in one line of the welcome. Null: nothing is said.'),
  points: z.int().min(0).default(20).describe('Points for the first introduction. 0: none.'),
  nicknameFormat: Line.nullable()
    .default(null)
    .describe('How people are to call themselves in the group, e.g. "城市-昵称". Null: as they like.'),
  crewPoints: z.int().min(0).default(5).describe('Points for a greeting by the welcome crew. 0: none.'),
  tellOwnerAt: LocalTime.nullable()
    .default('21:00' as LocalTime)
    .describe('When the owner hears who has few exchanges, `HH:mm` in the zone of the group. Null: never.'),
})
export type IcebreakerConfig = z.output<typeof icebreakerConfig>
