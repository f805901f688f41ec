import type { LocalDay } from '../events/ids.ts'
import { type Count, countInWindow, type SentPost } from '../host/marketing-cap.ts'
import type { PlannedDay } from './planner-types.ts'

/** The posts of the window that ends with one of them. */
export interface ShareAt extends Count {
  /** The day of the post that the window ends with. */
  readonly day: LocalDay
}

/**
 * Where the share of marketing is highest, of the windows that end with a marketing post: those that the cap is held
 * to. Undefined: there is none. `sent` is what went before, the posts of slots that have been decided included.
 */
export function highestShare(
  days: readonly PlannedDay[],
  windowDays: number,
  sent: readonly SentPost[] = [],
): ShareAt | undefined {
  const posts: SentPost[] = [...sent]
  let highest: ShareAt | undefined
  for (const { day, slots } of days) {
    for (const { post, instant, marketing, why } of slots) {
      if (post === null || why.is === 'decided') continue
      posts.push({ at: instant, marketing })
      if (!marketing) continue
      const share = { day, ...countInWindow(posts, instant, windowDays) }
      if (highest === undefined || share.marketing * highest.posts > highest.marketing * share.posts) highest = share
    }
  }
  return highest
}
