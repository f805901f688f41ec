import type { Instant, MemberId, MessageId } from '../events/ids.ts'
import { posts } from '../host/core/posts.ts'
import type { Person } from './cast.ts'
import type { Dice } from './dice.ts'
import { inDaytime, type Scene, talks } from './scene.ts'
import { GROUP } from './stage.ts'

/** How likely somebody puts an emoji on a post, by habit. */
const SHARE_LIKES: Readonly<Record<Person['habit'], number>> = {
  steady: 0.14,
  regular: 0.08,
  fading: 0.04,
  silent: 0.01,
}
/** Of an offer, so much less. */
const MARKETING_FACTOR = 0.4
/** Some posts are better than others: so much. */
const APPEAL = { min: 0.4, max: 1.6 }
const SHARE_CHANGES_THEIR_MIND = 0.03
/** How likely somebody who likes a post says something to it. */
const SHARE_REPLIES = 0.12
/** They see it within so many minutes; half of them in the first tenth. */
const SEES_MINUTES_MAX = 600
const MINUTE_MS = 60_000
const EMOJI = ['👍', '👍', '👍', '❤', '❤', '🔥', '👏', '🤔']

/** What a post's message is, of the fact that it stands in the chat. */
export interface Appeared {
  readonly delivery: string
  readonly message: MessageId
  readonly hearsReactions: boolean
}

/** What people think of posts, where they can show it to the bot: an emoji below them, now and then a word. */
export function likingIn(scene: Scene, cast: ReadonlyMap<MemberId, Person>, dice: Dice): (appeared: Appeared) => void {
  const { stage, plan, sayings } = scene
  const { world } = stage

  function sees(): Instant {
    const minutes = dice.happens(0.5) ? SEES_MINUTES_MAX / 10 : SEES_MINUTES_MAX
    return inDaytime(scene, (world.clock.now() + dice.between(MINUTE_MS, minutes * MINUTE_MS)) as Instant, dice)
  }
  function likes(member: MemberId, message: MessageId): void {
    const emoji = dice.pick(EMOJI)
    const at = sees()
    world.plan(at, () => world.platform.reacts(GROUP, member, message, emoji, true))
    if (!dice.happens(SHARE_CHANGES_THEIR_MIND)) return
    world.plan((at + MINUTE_MS) as Instant, () => world.platform.reacts(GROUP, member, message, emoji, false))
  }
  return ({ delivery, message, hearsReactions }) => {
    if (!hearsReactions) return
    const { post, marketing } = world.account.host.read(GROUP, posts).sent.of(delivery)
    const appeal = (dice.between(APPEAL.min * 100, APPEAL.max * 100) / 100) * (marketing ? MARKETING_FACTOR : 1)
    // A word to what a plugin asks may be an answer, or an entry.
    const isOfPlan = !marketing && plan.posts.some(({ id }) => id === post)
    for (const [member, { habit }] of cast) {
      if (!stage.isIn(GROUP, member) || !dice.happens(SHARE_LIKES[habit] * appeal)) continue
      likes(member, message)
      if (!isOfPlan || !dice.happens(SHARE_REPLIES)) continue
      const reply = dice.pick(sayings.replies)
      world.plan(sees(), () => talks(scene, member, reply, { replyTo: message }))
    }
  }
}
