import type { Event } from '../events/event.ts'
import { type Delivery, deliveries, type Owed } from './core/deliveries.ts'
import { requests } from './core/exchange.ts'
import { membership } from './core/membership.ts'
import type { AnySlice, SliceState } from './slice.ts'

/** What a dead letter keeps besides its event: what was so then, and is gone once the event is recorded. */
export interface Kept {
  /** A delivery whose `due` threw. It has left the outbox. */
  readonly owed?: Owed
  /** Whether somebody who joined had been there before. */
  readonly returned?: boolean
  /** What a provider was asked. */
  readonly asked?: { readonly plugin: string; readonly provider: string; readonly data: object }
  /** Deliveries by id, of which the event tells what became. */
  readonly pending?: Readonly<Record<string, Delivery>>
}

type Read = <S extends AnySlice>(slice: S) => SliceState<S>

export function keptFor(read: Read, event: Event): Kept {
  switch (event.kind) {
    case 'joined':
      return { returned: hasBeenHere(read, event.who.member) }
    case 'due':
      return owedBy(read, event.delivery, event.at)
    case 'provided':
    case 'unprovided': {
      const { plugin, provider, data } = read(requests).pending.of(event.request)
      return { asked: { plugin, provider, data } }
    }
    case 'outcome':
    case 'expired': {
      const { pending } = read(deliveries)
      const known = event.deliveries.filter(id => pending.has(id))
      return { pending: Object.fromEntries(known.map(id => [id, pending.of(id) as Delivery])) }
    }
    default:
      return {}
  }
}

/** Whether somebody has been in the group before. */
export function hasBeenHere(
  read: Read,
  member: Parameters<SliceState<typeof membership>['members']['of']>[0],
): boolean {
  const { presence, joins } = read(membership).members.of(member)
  return presence === 'left' || joins > 0
}

function owedBy(read: Read, delivery: string, at: number): Kept {
  const pending = read(deliveries).pending.of(delivery) as Delivery
  if (pending.deadline !== null && at > pending.deadline) return { pending: { [delivery]: pending } }
  const { state: _, attempt: __, partsSent: ___, leftAt: ____, ...owed } = pending
  const present = Object.fromEntries(Object.entries(owed).filter(([, value]) => value !== null))
  return { owed: { ...present, deadline: owed.deadline, delivery } as Owed }
}
