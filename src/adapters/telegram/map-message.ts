import type { MaybeInaccessibleMessage, Message } from 'grammy/types'
import type { Person } from '../../events/event.ts'
import type { MemberId, MessageId } from '../../events/ids.ts'
import type { Update } from '../adapter.ts'
import {
  anonymousAdmin,
  chatOf,
  clean,
  instantOf,
  isGroup,
  isPerson,
  isStandIn,
  memberOf,
  personOf,
} from './identity.ts'
import type { MapContext } from './map-context.ts'

/** What is known of an album while its messages come in: they are separate messages for Telegram. */
export interface AlbumPart {
  readonly album: string
  readonly hasCaption: boolean
}

/** A message in our terms. None: it tells us nothing, or was not sent by a person. */
export function updatesOfMessage(message: Message, context: MapContext): readonly Update[] {
  const service = updatesOfService(message)
  if (service) return service
  const who = senderOf(message, context)
  if (!who) return []
  const text = spokenOf(message)
  const photo = isPhoto(message)
  if (text === '' && !photo) return []
  const { chat } = message
  const mentions = mentionsIn(message)
  return [
    {
      kind: 'said',
      cause: causeOf(message),
      at: instantOf(message.date),
      chat: chatOf(chat.id),
      who,
      message: idOf(message),
      text,
      ...(photo && { photo }),
      ...replyOf(message),
      ...(mentions.length > 0 && { mentions }),
      ...topicOf(message),
      ...(chat.type === 'private' && { private: true }),
    },
  ]
}

/** What a person has changed a message to. */
export function updatesOfEdit(message: Message, context: MapContext): readonly Update[] {
  const who = senderOf(message, context)
  const text = textOf(message)
  if (!who || text === '' || message.edit_date === undefined) return []
  const { chat } = message
  return [
    {
      kind: 'edited',
      cause: `edit:${chat.id}:${message.message_id}:${message.edit_date}`,
      at: instantOf(message.edit_date),
      chat: chatOf(chat.id),
      who,
      message: idOf(message),
      text,
      ...(chat.type === 'private' && { private: true }),
    },
  ]
}

/** The person behind a message. None: a bot, a channel, or Telegram itself. */
export function senderOf(message: Message, context: MapContext): Person | undefined {
  const { chat, from, sender_chat: sender } = message
  if (!isGroup(chat) && chat.type !== 'private') return undefined
  if (sender) return sender.id === chat.id ? anonymousAdmin(chat.id) : undefined
  if (!from || !isPerson(from)) return undefined
  return personOf(from, isGroup(chat) ? context.roleOf(chat.id, from.id) : undefined)
}

/** What a message answers, and whom: nobody, where it was a bot, a channel, or an admin who speaks as the group. */
function replyOf({ reply_to_message: replied }: Message): { replyTo?: MessageId; repliesTo?: MemberId } {
  // In a topic each message refers to the one that opened it.
  if (!replied || replied.forum_topic_created) return {}
  const { from, sender_chat: sender } = replied
  const isOfPerson = from !== undefined && sender === undefined && isPerson(from)
  return { replyTo: idOf(replied), ...(isOfPerson && { repliesTo: memberOf(from.id) }) }
}

/** The topic of a message, in a group with topics. A message that is not shown any more does not tell. */
export function topicOf(message: MaybeInaccessibleMessage): { readonly topic?: string } {
  const isInTopic = 'is_topic_message' in message && message.is_topic_message === true
  return isInTopic && message.message_thread_id ? { topic: String(message.message_thread_id) } : {}
}

export const albumOf = (message: Message): AlbumPart | undefined =>
  message.media_group_id === undefined
    ? undefined
    : { album: `${message.chat.id}:${message.media_group_id}`, hasCaption: textOf(message) !== '' }

const textOf = ({ text, caption }: Message) => text ?? caption ?? ''
const idOf = ({ message_id: id }: { readonly message_id: number }) => String(id) as MessageId

function causeOf(message: Message): string {
  const album = albumOf(message)
  return album ? `album:${album.album}` : `msg:${message.chat.id}:${message.message_id}`
}

/** Also one that was sent as a file, so that it keeps its quality. */
const isPhoto = ({ photo, document }: Message) =>
  photo !== undefined || document?.mime_type?.startsWith('image/') === true

/** Only those whom Telegram names by their id. Whose an @name is, is known from the record, and not from this message. */
const mentionsIn = (message: Message): readonly MemberId[] => [
  ...new Set(namingsIn(message).map(({ user }) => memberOf(user.id))),
]

function namingsIn({ entities, caption_entities: inCaption }: Message) {
  return (entities ?? inCaption ?? []).flatMap(entity =>
    entity.type === 'text_mention' && isPerson(entity.user) ? [entity] : [],
  )
}

/** The text, with an @ in front of whomever it mentions: Telegram writes those who have no username without one. */
function spokenOf(message: Message): string {
  const offsets = namingsIn(message).map(({ offset }) => offset)
  const later = offsets.sort((a, b) => b - a)
  return later.reduce(
    (text, offset) => (text[offset] === '@' ? text : `${text.slice(0, offset)}@${text.slice(offset)}`),
    textOf(message),
  )
}

/** What a message tells about the group itself. Undefined: it is one that somebody wrote. */
function updatesOfService(message: Message): readonly Update[] | undefined {
  const { chat } = message
  if (message.migrate_to_chat_id !== undefined) return [migrated(chat.id, message.migrate_to_chat_id, message.date)]
  if (message.migrate_from_chat_id !== undefined) return [migrated(message.migrate_from_chat_id, chat.id, message.date)]
  if (!isGroup(chat)) return undefined
  if (message.new_chat_members) return joinedBy(message)
  if (message.left_chat_member) return leftBy(message)
  return undefined
}

/** Told in the old chat, in the new one, and by refused calls: the same cause each time. */
export const migrated = (from: number, to: number, seconds: number): Update => ({
  kind: 'migrated',
  cause: `migrated:${from}:${to}`,
  at: instantOf(seconds),
  chat: chatOf(from),
  to: chatOf(to),
})

function joinedBy({ chat, date, from, message_id: id, new_chat_members: users = [] }: Message): readonly Update[] {
  return users
    .filter(user => !user.is_bot)
    .map(user => ({
      kind: 'joined',
      cause: `msg:${chat.id}:${id}:joined:${user.id}`,
      at: instantOf(date),
      chat: chatOf(chat.id),
      who: personOf(user),
      ...(from && from.id !== user.id && !from.is_bot && { inviter: memberOf(from.id) }),
    }))
}

function leftBy({ chat, date, from, message_id: id, left_chat_member: user }: Message): readonly Update[] {
  if (!user || user.is_bot) return []
  return [
    {
      kind: 'left',
      cause: `msg:${chat.id}:${id}:left`,
      at: instantOf(date),
      chat: chatOf(chat.id),
      who: personOf(user),
      ...(from && from.id !== user.id && !isStandIn(from) && { by: memberOf(from.id) }),
    },
  ]
}

/** An invite link's name as it may be kept. */
export const linkName = (name: string | undefined) => clean(name ?? '', 32) || 'link'
