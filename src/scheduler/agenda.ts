import type { Event } from '../events/event.ts'
import type { GroupId, Instant } from '../events/ids.ts'
import { days, schedules, timers } from '../host/core/time.ts'
import type { Handled, Host } from '../host/host.ts'
import type { Missed } from '../host/plugin.ts'
import type { DailyTimes } from './occurrences.ts'
import { nextOccurrence, occurrencesBetween, stillDue } from './occurrences.ts'
import { createTimerQueue } from './timers.ts'

/** A deadline is decided so long after its time, so that what was sent before it has been read. In milliseconds. */
export const DEADLINE_GRACE_MS = 30_000

export interface AgendaOptions {
  readonly host: Host
  readonly decide: (event: Event) => Handled
}

/** What time brings: the schedules and timers of all groups of one account. */
export interface Agenda {
  /** Takes up a group's timers and schedules. Again for a group that has changed its plan. */
  load(group: GroupId): void
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

export function createAgenda({ host, decide }: AgendaOptions): Agenda {
  const queue = createTimerQueue<Due>()

  function load(group: GroupId): void {
    for (const [timer] of host.read(group, timers).pending.each()) refreshTimer(group, timer)
    if (host.read(group, days).group.beganAt === null) return
    for (const plugin of host.plugins) {
      for (const schedule of Object.keys(plugin.schedules))
        setNext({ is: 'schedule', group, plugin: plugin.name, schedule })
    }
  }

  function refreshTimer(group: GroupId, timer: string): void {
    const { pending } = host.read(group, timers)
    const key = `t:${group}:${timer}`
    if (!pending.has(timer)) return void queue.cancel(key)
    const { plugin, name, at } = pending.of(timer)
    const isDeadline = host.plugins.find(loaded => loaded.name === plugin)?.timers[name]?.isDeadline === true
    queue.set(key, (at + (isDeadline ? DEADLINE_GRACE_MS : 0)) as Instant, { is: 'timer', group, timer })
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
    return { at: definition.at(host.settingsOf(group).config[plugin] as never), missed: definition.missed }
  }

  function setNext(due: ScheduleDue): void {
    const next = nextOccurrence(host.settingsOf(due.group).calendar, timesOf(due).at, seenUntil(due))
    if (next) queue.set(keyOf(due), next.instant, due)
    else queue.cancel(keyOf(due))
  }

  function ring({ group, timer }: Extract<Due, { is: 'timer' }>, now: Instant): void {
    const { pending } = host.read(group, timers)
    if (!pending.has(timer)) return
    const { plugin, name, at, data } = pending.of(timer)
    const handled = decide({
      kind: 'woken',
      cause: `wake:${timer}:${at}`,
      group,
      at: at as Instant,
      plugin,
      timer: name,
      key: timer,
      data,
    })
    if (handled.is === 'refused') retry(`t:${group}:${timer}`, now, { is: 'timer', group, timer })
  }

  function fire(due: ScheduleDue, now: Instant): void {
    const { group, plugin, schedule } = due
    const { at, missed } = timesOf(due)
    const occurrences = occurrencesBetween(host.settingsOf(group).calendar, at, seenUntil(due), now)
    const happening = stillDue(missed, occurrences, now)
    const base = { group, plugin, schedule }
    const lastSkipped = occurrences.findLast(occurrence => !happening.includes(occurrence))
    if (lastSkipped) {
      const cause = `missed:${plugin}/${schedule}:${lastSkipped.instant}`
      const handled = decide({
        kind: 'missed',
        cause,
        ...base,
        at: lastSkipped.instant,
        count: occurrences.length - happening.length,
      })
      if (handled.is === 'refused') return retry(keyOf(due), now, due)
    }
    for (const { instant, day } of happening) {
      const handled = decide({
        kind: 'scheduled',
        cause: `schedule:${plugin}/${schedule}:${instant}`,
        ...base,
        at: instant,
        day,
      })
      if (handled.is === 'refused') return retry(keyOf(due), now, due)
    }
    setNext(due)
  }
  const retry = (key: string, now: Instant, due: Due) => queue.set(key, (now + REFUSED_RETRY_MS) as Instant, due)

  return {
    load,
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
