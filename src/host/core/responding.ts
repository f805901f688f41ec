import type { EventOf } from '../../events/event.ts'
import { isPrivate } from '../../events/event.ts'
import type { Instant, MessageId } from '../../events/ids.ts'
import type { Deciding } from '../deciding.ts'
import type { DeepReadonly } from '../record.ts'
import type { Delivery } from './deliveries.ts'
import { posts } from './posts.ts'
import { setup } from './setup.ts'

/**
 * A message of a delivery stands in the chat. Of a post it is remembered, so that it is known what people react and
 * reply to.
 */
export function recordAppeared(
  { live, plugins, record }: Deciding,
  delivery: string,
  { post, target }: DeepReadonly<Delivery>,
  message: MessageId | undefined,
): void {
  if (post === null || target !== 'group' || message === undefined) return
  const { reactions, replies } = plugins.hears
  // Telegram tells of reactions where the bot is an admin: core.telegram.org/bots/api#update, read 2026-11-22.
  const isAdmin = live.read(setup).group.standing === 'admin'
  const chat = live.read(posts).group.moves
  record(posts.facts.appeared({ delivery, message, chat, hearsReactions: reactions && isAdmin, hearsReplies: replies }))
}

/**
 * Counts people with an emoji on a post, not emoji. Who they are stands nowhere: the platform says whether they had one
 * before. A reaction to anything else leaves nothing behind.
 */
export function recordReacted({ live, record }: Deciding, { who, message, had, has }: EventOf<'reacted'>): void {
  if (who.anonymous || had === has) return
  const delivery = postOf(live, message)
  const reactions = delivery === null ? null : live.read(posts).sent.of(delivery).reactions
  // Put there before it could be heard, it was never counted.
  if (delivery === null || reactions === null || (had && reactions === 0)) return
  record(posts.facts.reacted({ delivery, change: has ? 1 : -1 }))
}

/** Counts a reply to a post, whatever it says: talk, a check-in and an entry to a draw alike. */
export function recordReply({ live, record }: Deciding, event: EventOf<'said'>): void {
  const { replyTo, who } = event
  if (replyTo === undefined || who.anonymous || isPrivate(event)) return
  const delivery = postOf(live, replyTo)
  if (delivery !== null) record(posts.facts.replied({ delivery }))
}

/** The group's chat is another one: what is said to a message of the old one cannot be told from the new one's. */
export function recordMoved({ live, record }: Deciding, at: Instant): void {
  if (live.read(posts).messages.size > 0) record(posts.facts.moved({ at }))
}

/** Null: that message is no post of ours, or one of long ago. */
function postOf(live: Deciding['live'], message: MessageId): string | null {
  const { group, messages, sent } = live.read(posts)
  if (!messages.has(message)) return null
  const { delivery, chat } = messages.of(message)
  return chat === group.moves && sent.has(delivery) ? delivery : null
}
