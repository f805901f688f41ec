import type { Adapter, Outgoing } from '../adapters/adapter.ts'
import type { Event, Outcome } from '../events/event.ts'
import type { GroupId, Instant, MemberId } from '../events/ids.ts'
import { type Delivery, deliveries, EVERY_CHAT, type Owed } from '../host/core/deliveries.ts'
import { membership } from '../host/core/membership.ts'
import type { DeliveryClass } from '../host/decision.ts'
import type { Handled, Host } from '../host/host.ts'
import type { DeepReadonly } from '../host/record.ts'
import type { Clock } from '../scheduler/clock.ts'
import { createTimerQueue } from '../scheduler/timers.ts'
import { createComposer, deliveryOf } from './composing.ts'
import { type CallKind, createPacer } from './pacing.ts'

export interface OutboxOptions {
  readonly host: Host
  readonly adapter: Pick<Adapter, 'capabilities' | 'pacing' | 'send'>
  readonly clock: Clock
  /** The account's group without a chat: there it is recorded that every chat must wait. */
  readonly office: GroupId
  /** Decides an event and passes on what it leads to. */
  readonly decide: (event: Event) => Handled
  /** Resolves when the commit is durable. */
  readonly whenDurable: (lsn: number) => Promise<void>
  readonly onTrouble?: (what: string, error: unknown) => void
}

/** Sends what is owed, each class as it promises. */
export interface Outbox {
  /** Takes up everything that is owed in a group. What was leaving when the process ended is now unknown. */
  load(group: GroupId): void
  /** Something is owed, or owed again. Its commit is durable. */
  take(group: GroupId, delivery: string): void
  /** A delivery is over: nothing waits for it any more. */
  forget(delivery: string): void
  /** A best-effort answer. What it answers is durable. */
  answer(group: GroupId, owed: Owed): void
  /** Does all that can be done at this instant. Sends are under way when it returns. */
  pump(now: Instant): void
  /** When there is something to do next. Null: nothing is waiting for time to pass. */
  nextAt(): Instant | null
  /** While catching up, only answers and receipts leave. */
  setCatchingUp(isCatchingUp: boolean): void
  /** Calls that the platform has not answered yet. */
  readonly inFlight: number
}

/** What leaves first when several wait in one chat. */
const PRIORITY: readonly DeliveryClass[] = ['answer', 'receipt', 'notice', 'broadcast', 'action']
/** Most receipts that one message acknowledges. */
const RECEIPTS_PER_MESSAGE_MAX = 500
/** How long to wait before asking a journal again that took nothing, in milliseconds. */
const REFUSED_RETRY_MS = 1_000

interface Item {
  readonly id: string
  readonly group: GroupId
  readonly class: DeliveryClass
  readonly deadline: Instant | null
  /** Set for an answer, which is recorded nowhere else. */
  readonly owed?: Owed
}
interface Chain {
  readonly item: Item
  readonly attempt: number
  readonly parts: readonly Outgoing[]
  next: number
}
interface ChatQueue {
  readonly key: string
  readonly group: GroupId
  /** The group's own chat, or the member whose private chat it is. */
  readonly name: 'group' | MemberId
  /** What may leave, oldest first. */
  readonly ready: Readonly<Record<DeliveryClass, Map<string, Item>>>
  isBusy: boolean
  /** A long text under way: nothing else goes between its parts. */
  chain: Chain | null
}
type Throttled = Extract<Outcome, { is: 'throttled' }>
type Wake =
  | { readonly is: 'chat'; readonly chat: string }
  | { readonly is: 'ready'; readonly item: Item }
  | { readonly is: 'expired'; readonly item: Item }
  | { readonly is: 'unrecorded'; readonly event: Event; readonly then: () => void }

export function createOutbox(options: OutboxOptions): Outbox {
  const { host, adapter, clock, office, decide, whenDurable } = options
  const pacer = createPacer(adapter.pacing)
  const composer = createComposer(host, adapter.capabilities, options.onTrouble ?? (() => {}))
  const wakes = createTimerQueue<Wake>()
  const chats = new Map<string, ChatQueue>()
  const retries = new Map<string, number>()
  /** Receipts that are on their way: they do not expire until it is known what came of them. */
  const leaving = new Set<string>()
  let isCatchingUp = false
  let inFlight = 0
  let unrecorded = 0

  // Taking in

  const recordOf = ({ group, id }: Item) => host.read(group, deliveries).pending.of(id) as DeepReadonly<Delivery>
  const isOwed = (item: Item) =>
    item.owed !== undefined ||
    (host.read(item.group, deliveries).pending.has(item.id) && recordOf(item).state === 'queued')

  function load(group: GroupId): void {
    const outcome: Outcome = { is: 'unknown', reason: 'the process ended while it was being sent' }
    // A copy, since recording outcomes changes what is pending.
    for (const [id, { state, attempt }] of [...host.read(group, deliveries).pending.each()]) {
      if (state === 'sending') record(outcomeEvent(group, [id], attempt, outcome))
      else if (state === 'queued') take(group, id)
    }
  }

  function take(group: GroupId, id: string): void {
    if (!host.read(group, deliveries).pending.has(id)) return
    const delivery = host.read(group, deliveries).pending.of(id) as DeepReadonly<Delivery>
    if (delivery.state !== 'queued') return
    const item: Item = { id, group, class: delivery.class, deadline: delivery.deadline }
    if (item.deadline !== null) wakes.set(`x:${id}`, (item.deadline + 1) as Instant, { is: 'expired', item })
    if (item.deadline === null || item.deadline >= clock.now()) enqueue(item, delivery.notBefore)
  }

  function forget(id: string): void {
    wakes.cancel(`x:${id}`)
    wakes.cancel(`d:${id}`)
    retries.delete(id)
  }

  function answer(group: GroupId, owed: Owed): void {
    const item: Item = { id: owed.delivery, group, class: 'answer', deadline: owed.deadline, owed }
    enqueue(item, clock.now())
  }

  function enqueue(item: Item, notBefore: Instant): void {
    if (notBefore > clock.now()) return wakes.set(`d:${item.id}`, notBefore, { is: 'ready', item })
    const chat = chatOf(item)
    chat.ready[item.class].set(item.id, item)
    wakeChat(chat)
  }

  function chatOf({ group, ...item }: Item): ChatQueue {
    const { target } = item.owed ?? recordOf({ group, ...item })
    const name = nameOf(group, target)
    const key = `${group} ${name}`
    const known = chats.get(key)
    if (known) return known
    const ready = { answer: new Map(), receipt: new Map(), notice: new Map(), broadcast: new Map(), action: new Map() }
    const chat: ChatQueue = { key, group, name, ready, isBusy: false, chain: null }
    chats.set(key, chat)
    return chat
  }
  /** What is for the owner waits with what is for that member; with the group's while nobody knows who that is. */
  function nameOf(group: GroupId, target: Owed['target'] | DeepReadonly<Owed['target']>): ChatQueue['name'] {
    if (target === 'owner') return host.read(group, membership).group.owner ?? 'group'
    return target === 'group' ? target : target.member
  }
  const wakeChat = ({ key }: ChatQueue) => wakes.set(`c:${key}`, 0 as Instant, { is: 'chat', chat: key })

  // What is due

  function pump(now: Instant): void {
    const expired = new Map<GroupId, string[]>()
    for (let wake = wakes.popDue(now); wake; wake = wakes.popDue(now)) {
      const { value } = wake
      if (value.is === 'chat') step(chats.get(value.chat), now)
      else if (value.is === 'ready') enqueue(value.item, now)
      else if (value.is === 'unrecorded') record(value.event, value.then)
      else if (isOwed(value.item) && !leaving.has(value.item.id))
        expired.set(value.item.group, [...(expired.get(value.item.group) ?? []), value.item.id])
    }
    for (const [group, ids] of expired) {
      record({ kind: 'expired', cause: `delivery:${ids[0]}:expired`, group, at: now, deliveries: ids })
    }
  }

  /** Sends the most urgent thing in a chat that may leave now; else sets the time to look again. */
  function step(chat: ChatQueue | undefined, now: Instant): void {
    if (!chat || chat.isBusy) return
    const silentUntil = silenceOf(chat)
    if (chat.chain) {
      const at = Math.max(pacer.nextAt(chat.key, 'message', now), silentUntil) as Instant
      if (at > now) return wakes.set(`c:${chat.key}`, at, { is: 'chat', chat: chat.key })
      return sendPart(chat, chat.chain, now)
    }
    let next = Number.POSITIVE_INFINITY
    for (const cls of PRIORITY) {
      const item = headOf(chat, cls, now)
      if (!item || (isCatchingUp && cls !== 'answer' && cls !== 'receipt')) continue
      const at = Math.max(pacer.nextAt(chat.key, kindOf(item), now), silentUntil)
      if (at <= now) return sendNext(chat, item, now)
      next = Math.min(next, at)
    }
    if (next < Number.POSITIVE_INFINITY) wakes.set(`c:${chat.key}`, next as Instant, { is: 'chat', chat: chat.key })
    else if (PRIORITY.every(cls => chat.ready[cls].size === 0)) chats.delete(chat.key)
  }

  function headOf(chat: ChatQueue, cls: DeliveryClass, now: Instant): Item | undefined {
    for (const item of chat.ready[cls].values()) {
      if (isOwed(item) && (item.deadline ?? now) >= now) return item
      chat.ready[cls].delete(item.id)
    }
    return undefined
  }

  /** Until when the platform wants silence: in this chat, or everywhere. */
  function silenceOf({ group, name }: ChatQueue): number {
    const here = host.read(group, deliveries).silences.of(name).until
    return Math.max(here, host.read(office, deliveries).silences.of(EVERY_CHAT).until)
  }

  function kindOf(item: Item): CallKind {
    if (item.class === 'action') return 'call'
    if (item.class !== 'receipt') return 'message'
    return reactionOf(item) ? 'call' : 'receipts'
  }
  const reactionOf = (item: Item) => composer.reaction(item.group, recordOf(item))

  // Sending

  function sendNext(chat: ChatQueue, item: Item, now: Instant): void {
    if (item.owed) return sendAnswer(chat, item, item.owed, now)
    if (item.class === 'receipt') return sendReceipts(chat, item, now)
    return sendMarked(chat, item, now)
  }

  function sendAnswer(chat: ChatQueue, item: Item, owed: Owed, now: Instant): void {
    chat.ready.answer.delete(item.id)
    const [first] = composer.parts(item.group, deliveryOf(owed))
    call(chat, first!, 'message', now, outcome => {
      if (outcome.is === 'throttled') silence(chat, outcome, [], 0)
      release(chat)
    })
  }

  /** All receipts that wait in the chat become one message; a reaction goes out by itself. */
  function sendReceipts(chat: ChatQueue, head: Item, now: Instant): void {
    const reaction = reactionOf(head)
    const items = reaction
      ? [head]
      : [...chat.ready.receipt.values()].filter(isForMessage).slice(0, RECEIPTS_PER_MESSAGE_MAX)
    const ids = items.map(({ id }) => id)
    const outgoing = reaction ?? composer.receipts(chat.group, items.map(recordOf))
    for (const id of ids) {
      chat.ready.receipt.delete(id)
      leaving.add(id)
    }
    call(chat, outgoing, reaction ? 'call' : 'receipts', now, outcome => {
      const attempt = (retries.get(head.id) ?? 0) + 1
      for (const id of ids) leaving.delete(id)
      if (outcome.is !== 'sent') for (const id of ids) retries.set(id, attempt)
      if (outcome.is === 'throttled') return silence(chat, outcome, ids, attempt)
      record(outcomeEvent(chat.group, ids, attempt, outcome), () => release(chat))
    })
  }
  const isForMessage = (item: Item) => isOwed(item) && reactionOf(item) === null

  /** Asks whether it is still due; the answer and the mark that it leaves are durable before it leaves. */
  function sendMarked(chat: ChatQueue, item: Item, now: Instant): void {
    chat.ready[item.class].delete(item.id)
    const attempt = recordOf(item).attempt + 1
    const handled = decide({
      kind: 'due',
      cause: `delivery:${item.id}:due:${attempt}:${now}`,
      group: item.group,
      at: now,
      delivery: item.id,
    })
    if (handled.is === 'refused') wakes.set(`d:${item.id}`, (now + REFUSED_RETRY_MS) as Instant, { is: 'ready', item })
    const leaves =
      handled.is === 'committed' && handled.commit.facts.some(([type]) => type === deliveries.facts.sending.type)
    if (!leaves) return wakeChat(chat)
    chat.isBusy = true
    inFlight += 1
    const go = () => {
      inFlight -= 1
      chat.isBusy = false
      begin(chat, item, attempt)
    }
    whenDurable(handled.lsn).then(go, error => options.onTrouble?.(`delivery ${item.id} did not leave`, error))
  }

  function begin(chat: ChatQueue, item: Item, attempt: number): void {
    const { partsSent, target } = recordOf(item)
    if (target === 'owner' && host.read(item.group, membership).group.owner === null) {
      return settle(chat, item, attempt, { is: 'failed', reason: 'the group has no known owner', again: true })
    }
    try {
      chat.chain = { item, attempt, parts: composer.parts(item.group, recordOf(item)), next: partsSent }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return settle(chat, item, attempt, { is: 'failed', reason, again: false })
    }
    sendPart(chat, chat.chain, clock.now())
  }

  function sendPart(chat: ChatQueue, chain: Chain, now: Instant): void {
    const { item, attempt, parts } = chain
    const outgoing = parts[chain.next]!
    const isLast = chain.next === parts.length - 1
    call(chat, outgoing, outgoing.kind === 'message' ? 'message' : 'call', now, outcome => {
      chain.next += 1
      if (isLast || outcome.is !== 'sent') chat.chain = null
      settle(chat, item, attempt, outcome, isLast ? undefined : chain.next)
    })
  }

  /** Makes one call. What it throws is an unknown outcome. */
  function call(
    chat: ChatQueue,
    outgoing: Outgoing,
    kind: CallKind,
    now: Instant,
    then: (outcome: Outcome) => void,
  ): void {
    pacer.spend(chat.key, kind, now)
    chat.isBusy = true
    inFlight += 1
    const done = (outcome: Outcome) => {
      inFlight -= 1
      then(outcome)
    }
    adapter.send(outgoing).then(done, error => {
      done({ is: 'unknown', reason: error instanceof Error ? error.message : String(error) })
    })
  }

  // Recording what came of it

  function settle(chat: ChatQueue, item: Item, attempt: number, outcome: Outcome, part?: number): void {
    if (outcome.is === 'throttled') return silence(chat, outcome, [item.id], attempt)
    const event = outcomeEvent(item.group, [item.id], attempt, outcome)
    record({ ...event, ...(part !== undefined && { part }) }, () => release(chat))
  }

  function silence(chat: ChatQueue, outcome: Throttled, ids: readonly string[], attempt: number): void {
    if (outcome.account) record({ ...outcomeEvent(office, [], 0, outcome), chat: EVERY_CHAT })
    const here = chat.name === 'group' ? {} : { chat: chat.name }
    record({ ...outcomeEvent(chat.group, ids, attempt, outcome), ...here }, () => release(chat))
  }

  function outcomeEvent(
    group: GroupId,
    ids: readonly string[],
    attempt: number,
    outcome: Outcome,
  ): Event & { kind: 'outcome' } {
    const at = clock.now()
    return {
      kind: 'outcome',
      cause: `delivery:${ids[0] ?? group}:${attempt}:${outcome.is}:${at}`,
      group,
      at,
      deliveries: ids,
      attempt,
      outcome,
    }
  }

  /** What has happened must be recorded: a journal that takes nothing is asked again until it does. */
  function record(event: Event, then = () => {}): void {
    if (decide(event).is !== 'refused') return then()
    unrecorded += 1
    wakes.set(`u:${unrecorded}`, (clock.now() + REFUSED_RETRY_MS) as Instant, { is: 'unrecorded', event, then })
  }

  function release(chat: ChatQueue): void {
    chat.isBusy = false
    wakeChat(chat)
  }

  return {
    load,
    take,
    forget,
    answer,
    pump,
    nextAt: () => wakes.peek()?.instant ?? null,
    setCatchingUp(value) {
      isCatchingUp = value
      if (!value) for (const chat of chats.values()) wakeChat(chat)
    },
    get inFlight() {
      return inFlight
    },
  }
}
