import { z } from 'zod'
import { Instant } from '../../events/ids.ts'
import { WINDOW_DAYS_MAX } from '../marketing-cap.ts'
import { defineSlice } from '../slice.ts'
import { Slug } from './fields.ts'

const DAY_MS = 86_400_000

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
  },
  group: {
    initial: () => ({
      recent: [] as LeftPost[],
      /** How many campaigns have begun. */
      campaigns: 0,
      campaign: { posts: 0, marketing: 0 },
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
    },
  },
})
