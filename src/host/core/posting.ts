import type { Instant } from '../../events/ids.ts'
import type { Deciding } from '../deciding.ts'
import { CAP_DEFAULT, mayAdvertise } from '../marketing-cap.ts'
import type { DeepReadonly } from '../record.ts'
import type { Delivery } from './deliveries.ts'
import { posts } from './posts.ts'

type Left = Pick<DeepReadonly<Delivery>, 'post' | 'attempt'>

/** The reason with which a marketing post is withdrawn that would be above the cap. */
export const ABOVE_CAP = 'marketing-share'

/**
 * Counts a post that is about to leave, in the commit that marks it so. False: it is marketing, and with it the share
 * would be above the cap. This is where the cap is kept, for every plugin alike.
 */
export function countPost(deciding: Deciding, delivery: string, { post, attempt }: Left, at: Instant): boolean {
  if (post === null) return true
  const { live, plugins, record } = deciding
  // What is sent is the file as it is now: it may have become marketing since it was chosen.
  const marketing = post.marketing || plugins.content().post(post.id)?.marketing === true
  const { recent, campaign } = live.read(posts).group
  const rule = live.plan === null ? CAP_DEFAULT : live.plan.definition.marketing
  const answer = mayAdvertise(rule ?? CAP_DEFAULT, recent, campaign, at)
  if (marketing && rule !== null && !answer.fits) return false
  const [window, inCampaign] = [answer.window, answer.campaign].map(count =>
    marketing ? count : { posts: count.posts, marketing: count.marketing - 1 },
  ) as [typeof answer.window, typeof answer.campaign]
  record(
    posts.facts.left({
      ...{ delivery, attempt: attempt + 1, post: post.id, marketing, at },
      ...{ window, campaign: inCampaign, maxShare: rule?.maxShare ?? null },
    }),
  )
  return true
}

/** It was certainly not sent, not even its first part: it does not count. */
export function uncountPost(
  { record }: Pick<Deciding, 'record'>,
  delivery: string,
  { post, attempt, partsSent }: DeepReadonly<Delivery>,
): void {
  if (post !== null && partsSent === 0 && attempt > 0) record(posts.facts.returned({ delivery, attempt }))
}
