import type { EventOf } from '../events/event.ts'
import type { MemberId } from '../events/ids.ts'
import type { Meant, Unmeant } from './command.ts'
import type { Asker } from './context.ts'
import { membership } from './core/membership.ts'
import { operations } from './core/operations.ts'
import type { operationsMessages } from './core/operations-messages.ts'
import { operationsPlugin } from './core/operations-plugin.ts'
import type { Deciding } from './deciding.ts'
import { safeName, sayOf } from './messages.ts'

const AT = /^[@＠]/u
/** A name further on. Not an address: `bob@example.com`. */
const AT_NAME = /(?<![a-z0-9._-])[@＠][^\s@＠]/iu
/** What WeChat puts behind a mention. */
const MENTION_END = '\u2005'
/** What stands behind a name: that, and what people put there. */
const AFTER_NAME = /^[\s\u2005\u2004,，:：]+/u
/** Longest name that is looked for, in characters. */
const NAME_CHARS_MAX = 64

interface Known {
  readonly presence: 'unknown' | 'present' | 'left'
  readonly name: string | null
  readonly handle: string | null
}

/**
 * Whom the text begins to speak of: somebody of that handle, somebody that the platform says is mentioned, somebody of
 * that name, or, where no name is typed, whoever wrote the message that it replies to. Never a guess: two of one name
 * are nobody, and so are Amy and Amy Lee.
 *
 * Looking for a name costs the number of members: for commands of admins, where the platform does not say.
 */
export function whoIsMeant({ live, event }: Deciding, text: string): Meant {
  const { mentions = [], repliesTo } = event.kind === 'said' ? event : {}
  const { members, handles } = live.read(membership)
  const present = mentions.filter(member => members.of(member).presence === 'present')
  const typed = text.replace(AT, '')
  const handle = HANDLE_FIRST.exec(text)?.[1]
  // 1. Whose handle it is: where people have handles, anybody may call themselves like one
  if (handle !== undefined && handles.size > 0) {
    const member = whoHas(live, handle)
    return member === null ? { typed: handle, count: 0 } : { member, rest: afterName(typed, handle) }
  }
  // 2. Whom the platform says is mentioned, whose name may stand there without an @
  const mentioned = mentionedAt(typed, text, present, member => members.of(member))
  if (mentioned) return mentioned
  // 3. Whose message it replies to, unless it speaks of somebody further on
  if (!AT.test(text)) {
    const isGone = repliesTo === undefined || members.of(repliesTo).presence === 'left'
    const isOther = AT_NAME.test(text) || mentions.some(member => member !== repliesTo)
    return isGone || isOther ? 'nobody' : { member: repliesTo, rest: text.trim() }
  }
  // 4. Who is called so
  return calledSo(typed, members.each())
}

/** A handle in a text, as platforms take them. */
const HANDLE = /(?<![\p{L}\p{N}_@])@([a-z0-9_]{4,32})(?![\p{L}\p{N}_])/giu
/** One with which the text begins. */
const HANDLE_FIRST = /^[@＠]([a-z0-9_]{4,32})(?![\p{L}\p{N}_])/iu
/** How much of a text is looked at for handles, in UTF-16 code units, and how many of them count. */
const HANDLES_LOOKED_AT_MAX = 4_096
const HANDLES_MAX = 20

/** Whom a text mentions: those that the platform names, and those whose handle stands in it. */
export function mentionedIn(
  { live }: Pick<Deciding, 'live'>,
  { text, mentions = [] }: EventOf<'said'>,
): readonly MemberId[] {
  if (!text.includes('@')) return mentions
  const typed = [...text.slice(0, HANDLES_LOOKED_AT_MAX).matchAll(HANDLE)].slice(0, HANDLES_MAX)
  const called = typed.flatMap(([, handle]) => whoHas(live, handle!) ?? [])
  return called.length === 0 ? mentions : [...new Set([...mentions, ...called])]
}

/** Whoever in the group has that handle now. */
function whoHas(live: Deciding['live'], handle: string): MemberId | null {
  const { handles, members } = live.read(membership)
  const key = handle.toLowerCase()
  const { member } = handles.of(key)
  if (member === null) return null
  const known = members.of(member)
  return known.handle === key && known.presence === 'present' ? member : null
}

function mentionedAt(
  typed: string,
  text: string,
  mentions: readonly MemberId[],
  knownOf: (member: MemberId) => Known,
): Meant | undefined {
  const named = mentions.flatMap(member => {
    const name = namesOf(knownOf(member)).find(name => startsWithName(typed, name))
    return name === undefined ? [] : [{ member, name }]
  })
  const longest = Math.max(...named.map(({ name }) => name.length))
  const best = named.filter(({ name }) => name.length === longest)
  if (best.length === 1) return { member: best[0]!.member, rest: afterName(typed, best[0]!.name) }
  // Called otherwise here than we know them. With a second @ it may be the other one that the platform speaks of.
  const isOnlyOne = mentions.length === 1 && AT.test(text) && !/[@＠]/u.test(typed)
  return isOnlyOne ? { member: mentions[0]!, rest: afterName(typed, tokenOf(typed)) } : undefined
}

/** A name that takes in what follows is no better than one that does not: `@amy cancel` may mean either. */
function calledSo(typed: string, members: Iterable<readonly [MemberId, Known]>): Meant {
  const end = endOfName(typed)
  const found: { readonly member: MemberId; readonly name: string }[] = []
  for (const [member, known] of members) {
    if (known.presence !== 'present') continue
    const name = namesOf(known).find(name => startsWithName(typed, name) && (end < 0 || name.length === end))
    if (name !== undefined) found.push({ member, name })
  }
  const [first] = found
  if (first && found.length === 1) return { member: first.member, rest: afterName(typed, first.name) }
  return { typed: safeName(tokenOf(typed)), count: found.length }
}

/** As the platform tells them, as we show them, and as they are mentioned; the longest first. */
function namesOf({ name, handle }: Known): string[] {
  const names = [name?.trim() ?? '', safeName(name ?? ''), handle ?? ''].filter(text => text !== '')
  return names.sort((a, b) => b.length - a.length)
}

function startsWithName(text: string, name: string): boolean {
  if (text.slice(0, name.length).toLowerCase() !== name.toLowerCase()) return false
  const after = text.slice(name.length)
  return after === '' || AFTER_NAME.test(after)
}
const afterName = (text: string, name: string): string => text.slice(name.length).replace(AFTER_NAME, '').trim()

/** Where WeChat says that the name ends with which the text begins; -1: nowhere. It may be that of a later one. */
function endOfName(typed: string): number {
  const end = typed.indexOf(MENTION_END)
  return /[@＠]/u.test(typed.slice(0, Math.max(0, end))) ? -1 : end
}

/** What was typed as a name, as far as one can tell. */
function tokenOf(typed: string): string {
  const end = endOfName(typed)
  const name = end < 0 ? typed.split(/\s/u, 1)[0]! : typed.slice(0, end)
  return name.slice(0, NAME_CHARS_MAX)
}

const say = sayOf(operations.name, operationsPlugin.messages as typeof operationsMessages)

/** Says that nobody can tell who is meant, and how to say it. What was typed is not recorded. */
export function tellUnmeant({ plugins, run }: Deciding, asker: Asker, unmeant: Unmeant): boolean {
  const { typed, count } = unmeant
  const saying = count === 0 ? say.nobody({ typed }) : say.whichOf({ typed, count })
  const index = plugins.byName.get(operations.name)!
  return run(index, 'unmeant', () => [{ ...saying, quotes: true }], asker)
}
