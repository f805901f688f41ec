import type { MemberId } from '../events/ids.ts'

/** The languages that members are spoken to in. The first is the one that every message has. */
export const LOCALES = ['zh-CN', 'en-US'] as const
export type Locale = (typeof LOCALES)[number]

/** How a message names people. Names are looked up when it is sent, never stored in it. */
export interface Naming {
  /** The member's name as the group shows it, with everything taken out that could break the line. */
  readonly name: (member: MemberId) => string
  /** The name as a mention that notifies the member, where the platform has mentions. Of who is quiet: the name. */
  readonly mention: (member: MemberId) => string
  /** What tells the member from others of that name: their handle, or the end of their id. */
  readonly sign: (member: MemberId) => string
  /** The beginning of another message, to speak of it. */
  readonly quote: (said: RecordedSaying) => string
  /** The text of a file of the content library as it is when the message is sent, with its formats. */
  readonly content: (id: string, values?: Values) => string
}
/** What the variables of a text stand for, by their whole names: `{ 'group.name': '晨读', day: 3 }`. */
export type Values = Readonly<Record<string, string | number>>

/** A message as it is recorded. */
export type RecordedSaying = Pick<Saying, 'plugin' | 'key' | 'params'>

/** Writes one message. `p` holds numbers, ids and short labels: JSON. */
export type Phrase<P = never> = (p: P, naming: Naming) => string
export type Phrases = Readonly<Record<string, Phrase>>
type ParamsOf<F> = F extends (p: infer P, ...rest: never[]) => string ? P : never

/** A message that is not yet written: its key and what goes into it. */
export interface Saying {
  readonly kind: 'saying'
  readonly plugin: string
  readonly key: string
  readonly params: object
  /** It quotes what somebody typed: said once, and never recorded. */
  readonly quotes?: true
}
/** `say.done({ streakDays: 3 })`, typed by the catalogue. */
export type Say<P extends Phrases> = {
  readonly [K in keyof P]: Parameters<P[K]> extends []
    ? () => Saying
    : ParamsOf<P[K]> extends object
      ? (params: ParamsOf<P[K]>) => Saying
      : () => Saying
}

/** What one plugin can say, in every language. */
export interface Messages<P extends Phrases = Phrases> {
  readonly phrases: Readonly<Record<Locale, P>>
}

/**
 * The catalogue of a plugin: zh-CN first, which fixes keys and parameters, and en-US checked against it.
 *
 * `defineMessages({ done: (p: { streakDays: number }) => `已连续 ${p.streakDays} 天` }, { done: p => `${p.streakDays} in a row` })`
 */
export function defineMessages<const P extends Phrases>(
  zhCN: P,
  enUS: { readonly [K in keyof NoInfer<P>]: NoInfer<P>[K] },
): Messages<P> {
  return { phrases: { 'zh-CN': zhCN, 'en-US': enUS as P } }
}

/** Made once for each catalogue: every group of every account has the same. */
const knownSays = new WeakMap<Messages, { readonly plugin: string; readonly say: object }>()

/** The makers of sayings for one plugin. */
export function sayOf<P extends Phrases>(plugin: string, messages: Messages<P>): Say<P> {
  const known = knownSays.get(messages)
  if (known?.plugin === plugin) return known.say as Say<P>
  const say = newSay(plugin, messages)
  knownSays.set(messages, { plugin, say })
  return say
}

function newSay<P extends Phrases>(plugin: string, messages: Messages<P>): Say<P> {
  const makers = Object.keys(messages.phrases['zh-CN']).map(key => [
    key,
    (params: object = {}): Saying => ({ kind: 'saying', plugin, key, params }),
  ])
  return Object.freeze(Object.fromEntries(makers)) as Say<P>
}

/** A written message: plain text, and where in it members are mentioned. Offsets are in UTF-16 code units. */
export interface Written {
  readonly text: string
  readonly mentions: readonly { readonly offset: number; readonly length: number; readonly member: MemberId }[]
  /**
   * How parts of the text look, by their offsets, outer ones first. Two of them lie apart or one within the other;
   * `code` and `pre` share no character with anything but a quote. Absent: plain.
   */
  readonly formats?: readonly Format[]
  /** A part of the text that platforms can show as a poll. */
  readonly poll?: Poll
}
/** A question and its answers, both on one line each, and the part of the text that says the same. */
export interface Poll {
  readonly question: string
  readonly options: readonly string[]
  /** In UTF-16 code units. */
  readonly offset: number
  readonly length: number
}
/** How a part of a text looks. Offset and length are in UTF-16 code units; the length is never 0. */
export interface Format {
  readonly offset: number
  readonly length: number
  readonly as: 'bold' | 'italic' | 'strike' | 'code' | 'pre' | 'quote' | 'link'
  /** Of a link. */
  readonly url?: string
  /** Of a `pre`: the language of its code. */
  readonly language?: string
}

/** The format without spaces at its ends. Those before the first line of code belong to it. */
export function withoutSpaces(text: string, format: Format): Format | undefined {
  const part = text.slice(format.offset, format.offset + format.length)
  const shown = part.trim()
  if (shown === '') return undefined
  const before = format.as === 'pre' ? 0 : part.indexOf(shown)
  return {
    ...format,
    offset: format.offset + before,
    length: format.as === 'pre' ? part.trimEnd().length : shown.length,
  }
}

// Mentions and texts of files travel through a phrase as one private-use character, a number and another one; neither
// names nor files can contain them.
const MARK = /([\uE000\uE002])(\d+)\uE001/g
const CONTENT = '\uE002'

/** The text of a file of the content library. @throws when there is none. */
export type ContentText = (id: string, values: Values) => Written

/**
 * Writes a saying in one language. `nameOf` gives a member's name, or undefined when nobody knows it; whoever `isQuiet`
 * is named and not mentioned.
 * @throws when the phrase does, or names a file that is not there.
 */
export function write(
  { key, params }: Pick<Saying, 'key' | 'params'>,
  messages: Messages,
  locale: Locale,
  nameOf: (member: MemberId) => string | undefined,
  quote: (said: RecordedSaying) => string = ({ plugin, key }) => `${plugin}.${key}`,
  contentOf: ContentText = noContent,
  isQuiet: (member: MemberId) => boolean = () => false,
  handleOf: (member: MemberId) => string | null = () => null,
): Written {
  const mentioned: MemberId[] = []
  const contents: Written[] = []
  const name = (member: MemberId) => safeName(nameOf(member)) || UNNAMED[locale]
  const phrases = messages.phrases[locale]
  const phrase = Object.hasOwn(phrases, key) ? phrases[key] : undefined
  if (!phrase) throw new Error(`There is no message "${key}" in ${locale}.`)
  const marked = phrase(params as never, {
    name,
    mention: member => (isQuiet(member) ? name(member) : `\uE000${mentioned.push(member) - 1}\uE001`),
    sign: member => signOf(member, handleOf(member)),
    quote,
    content: (id, values = {}) => `${CONTENT}${contents.push(contentOf(id, values)) - 1}\uE001`,
  })
  return placeMarked(marked, mentioned, name, contents)
}
/** How much of an id is shown, in characters. */
const ID_CHARS_SHOWN = 6
const signOf = (member: MemberId, handle: string | null): string =>
  handle === null ? `ID …${member.slice(member.indexOf(':') + 1).slice(-ID_CHARS_SHOWN)}` : `@${safeName(handle)}`

const noContent: ContentText = id => {
  throw new Error(`There is no content library, so the text "${id}" cannot be written.`)
}
const UNNAMED: Readonly<Record<Locale, string>> = { 'zh-CN': '朋友', 'en-US': 'friend' }

function placeMarked(
  marked: string,
  mentioned: readonly MemberId[],
  name: (m: MemberId) => string,
  contents: readonly Written[],
): Written {
  const mentions: { offset: number; length: number; member: MemberId }[] = []
  let formats: Written['formats']
  let poll: Written['poll']
  let text = ''
  let from = 0
  for (const match of marked.matchAll(MARK)) {
    text += marked.slice(from, match.index)
    from = match.index + match[0].length
    const index = Number(match[2])
    // Somebody's own private-use characters, in a parameter, have no member and no text.
    const member = mentioned[index]
    const content = contents[index]
    if (match[1] === CONTENT && content !== undefined) {
      formats = withFormats(formats, content.formats, text.length)
      poll ??= movedPoll(content.poll, text.length)
      text += content.text
    } else if (match[1] !== CONTENT && member !== undefined) {
      const shown = `@${name(member)}`
      mentions.push({ offset: text.length, length: shown.length, member })
      text += shown
    }
  }
  text += marked.slice(from)
  return { text, mentions, ...(formats && { formats }), ...(poll && { poll }) }
}

/** The poll of a text that begins at that offset of another one. */
export function movedPoll(poll: Written['poll'], offset: number): Written['poll'] {
  return poll && { ...poll, offset: poll.offset + offset }
}

/** The formats of a text and of another one that begins at that offset of it. Most texts have none. */
export function withFormats(formats: Written['formats'], more: Written['formats'], offset: number): Written['formats'] {
  if (!more || more.length === 0) return formats
  const moved = offset === 0 ? more : more.map(format => ({ ...format, offset: format.offset + offset }))
  return formats ? [...formats, ...moved] : moved
}

/** Longest name shown, in characters. */
const NAME_CHARS_MAX = 32
// Controls, what is invisible or turns the direction of text, line and paragraph ends, private use, lone surrogates,
// and the braille sign without dots, which looks like nothing.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Co}\p{Cs}\u2800]/gu
/** Marks that stand on one letter; more would grow over the lines around it. */
const MARKS_TOO_MANY = /(\p{M}{3})\p{M}+/gu

/**
 * A name that is one visible line: what could hide, reverse or break the text around it is taken out, and what
 * platforms would make a mention, a command or a link of is written in a look-alike that they do not.
 */
export function safeName(name: string | undefined): string {
  return powerless(safeLine(name ?? '', NAME_CHARS_MAX))
}

function powerless(text: string): string {
  return text
    .replaceAll('@', '＠')
    .replaceAll('://', '：／／')
    .replace(/(?<![\p{L}\p{N}])\/(?=[\p{L}\p{N}])/gu, '／')
    .replace(/(?<=[\p{L}\p{N}-])\.(?=\p{L}{2})/gu, '·')
}

/** One visible line of at most so many characters, made safe as names are. */
export function safeLine(text: string, charsMax: number): string {
  const visible = text.replace(UNSAFE, '').replace(MARKS_TOO_MANY, '$1').replace(/\s+/g, ' ').trim()
  const characters = [...visible]
  return characters.length <= charsMax ? visible : `${characters.slice(0, charsMax - 1).join('')}…`
}
