import type { Adapter } from '../adapters/adapter.ts'
import type { CompiledText } from '../content/template.ts'
import type { Desk } from '../desk.ts'
import type { Event, Outcome } from '../events/event.ts'
import type { GroupId, Instant, MemberId } from '../events/ids.ts'
import { type Delivery, deliveries, type Owed } from '../host/core/deliveries.ts'
import type { Handled, Host } from '../host/host.ts'
import type { DeepReadonly } from '../host/record.ts'
import type { Clock } from '../scheduler/clock.ts'
import { createCalls } from './calling.ts'
import type { Item } from './chat-queue.ts'
import { createComposer } from './composing.ts'
import { createPacer } from './pacing.ts'
import type { Recorder } from './recording.ts'
import { createSending } from './sending.ts'
import type { Reach } from './shipping.ts'
import { createWaiting, type Wake } from './waiting.ts'

export interface OutboxOptions {
  readonly host: Host
  readonly adapter: Pick<Adapter, 'capabilities' | 'pacing' | 'send'>
  readonly clock: Clock
  /** Where a group's chat is, and whether somebody's private chat is open. */
  readonly desk: Pick<Desk, 'chatOf' | 'topicOf' | 'movedAt' | 'hasMet'>
  /** The account's group without a chat: there it is recorded that every chat must wait, or a private one. */
  readonly office: GroupId
  /** Decides an event and passes on what it leads to. */
  readonly decide: (event: Event) => Handled
  /** Decides an event that has happened whether or not the journal takes it now. */
  readonly record: Recorder['record']
  /** Resolves when the commit is durable. */
  readonly whenDurable: (lsn: number) => Promise<void>
  /** Texts of the library by id, in their last good version. Default: none. */
  readonly textOf?: (id: string) => CompiledText | undefined
  /** A call has been answered: there may be something to do, although nothing was recorded of it. */
  readonly onAnswered?: () => void
  readonly onTrouble?: (what: string, error: unknown) => void
}

/** Sends what is owed, each class as it promises. Nothing leaves before `allow`. */
export interface Outbox extends AsyncDisposable {
  /** Takes up everything that is owed in a group. What was leaving when the process ended is now unknown. */
  load(group: GroupId): void
  /** Something is owed, or owed again. Its commit is durable. */
  take(group: GroupId, delivery: string): void
  /** A delivery is over: sent, or never to be. */
  forget(delivery: string): void
  /** A best-effort answer. What it answers is durable. */
  answer(group: GroupId, owed: Owed): void
  /** The group has an owner, perhaps another one: what is for the owner can go. */
  ownerKnown(group: GroupId): void
  /** Sets what may leave from now on. */
  allow(reach: Reach): void
  /** Does all that can be done at this instant. Sends are under way when it returns. */
  pump(now: Instant): void
  /** When there is something to do next. Null: nothing is waiting for time to pass. */
  nextAt(): Instant | null
  /** Calls that the platform has not answered yet, and marks that are not durable yet. */
  readonly inFlight: number
}

export function createOutbox(options: OutboxOptions): Outbox {
  const { host, adapter, clock, record, onTrouble = () => {} } = options
  const { textOf } = options
  const composer = createComposer({
    ...{ host, clock, capabilities: adapter.capabilities, desk: options.desk, onTrouble },
    ...(textOf && { textOf }),
  })
  const canWriteTo = (member: MemberId) => adapter.capabilities.writesFirst || options.desk.hasMet(member)
  const waiting = createWaiting({ host, composer, office: options.office, canWriteTo })
  const { onAnswered = () => {} } = options
  const calls = createCalls({ adapter, clock, wakes: waiting.wakes, onAnswered })
  const pacer = createPacer(adapter.pacing)
  let reach: Reach = 'nothing'
  const sending = createSending({ ...options, waiting, composer, pacer, calls, reach: () => reach, onTrouble })

  function load(group: GroupId): void {
    const reason = 'the process ended while it was being sent'
    // On a person's list it would be `handed`: as long as it is not, nobody has sent it.
    const outcome: Outcome = adapter.capabilities.hands
      ? { is: 'failed', reason, again: true }
      : { is: 'unknown', reason }
    // A copy, since recording outcomes changes what is pending.
    for (const [id, { state, attempt }] of [...host.read(group, deliveries).pending.each()]) {
      if (state === 'queued') take(group, id)
      else if (state === 'handed') waiting.watchDeadline(itemOf(group, id))
      else if (state === 'sending') {
        const at = clock.now()
        const cause = `delivery:${id}:${attempt}:unknown:${at}`
        record({ kind: 'outcome', cause, group, at, deliveries: [id], attempt, outcome })
      }
    }
  }

  function take(group: GroupId, id: string): void {
    const { pending } = host.read(group, deliveries)
    if (!pending.has(id)) return
    const delivery = pending.of(id) as DeepReadonly<Delivery>
    if (delivery.state !== 'queued') return
    const item = itemOf(group, id)
    waiting.watchDeadline(item)
    if (item.deadline === null || item.deadline >= clock.now()) addWhenDue(item, delivery.notBefore)
  }
  const itemOf = (group: GroupId, id: string): Item => {
    const { class: cls, deadline } = host.read(group, deliveries).pending.of(id) as DeepReadonly<Delivery>
    return { id, group, class: cls, deadline }
  }
  function addWhenDue(item: Item, notBefore: Instant): void {
    if (notBefore > clock.now()) waiting.setAside(item, notBefore)
    else waiting.add(item)
  }

  function pump(now: Instant): void {
    for (let wake = waiting.popDue(now); wake; wake = waiting.popDue(now)) {
      try {
        follow(wake, now)
      } catch (error) {
        // A bug in one chat: the others go on.
        onTrouble(`outbox, ${wake.is}`, error)
      }
    }
  }
  function follow(wake: Wake, now: Instant): void {
    if (wake.is === 'chat') sending.step(wake.chat, now)
    else if (wake.is === 'account') sending.stepLine(wake.share, now)
    else if (wake.is === 'ready') comesBack(wake.item)
    else if (wake.is === 'shown') sending.recordShown(wake.group)
    else if (wake.is === 'overdue') wake.giveUp()
    else expire(wake.item, now)
  }

  /** What was refused goes first again: posts keep their order. */
  function comesBack(item: Item): void {
    const isMarked = !item.answer && item.class !== 'receipt'
    const isSecondTry = isMarked && waiting.isOwed(item) && waiting.recordOf(item).attempt > 0
    if (isSecondTry) waiting.putBack(item)
    else waiting.add(item)
  }

  /** Receipts that are late wait for the line that speaks of all of them. Everything else is over. */
  function expire(item: Item, now: Instant): void {
    const { id, group } = item
    if (!waiting.isOpen(item) || sending.leaving.has(id)) return
    if (item.class === 'receipt' && waiting.placeOf(item)) waiting.addLate(item)
    else record({ kind: 'expired', cause: `delivery:${id}:expired`, group, at: now, deliveries: [id] })
  }

  function allow(to: Reach): void {
    if (to === reach) return
    reach = to
    for (const chat of waiting.chats.values()) waiting.wake(chat)
  }

  return {
    load,
    take,
    forget: waiting.forget,
    answer(group, owed) {
      const { delivery: id, deadline, notBefore } = owed
      addWhenDue({ id, group, class: 'answer', deadline, answer: { owed, partsSent: 0, attempt: 0 } }, notBefore)
    },
    ownerKnown: waiting.ownerKnown,
    allow,
    pump,
    nextAt: waiting.nextAt,
    get inFlight() {
      return calls.inFlight
    },
    async [Symbol.asyncDispose]() {
      allow('nothing')
      pump(clock.now())
      sending.recordAllShown()
      await calls.whenNone()
    },
  }
}
