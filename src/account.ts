import type { Adapter, Intake, Update } from './adapters/adapter.ts'
import { type Desk, plainDesk } from './desk.ts'
import { BonfireError } from './errors.ts'
import type { Event, EventOf } from './events/event.ts'
import { type AccountId, GroupId, type Instant } from './events/ids.ts'
import type { Order } from './events/order.ts'
import { privateChats } from './host/core/chats.ts'
import { deliveries, type Owed } from './host/core/deliveries.ts'
import { mail, requests } from './host/core/exchange.ts'
import { membership } from './host/core/membership.ts'
import { orders } from './host/core/orders.ts'
import { plans } from './host/core/plans.ts'
import { setup } from './host/core/setup.ts'
import { days, timers } from './host/core/time.ts'
import type { FactRow } from './host/group.ts'
import type { Handled, Host } from './host/host.ts'
import type { Journal } from './journal/journal.ts'
import { type HeardOrder, heardOrder, isAllOf } from './orders/heard-order.ts'
import { createLetters } from './outbox/letters.ts'
import { createOutbox, type OutboxOptions } from './outbox/outbox.ts'
import { createProviders } from './outbox/providers.ts'
import { createRecorder } from './outbox/recording.ts'
import { createAgenda, DEADLINE_GRACE_MS } from './scheduler/agenda.ts'
import type { Clock } from './scheduler/clock.ts'
import { createHeartbeat } from './scheduler/heartbeat.ts'

/** One account at work: everything that one connection owns, joined. */
export interface Account extends Intake, AsyncDisposable {
  readonly id: AccountId
  readonly host: Host
  /** Hands an event in. What it leads to is passed on once it is durable. */
  decide(event: Event): Handled
  /** Takes a letter from another account. Resolves when it is durable. */
  receive(letter: EventOf<'mail'>): Promise<void>
  /** Takes what a shop says. Resolves when it is durable. */
  order(order: Order, knownIn?: readonly GroupId[]): Promise<HeardOrder>
  /** From now on orders come to this account's office. */
  keepOrders(): void
  /** Lets nothing more leave. Resolves when what is on its way has been answered, after 5 s in any case. */
  stopSending(): Promise<void>
  /** Has a dead letter decided again. */
  retry(group: GroupId, letter: string): Handled
  /** A file of the library cannot be read any more: the groups whose plan needs it are told. */
  contentBroken(broken: BrokenFile): void
  /** Groups have other plans: asks for their settings again. What is due by the old ones is done first. */
  refreshSettings(): void
  /** Does everything that is due. */
  pump(): void
  /** When there is something to do next. Null: nothing waits for time to pass. */
  nextAt(): Instant | null
  /** Calls to platform and providers that are not answered, and commits that are not durable. */
  readonly inFlight: number
  /** Called when there may be something to do before `nextAt` said so. */
  onChange(listener: () => void): void
}

/** A file of the library that was good, and is not any more. */
export interface BrokenFile {
  /** Seen from the library. */
  readonly file: string
  readonly line: number
  readonly problem: string
  /** Its last good version stays in use. */
  readonly isReplaced: boolean
  /** Of what the file says now: the same mistake is told once. */
  readonly hash: string
}

export interface AccountOptions {
  readonly id: AccountId
  readonly host: Host
  readonly journal: Journal
  readonly adapter: Pick<Adapter, 'capabilities' | 'pacing' | 'send'>
  readonly clock: Clock
  /** Texts of the library by id, in their last good version. Default: none. */
  readonly textOf?: OutboxOptions['textOf']
  /** Default: a chat is the group of its name. */
  readonly desk?: Desk
  /** Its updates have been kept for it while it was closed: that was no outage. Default: false. */
  readonly wasHeard?: boolean
  /** How often the account writes down that it is alive, in milliseconds. Null: never. Default: 60,000. */
  readonly heartbeatMs?: number | null
  /** Takes a letter to a group of another account; false when there is no such group. Default: no other account. */
  readonly forward?: (letter: EventOf<'mail'>) => Promise<boolean>
  readonly onTrouble?: (what: string, error: unknown) => void
  /** Called with the facts of each commit, once they are durable. */
  readonly onFacts?: (group: GroupId, facts: readonly FactRow[]) => void
}

const HEARTBEAT_MS = 60_000
const LOSSY_OUTAGE_MS_MIN = 2_000
/** Most deliveries, and timers, that one commit withdraws when their plugin is gone. */
const ORPHANS_PER_COMMIT_MAX = 1_000
/** Longest wait for answers of the platform when an account ends, in milliseconds. */
const LAST_ANSWERS_MS_MAX = 5_000
/** Events decided before the event loop gets a turn. */
const EVENTS_PER_TURN = 256

/** The group without a chat: home of what belongs to no group. */
export const officeOf = (account: AccountId): GroupId => GroupId.parse(`office:${account}`)

/** Puts an account to work. Its state has been recovered. Until `caughtUp` is called, nothing falls due. */
export function startAccount(options: AccountOptions): Account {
  const { id, host, journal, clock, heartbeatMs = HEARTBEAT_MS, desk = plainDesk } = options
  const onTrouble = options.onTrouble ?? (() => {})
  const office = officeOf(id)
  const waiting: { readonly lsn: number; readonly run: () => void }[] = []
  const listeners: (() => void)[] = []
  let isCatchingUp = true
  /** The last batch was refused: what people sent has not been read, although it may be old. */
  let isBehind = false
  let heldUntil = Number.NEGATIVE_INFINITY
  let isClosing = false
  let stopped: Promise<void> | null = null

  const whenDurable = (lsn: number) => journal.whenDurable(lsn)
  const recorder = createRecorder(decide, clock)
  const { record } = recorder
  const outbox = createOutbox({
    ...{ host, adapter: options.adapter, clock, desk, office, decide, record, whenDurable, onTrouble },
    onAnswered: () => changed(),
    ...(options.textOf && { textOf: options.textOf }),
  })
  const providers = createProviders({ host, clock, decide, onTrouble })
  const { forward } = options
  const letters = createLetters({ host, clock, record, onTrouble, receive, ...(forward && { forward }) })
  const agenda = createAgenda({ host, decide, clock })
  const onGap = () => {
    heldUntil = clock.now() + DEADLINE_GRACE_MS
  }
  // Where nothing comes again, what was said in a moment without a connection is lost.
  const outage = options.adapter.capabilities.redelivers ? {} : { outageMsMin: LOSSY_OUTAGE_MS_MIN }
  const { wasHeard = false } = options
  const beats = { office, everyMs: heartbeatMs, wasHeard, ...outage }
  const heartbeat = createHeartbeat({ host, clock, ...beats, decide, record, onGap })
  const parts = [recorder, providers, letters, outbox]

  // Passing on what was committed

  function decide(event: Event): Handled {
    return passOn(event.group, host.handle(event))
  }

  function passOn(group: GroupId, handled: Handled): Handled {
    if (handled.is === 'committed' || handled.is === 'stopped') passOnFacts(group, handled)
    if (handled.is === 'committed') answer(group, handled.answers, handled.lsn)
    if (handled.is === 'nothing') answer(group, handled.answers, journal.next - 1)
    if (handled.is === 'stopped') onTrouble(`plugin stopped at ${handled.error.where}`, handled.error)
    changed()
    return handled
  }

  function passOnFacts(group: GroupId, { commit, lsn }: Handled & { is: 'committed' | 'stopped' }): void {
    for (const [type, data] of commit.facts) {
      const next = FOLLOWS.get(type)
      if (next) onceDurable(lsn, () => next(group, data as Record<string, string>))
    }
    const { onFacts } = options
    if (onFacts) onceDurable(lsn, () => onFacts(group, commit.facts))
  }
  function answer(group: GroupId, answers: readonly Owed[], lsn: number): void {
    for (const owed of answers) onceDurable(lsn, () => outbox.answer(group, owed))
  }
  function onceDurable(lsn: number, run: () => void): void {
    if (lsn <= journal.durable) follow(run)
    else waiting.push({ lsn, run })
  }
  const stopListening = journal.onDurable(durable => {
    const later = waiting.findIndex(({ lsn }) => lsn > durable)
    for (const { run } of waiting.splice(0, later < 0 ? waiting.length : later)) follow(run)
    changed()
  })
  /** What goes wrong with one must not keep the others from being passed on. */
  function follow(run: () => void): void {
    try {
      run()
    } catch (error) {
      onTrouble('what was recorded could not be passed on', error)
    }
  }

  type Follow = (group: GroupId, data: Record<string, string>) => void
  const owedAgain: Follow = (group, { delivery }) => outbox.take(group, delivery!)
  const over: Follow = (_, { delivery }) => outbox.forget(delivery!)
  const timerChanged: Follow = (group, { timer }) => agenda.refreshTimer(group, timer!)
  const { owed, postponed, refused, unknown, resolved, sent, failed, withdrawn, expired, settled } = deliveries.facts
  const FOLLOWS: ReadonlyMap<string, Follow> = new Map([
    ...[owed, postponed, refused, unknown, resolved].map(({ type }) => [type, owedAgain] as const),
    ...[sent, failed, withdrawn, expired, settled].map(({ type }) => [type, over] as const),
    [timers.facts.set.type, timerChanged],
    [timers.facts.cancelled.type, timerChanged],
    [requests.facts.asked.type, (group, { request }) => providers.take(group, request!)],
    [mail.facts.posted.type, (group, { letter }) => letters.take(group, letter!)],
    [days.facts.began.type, group => agenda.load(group)],
    [membership.facts.roleGiven.type, group => outbox.ownerKnown(group)],
    [privateChats.facts.opened.type, (_, { member }) => ownerIsOpen(member!)],
    [setup.facts.chose.type, group => settingsChanged(group)],
    [plans.facts.used.type, group => settingsChanged(group)],
  ])

  /** What waits for the owner of any group can go once they have opened their private chat. */
  function ownerIsOpen(member: string): void {
    for (const group of host.groups.keys()) {
      if (host.read(group, membership).group.owner === member) outbox.ownerKnown(group)
    }
  }
  /** The group's times are others from now on. What would have been due by them before is skipped. */
  function settingsChanged(group: GroupId): void {
    if (mayAct()) agenda.planChanged(group, clock.now())
    else agenda.load(group)
  }

  async function receive(letter: EventOf<'mail'>): Promise<void> {
    const handled = decide(letter)
    if (handled.is === 'refused') throw handled.error
    // A repeat of what is not durable yet must wait for it too.
    await journal.whenDurable(journal.next - 1)
  }

  async function takeOrder(order: Order, knownIn?: readonly GroupId[]): Promise<HeardOrder> {
    const cause = `order:${order.id}:${order.type}`
    const paid = host.read(office, orders).heard.of(order.id).amount
    if (order.type === 'refunded' && paid && !isAllOf(order.amount, paid)) return { is: 'partial', paid }
    const handled = decide({ kind: 'order', cause, group: office, at: clock.now(), order, ...(knownIn && { knownIn }) })
    if (handled.is === 'refused') throw refusal(handled.error)
    // A repeat of what is not durable yet must wait for it too.
    await journal.whenDurable(journal.next - 1)
    return heardOrder(handled, order, paid)
  }

  function needs(group: GroupId, file: string): boolean {
    const plan = host.planOf(group)?.definition
    if (!plan) return false
    return file === `plans/${plan.id}.yml` || plan.posts.some(({ id }) => host.content().post(id)?.file === file)
  }

  // Starting

  /** What has no answer by then is found unanswered at the next start, and called unknown. */
  function stopSending(): Promise<void> {
    isClosing = true
    stopped ??= atMost(LAST_ANSWERS_MS_MAX, outbox[Symbol.asyncDispose]())
    return stopped
  }

  function start(): void {
    withdrawOrphans()
    for (const group of host.groups.keys()) {
      for (const part of [outbox, providers, agenda, letters]) part.load(group)
    }
  }

  /** What a plugin that is gone had owed will not be sent, and its timers will not ring. What is unknown stays so. */
  function withdrawOrphans(): void {
    const names = new Set(host.plugins.map(plugin => plugin.name))
    const at = clock.now()
    for (const group of host.groups.keys()) {
      const owed = [...host.read(group, deliveries).pending.each()]
        .filter(([, { plugin, state }]) => !names.has(plugin) && state === 'queued')
        .map(([id]) => id)
      const set = [...host.read(group, timers).pending.each()]
        .filter(([, { plugin }]) => !names.has(plugin))
        .map(([key]) => key)
      for (let from = 0; from < Math.max(owed.length, set.length); from += ORPHANS_PER_COMMIT_MAX) {
        const part = (of: readonly string[]) => of.slice(from, from + ORPHANS_PER_COMMIT_MAX)
        const cause = `orphaned:${at}:${from}`
        record({ kind: 'orphaned', cause, group, at, deliveries: part(owed), timers: part(set) })
      }
    }
  }

  function takeOne(update: Update): void {
    for (const event of desk.route(update)) {
      const handled = decide(event)
      isBehind = handled.is === 'refused'
      if (handled.is === 'refused') throw refusal(handled.error)
    }
  }

  // What may happen now

  const mayAct = () => !isClosing && !isCatchingUp && !isBehind && clock.now() >= heldUntil
  function allow(): void {
    const isAway = !heartbeat.isConnected && isCatchingUp
    outbox.allow(isAway || isClosing ? 'nothing' : mayAct() ? 'everything' : 'replies')
  }
  const holdEnds = () => (heldUntil > clock.now() ? (heldUntil as Instant) : null)
  const changed = () => {
    for (const listener of listeners) listener()
  }
  start()

  return {
    id,
    host,
    decide,
    receive,
    order: takeOrder,
    keepOrders: () => void record({ kind: 'ordersKept', cause: 'orders-kept', group: office, at: clock.now() }),
    stopSending,
    retry: (group, letter) => passOn(group, host.retry(group, letter, clock.now())),
    async take(updates: readonly Update[]) {
      for (const [index, update] of updates.entries()) {
        takeOne({ ...update, at: Math.min(update.at, clock.now()) as Instant })
        if (index % EVENTS_PER_TURN === EVENTS_PER_TURN - 1) await new Promise(resolve => setImmediate(resolve))
      }
      // A repeat of what is not durable yet must wait for it too.
      if (updates.length > 0) await journal.whenDurable(journal.next - 1)
    },
    caughtUp() {
      isCatchingUp = false
      isBehind = false
      changed()
    },
    disconnected() {
      isCatchingUp = true
      heartbeat.disconnected()
      changed()
    },
    connected(self) {
      if (self) host.rename(self.names)
      heartbeat.connected()
      changed()
    },
    contentBroken({ hash, ...broken }) {
      for (const group of host.groups.keys()) {
        const cause = `content:${broken.file}:${hash}`
        if (needs(group, broken.file)) record({ kind: 'contentBroken', cause, group, at: clock.now(), ...broken })
      }
    },
    refreshSettings() {
      if (mayAct()) agenda.pump(clock.now())
      host.refreshSettings()
      for (const group of host.groups.keys()) settingsChanged(group)
      changed()
    },
    pump() {
      const now = clock.now()
      heartbeat.pump(now)
      allow()
      if (mayAct()) agenda.pump(now)
      for (const part of parts) part.pump(now)
    },
    nextAt() {
      const times = [heartbeat.nextAt(), mayAct() ? agenda.nextAt() : holdEnds(), ...parts.map(part => part.nextAt())]
      const known = times.filter(time => time !== null)
      return known.length === 0 ? null : (Math.min(...known) as Instant)
    },
    get inFlight() {
      return outbox.inFlight + providers.inFlight + letters.inFlight + (journal.next - 1 - journal.durable)
    },
    onChange: listener => void listeners.push(listener),
    async [Symbol.asyncDispose]() {
      await stopSending()
      stopListening()
      providers[Symbol.dispose]()
      await journal[Symbol.asyncDispose]()
    },
  }
}

async function atMost(ms: number, work: PromiseLike<void>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  await Promise.race([work, promise])
  clearTimeout(timer)
}

function refusal(error: unknown): Error {
  return error instanceof Error ? error : new BonfireError('JOURNAL_REFUSED', { reason: String(error) })
}
