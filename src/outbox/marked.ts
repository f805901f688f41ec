import type { Outcome } from '../events/event.ts'
import type { Instant } from '../events/ids.ts'
import { deliveries } from '../host/core/deliveries.ts'
import { type ChatQueue, type Item, kindOf, type LaneName } from './chat-queue.ts'
import { REFUSED_RETRY_MS } from './recording.ts'
import { type Desk, memberOf, type Shipping } from './shipping.ts'

/** Sends what leaves with a mark: notices, broadcasts, actions. */
export interface Marked {
  /** Asks whether the first in the lane is still due, and if so, sends it. */
  send(chat: ChatQueue, lane: LaneName, item: Item, now: Instant): void
}

/** `silenceIn`: until when the platform wants silence in a chat. */
export function createMarked(desk: Desk, shipping: Shipping, silenceIn: (chat: ChatQueue) => number): Marked {
  const { waiting, composer, pacer, clock, decide, record, reach } = desk
  const { release } = shipping

  /** The answer and the mark that it leaves are one commit, which is durable before it leaves. */
  function send(chat: ChatQueue, lane: LaneName, item: Item, now: Instant): void {
    chat.lanes[lane].shift()
    const attempt = waiting.recordOf(item).attempt + 1
    const cause = `delivery:${item.id}:due:${attempt}:${now}`
    const handled = decide({ kind: 'due', cause, group: item.group, at: now, delivery: item.id })
    if (handled.is === 'refused') return void waiting.setAside(item, (now + REFUSED_RETRY_MS) as Instant)
    if (handled.is !== 'committed') return
    const leaves = handled.commit.facts.some(([type]) => type === deliveries.facts.sending.type)
    if (!leaves) return
    // Taken now, not when the mark is durable: until then 600 chats would all see the same room.
    pacer.spend(chat.id, kindOf(item), now)
    shipping.whenDurable(chat, handled.lsn, () => leave(chat, item, attempt))
  }

  function leave(chat: ChatQueue, item: Item, attempt: number): void {
    const settle = (outcome: Outcome, part?: number) => settled(chat, item, attempt, outcome, part)
    // Nothing has left yet, so this is certain.
    if (reach() === 'nothing') return settle({ is: 'failed', reason: 'not connected', again: true })
    // A reaction beside it may have been answered so while the mark became durable.
    const until = silenceIn(chat) as Instant
    if (until > clock.now()) return settle({ is: 'throttled', until, account: false })
    const delivery = waiting.recordOf(item)
    try {
      const parts = composer.parts(item.group, delivery, chat.place)
      const next = delivery.partsSent
      // It has become shorter, a name perhaps, since its parts were sent: nothing is left of it.
      if (next >= parts.length) settle({ is: 'sent', at: clock.now() })
      else shipping.depart(chat, { kind: kindOf(item), parts, next, settle })
    } catch (error) {
      settle({ is: 'failed', reason: error instanceof Error ? error.message : String(error), again: false })
    }
  }

  function settled(chat: ChatQueue, item: Item, attempt: number, outcome: Outcome, part: number | undefined): void {
    const member = memberOf(chat)
    const event = {
      ...shipping.outcomeOf([item], outcome, attempt),
      ...(part !== undefined && { part }),
      ...(member !== undefined && { chat: member }),
    }
    const recorded = () => record(event, () => release(chat))
    if (outcome.is === 'throttled') shipping.silence(chat, item.group, outcome, recorded)
    else recorded()
  }

  return { send }
}
