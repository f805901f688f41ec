import type { GroupId, LocalDay, LocalTime, MemberId, MessageId } from '../events/ids.ts'
import type { Calendar } from '../host/calendar.ts'
import { didText } from '../simulation/did-text.ts'
import type { Author } from '../simulation/simulated-messages.ts'
import type { ChatLine } from '../simulation/simulated-platform.ts'
import type { PlaygroundLine } from './wire.ts'

/** All that has appeared in the chats of a playground, as its page shows it. */
export interface ChatLog {
  readonly lines: readonly PlaygroundLine[]
  /** As the messenger told of it. */
  source(number: number): ChatLine | undefined
  /** The line of a message. Undefined: there is none. */
  lineOf(message: MessageId): number | undefined
  /** What somebody said by that message, and what they are called. */
  said(message: MessageId): { readonly name: string; readonly text: string } | undefined
  /** The line that is pinned now. */
  readonly pinned: number | null
  take(line: ChatLine): void
  /** Lines that have changed since the last call, oldest first, but for those that are new since then. */
  changes(): readonly PlaygroundLine[]
}

export interface ChatLogOptions {
  readonly calendar: Calendar
  /** Chats whose lines are shown: the group's own, and private ones that belong to no group. */
  readonly groups: ReadonlySet<GroupId>
  readonly nameOf: (member: MemberId) => string
  /** What the bot is called. */
  readonly botName: string
}

/** Of a message that somebody replies to, so much is shown, in UTF-16 code units. */
const QUOTE_CHARS_MAX = 120

type Draft = { -readonly [K in keyof PlaygroundLine]: PlaygroundLine[K] }
type Shown = Exclude<ChatLine, { readonly is: 'reacted' }>

export function createChatLog({ calendar, groups, nameOf, botName }: ChatLogOptions): ChatLog {
  const lines: PlaygroundLine[] = []
  const sources: ChatLine[] = []
  const places = new Map<MessageId, number>()
  const changed = new Set<number>()
  let told = 0
  let pinned: number | null = null

  function take(line: ChatLine): void {
    if (!groups.has(line.group)) return
    if (line.is === 'reacted') return react(line)
    const number = lines.length
    if (line.is === 'sent' && line.pin) pin(number)
    sources.push(line)
    if ('message' in line) places.set(line.message, number)
    lines.push(draftOf(line, number))
  }
  function pin(number: number): void {
    if (pinned !== null) change(pinned, ({ isPinned: _, ...line }) => line)
    pinned = number
  }
  function react({ message, emoji, by, on }: ChatLine & { readonly is: 'reacted' }): void {
    const number = places.get(message)
    if (number === undefined) return
    change(number, ({ reactions = [], ...line }) => {
      const after = reactionsAfter(reactions, emoji, by, on)
      return after.length === 0 ? line : { ...line, reactions: after }
    })
  }
  function change(number: number, to: (line: PlaygroundLine) => PlaygroundLine): void {
    lines[number] = to(lines[number]!)
    changed.add(number)
  }

  function draftOf(line: Shown, number: number): PlaygroundLine {
    const at = { day: calendar.dayOf(line.at) as LocalDay, time: calendar.timeOf(line.at) as LocalTime }
    const nobody = { member: null, private: null, message: null, text: '' }
    const base: Draft = { number, is: line.is, ...at, ...nobody }
    switch (line.is) {
      case 'joined':
      case 'left':
        return { ...base, member: line.member }
      case 'did':
        return { ...base, did: { 'zh-CN': didText(line, nameOf, 'zh-CN'), 'en-US': didText(line, nameOf, 'en-US') } }
      case 'said': {
        const { member, message, text, photo, replyTo } = line
        return {
          ...base,
          ...{ member, message, text, private: line.private ? member : null },
          ...(photo && { photo }),
          ...quoteOf(replyTo),
        }
      }
      case 'sent':
        return { ...base, ...sentOf(line, number), ...quoteOf(line.replyTo ?? undefined) }
    }
  }
  function quoteOf(message: MessageId | undefined): Pick<PlaygroundLine, 'replyTo'> {
    const number = message === undefined ? undefined : places.get(message)
    const line = number === undefined ? undefined : lines[number]
    if (!line) return {}
    const name = line.member === null ? botName : nameOf(line.member)
    return { replyTo: { number: line.number, name, text: line.text.slice(0, QUOTE_CHARS_MAX).toWellFormed() } }
  }

  return {
    lines,
    source: number => sources[number],
    lineOf: message => places.get(message),
    said(message) {
      const line = lines[places.get(message) ?? -1]
      return line?.member ? { name: nameOf(line.member), text: line.text } : undefined
    },
    get pinned() {
      return pinned
    },
    take,
    changes() {
      const known = [...changed].filter(number => number < told).sort((a, b) => a - b)
      changed.clear()
      told = lines.length
      return known.map(number => lines[number]!)
    },
  }
}

function sentOf(line: ChatLine & { readonly is: 'sent' }, number: number): Partial<Draft> {
  const { message, to, formats, buttons, poll, image, picture, file, pin } = line
  return {
    ...{ message, private: to, text: poll?.question ?? line.text },
    ...(formats && { formats }),
    ...(buttons && { buttons }),
    ...(poll && { poll: { options: poll.options } }),
    ...(image !== undefined && { image: `images/${image.split('/').map(encodeURIComponent).join('/')}` }),
    ...(picture && { image: `pictures/${number}` }),
    ...(file && { file: { name: file.name, href: `files/${number}` } }),
    ...(pin && { isPinned: true }),
  }
}

type Reactions = NonNullable<PlaygroundLine['reactions']>
function reactionsAfter(reactions: Reactions, emoji: string, who: Author, on: boolean): Reactions {
  const old = reactions.find(reaction => reaction.emoji === emoji)
  const others = (old?.by ?? []).filter(member => member !== who)
  const by = who === 'bot' || !on ? others : [...others, who]
  const isBot = who === 'bot' ? on : (old?.isBot ?? false)
  const count = by.length + Number(isBot)
  const now = count === 0 ? [] : [{ emoji, count, isBot, by }]
  return old ? reactions.flatMap(one => (one === old ? now : [one])) : [...reactions, ...now]
}
