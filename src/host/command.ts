import type { z } from 'zod'
import { ROLES, type Role } from '../events/event.ts'
import { MemberId } from '../events/ids.ts'
import { may } from './access.ts'
import type { AnyPlugin, Command } from './plugin.ts'

/** A command as it can be found: which plugin's, and under which key. */
export interface RegisteredCommand {
  readonly plugin: number
  readonly key: string
  readonly command: Command
}

/** What somebody typed, as far as it may be a command. */
export interface Spoken {
  /** The first token: full-width and case folded, without the slash, the bot's mention and zero-width characters. */
  readonly word: string
  readonly slash: boolean
  readonly rest: string
}

/** Longest first token that is looked at, in UTF-16 code units: no command is longer, and a message may be 100 KB. */
const WORD_LENGTH_MAX = 64
const LEADING_MENTION = /^@\S+\s+(?=\S)/u
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu
const LEADING_SPACE = /^[\s\p{Cf}\p{Default_Ignorable_Code_Point}]+/u

/**
 * Reads the first token. `botNames` are what the bot is called: a leading mention of one of them is taken off, and a
 * trailing one (`/points@our_bot`). While they are not known, any trailing one.
 */
export function readSpoken(text: string, botNames: readonly string[] = []): Spoken {
  const said = withoutMention(text, botNames)
  const end = said.search(/\s/u)
  const first = (end < 0 ? said : said.slice(0, end)).slice(0, WORD_LENGTH_MAX + 1)
  const folded = first.normalize('NFKC').replace(INVISIBLE, '').toLowerCase()
  const word = withoutAddress(folded, botNames)
  const slash = word.startsWith('/')
  return { word: slash ? word.slice(1) : word, slash, rest: end < 0 ? '' : said.slice(end + 1).trim() }
}

/** What is said to the bot, without its name in front. */
export function withoutMention(text: string, botNames: readonly string[]): string {
  const said = text.replace(LEADING_SPACE, '')
  const mention = LEADING_MENTION.exec(said)
  if (!mention) return said
  return isBot(mention[0].trim().slice(1), botNames) ? said.slice(mention[0].length) : said
}

/** A command to another bot keeps its address, and so is none of ours. */
function withoutAddress(word: string, botNames: readonly string[]): string {
  const address = /@([\p{L}\p{N}_]+)$/u.exec(word)
  if (!address) return word
  return botNames.length === 0 || isBot(address[1]!, botNames) ? word.slice(0, address.index) : word
}
function isBot(name: string, botNames: readonly string[]): boolean {
  const folded = name.normalize('NFKC').replace(INVISIBLE, '').toLowerCase()
  return botNames.some(bot => bot.normalize('NFKC').toLowerCase() === folded)
}

/** Commands by word. A Map, since people do type `constructor`. */
export type CommandRegistry = ReadonlyMap<string, RegisteredCommand>

/** Whether the word, as it was typed, may run the command: everyday words only with a slash. */
export function answersTo({ command }: RegisteredCommand, { word, slash }: Spoken): boolean {
  return slash || !(command.slashOnly ?? []).includes(word)
}

export type ReadArgs = { readonly args: object } | { readonly problem: string } | { readonly unmeant: Unmeant }

/** Whom a text begins to speak of, and what follows; or why nobody can say. `nobody`: it names nobody. */
export type Meant = { readonly member: MemberId; readonly rest: string } | Unmeant | 'nobody'
/** So many members are called what was typed: none, or several. */
export interface Unmeant {
  readonly typed: string
  readonly count: number
}
const nobodyMeant = (): Meant => 'nobody'

/**
 * Arguments by position; the last takes the rest of the line. Numbers are read as numbers. An argument of the schema
 * `MemberId` is somebody who is mentioned there, or whose message is replied to; of `MemberId.optional()` there may be
 * none.
 */
export function readArgs(
  schema: z.ZodObject | undefined,
  rest: string,
  whoIsMeant: (text: string) => Meant = nobodyMeant,
): ReadArgs {
  if (!schema) return rest === '' ? { args: {} } : { problem: 'takes no arguments' }
  const keys = Object.keys(schema.shape)
  const given: Record<string, unknown> = {}
  let left = rest
  for (const [index, key] of keys.entries()) {
    const takes = memberTakenBy(schema.shape[key] as z.ZodType)
    if (takes !== 'none') {
      const meant = memberIn(left) ?? whoIsMeant(left)
      if (meant === 'nobody' && takes === 'perhaps') continue
      if (meant === 'nobody') return { problem: `${key}: names nobody` }
      if (!('member' in meant)) return { unmeant: meant }
      given[key] = meant.member
      left = meant.rest
      continue
    }
    if (left === '') break
    const space = index === keys.length - 1 ? -1 : left.search(/\s/u)
    const token = space < 0 ? left : left.slice(0, space)
    given[key] = takesNumber(schema.shape[key] as z.ZodType) ? toNumber(token) : token
    left = space < 0 ? '' : left.slice(space + 1).trim()
  }
  if (left !== '') return { problem: 'too many arguments' }
  const parsed = schema.safeParse(given)
  if (parsed.success) return { args: parsed.data }
  return { problem: parsed.error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`).join('; ') }
}
/** Whether an argument is a member: `MemberId`, or `MemberId.optional()`. */
function memberTakenBy(schema: z.ZodType): 'one' | 'perhaps' | 'none' {
  if (schema === MemberId) return 'one'
  const { type, innerType } = schema._zod.def as { type: string; innerType?: z.ZodType }
  return type === 'optional' && innerType === MemberId ? 'perhaps' : 'none'
}
/** Somebody by their id, `telegram:8123`. */
function memberIn(text: string): Meant | null {
  const [token = ''] = text.split(/\s/u, 1)
  const read = MemberId.safeParse(token)
  return read.success ? { member: read.data, rest: text.slice(token.length).trim() } : null
}
function takesNumber(schema: z.ZodType): boolean {
  const { type, innerType } = schema._zod.def as { type: string; innerType?: z.ZodType }
  return type === 'number' || type === 'int' || (innerType !== undefined && takesNumber(innerType))
}
function toNumber(token: string): unknown {
  const folded = token.normalize('NFKC').replace(/^[＋+]/u, '')
  return /^-?\d+(\.\d+)?$/.test(folded) ? Number(folded) : token
}

/** As its plugin says, in each language; or `/award <member> [points]`, from the schema. */
export function usageOf({ command }: RegisteredCommand): NonNullable<Command['usage']> {
  if (command.usage) return command.usage
  const args = Object.entries(command.args?.shape ?? {}).map(([key, schema]) =>
    (schema as z.ZodType).safeParse(undefined).success
      ? `[${valuesOf(key, schema as z.ZodType)}]`
      : `<${valuesOf(key, schema as z.ZodType)}>`,
  )
  const usage = [`/${command.words[0]}`, ...args].join(' ')
  return { 'zh-CN': usage, 'en-US': usage }
}

/** What an argument may be where there are few: `sent|again|drop`; else its name. */
function valuesOf(key: string, schema: z.ZodType): string {
  const { innerType, entries } = schema._zod.def as {
    innerType?: z.ZodType
    entries?: Readonly<Record<string, string>>
  }
  if (entries) return Object.values(entries).join('|')
  return innerType ? valuesOf(key, innerType) : key
}

/** How many letters a typo may be away. */
const TYPO_EDITS_MAX = 2

/** The command whose word is nearest to a mistyped one; undefined when none is near. */
export function nearestCommand(registry: CommandRegistry, typed: string): RegisteredCommand | undefined {
  let best: RegisteredCommand | undefined
  let bestEdits = TYPO_EDITS_MAX + 1
  if (typed.length > WORD_LENGTH_MAX) return undefined
  for (const [word, registered] of registry) {
    // A two-letter word is two edits from every other: the shorter the word, the fewer the edits.
    const limit = Math.min(TYPO_EDITS_MAX, Math.floor(Math.max(word.length, typed.length) / 2))
    const edits = editDistance(typed, word)
    if (edits <= limit && edits < bestEdits) {
      best = registered
      bestEdits = edits
    }
  }
  return best
}

/** Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i])
  for (let j = 1; j <= b.length; j += 1) rows[0]![j] = j
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = rows[i - 1]![j - 1]! + Number(a[i - 1] !== b[j - 1])
      let edits = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, substitution)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        edits = Math.min(edits, rows[i - 2]![j - 2]! + 1)
      }
      rows[i]![j] = edits
    }
  }
  return rows[a.length]![b.length]!
}

/** Two commands that claim one word: where each of them does. */
export interface WordConflict {
  readonly word: string
  readonly first: string
  readonly second: string
}

export function registerCommands(plugins: readonly AnyPlugin[]): {
  readonly registry: CommandRegistry
  readonly conflicts: readonly WordConflict[]
} {
  const registry = new Map<string, RegisteredCommand>()
  const conflicts: WordConflict[] = []
  plugins.forEach((plugin, index) => {
    for (const [key, command] of Object.entries(plugin.commands)) {
      for (const word of command.words.map(word => word.normalize('NFKC').toLowerCase())) {
        const before = registry.get(word)
        const place = (at: RegisteredCommand) => `plugins/${plugins[at.plugin]!.name}: commands.${at.key}`
        const entry = { plugin: index, key, command }
        if (before && before.command !== command) conflicts.push({ word, first: place(before), second: place(entry) })
        else registry.set(word, entry)
      }
    }
  })
  return { registry, conflicts }
}
/** The commands that a role may use, for help. */
export function commandsFor(
  plugins: readonly AnyPlugin[],
  role: Role,
): readonly {
  readonly words: readonly string[]
  readonly about: Readonly<{ 'zh-CN': string; 'en-US': string }>
  readonly who: Role
}[] {
  const commands = plugins.flatMap(plugin => Object.values(plugin.commands))
  return commands
    .map(({ words, about, who = 'member', shownTo = who }) => ({ words, about: about!, who: shownTo }))
    .filter(({ about, who }) => about !== undefined && may(role, who))
    .sort((a, b) => ROLES.indexOf(a.who) - ROLES.indexOf(b.who))
}
