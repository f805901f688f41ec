import { existsSync } from 'node:fs'
import type { Outcome } from '../../events/event.ts'
import { type ChatId, MessageId } from '../../events/ids.ts'
import type { Log } from '../../log.ts'
import type { Clock } from '../../scheduler/clock.ts'
import type { Capabilities, DrawPicture, Outgoing, OutgoingFile, OutgoingPicture } from '../adapter.ts'
import { type Ask, perform } from './actions.ts'
import { outcomeOfError, refused } from './outcomes.ts'
import { contactOf } from './people.ts'
import type { Library, Puppet } from './puppet.ts'
import type { Timing } from './wechat-options.ts'
import { within } from './within.ts'

type Message = Outgoing & { readonly kind: 'message' }

/** A session as far as sending goes. */
export interface Line {
  readonly puppet: Puppet
  /** Aborted with a ConnectionLostError when the session is over. */
  readonly gone: AbortSignal
  /** The rooms that the bot is in, as far as is known. */
  readonly rooms: Set<ChatId>
}

export interface SendingOptions {
  readonly load: () => Promise<Library>
  /** Null while there is no connection. */
  readonly line: () => Line | null
  readonly capabilities: Capabilities
  readonly canLeave: boolean
  readonly clock: Clock
  readonly log: Log
  readonly timing: Timing
  readonly assetPath?: (image: string) => string
  readonly drawPicture?: DrawPicture
}

/** Makes one call each time it is called, and says what is known of it. */
export function createSending(options: SendingOptions): (outgoing: Outgoing) => Promise<Outcome> {
  const { clock, timing, capabilities } = options

  /** One call: in time, and not beyond the connection it was made on. */
  async function call<T>(line: Line, what: string, make: () => Promise<T>, callMsMax = timing.callMsMax): Promise<T> {
    return within(make(), callMsMax, what, line.gone)
  }

  async function isInRoom(line: Line, chat: ChatId): Promise<boolean> {
    // By its id, and never by its name: two rooms can have the same.
    if (line.rooms.has(chat)) return true
    for (const room of await call(line, 'the rooms', () => line.puppet.roomList())) line.rooms.add(room as ChatId)
    return line.rooms.has(chat)
  }

  async function sendMessage(line: Line, message: Message): Promise<Outcome> {
    const { chat, image, picture, file, text } = message
    const to = chat.member === undefined ? chat.id : contactOf(chat.member)
    if (to === undefined) return refused('That member is on another platform.')
    if (chat.member === undefined && !(await known(line, chat.id))) return refused('The bot is not in that room.')
    const sendWords = () => sendText(line, to, message)
    if (file !== undefined) {
      if (!capabilities.files || (image ?? picture) !== undefined)
        return refused('This provider cannot send that file.')
      const sendIt = () => sendFile(line, to, file)
      return text === '' ? sendIt() : bothOf(sendWords, sendIt, 'the text was sent, its file perhaps not')
    }
    if (picture !== undefined) return sendPictured(line, to, message, picture)
    if (image === undefined) return sendWords()
    const sendIt = () => sendImage(line, to, image)
    return text === '' ? sendIt() : bothOf(sendIt, sendWords, 'the image was sent, its text perhaps not')
  }

  /** What it says stands in the text: when it is refused, or cannot be drawn, that is sent alone. */
  async function sendPictured(line: Line, to: string, message: Message, picture: OutgoingPicture): Promise<Outcome> {
    const bytes = await options.drawPicture?.(picture)
    const sendIt = () => sendBytes(line, to, 'picture.jpg', bytes ?? new Uint8Array())
    if (message.text === '') return sendIt()
    const outcome = bytes ? await sendIt() : refused('It cannot be drawn.')
    if (outcome.is === 'failed' && !outcome.again) return sendText(line, to, message)
    return bothOf(
      async () => outcome,
      () => sendText(line, to, message),
      'the picture was sent, its text perhaps not',
    )
  }

  /** Two messages with one outcome. The first is there: what becomes of the second must not have it sent once more. */
  async function bothOf(first: () => Promise<Outcome>, second: () => Promise<Outcome>, half: string): Promise<Outcome> {
    const outcome = await first()
    if (outcome.is !== 'sent') return outcome
    const rest = await second()
    return rest.is === 'sent' ? rest : { is: 'unknown', reason: half }
  }

  /** Not knowing the rooms is no reason to keep silent: WeChat says itself what it does not take. */
  const known = (line: Line, chat: ChatId): Promise<boolean> => isInRoom(line, chat).catch(() => true)

  async function sendText(line: Line, to: string, message: Message): Promise<Outcome> {
    const { text, mentions, chat, announce } = message
    if (announce && chat.member === undefined && capabilities.announce) {
      const outcome = await attempt(() => call(line, 'an announcement', () => line.puppet.roomAnnounce(to, text)))
      // Only an owner or admin may announce. As an ordinary message everybody can read it as well.
      if (outcome.is !== 'failed') return outcome
      options.log.warn('WeChat refused a notice of a room: it is sent as a message', {
        room: to,
        reason: outcome.reason,
      })
    }
    const contacts = capabilities.mentions && chat.member === undefined ? contactsOf(mentions) : []
    // `room.say(text, …contacts)` would write the names in front once more; the puppet takes text and ids as they are.
    return attempt(() =>
      call(line, 'a message', () => line.puppet.messageSendText(to, text, contacts.length > 0 ? contacts : undefined)),
    )
  }

  async function sendImage(line: Line, to: string, image: string): Promise<Outcome> {
    const path = options.assetPath?.(image)
    if (path === undefined || !existsSync(path)) return refused(`There is no image "${image}".`)
    const file = (await options.load()).fileBox(path)
    return attempt(() => call(line, 'an image', () => line.puppet.messageSendFile(to, file), timing.fileMsMax))
  }

  const sendFile = (line: Line, to: string, { name, text }: OutgoingFile): Promise<Outcome> =>
    sendBytes(line, to, name, new TextEncoder().encode(text))

  async function sendBytes(line: Line, to: string, name: string, bytes: Uint8Array): Promise<Outcome> {
    if (bytes.length === 0) return refused('The file is empty.')
    const box = (await options.load()).bytesBox(name, bytes)
    return attempt(() => call(line, 'a file', () => line.puppet.messageSendFile(to, box), timing.fileMsMax))
  }

  async function attempt(send: () => Promise<unknown>): Promise<Outcome> {
    try {
      const id = MessageId.safeParse(await send())
      return { is: 'sent', at: clock.now(), ...(id.success && { message: id.data }) }
    } catch (error) {
      return outcomeOfError(error, clock.now())
    }
  }

  return async outgoing => {
    if (outgoing.kind === 'reaction') return refused('WeChat has no reactions.')
    const line = options.line()
    if (!line) return { is: 'failed', reason: 'not connected', again: true }
    if (outgoing.kind === 'message') return sendMessage(line, outgoing)
    const { chat, action, data } = outgoing
    if (!(await known(line, chat.id))) return refused('The bot is not in that room.')
    const ask: Ask = (what, make) => call(line, what, make)
    try {
      return await perform({ puppet: line.puppet, id: chat.id, ask }, action, data, options)
    } catch (error) {
      return outcomeOfError(error, clock.now())
    }
  }
}

function contactsOf(mentions: Message['mentions']): string[] {
  return [...new Set(mentions.flatMap(({ member }) => contactOf(member) ?? []))]
}
