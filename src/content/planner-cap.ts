import type { Instant } from '../events/ids.ts'
import { type CapAnswer, type Count, isWithin, mayAdvertise, ruleOn, type SentPost } from '../host/marketing-cap.ts'
import type { Planning } from './planner-types.ts'

/**
 * A post leaves some time after its slot began, in milliseconds: an account with hundreds of groups needs minutes. What
 * is planned has to hold whichever of two posts is the later. Half a minute off, so that slots, which are whole minutes
 * apart, do not lie on the edge.
 */
export const LATENESS_MS = 29.5 * 60_000

/** The posts that count, those that are planned included. Asked in the order of time. */
export interface Ledger {
  /** Whether a marketing post fits at that time. Null: there is no cap then. */
  ask(at: Instant): CapAnswer | null
  /** Whether it fits, and after it so many others that have been promised. */
  hasRoomBeside(at: Instant, promised: number): boolean
  add(at: Instant, marketing: boolean): void
}

export function createLedger({ plan, startDay, calendar, history }: Planning): Ledger {
  const { posts, marketing } = history.campaign
  const campaign = { posts, marketing }
  let window = history.sent.map(careful)

  /** A flash plan that has stood still goes on beyond the days that are free. */
  const ruleAt = (at: Instant) => plan.marketing ?? ruleOn(plan, startDay, calendar.dayOf(at))
  function ask(at: Instant): CapAnswer | null {
    const rule = ruleAt(at)
    if (rule === null) return null
    window = window.filter(post => post.at > at - rule.windowDays * DAY_MS)
    return mayAdvertise(rule, window, campaign, at)
  }
  return {
    ask,
    hasRoomBeside(at, promised) {
      const rule = ruleAt(at)
      const answer = ask(at)
      if (rule === null || answer === null) return true
      const withThem = ({ posts, marketing }: Count) => ({ posts: posts + promised, marketing: marketing + promised })
      return isWithin(withThem(answer.window), rule.maxShare) && isWithin(withThem(answer.campaign), rule.maxShare)
    },
    add(at, marketing) {
      window.push(careful({ at, marketing }))
      campaign.posts += 1
      if (marketing) campaign.marketing += 1
    },
  }
}

const DAY_MS = 86_400_000

/** What helps grows old a little sooner, what hinders a little later. */
const careful = ({ at, marketing }: SentPost): SentPost => ({
  at: marketing ? at + LATENESS_MS : at - LATENESS_MS,
  marketing,
})
