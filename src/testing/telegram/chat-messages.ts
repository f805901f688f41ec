import type { WireButton, WireEntity, WireUser } from './wire-update.ts'
import type { StandingMessage, UploadedText, World } from './world.ts'

/** A message as people see it in their chat. */
export interface ChatMessage {
  readonly id: number
  readonly from: WireUser | undefined
  /** Of somebody coming, going, pinning: has no text. */
  readonly isService: boolean
  /** Or the caption. */
  readonly text: string
  readonly entities: readonly WireEntity[]
  readonly replyTo?: number
  /** Rows of buttons. */
  readonly keyboard: readonly (readonly WireButton[])[]
  /** Size of an uploaded photo, in bytes. 0: one that was not uploaded. */
  readonly photoBytes?: number
  /** An uploaded document. */
  readonly file?: UploadedText
  readonly poll?: { readonly question: string; readonly options: readonly string[] }
  readonly topic?: number
  /** The bot's. */
  readonly reactions: readonly string[]
  readonly isPinned: boolean
  readonly isSilent: boolean
  /** Who alone can see it. */
  readonly only?: number
  readonly isEdited: boolean
  /** In seconds since 1970. */
  readonly date: number
}

export function messagesIn(world: World, chatId: number): readonly ChatMessage[] {
  const chat = world.chats.get(chatId)
  return chat ? [...chat.messages.values()].map(standing => shown(standing, chat.pinned)) : []
}

function shown(standing: StandingMessage, pinned: ReadonlySet<number>): ChatMessage {
  const { message, reactions, photoBytes, file, isSilent = false, only } = standing
  const text = message.text ?? message.caption
  return {
    id: message.message_id,
    from: message.from,
    isService: text === undefined && !message.photo && !message.poll && !message.document,
    text: text ?? '',
    entities: message.entities ?? message.caption_entities ?? [],
    ...(message.reply_to_message && { replyTo: message.reply_to_message.message_id }),
    keyboard: message.reply_markup?.inline_keyboard ?? [],
    ...(photoBytes !== undefined && { photoBytes }),
    ...(file && { file }),
    ...(message.poll && {
      poll: { question: message.poll.question, options: message.poll.options.map(({ text }) => text) },
    }),
    ...(message.message_thread_id !== undefined && { topic: message.message_thread_id }),
    reactions,
    isPinned: pinned.has(message.message_id),
    isSilent,
    ...(only !== undefined && { only }),
    isEdited: message.edit_date !== undefined,
    date: message.date,
  }
}
