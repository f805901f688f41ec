import type { Capabilities, Chat, Outgoing, OutgoingPicture } from '../adapters/adapter.ts'
import type { CompiledText } from '../content/template.ts'
import type { Desk } from '../desk.ts'
import { ChatId, type GroupId, type MemberId } from '../events/ids.ts'
import type { Delivery, Owed } from '../host/core/deliveries.ts'
import { people } from '../host/core/people.ts'
import type { Host } from '../host/host.ts'
import type { Values, Written } from '../host/messages.ts'
import type { DeepReadonly } from '../host/record.ts'
import type { Clock } from '../scheduler/clock.ts'
import type { Place } from './chat-queue.ts'
import { inParts } from './cutting.ts'
import { keepMadeFiles } from './made-files.ts'
import { pictureOf, wantedBy } from './pictures.ts'
import { type Piece, piecesOf } from './pieces.ts'
import { createWriter } from './writing.ts'

type Recorded = DeepReadonly<Delivery>

/** Most messages that one delivery makes. More would fill a chat, and hold up what else it is owed. */
const PARTS_MAX = 50

const NO_FILE = { plugin: people.name, key: 'noFile', params: {} }
const NO_FILE_HERE = { plugin: people.name, key: 'noFileHere', params: {} }

/** What a delivery says is longer than anybody reads. */
class TooManyParts extends Error {
  override name = 'TooManyParts'
  constructor(parts: number) {
    super(`The text would be ${parts} messages, and ${PARTS_MAX} is the most that one text may be.`)
  }
}

/** Turns deliveries into calls to the platform, as far as it can do what they ask for. */
export interface Composer {
  /**
   * The calls that a delivery consists of: one, or several for a long text.
   * @throws when a phrase does, or the group has no chat.
   */
  parts(group: GroupId, delivery: Recorded, place: Place): readonly Outgoing[]
  /** As many receipts of one chat, from the first on, as one message has room for: `count`, at least one. */
  receipts(
    group: GroupId,
    deliveries: readonly Recorded[],
    place: Place,
  ): { readonly parts: readonly Outgoing[]; readonly count: number }
  /** The receipt as a reaction; null when it has none, or the platform cannot. */
  reaction(group: GroupId, delivery: Recorded, place: Place): Outgoing | null
}

export interface ComposerOptions {
  readonly host: Host
  readonly clock: Pick<Clock, 'now'>
  readonly capabilities: Capabilities
  readonly desk: Pick<Desk, 'chatOf' | 'topicOf' | 'movedAt'>
  /** Texts of the library by id, in their last good version. Default: none. */
  readonly textOf?: (id: string) => CompiledText | undefined
  readonly onTrouble: (what: string, error: unknown) => void
}

export function createComposer({ host, clock, capabilities, desk, onTrouble, textOf }: ComposerOptions): Composer {
  const { textLengthMax: lengthMax } = capabilities
  const writer = createWriter(host, onTrouble, contentOf)
  const keptFile = keepMadeFiles(clock)
  /** The message being written may be read by the whole group without having been counted as a post. */
  let isUncounted = false

  function contentOf(group: GroupId, id: string, values: Values): Written {
    const text = textOf?.(id)
    if (!text) throw new Error(`There is no text "${id}" in the content library.`)
    if (isUncounted && host.content().post(id)?.marketing === true)
      throw new Error(
        `"${id}" is marketing, so it goes to a group as a post only: post(…, { post: { id, marketing } }).`,
      )
    const target = capabilities.formats ? 'telegram' : 'wechat'
    const document = text.for(capabilities.content)
    const all = { ...host.valuesIn(group, clock.now()), ...values }
    const isPoll = capabilities.polls && host.content().post(id)?.kind === 'poll'
    const poll = isPoll ? document.poll(target, all) : null
    return { ...document.render(target, all), ...(poll && { poll }) }
  }

  function chatAt(group: GroupId, place: Place, askedIn: string | null): Chat {
    const id = desk.chatOf(group)
    // The office has none, and speaks to people in private.
    if ('member' in place) return { id: id ?? ChatId.parse(place.member), group, member: place.member }
    if (id === null) throw new Error(`The group ${group} has no chat, so nothing can be sent there.`)
    const topic = askedIn ?? desk.topicOf(group)
    return { id, group, ...(topic !== null && { topic }) }
  }

  function written(group: GroupId, { class: cls, says: said, file, target }: Recorded): Written {
    const isMissing = file !== null && !capabilities.files
    if (isMissing && target !== 'group') return writer.says(group, [NO_FILE])
    // A group is told something besides, and the file is its proof.
    const says = isMissing ? [...said, NO_FILE_HERE] : said
    if (cls === 'answer') return writer.answer(group, says)
    return cls === 'receipt' ? writer.receipt(group, says) : writer.says(group, says)
  }

  /** Made when it is sent, and written down nowhere. Null: this platform takes no files, and the text says so. */
  function fileOf(group: GroupId, delivery: Recorded, file: string) {
    if (!capabilities.files) return null
    const wanted = wantedBy(delivery, file)
    return keptFile(group, wanted, () => {
      const made = host.making.fileOf(group, wanted, clock.now())
      if (!made) throw new Error(`The plugin "${delivery.plugin}" makes no file "${file}".`)
      return made
    })
  }

  /** It repeats what the text says: when it cannot be made, the text is what counts. */
  function pictured(group: GroupId, delivery: Recorded): OutgoingPicture | null {
    const { plugin, picture } = delivery
    if (picture === null || !capabilities.images) return null
    try {
      return pictureOf(host, group, wantedBy(delivery, picture), clock.now())
    } catch (error) {
      onTrouble(`picture ${plugin}.${picture}`, error)
      return null
    }
  }

  /** The text of a message, with what its platform cannot show any other way. */
  function shownText(group: GroupId, delivery: Recorded, place: Place): Written {
    const { buttons, about, replyTo, post } = delivery
    const isCapped = host.planOf(group)?.definition.marketing !== null
    isUncounted = post === null && isCapped && !('member' in place)
    const text = written(group, delivery)
    // Without a reference to what it answers, it has to say whom it answers.
    const canReply = capabilities.replies && isInChat(group, delivery)
    const isUnaddressed = !canReply && replyTo !== null && about !== null && !('member' in place)
    const named = isUnaddressed ? writer.addressed(group, about, text) : text
    return capabilities.buttons || buttons.length === 0 ? named : writer.withMenu(group, named, buttons)
  }

  function parts(group: GroupId, delivery: Recorded, place: Place): readonly Outgoing[] {
    const { action, image, file, pin, announce, topic } = delivery
    const chat = chatAt(group, place, topic)
    if (action) return [{ kind: 'action', chat, action: action.name, data: action.data }]
    const hasImage = image !== null && capabilities.images
    const text = shownText(group, delivery, place)
    // Shown again, or to look at, a poll is a text: it is voted on in one place.
    const whole: readonly Piece[] = delivery.post === null ? inParts(text, lengthMax) : piecesOf(text, lengthMax)
    const texts = atMost(whole, delivery)
    const pollAt = texts.findIndex(({ poll }) => poll !== undefined)
    const isApart = hasImage && !canBeCaption(text, pollAt)
    const pieces = isApart ? [{ text: '', mentions: [] }, ...texts] : texts
    const made = file === null ? null : fileOf(group, delivery, file)
    const picture = pictured(group, delivery)
    const isAbove = picture !== null && !hasImage && !made && canBeCaption(text, pollAt) && pollAt < 0
    const main = Math.max(0, pollAt) + (isApart ? 1 : 0)
    const isNotice = announce && capabilities.announce
    const messages = pieces.map((piece, index): Outgoing => {
      const first = index === 0 && {
        ...answering(group, delivery, chat),
        ...(hasImage && { image }),
        ...(made && { file: made }),
        ...(isAbove && { picture }),
      }
      const mainOne = index === main && {
        ...((pin || (announce && !isNotice)) && capabilities.pin && { pin: true }),
        ...(isNotice && { announce: true }),
      }
      const withButtons = index === (pollAt < 0 ? pieces.length - 1 : main) && buttonsOf(delivery)
      return { kind: 'message', chat, ...piece, ...first, ...mainOne, ...withButtons }
    })
    // Behind them: their numbers stay the same, whether or not it can be made when the rest of them is sent.
    if (picture === null || isAbove) return messages
    return [...messages, { kind: 'message', chat, text: '', mentions: [], picture, isExtra: true }]
  }

  /** A text that is too long to stand below the image follows it, and so does a poll with nothing above it. */
  function canBeCaption({ text, poll }: Written, pollAt: number): boolean {
    if (pollAt === 0) return false
    return (pollAt > 0 ? poll!.offset : text.length) <= capabilities.captionLengthMax || text === ''
  }

  /** A message from before the group had this chat is not in it: its number may be that of another one. */
  const isInChat = (group: GroupId, { at }: Recorded) => at >= desk.movedAt(group)

  function answering(group: GroupId, delivery: Recorded, { member }: Chat) {
    const { class: cls, replyTo, about } = delivery
    const isForOne = cls === 'answer' && about !== null && member === undefined && capabilities.ephemeral
    return {
      ...(replyTo !== null && capabilities.replies && isInChat(group, delivery) && { replyTo }),
      ...(isForOne && { only: about as MemberId }),
    }
  }

  function buttonsOf({ buttons }: Recorded) {
    if (!capabilities.buttons || buttons.length === 0) return {}
    // `undefined` is what is left out, here as in JSON.
    return { buttons: buttons.map(button => JSON.parse(JSON.stringify(button))) }
  }

  return {
    parts,
    receipts(group, deliveries, place) {
      const alone = () => ({ parts: parts(group, deliveries[0]!, place), count: 1 })
      if (deliveries.length === 1) return alone()
      const { written, count } = writer.receipts(group, deliveries, { lengthMax, isPrivate: 'member' in place })
      // Alone it answers its message.
      if (count === 1) return alone()
      const topics = new Set(deliveries.slice(0, count).map(({ topic }) => topic))
      const chat = chatAt(group, place, topics.size === 1 ? deliveries[0]!.topic : null)
      return { parts: inParts(written, lengthMax).map(part => ({ kind: 'message', chat, ...part })), count }
    },
    reaction(group, delivery, place) {
      const { reaction, replyTo, topic } = delivery
      if (!capabilities.reactions || reaction === null || replyTo === null || !isInChat(group, delivery)) return null
      return { kind: 'reaction', chat: chatAt(group, place, topic), message: replyTo, emoji: reaction }
    },
  }
}

/** A reply always comes, with as much as there is room for. What else is too long fails, and says so. */
function atMost(pieces: readonly Piece[], { class: cls }: Recorded): readonly Piece[] {
  if (pieces.length > PARTS_MAX && cls !== 'answer' && cls !== 'receipt') throw new TooManyParts(pieces.length)
  return pieces.slice(0, PARTS_MAX)
}

/** Whether it may become one message with other receipts: nothing hangs on its own message. */
export function isPlain({ buttons, image, file, picture, pin }: Recorded): boolean {
  return buttons.length === 0 && image === null && file === null && picture === null && !pin
}

/** An answer, in the shape of a recorded delivery. */
export function deliveryOf(owed: Owed): Delivery {
  const { action, about, replyTo, topic, reaction, buttons, image, file, picture, pin, announce, post, asIs, ...rest } =
    owed
  return {
    ...rest,
    says: [...rest.says],
    action: action ?? null,
    about: about ?? null,
    replyTo: replyTo ?? null,
    topic: topic ?? null,
    reaction: reaction ?? null,
    buttons: buttons ?? [],
    image: image ?? null,
    file: file ?? null,
    picture: picture ?? null,
    pin: pin ?? false,
    announce: announce ?? false,
    post: post ?? null,
    asIs: asIs ?? false,
    state: 'queued',
    attempt: 0,
    partsSent: 0,
    leftAt: null,
  }
}
