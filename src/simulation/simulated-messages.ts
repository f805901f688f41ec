import type { MemberId, MessageId } from '../events/ids.ts'

/** Who wrote a message in a group. */
export type Author = MemberId | 'bot'

/** What is kept of messages. JSON. */
interface MessagesState {
  nextMessage: number
  /** Who wrote the latest messages in groups, by message. */
  authors?: Record<string, Author>
}

/** The messages of a messenger: whom a reply is to, it tells its bot. */
export interface SimulatedMessages {
  /** The id of a new message. Whose it is in private is not remembered: nobody else can reply there. */
  next(author: Author, isPrivate: boolean): MessageId
  /** Undefined: it was said too long ago, or in private. */
  authorOf(message: MessageId): Author | undefined
  /** The last message that they have written in a group, or the one so many before it. */
  lastOf(author: Author, before?: number): MessageId | undefined
}

/** Messages whose author is remembered. */
const AUTHORS_MAX = 1_000

/** `onForgotten`: called with a message whose author is not remembered any more. */
export function createSimulatedMessages(
  state: MessagesState,
  onForgotten: (message: string) => void = () => {},
): SimulatedMessages {
  state.authors ??= {}
  const { authors } = state
  return {
    next(author, isPrivate) {
      const id = state.nextMessage++
      if (!isPrivate) authors[id] = author
      const old = String(id - AUTHORS_MAX)
      delete authors[old]
      onForgotten(old)
      return String(id) as MessageId
    },
    authorOf: message => authors[message],
    // Keys that are numbers are in their order, however they came in.
    lastOf: (author, before = 0) =>
      Object.keys(authors)
        .filter(id => authors[id] === author)
        .at(-1 - before) as MessageId | undefined,
  }
}

interface Named {
  readonly member: MemberId
  readonly name: string
}

/** A mention begins where no word does: `a@b.com` has none. */
const MENTION = /(?<![A-Za-z0-9_.])@/g
const GOES_ON = /^[\p{L}\p{N}_]/u

/** Whom a text mentions, as a phone's list of names would fill it in: by the whole name, and the longest one counts. */
export function mentionedIn(text: string, people: Iterable<Named>): readonly MemberId[] {
  const starts = [...text.matchAll(MENTION)].map(({ index }) => index + 1)
  if (starts.length === 0) return []
  const longest = new Map<number, Named>()
  for (const person of people) {
    for (const start of starts) {
      const isNamed = person.name !== '' && text.startsWith(person.name, start)
      if (!isNamed || GOES_ON.test(text.slice(start + person.name.length))) continue
      if (person.name.length > (longest.get(start)?.name.length ?? 0)) longest.set(start, person)
    }
  }
  return [...new Set(starts.flatMap(start => longest.get(start)?.member ?? []))]
}
