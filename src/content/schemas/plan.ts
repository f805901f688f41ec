import { z } from 'zod'
import { LocalTime } from '../../events/ids.ts'
import { PLAN_KINDS } from '../../host/content.ts'
import { WINDOW_DAYS_MAX } from '../../host/marketing-cap.ts'
import { LOCALES } from '../../host/messages.ts'
import { PlaceZone } from '../../scheduler/place-zone.ts'
import { globFault } from '../glob.ts'
import { isOneLine, Line, Name, NOT_VISIBLE, Title } from './fields.ts'

/** In the order of `Date.getUTCDay`. */
export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const
export type Weekday = (typeof WEEKDAYS)[number]

const Paragraph = z
  .string()
  .trim()
  .min(1, 'is empty')
  .max(1_000)
  .refine(text => text.split(/[\n\t]/).every(isOneLine), NOT_VISIBLE)

const Glob = z.string().superRefine((text, context) => {
  const message = globFault(text)
  if (message !== undefined) context.addIssue({ code: 'custom', message })
})

/** The slots that operators found to work, on the dot. */
export const DEFAULT_SLOTS = [
  { name: 'morning', at: '08:00' },
  { name: 'noon', at: '11:30' },
  { name: 'afternoon', at: '14:30' },
  { name: 'evening', at: '17:30' },
]
const Slot = z.strictObject({ name: Name, at: LocalTime })
const areEachOnce = (slots: readonly { readonly name: string; readonly at: string }[]) =>
  new Set(slots.map(({ name }) => name)).size === slots.length &&
  new Set(slots.map(({ at }) => at)).size === slots.length

const RestDay = z.union(
  [z.enum(WEEKDAYS), z.int().min(1).max(365)],
  `is no day of the week and no day of the plan. Use ${WEEKDAYS.join(', ')}, or a number, e.g. 7.`,
)

/** What a file in `plans/` says itself. Every other key is the section of the plugin of that name. */
export const planFileSchema = z.strictObject({
  name: Title.describe('What the campaign is called. 1–60 characters.'),
  kind: z
    .enum(PLAN_KINDS)
    .describe(
      '`community` has no end; `checkin` ends in rounds of offers and the closing; `flash` sells, for at most 7 days.',
    ),
  days: z
    .int()
    .min(1)
    .max(365)
    .optional()
    .describe('How long it lasts. Required unless it is a `community`, which has no end.'),
  timezone: PlaceZone.describe('An IANA name, `Asia/Shanghai`. The zone that a group has chosen wins.'),
  dayStartsAt: LocalTime.default('00:00' as z.output<typeof LocalTime>).describe('When a new day begins, `"HH:mm"`.'),
  locale: z
    .enum(LOCALES)
    .default('zh-CN')
    .describe('The language that members are spoken to in, unless a group has chosen.'),
  value: Paragraph.describe('What members gain by being here.'),
  audience: Paragraph.describe('Whom the group is for.'),
  rules: Paragraph.describe('The rules of the group, as `/rules` (群规) shows them.'),
  persona: z
    .strictObject({ name: Line.max(20), voice: Paragraph })
    .describe('Who speaks: `name`, and `voice`, how they speak, for those who write.'),
  slots: z
    .array(Slot)
    .min(1)
    .max(8)
    .refine(areEachOnce, 'names a slot or a time twice')
    .default(DEFAULT_SLOTS as z.output<typeof Slot>[])
    .describe(
      'When posts go out: `{name, at}`, 1–8. Default: morning 08:00, noon 11:30, afternoon 14:30, evening 17:30.',
    ),
  restDays: z
    .array(RestDay)
    .max(372)
    .default([])
    .describe(
      'Days of the week, or numbers of days, on which nobody has to check in and nothing goes out but what is for that day.',
    ),
  posts: z
    .array(Glob)
    .max(50)
    .optional()
    .describe(
      'Files that belong to it, seen from the library, with `*` and `**`; with `!` in front, files that do not. At most 50, of 200 characters. Default: `posts/<id>/**` and `rounds/<id>/**`.',
    ),
  marketing: z
    .strictObject({
      maxShare: z.number().min(0).max(0.2, 'is above 0.2: nobody can allow more than a fifth').default(0.2),
      windowDays: z.int().min(7).max(WINDOW_DAYS_MAX).default(7),
    })
    .prefault({})
    .describe('The cap: at most `maxShare` (0–0.2) of the posts of any `windowDays` (7–31) may be marketing.'),
  next: Name.optional().describe('The id of the plan that members go on to.'),
})
export type PlanFile = z.output<typeof planFileSchema>
export const PLAN_FILE_KEYS: readonly string[] = Object.keys(planFileSchema.shape)
