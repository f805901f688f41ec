import type { Outgoing } from '../adapters/adapter.ts'
import type { Outcome } from '../events/event.ts'
import type { GroupId, Instant, MemberId, MessageId } from '../events/ids.ts'
import type { deliveries, Owed } from '../host/core/deliveries.ts'
import type { DeliveryClass } from '../host/decision.ts'
import type { SliceState } from '../host/slice.ts'
import { createLane, type Lane, type LaneCount } from './lane.ts'
import type { CallKind } from './pacing.ts'

/**
 * What leaves first when several wait in one chat: the rest of what was begun, then each class in its turn. `late`
 * holds receipts that are past their deadline: what leaves of them is one line for all.
 */
export const LANES = ['unfinished', 'answer', 'receipt', 'late', 'notice', 'broadcast', 'action'] as const
export type LaneName = (typeof LANES)[number]

/** One delivery, or answer, that waits to leave. */
export interface Item {
  readonly id: string
  readonly group: GroupId
  readonly class: DeliveryClass
  readonly deadline: Instant | null
  /** Set for an answer, which is recorded nowhere else. */
  readonly answer?: Answer
  /** A receipt that the platform would not take as a reaction. */
  readonly inWords?: boolean
}
export interface Answer {
  readonly owed: Owed
  partsSent: number
  attempt: number
}

/** A chat on the platform: a group's own, or a member's private chat with the bot, which is one for all groups. */
export type Place = { readonly group: GroupId } | { readonly member: MemberId }

/** A message on its way, in one part or several. Nothing else goes between its parts. */
export interface Shipment {
  readonly kind: CallKind
  readonly parts: readonly Outgoing[]
  next: number
  /** The last message that came of it, since this was begun. */
  message?: MessageId
  /** What came of a part: of part number `part` when others follow, else of the whole. */
  readonly settle: (outcome: Outcome, part?: number) => void
}

export type Silences = SliceState<typeof deliveries>['silences']

/** What waits in one chat. One message is on its way at a time; reactions go beside it. */
export interface ChatQueue {
  readonly id: string
  readonly place: Place
  /** Where it is recorded that the platform wants silence here. */
  readonly silences: Silences
  readonly lanes: Readonly<Record<LaneName, Lane<Item>>>
  /** In all lanes together: most chats have nothing in any, and looking into seven takes a while. */
  readonly inLanes: LaneCount
  /** Receipts that the platform can show as a reaction: no messages, so they need not wait for any. */
  readonly reactions: Lane<Item>
  reactionsUnderWay: number
  isBusy: boolean
  shipment: Shipment | null
}

export const idOf = (place: Place): string => ('member' in place ? `m:${place.member}` : `g:${place.group}`)

export function createChatQueue(place: Place, silences: Silences): ChatQueue {
  const inLanes: LaneCount = { items: 0 }
  const lanes = Object.fromEntries(LANES.map(lane => [lane, createLane<Item>(inLanes)])) as Record<LaneName, Lane<Item>>
  const reactions = createLane<Item>()
  const isIdle = { reactionsUnderWay: 0, isBusy: false, shipment: null }
  return { id: idOf(place), place, silences, lanes, inLanes, reactions, ...isIdle }
}

/** Nothing waits in it and nothing is under way: it can be forgotten. */
export function isIdle({ inLanes, reactions, reactionsUnderWay, isBusy, shipment }: ChatQueue): boolean {
  return !isBusy && !shipment && reactionsUnderWay === 0 && reactions.size === 0 && inLanes.items === 0
}

/** What it is for the limits of the platform. The line that speaks of late receipts is a post. */
export function kindOf({ class: cls }: Item, lane?: LaneName): CallKind {
  if (lane === 'late' || cls === 'notice' || cls === 'broadcast') return 'post'
  return cls === 'receipt' ? 'receipts' : cls
}
