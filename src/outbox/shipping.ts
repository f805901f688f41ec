import type { Event, EventOf, Outcome } from '../events/event.ts'
import type { GroupId, MemberId } from '../events/ids.ts'
import { EVERY_CHAT } from '../host/core/deliveries.ts'
import type { Handled, Host } from '../host/host.ts'
import type { Clock } from '../scheduler/clock.ts'
import type { Calls } from './calling.ts'
import type { ChatQueue, Item, Shipment } from './chat-queue.ts'
import type { Composer } from './composing.ts'
import type { Pacer } from './pacing.ts'
import type { Recorder } from './recording.ts'
import type { Waiting } from './waiting.ts'

/** What may leave: nothing while there is no connection, replies while we catch up, then everything. */
export type Reach = 'nothing' | 'replies' | 'everything'

/** What all that leaves needs, of whatever class. */
export interface Desk {
  readonly host: Host
  readonly waiting: Waiting
  readonly composer: Composer
  readonly pacer: Pacer
  readonly calls: Calls
  readonly clock: Clock
  readonly office: GroupId
  readonly decide: (event: Event) => Handled
  readonly record: Recorder['record']
  /** Resolves when the commit is durable. */
  readonly whenDurable: (lsn: number) => Promise<void>
  readonly reach: () => Reach
  readonly onTrouble: (what: string, error: unknown) => void
}
export type Throttled = Outcome & { readonly is: 'throttled' }

/** Messages on their way, part by part, and what is recorded of them. */
export interface Shipping {
  /** Sends the first part. Its place among the calls of this second and minute has been taken. */
  depart(chat: ChatQueue, shipment: Shipment): void
  /** Sends the next part, likewise. */
  goOn(chat: ChatQueue, shipment: Shipment): void
  /** What follows of a long text does not leave now. It was certainly not sent: it is tried again later. */
  breakOff(chat: ChatQueue, shipment: Shipment): void
  /** Keeps the chat busy until the commit is durable. */
  whenDurable(chat: ChatQueue, lsn: number, then: () => void): void
  /** The next one may leave. */
  release(chat: ChatQueue): void
  /** Records that the platform wants silence, here or everywhere. */
  silence(chat: ChatQueue, group: GroupId, outcome: Throttled, then: () => void): void
  outcomeOf(items: readonly Item[], outcome: Outcome, attempt?: number): EventOf<'outcome'>
}

export function createShipping(desk: Desk): Shipping {
  const { calls, clock, office, record, waiting } = desk

  function goOn(chat: ChatQueue, shipment: Shipment): void {
    chat.isBusy = true
    const part = shipment.parts[shipment.next]!
    calls.make(part, cameOf => {
      const outcome = part.kind === 'message' && part.isExtra ? ofExtra(shipment, cameOf) : cameOf
      if (outcome.is === 'sent' && outcome.message !== undefined) shipment.message = outcome.message
      shipment.next += 1
      const isOver = outcome.is !== 'sent' || shipment.next === shipment.parts.length
      if (isOver) chat.shipment = null
      shipment.settle(outcome, isOver ? undefined : shipment.next)
    })
  }

  /**
   * What counts has been sent. A picture that may be there is not sent again, and one that a group does not take is not
   * tried until somebody lifts that: it would be late, and its delivery open until then.
   */
  function ofExtra({ message }: Shipment, outcome: Outcome): Outcome {
    if (outcome.is === 'throttled' || outcome.is === 'handed') return outcome
    if (outcome.is !== 'sent') desk.onTrouble('a picture', new Error(outcome.reason))
    const at = outcome.is === 'sent' ? outcome.at : clock.now()
    return { is: 'sent', at, ...(message !== undefined && { message }) }
  }

  function silence(chat: ChatQueue, group: GroupId, outcome: Throttled, then: () => void): void {
    const at = clock.now()
    const event = { kind: 'outcome', cause: `delivery:${chat.id}:throttled:${at}`, at, attempt: 0, outcome } as const
    const named: MemberId | typeof EVERY_CHAT | undefined = outcome.account ? EVERY_CHAT : memberOf(chat)
    // A private chat is the same for all groups.
    if (named === undefined) record({ ...event, group, deliveries: [] }, then)
    else record({ ...event, group: office, chat: named, deliveries: [] }, then)
  }

  return {
    goOn,
    silence,
    depart(chat, shipment) {
      chat.shipment = shipment
      goOn(chat, shipment)
    },
    breakOff(chat, shipment) {
      chat.shipment = null
      shipment.settle({ is: 'failed', reason: 'broken off', again: true })
    },
    whenDurable(chat, lsn, then) {
      chat.isBusy = true
      const end = calls.begin()
      desk
        .whenDurable(lsn)
        .then(then, error => desk.onTrouble('the journal has failed', error))
        .finally(end)
    },
    release(chat) {
      chat.isBusy = false
      waiting.wake(chat)
    },
    outcomeOf(items, outcome, attempt = 0) {
      const at = clock.now()
      const { id, group } = items[0]!
      const cause = `delivery:${id}:${attempt}:${outcome.is}:${at}`
      return { kind: 'outcome', cause, group, at, deliveries: items.map(({ id }) => id), attempt, outcome }
    },
  }
}

/** Whose private chat it is. Undefined: it is a group's. */
export const memberOf = ({ place }: ChatQueue): MemberId | undefined => ('member' in place ? place.member : undefined)
