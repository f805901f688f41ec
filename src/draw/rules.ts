import { z } from 'zod'
import { canonicalHashOf } from './canonical.ts'
import { count, instant, positive } from './fields.ts'

/** The longest title of a draw, and name of a prize, in characters. */
const TITLE_LENGTH_MAX = 200
const HOURS_MAX = 24 * 366

const title = z
  .string()
  .max(TITLE_LENGTH_MAX)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'is not a title. Write one line of text.')

/** What may be read before entering, and is fixed from then on: see `rulesHashOf`. Instants are milliseconds since 1970. */
export type DrawRules = z.infer<typeof DrawRules>
export const DrawRules = z.strictObject({
  title,
  /** What is given away, best first. k is the sum of the counts. */
  prizes: z.array(z.strictObject({ name: title, count: positive })).min(1),
  /** r: how many are drawn besides, who move up in their order. */
  alternates: count,
  entry: z.enum(['word', 'comment', 'points']),
  /** Points that entering costs. */
  cost: positive.nullable(),
  eligible: z.strictObject({
    streakDays: positive.nullable(),
    /** Days since they joined. */
    memberDays: positive.nullable(),
    buyer: z.boolean(),
    /** Whether those who run the group may enter. */
    staff: z.boolean(),
  }),
  opensAt: instant,
  closesAt: instant,
  /** How long a winner has to claim, in hours. */
  claimHours: positive.max(HOURS_MAX),
  /** The number of the void draw whose entries this one takes over. */
  again: positive.nullable(),
})

/**
 * The hash of the rules: H("draw/1/rules\0" ‖ JCS(rules)), 64 hexadecimal digits. JCS is RFC 8785: the order of keys
 * and the spaces do not matter.
 * @throws TypeError that names each field that does not do.
 */
export const rulesHashOf = (rules: DrawRules): string => canonicalHashOf('draw/1/rules\0', 'rules', DrawRules, rules)

/** k, the number of prizes. */
export const prizesOf = ({ prizes }: { readonly prizes: readonly { readonly count: number }[] }): number =>
  prizes.reduce((sum, { count }) => sum + count, 0)
