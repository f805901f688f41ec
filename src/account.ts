import type { Adapter, Intake } from './adapters/adapter.ts'
import { BonfireError } from './errors.ts'
import type { Event, PlatformEvent } from './events/event.ts'
import { type AccountId, GroupId, type Instant } from './events/ids.ts'
import { deliveries, type Owed } from './host/core/deliveries.ts'
import { mail, requests } from './host/core/exchange.ts'
import { days, pulse, timers } from './host/core/time.ts'
import type { Handled, Host } from './host/host.ts'
import type { Journal } from './journal/journal.ts'
import { createOutbox } from './outbox/outbox.ts'
import { createProviders } from './outbox/providers.ts'
import { createAgenda } from './scheduler/agenda.ts'
import type { Clock } from './scheduler/clock.ts'

/** One account at work: everything that one connection owns, joined. */
export interface Account extends Intake, AsyncDisposable {
  readonly id: AccountId
  readonly host: Host
  /** Hands an event in. What it leads to is passed on once it is durable. */
  decide(event: Event): Handled
  /** The groups' settings have changed: schedules go by the new ones. */
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

export interface AccountOptions {
  readonly id: AccountId
  readonly host: Host
  readonly journal: Journal
  readonly adapter: Pick<Adapter, 'capabilities' | 'pacing' | 'send'>
  readonly clock: Clock
  /** How often the account writes down that it is alive, in milliseconds. Null: never. Default: 60,000. */
  readonly heartbeatMs?: number | null
  /** Takes a letter to a group of another account; false when there is no such group. Default: no other account. */
  readonly forward?: (letter: Event & { kind: 'mail' }) => Promise<boolean>
  readonly onTrouble?: (what: string, error: unknown) => void
}

const HEARTBEAT_MS = 60_000
/** A silence of more than this is an outage, in milliseconds. */
export const OUTAGE_MS_MIN = 120_000
/** Events decided before the event loop gets a turn. */
const EVENTS_PER_TURN = 256

/** The group without a chat: home of what belongs to no group. */
export const officeOf = (account: AccountId): GroupId => GroupId.parse(`office:${account}`)

/** Puts an account to work. Its state has been recovered. Until `caughtUp` is called, nothing falls due. */
export function startAccount(options: AccountOptions): Account {
  const { id, host, journal, clock, heartbeatMs = HEARTBEAT_MS } = options
  const office = officeOf(id)
  const waiting: { readonly lsn: number; readonly run: () => void }[] = []
  const listeners: (() => void)[] = []
  let isCatchingUp = true
  let nextBeatAt: number | null = heartbeatMs === null ? null : clock.now()

  const whenDurable = (lsn: number) => journal.whenDurable(lsn)
  const outbox = createOutbox({
    host,
    adapter: options.adapter,
    clock,
    office,
    decide,
    whenDurable,
    ...trouble(options),
  })
  const providers = createProviders({ host, clock, decide, ...trouble(options) })
  const agenda = createAgenda({ host, decide })
  outbox.setCatchingUp(true)

  // Passing on what was committed

  function decide(event: Event): Handled {
    const handled = host.handle(event)
    if (handled.is === 'committed' || handled.is === 'stopped') passOn(event.group, handled)
    if (handled.is === 'nothing') answer(event.group, handled.answers, journal.next - 1)
    if (handled.is === 'stopped') options.onTrouble?.(`plugin stopped at ${handled.error.where}`, handled.error)
    changed()
    return handled
  }

  function passOn(group: GroupId, handled: Extract<Handled, { is: 'committed' | 'stopped' }>): void {
    for (const [type, data] of handled.commit.facts) {
      const follow = FOLLOWS.get(type)
      if (follow) onceDurable(handled.lsn, () => follow(group, data as Record<string, string>))
    }
    if (handled.is === 'committed') answer(group, handled.answers, handled.lsn)
  }
  function answer(group: GroupId, answers: readonly Owed[], lsn: number): void {
    for (const owed of answers) onceDurable(lsn, () => outbox.answer(group, owed))
  }
  function onceDurable(lsn: number, run: () => void): void {
    if (lsn <= journal.durable) run()
    else waiting.push({ lsn, run })
  }
  const stopListening = journal.onDurable(durable => {
    let done = 0
    while (done < waiting.length && waiting[done]!.lsn <= durable) waiting[done++]!.run()
    waiting.splice(0, done)
    changed()
  })

  type Follow = (group: GroupId, data: Record<string, string>) => void
  const owedAgain: Follow = (group, { delivery }) => outbox.take(group, delivery!)
  const isOver: Follow = (_, { delivery }) => outbox.forget(delivery!)
  const timerChanged: Follow = (group, { timer }) => agenda.refreshTimer(group, timer!)
  const FOLLOWS: ReadonlyMap<string, Follow> = new Map([
    [deliveries.facts.owed.type, owedAgain],
    [deliveries.facts.postponed.type, owedAgain],
    [deliveries.facts.refused.type, owedAgain],
    [deliveries.facts.unknown.type, owedAgain],
    [deliveries.facts.resolved.type, owedAgain],
    [deliveries.facts.sent.type, isOver],
    [deliveries.facts.failed.type, isOver],
    [deliveries.facts.withdrawn.type, isOver],
    [deliveries.facts.expired.type, isOver],
    [deliveries.facts.settled.type, isOver],
    [timers.facts.set.type, timerChanged],
    [timers.facts.cancelled.type, timerChanged],
    [requests.facts.asked.type, (group, { request }) => providers.take(group, request!)],
    [mail.facts.posted.type, (group, { letter }) => carry(group, letter!)],
    [days.facts.began.type, group => agenda.load(group)],
  ])

  // Letters

  function carry(from: GroupId, letter: string): void {
    const { pending } = host.read(from, mail)
    if (!pending.has(letter)) return
    const { to, plugin, box, data } = pending.of(letter)
    const event = {
      kind: 'mail',
      cause: `mail:${letter}`,
      group: to,
      at: clock.now(),
      from,
      letter,
      plugin,
      box,
      data,
    } as const
    const arrived = host.groups.has(to) || !options.forward ? Promise.resolve(take(event)) : options.forward(event)
    arrived.then(
      hasArrived =>
        hasArrived && decide({ kind: 'delivered', cause: `delivered:${letter}`, group: from, at: clock.now(), letter }),
      error => options.onTrouble?.(`letter ${letter}`, error),
    )
  }
  async function take(event: Event): Promise<boolean> {
    const handled = decide(event)
    if (handled.is === 'refused') throw handled.error
    if (handled.is === 'committed' || handled.is === 'stopped') await journal.whenDurable(handled.lsn)
    return true
  }

  // Being alive

  function beat(kind: 'beat' | 'connected' | 'disconnected'): void {
    const at = clock.now()
    decide({ kind: 'pulse', cause: `pulse:${kind}:${at}`, group: office, at, pulse: kind })
  }
  /** What was silent for long was away: every group is told from when to when. */
  function tellOutage(from: Instant, to: Instant): void {
    if (to - from < OUTAGE_MS_MIN) return
    for (const group of host.groups.keys()) {
      if (group !== office) decide({ kind: 'outage', cause: `outage:${from}`, group, at: to, from, to })
    }
  }

  function start(): void {
    const { aliveAt } = host.read(office, pulse).group
    withdrawOrphans()
    for (const group of host.groups.keys()) {
      outbox.load(group)
      providers.load(group)
      agenda.load(group)
      for (const [letter] of host.read(group, mail).pending.each()) carry(group, letter)
    }
    if (aliveAt !== null) tellOutage(aliveAt as Instant, clock.now())
  }

  /** What a plugin that is gone had owed will not be sent, and its timers will not ring. */
  function withdrawOrphans(): void {
    const names = new Set(host.plugins.map(plugin => plugin.name))
    for (const group of host.groups.keys()) {
      const orphans = <T extends { readonly plugin: string }>(of: Iterable<readonly [string, T]>) =>
        [...of].filter(([, { plugin }]) => !names.has(plugin)).map(([key]) => key)
      const owed = orphans(host.read(group, deliveries).pending.each())
      const set = orphans(host.read(group, timers).pending.each())
      if (owed.length + set.length === 0) continue
      decide({
        kind: 'orphaned',
        cause: `orphaned:${clock.now()}`,
        group,
        at: clock.now(),
        deliveries: owed,
        timers: set,
      })
    }
  }

  const changed = () => {
    for (const listener of listeners) listener()
  }
  start()

  return {
    id,
    host,
    decide,
    async take(events: readonly PlatformEvent[]) {
      let last = 0
      for (const [index, event] of events.entries()) {
        const handled = decide({ ...event, at: Math.min(event.at, clock.now()) as Instant })
        if (handled.is === 'refused') throw refusal(handled.error)
        if (handled.is === 'committed' || handled.is === 'stopped') last = handled.lsn
        if (index % EVENTS_PER_TURN === EVENTS_PER_TURN - 1) await new Promise(resolve => setImmediate(resolve))
      }
      // A repeat of what is not durable yet must wait for it too.
      await journal.whenDurable(Math.max(last, events.length > 0 ? journal.next - 1 : 0))
    },
    caughtUp() {
      isCatchingUp = false
      outbox.setCatchingUp(false)
      changed()
    },
    disconnected() {
      isCatchingUp = true
      outbox.setCatchingUp(true)
      beat('disconnected')
    },
    connected() {
      const { aliveAt, connected } = host.read(office, pulse).group
      if (!connected && aliveAt !== null) tellOutage(aliveAt as Instant, clock.now())
      beat('connected')
    },
    refreshSettings() {
      host.refreshSettings()
      for (const group of host.groups.keys()) agenda.load(group)
      changed()
    },
    pump() {
      const now = clock.now()
      if (heartbeatMs !== null && nextBeatAt !== null && now >= nextBeatAt) {
        nextBeatAt = now + heartbeatMs
        if (host.read(office, pulse).group.connected || host.read(office, pulse).group.aliveAt === null) beat('beat')
      }
      if (!isCatchingUp) agenda.pump(now)
      providers.pump(now)
      outbox.pump(now)
    },
    nextAt() {
      const times = [nextBeatAt, isCatchingUp ? null : agenda.nextAt(), providers.nextAt(), outbox.nextAt()]
      const known = times.filter(time => time !== null)
      return known.length === 0 ? null : (Math.min(...known) as Instant)
    },
    get inFlight() {
      return outbox.inFlight + providers.inFlight + (journal.next - 1 - journal.durable)
    },
    onChange: listener => void listeners.push(listener),
    async [Symbol.asyncDispose]() {
      stopListening()
      providers[Symbol.dispose]()
      await journal[Symbol.asyncDispose]()
    },
  }
}

const trouble = ({ onTrouble }: AccountOptions) => (onTrouble ? { onTrouble } : {})

function refusal(error: unknown): Error {
  return error instanceof Error ? error : new BonfireError('JOURNAL_REFUSED', { reason: String(error) })
}
