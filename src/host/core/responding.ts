import type { EventOf } from '../../events/event.ts'
import { isPrivate } from '../../events/event.ts'
import type { Instant, MessageId } from '../../events/ids.ts'
import type { Deciding } from '../deciding.ts'
import type { DeepReadonly } from '../record.ts'
import type { Delivery } from './deliveries.ts'
import { membership } from './membership.ts'
import { posts } from './posts.ts'
import { setup } from './setup.ts'

/** What comes of one post, at most, for each person in the group; and of how many people at least that is reckoned. */
const CHANGES_PER_PERSON_MAX = 20
const PEOPLE_MIN = 100

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
  const { reactions, replies: hearsReplies } = plugins.hears
  const { group, sent } = live.read(posts)
  // Telegram tells of reactions where the bot is an admin: core.telegram.org/bots/api#update, read 2026-11-22.
  const isAdmin = live.read(setup).group.standing === 'admin'
  const isFirst = sent.of(delivery).reactions === null
  const hearsReactions = reactions && isAdmin && isFirst
  record(posts.facts.appeared({ delivery, message, chat: group.moves, hearsReactions, hearsReplies }))
}

/**
 * Counts people with an emoji on a post, not emoji. Who they are stands nowhere: the platform says whether they had one
 * before. A reaction to anything else leaves nothing behind.
 */
export function recordReacted({ live, record }: Deciding, { who, message, had, has }: EventOf<'reacted'>): void {
  if (who.anonymous || had === has) return
  const delivery = postOf(live, message)
  const { group, messages, sent } = live.read(posts)
  if (delivery === null || !messages.of(message).hearsReactions) return
  const { reactions, at } = sent.of(delivery)
  // Put there before it could be heard, it was never counted.
  if (reactions === null || at <= group.deafAt || (had && reactions === 0)) return
  record(
    isFlooded(live, delivery)
      ? posts.facts.flooded({ delivery })
      : posts.facts.reacted({ delivery, change: has ? 1 : -1 }),
  )
}

/**
 * Somebody who puts an emoji on a post and takes it back all day long, or replies to it all day long, must not fill the
 * journal: who it is nobody has kept, so nothing more is counted there.
 */
function isFlooded(live: Deciding['live'], delivery: string): boolean {
  const people = Math.max(PEOPLE_MIN, live.read(membership).group.present)
  return live.read(posts).sent.of(delivery).changes >= people * CHANGES_PER_PERSON_MAX
}

/** Counts a reply to a post, whatever it says: talk, a check-in and an entry to a draw alike. */
export function recordReply({ live, record }: Deciding, event: EventOf<'said'>): void {
  const { replyTo, who } = event
  if (replyTo === undefined || who.anonymous || isPrivate(event)) return
  const delivery = postOf(live, replyTo)
  if (delivery === null || live.read(posts).sent.of(delivery).replies === null) return
  record(isFlooded(live, delivery) ? posts.facts.flooded({ delivery }) : posts.facts.replied({ delivery }))
}

/** The bot is an admin no more. */
export function recordDeafened({ live, record }: Deciding, at: Instant): void {
  if (live.read(posts).messages.size > 0) record(posts.facts.deafened({ at }))
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
