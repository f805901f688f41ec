import type { GroupId, MemberId } from '../events/ids.ts'
import { CORE } from '../host/core/bonfire-plugin.ts'
import { membership } from '../host/core/membership.ts'
import type { Host } from '../host/host.ts'
import {
  defineMessages,
  movedPoll,
  type RecordedSaying,
  type Values,
  type Written,
  withFormats,
  write,
} from '../host/messages.ts'

/** Most members named in one message of receipts, and so most texts that differ. */
const MEMBERS_NAMED_MAX = 20
/** So many who wait for more than one further message are a rush: the group takes only a few in a minute. */
const RUSH_MIN = 40
/** Room kept in a line to say how many others it is for, and for what stands between, in UTF-16 code units. */
const OTHERS_CHARS_MAX = 20
/** How much of a message is quoted to speak of it, in characters. */
const QUOTED_CHARS_MAX = 40

/** A receipt to be written: whom it acknowledges, and how. */
export interface ReceiptText {
  readonly about: MemberId | null
  readonly says: readonly RecordedSaying[]
  /** It acknowledges nothing: nobody is told instead that something was recorded. */
  readonly asIs: boolean
}
export interface TogetherOptions {
  /** Fewer members are named when the text would get longer, in UTF-16 code units. */
  readonly lengthMax: number
  /** In a private chat nobody needs to be told for whom it is. */
  readonly isPrivate: boolean
}

/** One message for several receipts. */
export interface Together {
  readonly written: Written
  /** How many of them it holds, from the first on: the others need further messages. */
  readonly count: number
}
/** One text, and whom it is for. Nobody: it says so itself, or needs not. */
interface Line {
  readonly text: Written
  readonly members: Set<MemberId>
}

/** A button, as far as a text can stand in for it. */
export interface MenuButton {
  readonly label: string
  readonly says?: string | undefined
  readonly url?: string | undefined
  readonly unnumbered?: true | undefined
}

/** Turns what is owed into text, in the group's language, with the names of now. */
export interface Writer {
  /** @throws when a phrase does, or its plugin is gone. */
  says(group: GroupId, says: readonly RecordedSaying[]): Written
  /** As `says`, but trouble with a phrase is said instead of thrown. */
  answer(group: GroupId, says: readonly RecordedSaying[]): Written
  /** As `answer`, for what acknowledges a change. */
  receipt(group: GroupId, says: readonly RecordedSaying[]): Written
  /** Says whom it is for, unless the text names them already. */
  addressed(group: GroupId, member: MemberId, text: Written): Written
  /** The text with what its buttons would have offered. */
  withMenu(group: GroupId, text: Written, buttons: readonly MenuButton[]): Written
  /**
   * Several receipts as one message: one line for each text, with the names of those it is for. Whoever is told the
   * same is counted where there are too many names; nobody is counted in a text that is not theirs. In a rush, those
   * whose check-in is recorded are told that much at once.
   */
  receipts(group: GroupId, receipts: readonly ReceiptText[], options: TogetherOptions): Together
}

/** @param contentOf The text of a file of the content library, for a group. */
export function createWriter(
  host: Host,
  onTrouble: (what: string, error: unknown) => void,
  contentOf: (group: GroupId, id: string, values: Values) => Written,
): Writer {
  const memberOf = (group: GroupId, member: MemberId) => host.read(group, membership).members.of(member)
  const nameOf = (group: GroupId, member: MemberId) => memberOf(group, member).name ?? undefined
  const quietIn = (group: GroupId) => (member: MemberId) => memberOf(group, member).isQuiet

  function writeOne(group: GroupId, { plugin, key, params }: RecordedSaying, isQuiet = quietIn(group)): Written {
    const messages = host.messagesOf(plugin)
    if (!messages) throw new Error(`The plugin "${plugin}" is not loaded, so its message "${key}" cannot be written.`)
    const { locale } = host.settingsOf(group)
    const quoted = (saying: RecordedSaying) => quote(group, saying)
    const content = (id: string, values: Values) => contentOf(group, id, values)
    const handleOf = (member: MemberId) => memberOf(group, member).handle
    return write({ key, params }, messages, locale, member => nameOf(group, member), quoted, content, isQuiet, handleOf)
  }
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

  function quote(group: GroupId, { plugin, key, params }: RecordedSaying): string {
    try {
      // Who is spoken of in a quotation is not called.
      const { text } = writeOne(group, { plugin, key, params }, () => true)
      const characters = [...text.replace(/\s+/g, ' ').trim()]
      if (characters.length <= QUOTED_CHARS_MAX) return characters.join('')
      return `${characters.slice(0, QUOTED_CHARS_MAX - 1).join('')}…`
    } catch {
      return `${plugin}.${key}`
    }
  }

  function receipts(group: GroupId, waiting: readonly ReceiptText[], options: TogetherOptions): Together {
    const { lines, count } = linesOf(group, waiting, options)
    const also = countAlsoDone(waiting.slice(count))
    for (let named = MEMBERS_NAMED_MAX; ; named = Math.floor(named / 2)) {
      const written = together(group, lines, named)
      if (named > lines.length && written.text.length > options.lengthMax) continue
      if (also === 0) return { written, count }
      const rest = writeOne(group, { plugin: CORE, key: 'alsoRecorded', params: { count: also } })
      return { written: joined([written, rest], '\n'), count: count + also }
    }
  }

  /** In a rush, how many of those who wait next have what they did recorded: they are told so at once, in one line. */
  function countAlsoDone(waiting: readonly ReceiptText[]): number {
    if (waiting.length < RUSH_MIN) return 0
    const next = waiting.findIndex(({ asIs }) => asIs)
    return next < 0 ? waiting.length : next
  }

  /** The first receipts that have room in one message, as one line for each text. */
  function linesOf(group: GroupId, waiting: readonly ReceiptText[], { lengthMax, isPrivate }: TogetherOptions) {
    const lines = new Map<string, Line>()
    let room = lengthMax
    let count = 0
    for (const { about, says } of waiting) {
      const text = saysOr('recorded', group, says)
      // Two people may have one name: their lines look alike and are not the same.
      const key = JSON.stringify([text.text, text.mentions.map(({ member }) => member)])
      const isNamed = about === null || isPrivate || text.mentions.some(({ member }) => member === about)
      const line = lines.get(key) ?? { text, members: new Set() }
      if (!lines.has(key)) {
        room -= text.text.length + (isNamed ? 1 : mentions(group, [about]).text.length + OTHERS_CHARS_MAX)
        if (count > 0 && (room < 0 || lines.size >= MEMBERS_NAMED_MAX)) break
      }
      if (!isNamed) line.members.add(about)
      lines.set(key, line)
      count += 1
    }
    return { lines: [...lines.values()], count }
  }

  /** Each line names somebody; whoever else is told the same is counted in it. */
  function together(group: GroupId, lines: readonly Line[], namedMax: number): Written {
    let spare = Math.max(0, namedMax - lines.length)
    const written = lines.map(({ text, members }) => {
      if (members.size === 0) return text
      const named = [...members].slice(0, 1 + spare)
      spare -= named.length - 1
      const others = members.size - named.length
      const said = others === 0 ? text : joined([andOthers(group, others), text], '')
      return joined([mentions(group, named), said], ' ')
    })
    return joined(written, '\n')
  }
  const andOthers = (group: GroupId, count: number) =>
    writeOne(group, { plugin: CORE, key: 'andOthers', params: { count } })

  function mentions(group: GroupId, members: readonly MemberId[]): Written {
    const { locale } = host.settingsOf(group)
    const named = (member: MemberId) => nameOf(group, member)
    return write({ key: 'all', params: { members } }, MENTIONS, locale, named, undefined, undefined, quietIn(group))
  }

  function withMenu(group: GroupId, text: Written, buttons: readonly MenuButton[]): Written {
    const spoken = buttons.filter(({ says, unnumbered }) => says !== undefined && !unnumbered).map(({ label }) => label)
    const links = buttons.filter(({ url }) => url !== undefined).map(({ label, url }) => ({ label, url: url! }))
    const lines = [
      ...links.map(link => writeOne(group, { plugin: CORE, key: 'link', params: link })),
      ...(spoken.length > 0 ? [writeOne(group, { plugin: CORE, key: 'menu', params: { labels: spoken } })] : []),
    ]
    return joined([text, ...lines], '\n')
  }

  return {
    addressed: (group, member, text) =>
      text.mentions.some(mention => mention.member === member) ? text : joined([mentions(group, [member]), text], ' '),
    withMenu,
    says,
    answer: (group, said) => saysOr('troubled', group, said),
    receipt: (group, said) => saysOr('recorded', group, said),
    receipts,
  }
}

const mentionAll = (p: { members: readonly MemberId[] }, { mention }: { mention: (member: MemberId) => string }) =>
  p.members.map(mention).join(' ')
const MENTIONS = defineMessages({ all: mentionAll }, { all: mentionAll })

/** One after the other; mentions and formats move with their text. */
function joined(pieces: readonly Written[], between: string): Written {
  let text = ''
  const mentions: Written['mentions'][number][] = []
  let formats: Written['formats']
  let poll: Written['poll']
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) text += between
    const offset = text.length
    mentions.push(...piece.mentions.map(mention => ({ ...mention, offset: mention.offset + offset })))
    formats = withFormats(formats, piece.formats, offset)
    poll ??= movedPoll(piece.poll, offset)
    text += piece.text
  }
  return { text, mentions, ...(formats && { formats }), ...(poll && { poll }) }
}
