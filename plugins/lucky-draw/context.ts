import {
  type Asker,
  type Confirmed,
  type ContextOf,
  type Decision,
  type deliveries,
  type Instant,
  type LocalDay,
  type MemberId,
  membership,
  setup,
  type Undoing,
} from 'bonfire'
import type { attendance } from '../check-in/facts.ts'
import type { conversion } from '../conversion/facts.ts'
import type { ledger } from '../points/facts.ts'
import type { BeaconRequest } from './beacon.ts'
import type { LuckyDrawConfig } from './config.ts'
import type { luckyDraw } from './facts.ts'
import type { messages } from './messages.ts'
import type { OwnersReason } from './records.ts'

export interface OfDraw {
  readonly draw: number
}
/** A time at which the plan has a draw. */
export interface Announcing {
  readonly day: LocalDay
  readonly at: Instant
}
export interface Voiding extends OfDraw {
  readonly because: OwnersReason
}

type Given = ContextOf<
  typeof luckyDraw,
  typeof messages,
  LuckyDrawConfig,
  typeof ledger | typeof attendance | typeof conversion | typeof membership | typeof setup | typeof deliveries
>
type Waking = ReturnType<Given['wakeAt']>
/** What rings by itself in the life of a draw. */
export type DrawTimer =
  | 'close'
  | 'freeze'
  | 'unposted'
  | 'beacon'
  | 'overdue'
  | 'publish'
  | 'remind'
  | 'claims'
  | 'refund'

/** What the parts of this plugin are given. */
export type DrawContext = Omit<Given, 'wakeAt' | 'ask'> & {
  readonly wakeAt: {
    (timer: DrawTimer, at: Instant | null, data: OfDraw): Waking
    (timer: 'announce', at: Instant | null, data: Announcing): Waking
  }
  readonly ask: { readonly beacon: (request: BeaconRequest) => ReturnType<NonNullable<Given['ask'][string]>> }
}
/** The same with whoever asks. */
export type Asked = DrawContext &
  Asker & {
    readonly confirm: {
      readonly drawOpen: (data: OfDraw) => Confirmed
      readonly drawCancel: (data: OfDraw) => Confirmed
      readonly drawVoid: (data: Voiding) => Confirmed
    }
    readonly undo: { readonly drawNew: (data: OfDraw) => Undoing }
  }
export type Answer = Decision<'lucky-draw' | 'points'>

export const plusMs = (at: number, ms: number): Instant => (at + ms) as Instant

/** An instant as the group reads it: `20:00` today, `12-15 20:00` on another day. */
export function shownAt({ calendar, decidedAt }: Pick<DrawContext, 'calendar' | 'decidedAt'>, at: number): string {
  const instant = at as Instant
  const time = calendar.timeOf(instant)
  const day = calendar.dayOf(instant)
  return day === calendar.dayOf(decidedAt) ? time : `${day.slice(5)} ${time}`
}

/** With its day, today's too: where times of several days stand one below the other. */
export function datedAt({ calendar }: Pick<DrawContext, 'calendar'>, at: number): string {
  const instant = at as Instant
  return `${calendar.dayOf(instant).slice(5)} ${calendar.timeOf(instant)}`
}

/** The bot is not in the group: nothing can be said there. */
export const isGone = ({ read }: Pick<DrawContext, 'read'>): boolean => read(setup).group.standing === 'gone'

/** Why somebody is not there to win. Null: they are. */
export function absenceOf({ read }: Pick<DrawContext, 'read'>, member: MemberId | null): 'left' | 'erased' | null {
  if (member === null || isErased(member)) return 'erased'
  const { members, erasures } = read(membership)
  if (erasures.has(member)) return 'erased'
  return members.of(member).presence === 'present' ? null : 'left'
}
/** A pseudonym stands for somebody of whom nothing is known any more. */
export const isErased = (member: MemberId): boolean => member.startsWith('erased:')

/** Who did it, where that is a person: an admin who speaks as the group is nobody. */
export const byOf = ({ member, anonymous }: Pick<Asker, 'member' | 'anonymous'>): { by?: MemberId } =>
  anonymous ? {} : { by: member }
