import { z } from 'zod'
import { POST_KINDS } from '../../host/content.ts'
import { At, Buttons, common, Day, DayNumber, Image, isObject } from './fields.ts'

/** The front matter of a file in `posts/`. */
export const postSchema = z
  .strictObject({
    ...common,
    kind: z.enum(POST_KINDS).describe('What it is. `marketing` counts for the cap.'),
    day: DayNumber.optional().describe('The day of the plan on which it goes out, counted from 1.'),
    date: Day.optional().describe('The date on which it goes out, `YYYY-MM-DD`.'),
    pool: z.literal(true).optional().describe('It goes out on any day that has room.'),
    at: At.optional().describe(
      '`"HH:mm"` in the time of the group, or the name of a slot. Default: the first free slot. A post with `pool: true` goes out then only.',
    ),
    image: Image.optional().describe('A picture under `assets/`.'),
    buttons: Buttons.default([]).describe('At most 6 of `{label, command}` or `{label, url}`.'),
    pin: z.boolean().default(false).describe('Whether it is pinned, where the platform can.'),
    marketing: z
      .literal(true, 'can only be forced to true: marketing cannot be called something else')
      .optional()
      .describe('Counts as marketing although its kind is another. Default: true for kind `marketing`.'),
    expires: Day.optional().describe('The last day on which it may go out.'),
  })
  .refine(({ day, date, pool }) => [day, date, pool].filter(value => value !== undefined).length === 1, {
    error: 'needs exactly one of `day`, `date` and `pool: true`',
    // Also where other fields are wrong: all mistakes are said at once.
    when: isObject,
  })
