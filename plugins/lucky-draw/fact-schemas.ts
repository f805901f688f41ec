import { Instant, LocalDay, MemberId, MessageId, personal } from 'bonfire'
import { z } from 'zod'
import { ALTERNATES_MAX, PASSED_FOR, PRIZES_MAX, SOURCES, VOID_FOR, WITHDREW_FOR } from './records.ts'

/** Longest title of a draw or name of a prize, in UTF-16 code units: they are printed in a message and in a picture. */
export const TEXT_CHARS_MAX = 60
/** Leaves in one fact of the frozen list: about 70 KB of the journal. All parts of a list are one commit. */
export const PART_LEAVES_MAX = 1_000
/** Most who can enter one draw. Their leaves have to fit into one commit, a line of at most 4 million characters. */
export const ENTRANTS_MAX = 50_000
/** Longest reason that an owner gives for voiding a draw, in UTF-16 code units. */
export const NOTE_CHARS_MAX = 100

/** Draws are counted from 1 in each group. */
export const DrawNumber = z.int().min(1)
const draw = DrawNumber
const count = z.int().min(0)
const EntryNumber = z.int().min(1)
const by = MemberId.optional()
const message = MessageId.optional()

/** SHA-256, or a leaf: 32 bytes. */
export const Hex32 = z.string().regex(/^[0-9a-f]{64}$/)
/** A signature of the beacon: 48 bytes. */
export const Signature = z.string().regex(/^[0-9a-f]{96}$/)
const Ticket = z.string().regex(/^\d{1,9}\.\d{1,9}$/)
/** What the group reads of a draw, and anybody hashes: nothing that controls, hides or turns what stands beside it,
 * and nothing unseen at its ends. */
export const PublicText = z
  .string()
  .max(TEXT_CHARS_MAX)
  .regex(/^(?! )(?:\u200d|[^\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}])+(?<! )$/u)
export const Prizes = z
  .array(z.strictObject({ name: PublicText, count: z.int().min(1) }))
  .min(1)
  .max(PRIZES_MAX)
  .refine(prizes => prizes.reduce((sum, { count }) => sum + count, 0) <= PRIZES_MAX, {
    error: `are more than ${PRIZES_MAX}`,
  })

/** As announced, and hashed: see docs/draw-format.md. */
export const Rules = z.strictObject({
  title: PublicText,
  prizes: Prizes,
  alternates: z.int().min(0).max(ALTERNATES_MAX),
  entry: z.enum(['word', 'comment', 'points']),
  cost: z.int().positive().nullable(),
  eligible: z.strictObject({
    streakDays: z.int().positive().nullable(),
    memberDays: z.int().positive().nullable(),
    buyer: z.boolean(),
    /** Owner, admins and teachers may enter too. */
    staff: z.boolean(),
  }),
  opensAt: Instant,
  closesAt: Instant,
  claimHours: z.int().positive(),
  /** The void draw whose entries it takes over. */
  again: DrawNumber.nullable(),
})
export type Rules = z.output<typeof Rules>

const slotFields = { draw, slot: Ticket, n: count }

export const drawFacts = {
  /** A new number. `link`: of this draw, which the next one names as its `prev`. */
  announced: z.object({
    ...{ draw, source: z.enum(SOURCES) },
    /** Where it stands in the library: `<id>@<day> <time>`, so that each is announced once. */
    file: z
      .string()
      .regex(/^[\p{L}\p{N}_.:/#@ -]{1,240}$/u)
      .nullable(),
    rules: Rules,
    /** Salts are made with it. In the journal only. */
    key: z.string().regex(/^[0-9A-Z]{20,80}$/),
    chain: z.enum(['quicknet', 'rehearsal']),
    ...{ prev: Hex32, rulesHash: Hex32, link: Hex32, at: Instant, day: LocalDay, by },
    /** Of one that takes over entries: whose tickets they are, how many, and which try it is. */
    entriesOf: DrawNumber.optional(),
    entries: z.strictObject({ last: count, count }).optional(),
    attempt: z.int().min(2).optional(),
  }),
  /** The announcement stands in the group. */
  opened: z.object({ draw, at: Instant, message: MessageId.nullable() }),
  /** `over`: draws that are over for them, and not to be kept in mind any more. */
  entered: z.object({
    ...{ draw, member: MemberId, ticket: Ticket, number: EntryNumber, at: Instant, day: LocalDay },
    ...{ cost: z.int().positive().nullable(), message, over: z.array(DrawNumber).optional() },
  }),
  /** Before the freeze only. `draw`: the one that they will not be in; its entries may be those of an earlier number. */
  withdrew: z.object({
    ...{ draw, member: MemberId, ticket: Ticket, number: EntryNumber },
    ...{ reason: z.enum(WITHDREW_FOR), at: Instant },
  }),
  /** Words were lost: it closes later. */
  extended: z.object({ draw, closesAt: Instant }),
  /** The sorted leaves, and beside each the number of its entry. In parts from 0; all, and `sealed`, in one commit. */
  frozen: z.object({
    ...{ draw, part: Ticket, at: Instant },
    leaves: z.array(Hex32).min(1).max(PART_LEAVES_MAX),
    numbers: z.array(EntryNumber).min(1).max(PART_LEAVES_MAX),
  }),
  /** C is what is posted. `at`: by the bot's clock, as `frozenAt`. */
  sealed: z.object({
    ...{ draw, N: z.int().min(1), W: z.int().min(1), root: Hex32, round: z.int().min(1), commit: Hex32 },
    ...{ frozenAt: Instant, codeVersion: z.string().regex(/^[\w.-]{1,40}$/), at: Instant },
  }),
  /** `at`: when C, N and R stood in the group, by the platform's clock. */
  posted: z.object({ draw, at: Instant, message }),
  /** `again`: the number that takes its entries over: their points stay with it. */
  voided: z.object({
    ...{ draw, reason: z.enum(VOID_FOR), at: Instant, by, again: DrawNumber.optional() },
    note: personal(z.string().max(NOTE_CHARS_MAX)).optional(),
  }),
  /** Points were given back up to that number of an entry. */
  refunded: z.object({ draw, upTo: EntryNumber }),
  /** The owner has been told that it waits for the beacon. */
  awaited: z.object({ draw, at: Instant }),
  /** `picks`: numbers of entries, in the order drawn. */
  /** Somebody in the group has asked for its proof, and it is on its way there. */
  proofAsked: z.object({ draw, at: Instant }),
  drawn: z.object({
    ...{ draw, signature: Signature, at: Instant },
    picks: z
      .array(EntryNumber)
      .min(1)
      .max(PRIZES_MAX + ALTERNATES_MAX),
  }),
  won: z.object({
    ...slotFields,
    ...{ prize: count, pick: count, number: EntryNumber, member: MemberId.nullable(), at: Instant },
  }),
  /** `member`: who holds it now; null with `to` null: nobody. */
  passed: z.object({
    ...slotFields,
    ...{ from: count, to: count.nullable(), number: EntryNumber.nullable(), member: MemberId.nullable() },
    ...{ reason: z.enum(PASSED_FOR), at: Instant },
  }),
  /** The result stands in the group. Prizes are claimed until then. */
  published: z.object({ draw, at: Instant, until: Instant, message }),
  /** The new holders have been named in the group: they have as long, from then on. */
  expectedUntil: z.object({ ...slotFields, until: Instant }),
  reminded: z.object({ draw, at: Instant }),
  /** The result does not get through to the group, and the owner has been told. */
  untold: z.object({ draw, at: Instant }),
  claimed: z.object({
    ...slotFields,
    ...{ prize: count, member: MemberId, what: PublicText, at: Instant, day: LocalDay },
  }),
  /** Every prize is claimed, or nobody is left for it. */
  finished: z.object({ draw, at: Instant }),
}
