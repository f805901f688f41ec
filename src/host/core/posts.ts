import { z } from 'zod'
import { Instant, MessageId } from '../../events/ids.ts'
import { WINDOW_DAYS_MAX } from '../marketing-cap.ts'
import { defineSlice } from '../slice.ts'
import { Slug } from './fields.ts'

const DAY_MS = 86_400_000
/** How long it is kept what was posted and how people took it, in hours: somewhat more than a year. */
const KEPT_HOURS = 24 * 400

/** How many posts, and how many of them marketing: this one included. */
const CountSchema = z.strictObject({ posts: z.int().min(0), marketing: z.int().min(0) })

/** One post that left: sent, or nobody can say that it was not. */
export interface LeftPost {
  delivery: string
  attempt: number
  at: number
  marketing: boolean
  campaign: number
}

/**
 * A post that left, and how people took it: what the dashboard shows of it. `null`: nobody can know, since the platform
 * tells nothing of it, or not where the bot is no admin.
 */
export interface SentPost {
  post: string
  /** When it last left. */
  at: number
  marketing: boolean
  attempt: number
  /** It was sent, or nobody can say that it was not. False: certainly not. */
  isOut: boolean
  /** How many people have an emoji on it now. */
  reactions: number | null
  /** How many messages have replied to it. */
  replies: number | null
  /** How often either has changed. */
  changes: number
}

/**
 * What the bot has posted to the group, as the cap on marketing counts it. Core: no plugin and nobody who runs the bot
 * can leave a post out. A restart, another plan, a pause and another chat change nothing here.
 */
export const posts = defineSlice({
  name: 'posts',
  facts: {
    /** It leaves now, and counts from here on. `window` and `campaign`: the counts by which it was let go. */
    left: z.object({
      delivery: Slug,
      attempt: z.int().min(1),
      post: Slug,
      marketing: z.boolean(),
      at: Instant,
      window: CountSchema,
      campaign: CountSchema,
      /** Null: the plan has no cap. */
      maxShare: z.number().min(0).nullable(),
    }),
    /** It was certainly not sent: it does not count. */
    returned: z.object({ delivery: Slug, attempt: z.int().min(1) }),
    /** A new campaign: its posts are counted from here on. Those of the trailing window stay. */
    began: z.object({ at: Instant }),
    /** It stands in the group's chat, whole or in part. From now on it is heard how people take it, where that can be. */
    appeared: z.object({
      delivery: Slug,
      message: MessageId,
      /** How many other chats the group has had before. */
      chat: z.int().min(0),
      /** Of a post in several messages the first one alone: a person with an emoji below each is one person. */
      hearsReactions: z.boolean(),
      hearsReplies: z.boolean(),
    }),
    /** Somebody has put an emoji on it who had none there, or has taken the only one back. */
    reacted: z.object({ delivery: Slug, change: z.union([z.literal(1), z.literal(-1)]) }),
    /** Somebody has replied to it. */
    replied: z.object({ delivery: Slug }),
    /** More came of it than so many people do of themselves: from now on nobody counts. */
    flooded: z.object({ delivery: Slug }),
    /** The bot is no admin any more: it hears of no reaction, and does not know what it has missed when it hears again. */
    deafened: z.object({ at: Instant }),
    /** The group's chat is another one: messages have other ids there. */
    moved: z.object({ at: Instant }),
  },
  tables: table => ({
    /** Posts that left, by delivery. */
    sent: table({
      by: 'delivery',
      initial: (): SentPost => ({
        post: '',
        at: 0,
        marketing: false,
        attempt: 0,
        isOut: false,
        reactions: null,
        replies: null,
        changes: 0,
      }),
      reduce: {
        left: (sent, { post, at, marketing, attempt }) => {
          sent.post = post
          sent.at = at
          sent.marketing = marketing
          sent.attempt = attempt
          sent.isOut = true
        },
        returned: (sent, { attempt }) => {
          // An earlier attempt of which nobody knows may be in the chat all the same.
          if (attempt === sent.attempt) sent.isOut = false
        },
        appeared: (sent, { hearsReactions, hearsReplies }) => {
          if (hearsReactions) sent.reactions ??= 0
          if (hearsReplies) sent.replies ??= 0
        },
        reacted: (sent, { change }) => {
          sent.reactions = Math.max(0, (sent.reactions ?? 0) + change)
          sent.changes += 1
        },
        replied: sent => {
          sent.replies = (sent.replies ?? 0) + 1
          sent.changes += 1
        },
        flooded: sent => {
          sent.reactions = null
          sent.replies = null
        },
      },
      keep: { hours: KEPT_HOURS },
    }),
    /** Which message is which post: in that chat of the group, if it has had several. */
    messages: table({
      by: 'message',
      initial: () => ({ delivery: '', chat: 0, hearsReactions: false }),
      reduce: {
        appeared: (message, { delivery, chat, hearsReactions }) => {
          message.delivery = delivery
          message.chat = chat
          message.hearsReactions = hearsReactions
        },
      },
      keep: { hours: KEPT_HOURS },
    }),
  }),
  group: {
    initial: () => ({
      recent: [] as LeftPost[],
      /** How many campaigns have begun. */
      campaigns: 0,
      campaign: { posts: 0, marketing: 0 },
      /** How often the group's chat has become another one. */
      moves: 0,
      /** Of posts up to then it is not known how many people have reacted. 0: of all it is. */
      deafAt: 0,
    }),
    reduce: {
      left: (group, { delivery, attempt, at, marketing }) => {
        const from = at - WINDOW_DAYS_MAX * DAY_MS
        group.recent = group.recent.filter(post => post.at > from)
        group.recent.push({ delivery, attempt, at, marketing, campaign: group.campaigns })
        group.campaign.posts += 1
        if (marketing) group.campaign.marketing += 1
      },
      returned: (group, { delivery, attempt }) => {
        const index = group.recent.findIndex(post => post.delivery === delivery && post.attempt === attempt)
        const [post] = index < 0 ? [] : group.recent.splice(index, 1)
        if (post?.campaign !== group.campaigns) return
        group.campaign.posts -= 1
        if (post.marketing) group.campaign.marketing -= 1
      },
      began: group => {
        group.campaigns += 1
        group.campaign = { posts: 0, marketing: 0 }
      },
      moved: group => {
        group.moves += 1
      },
      deafened: (group, { at }) => {
        group.deafAt = at
      },
    },
  },
})
