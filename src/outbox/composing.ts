import type { Capabilities, Chat, Outgoing } from '../adapters/adapter.ts'
import type { GroupId } from '../events/ids.ts'
import type { Delivery, Owed } from '../host/core/deliveries.ts'
import type { Host } from '../host/host.ts'
import type { Written } from '../host/messages.ts'
import type { DeepReadonly } from '../host/record.ts'
import type { Place } from './chat-queue.ts'
import { inParts } from './cutting.ts'
import { createWriter } from './writing.ts'

type Recorded = DeepReadonly<Delivery>

/** Turns deliveries into calls to the platform, as far as it can do what they ask for. */
export interface Composer {
  /** The calls that a delivery consists of: one, or several for a long text. @throws when a phrase does. */
  parts(group: GroupId, delivery: Recorded, place: Place): readonly Outgoing[]
  /** Several receipts of one chat as one message. Of one that goes alone, `parts` has more. */
  receipts(group: GroupId, deliveries: readonly Recorded[], place: Place): readonly Outgoing[]
  /** The receipt as a reaction; null when it has none, or the platform cannot. */
  reaction(group: GroupId, delivery: Recorded, place: Place): Outgoing | null
}

export function createComposer(
  host: Host,
  capabilities: Capabilities,
  onTrouble: (what: string, error: unknown) => void,
): Composer {
  const { textLengthMax: lengthMax } = capabilities
  const writer = createWriter(host, onTrouble)

  function written(group: GroupId, { class: cls, says }: Recorded): Written {
    if (cls === 'answer') return writer.answer(group, says)
    return cls === 'receipt' ? writer.receipt(group, says) : writer.says(group, says)
  }

  function parts(group: GroupId, delivery: Recorded, place: Place): readonly Outgoing[] {
    const { action, buttons, image, pin, replyTo } = delivery
    if (action) return [{ kind: 'action', group, action: action.name, data: action.data }]
    const chat = chatAt(group, place)
    const texts = inParts(written(group, delivery), lengthMax)
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
    receipts(group, deliveries, place) {
      if (deliveries.length === 1) return parts(group, deliveries[0]!, place)
      const chat = chatAt(group, place)
      const text = writer.receipts(group, deliveries, { lengthMax, isPrivate: 'member' in place })
      return inParts(text, lengthMax).map(part => ({ kind: 'message', chat, ...part }))
    },
    reaction(group, { reaction, replyTo }, place) {
      if (!capabilities.reactions || reaction === null || replyTo === null) return null
      return { kind: 'reaction', chat: chatAt(group, place), message: replyTo, emoji: reaction }
    },
  }
}

const chatAt = (group: GroupId, place: Place): Chat => ('member' in place ? { group, member: place.member } : { group })

/** Whether it may become one message with other receipts: nothing hangs on its own message. */
export function isPlain({ buttons, image, pin }: Recorded): boolean {
  return buttons.length === 0 && image === null && !pin
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
    leftAt: null,
  }
}
