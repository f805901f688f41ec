import type { CallbackQuery, MessageReactionUpdated, Update as TelegramUpdate } from 'grammy/types'
import type { MessageId } from '../../events/ids.ts'
import type { Update } from '../adapter.ts'
import { chatOf, instantOf, isGroup, isPerson, isStandIn, personOf } from './identity.ts'
import type { MapContext } from './map-context.ts'
import { updatesOfMember, updatesOfSelf } from './map-membership.ts'
import { topicOf, updatesOfEdit, updatesOfMessage } from './map-message.ts'

/** Everything that we ask Telegram for. Some kinds come only when they are named. */
export const ALLOWED_UPDATES = [
  'message',
  'edited_message',
  'callback_query',
  'my_chat_member',
  'chat_member',
  'message_reaction',
] as const satisfies readonly (keyof TelegramUpdate)[]

/** One of Telegram's updates in our terms. Several people may join by one, and most tell us nothing. */
export function updatesOf(update: TelegramUpdate, context: MapContext): readonly Update[] {
  if (update.message) return updatesOfMessage(update.message, context)
  if (update.edited_message) return updatesOfEdit(update.edited_message, context)
  if (update.callback_query) return updatesOfPress(update.callback_query, context)
  if (update.chat_member) return updatesOfMember(update.chat_member, update.update_id)
  if (update.message_reaction) return updatesOfReaction(update.message_reaction, update.update_id)
  if (update.my_chat_member) return updatesOfSelf(update.my_chat_member, update.update_id, context)
  return []
}

/** Of what kind an update is: its only field besides its number. */
export const kindOf = (update: object): string => Object.keys(update).find(key => key !== 'update_id') ?? 'nothing'

function updatesOfPress(query: CallbackQuery, context: MapContext): readonly Update[] {
  const { message, from } = query
  if (!message || from.is_bot || isStandIn(from)) return []
  const button = context.readPress(query)
  if (button === undefined) return []
  const { chat } = message
  return [
    {
      kind: 'pressed',
      cause: `press:${query.id}`,
      at: context.now(),
      chat: chatOf(chat.id),
      who: personOf(from, isGroup(chat) ? context.roleOf(chat.id, from.id) : undefined),
      message: String(message.message_id) as MessageId,
      button,
      ...topicOf(message),
      ...(chat.type === 'private' && { private: true }),
    },
  ]
}

/**
 * Somebody's reactions to a message in a group where the bot is an admin. Whoever reacts as the group or as a channel is
 * nobody, and Telegram tells nothing of bots: core.telegram.org/bots/api#messagereactionupdated, read 2026-11-22.
 */
function updatesOfReaction(change: MessageReactionUpdated, updateId: number): readonly Update[] {
  const { chat, message_id: message, user, date, old_reaction: before, new_reaction: after } = change
  if (!isGroup(chat) || !user || !isPerson(user)) return []
  return [
    {
      kind: 'reacted',
      cause: `reaction:${chat.id}:${message}:${updateId}`,
      at: instantOf(date),
      chat: chatOf(chat.id),
      who: personOf(user),
      message: String(message) as MessageId,
      had: before.length > 0,
      has: after.length > 0,
    },
  ]
}
