import { z } from 'zod'
import { OFFER_KINDS } from '../../host/content.ts'
import { At, Button, Buttons, common, Day, DayNumber, Image, isObject, Line, Name, RoundDay } from './fields.ts'

/** A file in `welcome/`: what newcomers read first. Its text is the body. */
export const welcomeSchema = z.strictObject({
  ...common,
  for: z.enum(['newcomer', 'returning']).default('newcomer').describe('Whom it greets.'),
  image: Image.optional().describe('A picture under `assets/`.'),
  buttons: Buttons.default([]).describe('At most 6 of `{label, command}` or `{label, url}`: what to do next.'),
})

/** A file in `icebreakers/`: a question or a game that makes people talk. */
export const icebreakerSchema = z.strictObject({
  ...common,
  kind: z.enum(['introduction', 'question', 'game']).describe('What it is.'),
  minutes: z.int().min(1).max(120).optional().describe('How long it takes.'),
})

const Days = z.int().min(1).max(365).optional()

/** A file in `rounds/`: an offer of one of the three rounds, or for newcomers. Every offer is marketing. */
const roundFields = z.strictObject({
  ...common,
  round: z
    .int()
    .min(1)
    .max(3)
    .optional()
    .describe(
      'Which of the three rounds it belongs to. Without it, and without `day`, it is in no plan: `firstOrder` of `conversion` offers it to newcomers.',
    ),
  day: RoundDay.optional().describe(
    'The day of the plan on which it goes out, counted from 1; or `end` for its last day, `end-1` for the one before, and so on.',
  ),
  at: At.optional().describe('`"HH:mm"`, or the name of a slot. Default: the first free slot.'),
  offer: z.enum(OFFER_KINDS).describe('How the offer works.'),
  for: Line.describe('Whom it is for.'),
  exclusive: Line.describe('Why only they get it.'),
  choices: z
    .array(Button)
    .min(2, 'needs at least two choices')
    .max(6)
    .describe('What people can choose from, at least two of `{label, command}` or `{label, url}`.'),
  price: z
    .strictObject({
      minor: z.int().min(0),
      currency: z.string().regex(/^[A-Z]{3}$/, 'is not a currency. Use three letters, e.g. "CNY".'),
    })
    .optional()
    .describe('What it costs: `minor` in the smallest unit (分), `currency` in three letters.'),
  stock: z.int().positive().optional().describe('How many there are. Default: no limit.'),
  perMember: z.int().positive().default(1).describe('How many one member can have.'),
  hours: z.int().min(1).max(336).default(48).describe('How long it is open, in hours.'),
  image: Image.optional().describe('A picture under `assets/`.'),
  expires: Day.optional().describe('The last day on which it may go out.'),
  eligible: z
    .strictObject({ newcomerDays: Days, memberDays: Days, streakDays: Days, notYetBought: z.literal(true).optional() })
    .default({})
    .describe(
      'Who may have it: `newcomerDays`, came at most so many days ago; `memberDays`, has been in the group so long; `streakDays`, their longest streak; `notYetBought: true`.',
    ),
})
export const roundSchema = roundFields.refine(({ round, day }) => (round === undefined) === (day === undefined), {
  error: 'needs both `round` and `day`, or, when it is for newcomers only, neither',
  when: isObject,
})

/** A file in `activities/`: something that happens once, prepared for. */
export const activitySchema = z
  .strictObject({
    ...common,
    day: DayNumber.optional().describe('The day of the plan on which it happens.'),
    date: Day.optional().describe('The date on which it happens.'),
    goal: Line.describe('What it is to achieve.'),
    audience: Line.describe('Whom it is for.'),
    hook: Line.describe('Why people would stop and look.'),
    mechanism: Line.describe('How it works.'),
    path: Line.describe('What a member does, step by step.'),
    metric: Line.optional().describe('The figure by which it is judged.'),
    prepare: z
      .array(z.strictObject({ before: z.int().min(0).max(90), do: Line, who: Line.optional() }))
      .max(50)
      .default([])
      .describe('What has to be ready: `{before, do, who}`, `before` in days before it happens (T-7 is 7).'),
  })
  .refine(({ day, date }) => (day === undefined) !== (date === undefined), {
    error: 'needs one of `day` and `date`',
    when: isObject,
  })

/** `shop.yml`: what points buy. */
export const shopSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      id: Name.describe('What records call it.'),
      name: Line.describe('What members see.'),
      points: z.int().positive().describe('Its price, in points.'),
      stock: z.int().min(0).optional().describe('How many each group has. Default: no limit.'),
      perMember: z.int().positive().optional().describe('How many one member can have. Default: no limit.'),
      about: Line.optional().describe('One line more.'),
      image: Image.optional().describe('A picture under `assets/`.'),
    }),
  ),
})

/** `phrases.yml`: words that content must not use. */
export const phrasesSchema = z.strictObject({
  phrases: z.array(
    z.strictObject({
      phrase: Line.max(40).describe('The word.'),
      reason: Line.describe('Why not, and what to say instead.'),
      except: z.array(Line.max(40)).max(100).default([]).describe('Longer words that contain it and are fine.'),
      severity: z.enum(['error', 'warning']).default('error').describe('Whether the check fails.'),
    }),
  ),
})
