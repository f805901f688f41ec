import type { MessageId } from '../events/ids.ts'
import type { Author } from './simulated-messages.ts'

/** Which emoji each person, and the bot, has on a message, by message and person. JSON. */
export type ReactionsState = Record<string, Record<string, string>>

/** How often an emoji stands below a message. */
export interface ReactionCount {
  readonly emoji: string
  readonly count: number
  readonly isBot: boolean
}

/** One that appeared below a message, or went. */
export interface ReactionChange {
  readonly emoji: string
  readonly on: boolean
}

/**
 * The reactions below the messages of a messenger. Everybody has one on each message, as on a phone: another takes
 * its place.
 */
export interface SimulatedReactions {
  /** Puts an emoji on or takes it back. Empty: it is so already. */
  set(message: MessageId, by: Author, emoji: string, on: boolean): readonly ReactionChange[]
  /** In the order in which they first appeared. */
  on(message: MessageId): readonly ReactionCount[]
  /** The message is not remembered any more. */
  forget(message: string): void
}

export function createSimulatedReactions(reactions: ReactionsState): SimulatedReactions {
  return {
    set(message, by, emoji, on) {
      const before = reactions[message]?.[by]
      if (on === (before === emoji)) return []
      if (!on) {
        delete reactions[message]?.[by]
        return before === undefined ? [] : [{ emoji, on: false }]
      }
      reactions[message] ??= {}
      reactions[message][by] = emoji
      return [...(before === undefined ? [] : [{ emoji: before, on: false }]), { emoji, on: true }]
    },
    on(message) {
      const counts = new Map<string, ReactionCount>()
      for (const [by, emoji] of Object.entries(reactions[message] ?? {})) {
        const { count, isBot } = counts.get(emoji) ?? { count: 0, isBot: false }
        counts.set(emoji, { emoji, count: count + 1, isBot: isBot || by === 'bot' })
      }
      return [...counts.values()]
    },
    forget(message) {
      delete reactions[message]
    },
  }
}
