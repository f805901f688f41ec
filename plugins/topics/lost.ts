import {
  addDays,
  type Decision,
  type Instant,
  type PlannedSlot,
  planDays,
  plans,
  type RunningPlan,
  runningPlan,
} from 'bonfire'
import { topics } from './facts.ts'
import { shortId } from './find-post.ts'
import { toOwner } from './notices.ts'
import { campaignOf, planningOf, type TopicsContext } from './planning.ts'

/** How many days back is looked for what did not go out. What was decided for slots is kept for longer. */
const LOOK_BACK_DAYS = 14
/** Posts that one notice names. */
const NAMED_MAX = 10

/**
 * Posts for a certain day that a pause or an outage has kept from going out: the owner hears of each once, in one
 * notice a day. Posts for any day are not missed, and marketing is put off instead. `missedBefore`: slots from then on
 * may still be made up for.
 */
export function tellLost(context: TopicsContext, missedBefore: Instant): Decision<'topics'> {
  const { state, plan, today, say } = context
  if (plan === null || plan.isPaused || state.group.lostToldOn === today) return []
  const campaign = campaignOf(plan)
  const lost = lostOf(context, plan, missedBefore).filter(post => state.posts.of(post).missedIn !== campaign)
  if (lost.length === 0) return []
  const ids = lost.map(shortId)
  return [
    ...lost.map(post => topics.facts.missedTold({ post, campaign })),
    topics.facts.lostTold({ day: today }),
    toOwner(say.lost({ ids: ids.slice(0, NAMED_MAX), count: ids.length }), context),
  ]
}

function lostOf(context: TopicsContext, plan: RunningPlan, missedBefore: Instant): readonly string[] {
  const first = addDays(context.today, -LOOK_BACK_DAYS)
  const from = first < plan.startDay ? plan.startDay : first
  if (from > context.today) return []
  const days = planDays(planningOf(context, plan), from, LOOK_BACK_DAYS + 1, missedBefore)
  const past = days.filter(({ day, slots }) => day <= context.today && slots.some(wasLeftEmpty))
  return [...new Set(past.flatMap(({ unplaced }) => unplaced))]
}

/** Nobody was there, or what was chosen has been taken back. */
const wasLeftEmpty = ({ post, why }: PlannedSlot): boolean =>
  why.is === 'missed' || (why.is === 'decided' && post === null)

/** An outage is over. The latest slot that it hid may still be made up for, and what goes out there is not lost. */
export const tellLostInOutage = (context: TopicsContext): Decision<'topics'> =>
  tellLost(context, (context.now - context.config.missedWithinMinutes * 60_000) as Instant)

/** The plan goes on: what it has stood still for today is known only from the fact that it does. */
export const tellLostInPause = (context: TopicsContext): Decision<'topics'> =>
  tellLost({ ...context, plan: runningPlan(context.read(plans).group) }, context.now)
