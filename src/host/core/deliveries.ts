import { z } from 'zod'
import { Instant, MemberId, MessageId } from '../../events/ids.ts'
import { DELIVERY_CLASSES, type DeliveryClass, type Target } from '../decision.ts'
import { personal } from '../fact-schema.ts'
import { defineSlice } from '../slice.ts'
import { Payload, Slug } from './fields.ts'

const TargetSchema = z.union([z.literal('group'), z.literal('owner'), z.strictObject({ member: MemberId })])
const SayingSchema = z.strictObject({ plugin: Slug, key: Slug, params: Payload })
/** What a button says travels to the platform and back, in 64 bytes together with whom it is for and a signature. */
const BUTTON_SAYS_BYTES_MAX = 36
const ButtonSchema = z.strictObject({
  label: z.string().regex(/^[^\p{C}]{1,64}$/u),
  says: z
    .string()
    .regex(/^[^\p{C}]+$/u)
    .refine(says => new TextEncoder().encode(says).length <= BUTTON_SAYS_BYTES_MAX, {
      error: `is longer than ${BUTTON_SAYS_BYTES_MAX} bytes, which is 12 Chinese characters`,
    })
    .optional(),
  url: z.url().optional(),
  opens: z.literal('private').optional(),
  by: MemberId.optional(),
  until: Instant.optional(),
  unnumbered: z.literal(true).optional(),
})

/** The group's own chat, a member's private one, or, recorded in the office, every chat of the account. */
export const EVERY_CHAT = 'all'
const ChatName = z.union([z.literal('group'), z.literal(EVERY_CHAT), MemberId])

/** One thing owed to the outside, as it is recorded. Keys and parameters, never rendered text. */
export const Owed = z.object({
  delivery: Slug,
  plugin: Slug,
  class: z.enum(DELIVERY_CLASSES),
  target: TargetSchema,
  /** What is said, in this order, as one message. Empty for an action. */
  says: z.array(SayingSchema),
  action: z.strictObject({ name: Slug, data: Payload }).optional(),
  /** Whom a receipt acknowledges. */
  about: MemberId.optional(),
  replyTo: MessageId.optional(),
  /** The topic to say it in. Default: the group's own. */
  topic: z
    .string()
    .regex(/^\d{1,20}$/)
    .optional(),
  /** The emoji that says the same. */
  reaction: z
    .string()
    .regex(/^(?:\p{Emoji}|\u200D|\uFE0F){1,16}$/u)
    .optional(),
  buttons: z.array(ButtonSchema).max(6).optional(),
  image: Slug.optional(),
  /** A file that its plugin makes when it is sent. */
  file: Slug.optional(),
  /** A picture that its plugin describes when it is sent. */
  picture: Slug.optional(),
  pin: z.boolean().optional(),
  announce: z.boolean().optional(),
  /** It is a post, and counts for the share of marketing. */
  post: z.strictObject({ id: Slug, marketing: z.boolean() }).optional(),
  /** Of a receipt: it acknowledges nothing that was done. Late, it is said as it is, and never counted as done. */
  asIs: z.boolean().optional(),
  /** The event's time: when what is acknowledged happened. */
  at: Instant,
  notBefore: Instant,
  /** Null: none. */
  deadline: Instant.nullable(),
})
export type Owed = z.output<typeof Owed>

/** A delivery that is not over. */
export interface Delivery {
  plugin: string
  class: DeliveryClass
  target: Target
  says: { plugin: string; key: string; params: object }[]
  action: { name: string; data: object } | null
  about: MemberId | null
  replyTo: MessageId | null
  topic: string | null
  reaction: string | null
  buttons: z.output<typeof ButtonSchema>[]
  image: string | null
  file: string | null
  picture: string | null
  pin: boolean
  announce: boolean
  post: { id: string; marketing: boolean } | null
  asIs: boolean
  at: Instant
  notBefore: Instant
  deadline: Instant | null
  /**
   * `unknown`: nobody can say whether it was sent. A broadcast stays so until a person decides. `handed`: a person has
   * it on their list.
   */
  state: 'queued' | 'sending' | 'unknown' | 'handed'
  /** How often it was handed to the platform. */
  attempt: number
  /** How many parts of a long text have been sent. */
  partsSent: number
  /** When it was last handed to the platform. Null: never, or it leaves without a mark. */
  leftAt: Instant | null
}

/** What is owed and what became of it. Core: a delivery is in the table from `owed` until it is over. */
export const deliveries = defineSlice({
  name: 'outbox',
  facts: {
    owed: Owed,
    /** It leaves now: from here on, not knowing means `unknown`. */
    sending: z.object({ delivery: Slug, attempt: z.int().min(1), at: Instant }),
    /** A person has it on their list, and will say what became of it. */
    handed: z.object({ delivery: Slug, at: Instant }),
    postponed: z.object({ delivery: Slug, until: Instant }),
    partSent: z.object({ delivery: Slug, part: z.int().min(1), message: MessageId.optional() }),
    sent: z.object({ delivery: Slug, message: MessageId.optional(), at: Instant }),
    /** Certainly not sent; tried again then. */
    refused: z.object({ delivery: Slug, reason: personal(z.string()), until: Instant }),
    /** `until`: tried again then, since twice does no harm. Null: held until a person decides. */
    unknown: z.object({ delivery: Slug, reason: personal(z.string()), until: Instant.nullable() }),
    failed: z.object({ delivery: Slug, reason: personal(z.string()) }),
    withdrawn: z.object({ delivery: Slug, reason: personal(z.string()) }),
    expired: z.object({ delivery: Slug }),
    /** What people call it: counted from 1 in its group, never given twice. `leftAt`: when it may have been sent. */
    held: z.object({ delivery: Slug, number: z.int().min(1), leftAt: Instant }),
    /** A person said what became of a held one, or that it is to be sent again, until a new deadline. */
    resolved: z.object({
      delivery: Slug,
      as: z.enum(['sent', 'again', 'drop']),
      by: MemberId.optional(),
      deadline: Instant.optional(),
    }),
    settled: z.object({ delivery: Slug }),
    /** The platform wants silence until then: in this chat; in the office, in that private chat, or everywhere. */
    throttled: z.object({ chat: ChatName, until: Instant }),
  },
  tables: table => ({
    pending: table({
      by: 'delivery',
      initial: (): Delivery => ({
        plugin: '',
        class: 'answer',
        target: 'group',
        says: [],
        action: null,
        about: null,
        replyTo: null,
        topic: null,
        reaction: null,
        buttons: [],
        image: null,
        file: null,
        picture: null,
        pin: false,
        announce: false,
        post: null,
        asIs: false,
        at: 0 as Instant,
        notBefore: 0 as Instant,
        deadline: null,
        state: 'queued',
        attempt: 0,
        partsSent: 0,
        leftAt: null,
      }),
      reduce: {
        // Field by field: made of what is left of a fact, each record would have a shape of its own.
        owed: (delivery, owed) => {
          delivery.plugin = owed.plugin
          delivery.class = owed.class
          delivery.target = owed.target
          delivery.says = owed.says as Delivery['says']
          delivery.action = owed.action ?? null
          delivery.about = owed.about ?? null
          delivery.replyTo = owed.replyTo ?? null
          delivery.topic = owed.topic ?? null
          delivery.reaction = owed.reaction ?? null
          delivery.buttons = (owed.buttons as Delivery['buttons'] | undefined) ?? []
          delivery.image = owed.image ?? null
          delivery.file = owed.file ?? null
          delivery.picture = owed.picture ?? null
          delivery.pin = owed.pin ?? false
          delivery.announce = owed.announce ?? false
          delivery.post = owed.post ? { ...owed.post } : null
          delivery.asIs = owed.asIs ?? false
          delivery.at = owed.at
          delivery.notBefore = owed.notBefore
          delivery.deadline = owed.deadline
        },
        sending: (delivery, { attempt, at }) => {
          delivery.state = 'sending'
          delivery.attempt = attempt
          delivery.leftAt = at
        },
        handed: (delivery, { at }) => {
          delivery.state = 'handed'
          delivery.leftAt = at
        },
        postponed: (delivery, { until }) => {
          delivery.notBefore = until
        },
        partSent: (delivery, { part }) => {
          delivery.partsSent = part
        },
        refused: (delivery, { until }) => {
          // A receipt leaves without a mark: that it did is known from what came of it.
          if (delivery.state === 'queued') delivery.attempt += 1
          delivery.state = 'queued'
          delivery.notBefore = until
        },
        unknown: (delivery, { until }) => {
          if (delivery.state === 'queued') delivery.attempt += 1
          delivery.state = until === null ? 'unknown' : 'queued'
          if (until !== null) delivery.notBefore = until
        },
        resolved: (delivery, { as, deadline }) => {
          if (as !== 'again') return
          delivery.state = 'queued'
          if (deadline !== undefined) delivery.deadline = deadline
        },
      },
      removedBy: ['sent', 'failed', 'withdrawn', 'expired', 'settled'],
    }),
    /** Those that a person must decide about. */
    held: table({
      by: 'delivery',
      initial: () => ({ number: 0, leftAt: 0 as Instant }),
      reduce: {
        held: (delivery, { number, leftAt }) => {
          Object.assign(delivery, { number, leftAt })
        },
      },
      removedBy: ['resolved', 'withdrawn', 'settled'],
    }),
    /** Until when the platform wants silence, by chat. */
    silences: table({
      by: 'chat',
      initial: () => ({ until: 0 }),
      reduce: {
        throttled: (silence, { until }) => {
          silence.until = Math.max(silence.until, until)
        },
      },
    }),
  }),
  group: {
    /** How many have ever been held: the number of the last one. */
    initial: () => ({ heldCount: 0 }),
    reduce: {
      held: (group, { number }) => {
        group.heldCount = number
      },
    },
  },
})
