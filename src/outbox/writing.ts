import type { GroupId, MemberId } from '../events/ids.ts'
import { CORE } from '../host/core/bonfire-plugin.ts'
import { membership } from '../host/core/membership.ts'
import type { Host } from '../host/host.ts'
import { type RecordedSaying, type Written, write } from '../host/messages.ts'

/** Most members named in one message of receipts. */
const MEMBERS_NAMED_MAX = 20
/** How much of a message is quoted to speak of it, in characters. */
const QUOTED_CHARS_MAX = 24

/** A receipt to be written: whom it acknowledges, and how. */
export interface ReceiptText {
  readonly about: MemberId | null
  readonly says: readonly RecordedSaying[]
}

/** Turns what is owed into text, in the group's language, with the names of now. */
export interface Writer {
  /** @throws when a phrase does, or its plugin is gone. */
  says(group: GroupId, says: readonly RecordedSaying[]): Written
  /** As `says`, but trouble with a phrase is said instead of thrown. */
  answer(group: GroupId, says: readonly RecordedSaying[]): Written
  /** Several receipts as one message: one line for each text, with the names of those it is for. */
  receipts(group: GroupId, receipts: readonly ReceiptText[]): Written
}

export function createWriter(host: Host, onTrouble: (what: string, error: unknown) => void): Writer {
  function writeOne(group: GroupId, { plugin, key, params }: RecordedSaying): Written {
    const messages = host.messagesOf(plugin)
    if (!messages) throw new Error(`The plugin "${plugin}" is not loaded, so its message "${key}" cannot be written.`)
    const { locale } = host.settingsOf(group)
    return write(
      { key, params },
      messages,
      locale,
      member => nameOf(group, member),
      said => quote(group, said),
    )
  }
  function quote(group: GroupId, said: RecordedSaying): string {
    const [line = ''] = saysOr('recorded', group, [said]).text.split('\n')
    const characters = [...line]
    return characters.length <= QUOTED_CHARS_MAX ? line : `${characters.slice(0, QUOTED_CHARS_MAX).join('')}…`
  }
  const nameOf = (group: GroupId, member: MemberId) => host.read(group, membership).members.of(member).name ?? undefined
  const says = (group: GroupId, said: readonly RecordedSaying[]) =>
    joined(
      said.map(saying => writeOne(group, saying)),
      '\n',
    )

  /** A phrase that throws is a bug of its plugin; whoever waits is told the plain fact all the same. */
  function saysOr(fallback: string, group: GroupId, said: readonly RecordedSaying[]): Written {
    try {
      return says(group, said)
    } catch (error) {
      onTrouble(`message ${said.map(({ plugin, key }) => `${plugin}.${key}`).join(', ')}`, error)
      return writeOne(group, { plugin: CORE, key: fallback, params: {} })
    }
  }

  function receipts(group: GroupId, waiting: readonly ReceiptText[]): Written {
    if (waiting.length === 1) return saysOr('recorded', group, waiting[0]!.says)
    const named = waiting.slice(0, MEMBERS_NAMED_MAX)
    const byText = new Map<string, { text: Written; members: MemberId[] }>()
    for (const receipt of named) {
      const text = saysOr('recorded', group, receipt.says)
      const line = byText.get(text.text) ?? { text, members: [] }
      if (receipt.about && !line.members.includes(receipt.about)) line.members.push(receipt.about)
      byText.set(text.text, line)
    }
    const lines = [...byText.values()].map(({ text, members }) =>
      joined([mentions(group, members), text], members.length > 0 ? ' ' : ''),
    )
    const rest = waiting.length - named.length
    if (rest > 0) lines.push(writeOne(group, { plugin: CORE, key: 'alsoRecorded', params: { count: rest } }))
    return joined(lines, '\n')
  }

  function mentions(group: GroupId, members: readonly MemberId[]): Written {
    const messages = {
      phrases: { 'zh-CN': { all: mentionAll }, 'en-US': { all: mentionAll } },
    }
    const { locale } = host.settingsOf(group)
    return write({ key: 'all', params: { members } }, messages, locale, member => nameOf(group, member))
  }
  return { says, answer: (group, said) => saysOr('troubled', group, said), receipts }
}

const mentionAll = (p: { members: readonly MemberId[] }, { mention }: { mention: (member: MemberId) => string }) =>
  p.members.map(mention).join(' ')

/** One after the other; mentions move with their text. */
function joined(pieces: readonly Written[], between: string): Written {
  let text = ''
  const mentions: Written['mentions'][number][] = []
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) text += between
    mentions.push(...piece.mentions.map(mention => ({ ...mention, offset: mention.offset + text.length })))
    text += piece.text
  }
  return { text, mentions }
}

/** Cuts a long text where it hurts least: at an empty line, a line, a sentence, a space. Never within a mention. */
export function inParts({ text, mentions }: Written, lengthMax: number): readonly Written[] {
  const parts: Written[] = []
  let from = 0
  while (text.length - from > lengthMax) {
    const end = cutAt(text, from, lengthMax, mentions)
    parts.push(slice(text, mentions, from, end))
    from = end
  }
  return [...parts, slice(text, mentions, from, text.length)]
}

function cutAt(text: string, from: number, lengthMax: number, mentions: Written['mentions']): number {
  const window = text.slice(from, from + lengthMax)
  const least = Math.floor(lengthMax / 2)
  const isInside = (place: number) => mentions.some(({ offset, length }) => place > offset && place < offset + length)
  for (const separator of ['\n\n', '\n', '。', '. ', ' ']) {
    const at = window.lastIndexOf(separator)
    if (at >= least && !isInside(from + at + separator.length)) return from + at + separator.length
  }
  let end = from + lengthMax
  // A pair of surrogates is one character.
  if (/[\uD800-\uDBFF]/.test(text[end - 1]!)) end -= 1
  const within = mentions.find(({ offset, length }) => end > offset && end < offset + length)
  return within && within.offset > from ? within.offset : end
}

function slice(text: string, mentions: Written['mentions'], from: number, to: number): Written {
  const inside = mentions.filter(({ offset, length }) => offset >= from && offset + length <= to)
  return {
    text: text.slice(from, to),
    mentions: inside.map(mention => ({ ...mention, offset: mention.offset - from })),
  }
}
