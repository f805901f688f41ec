import type { MemberId } from '../events/ids.ts'

/** The languages that members are spoken to in. The first is the one that every message has. */
export const LOCALES = ['zh-CN', 'en-US'] as const
export type Locale = (typeof LOCALES)[number]

/** How a message names people. Names are looked up when it is sent, never stored in it. */
export interface Naming {
  /** The member's name as the group shows it, with everything taken out that could break the line. */
  readonly name: (member: MemberId) => string
  /** The name as a mention that notifies the member, where the platform has mentions. */
  readonly mention: (member: MemberId) => string
  /** The beginning of another message, to speak of it. */
  readonly quote: (said: RecordedSaying) => string
}
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

/** The makers of sayings for one plugin. */
export function sayOf<P extends Phrases>(plugin: string, messages: Messages<P>): Say<P> {
  const makers = Object.keys(messages.phrases['zh-CN']).map(key => [
    key,
    (params: object = {}): Saying => ({ kind: 'saying', plugin, key, params }),
  ])
  return Object.fromEntries(makers) as Say<P>
}

/** A written message: plain text, and where in it members are mentioned. Offsets are in UTF-16 code units. */
export interface Written {
  readonly text: string
  readonly mentions: readonly { readonly offset: number; readonly length: number; readonly member: MemberId }[]
}

// Mentions travel through a phrase as one private-use character and a number; names cannot contain either.
const MENTION = /\uE000(\d+)\uE001/g

/** Writes a saying in one language. `nameOf` gives a member's name, or undefined when nobody knows it. */
export function write(
  { key, params }: Pick<Saying, 'key' | 'params'>,
  messages: Messages,
  locale: Locale,
  nameOf: (member: MemberId) => string | undefined,
  quote: (said: RecordedSaying) => string = ({ plugin, key }) => `${plugin}.${key}`,
): Written {
  const mentioned: MemberId[] = []
  const name = (member: MemberId) => safeName(nameOf(member)) || UNNAMED[locale]
  const phrases = messages.phrases[locale]
  const phrase = Object.hasOwn(phrases, key) ? phrases[key] : undefined
  if (!phrase) throw new Error(`There is no message "${key}" in ${locale}.`)
  const marked = phrase(params as never, {
    name,
    mention: member => `\uE000${mentioned.push(member) - 1}\uE001`,
    quote,
  })
  return placeMentions(marked, mentioned, name)
}
const UNNAMED: Readonly<Record<Locale, string>> = { 'zh-CN': '朋友', 'en-US': 'friend' }

function placeMentions(marked: string, mentioned: readonly MemberId[], name: (m: MemberId) => string): Written {
  const mentions: { offset: number; length: number; member: MemberId }[] = []
  let text = ''
  let from = 0
  for (const match of marked.matchAll(MENTION)) {
    const member = mentioned[Number(match[1])]
    text += marked.slice(from, match.index)
    from = match.index + match[0].length
    if (member === undefined) continue // somebody's own private-use characters, in a parameter
    const shown = `@${name(member)}`
    mentions.push({ offset: text.length, length: shown.length, member })
    text += shown
  }
  return { text: text + marked.slice(from), mentions }
}

/** Longest name shown, in characters. */
const NAME_CHARS_MAX = 32
// Controls, what is invisible or turns the direction of text, line and paragraph ends, private use, lone surrogates.
const UNSAFE = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu

/** A name that is one visible line: what could hide, reverse or break the text around it is taken out. */
export function safeName(name: string | undefined): string {
  const visible = (name ?? '').replace(UNSAFE, '').replace(/\s+/g, ' ').trim()
  const characters = [...visible]
  return characters.length <= NAME_CHARS_MAX ? visible : `${characters.slice(0, NAME_CHARS_MAX - 1).join('')}…`
}
