import type { Capabilities, Chat, Outgoing } from '../adapters/adapter.ts'
import type { GroupId } from '../events/ids.ts'
import type { Delivery, Owed } from '../host/core/deliveries.ts'
import { membership } from '../host/core/membership.ts'
import type { Host } from '../host/host.ts'
import type { DeepReadonly } from '../host/record.ts'
import { createWriter, inParts } from './writing.ts'

type Recorded = DeepReadonly<Delivery>

/** Turns deliveries into calls to the platform, as far as it can do what they ask for. */
export interface Composer {
  /** The calls that a delivery consists of: one, or several for a long text. */
  parts(group: GroupId, delivery: Recorded): readonly Outgoing[]
  /** Several receipts as one message. */
  receipts(group: GroupId, deliveries: readonly Recorded[]): Outgoing
  /** The receipt as a reaction; null when it has none or the platform cannot. */
  reaction(group: GroupId, delivery: Recorded): Outgoing | null
}

export function createComposer(
  host: Host,
  capabilities: Capabilities,
  onTrouble: (what: string, error: unknown) => void,
): Composer {
  const writer = createWriter(host, onTrouble)

  function placeOf(group: GroupId, target: Recorded['target']): Chat {
    if (target === 'group') return { group }
    if (target !== 'owner') return { group, member: target.member }
    const { owner } = host.read(group, membership).group
    if (owner === null) throw new Error('The group has no known owner.')
    return { group, member: owner }
  }

  function parts(group: GroupId, delivery: Recorded): readonly Outgoing[] {
    const { action, target, says, buttons, image, pin, replyTo } = delivery
    if (action) return [{ kind: 'action', group, action: action.name, data: action.data }]
    const chat = placeOf(group, target)
    const written = delivery.class === 'answer' ? writer.answer(group, says) : writer.says(group, says)
    const texts = inParts(written, capabilities.textLengthMax)
    return texts.map((text, index): Outgoing => {
      const first = index === 0 && {
        ...(replyTo !== null && { replyTo }),
        ...(image !== null && capabilities.images && { image }),
        ...(pin && capabilities.pin && { pin }),
      }
      const last = index === texts.length - 1 &&
        buttons.length > 0 &&
        capabilities.buttons && { buttons: buttonsOf(delivery) }
      return { kind: 'message', chat, ...text, ...first, ...last }
    })
  }

  return {
    parts,
    receipts(group, deliveries) {
      const { target, replyTo } = deliveries[0]!
      const [text] = inParts(writer.receipts(group, deliveries), capabilities.textLengthMax)
      const isReply = deliveries.length === 1 && replyTo !== null
      return { kind: 'message', chat: placeOf(group, target), ...text!, ...(isReply && { replyTo }) }
    },
    reaction(group, { reaction, replyTo, target }) {
      if (!capabilities.reactions || reaction === null || replyTo === null) return null
      return { kind: 'reaction', chat: placeOf(group, target), message: replyTo, emoji: reaction }
    },
  }
}

function buttonsOf({ buttons }: Recorded) {
  return buttons.map(({ label, says, url }) => ({
    label,
    ...(says !== undefined && { says }),
    ...(url !== undefined && { url }),
  }))
}

/** An answer, in the shape of a recorded delivery. */
export function deliveryOf(owed: Owed): Delivery {
  const { action, about, replyTo, reaction, buttons, image, pin, ...rest } = owed
  return {
    ...rest,
    says: [...rest.says],
    action: action ?? null,
    about: about ?? null,
    replyTo: replyTo ?? null,
    reaction: reaction ?? null,
    buttons: buttons ?? [],
    image: image ?? null,
    pin: pin ?? false,
    state: 'queued',
    attempt: 0,
    partsSent: 0,
  }
}
