import type { Outcome } from '../events/event.ts'
import type { GroupId, Instant } from '../events/ids.ts'
import { retryMs } from '../host/core/delivering.ts'
import { FACTS_PER_EVENT_MAX } from '../host/draft.ts'
import type { Answer, ChatQueue, Item, LaneName } from './chat-queue.ts'
import { deliveryOf, isPlain } from './composing.ts'
import type { Lane } from './lane.ts'
import type { Desk, Shipping } from './shipping.ts'

/** Sends what leaves without a mark: answers and receipts. */
export interface Replies {
  sendAnswer(chat: ChatQueue, lane: LaneName, item: Item, answer: Answer): void
  sendReaction(chat: ChatQueue, item: Item): void
  /** Receipts that wait in the chat become one message, as many as it has room for. */
  sendReceipts(chat: ChatQueue, now: Instant): void
  /** Receipts that are late become one line, together with such a line that has not left yet. */
  tellLate(chat: ChatQueue, group: GroupId, now: Instant): void
  /** Receipts that are on their way: they are not late before it is recorded what came of them. */
  readonly leaving: ReadonlySet<string>
  /** Records the reactions that a group's receipts have become since it last did. */
  recordShown(group: GroupId): void
  /** Records all of them, and from now on each at once. */
  recordAllShown(): void
}

/** The first of a lane that is still owed and belongs in its chat. */
export type HeadOf = (chat: ChatQueue, lane: Lane<Item>, now: Instant, mayBeLate?: boolean) => Item | undefined

/** Most receipts that one message acknowledges: of people who are told the same. */
const RECEIPTS_PER_MESSAGE_MAX = 500
/**
 * Reactions that were shown are recorded together, so long after the first, in milliseconds: one commit instead of
 * dozens when a group is in a hurry. A process that ends meanwhile reacts once more, which changes nothing; one that
 * then stays away until they are late counts them in its line, although they were seen.
 */
const SHOWN_RECORDED_AFTER_MS = 250
/** Most receipts that one commit tells their plugin of: it may record two facts for each. */
export const RECEIPTS_PER_COMMIT_MAX = FACTS_PER_EVENT_MAX / 2

export function createReplies(desk: Desk, shipping: Shipping, headOf: HeadOf): Replies {
  const { waiting, composer, pacer, calls, clock, record } = desk
  const { depart, release, silence, outcomeOf } = shipping
  const leaving = new Set<string>()
  const shown = new Map<GroupId, Map<Item, Instant>>()
  let isEnding = false

  // Answers: best effort

  function sendAnswer(chat: ChatQueue, lane: LaneName, item: Item, answer: Answer): void {
    chat.lanes[lane].shift()
    pacer.spend(chat.id, 'answer', clock.now())
    const parts = composer.parts(item.group, deliveryOf(answer.owed), chat.place)
    const settle = (outcome: Outcome, part?: number) => {
      answer.partsSent = part ?? answer.partsSent
      if (outcome.is === 'throttled') return silence(chat, item.group, outcome, () => goesFirst(chat, item))
      if (outcome.is === 'failed' && outcome.again) {
        answer.attempt += 1
        waiting.setAside(item, (clock.now() + retryMs(answer.attempt)) as Instant)
      }
      release(chat)
    }
    depart(chat, { kind: 'answer', parts, next: answer.partsSent, settle })
  }
  function goesFirst(chat: ChatQueue, item: Item): void {
    waiting.putBack(item)
    release(chat)
  }

  // Receipts: at least once until they are late

  function sendReaction(chat: ChatQueue, item: Item): void {
    chat.reactions.shift()
    chat.reactionsUnderWay += 1
    leaving.add(item.id)
    pacer.spend(chat.id, 'reaction', clock.now())
    const reaction = composer.reaction(item.group, waiting.recordOf(item), chat.place)!
    calls.make(reaction, outcome => {
      const then = () => {
        chat.reactionsUnderWay -= 1
        waiting.wake(chat)
      }
      // A group may forbid reactions: then it is said in words.
      if (outcome.is === 'failed' && !outcome.again) sayInstead(item, then)
      else if (outcome.is === 'sent' && !isEnding) {
        noteShown(item, outcome.at)
        then()
      } else settle(chat, [item], outcome, then)
    })
  }
  function noteShown(item: Item, at: Instant): void {
    const { group } = item
    const items = shown.get(group)
    if (!items) {
      shown.set(group, new Map([[item, at]]))
      waiting.wakes.set(`r:${group}`, (clock.now() + SHOWN_RECORDED_AFTER_MS) as Instant, { is: 'shown', group })
      return
    }
    items.set(item, at)
    if (items.size >= RECEIPTS_PER_COMMIT_MAX) recordShown(group)
  }
  function recordShown(group: GroupId): void {
    waiting.wakes.cancel(`r:${group}`)
    const items = shown.get(group)
    if (!items) return
    shown.delete(group)
    const sentAt = Object.fromEntries([...items].map(([{ id }, at]) => [id, at]))
    const event = outcomeOf([...items.keys()], { is: 'sent', at: clock.now() })
    record({ ...event, sentAt }, () => {
      for (const { id } of items.keys()) leaving.delete(id)
    })
  }
  function sayInstead(item: Item, then: () => void): void {
    leaving.delete(item.id)
    const inWords = { ...item, inWords: true }
    waiting.watchDeadline(inWords)
    waiting.add(inWords)
    then()
  }

  function sendReceipts(chat: ChatQueue, now: Instant): void {
    const taken = takeReceipts(chat, now)
    pacer.spend(chat.id, 'receipts', now)
    const { parts, count } = composer.receipts(taken[0]!.group, taken.map(waiting.recordOf), chat.place)
    const items = taken.slice(0, count)
    for (const item of taken.slice(count).toReversed()) chat.lanes.receipt.putBack(item)
    for (const { id } of items) leaving.add(id)
    depart(chat, {
      kind: 'receipts',
      parts,
      next: 0,
      settle(outcome, part) {
        if (part === undefined) settle(chat, items, outcome, () => release(chat))
        else release(chat)
      },
    })
  }
  function takeReceipts(chat: ChatQueue, now: Instant): readonly Item[] {
    const lane = chat.lanes.receipt
    const first = lane.shift()!
    const items = [first]
    if (!isPlain(waiting.recordOf(first))) return items
    while (items.length < RECEIPTS_PER_MESSAGE_MAX) {
      const next = headOf(chat, lane, now)
      if (!next || next.group !== first.group || !isPlain(waiting.recordOf(next))) break
      items.push(lane.shift()!)
    }
    return items
  }

  function settle(chat: ChatQueue, items: readonly Item[], outcome: Outcome, then: () => void): void {
    const settled = () => {
      for (const { id } of items) leaving.delete(id)
      then()
    }
    if (outcome.is !== 'throttled') return recordAll(items, outcome, settled)
    silence(chat, items[0]!.group, outcome, () => {
      settled()
      for (const item of items.toReversed()) {
        waiting.watchDeadline(item)
        waiting.putBack(item)
      }
    })
  }

  function recordAll(items: readonly Item[], outcome: Outcome, then: () => void): void {
    const rest = items.slice(RECEIPTS_PER_COMMIT_MAX)
    const next = rest.length === 0 ? then : () => recordAll(rest, outcome, then)
    record(outcomeOf(items.slice(0, RECEIPTS_PER_COMMIT_MAX), outcome), next)
  }

  function tellLate(chat: ChatQueue, group: GroupId, now: Instant): void {
    const ids: string[] = []
    const lane = chat.lanes.late
    while (ids.length < RECEIPTS_PER_COMMIT_MAX && headOf(chat, lane, now, true)?.group === group) {
      ids.push(lane.shift()!.id)
    }
    const earlier = waiting.awayLineIn(chat, group)
    const cause = `delivery:${ids[0]}:expired`
    const event = { kind: 'expired', cause, group, at: now, deliveries: earlier ? [...ids, earlier] : ids } as const
    record(event, handled => {
      // The line must be waiting before the next ones can join it.
      if (handled.is === 'committed' || handled.is === 'stopped')
        shipping.whenDurable(chat, handled.lsn, () => release(chat))
    })
  }

  return {
    ...{ sendAnswer, sendReaction, sendReceipts, tellLate, leaving, recordShown },
    recordAllShown() {
      isEnding = true
      for (const group of shown.keys()) recordShown(group)
    },
  }
}
