import type { Role } from '../events/event.ts'
import { ROLES } from '../events/event.ts'
import { type Instant, LocalDay, LocalTime } from '../events/ids.ts'
import { OrderId } from '../events/order.ts'
import type { Calendar } from '../host/calendar.ts'
import { editDistance } from '../host/command.ts'

/** What a line typed into the chat asks of the chat itself. Everything else is said in the group. */
export type Control =
  | { readonly is: 'as'; readonly name: string; readonly role: Role | undefined }
  | { readonly is: 'wait'; readonly ms: number }
  | { readonly is: 'at'; readonly instant: Instant }
  | { readonly is: 'private'; readonly text: string }
  | { readonly is: 'photo'; readonly text: string }
  /** Says yes to what the bot has asked whoever speaks. */
  | { readonly is: 'yes'; readonly isPrivate: boolean }
  /** To the last message of somebody; `bot` is the bot. */
  | { readonly is: 'reply'; readonly name: string; readonly text: string }
  /** All at the same moment. */
  | { readonly is: 'join'; readonly names: readonly string[] }
  /** Without a name: whoever speaks. */
  | { readonly is: 'leave'; readonly name?: string }
  /** A shop says that they have paid so much. */
  | { readonly is: 'buys'; readonly name: string; readonly minor: number; readonly offer?: string }
  /** The shop has given them back what they paid last. */
  | { readonly is: 'refunds'; readonly name: string }
  /** The group's chat gets another id, as a Telegram group does that becomes a supergroup. */
  | { readonly is: 'migrate' }
  /** A second group, with whoever speaks as its owner, and its code for `/handover`. */
  | { readonly is: 'next' }
  | { readonly is: 'who' | 'facts' | 'down' | 'up' | 'help' | 'quit' }
  /** A control with something wrong about it: what would be right. */
  | { readonly is: 'mistake'; readonly usage: string }
  | { readonly is: 'said'; readonly text: string }

/** How each control is used. */
export const USAGES = {
  as: '/as NAME [member|teacher|admin|owner]',
  wait: '/wait 1d | 2h | 30m | 45s',
  at: '/at 20:00 | /at 2026-03-05 08:00',
  dm: '/dm TEXT',
  photo: '/photo [TEXT]',
  reply: '/reply NAME TEXT',
  yes: '/yes | /dm /yes',
  join: '/join NAME…',
  leave: '/leave [NAME]',
  buys: '/buys NAME 9.90 [OFFER]',
  refunds: '/refunds NAME',
  migrate: '/migrate',
  next: '/next',
  who: '/who',
  facts: '/facts',
  down: '/down',
  up: '/up',
  quit: '/quit',
  '?': '/?',
} as const

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
/** Longest name of somebody in a playground, in characters, and most who join by one line. */
const NAME_CHARS_MAX = 32
const JOINING_MAX = 50
/** Longest time that one `/wait` or `/at` may skip, in days. */
const SKIP_DAYS_MAX = 400

/** Reads one line. `isBotWord` says whether the bot has a command of that name: then it is meant for the bot. */
export function readControl(
  line: string,
  now: Instant,
  calendar: Calendar,
  isBotWord: (word: string) => boolean,
): Control {
  const [, word, rest = ''] = /^\/(\S+)\s*(.*)$/su.exec(line.trim()) ?? []
  if (word === undefined) return { is: 'said', text: line }
  switch (word) {
    case 'as':
      return readAs(rest)
    case 'wait':
      return readWait(rest)
    case 'at':
      return readAt(rest, now, calendar)
    case 'dm':
      if (rest === '/yes') return { is: 'yes', isPrivate: true }
      return rest === '' ? { is: 'mistake', usage: USAGES.dm } : { is: 'private', text: rest }
    case 'yes':
      return rest === '' ? { is: 'yes', isPrivate: false } : { is: 'mistake', usage: USAGES.yes }
    case 'photo':
      return { is: 'photo', text: rest }
    case 'reply':
      return readReply(rest)
    case 'join':
      // A bot may have such a command too: what it would understand is left to it.
      return isBotWord(word) && /^(?:\d+(?:\s|$)|$)/.test(rest) ? { is: 'said', text: line } : readJoin(rest)
    case 'leave':
      return readLeave(rest)
    case 'buys':
      return readBuys(rest)
    case 'refunds':
      return isName(rest) && wordsOf(rest).length === 1
        ? { is: 'refunds', name: rest }
        : { is: 'mistake', usage: USAGES.refunds }
    case '?':
      return { is: 'help' }
    case 'migrate':
    case 'next':
    case 'who':
    case 'facts':
    case 'down':
    case 'up':
    case 'quit':
      return rest === '' ? { is: word } : { is: 'mistake', usage: USAGES[word] }
    default:
      return isBotWord(word) ? { is: 'said', text: line } : mistypedOrSaid(word, line)
  }
}

function mistypedOrSaid(word: string, line: string): Control {
  const near = Object.entries(USAGES).find(([control]) => control.length > 2 && editDistance(control, word) <= 1)
  return near ? { is: 'mistake', usage: near[1] } : { is: 'said', text: line }
}

const isName = (text: string) => text !== '' && text.length <= NAME_CHARS_MAX
const wordsOf = (text: string) => text.split(/\s+/u).filter(word => word !== '')

function readReply(rest: string): Control {
  const [, name = '', text = ''] = /^@?(\S+)\s+(.+)$/su.exec(rest) ?? []
  return isName(name) ? { is: 'reply', name, text } : { is: 'mistake', usage: USAGES.reply }
}

function readJoin(rest: string): Control {
  const names = [...new Set(wordsOf(rest))]
  const isRight = names.length > 0 && names.length <= JOINING_MAX && names.every(isName)
  return isRight ? { is: 'join', names } : { is: 'mistake', usage: USAGES.join }
}

/** Yuan and fen. */
function readBuys(rest: string): Control {
  const [name = '', amount = '', offer, ...more] = wordsOf(rest)
  const [, yuan, fen = ''] = /^[¥￥]?(\d{1,7})(?:\.(\d{1,2}))?$/.exec(amount) ?? []
  const isOffer = offer === undefined || OrderId.safeParse(offer).success
  if (!isName(name) || yuan === undefined || !isOffer || more.length > 0) return { is: 'mistake', usage: USAGES.buys }
  const minor = Number(yuan) * 100 + Number(fen.padEnd(2, '0'))
  return { is: 'buys', name, minor, ...(offer !== undefined && { offer }) }
}

function readLeave(rest: string): Control {
  const [name, ...more] = wordsOf(rest)
  if (more.length > 0) return { is: 'mistake', usage: USAGES.leave }
  return { is: 'leave', ...(name !== undefined && { name }) }
}

function readAs(rest: string): Control {
  const [name = '', role, ...more] = rest.split(/\s+/u)
  const isRole = role === undefined || ROLES.includes(role as Role)
  if (!isName(name) || more.length > 0 || !isRole) return { is: 'mistake', usage: USAGES.as }
  return { is: 'as', name, role: role as Role | undefined }
}

function readWait(rest: string): Control {
  const [, count, unit] = /^(\d{1,6})\s*([smhd])$/.exec(rest) ?? []
  if (count === undefined) return { is: 'mistake', usage: USAGES.wait }
  const ms = Number(count) * UNIT_MS[unit as keyof typeof UNIT_MS]
  return ms > SKIP_DAYS_MAX * UNIT_MS.d ? { is: 'mistake', usage: USAGES.wait } : { is: 'wait', ms }
}

/** A time alone is the next such time; with a date it is that one. A time that is past already passes no time. */
function readAt(rest: string, now: Instant, calendar: Calendar): Control {
  const [, date, clock] = /^(?:(\d{4}-\d\d-\d\d)\s+)?(\d\d:\d\d)$/.exec(rest) ?? []
  const time = LocalTime.safeParse(clock)
  const day = LocalDay.safeParse(date ?? calendar.dayOf(now))
  if (!time.success || !day.success) return { is: 'mistake', usage: USAGES.at }
  const today = calendar.at(day.data, time.data)
  const instant =
    date === undefined && today <= now ? calendar.at(calendar.dayOf(calendar.endOf(day.data)), time.data) : today
  const isTooFar = instant - now > SKIP_DAYS_MAX * UNIT_MS.d
  return isTooFar ? { is: 'mistake', usage: USAGES.at } : { is: 'at', instant }
}
