import type { Event, Outcome } from '../events/event.ts'
import type { GroupId, Instant, MemberId } from '../events/ids.ts'
import { deliveries, EVERY_CHAT } from '../host/core/deliveries.ts'
import { retryMs } from '../host/core/delivering.ts'
import type { Handled, Host } from '../host/host.ts'
import type { Clock } from '../scheduler/clock.ts'
import type { Calls } from './calling.ts'
import { type ChatQueue, type Item, LANES, type LaneName, type Shipment } from './chat-queue.ts'
import { type Composer, deliveryOf, isPlain } from './composing.ts'
import type { Lane } from './lane.ts'
import type { CallKind, Pacer } from './pacing.ts'
import { REFUSED_RETRY_MS, type Recorder } from './recording.ts'
import type { Waiting } from './waiting.ts'

/** What may leave: nothing while there is no connection, replies while we catch up, then everything. */
export type Reach = 'nothing' | 'replies' | 'everything'

export interface SendingOptions {
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

/** Sends what waits in a chat, each class as it promises. */
export interface Sending {
  /** Sends what may leave now; else sets the time to look again. */
  step(chat: ChatQueue, now: Instant): void
  /** Receipts that are on their way: they are not late before it is known what came of them. */
  readonly leaving: ReadonlySet<string>
}

/** Most receipts that one message acknowledges. */
const RECEIPTS_PER_MESSAGE_MAX = 500
/** Most receipts that one commit puts into the line that says when the bot was away. */
const LATE_PER_COMMIT_MAX = 1_000
/** Most reactions on their way in one chat. */
const REACTIONS_AT_ONCE_MAX = 30
/** A long text that cannot go on for longer than this is asked about again before it does, in milliseconds. */
const PAUSE_WITHIN_TEXT_MS_MAX = 60_000
const NEVER = Number.POSITIVE_INFINITY
type Throttled = Outcome & { readonly is: 'throttled' }

export function createSending(options: SendingOptions): Sending {
  const { host, waiting, composer, pacer, calls, clock, office, decide, record, reach } = options
  const leaving = new Set<string>()

  // What leaves next

  function step(chat: ChatQueue, now: Instant): void {
    const silentUntil = silenceIn(chat)
    const isStuck = reach() === 'nothing' || silentUntil > now + PAUSE_WITHIN_TEXT_MS_MAX
    if (chat.shipment && !chat.isBusy && isStuck) breakOff(chat, chat.shipment)
    if (reach() === 'nothing') return
    const next = silentUntil > now ? silentUntil : Math.min(react(chat, now), chat.isBusy ? NEVER : ship(chat, now))
    if (next < NEVER) waiting.wake(chat, next)
    waiting.dropWhenIdle(chat)
  }

  /** Until when the platform wants silence: in this chat, or everywhere. */
  function silenceIn({ place }: ChatQueue): number {
    const { silences } = host.read(office, deliveries)
    const here =
      'member' in place
        ? silences.of(place.member).until
        : host.read(place.group, deliveries).silences.of('group').until
    return Math.max(here, silences.of(EVERY_CHAT).until)
  }

  function react(chat: ChatQueue, now: Instant): number {
    while (chat.reactionsUnderWay < REACTIONS_AT_ONCE_MAX) {
      const item = headOf(chat, chat.reactions, now)
      if (!item) return NEVER
      const at = pacer.nextAt(chat.key, 'reaction', now)
      if (at > now) return at
      sendReaction(chat, item)
    }
    return NEVER // each that comes back looks again
  }

  function ship(chat: ChatQueue, now: Instant): number {
    if (chat.shipment) {
      const at = pacer.nextAt(chat.key, chat.shipment.kind, now)
      if (at > now) return at
      pacer.spend(chat.key, chat.shipment.kind, now)
      sendPart(chat, chat.shipment)
      return NEVER
    }
    let next = NEVER
    for (const lane of LANES) {
      const item = headOf(chat, chat.lanes[lane], now, lane === 'late')
      if (!item || (reach() !== 'everything' && !isReply(item, lane))) continue
      const at = pacer.nextAt(chat.key, kindOf(item, lane), now)
      if (at <= now) {
        sendNext(chat, lane, item, now)
        return chat.isBusy ? NEVER : now
      }
      next = Math.min(next, at)
    }
    return next
  }

  /** The first that is still owed and belongs here. */
  function headOf(chat: ChatQueue, lane: Lane<Item>, now: Instant, mayBeLate = false): Item | undefined {
    for (let item = lane.peek(); item; item = lane.peek()) {
      const isLate = !mayBeLate && item.deadline !== null && item.deadline < now
      if (waiting.isOwed(item) && !isLate && !hasMoved(item, chat)) return item
      lane.shift()
    }
    return undefined
  }
  /** The group has another owner by now. */
  function hasMoved(item: Item, chat: ChatQueue): boolean {
    if (item.answer || waiting.recordOf(item).target !== 'owner') return false
    const place = waiting.placeOf(item)
    if (place && 'member' in place && 'member' in chat.place && place.member === chat.place.member) return false
    waiting.add(item)
    return true
  }

  function sendNext(chat: ChatQueue, lane: LaneName, item: Item, now: Instant): void {
    if (lane === 'late') return tellLate(chat, item.group, now)
    if (item.answer) return sendAnswer(chat, lane, item, item.answer)
    if (lane === 'receipt') return sendReceipts(chat, now)
    return mark(chat, lane, item, now)
  }

  // One call after the other

  function depart(chat: ChatQueue, shipment: Shipment): void {
    chat.shipment = shipment
    sendPart(chat, shipment)
  }

  /** Its place among the calls of this second and minute has been taken. */
  function sendPart(chat: ChatQueue, shipment: Shipment): void {
    chat.isBusy = true
    calls.make(shipment.parts[shipment.next]!, outcome => {
      shipment.next += 1
      const isOver = outcome.is !== 'sent' || shipment.next === shipment.parts.length
      if (isOver) chat.shipment = null
      shipment.settle(outcome, isOver ? undefined : shipment.next)
    })
  }
  /** What follows of a long text does not leave now. It was not sent: it is asked about again. */
  function breakOff(chat: ChatQueue, shipment: Shipment): void {
    chat.shipment = null
    shipment.settle({ is: 'failed', reason: 'broken off', again: true })
  }
  function release(chat: ChatQueue): void {
    chat.isBusy = false
    waiting.wake(chat)
  }

  // Answers: best effort

  function sendAnswer(chat: ChatQueue, lane: LaneName, item: Item, answer: NonNullable<Item['answer']>): void {
    chat.lanes[lane].shift()
    pacer.spend(chat.key, 'answer', clock.now())
    const parts = composer.parts(item.group, deliveryOf(answer.owed), chat.place)
    const settle = (outcome: Outcome, part?: number) => {
      answer.partsSent = part ?? answer.partsSent
      if (outcome.is === 'throttled') return silence(chat, item.group, outcome, () => backInLine(chat, [item]))
      if (outcome.is === 'failed' && outcome.again) {
        answer.attempt += 1
        waiting.setAside(item, (clock.now() + retryMs(answer.attempt)) as Instant)
      }
      release(chat)
    }
    depart(chat, { kind: 'answer', parts, next: answer.partsSent, settle })
  }
  function backInLine(chat: ChatQueue, items: readonly Item[]): void {
    for (const item of items.toReversed()) waiting.putBack(item)
    release(chat)
  }

  // Receipts: at least once until they are late

  function sendReaction(chat: ChatQueue, item: Item): void {
    chat.reactions.shift()
    chat.reactionsUnderWay += 1
    leaving.add(item.id)
    pacer.spend(chat.key, 'reaction', clock.now())
    calls.make(composer.reaction(item.group, waiting.recordOf(item), chat.place)!, outcome => {
      const settled = () => {
        chat.reactionsUnderWay -= 1
        waiting.wake(chat)
      }
      if (outcome.is !== 'failed' || outcome.again) return settleReceipts(chat, [item], outcome, settled)
      // A group may forbid reactions: then it is said in words.
      leaving.delete(item.id)
      waiting.watchDeadline(item)
      waiting.add(item, { asText: true })
      settled()
    })
  }

  /** Receipts that wait in the chat become one message. */
  function sendReceipts(chat: ChatQueue, now: Instant): void {
    const items = takeReceipts(chat, now)
    pacer.spend(chat.key, 'receipts', now)
    for (const { id } of items) leaving.add(id)
    const parts = composer.receipts(items[0]!.group, items.map(waiting.recordOf), chat.place)
    const settle = (outcome: Outcome, part?: number) => {
      if (part === undefined) settleReceipts(chat, items, outcome, () => release(chat))
      else release(chat)
    }
    depart(chat, { kind: 'receipts', parts, next: 0, settle })
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

  function settleReceipts(chat: ChatQueue, items: readonly Item[], outcome: Outcome, then: () => void): void {
    const { group } = items[0]!
    const settled = () => {
      for (const { id } of items) leaving.delete(id)
      then()
    }
    if (outcome.is !== 'throttled') return record(outcomeEvent(items, outcome), settled)
    silence(chat, group, outcome, () => {
      settled()
      for (const item of items.toReversed()) {
        waiting.watchDeadline(item)
        waiting.putBack(item)
      }
    })
  }

  /** All receipts that are late become one line, together with such a line that has not left yet. */
  function tellLate(chat: ChatQueue, group: GroupId, now: Instant): void {
    const ids: string[] = []
    const lane = chat.lanes.late
    for (let next = headOf(chat, lane, now, true); next?.group === group; next = headOf(chat, lane, now, true)) {
      ids.push(lane.shift()!.id)
      if (ids.length === LATE_PER_COMMIT_MAX) break
    }
    const earlier = waiting.awayLineIn(chat, group)
    const cause = `delivery:${ids[0]}:expired`
    const event = { kind: 'expired', cause, group, at: now, deliveries: earlier ? [...ids, earlier] : ids } as const
    record(event, handled => {
      // The line must be waiting before the next ones can join it.
      if (handled.is === 'committed' || handled.is === 'stopped') whenMarked(chat, handled.lsn, () => release(chat))
    })
  }

  // What leaves with a mark

  /** Asks whether it is still due; the answer and the mark that it leaves are durable before it leaves. */
  function mark(chat: ChatQueue, lane: LaneName, item: Item, now: Instant): void {
    chat.lanes[lane].shift()
    const attempt = waiting.recordOf(item).attempt + 1
    const cause = `delivery:${item.id}:due:${attempt}:${now}`
    const handled = decide({ kind: 'due', cause, group: item.group, at: now, delivery: item.id })
    if (handled.is === 'refused') return void waiting.setAside(item, (now + REFUSED_RETRY_MS) as Instant)
    if (handled.is !== 'committed') return
    const leaves = handled.commit.facts.some(([type]) => type === deliveries.facts.sending.type)
    if (!leaves) return
    // Taken now, not when the mark is durable: until then 600 chats would all see the same room.
    pacer.spend(chat.key, kindOf(item), now)
    whenMarked(chat, handled.lsn, () => sendMarked(chat, item, attempt))
  }
  function whenMarked(chat: ChatQueue, lsn: number, then: () => void): void {
    chat.isBusy = true
    const end = calls.begin()
    options
      .whenDurable(lsn)
      .then(then, error => options.onTrouble('the journal has failed', error))
      .finally(end)
  }

  function sendMarked(chat: ChatQueue, item: Item, attempt: number): void {
    const settle = (outcome: Outcome, part?: number) => {
      const member = memberOf(chat)
      const more = { ...(part !== undefined && { part }), ...(member !== undefined && { chat: member }) }
      const settled = () => record({ ...outcomeEvent([item], outcome, attempt), ...more }, () => release(chat))
      if (outcome.is === 'throttled') silence(chat, item.group, outcome, settled)
      else settled()
    }
    // Nothing has left yet, so this is certain.
    if (reach() === 'nothing') return settle({ is: 'failed', reason: 'not connected', again: true })
    const delivery = waiting.recordOf(item)
    try {
      const parts = composer.parts(item.group, delivery, chat.place)
      const next = delivery.partsSent
      // It has become shorter, a name perhaps, since its parts were sent: nothing is left of it.
      if (next >= parts.length) settle({ is: 'sent', at: clock.now() })
      else depart(chat, { kind: kindOf(item), parts, next, settle })
    } catch (error) {
      settle({ is: 'failed', reason: error instanceof Error ? error.message : String(error), again: false })
    }
  }

  // Recording what came of it

  /** Until then nothing leaves here. What is not about a group's own chat is recorded in the office. */
  function silence(chat: ChatQueue, group: GroupId, outcome: Throttled, then: () => void): void {
    const at = clock.now()
    const event = { kind: 'outcome', cause: `delivery:${chat.key}:throttled:${at}`, at, attempt: 0, outcome } as const
    const named: MemberId | typeof EVERY_CHAT | undefined = outcome.account ? EVERY_CHAT : memberOf(chat)
    if (named === undefined) record({ ...event, group, deliveries: [] }, then)
    else record({ ...event, group: office, chat: named, deliveries: [] }, then)
  }

  function outcomeEvent(items: readonly Item[], outcome: Outcome, attempt = 0): Event & { kind: 'outcome' } {
    const at = clock.now()
    const { id, group } = items[0]!
    const cause = `delivery:${id}:${attempt}:${outcome.is}:${at}`
    return { kind: 'outcome', cause, group, at, deliveries: items.map(({ id }) => id), attempt, outcome }
  }

  return { step, leaving }
}

const memberOf = ({ place }: ChatQueue) => ('member' in place ? place.member : undefined)
const isReply = (item: Item, lane: LaneName) => lane !== 'late' && (item.class === 'answer' || item.class === 'receipt')

function kindOf(item: Item, lane?: LaneName): CallKind {
  if (lane === 'late') return 'post'
  if (item.class === 'answer' || item.class === 'action') return item.class
  return item.class === 'receipt' ? 'receipts' : 'post'
}
