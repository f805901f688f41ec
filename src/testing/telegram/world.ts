import type { AdminRights, WireChat, WireInviteLink, WireMessage, WireStatus, WireUser } from './wire-update.ts'

/** Everything there is: people, chats and what stands in them. Knows nothing of calls and updates. */
export interface World {
  readonly bot: WireUser
  readonly people: Map<number, WireUser>
  readonly chats: Map<number, Chat>
  /** Private chats: those who have started the bot, and whether they have blocked it since. */
  readonly contacts: Map<number, { isBlocked: boolean }>
  /** Presses that wait for an answer, and what the answer was. */
  readonly presses: Map<string, PressAnswer | null>
  /** Command menus, by scope and language. */
  readonly menus: Map<string, readonly object[]>
  /** Seconds since 1970, as dates are on the wire. */
  date(): number
  newId(): number
  addChat(chat: Pick<Chat, 'id' | 'type'> & Partial<Chat>): Chat
  /** The private chat of somebody. Undefined: the bot was never written to by them. */
  privateChat(user: WireUser): Chat
  nextMessageId(chat: Chat): number
}

export interface Chat {
  id: number
  type: 'private' | 'group' | 'supergroup'
  title: string
  isForum: boolean
  readonly members: Map<number, Membership>
  /** What stands in it, by message id, oldest first. */
  readonly messages: Map<number, StandingMessage>
  readonly topics: Map<number, string>
  readonly links: Map<string, { link: WireInviteLink; joins: number }>
  readonly pinned: Set<number>
  /** What members who are no admins may do. */
  permissions: Readonly<Record<string, boolean>>
  /** Set: it became that supergroup. */
  movedTo?: number
}

export interface Membership {
  readonly user: WireUser
  status: WireStatus
  rights: AdminRights
  /** Of somebody restricted. */
  permissions?: Readonly<Record<string, boolean>>
  /** Until when they are restricted or banned, in seconds since 1970. 0: for ever. */
  untilDate: number
}

export interface StandingMessage {
  message: WireMessage
  /** The bot's reaction. */
  reactions: readonly string[]
  /** Those of people, by user id. */
  peoplesReactions?: Map<number, readonly string[]>
  /** Of an uploaded photo, in bytes. */
  photoBytes?: number
  /** An uploaded document. */
  file?: UploadedText
  isSilent?: boolean
  /** An ephemeral message: who alone sees it. */
  only?: number
}

/** An uploaded document. Its text is kept where its name says that it is one, in UTF-8. */
export interface UploadedText {
  readonly name: string
  readonly text: string
}

export interface PressAnswer {
  readonly text: string
  /** Shown in a window that must be closed. */
  readonly isAlert: boolean
}

export interface WorldOptions {
  readonly bot: WireUser
  readonly now: () => number
}

export function createWorld({ bot, now }: WorldOptions): World {
  const chats = new Map<number, Chat>()
  let lastId = 1_000
  /** Private chats and basic groups number their messages together, per account. */
  let lastMessageId = 0
  const lastMessageIds = new Map<number, number>()

  function addChat(chat: Pick<Chat, 'id' | 'type'> & Partial<Chat>): Chat {
    if (chats.has(chat.id)) throw new Error(`there is a chat ${chat.id} already`)
    const added: Chat = {
      ...{ title: '', isForum: false, members: new Map(), messages: new Map(), topics: new Map(), links: new Map() },
      ...{ pinned: new Set(), permissions: { can_send_messages: true, can_invite_users: true } },
      ...chat,
    }
    chats.set(chat.id, added)
    return added
  }

  return {
    bot,
    people: new Map([[bot.id, bot]]),
    chats,
    contacts: new Map(),
    presses: new Map(),
    menus: new Map(),
    date: () => Math.floor(now() / 1_000),
    newId() {
      lastId += 1
      return lastId
    },
    addChat,
    privateChat: user => chats.get(user.id) ?? addChat({ id: user.id, type: 'private' }),
    nextMessageId(chat) {
      if (chat.type !== 'supergroup') {
        lastMessageId += 1
        return lastMessageId
      }
      const id = (lastMessageIds.get(chat.id) ?? 0) + 1
      lastMessageIds.set(chat.id, id)
      return id
    },
  }
}

/** As it stands in messages. */
export function wireChat(world: World, chat: Chat): WireChat {
  if (chat.type === 'private') {
    const { first_name, last_name, username } = world.people.get(chat.id)!
    return {
      ...{ id: chat.id, type: chat.type, first_name },
      ...(last_name !== undefined && { last_name }),
      ...(username !== undefined && { username }),
    }
  }
  return { id: chat.id, type: chat.type, title: chat.title, ...(chat.isForum && { is_forum: true as const }) }
}

/** Somebody's standing, as `ChatMember` on the wire. */
export function wireMember(chat: Chat, user: WireUser): object {
  const membership = chat.members.get(user.id)
  const status = membership?.status ?? 'left'
  const base = { user, status }
  if (!membership || status === 'left' || status === 'member') return base
  if (status === 'creator') return { ...base, is_anonymous: false }
  if (status === 'administrator') return { ...base, can_be_edited: false, is_anonymous: false, ...membership.rights }
  if (status === 'kicked') return { ...base, until_date: membership.untilDate }
  return { ...base, is_member: true, until_date: membership.untilDate, ...membership.permissions }
}

const PRESENT: ReadonlySet<WireStatus> = new Set(['creator', 'administrator', 'member', 'restricted'])

export const statusOf = (chat: Chat, user: { readonly id: number }): WireStatus =>
  chat.members.get(user.id)?.status ?? 'left'
export const isIn = (chat: Chat, user: { readonly id: number }): boolean => PRESENT.has(statusOf(chat, user))
export const isAdmin = (chat: Chat, user: { readonly id: number }): boolean =>
  ['creator', 'administrator'].includes(statusOf(chat, user))

/** Whether they may write: what the chat permits, unless they are restricted by name or an admin. */
export function maySpeak(chat: Chat, user: { readonly id: number }, date: number): boolean {
  if (!isIn(chat, user)) return false
  if (isAdmin(chat, user)) return true
  const { status, permissions, untilDate } = chat.members.get(user.id)!
  const isRestricted = status === 'restricted' && (untilDate === 0 || untilDate > date)
  if (isRestricted && permissions?.can_send_messages !== true) return false
  return chat.permissions.can_send_messages === true
}
