import type { InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity } from 'grammy/types'
import type { MemberId } from '../../events/ids.ts'
import type { Button } from '../../host/decision.ts'
import type { Format } from '../../host/messages.ts'
import { canBePoll, POLL_LIMITS } from '../../host/poll.ts'
import type { Chat, Outgoing } from '../adapter.ts'
import type { CallbackData } from './callback-data.ts'
import { userOf } from './identity.ts'

export type OutgoingMessage = Extract<Outgoing, { readonly kind: 'message' }>

/** This message can never be sent. */
export class Unsendable extends Error {
  override name = 'Unsendable'
}

/** Longest text below a photo or a document, in UTF-16 code units: core.telegram.org/bots/api#senddocument, read 2026-11-22. */
export const CAPTION_LENGTH_MAX = 1024

/** Buttons with longer labels stand alone in their row, in characters. */
const LABEL_CHARS_MAX_IN_PAIR = 14

/** The chat that Telegram is told. @throws {Unsendable} */
export function chatIdOf({ id, member }: Chat): number {
  const chatId = member === undefined ? Number(id) : userOf(member)
  if (chatId === undefined || !Number.isSafeInteger(chatId))
    throw new Unsendable('it is for a chat of another platform')
  return chatId
}

/** Where a message goes, of everything that goes with it. */
export const placeOf = ({ chat_id, message_thread_id }: ReturnType<typeof commonPayload>) => ({
  chat_id,
  ...(message_thread_id !== undefined && { message_thread_id }),
})

/** Everything of a message but its text. */
export function commonPayload(message: OutgoingMessage, chatId: number, keyboard: InlineKeyboardMarkup | undefined) {
  const { chat, replyTo } = message
  return {
    chat_id: chatId,
    ...(chat.topic !== undefined && chat.member === undefined && { message_thread_id: Number(chat.topic) }),
    // What is answered may be deleted meanwhile: the answer is still wanted.
    ...(replyTo !== undefined && {
      reply_parameters: { message_id: Number(replyTo), allow_sending_without_reply: true },
    }),
    ...(keyboard && { reply_markup: keyboard }),
  }
}

/**
 * Formats, and mentions by id, which notify people without a username as well. Never a parse mode: members' names are
 * no markup.
 */
export function entitiesOf(message: Pick<OutgoingMessage, 'text' | 'mentions' | 'formats'>): MessageEntity[] {
  const mentions = mentionsOf(message)
  const { formats } = message
  if (formats === undefined || formats.length === 0) return mentions
  return [...formats.map(formatOf), ...mentions].sort((a, b) => a.offset - b.offset || b.length - a.length)
}

/** The text below a photo or a document. */
export function captionOf(message: Pick<OutgoingMessage, 'text' | 'mentions' | 'formats'>) {
  const entities = entitiesOf(message)
  return {
    ...(message.text !== '' && { caption: message.text }),
    ...(entities.length > 0 && { caption_entities: entities }),
  }
}

function formatOf({ offset, length, as, url = '', language }: Format): MessageEntity {
  if (as === 'link') return { type: 'text_link', offset, length, url }
  if (as === 'pre') return { type: 'pre', offset, length, ...(language !== undefined && { language }) }
  return { type: TYPES[as], offset, length }
}
const TYPES = { bold: 'bold', italic: 'italic', strike: 'strikethrough', code: 'code', quote: 'blockquote' } as const

function mentionsOf({ text, mentions }: Pick<OutgoingMessage, 'text' | 'mentions'>): MessageEntity[] {
  return mentions.flatMap(({ offset, length, member }): MessageEntity[] => {
    const id = userOf(member)
    if (id === undefined || length === 0) return []
    const user = { id, is_bot: false, first_name: text.slice(offset, offset + length) }
    return [{ type: 'text_mention', offset, length, user }]
  })
}

/** The question and the answers of a poll. @throws {Unsendable} when Telegram would not take them. */
export function pollOf({ text: question, poll, image }: Pick<OutgoingMessage, 'text' | 'poll' | 'image'>) {
  const options = poll?.options ?? []
  if (image !== undefined || !canBePoll({ question, options }))
    throw new Unsendable(`a poll has no image, ${POLL_LIMITS}`)
  return { question, options: options.map(text => ({ text })), is_anonymous: true }
}

/** Previews take half a screen, and only help where the link is all there is. */
export const linkPreview = (text: string) => ({ is_disabled: !/^https?:\/\/\S+$/.test(text.trim()) })

/** @throws {Unsendable} */
export function keyboardOf(
  buttons: readonly Button[],
  chatId: number,
  data: CallbackData,
  username: string | undefined,
): InlineKeyboardMarkup | undefined {
  if (buttons.length === 0) return undefined
  const keys = buttons.map(button => keyOf(button, chatId, data, username))
  const isPaired = buttons.every(({ label }) => label.length <= LABEL_CHARS_MAX_IN_PAIR)
  const size = isPaired ? 2 : 1
  const rows = Array.from({ length: Math.ceil(keys.length / size) }, (_, row) =>
    keys.slice(row * size, (row + 1) * size),
  )
  return { inline_keyboard: rows }
}

function keyOf(button: Button, chatId: number, data: CallbackData, username: string | undefined): InlineKeyboardButton {
  const { label: text, url, opens } = button
  if (url !== undefined) return { text, url }
  if (opens === 'private') return { text, url: `https://t.me/${username ?? ''}?start=hello` }
  try {
    return { text, callback_data: data.write(button, chatId) }
  } catch (error) {
    throw new Unsendable(error instanceof Error ? error.message : 'a button cannot be made')
  }
}

/** Whom an answer that only one member sees is for, where such answers exist: in groups. */
export function receiverOf({ chat, only }: { readonly chat: Chat; readonly only?: MemberId }): number | undefined {
  return only === undefined || chat.member !== undefined ? undefined : userOf(only)
}
