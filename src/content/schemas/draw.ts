import { z } from 'zod'
import { LocalTime } from '../../events/ids.ts'
import { DRAW_ENTRIES } from '../../host/content.ts'
import { At, common, DayNumber, Image, isObject, Title } from './fields.ts'

/** Prizes of one draw, all kinds of them counted: each is one winner, who is called by name. */
const PRIZES_MAX = 50
/** Kinds of prizes in one draw. */
const PRIZE_KINDS_MAX = 10
const ALTERNATES_MAX = 50
/** On-the-hour draws of one file: more in a day would drown what else is said. */
const HOURS_MAX = 12
/** How long an on-the-hour draw is open at least, at most, and unless a file says so, in minutes. */
const MINUTES_MIN = 5
const MINUTES_MAX = 240
export const MINUTES_DEFAULT = 15

const Prizes = z
  .array(z.strictObject({ name: Title, count: z.int().min(1).max(PRIZES_MAX) }))
  .min(1)
  .max(PRIZE_KINDS_MAX)
  .refine(prizes => prizes.reduce((sum, { count }) => sum + count, 0) <= PRIZES_MAX, {
    error: `are more than ${PRIZES_MAX} in all. Draw fewer, or make two draws of it`,
  })

const Hours = z
  .array(LocalTime)
  .min(1)
  .max(HOURS_MAX)
  .refine(hours => new Set(hours).size === hours.length, 'names a time twice')

/** Fields as they may come: what is asked of several together is asked also where one of them is wrong. */
interface Written {
  readonly day?: unknown
  readonly at?: unknown
  readonly closes?: unknown
  readonly hours?: unknown
  readonly minutes?: unknown
  readonly entry?: unknown
  readonly cost?: unknown
}
const has = (value: unknown): boolean => value !== undefined
type Asking = readonly [holds: (draw: Written) => boolean, path: readonly string[], error: string]
const TOGETHER: readonly Asking[] = [
  [
    ({ closes, hours }) => has(closes) !== has(hours),
    [],
    'needs one of `closes`, when entries close, and `hours`, the times at which it is drawn on the hour',
  ],
  [({ at, hours }) => !has(at) || !has(hours), ['at'], 'is said by `hours` already. Leave it out'],
  [({ minutes, hours }) => !has(minutes) || has(hours), ['minutes'], 'belongs to `hours`. Here `closes` says it'],
  [
    doNotOverlap,
    ['hours'],
    'has times that are closer than the minutes that each draw is open. Leave more between them',
  ],
  [({ day, closes }) => !isBefore(closes, day), ['closes', 'day'], 'is before the day on which it is announced'],
  [({ entry, cost }) => entry !== 'points' || has(cost), ['entry'], 'needs `cost`: the points that taking part costs'],
  [
    ({ entry, cost }) => entry === 'points' || !has(cost),
    ['cost'],
    'belongs to `entry: points`. Leave one of them out',
  ],
]

const drawFields = z.strictObject({
  ...common,
  day: DayNumber.describe('The day of the plan on which it is announced.'),
  at: At.optional().describe('When it is announced: `"HH:mm"`, or the name of a slot. Default: the first slot.'),
  closes: z
    .strictObject({ day: DayNumber, at: At })
    .optional()
    .describe('When entries close: `{day, at}`. Or `hours`.'),
  hours: Hours.optional().describe(
    'Draws on the hour instead: one at each of these times, `["19:00", "20:00"]`, with all the prizes each time. At most 12.',
  ),
  minutes: z
    .int()
    .min(MINUTES_MIN)
    .max(MINUTES_MAX)
    .optional()
    .describe(`How long each draw of \`hours\` is open, in minutes, 5–240. Default: ${MINUTES_DEFAULT}.`),
  prizes: Prizes.describe('What there is to win: `{name, count}`. At most 50 in all.'),
  alternates: z.int().min(0).max(ALTERNATES_MAX).default(2).describe('How many are drawn in reserve, 0–50.'),
  entry: z
    .enum(DRAW_ENTRIES)
    .default('word')
    .describe('How people take part: by saying 参加, by a comment on the announcement, or for points.'),
  cost: z.int().positive().optional().describe('Points that taking part costs, for entry `points`.'),
  eligible: z
    .strictObject({
      streakDays: z.int().min(1).max(365).optional(),
      memberDays: z.int().min(1).max(365).optional(),
      buyer: z.literal(true).optional(),
    })
    .default({})
    .describe('Who may: `streakDays`, `memberDays` in the group, `buyer: true`.'),
  claimHours: z.int().min(1).max(336).default(48).describe('How long a winner has to claim, in hours.'),
  image: Image.optional().describe('A picture under `assets/`.'),
})

/** A file in `draws/`. */
export const drawSchema = TOGETHER.reduce(
  (schema, [holds, path, error]) =>
    schema.refine(draw => holds(draw as Written), { error, path: [...path], when: isObject }),
  drawFields,
)

const minutesOf = (time: unknown): number => {
  const [hours, minutes] = String(time).split(':').map(Number)
  return hours! * 60 + minutes!
}

function doNotOverlap({ hours, minutes }: Written): boolean {
  if (!Array.isArray(hours) || !hours.every(time => LocalTime.safeParse(time).success)) return true
  const open = typeof minutes === 'number' ? minutes : MINUTES_DEFAULT
  const times = hours.map(minutesOf).toSorted((a, b) => a - b)
  return times.every((time, index) => index === 0 || time === times[index - 1] || time - times[index - 1]! >= open)
}

/** Whether it closes on an earlier day. Times of day are for the check, which knows when a day of the plan begins. */
function isBefore(closes: unknown, day: unknown): boolean {
  const closing = isObject({ value: closes }) ? (closes as { readonly day?: unknown }).day : undefined
  return typeof closing === 'number' && typeof day === 'number' && closing < day
}
