import { defineSlice, Instant, LocalDay, MemberId, MessageId } from 'bonfire'
import { z } from 'zod'

/** Id of a post: its file below the library, without `.md`, unless it has an id of its own. */
const PostId = z.string().regex(/^[\p{L}\p{N}_.:/#@-]{1,200}$/u)
/** What a post goes out for: `2026-12-01T08:00`, a slot of a day, or `asked:<message>`, a command. */
const Occasion = z.string().regex(/^(?:\d{4}-\d\d-\d\dT\d\d:\d\d|asked:\S{1,128})$/u)
/** A campaign: plan and first day. */
const Campaign = z.string().regex(/^[a-z0-9-]{1,40}@\d{4}-\d\d-\d\d$/)
const Hash = z.string().regex(/^[0-9a-z]{1,32}$/)
const CountSchema = z.strictObject({ posts: z.int().min(0), marketing: z.int().min(0) })

/** Why a post, or none, is in a slot. `asked`: by `/post`. */
export const REASONS = ['pinned', 'dated', 'offer', 'pool', 'postponed', 'held-back', 'gap', 'asked'] as const
export type Reason = (typeof REASONS)[number]
/** Why a post that was chosen did not go out. */
export const FAILURES = [
  'marketing-share',
  'gone',
  'not-ready',
  'other-platform',
  'past',
  'over',
  'skipped',
  'paused',
  'refused',
  'withdrawn',
] as const
export type Failure = (typeof FAILURES)[number]

/** How many posts of a day are kept for `/topic`. */
const TODAY_KEPT_MAX = 20
/** How long what was decided for a slot is kept, in hours: longer than any plan looks back. */
const SLOTS_KEPT_HOURS = 24 * 40

/** The counts by which the core let a post leave. `maxShare` null: the plan has no cap. */
export interface Leave {
  at: Instant
  window: { posts: number; marketing: number }
  campaign: { posts: number; marketing: number }
  maxShare: number | null
}

/** One time at which a post went out, may have, or is about to. */
interface Outing {
  /** The day on which it does. */
  lastDay: LocalDay | null
  state: 'none' | 'chosen' | 'sent' | 'unknown'
  occasion: string | null
  /** In which it was chosen: it may have been posted before the first day. */
  campaign: string | null
  /** Hash of the file as it was chosen, and then as it left. */
  version: string | null
  why: Reason | null
  /** The day that it was planned for, when it was postponed. */
  from: LocalDay | null
  marketing: boolean
  left: Leave | null
  sentAt: Instant | null
  lateMs: number | null
  message: MessageId | null
}

/** What is known of one post in this group. */
export interface PostRecord extends Outing {
  /** The time before, when it is chosen again: what it was then it is once more if it does not go. */
  before: Outing | null
  /** The campaign in which it is skipped. */
  skippedIn: string | null
  /** The campaign in which the owner has been told that it does not come: its file is missing, or its day has passed. */
  missedIn: string | null
}

const noOuting = (): Outing => ({
  lastDay: null,
  state: 'none',
  occasion: null,
  campaign: null,
  version: null,
  why: null,
  from: null,
  marketing: false,
  left: null,
  sentAt: null,
  lateMs: null,
  message: null,
})
const noPost = (): PostRecord => ({ ...noOuting(), before: null, skippedIn: null, missedIn: null })

/** What is known to have gone out, or may have. Null: nothing. */
function goneOf({ before, skippedIn, missedIn, ...outing }: PostRecord): Outing | null {
  if (outing.state === 'chosen') return before
  return outing.state === 'none' ? null : outing
}

/** Which post was chosen for what, and what became of it. */
export const topics = defineSlice({
  name: 'topics',
  facts: {
    /** `post` null: the slot stays empty. `at`: when it is due. `version`: hash of the file as it was then. */
    chosen: z.object({
      occasion: Occasion,
      day: LocalDay,
      at: Instant,
      post: PostId.nullable(),
      version: Hash.nullable(),
      marketing: z.boolean(),
      why: z.enum(REASONS),
      /** The day that it was planned for, when it was postponed. */
      from: LocalDay.optional(),
      /** Null: there was no plan. */
      campaign: Campaign.nullable(),
      by: MemberId.optional(),
    }),
    /** It leaves: the core's counts at that moment. */
    left: z.object({
      post: PostId,
      at: Instant,
      /** On which it leaves: what is late at night is of the next. */
      day: LocalDay.optional(),
      window: CountSchema,
      campaign: CountSchema,
      maxShare: z.number().nullable(),
      /** Of the file as it is now: texts follow the library until they leave. */
      version: Hash.nullable(),
    }),
    /** `lateMs`: from when it was due to when the platform says it was sent. */
    published: z.object({
      occasion: Occasion,
      post: PostId,
      sentAt: Instant,
      lateMs: z.int(),
      message: MessageId.optional(),
    }),
    /** Nobody can say whether it was sent: it counts as sent. */
    uncertain: z.object({ occasion: Occasion, post: PostId }),
    /** It did not go out, and may go at another time. */
    fellThrough: z.object({ occasion: Occasion, post: PostId, reason: z.enum(FAILURES) }),
    skipped: z.object({ post: PostId, campaign: Campaign, by: MemberId.optional() }),
    /** Marketing does not fit on its day, and its owner has had a notice of that sort today: to be told later. */
    heldBack: z.object({ post: PostId, day: LocalDay }),
    heldBackTold: z.object({ day: LocalDay, posts: z.array(PostId) }),
    failureTold: z.object({ day: LocalDay }),
    /** The owner has been told that a planned post is not there, is not ready, or has missed its day. */
    missedTold: z.object({ post: PostId, campaign: Campaign }),
    /** The owner has been told which posts for a day of theirs have missed it. */
    lostTold: z.object({ day: LocalDay }),
    /** The owner has been told what is wrong with a file. `problem`: a hash of place and message. */
    brokenTold: z.object({ file: z.string().regex(/^[^\p{C}]{1,300}$/u), problem: Hash }),
  },
  tables: table => ({
    posts: table({
      by: 'post',
      initial: noPost,
      reduce: {
        chosen: (record, { occasion, day, version, why, from, marketing, campaign }) => {
          const before = goneOf(record)
          const planned = { occasion, campaign, version, why, from: from ?? null, marketing }
          const chosen: Outing = { ...noOuting(), state: 'chosen', lastDay: day, ...planned }
          Object.assign(record, chosen, { before })
          if (why === 'asked') record.skippedIn = null
        },
        left: (record, { at, day, window, campaign, maxShare, version }) => {
          if (day !== undefined && record.lastDay !== null && day > record.lastDay) record.lastDay = day
          record.version = version ?? record.version
          record.left = { at, window: { ...window }, campaign: { ...campaign }, maxShare }
        },
        published: (record, { sentAt, lateMs, message }) => {
          record.state = 'sent'
          record.sentAt = sentAt
          record.lateMs = lateMs
          record.message = message ?? null
        },
        uncertain: record => {
          record.state = 'unknown'
        },
        fellThrough: (record, { occasion }) => {
          // It has another one since.
          if (record.occasion !== occasion) return
          const { version, why, from, marketing } = record
          const never: Outing = { ...noOuting(), occasion, version, why, from, marketing }
          Object.assign(record, record.before ?? never, { before: null })
        },
        skipped: (record, { campaign }) => {
          record.skippedIn = campaign
        },
        missedTold: (record, { campaign }) => {
          record.missedIn = campaign
        },
      },
    }),
    /** What was decided for each slot. */
    slots: table({
      by: 'occasion',
      initial: () => ({
        post: null as string | null,
        at: 0 as Instant,
        state: 'waiting' as 'waiting' | 'over',
        /** Posts that were chosen for it, one after the other. */
        choices: 0,
      }),
      reduce: {
        chosen: (slot, { post, at }) => {
          slot.post = post
          slot.at = at
          slot.state = post === null ? 'over' : 'waiting'
          slot.choices += 1
        },
        published: slot => {
          slot.state = 'over'
        },
        uncertain: slot => {
          slot.state = 'over'
        },
        fellThrough: slot => {
          slot.post = null
          slot.state = 'over'
        },
      },
      keep: { hours: SLOTS_KEPT_HOURS },
    }),
    files: table({
      by: 'file',
      initial: () => ({ problem: null as string | null }),
      reduce: {
        brokenTold: (file, { problem }) => {
          file.problem = problem
        },
      },
    }),
  }),
  group: {
    initial: () => ({
      /** What is on its way: occasions with a post that is neither sent nor given up. */
      waiting: [] as string[],
      /** What went out, newest last. */
      published: [] as { post: string; at: Instant }[],
      /** The post that left last. */
      latest: null as string | null,
      /** Marketing that was held back, and of which the owner has not been told. */
      heldBack: [] as { post: string; day: LocalDay }[],
      heldBackTold: { day: null as LocalDay | null, posts: [] as string[] },
      failureToldOn: null as LocalDay | null,
      lostToldOn: null as LocalDay | null,
    }),
    reduce: {
      chosen: (group, { occasion, post }) => {
        group.waiting = group.waiting.filter(other => other !== occasion)
        if (post !== null) group.waiting.push(occasion)
      },
      left: (group, { post }) => {
        group.latest = post
      },
      published: (group, { occasion, post, sentAt }) => {
        group.waiting = group.waiting.filter(other => other !== occasion)
        group.published.push({ post, at: sentAt })
        if (group.published.length > TODAY_KEPT_MAX) group.published.shift()
      },
      uncertain: (group, { occasion }) => {
        group.waiting = group.waiting.filter(other => other !== occasion)
      },
      fellThrough: (group, { occasion }) => {
        group.waiting = group.waiting.filter(other => other !== occasion)
      },
      heldBack: (group, { post, day }) => {
        group.heldBack.push({ post, day })
      },
      heldBackTold: (group, { day, posts }) => {
        group.heldBack = []
        group.heldBackTold = { day, posts: [...posts] }
      },
      failureTold: (group, { day }) => {
        group.failureToldOn = day
      },
      lostTold: (group, { day }) => {
        group.lostToldOn = day
      },
    },
  },
})
