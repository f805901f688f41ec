import type { ChatPermissions, Message } from 'grammy/types'
import type { Outcome } from '../../events/event.ts'
import type { MessageId } from '../../events/ids.ts'
import type { Log } from '../../log.ts'
import type { Clock } from '../../scheduler/clock.ts'
import type { DrawPicture, Outgoing, OutgoingFile, OutgoingPicture } from '../adapter.ts'
import { textWithOptions } from '../poll-text.ts'
import { performAction } from './actions.ts'
import type { CallbackData } from './callback-data.ts'
import {
  CAPTION_LENGTH_MAX,
  captionOf,
  chatIdOf,
  commonPayload,
  entitiesOf,
  keyboardOf,
  linkPreview,
  type OutgoingMessage,
  placeOf,
  pollOf,
  receiverOf,
  Unsendable,
} from './compose.ts'
import { outcomeOf, TelegramFailure } from './failure.ts'
import { instantOf } from './identity.ts'
import type { TelegramTransport } from './transport.ts'
import { documentUpload, photoUpload, pictureUpload } from './uploads.ts'

export interface SendingOptions {
  readonly transport: TelegramTransport
  readonly data: CallbackData
  readonly clock: Clock
  readonly log: Log
  /** Whether answers for one member are shown to nobody else. */
  readonly isEphemeral: boolean
  /** Where the file of that name under `assets/` is. */
  readonly assetPath: (name: string) => string
  readonly drawPicture: DrawPicture
  /** The bot's username, when it is known. */
  readonly username: () => string | undefined
  /** A chat has moved: calls to the old one are refused. */
  readonly onMigrated: (from: number, to: number) => void
}

/** After such a message was refused in a chat, they are not tried there for this long, in milliseconds. */
const EPHEMERAL_PAUSE_MS = 3_600_000
/** Longest that pinning may take, in milliseconds. The end of the adapter waits for it. */
const PIN_MS_MAX = 5_000

type Common = ReturnType<typeof commonPayload>

/** Calls out: each is made once, and what became of it is said, never guessed. */
export function createSending(options: SendingOptions) {
  const { transport, data, clock, log } = options
  const withoutEphemeral = new Map<number, number>()
  const pinning = new Set<Promise<unknown>>()
  const before = new Map<number, ChatPermissions>()

  async function send(outgoing: Outgoing): Promise<Outcome> {
    try {
      const chatId = chatIdOf(outgoing.chat)
      if (outgoing.kind === 'message') return await sendMessage(outgoing, chatId)
      if (outgoing.kind === 'reaction') return await react(outgoing, chatId)
      return await performAction(outgoing, chatId, { transport, clock, before })
    } catch (error) {
      if (error instanceof Unsendable) return { is: 'failed', reason: error.message, again: false }
      noteMigration(outgoing, error)
      return outcomeOf(error, clock.now())
    }
  }

  async function sendMessage(outgoing: OutgoingMessage, chatId: number): Promise<Outcome> {
    const { text, image, picture, file } = outgoing
    if (text === '' && image === undefined && picture === undefined && file === undefined)
      throw new Unsendable('it has neither text nor image nor file')
    const username = options.username()
    const needsUsername = outgoing.buttons?.some(({ opens }) => opens === 'private') === true
    if (needsUsername && username === undefined) {
      return { is: 'failed', reason: 'the name of the bot is not known yet', again: true }
    }
    const keyboard = keyboardOf(outgoing.buttons ?? [], chatId, data, username)
    const payload = commonPayload(outgoing, chatId, keyboard)
    const sent = await deliver(outgoing, chatId, payload)
    if (outgoing.pin && sent.message_id > 0) pin(chatId, sent.message_id)
    // Telegram gives what only one member sees no number of its own.
    const message = sent.message_id > 0 ? (String(sent.message_id) as MessageId) : undefined
    return { is: 'sent', ...(message !== undefined && { message }), at: instantOf(sent.date) }
  }

  async function deliver(outgoing: OutgoingMessage, chatId: number, payload: Common): Promise<Message> {
    const { image, picture, file } = outgoing
    if ([image, picture, file, outgoing.poll].filter(Boolean).length > 1)
      throw new Unsendable('an image, a picture, a file and a poll are a message each')
    if (outgoing.poll) return sendPoll(outgoing, payload)
    if (file !== undefined) return sendDocument(outgoing, file, chatId, payload)
    if (picture !== undefined) return sendPicture(outgoing, picture, chatId, payload)
    if (image === undefined) return sendText(outgoing, chatId, payload)
    const photo = await photoUpload(image, options.assetPath(image))
    // The file replaces this name: the types know no call without it.
    return transport.call('sendPhoto', { ...payload, ...captionOf(outgoing), photo: photo.name }, { files: { photo } })
  }

  /** The text alone where it cannot be drawn, and in a group that takes no photos: what was refused was not sent. */
  async function sendPicture(
    outgoing: OutgoingMessage,
    picture: OutgoingPicture,
    chatId: number,
    payload: Common,
  ): Promise<Message> {
    const bytes = await options.drawPicture(picture)
    const hasText = outgoing.text !== ''
    if (bytes === null && hasText) return sendText(outgoing, chatId, payload)
    const photo = pictureUpload(bytes)
    try {
      const shown = { ...payload, ...captionOf(outgoing), photo: photo.name }
      return await transport.call('sendPhoto', shown, { files: { photo } })
    } catch (error) {
      if (!hasText || !isRefused(error)) throw error
      log.warn('Telegram took no picture, so its text is sent alone', { chat: String(chatId), error })
      return sendText(outgoing, chatId, payload)
    }
  }

  /** Below a document there is less room than in a message: a longer text goes first, with all that belongs to it. */
  async function sendDocument(
    outgoing: OutgoingMessage,
    file: OutgoingFile,
    chatId: number,
    payload: Common,
  ): Promise<Message> {
    const document = documentUpload(file)
    const upload = (more: object) =>
      transport.call('sendDocument', { ...placeOf(payload), ...more, document: document.name }, { files: { document } })
    if (outgoing.text.length <= CAPTION_LENGTH_MAX) return upload({ ...payload, ...captionOf(outgoing) })
    const first = await sendText(outgoing, chatId, payload)
    try {
      await upload({})
    } catch {
      // The text is there: what became of its file must not have it sent once more.
      throw new TelegramFailure({
        method: 'sendDocument',
        kind: 'lost',
        reason: 'the text was sent, its file perhaps not',
      })
    }
    return first
  }

  async function sendText(outgoing: OutgoingMessage, chatId: number, payload: Common): Promise<Message> {
    const { text } = outgoing
    const entities = entitiesOf(outgoing)
    const written = {
      ...payload,
      text,
      ...(entities.length > 0 && { entities }),
      link_preview_options: linkPreview(text),
    }
    const receiver = options.isEphemeral ? receiverOf(outgoing) : undefined
    if (receiver === undefined || (withoutEphemeral.get(chatId) ?? 0) > clock.now()) {
      return transport.call('sendMessage', written)
    }
    try {
      const to = { ephemeral_message_parameters: { receiver_user_id: receiver } }
      return await transport.call('sendMessage', { ...written, ...to })
    } catch (error) {
      if (!isRefused(error)) throw error
      // Refused is certainly not sent, so that the ordinary answer is the first.
      withoutEphemeral.set(chatId, clock.now() + EPHEMERAL_PAUSE_MS)
      return transport.call('sendMessage', written)
    }
  }

  /** Groups may forbid polls. What was refused is certainly not sent, so that the text is the first. */
  async function sendPoll(outgoing: OutgoingMessage, payload: Common): Promise<Message> {
    const poll = pollOf(outgoing)
    try {
      return await transport.call('sendPoll', { ...payload, ...poll })
    } catch (error) {
      if (!isRefused(error)) throw error
      log.warn('Telegram took no poll, so it is sent as a text', { chat: String(payload.chat_id), error })
      return transport.call('sendMessage', { ...payload, text: textWithOptions(outgoing) })
    }
  }

  async function react(outgoing: Extract<Outgoing, { kind: 'reaction' }>, chatId: number): Promise<Outcome> {
    const { message, emoji } = outgoing
    // Telegram refuses an emoji that is not among those it allows.
    const reaction = [{ type: 'emoji', emoji: emoji as '🔥' } as const]
    await transport.call('setMessageReaction', { chat_id: chatId, message_id: Number(message), reaction })
    return { is: 'sent', at: clock.now() }
  }

  /** Best effort: the message stands in the chat whether or not it is pinned. */
  function pin(chatId: number, messageId: number): void {
    const payload = { chat_id: chatId, message_id: messageId, disable_notification: true }
    const call = transport
      .call('pinChatMessage', payload, { timeoutMs: PIN_MS_MAX })
      .catch(error => log.warn('A message was sent and could not be pinned', { chat: String(chatId), error }))
    pinning.add(call)
    void call.finally(() => pinning.delete(call))
  }

  function noteMigration({ chat }: Outgoing, error: unknown): void {
    if (!(error instanceof TelegramFailure) || error.migratedTo === undefined || chat.member !== undefined) return
    options.onMigrated(Number(chat.id), error.migratedTo)
  }

  return { send, whenPinned: () => Promise.all(pinning) }
}

/** As it was asked for, Telegram does not do it. That a chat has moved is something else. */
const isRefused = (error: unknown): boolean =>
  error instanceof TelegramFailure && error.status === 400 && error.migratedTo === undefined
