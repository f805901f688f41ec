import type { Event } from '../events/event.ts'
import type { GroupId, Instant } from '../events/ids.ts'
import { days, schedules, timers } from '../host/core/time.ts'
import type { Handled, Host } from '../host/host.ts'
import type { Missed } from '../host/plugin.ts'
import type { Clock } from './clock.ts'
import type { DailyTimes } from './occurrences.ts'
import { nextOccurrence, occurrencesBetween, stillDue } from './occurrences.ts'
import { createTimerQueue } from './timers.ts'

/** A deadline is decided so long after its time, so that what was sent before it has been read. In milliseconds. */
export const DEADLINE_GRACE_MS = 30_000

export interface AgendaOptions {
  readonly host: Host
  readonly decide: (event: Event) => Handled
  readonly clock: Clock
}

/** What time brings: the schedules and timers of all groups of one account. */
export interface Agenda {
  /** Takes up a group's timers and schedules. */
  load(group: GroupId): void
  /** The group has another plan: its times count from now on. What it would have had due before now is skipped. */
  planChanged(group: GroupId, now: Instant): void
  /** A timer was set, changed or taken back. */
  refreshTimer(group: GroupId, timer: string): void
  /** Decides everything that is due. */
  pump(now: Instant): void
  nextAt(): Instant | null
}

type Due =
  | { readonly is: 'timer'; readonly group: GroupId; readonly timer: string }
  | { readonly is: 'schedule'; readonly group: GroupId; readonly plugin: string; readonly schedule: string }

/** How long to wait before deciding again what the journal did not take, in milliseconds. */
const REFUSED_RETRY_MS = 1_000

export function createAgenda({ host, decide, clock }: AgendaOptions): Agenda {
  const queue = createTimerQueue<Due>()

  function load(group: GroupId): void {
    for (const [timer] of host.read(group, timers).pending.each()) refreshTimer(group, timer)
    for (const due of schedulesOf(group)) {
      if (!isKnown(due)) begin(due, clock.now())
      setNext(due)
    }
  }
  const isKnown = ({ group, plugin, schedule }: ScheduleDue) =>
    host.read(group, schedules).seen.has(`${plugin}/${schedule}`)
  /** A plugin that is new, or new to the group, does not make up for a past that it was not there for. */
  const begin = (due: ScheduleDue, now: Instant) => decide(missedEvent(due, now, 0))

  function planChanged(group: GroupId, now: Instant): void {
    for (const due of schedulesOf(group)) {
      const occurrences = occurrencesBetween(host.settingsOf(group).calendar, timesOf(due).at, seenUntil(due), now)
      const last = occurrences.at(-1)
      const handled = last && decide(missedEvent(due, last.instant, occurrences.length))
      if (handled?.is === 'refused') retry(keyOf(due), now, due)
      else setNext(due)
    }
  }

  /** None before the group came to life. */
  function schedulesOf(group: GroupId): readonly ScheduleDue[] {
    if (host.read(group, days).group.beganAt === null) return []
    return host.plugins.flatMap(({ name, schedules }) =>
      Object.keys(schedules).map(schedule => ({ is: 'schedule', group, plugin: name, schedule }) as const),
    )
  }

  function refreshTimer(group: GroupId, timer: string): void {
    const key = `t:${group}:${timer}`
    const due = dueOf(group, timer)
    if (due === null) queue.cancel(key)
    else queue.set(key, due, { is: 'timer', group, timer })
  }
  /** When a timer is to be decided: a deadline some time after it. Null: it is not set. */
  function dueOf(group: GroupId, timer: string): Instant | null {
    const { pending } = host.read(group, timers)
    if (!pending.has(timer)) return null
    const { plugin, name, at } = pending.of(timer)
    const isDeadline = host.plugins.find(loaded => loaded.name === plugin)?.timers[name]?.isDeadline === true
    return (at + (isDeadline ? DEADLINE_GRACE_MS : 0)) as Instant
  }

  type ScheduleDue = Extract<Due, { is: 'schedule' }>
  const keyOf = ({ group, plugin, schedule }: ScheduleDue) => `s:${group}:${plugin}/${schedule}`

  /** Occurrences up to here have been decided, or were before the group's time. */
  function seenUntil({ group, plugin, schedule }: ScheduleDue): Instant {
    const { until } = host.read(group, schedules).seen.of(`${plugin}/${schedule}`)
    return Math.max(until, host.read(group, days).group.beganAt ?? 0) as Instant
  }
  function timesOf({ group, plugin, schedule }: ScheduleDue): { at: DailyTimes; missed: Missed } {
    const definition = host.plugins.find(loaded => loaded.name === plugin)!.schedules[schedule]!
    return {
      at: definition.at(host.settingsOf(group).config[plugin] as never, host.planOf(group)?.definition ?? null),
      missed: definition.missed,
    }
  }

  function setNext(due: ScheduleDue): void {
    const next = nextOccurrence(host.settingsOf(due.group).calendar, timesOf(due).at, seenUntil(due))
    if (next) queue.set(keyOf(due), next.instant, due)
    else queue.cancel(keyOf(due))
  }

  function ring({ group, timer }: Extract<Due, { is: 'timer' }>, now: Instant): void {
    const due = dueOf(group, timer)
    // It may have been taken back or put off by a commit that is not durable yet.
    if (due === null || due > now) return refreshTimer(group, timer)
    const { plugin, name, at, data } = host.read(group, timers).pending.of(timer)
    const handled = decide({
      kind: 'woken',
      cause: `wake:${timer}:${at}`,
      group,
      at: at as Instant,
      plugin,
      timer: name,
      key: timer,
      data,
      rungAt: now,
    })
    if (handled.is === 'refused') retry(`t:${group}:${timer}`, now, { is: 'timer', group, timer })
  }

  function fire(due: ScheduleDue, now: Instant): void {
    const { group, plugin, schedule } = due
    if (!isKnown(due)) return begin(due, now).is === 'refused' ? retry(keyOf(due), now, due) : setNext(due)
    const { at, missed } = timesOf(due)
    const occurrences = occurrencesBetween(host.settingsOf(group).calendar, at, seenUntil(due), now)
    const happening = stillDue(missed, occurrences, now)
    const lastSkipped = occurrences.findLast(occurrence => !happening.includes(occurrence))
    if (lastSkipped) {
      const handled = decide(missedEvent(due, lastSkipped.instant, occurrences.length - happening.length))
      if (handled.is === 'refused') return retry(keyOf(due), now, due)
    }
    for (const { instant, day } of happening) {
      const handled = decide({
        kind: 'scheduled',
        cause: `schedule:${plugin}/${schedule}:${instant}`,
        ...{ group, plugin, schedule },
        at: instant,
        day,
      })
      if (handled.is === 'refused') return retry(keyOf(due), now, due)
    }
    setNext(due)
  }
  function missedEvent({ group, plugin, schedule }: ScheduleDue, at: Instant, count: number): Event {
    return { kind: 'missed', cause: `missed:${plugin}/${schedule}:${at}`, group, plugin, schedule, at, count }
  }
  const retry = (key: string, now: Instant, due: Due) => queue.set(key, (now + REFUSED_RETRY_MS) as Instant, due)

  return {
    load,
    planChanged,
    refreshTimer,
    pump(now) {
      for (let timer = queue.popDue(now); timer; timer = queue.popDue(now)) {
        if (timer.value.is === 'timer') ring(timer.value, now)
        else fire(timer.value, now)
      }
    },
    nextAt: () => queue.peek()?.instant ?? null,
  }
}
