import type { LocalDay, MessageId } from '../events/ids.ts'
import { type ChatLine, linesOf } from '../simulation/simulated-platform.ts'
import type { Rehearsal } from './rehearse.ts'
import { GROUP } from './stage.ts'

/** Of those who were told the same in private, so many are named. */
const NAMED_MAX = 3

/**
 * All that appeared in the group, and in private chats, as text: `08:00 bot: …`. Private lines say whose they are:
 * `20:01 bot → 小云: …`; what several people are told alike stands there once. Reactions stand behind what they are for.
 */
export function transcriptOf({ stage, calendar }: Rehearsal): readonly string[] {
  const written: string[] = []
  const places = new Map<MessageId, number>()
  const reactions = new Map<number, Map<string, number>>()
  let day: LocalDay | null = null
  for (let index = 0; index < stage.lines.length; index += 1) {
    const line = stage.lines[index]!
    if (line.is === 'reacted') {
      const place = places.get(line.message)
      if (place !== undefined) count(reactions, place, line)
      continue
    }
    const today = calendar.dayOf(line.at)
    if (today !== day) written.push(...(day === null ? [] : ['']), `── ${today} ──`)
    day = today
    const alike = alikeFrom(stage.lines, index)
    index += alike.length - 1
    const names = alike.map(({ to }) => stage.nameOf(to as never))
    const [text, ...more] = textOf(line, member => stage.nameOf(member), names).split('\n')
    if ('message' in line) places.set(line.message, written.length)
    const elsewhere = line.group === GROUP ? '' : `[${line.group}] `
    written.push(`${calendar.timeOf(line.at)} ${elsewhere}${text}`, ...more.map(next => `      ${next}`))
  }
  for (const [place, counts] of reactions) written[place] += [...counts].map(shown).join('')
  return written
}

function count(
  reactions: Map<number, Map<string, number>>,
  place: number,
  { emoji, on }: ChatLine & { readonly is: 'reacted' },
): void {
  const counts = reactions.get(place) ?? new Map<string, number>()
  counts.set(emoji, (counts.get(emoji) ?? 0) + (on ? 1 : -1))
  reactions.set(place, counts)
}
/** `  🔥`, or `  🔥 3` where several people have put it there. */
function shown([emoji, count]: readonly [string, number]): string {
  if (count <= 0) return ''
  return count === 1 ? `  ${emoji}` : `  ${emoji} ${count}`
}

/** The private messages from there on that say the same, the first one included. */
function alikeFrom(lines: readonly ChatLine[], from: number): readonly (ChatLine & { readonly is: 'sent' })[] {
  const first = lines[from]!
  if (first.is !== 'sent' || first.to === null) return [first as ChatLine & { readonly is: 'sent' }]
  const alike = [first]
  for (let next = lines[from + 1]; next?.is === 'sent'; next = lines[from + alike.length]) {
    if (next.to === null || next.text !== first.text || next.group !== first.group) break
    alike.push(next)
  }
  return alike
}

function toText(names: readonly string[]): string {
  const named = names.slice(0, NAMED_MAX).join('、')
  return names.length <= NAMED_MAX ? named : `${named} +${names.length - NAMED_MAX}`
}

type Shown = Exclude<ChatLine, { readonly is: 'reacted' }>
function textOf(line: Shown, nameOf: (member: never) => string, to: readonly string[]): string {
  const name = (member: string) => nameOf(member as never)
  switch (line.is) {
    case 'joined':
      return `+ ${name(line.member)}`
    case 'left':
      return `- ${name(line.member)}`
    case 'said': {
      const answers = line.answers && line.answers !== 'bot' ? ` ↩ ${name(line.answers)}` : ''
      return `${name(line.member)}${line.private ? ' → bot' : ''}${answers}: ${line.photo ? '[photo] ' : ''}${line.text}`
    }
    case 'sent': {
      const text = linesOf(line).join('\n')
      return `bot${line.to === null ? '' : ` → ${toText(to)}`}${line.pin ? ' [pinned]' : ''}: ${text}`
    }
    case 'did': {
      const { member } = line.data as { readonly member?: string }
      return `bot does ${line.action}${member === undefined ? '' : ` ${name(member)}`}`
    }
  }
}
