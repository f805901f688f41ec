import { documentOf, photoOf, quotable } from './fake-people.ts'
import { type Asked, chatOf, demand, type Method, type Scene } from './methods.ts'
import { REACTIONS } from './reactions.ts'
import { isRecord, type UploadedFile } from './read-request.ts'
import { badRequest, Refusal } from './refusal.ts'
import type { WireButton, WireEntity, WireMessage } from './wire-update.ts'
import { type Chat, maySpeak, type StandingMessage } from './world.ts'

/** Methods about messages. Descriptions of refusals are the real server's unless a comment says otherwise. */
export const SENDING: Readonly<Record<string, Method>> = {
  sendMessage(scene, asked) {
    const chat = speakingIn(scene, asked, 'text messages')
    const text = asked.text('text')
    if (text.trim() === '') throw badRequest('message text is empty')
    if (text.length > TEXT_LENGTH_MAX) throw badRequest('message is too long')
    return send(scene, asked, chat, { text, ...entitiesOf(asked, 'entities', text) })
  },

  sendPhoto(scene, asked) {
    const chat = speakingIn(scene, asked, 'photos')
    const caption = asked.text('caption')
    if (caption.length > CAPTION_LENGTH_MAX) throw badRequest('message caption is too long')
    const photoBytes = uploadOf(asked, 'photo', PHOTO_BYTES_MAX)?.size ?? 0
    const words = caption === '' ? {} : { caption, ...entitiesOf(asked, 'caption_entities', caption) }
    return send(scene, asked, chat, { photo: photoOf(scene.world, photoBytes), ...words }, { photoBytes })
  },

  sendDocument(scene, asked) {
    const chat = speakingIn(scene, asked, 'documents')
    const caption = asked.text('caption')
    if (caption.length > CAPTION_LENGTH_MAX) throw badRequest('message caption is too long')
    const { name = '', size = 0, text = '' } = uploadOf(asked, 'document', DOCUMENT_BYTES_MAX) ?? {}
    const words = caption === '' ? {} : { caption, ...entitiesOf(asked, 'caption_entities', caption) }
    return send(
      scene,
      asked,
      chat,
      { document: documentOf(scene.world, name, size), ...words },
      { file: { name, text } },
    )
  },

  sendPoll(scene, asked) {
    const chat = speakingIn(scene, asked, 'polls')
    const question = asked.text('question')
    const options = (asked.list('options') ?? []).map(option => `${(isRecord(option) ? option.text : option) ?? ''}`)
    if (question === '') throw badRequest('poll question must be non-empty')
    if (question.length > 300) throw badRequest('poll question length must not exceed 300')
    if (options.length < 2) throw badRequest('poll must have at least 2 option')
    if (options.length > 12) throw badRequest("poll can't have more than 12 options")
    if (!options.every(text => text !== '')) throw badRequest('poll options must be non-empty')
    if (options.some(text => text.length > 100)) throw badRequest('poll options length must not exceed 100')
    const id = `${scene.world.newId()}`
    return send(scene, asked, chat, {
      poll: { id, question, options: options.map(text => ({ text, voter_count: 0 })) },
    })
  },

  editMessageText(scene, asked) {
    const { world, happenings } = scene
    const chat = chatOf(scene, asked)
    const standing = chat.messages.get(asked.int('message_id') ?? 0)
    if (!standing) throw badRequest('message to edit not found')
    const { message } = standing
    if (message.from?.id !== world.bot.id || message.text === undefined) throw badRequest("message can't be edited")
    const text = asked.text('text')
    if (text === '') throw badRequest('message text is empty')
    if (text.length > TEXT_LENGTH_MAX) throw badRequest('MESSAGE_TOO_LONG')
    const { entities: _, reply_markup: _m, edit_date: _d, ...rest } = message
    const edited = { ...rest, text, ...entitiesOf(asked, 'entities', text), ...keyboardOf(asked) }
    const { edit_date: _e, ...before } = message
    if (JSON.stringify(sorted(edited)) === JSON.stringify(sorted(before))) {
      const same =
        'specified new message content and reply markup are exactly the same as a current content and reply markup of the message'
      throw badRequest(`message is not modified: ${same}`)
    }
    const shown = { ...edited, edit_date: world.date() }
    happenings.edit(chat, shown)
    return shown
  },

  deleteMessage(scene, asked) {
    const chat = chatOf(scene, asked)
    const id = asked.int('message_id') ?? 0
    const standing = chat.messages.get(id)
    if (!standing) throw badRequest('message to delete not found')
    const isOwn = standing.message.from?.id === scene.world.bot.id
    if (!isOwn) demand(scene, chat, 'can_delete_messages', 'delete a message')
    chat.messages.delete(id)
    chat.pinned.delete(id)
    return true
  },

  pinChatMessage(scene, asked) {
    const chat = chatOf(scene, asked)
    demand(scene, chat, 'can_pin_messages', 'manage pinned messages in the chat')
    const standing = chat.messages.get(asked.int('message_id') ?? 0)
    if (!standing) throw badRequest('message to pin not found')
    chat.pinned.add(standing.message.message_id)
    const pinned_message = quotable(standing.message)
    scene.happenings.post(chat, { from: scene.world.bot, pinned_message })
    return true
  },

  unpinChatMessage(scene, asked) {
    const chat = chatOf(scene, asked)
    demand(scene, chat, 'can_pin_messages', 'manage pinned messages in the chat')
    const id = asked.int('message_id') ?? [...chat.pinned].at(-1)
    if (id === undefined || !chat.pinned.delete(id)) throw badRequest('message to unpin not found')
    return true
  },

  setMessageReaction(scene, asked) {
    const chat = chatOf(scene, asked)
    const standing = chat.messages.get(asked.int('message_id') ?? 0)
    if (!standing) throw badRequest('message to react not found')
    const reactions = (asked.list('reaction') ?? []).map(reaction => (isRecord(reaction) ? `${reaction.emoji}` : ''))
    if (reactions.length > 1) throw badRequest('REACTIONS_TOO_MANY')
    if (!reactions.every(emoji => REACTIONS.has(emoji))) throw badRequest('REACTION_INVALID')
    standing.reactions = reactions
    return true
  },

  answerCallbackQuery({ world }, asked) {
    const id = asked.text('callback_query_id')
    if (world.presses.get(id) !== null) {
      throw badRequest('query is too old and response timeout expired or query ID is invalid')
    }
    const text = asked.text('text')
    if (text.length > 200) throw badRequest('MESSAGE_TOO_LONG')
    world.presses.set(id, { text, isAlert: asked.flag('show_alert') })
    return true
  },
}

const TEXT_LENGTH_MAX = 4096
const CAPTION_LENGTH_MAX = 1024
const PHOTO_BYTES_MAX = 10_485_760
const DOCUMENT_BYTES_MAX = 52_428_800
const CALLBACK_BYTES_MAX = 64

function speakingIn(scene: Scene, asked: Asked, what: string): Chat {
  const chat = chatOf(scene, asked)
  if (chat.type !== 'private' && !maySpeak(chat, scene.world.bot, scene.world.date()))
    throw badRequest(`not enough rights to send ${what} to the chat`)
  return chat
}

type Content = Partial<WireMessage>

function send(
  scene: Scene,
  asked: Asked,
  chat: Chat,
  content: Content,
  standing: Partial<StandingMessage> = {},
): WireMessage {
  const only = receiverOf(scene, asked, chat)
  const message = {
    from: scene.world.bot,
    ...content,
    ...topicOf(asked, chat),
    ...replyOf(asked, chat),
    ...keyboardOf(asked),
  }
  const isSilent = asked.flag('disable_notification')
  return scene.happenings.post(chat, message, {
    ...standing,
    ...(only !== undefined && { only }),
    ...(isSilent && { isSilent }),
  })
}

function topicOf(asked: Asked, chat: Chat): Content {
  const topic = asked.int('message_thread_id')
  if (topic === undefined) return {}
  if (!chat.topics.has(topic)) throw badRequest('message thread not found')
  return { message_thread_id: topic, is_topic_message: true }
}

function replyOf(asked: Asked, chat: Chat): Content {
  const { message_id, allow_sending_without_reply } = asked.record('reply_parameters') ?? {}
  const id = Number(message_id ?? asked.int('reply_to_message_id') ?? 0)
  if (id === 0) return {}
  const standing = chat.messages.get(id)
  if (standing) return { reply_to_message: quotable(standing.message) }
  if (allow_sending_without_reply === true || asked.flag('allow_sending_without_reply')) return {}
  throw badRequest('message to be replied not found')
}

/** Since Bot API 10.2: an answer in a group that one member alone can see. */
function receiverOf({ options }: Scene, asked: Asked, chat: Chat): number | undefined {
  const parameters = asked.record('ephemeral_message_parameters')
  if (!parameters) return undefined
  // Ours: how the real server words it is not known to us.
  if (!options.ephemeral || chat.type === 'private')
    throw badRequest('ephemeral messages are not available in the chat')
  return Number(parameters.receiver_user_id)
}

function entitiesOf(asked: Asked, field: 'entities' | 'caption_entities', text: string): Content {
  const entities = (asked.list(field) ?? []) as readonly WireEntity[]
  for (const { offset, length } of entities) {
    const isInside = offset >= 0 && length > 0 && offset + length <= text.length
    // Stricter than the real server, which leaves such entities out without a word.
    if (!isInside) throw badRequest(`entity at ${offset} of length ${length} is outside the text`)
  }
  return entities.length === 0 ? {} : { [field]: entities }
}

function keyboardOf(asked: Asked): Content {
  const rows = asked.record('reply_markup')?.inline_keyboard as readonly (readonly WireButton[])[] | undefined
  if (!rows || rows.length === 0) return {}
  for (const button of rows.flat()) checkButton(button)
  return { reply_markup: { inline_keyboard: rows } }
}

function checkButton({ text, callback_data, url }: WireButton): void {
  if (text === undefined || text === '')
    throw badRequest('can\'t parse inline keyboard button: Field "text" must be a non-empty String')
  if (callback_data === undefined && url === undefined)
    throw badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
  const bytes = Buffer.byteLength(callback_data ?? 'x')
  if (bytes === 0 || bytes > CALLBACK_BYTES_MAX) throw badRequest('BUTTON_DATA_INVALID')
  if (url !== undefined && !/^(https?|tg):\/\/\S+/.test(url))
    throw badRequest(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`)
}

/** The file of a call. Undefined: it is named by an id or an address, and only Telegram knows what that is. */
function uploadOf(asked: Asked, what: 'photo' | 'document', bytesMax: number): UploadedFile | undefined {
  const named = asked.text(what)
  const field = named.startsWith('attach://') ? named.slice('attach://'.length) : what
  const file = asked.files.find(file => file.field === field)
  if (!file && (named === '' || named.startsWith('attach://'))) throw badRequest(`there is no ${what} in the request`)
  if (!file) return undefined
  if (file.size === 0) throw badRequest('file must be non-empty')
  if (file.size > bytesMax) {
    throw new Refusal(413, `Request Entity Too Large: the ${what} of ${file.size} bytes is above ${bytesMax}`)
  }
  return file
}

const sorted = (message: object): readonly unknown[] => Object.entries(message).sort(([a], [b]) => (a < b ? -1 : 1))
