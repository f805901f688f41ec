/**
 * The cap on marketing, as arithmetic. A post is a post of the content library, or an offer, sent to the whole group.
 * See docs/marketing-cap.md.
 */

import { addDays, type LocalDay } from '../events/ids.ts'

/** What a plan allows. */
export interface CapRule {
  /** Most of all posts that may be marketing: 0–0.2. */
  readonly maxShare: number
  /** How far the trailing window reaches back, in days of 24 hours: 7–31. */
  readonly windowDays: number
}

/** No plan may allow more, and a group without a plan is held to it. */
export const CAP_DEFAULT: CapRule = { maxShare: 0.2, windowDays: 7 }
/** A flash plan is over after so many days. */
export const FLASH_DAYS_MAX = 7
/** The longest window, in days: what is older need not be kept. */
export const WINDOW_DAYS_MAX = 31

export interface Count {
  readonly posts: number
  readonly marketing: number
}

/** A post that was sent, or may have been. */
export interface SentPost {
  readonly at: number
  readonly marketing: boolean
}

/** Why a marketing post may leave, or may not: both counts include it. */
export interface CapAnswer {
  readonly fits: boolean
  readonly window: Count
  readonly campaign: Count
}

const DAY_MS = 86_400_000
/** Shares are compared as whole numbers: 0.2 × 5 must not be 1.0000000000000002. */
const PARTS = 1_000_000

/** Whether the share of marketing in a count is at most that. */
export const isWithin = ({ posts, marketing }: Count, maxShare: number): boolean =>
  marketing * PARTS <= Math.round(maxShare * PARTS) * posts

/** The posts of the window that ends now. One whose time is later than now counts: a clock was set back. */
export function countInWindow(sent: readonly SentPost[], now: number, windowDays: number): Count {
  const from = now - windowDays * DAY_MS
  let posts = 0
  let marketing = 0
  for (const post of sent) {
    if (post.at <= from) continue
    posts += 1
    if (post.marketing) marketing += 1
  }
  return { posts, marketing }
}

/**
 * What a group with a plan is held to on one of its days. Null: a flash plan is on, whose days are counted by the
 * calendar, whether or not it stands still meanwhile.
 */
export function ruleOn(
  { marketing, days }: { readonly marketing: CapRule | null; readonly days: number | null },
  startDay: LocalDay,
  day: LocalDay,
): CapRule | null {
  if (marketing !== null) return { ...marketing, maxShare: Math.min(marketing.maxShare, CAP_DEFAULT.maxShare) }
  const end = addDays(startDay, Math.min(days ?? FLASH_DAYS_MAX, FLASH_DAYS_MAX))
  return day >= startDay && day < end ? null : CAP_DEFAULT
}

/** Whether one more post, a marketing one, may leave now. */
export function mayAdvertise(rule: CapRule, sent: readonly SentPost[], campaign: Count, now: number): CapAnswer {
  const window = withOneMore(countInWindow(sent, now, rule.windowDays))
  const inCampaign = withOneMore(campaign)
  const fits = isWithin(window, rule.maxShare) && isWithin(inCampaign, rule.maxShare)
  return { fits, window, campaign: inCampaign }
}

/** A share as people read it, with one decimal where it needs one: `20%`, `12.5%`, `20.5%`. */
export const percent = (share: number): string => `${Number((share * 100).toFixed(1))}%`

const withOneMore = ({ posts, marketing }: Count): Count => ({ posts: posts + 1, marketing: marketing + 1 })
