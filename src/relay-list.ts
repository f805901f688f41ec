import type { Account } from './account.ts'
import type { Adapter, Outgoing } from './adapters/adapter.ts'
import { PICTURE_NAME } from './adapters/relay/relay-image.ts'
import type { RelayList, RelayTask, Settlement } from './adapters/relay/relay-list.ts'
import type { Desk } from './desk.ts'
import type { GroupId } from './events/ids.ts'
import { type Delivery, deliveries } from './host/core/deliveries.ts'
import { membership } from './host/core/membership.ts'
import type { DeepReadonly } from './host/record.ts'
import type { Journal } from './journal/journal.ts'
import { type ComposerOptions, createComposer } from './outbox/composing.ts'
import type { Clock } from './scheduler/clock.ts'

/** An account whose deliveries a person sends. */
export interface Relayed {
  readonly account: Account
  readonly journal: Journal
  readonly adapter: Pick<Adapter, 'capabilities'>
  readonly desk: Desk
  readonly clock: Clock
  readonly onTrouble: (what: string, error: unknown) => void
  /** As the outbox has it. Default: none. */
  readonly textOf?: NonNullable<ComposerOptions['textOf']>
}

/** The list of an account that is opened later: an adapter is made first. */
export function createRelayList(): RelayList & { attach(relayed: Relayed): void } {
  let relayed: Relayed | null = null
  const listeners = new Set<() => void>()

  function tasks(): readonly RelayTask[] {
    if (!relayed) return []
    const found: RelayTask[] = []
    for (const group of relayed.account.host.groups.keys()) {
      for (const [id, delivery] of relayed.account.host.read(group, deliveries).pending.each()) {
        if (delivery.state === 'handed') found.push(taskOf(relayed, group, id, delivery as DeepReadonly<Delivery>))
      }
    }
    return found.sort((a, b) => a.since - b.since)
  }

  async function settle(task: string, as: Settlement): Promise<boolean> {
    const found = relayed && placeOf(relayed, task)
    if (!relayed || !found) return false
    const { account, clock, journal } = relayed
    const { group, attempt } = found
    const at = clock.now()
    const outcome = as === 'sent' ? ({ is: 'sent', at } as const) : SKIPPED
    const cause = `delivery:${task}:${attempt}:${as}:${at}`
    const handled = account.decide({ kind: 'outcome', cause, group, at, deliveries: [task], attempt, outcome })
    if (handled.is === 'refused') throw handled.error
    await journal.whenDurable(journal.next - 1)
    return true
  }

  return {
    tasks,
    settle,
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    attach(to) {
      relayed = to
      to.account.onChange(() => {
        for (const listener of listeners) listener()
      })
    },
  }
}

const SKIPPED = { is: 'failed', reason: 'skipped', again: false } as const

function placeOf({ account }: Relayed, task: string): { readonly group: GroupId; readonly attempt: number } | null {
  for (const group of account.host.groups.keys()) {
    const { pending } = account.host.read(group, deliveries)
    if (pending.has(task) && pending.of(task).state === 'handed') return { group, attempt: pending.of(task).attempt }
  }
  return null
}

function taskOf(relayed: Relayed, group: GroupId, id: string, delivery: DeepReadonly<Delivery>): RelayTask {
  const { account, adapter, desk, onTrouble } = relayed
  const { capabilities } = adapter
  const { members } = account.host.read(group, membership)
  const nameOf = (member: Parameters<typeof members.of>[0]) => members.of(member).name ?? member
  const title = desk.known().find(known => known.group === group)?.title ?? group
  const { action, image, deadline, leftAt, at } = delivery
  const common = { id, group: { id: group, title }, since: leftAt ?? at, deadline, class: delivery.class }
  if (action) {
    const { member } = action.data as { readonly member?: Parameters<typeof members.of>[0] }
    const about = { action: action.name, data: action.data }
    return { ...common, kind: 'action', text: '', action: about, mentions: member ? [nameOf(member)] : [] }
  }
  const { textOf, clock } = relayed
  const composer = createComposer({
    ...{ host: account.host, clock, capabilities, desk, onTrouble },
    ...(textOf && { textOf }),
  })
  const parts = partsOf(() => composer.parts(group, delivery, { group }))
  const picture = parts.find(part => part.picture !== undefined)?.picture
  return {
    ...common,
    kind: 'message',
    text: parts.map(({ text }) => text).join(''),
    mentions: [...new Set(parts.flatMap(({ mentions }) => mentions.map(({ member }) => nameOf(member))))],
    ...(image !== null && capabilities.images && { image }),
    ...(picture && { picture, image: PICTURE_NAME }),
  }
}

/** A text that cannot be written any more, since its file is gone, says so: the rest of the list is still needed. */
function partsOf(
  compose: () => readonly Outgoing[],
): readonly Pick<OutgoingMessage, 'text' | 'mentions' | 'picture'>[] {
  try {
    return compose().flatMap(part => (part.kind === 'message' ? [part] : []))
  } catch (error) {
    return [{ text: `[${error instanceof Error ? error.message : String(error)}]`, mentions: [] }]
  }
}
type OutgoingMessage = Extract<Outgoing, { readonly kind: 'message' }>
