import type { Instant } from '../../events/ids.ts'
import type { Deciding, LiveGroup } from '../deciding.ts'
import { CAP_DEFAULT, type CapRule, mayAdvertise, ruleOn } from '../marketing-cap.ts'
import type { DeepReadonly } from '../record.ts'
import type { Delivery } from './deliveries.ts'
import { posts } from './posts.ts'

/** The reason with which a marketing post is withdrawn that would be above the cap. */
export const ABOVE_CAP = 'marketing-share'

type Post = NonNullable<DeepReadonly<Delivery>['post']>

/**
 * Counts a post that is about to leave, in the commit that marks it so. False: it is marketing, and with it the share
 * would be above the cap. This is where the cap is kept, for every plugin alike.
 */
export function countPost(deciding: Deciding, id: string, delivery: DeepReadonly<Delivery>, at: Instant): boolean {
  const { post, attempt, partsSent } = delivery
  // What follows of a long text belongs to what was let go and counted.
  if (post === null || partsSent > 0) return true
  const { recent } = deciding.live.read(posts).group
  const marketing = isMarketing(deciding, post)
  // Sent once more since nobody knew: as room for marketing it stays one post, however often it leaves.
  if (!marketing && recent.some(left => left.delivery === id)) return true
  return count(deciding, { delivery: id, attempt: attempt + 1, post: post.id, marketing, at })
}

interface Counted {
  readonly delivery: string
  readonly attempt: number
  readonly post: string
  readonly marketing: boolean
  readonly at: Instant
}

function count({ live, record }: Pick<Deciding, 'live' | 'record'>, counted: Counted): boolean {
  const { marketing, at } = counted
  const { recent, campaign } = live.read(posts).group
  const rule = ruleAt(live, at)
  const answer = mayAdvertise(rule ?? CAP_DEFAULT, recent, campaign, at)
  if (marketing && rule !== null && !answer.fits) return false
  const less = marketing ? 0 : 1
  record(
    posts.facts.left({
      ...counted,
      window: { posts: answer.window.posts, marketing: answer.window.marketing - less },
      campaign: { posts: answer.campaign.posts, marketing: answer.campaign.marketing - less },
      maxShare: rule?.maxShare ?? null,
    }),
  )
  return true
}

/**
 * Whether a post counts as marketing: its plugin says so, the plan did when it was used, or its file does now. What is
 * sent is the file as it is now.
 */
function isMarketing({ live, plugins }: Deciding, { id, marketing }: Post): boolean {
  if (marketing || plugins.content().post(id)?.marketing === true) return true
  return live.plan?.definition.posts.some(post => post.id === id && post.marketing) === true
}

/** What the group is held to at an instant. Null: a flash plan is on. */
const ruleAt = ({ plan, settings }: LiveGroup, at: Instant): CapRule | null =>
  plan === null ? CAP_DEFAULT : ruleOn(plan.definition, plan.startDay, settings.calendar.dayOf(at))

/** It was certainly not sent, not even its first part: it does not count. */
export function uncountPost(
  { record }: Pick<Deciding, 'record'>,
  delivery: string,
  { post, attempt, partsSent }: DeepReadonly<Delivery>,
): void {
  if (post !== null && partsSent === 0 && attempt > 0) record(posts.facts.returned({ delivery, attempt }))
}

/** A person has it on their list. Whether they send it is known when they say so: until then it makes no room. */
export function holdPost(deciding: Deciding, delivery: string, record: DeepReadonly<Delivery>): void {
  if (record.post !== null && !isMarketing(deciding, record.post)) uncountPost(deciding, delivery, record)
}

/** The person has sent it. */
export function countHeldPost(
  deciding: Deciding,
  delivery: string,
  { post, attempt, state }: DeepReadonly<Delivery>,
  at: Instant,
): void {
  if (post === null || state !== 'handed' || isMarketing(deciding, post)) return
  count(deciding, { delivery, attempt, post: post.id, marketing: false, at })
}
