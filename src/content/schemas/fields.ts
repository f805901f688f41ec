import { z } from 'zod'
import { LocalDay, LocalTime } from '../../events/ids.ts'
import { CONTENT_PLATFORMS } from '../../host/content.ts'

/** Longest texts of one line, in characters. */
const LINE_CHARS_MAX = 200
/** What a button says travels to the platform and back, in so many bytes. */
const COMMAND_BYTES_MAX = 36

/** Longest address that a button opens, in characters. */
const URL_CHARS_MAX = 2_000

/** Names of slots, ids of items: small letters, digits and hyphens. */
export const Name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'is not a name. Use small letters, digits and "-", at most 40, e.g. "morning".')

/**
 * Whether a text is one visible line: nothing in it controls a terminal, hides, or turns what stands beside it. What
 * joins the parts of one emoji does none of that.
 */
export const isOneLine = (text: string): boolean =>
  !/\p{C}|\p{Zl}|\p{Zp}/u.test(
    text.replace(/(?<=\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)\u200d(?=\p{Extended_Pictographic})/gu, ''),
  )
export const NOT_VISIBLE = 'has characters in it that nobody can see. Type it anew.'

export const Line = z
  .string()
  .trim()
  .min(1, 'is empty')
  .max(LINE_CHARS_MAX)
  .refine(isOneLine, 'is not one line of visible characters.')
export const Title = Line.max(60)

export const Button = z
  .strictObject({
    label: z
      .string()
      .refine(text => isOneLine(text) && /^.{1,64}$/u.test(text), 'is not a label: 1–64 characters on one line.')
      .describe('What the button shows. 1–64 characters.'),
    command: z
      .string()
      .refine(text => text !== '' && isOneLine(text), 'is not one line of text.')
      .refine(text => new TextEncoder().encode(text).length <= COMMAND_BYTES_MAX, {
        error: `is longer than ${COMMAND_BYTES_MAX} bytes, which is 12 Chinese characters`,
      })
      .optional()
      .describe('What pressing it says, as if the member had typed it: `打卡`, `/draw`. At most 36 bytes.'),
    url: z
      .url({ protocol: /^https?$/, error: 'is not an address. Use one that begins with "https://".' })
      .max(URL_CHARS_MAX)
      .refine(isOneLine, 'is not one line of text.')
      .optional()
      .describe('The address that it opens.'),
  })
  .refine(({ command, url }) => (command === undefined) !== (url === undefined), {
    error: 'needs one of `command` and `url`',
  })

/** For what is asked of several fields together, also where one of them is wrong: all mistakes are said at once. */
export const isObject = ({ value }: { readonly value: unknown }): boolean => typeof value === 'object' && value !== null

export const Buttons = z.array(Button).max(6)
export const Platforms = z.array(z.enum(CONTENT_PLATFORMS)).min(1).max(10)
export const Status = z.enum(['draft', 'ready', 'paused'])
export const DayNumber = z.int().min(1).max(365)
/** Counted from 1, or from the end: `end-2` is the last day but two. */
const NOT_A_DAY = 'is not a day. Use a number from 1, e.g. 19, or `end`, `end-1`, `end-2`, … counted from the last day.'
export const RoundDay = z.union([DayNumber, z.string().regex(/^end(?:-[1-9]\d{0,2})?$/, NOT_A_DAY)], {
  error: NOT_A_DAY,
})
const NOT_AN_AT = 'is neither a time nor the name of a slot. Use "HH:mm", e.g. "08:30", or a name, e.g. "morning".'
export const At = z
  .string()
  .refine(text => LocalTime.safeParse(text).success || Name.safeParse(text).success, {
    error: ({ input }) => (/^\d:[0-5]\d$/.test(String(input)) ? `is not a time. Use "0${input}".` : NOT_AN_AT),
  })
  .describe('`"HH:mm"` in the time of the group, or the name of a slot of the plan.')
export const Image = z
  .string()
  .regex(
    /^(?!\/)(?!.*\.\.)[\p{L}\p{N}_./-]{1,190}\.(?:gif|jpe?g|png|webp)$/iu,
    'is not an image under assets/: a .gif, .jpg, .png or .webp, named with letters, digits, `-`, `_`, `.` and `/`.',
  )
export const Day = z
  .string()
  .refine(text => LocalDay.safeParse(text).success, 'is not a date. Use YYYY-MM-DD, e.g. "2026-12-01".')
  .transform(text => text as LocalDay)

/** What records call a file. */
export const Id = z
  .string()
  .regex(/^[\p{L}\p{N}_./-]{1,150}$/u, 'is not an id. Use letters, digits, `-`, `_`, `.` and `/`.')

/** What every kind of file can say. */
export const common = {
  title: Title.describe('For ops, the calendar and `/preview`. 1–60 characters.'),
  id: Id.optional().describe('What records call it. Default: the path of the file, without `.md`.'),
  platforms: Platforms.default([...CONTENT_PLATFORMS]).describe('Where it is shown.'),
  status: Status.default('ready').describe('Only what is `ready` is used.'),
  tags: z.array(Line).max(50).default([]).describe('Words to find it by.'),
  author: Line.optional().describe('Who wrote it.'),
}
