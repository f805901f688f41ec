import type { Happenings } from './happenings.ts'
import type {
  AdminRights,
  WireDocument,
  WireEntity,
  WireInviteLink,
  WireMessage,
  WirePhoto,
  WireUser,
} from './wire-update.ts'
import { type Chat, isIn, maySpeak, type World, wireChat } from './world.ts'

/** Somebody with a Telegram account. */
export interface FakePerson {
  readonly id: number
  readonly user: WireUser
}

export interface PersonOptions {
  /** Default: the next free one. */
  readonly id?: number
  readonly firstName: string
  readonly lastName?: string
  readonly username?: string
  /** `zh-hans`, `en`. */
  readonly languageCode?: string
  /** Default: false. */
  readonly isBot?: boolean
}

export interface GroupOptions {
  /** Default: the next free one. */
  readonly id?: number
  readonly title: string
  /** Default: `supergroup`. */
  readonly type?: 'group' | 'supergroup'
  readonly isForum?: boolean
  /** Its creator. Default: somebody who does not speak. */
  readonly owner?: FakePerson
  /** Who is in it, besides its creator. The bot is not, until `addBot`. */
  readonly members?: readonly FakePerson[]
}

export interface SayOptions {
  readonly replyTo?: number
  /** The text becomes its caption. */
  readonly photo?: boolean
  /** Messages of one album have the same. */
  readonly album?: string
  /** In which topic, by its id. */
  readonly topic?: number
  /** Default: the commands and @names in the text. */
  readonly entities?: readonly WireEntity[]
  /** As the group itself, which admins can choose. */
  readonly anonymous?: boolean
}

/** Whom the fake means by a button: what it shows, which it is from 0, or data of one's own making. */
export type ButtonChoice = string | number | { readonly data: string }

/** A group, as the people in it can change it. Members are told of by the updates that the real server sends. */
export interface FakeGroup {
  /** Changes when it becomes a supergroup. */
  readonly id: number
  readonly title: string
  add(person: FakePerson, options?: { readonly by?: FakePerson; readonly viaLink?: string }): void
  /** By themselves, unless somebody else is named. */
  remove(person: FakePerson, options?: { readonly by?: FakePerson }): void
  promote(whom: FakePerson | 'bot', rights?: AdminRights): void
  demote(whom: FakePerson | 'bot'): void
  /** As a member, or as an admin with these rights. */
  addBot(options?: { readonly by?: FakePerson; readonly rights?: AdminRights }): void
  kickBot(options?: { readonly by?: FakePerson }): void
  /** @returns The message's id. */
  says(person: FakePerson, text: string, options?: SayOptions): number
  edits(person: FakePerson, messageId: number, text: string): void
  press(person: FakePerson, messageId: number, button: ButtonChoice): string
  /** Their reactions to a message are these from now on: none takes them back. */
  react(
    person: FakePerson,
    messageId: number,
    emoji: readonly string[],
    options?: { readonly anonymous?: boolean },
  ): void
  /** @returns The topic's id. */
  createTopic(name: string): number
  isMember(person: FakePerson): boolean
  /**
   * Becomes a supergroup. @returns Its new id. The old one is refused from now on.
   * @param options.standing When the bot is told what it is in the new chat, seen from the two messages about the move.
   * Default: `after`.
   */
  migrate(options?: { readonly standing?: 'before' | 'after' }): number
  readonly permissions: Readonly<Record<string, boolean>>
  readonly pinned: readonly number[]
}

/** The private chat of somebody with the bot. */
export interface PrivateChat {
  readonly id: number
  says(text: string, options?: SayOptions): number
  edits(messageId: number, text: string): void
  /** Presses Start. */
  start(payload?: string): number
  press(messageId: number, button: ButtonChoice): string
  block(): void
  unblock(): void
}

/** All rights, as an owner gives them who ticks everything. */
export const ALL_RIGHTS: AdminRights = {
  ...{ can_manage_chat: true, can_delete_messages: true, can_manage_video_chats: true, can_restrict_members: true },
  ...{ can_promote_members: false, can_change_info: true, can_invite_users: true, can_pin_messages: true },
}
/** The account that stands for all admins who speak as the group. */
const ANONYMOUS: WireUser = { id: 1087968824, is_bot: true, first_name: 'Group', username: 'GroupAnonymousBot' }
const MEMBER = { status: 'member' as const }

export type Press = (chat: Chat, user: WireUser, message: WireMessage, button: ButtonChoice) => string

export function fakeGroup(world: World, happenings: Happenings, press: Press, made: { chat: Chat }): FakeGroup {
  const { bot } = world
  const creator = () => [...made.chat.members.values()].find(({ status }) => status === 'creator')!.user
  const userOf = (whom: FakePerson | 'bot') => (whom === 'bot' ? bot : whom.user)
  const standing = (id: number) => standingIn(made.chat, id)

  function linkOf(link: string): WireInviteLink {
    const known = [...made.chat.links.values()].find(({ link: { invite_link, name } }) =>
      [invite_link, name].includes(link),
    )
    if (!known) {
      const base = { creates_join_request: false, is_primary: false, is_revoked: false }
      return { invite_link: `https://t.me/+${link}…`, creator: creator(), name: link, ...base }
    }
    if (known.link.is_revoked) throw new Error(`the link ${link} was revoked`)
    known.joins += 1
    return known.link
  }

  /** As one who comes into a chat that there was not. */
  function tellStanding(by: WireUser): void {
    const { members } = made.chat
    const standing = members.get(bot.id)
    if (!standing || !isIn(made.chat, bot)) return
    members.delete(bot.id)
    happenings.stand(made.chat, bot, standing, { by })
  }

  return {
    get id() {
      return made.chat.id
    },
    get title() {
      return made.chat.title
    },
    get permissions() {
      return made.chat.permissions
    },
    get pinned() {
      return [...made.chat.pinned]
    },
    add(person, { by, viaLink } = {}) {
      if (made.chat.members.get(person.id)?.status === 'kicked' && !by) throw new Error(`${person.id} is banned`)
      const link = viaLink === undefined ? undefined : linkOf(viaLink)
      const from = by?.user ?? person.user
      happenings.stand(made.chat, person.user, MEMBER, { by: from, ...(link && { link }) })
      happenings.post(made.chat, { from, new_chat_members: [person.user] })
    },
    remove(person, { by } = {}) {
      const from = by?.user ?? person.user
      const isRemoved = by !== undefined && by.id !== person.id && made.chat.type === 'supergroup'
      happenings.stand(made.chat, person.user, { status: isRemoved ? 'kicked' : 'left' }, { by: from })
      happenings.post(made.chat, { from, left_chat_member: person.user })
    },
    promote(whom, rights = ALL_RIGHTS) {
      happenings.stand(made.chat, userOf(whom), { status: 'administrator', rights }, { by: creator() })
    },
    demote(whom) {
      happenings.stand(made.chat, userOf(whom), MEMBER, { by: creator() })
    },
    addBot({ by, rights } = {}) {
      const from = by?.user ?? creator()
      happenings.stand(made.chat, bot, rights ? { status: 'administrator', rights } : MEMBER, { by: from })
      happenings.post(made.chat, { from, new_chat_members: [bot] })
    },
    kickBot({ by } = {}) {
      const from = by?.user ?? creator()
      happenings.stand(made.chat, bot, { status: 'kicked' }, { by: from })
      happenings.post(made.chat, { from, left_chat_member: bot })
    },
    says(person, text, options = {}) {
      const { chat } = made
      if (!maySpeak(chat, person, world.date()))
        throw new Error(`${person.user.first_name} may not speak in ${chat.id}`)
      const author = options.anonymous ? { from: ANONYMOUS, sender_chat: wireChat(world, chat) } : { from: person.user }
      return happenings.post(chat, { ...author, ...contentOf(world, chat, text, options) }).message_id
    },
    edits: (person, messageId, text) => edited(world, happenings, made.chat, person, standing(messageId), text),
    press(person, messageId, button) {
      if (!isIn(made.chat, person)) throw new Error(`${person.user.first_name} is not in ${made.chat.id}`)
      return press(made.chat, person.user, standing(messageId), button)
    },
    react({ user }, messageId, emoji, { anonymous = false } = {}) {
      const by = anonymous ? { as: wireChat(world, made.chat) } : { user }
      happenings.react(made.chat, by, messageId, emoji)
    },
    createTopic(name) {
      const id = world.nextMessageId(made.chat)
      made.chat.topics.set(id, name)
      return id
    },
    isMember: person => isIn(made.chat, person),
    migrate({ standing: when = 'after' } = {}) {
      const { chat: old } = made
      if (old.type !== 'group') throw new Error(`${old.id} is no basic group`)
      const id = -1_000_000_000_000 - world.newId()
      const { title, members, permissions } = old
      const from = creator()
      made.chat = world.addChat({ id, type: 'supergroup', title, permissions, members: new Map(members) })
      if (when === 'before') tellStanding(from)
      happenings.post(old, { from, migrate_to_chat_id: id })
      happenings.post(made.chat, {
        from: ANONYMOUS,
        sender_chat: wireChat(world, made.chat),
        migrate_from_chat_id: old.id,
      })
      if (when === 'after') tellStanding(from)
      old.movedTo = id
      return id
    },
  }
}

export function privateChat(world: World, happenings: Happenings, press: Press, { user }: FakePerson): PrivateChat {
  const { bot, contacts } = world
  const chat = world.privateChat(user)
  function says(text: string, options: SayOptions = {}): number {
    const contact = contacts.get(user.id)
    if (contact?.isBlocked) throw new Error(`${user.first_name} has blocked the bot`)
    contacts.set(user.id, { isBlocked: false })
    return happenings.post(chat, { from: user, ...contentOf(world, chat, text, options) }).message_id
  }
  return {
    id: user.id,
    says,
    edits: (messageId, text) => edited(world, happenings, chat, { user }, standingIn(chat, messageId), text),
    start: payload => says(payload === undefined ? '/start' : `/start ${payload}`),
    press: (messageId, button) => press(chat, user, standingIn(chat, messageId), button),
    block() {
      contacts.set(user.id, { isBlocked: true })
      happenings.stand(chat, bot, { status: 'kicked' }, { by: user })
    },
    unblock() {
      contacts.set(user.id, { isBlocked: false })
      happenings.stand(chat, bot, MEMBER, { by: user })
    },
  }
}

type Content = Partial<WireMessage>

function contentOf(world: World, chat: Chat, text: string, options: SayOptions): Content {
  const { replyTo, photo, album, topic, entities = entitiesIn(text) } = options
  const withEntities = entities.length > 0
  if (topic !== undefined && !chat.topics.has(topic)) chat.topics.set(topic, `${topic}`)
  const words: Content =
    photo || album !== undefined
      ? {
          photo: photoOf(world, 1_000),
          ...(text !== '' && { caption: text }),
          ...(withEntities && { caption_entities: entities }),
        }
      : { text, ...(withEntities && { entities }) }
  return {
    ...words,
    ...(album !== undefined && { media_group_id: album }),
    ...(replyTo !== undefined && { reply_to_message: quotable(standingIn(chat, replyTo)) }),
    ...(topic !== undefined && { message_thread_id: topic, is_topic_message: true as const }),
  }
}

/** A reply carries what it replies to, and that carries no further one. */
export function quotable({ reply_to_message: _, ...message }: WireMessage): WireMessage {
  return message
}

/** Two sizes, as the real server makes them. */
export function photoOf(world: World, bytes: number): readonly WirePhoto[] {
  const id = world.newId()
  const size = (width: number, file_size: number) => ({
    ...{ file_id: `AgAC${id}x${width}`, file_unique_id: `u${id}x${width}`, width, height: width, file_size },
  })
  return [size(90, Math.min(bytes, 1_200)), size(1280, bytes)]
}

export function documentOf(world: World, name: string, bytes: number): WireDocument {
  const id = world.newId()
  return { file_id: `BQAC${id}`, file_unique_id: `d${id}`, file_name: name, file_size: bytes }
}

function edited(
  world: World,
  happenings: Happenings,
  chat: Chat,
  { user }: Pick<FakePerson, 'user'>,
  message: WireMessage,
  text: string,
): void {
  if (message.from?.id !== user.id) throw new Error(`message ${message.message_id} is not ${user.first_name}'s`)
  const entities = entitiesIn(text)
  const { text: _, entities: _e, caption: _c, caption_entities: _ce, ...rest } = message
  const words: Content = message.photo ? { caption: text } : { text, ...(entities.length > 0 && { entities }) }
  happenings.edit(chat, { ...rest, ...words, edit_date: world.date() })
}

function standingIn(chat: Chat, id: number): WireMessage {
  const standing = chat.messages.get(id)
  if (!standing) throw new Error(`there is no message ${id} in ${chat.id}`)
  return standing.message
}

/** What Telegram's clients mark: commands and @names. */
function entitiesIn(text: string): readonly WireEntity[] {
  const found = (pattern: RegExp, type: string) =>
    [...text.matchAll(pattern)].map(match => ({
      ...{ type, offset: match.index + match[1]!.length, length: match[0].length - match[1]!.length },
    }))
  return [
    ...found(/(^|\s)\/[A-Za-z0-9_]{1,64}(@\w+)?/g, 'bot_command'),
    ...found(/(^|[^\w/])@[A-Za-z]\w{3,31}(?!\w)/g, 'mention'),
  ].sort((a, b) => a.offset - b.offset)
}

export const userFrom = (id: number, options: PersonOptions): WireUser => ({
  ...{ id, is_bot: options.isBot ?? false, first_name: options.firstName },
  ...(options.lastName !== undefined && { last_name: options.lastName }),
  ...(options.username !== undefined && { username: options.username }),
  ...(options.languageCode !== undefined && { language_code: options.languageCode }),
})
