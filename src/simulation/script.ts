import type { Role } from '../events/event.ts'
import { type Instant, LocalDay, LocalTime } from '../events/ids.ts'
import type { Calendar } from '../host/calendar.ts'

/** One line of a script, and when it happens. */
export type Direction = { readonly at: Instant } & (
  | { readonly is: 'comment'; readonly text: string }
  | { readonly is: 'joins'; readonly name: string; readonly role?: Role }
  | { readonly is: 'leaves'; readonly name: string }
  | {
      readonly is: 'says'
      readonly name: string
      readonly text: string
      readonly isPrivate: boolean
      readonly hasPhoto: boolean
      /** Whose last message it replies to; empty: anybody's. */
      readonly replyTo?: string
    }
  | { readonly is: 'presses'; readonly name: string; readonly button: string }
  | { readonly is: 'waits'; readonly ms: number }
  | { readonly is: 'control'; readonly what: (typeof CONTROLS)[number] }
)
/** What a direction is, without when. */
type Body = Direction extends infer D ? (D extends Direction ? Omit<D, 'at'> : never) : never

const CONTROLS = ['kill', 'boot', 'disconnect', 'connect'] as const
const DATE_AND_TIME = /^(?:(\d{4}-\d\d-\d\d)(?:\s+|$))?(?:(\d\d:\d\d)(?::(\d\d))?(?:\s+|$))?/
const JOINS = /^\+\s*([^\s(]+)(?:\s+\((teacher|admin|owner)\))?$/
const LEAVES = /^-\s*(\S+)$/
const SAYS = /^@?([^\s:：(]+)\s*((?:\([^)]*\)\s*)*)[:：] ?(.*)$/
const SECOND_MS = 1_000

/** Reads a script. Empty lines mean nothing. @throws Error that names the line. */
export function readScript(script: string, calendar: Calendar): readonly Direction[] {
  const directions: Direction[] = []
  let day: string | null = null
  let at: Instant | null = null
  for (const [index, line] of script.split('\n').entries()) {
    const text = line.trim()
    if (text === '') continue
    const [stamp, date, time, seconds = '0'] = DATE_AND_TIME.exec(text)!
    const wrong = (what: string) => new Error(`Line ${index + 1} of the script, "${text}": ${what}`)
    day = date ?? day
    if (time !== undefined || date !== undefined) {
      if (day === null) throw wrong('there is no date before it. Begin with one, e.g. "2026-11-23 09:00 amy: hello".')
      const instant = calendar.at(LocalDay.parse(day), LocalTime.parse(time ?? '00:00')) + Number(seconds) * SECOND_MS
      if (at !== null && instant < at) throw wrong('it goes back in time.')
      at = instant as Instant
    }
    if (at === null && !text.startsWith('#')) throw wrong('it has no date and time. The first line needs both.')
    const body = readBody(text.slice(stamp!.length))
    if (!body) throw wrong('it is none of "amy: text", "+amy", "-amy", "!kill", "!boot", "!wait 60", "# comment".')
    directions.push({ ...body, at: at ?? (0 as Instant) } as Direction)
  }
  // A comment before the first time stands there at that time.
  const first = directions.find(direction => direction.is !== 'comment')?.at ?? (0 as Instant)
  return directions.map(direction => ({ ...direction, at: Math.max(direction.at, first) as Instant }))
}

function readBody(text: string): Body | null {
  if (text.startsWith('#')) return { is: 'comment', text }
  const control = CONTROLS.find(what => text === `!${what}`)
  if (control) return { is: 'control', what: control }
  const [, seconds] = /^!wait (\d+)$/.exec(text) ?? []
  if (seconds !== undefined) return { is: 'waits', ms: Number(seconds) * SECOND_MS }
  const [, joiner, role] = JOINS.exec(text) ?? []
  if (joiner !== undefined) return { is: 'joins', name: joiner, ...(role !== undefined && { role: role as Role }) }
  const [, leaver] = LEAVES.exec(text) ?? []
  if (leaver !== undefined) return { is: 'leaves', name: leaver }
  const [, name, marks, said] = SAYS.exec(text) ?? []
  return name === undefined ? null : readSaid(name, marks ?? '', said ?? '')
}

function readSaid(name: string, marks: string, text: string): Body | null {
  const found = [...marks.matchAll(/\(([^)]*)\)/g)].map(([, mark]) => mark!.trim())
  const reply = found.find(mark => /^reply( \S+)?$/.test(mark))
  const isKnown = (mark: string) => ['private', 'photo', 'press', reply].includes(mark)
  if (!found.every(isKnown)) return null
  if (found.includes('press')) return { is: 'presses', name, button: text }
  return {
    is: 'says',
    name,
    text: text.replaceAll('\\n', '\n'),
    isPrivate: found.includes('private'),
    hasPhoto: found.includes('photo'),
    ...(reply !== undefined && { replyTo: reply.slice('reply '.length) }),
  }
}
