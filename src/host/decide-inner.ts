import type { Event, EventOf } from '../events/event.ts'
import type { Instant } from '../events/ids.ts'
import { chats } from './core/chats.ts'
import { deliveries } from './core/deliveries.ts'
import { decideDue, decideExpired, decideOutcome } from './core/delivering.ts'
import { mail, requests } from './core/exchange.ts'
import { decideKnocked, recordClaimable } from './core/knocking.ts'
import { orders } from './core/orders.ts'
import { recordMoved } from './core/responding.ts'
import { days, EXCUSED_AWAY_MINUTES, pulse, schedules, timers } from './core/time.ts'
import type { Deciding } from './deciding.ts'
import type { Decision } from './decision.ts'
import type { AnyPlugin } from './plugin.ts'

/** Days of one outage that are looked at, the newest: a clock that was decades wrong must not fill the journal. */
const OUTAGE_DAYS_MAX = 366

export function recordOutage(
  { live, record }: Pick<Deciding, 'live' | 'record'>,
  { from, to }: EventOf<'outage'>,
): void {
  const { calendar } = live.settings
  const state = live.read(days)
  record(days.facts.wasAway({ from, to }))
  const first = Math.max(from, to - OUTAGE_DAYS_MAX * 86_400_000) as Instant
  for (let day = calendar.dayOf(first); calendar.startOf(day) < to; day = calendar.dayOf(calendar.endOf(day))) {
    const minutes = (Math.min(to, calendar.endOf(day)) - Math.max(from, calendar.startOf(day))) / 60_000
    record(days.facts.away({ day, minutes }))
    const { awayMinutes, excused } = state.days.of(day)
    if (awayMinutes >= EXCUSED_AWAY_MINUTES && excused === null) record(days.facts.excused({ day, reason: 'outage' }))
  }
}

type Inner = Exclude<
  Event,
  { kind: 'said' | 'pressed' | 'edited' | 'reacted' | 'joined' | 'left' | 'found' | 'standing' | 'outage' }
>

/** Decides what time, deliveries and other groups bring. */
export function decideInner(deciding: Deciding, event: Inner): void {
  if (!recordInner(deciding, event)) return
  const { plugins, contextOf, run } = deciding
  const ask = (plugin: string, part: string, ask: (plugin: AnyPlugin, context: never) => Decision | undefined) => {
    const index = plugins.byName.get(plugin)
    if (index === undefined) return // the plugin is gone: what it would have decided is not decided
    run(index, part, () => ask(plugins.all[index]!, contextOf(index) as never) ?? [])
  }
  switch (event.kind) {
    case 'scheduled':
      return ask(event.plugin, `schedules.${event.schedule}`, (plugin, context) =>
        plugin.schedules[event.schedule]?.decide(context),
      )
    case 'woken':
      return ask(event.plugin, `timers.${event.timer}`, (plugin, context) =>
        plugin.timers[event.timer]?.decide(context, event.data as never),
      )
    case 'mail':
      return ask(event.plugin, `mail.${event.box}`, (plugin, context) => {
        const box = plugin.mail[event.box]
        return box?.received(context, box.letter.parse(event.data) as never, event.from as never)
      })
    case 'contentBroken':
    case 'migrated':
    case 'order':
      return deciding.askAll(event.kind, event)
    default:
      return
  }
}

/** Records what is so in any case; false when there is nothing left to decide. */
export function recordInner(deciding: Deciding, event: Event): boolean {
  const { live, record, run, plugins, contextOf, kept } = deciding
  switch (event.kind) {
    case 'scheduled':
      if (!kept && live.read(schedules).seen.of(`${event.plugin}/${event.schedule}`).until >= event.at) return false
      record(schedules.facts.fired({ schedule: `${event.plugin}/${event.schedule}`, at: event.at }))
      return true
    case 'woken':
      if (!kept && live.read(timers).pending.of(event.key).at !== event.at) return false
      record(timers.facts.rung({ timer: event.key }))
      return true
    case 'mail':
      record(mail.facts.received({ letter: event.letter, from: event.from }))
      return true
    case 'provided':
    case 'unprovided': {
      const { pending } = live.read(requests)
      if (!kept && !pending.has(event.request)) return false
      const { plugin, provider, data } = kept?.asked ?? pending.of(event.request)
      const isAnswer = event.kind === 'provided'
      record(
        isAnswer
          ? requests.facts.answered({ request: event.request })
          : requests.facts.abandoned({ request: event.request, reason: event.reason }),
      )
      const index = plugins.byName.get(plugin)
      const asked = index === undefined ? undefined : plugins.all[index]!.providers[provider]
      if (index === undefined || !asked) return false
      run(index, `providers.${provider}`, () => {
        const context = contextOf(index) as never
        if (isAnswer) return asked.answered(context, data as never, asked.provider.answer.parse(event.answer) as never)
        return asked.failed?.(context, data as never, event.reason as never) ?? []
      })
      return false
    }
    case 'missed':
      if (event.count === 0) {
        record(schedules.facts.began({ schedule: `${event.plugin}/${event.schedule}`, at: event.at }))
        return false
      }
      record(
        schedules.facts.skipped({ schedule: `${event.plugin}/${event.schedule}`, at: event.at, count: event.count }),
      )
      return false
    case 'pulse':
      record(pulse.facts[event.pulse]({ at: event.at }))
      return false
    case 'bound':
    case 'moved':
      record(chats.facts[event.kind]({ chat: event.chat, group: event.bound, at: event.at }))
      return false
    case 'migrated':
      recordMoved(deciding, event.at)
      return true
    case 'claimable':
      recordClaimable(deciding, event)
      return false
    case 'knocked':
      decideKnocked(deciding, event)
      return false
    case 'order':
      // Its cause is forgotten after a while: what shops say twice counts once for ever.
      if (!kept && live.read(orders).heard.of(event.order.id)[event.order.type]) return false
      record(orders.facts.heard({ order: event.order.id, type: event.order.type, amount: { ...event.order.amount } }))
      return true
    case 'ordersKept':
      if (!live.read(orders).group.isKept) record(orders.facts.kept({ at: event.at }))
      return false
    case 'delivered':
      if (live.read(mail).pending.has(event.letter)) record(mail.facts.delivered({ letter: event.letter }))
      return false
    case 'orphaned':
      for (const timer of event.timers) record(timers.facts.cancelled({ timer }))
      for (const delivery of event.deliveries) record(deliveries.facts.withdrawn({ delivery, reason: 'plugin-gone' }))
      return false
    case 'due':
      return decideDue(deciding, event)
    case 'outcome':
      return decideOutcome(deciding, event)
    case 'expired':
      return decideExpired(deciding, event)
    default:
      return true
  }
}
