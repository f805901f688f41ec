import type { Updates } from './updates.ts'
import type { WireChat, WireInviteLink, WireMessage, WireStatus, WireUser } from './wire-update.ts'
import {
  type Chat,
  isAdmin,
  isIn,
  type Membership,
  type StandingMessage,
  type World,
  wireChat,
  wireMember,
} from './world.ts'

/** Changes the world, and tells the bot what the real server would tell it. */
export interface Happenings {
  /** A message comes to stand in a chat. The bot hears of it if it may. */
  post(
    chat: Chat,
    content: Omit<WireMessage, 'message_id' | 'date' | 'chat'>,
    standing?: Partial<StandingMessage>,
  ): WireMessage
  /** Somebody's standing changes: told as `my_chat_member` of the bot, as `chat_member` of others. */
  stand(chat: Chat, user: WireUser, to: Partial<Membership> & { readonly status: WireStatus }, by: Change): void
  /** A message looks different. */
  edit(chat: Chat, message: WireMessage): void
  /** Somebody's reactions to a message become these. Told where the bot is an admin, as the real server does. */
  react(chat: Chat, by: Reactor, messageId: number, emoji: readonly string[]): void
}

/** A person, or the chat that an admin who is anonymous reacts as. */
export type Reactor = { readonly user: WireUser } | { readonly as: WireChat }

export interface Change {
  readonly by: WireUser
  readonly link?: WireInviteLink
}

/** Kinds of content that make a message a service message, which every bot in the chat sees. */
const SERVICE = ['new_chat_members', 'left_chat_member', 'pinned_message', 'migrate_to_chat_id', 'migrate_from_chat_id']

export function createHappenings(
  world: World,
  updates: Updates,
  options: { readonly privacyMode: boolean },
): Happenings {
  const { bot } = world

  /** Source: https://core.telegram.org/bots/features#privacy-mode. */
  function isSeen(chat: Chat, message: WireMessage): boolean {
    const isService = SERVICE.some(kind => kind in message)
    if (message.from?.id === bot.id && !isService) return false
    if (chat.type === 'private') return true
    // Being removed is the last that it hears.
    if (!isIn(chat, bot)) return message.left_chat_member?.id === bot.id
    if (!options.privacyMode || isAdmin(chat, bot) || isService) return true
    if (message.reply_to_message?.from?.id === bot.id) return true
    return isCommandFor(message, bot)
  }

  return {
    post(chat, content, standing = {}) {
      const message: WireMessage = {
        ...{ message_id: world.nextMessageId(chat), date: world.date(), chat: wireChat(world, chat) },
        ...content,
      }
      chat.messages.set(message.message_id, { message, reactions: [], ...standing })
      if (isSeen(chat, message)) updates.emit('message', message)
      return message
    },
    stand(chat, user, to, { by, link }) {
      const wasAdmin = isAdmin(chat, bot)
      const before = wireMember(chat, user)
      const { rights = {}, untilDate = 0, ...rest } = to
      chat.members.set(user.id, { user, rights, untilDate, ...rest })
      const update = {
        ...{ chat: wireChat(world, chat), from: by, date: world.date() },
        ...{ old_chat_member: before, new_chat_member: wireMember(chat, user) },
        ...(link && { invite_link: link }),
      }
      if (user.id === bot.id) updates.emit('my_chat_member', update)
      else if (wasAdmin) updates.emit('chat_member', update)
    },
    edit(chat, message) {
      const standing = chat.messages.get(message.message_id)!
      standing.message = message
      if (isSeen(chat, message)) updates.emit('edited_message', message)
    },
    react(chat, by, messageId, emoji) {
      const standing = chat.messages.get(messageId)
      if (!standing) throw new Error(`there is no message ${messageId} in ${chat.id}`)
      standing.peoplesReactions ??= new Map()
      const id = 'user' in by ? by.user.id : by.as.id
      const before = standing.peoplesReactions.get(id) ?? []
      standing.peoplesReactions.set(id, emoji)
      // Source: https://core.telegram.org/bots/api#update, `message_reaction`: an admin, and not of bots.
      if (!isAdmin(chat, bot) || ('user' in by && by.user.is_bot)) return
      updates.emit('message_reaction', {
        ...{ chat: wireChat(world, chat), message_id: messageId, date: world.date() },
        ...('user' in by ? { user: by.user } : { actor_chat: by.as }),
        ...{ old_reaction: reactionTypes(before), new_reaction: reactionTypes(emoji) },
      })
    },
  }
}

const reactionTypes = (emoji: readonly string[]) => emoji.map(emoji => ({ type: 'emoji', emoji }))

function isCommandFor({ text = '' }: WireMessage, bot: WireUser): boolean {
  const command = /^\/\w+(@\w+)?/.exec(text)
  if (!command) return false
  return command[1] === undefined || command[1].toLowerCase() === `@${bot.username}`.toLowerCase()
}
