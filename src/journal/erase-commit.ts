import { type MemberId, MessageId } from '../events/ids.ts'
import type { Commit } from '../host/commit.ts'
import { fieldsOf } from '../host/fact-schema.ts'
import type { FactRow } from '../host/group.ts'
import type { FactParts } from '../host/slice.ts'
import { sliceOfType } from './pages.ts'

/** Takes one person out of commits. */
export interface Eraser {
  /** False when a line surely has nothing to do with the person. */
  mayConcern(line: string): boolean
  /** The commit without the person; the same one when it does not concern them. */
  erase(commit: Commit): Commit
  /** Slices with facts that name the person, and that nobody here knows: all their texts are taken for personal. */
  readonly unknown: ReadonlySet<string>
}

/** A bare user id of fewer characters may as well be something else, and is looked for in causes only. */
const BARE_CHARS_MIN = 5
/** Ids of messages may look like those of users. Of most facts their schema tells where they stand; not of payloads. */
const MESSAGE_FIELDS: ReadonlySet<string> = new Set(['message', 'messages', 'replyTo'])

/** What has to be known of a fact, to take somebody out of it. */
export type ErasableFact = Pick<FactParts, 'version' | 'upcast' | 'personal' | 'schema'>

/** @param facts of all slices that are loaded, by type. */
export function createEraser(member: MemberId, pseudonym: MemberId, facts: ReadonlyMap<string, ErasableFact>): Eraser {
  const ids = createIds(member, pseudonym)
  const unknown = new Set<string>()
  const messageFields = new Map<string, ReadonlySet<string>>()
  function messageFieldsOf(type: string): ReadonlySet<string> {
    const schema = facts.get(type)?.schema
    if (!schema) return MESSAGE_FIELDS
    const known = messageFields.get(type) ?? new Set([...MESSAGE_FIELDS, ...fieldsOf(schema, MessageId)])
    messageFields.set(type, known)
    return known
  }

  function erase(commit: Commit): Commit {
    const cause = ids.inCause(commit.cause)
    const rows = commit.facts.map(eraseFact)
    const isSame = cause === commit.cause && rows.every((row, index) => row === commit.facts[index])
    return isSame ? commit : { ...commit, cause, facts: rows }
  }
  function eraseFact(row: FactRow): FactRow {
    const [type, data, version = 1] = row
    const fact = facts.get(type)
    const isJudged = fact !== undefined && version <= fact.version
    const messages = messageFieldsOf(type)
    const inText = (text: string, field: string) => ids.inText(text, messages.has(field))
    const named = replaceIn(data, inText)
    const namesPerson = named !== data || (fact?.personal ?? []).some(field => ids.areMentioned(fieldOf(data, field)))
    if (!namesPerson) return row
    if (!isJudged) {
      unknown.add(sliceOfType(type))
      return [type, replaceIn(data, (text, field) => ids.orNothing(text, messages.has(field))), version]
    }
    const now = emptied(upcasted(fact, data, version), fact)
    return fact.version === 1 ? [type, replaceIn(now, inText)] : [type, replaceIn(now, inText), fact.version]
  }

  return { mayConcern: ids.mayBeIn, erase, unknown }
}

interface Ids {
  mayBeIn(line: string): boolean
  /** A cause with the person's ids replaced. */
  inCause(cause: string): string
  /** A text of a fact with them replaced. */
  inText(text: string, isMessage: boolean): string
  /** The same for a fact of which nobody knows the fields: every other text is emptied, unless it is a day. */
  orNothing(text: string, isMessage: boolean): string
  /** Whether something that a person wrote, or that was written of them, has their bare user id in it. */
  areMentioned(value: unknown): boolean
}

function createIds(member: MemberId, pseudonym: MemberId): Ids {
  const [platform, bare] = split(member)
  const bareNow = split(pseudonym)[1]
  const whole = occurrences(member, bare)
  const alone = occurrences(bare, bare)
  const isBareTelling = bare.length >= BARE_CHARS_MIN
  const isPlain = /^[\w.@:-]+$/.test(bare)
  const isId = (text: string) => text.startsWith(`${platform}:`) || text.startsWith(`${split(pseudonym)[0]}:`)

  function inText(text: string, isMessage: boolean): string {
    if (text === bare && isBareTelling && !isMessage) return bareNow
    return text.replace(whole, pseudonym)
  }
  return {
    // What JSON may write in other ways is not looked for in this one.
    mayBeIn: line => !isPlain || line.includes(bare),
    inCause(cause) {
      // `member:<chat>:<user>:…`; in private, the chat has the user's id: `msg:<chat>:<message>`.
      const [kind, ...parts] = cause.replace(whole, pseudonym).split(':')
      const places = kind === 'member' ? 2 : 1
      return [kind, ...parts.map((part, index) => (index < places && part === bare ? bareNow : part))].join(':')
    },
    inText,
    orNothing(text, isMessage) {
      const named = inText(text, isMessage)
      return named !== text || isId(text) || /^\d{4}-\d{2}-\d{2}$/.test(text) ? named : ''
    },
    areMentioned: value => isBareTelling && JSON.stringify(value ?? null).search(alone) >= 0,
  }
}

function split(member: MemberId): [platform: string, bare: string] {
  const colon = member.indexOf(':')
  return [member.slice(0, colon), member.slice(colon + 1)]
}

/**
 * An id wherever it stands alone: as a value, as a part of a timer's key or of a name that a plugin has put together.
 * What follows must not be able to continue the id, so that `telegram:812` is not found in `telegram:8123`. Ids of
 * digits end at anything but a letter or digit, others also go on at `_`, `.`, `@` and `-`.
 */
function occurrences(text: string, bare: string): RegExp {
  const inside = /^\d+$/.test(bare) ? '\\p{L}\\p{N}' : '\\p{L}\\p{N}_.@-'
  // A name may hold data as JSON, in which signs such as quotes are written otherwise.
  const forms = [...new Set([text, JSON.stringify(text).slice(1, -1)])].map(escaped)
  return new RegExp(`(?<![${inside}])(?:${forms.join('|')})(?![${inside}])`, 'gu')
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

/** The same value with its texts replaced, those that are keys too; itself when nothing is. */
function replaceIn<T>(value: T, replace: (text: string, field: string) => string, field = ''): T {
  if (typeof value === 'string') return replace(value, field) as T
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map(item => replaceIn(item, replace, field))
    return items.every((item, index) => item === value[index]) ? value : (items as T)
  }
  let isSame = true
  const entries = Object.entries(value).map(([key, item]) => {
    const entry = [replace(key, '') || key, replaceIn(item, replace, key)] as const
    isSame &&= entry[0] === key && entry[1] === item
    return entry
  })
  return isSame ? value : (Object.fromEntries(entries) as T)
}

function fieldOf(data: object, field: string): unknown {
  return (data as Record<string, unknown>)[field]
}

/** A fact as it is defined now: of older versions nobody says which fields are personal. */
function upcasted({ version, upcast }: ErasableFact, data: object, from: number): object {
  let now = data
  for (let at = from; at < version; at += 1) now = upcast[at]!(now as Record<string, unknown>)
  return now
}

/** Without what is personal, and without what is left of older versions. Reducers find values of the same kind. */
function emptied(data: object, { schema, personal }: ErasableFact): object {
  const known = Object.entries(data).filter(([field]) => Object.hasOwn(schema.shape, field))
  return Object.fromEntries(known.map(([field, value]) => [field, personal.includes(field) ? emptyOf(value) : value]))
}
function emptyOf(value: unknown): unknown {
  if (typeof value === 'string') return ''
  if (typeof value === 'number') return 0
  if (typeof value === 'boolean') return false
  if (Array.isArray(value)) return []
  return typeof value === 'object' && value !== null ? {} : null
}
