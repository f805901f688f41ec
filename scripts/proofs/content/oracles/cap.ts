import { DAY_MS } from '../../swarm/setting.ts'
import { type Campaign, campaignAfter, type Reckoning } from '../reckoning.ts'
import type { Entry } from '../record.ts'

/** What a group without a plan is held to. */
const WITHOUT_PLAN = { maxShare: 0.2, windowDays: 7 }

/** A post that was sent, or may have been. */
export interface Counted {
  readonly at: number
  readonly marketing: boolean
}

/** Counts posts in another way than the product: all over again, each time. */
export interface Counting {
  take(entry: Entry): void
  readonly campaign: Campaign | null
  /** Shares as whole hundredths, so that nothing is rounded. Null: there is no cap then. */
  ruleAt(at: number): { readonly percent: number; readonly windowDays: number } | null
  /** Posts and marketing of the window that ends then, and of the campaign, with so many more of each. */
  window(at: number): Counted[]
  ofCampaign(): Counted[]
}

export function createCounting({ days }: Reckoning): Counting {
  const counted: Counted[] = []
  const marks = new Map<string, { readonly at: number; readonly post: string }>()
  /** Marked, and not seen on the platform: by post. */
  const leaving = new Map<string, string>()
  let campaign: Campaign | null = null
  return {
    take(entry) {
      campaign = campaignAfter(campaign, entry, days)
      if (entry.is === 'marked') {
        marks.set(entry.delivery, entry)
        leaving.set(entry.post, entry.delivery)
      } else if (entry.is === 'sent') {
        counted.push(entry)
        leaving.delete(entry.post)
      } else if (entry.is === 'unknown') {
        const mark = marks.get(entry.delivery)
        // What the platform has is counted already.
        if (!mark || leaving.get(mark.post) !== entry.delivery) return
        counted.push({ at: mark.at, marketing: entry.marketing })
        leaving.delete(mark.post)
      }
    },
    get campaign() {
      return campaign
    },
    ruleAt(at) {
      const isFree = campaign !== null && campaign.plan.marketing === null && isFlashDay(campaign, days.dayOf(at))
      const rule = isFree ? null : (campaign?.plan.marketing ?? WITHOUT_PLAN)
      return rule && { percent: Math.round(rule.maxShare * 100), windowDays: rule.windowDays }
    },
    window(at) {
      const windowDays = this.ruleAt(at)?.windowDays ?? WITHOUT_PLAN.windowDays
      return counted.filter(post => post.at > at - windowDays * DAY_MS)
    },
    ofCampaign: () => counted.filter(post => post.at > (campaign?.beganAt ?? Number.NEGATIVE_INFINITY)),
  }
}

/** A flash plan frees its own days, a week of the calendar at most, whether or not it stands still meanwhile. */
function isFlashDay({ plan, startDay }: Campaign, day: string): boolean {
  const passed = (Date.parse(day) - Date.parse(startDay)) / DAY_MS
  return passed >= 0 && passed < Math.min(plan.days ?? 7, 7)
}

export const isAbove = (posts: readonly Counted[], percent: number): boolean =>
  posts.filter(({ marketing }) => marketing).length * 100 > percent * posts.length

export const shareOf = (posts: readonly Counted[]): string =>
  `${posts.filter(({ marketing }) => marketing).length} of ${posts.length}`

/** No marketing post is sent with which the share of marketing is above what the plan allows. */
export function capKept(entries: readonly Entry[], reckoning: Reckoning): string | undefined {
  const counting = createCounting(reckoning)
  for (const entry of entries) {
    counting.take(entry)
    const rule = counting.ruleAt(entry.at)
    if (entry.is === 'quoted' && entry.marketing && rule !== null)
      return `${entry.post}, marketing, was shown to the whole group as an answer, and not counted.`
    if (entry.is !== 'sent' || !entry.marketing || rule === null) continue
    for (const [where, posts] of [
      [`the ${rule.windowDays} days before`, counting.window(entry.at)],
      ['the campaign', counting.ofCampaign()],
    ] as const) {
      if (isAbove(posts, rule.percent))
        return `${entry.post} was sent at ${new Date(entry.at).toISOString()}, and with it ${shareOf(posts)} posts of ${where} are marketing: above ${rule.percent}%.`
    }
  }
  return undefined
}
