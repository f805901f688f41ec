import { type SchemaMistake, shown } from '../config-mistakes.ts'

/** A mistake in words for whoever writes YAML by hand: of slips that YAML invites, what to write instead. */
export function advised(mistake: SchemaMistake, found: unknown): SchemaMistake {
  return mistake.is === 'unknown' ? mistake : { ...mistake, message: adviceOn(mistake.message, found) }
}

function adviceOn(message: string, found: unknown): string {
  // A list or an object is named by its place: printed, it is longer than what is wrong with it.
  if (typeof found === 'object' && found !== null) return withoutDump(message, shown(found))
  if (found === null) return EMPTY
  if (typeof found !== 'string') return message
  const percent = /^(\d+(?:\.\d+)?) ?[%％]$/u.exec(found)?.[1]
  if (percent !== undefined && / is not a number/u.test(message))
    return `${shown(found)} is not a number. Use ${Number(percent) / 100}.`
  const isTrue = BOOLEANS.get(found.toLowerCase())
  if (isTrue !== undefined && / true\b/u.test(message))
    return `${shown(found)} is not true or false. Use ${isTrue}, without quotes.`
  return message
}

const EMPTY =
  'is empty. Give it a value, or leave it out. "#" begins a comment: a text that begins with it stands in quotes.'

/** What is a yes or a no elsewhere, and text in YAML 1.2. */
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ...['yes', 'y', 'on', 'true', '是'].map(word => [word, true] as const),
  ...['no', 'n', 'off', 'false', '否'].map(word => [word, false] as const),
])

function withoutDump(message: string, dump: string): string {
  return message.startsWith(dump) ? message.slice(dump.length).replace(/^:? /u, '') : message
}
