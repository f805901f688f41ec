import type { Update as TelegramUpdate, User } from 'grammy/types'
import type { MemberId } from '../../events/ids.ts'
import { memberOf } from './identity.ts'

/** Who has which username, as far as they were seen in a chat: Telegram does not say whom an @name means. */
export interface Usernames {
  note(update: TelegramUpdate): void
  memberNamed(chatId: number, username: string): MemberId | undefined
}

/** Most names kept, over all chats. Those seen longest ago are forgotten first. */
const NAMES_MAX = 20_000

export function createUsernames(): Usernames {
  const members = new Map<string, MemberId>()
  const keyOf = (chatId: number, username: string) => `${chatId} ${username.toLowerCase()}`

  function noteUser(chatId: number, user: User | undefined): void {
    if (!user?.username || user.is_bot) return
    const key = keyOf(chatId, user.username)
    members.delete(key)
    members.set(key, memberOf(user.id))
    if (members.size <= NAMES_MAX) return
    const [oldest] = members.keys()
    if (oldest !== undefined) members.delete(oldest)
  }

  return {
    note({ message, edited_message: edited, chat_member: change, callback_query: query }) {
      const written = message ?? edited
      if (written) noteUser(written.chat.id, written.from)
      for (const user of message?.new_chat_members ?? []) noteUser(message!.chat.id, user)
      if (change) noteUser(change.chat.id, change.new_chat_member.user)
      if (query?.message) noteUser(query.message.chat.id, query.from)
    },
    memberNamed: (chatId, username) => members.get(keyOf(chatId, username)),
  }
}
