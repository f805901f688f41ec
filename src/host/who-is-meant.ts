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
/** What WeChat puts behind a mention, and what people do. */
const AFTER_NAME = /^[\s\u2005\u2004,，:：]+/u
/** Longest name that is looked for, in characters. */
const NAME_CHARS_MAX = 64

/**
 * Whom the text begins to speak of: somebody that the platform says is mentioned, somebody of that name or handle, or,
 * where no name is typed, whoever wrote the message that it replies to. Never a guess: two of one name are nobody.
 *
 * Looking for a name costs the number of members: for commands of admins, where the platform does not say.
 */
export function whoIsMeant({ live, event }: Deciding, text: string): Meant {
  const { mentions = [], repliesTo } = event.kind === 'said' ? event : {}
  if (!AT.test(text)) return repliesTo === undefined ? 'nobody' : { member: repliesTo, rest: text.trim() }
  const { members } = live.read(membership)
  const typed = text.replace(AT, '')
  const isFirst = (member: MemberId) => namesOf(members.of(member)).find(name => startsWithName(typed, name))
  // 1. Whom the platform says is mentioned
  for (const member of mentions) {
    const name = isFirst(member)
    if (name !== undefined) return { member, rest: afterName(typed, name) }
  }
  const token = typed.split(/\s/u, 1)[0]!.slice(0, NAME_CHARS_MAX)
  if (mentions.length === 1) return { member: mentions[0]!, rest: afterName(typed, token) }
  // 2. Who has that name: the longest counts
  let longest = ''
  let found: MemberId[] = []
  for (const [member, record] of members.each()) {
    if (record.presence !== 'present') continue
    const name = namesOf(record).find(name => startsWithName(typed, name))
    if (name === undefined || name.length < longest.length) continue
    if (name.length > longest.length) found = []
    longest = name
    found.push(member)
  }
  if (found.length === 1) return { member: found[0]!, rest: afterName(typed, longest) }
  return { typed: safeName(longest || token), count: found.length }
}

/** As they are shown, and as they are mentioned; the longer first. */
function namesOf({ name, handle }: { readonly name: string | null; readonly handle: string | null }): string[] {
  const names = [safeName(name ?? ''), handle ?? ''].filter(text => text !== '')
  return names.sort((a, b) => b.length - a.length)
}

function startsWithName(text: string, name: string): boolean {
  if (text.slice(0, name.length).toLowerCase() !== name.toLowerCase()) return false
  const after = text.slice(name.length)
  return after === '' || AFTER_NAME.test(after)
}
const afterName = (text: string, name: string): string => text.slice(name.length).replace(AFTER_NAME, '').trim()

const say = sayOf(operations.name, operationsPlugin.messages as typeof operationsMessages)

/** Says that nobody can tell who is meant, and how to say it. What was typed is not recorded. */
export function tellUnmeant({ plugins, run }: Deciding, asker: Asker, unmeant: Unmeant): boolean {
  const { typed, count } = unmeant
  const saying = count === 0 ? say.nobody({ typed }) : say.whichOf({ typed, count })
  const index = plugins.byName.get(operations.name)!
  return run(index, 'unmeant', () => [{ ...saying, quotes: true }], asker)
}
