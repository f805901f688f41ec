import type { EventOf } from '../events/event.ts'
import type { MemberId } from '../events/ids.ts'
import type { Meant, Unmeant } from './command.ts'
import { membership } from './core/membership.ts'
import { operations } from './core/operations.ts'
import type { operationsMessages } from './core/operations-messages.ts'
import { operationsPlugin } from './core/operations-plugin.ts'
import type { Deciding } from './deciding.ts'
import { safeName, sayOf } from './messages.ts'
import type { Asker } from './plugin.ts'

const AT = /^[@＠]/u
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
 * Whom the text begins to speak of: somebody that the platform says is mentioned, somebody of that name or handle, or,
 * where no name is typed, whoever wrote the message that it replies to. Never a guess: two of one name are nobody.
 *
 * Looking for a name costs the number of members: for commands of admins, where the platform does not say.
 */
export function whoIsMeant({ live, event }: Deciding, text: string): Meant {
  const { mentions = [], repliesTo } = event.kind === 'said' ? event : {}
  const { members } = live.read(membership)
  const present = mentions.filter(member => members.of(member).presence === 'present')
  const typed = text.replace(AT, '')
  // 1. Whom the platform says is mentioned, whose name may stand there without an @
  const mentioned = mentionedAt(typed, text, present, member => members.of(member))
  if (mentioned) return mentioned
  // 2. Whose message it replies to
  if (!AT.test(text)) {
    const isGone = repliesTo === undefined || members.of(repliesTo).presence === 'left'
    return isGone ? 'nobody' : { member: repliesTo, rest: text.trim() }
  }
  // 3. Who is called so
  return calledSo(typed, members.each())
}

/** A handle in a text, as platforms take them. */
const HANDLE = /(?<![\p{L}\p{N}_@])@([a-z0-9_]{4,32})(?![\p{L}\p{N}_])/giu
/** How much of a text is looked at for handles, in UTF-16 code units, and how many of them count. */
const HANDLES_LOOKED_AT_MAX = 4_096
const HANDLES_MAX = 20

/** Whom a text mentions: those that the platform names, and those whose handle stands in it. */
export function mentionedIn(
  { live }: Pick<Deciding, 'live'>,
  { text, mentions = [] }: EventOf<'said'>,
): readonly MemberId[] {
  if (!text.includes('@')) return mentions
  const { handles, members } = live.read(membership)
  const typed = [...text.slice(0, HANDLES_LOOKED_AT_MAX).matchAll(HANDLE)].slice(0, HANDLES_MAX)
  const called = typed.flatMap(([, handle]) => {
    const key = handle!.toLowerCase()
    const { member } = handles.of(key)
    if (member === null) return []
    const known = members.of(member)
    return known.handle === key && known.presence === 'present' ? [member] : []
  })
  return called.length === 0 ? mentions : [...new Set([...mentions, ...called])]
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

function calledSo(typed: string, members: Iterable<readonly [MemberId, Known]>): Meant {
  let longest = ''
  let found: MemberId[] = []
  const ofHandle: MemberId[] = []
  for (const [member, known] of members) {
    if (known.presence !== 'present') continue
    if (known.handle !== null && startsWithName(typed, known.handle)) ofHandle.push(member)
    const name = namesOf(known).find(name => startsWithName(typed, name))
    if (name === undefined || name.length < longest.length) continue
    if (name.length > longest.length) found = []
    longest = name
    found.push(member)
  }
  // Anybody may call themselves what somebody else's handle is, and more.
  const all = [...new Set([...found, ...ofHandle])]
  if (all.length === 1) return { member: all[0]!, rest: afterName(typed, longest) }
  return { typed: safeName(longest || tokenOf(typed)), count: all.length }
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

/** What was typed as a name, as far as one can tell. */
function tokenOf(typed: string): string {
  const end = typed.indexOf(MENTION_END)
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
