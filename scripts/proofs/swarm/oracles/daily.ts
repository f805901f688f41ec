import { localDays } from '../local-days.ts'
import { MINUTE_MS, type Setting } from '../setting.ts'
import type { Oracle } from '../watching.ts'
import { factsOf } from './facts.ts'

/** Whoever is there and awake for so long around a time is in time for it. */
const AROUND_MS = MINUTE_MS
/** A group that began so short a time before has perhaps not been told of its schedules. */
const BEGUN_MS = 60 * MINUTE_MS

interface Span {
  readonly from: number
  readonly to: number
}

/** What is due each day happens at its time by the clock on the wall, on each day on which the bot was there for it. */
export function dailyOracle({ zone, remindAt, postTimes }: Setting): Oracle {
  const { skipAt, allAt, latestAt } = postTimes
  const configured = {
    'trial/skip': skipAt,
    'trial/all': allAt,
    'trial/latest': latestAt,
    'check-in/remind': [remindAt],
  }
  // The day that starts at a time begins when the clock on the wall reads it.
  const schedules = new Map(
    Object.entries(configured).map(([name, times]) => [name, times.map(time => localDays(zone, time))]),
  )
  const began = new Map<string, number>()
  const fired = new Set<string>()
  /** When the bot was up and had read everything. */
  const awake: Span[] = []
  /** When the journal took something: at other times its disk may be full. */
  const taken: number[] = []
  let awakeSince: number | null = null
  let skewedAt: number | null = null

  function sleeps(now: number): void {
    if (awakeSince !== null) awake.push({ from: awakeSince, to: now })
    awakeSince = null
  }
  function wasInTime(at: number): boolean {
    const isAwake = awake.some(({ from, to }) => from < at - AROUND_MS && to > at + AROUND_MS)
    return isAwake && taken.some(instant => instant >= at && instant < at + AROUND_MS)
  }
  function firstMissing(group: string, since: number, until: number): string | undefined {
    for (const [name, days] of schedules) {
      for (const { nextDayAt } of days) {
        for (let at = nextDayAt(since); at < until; at = nextDayAt(at)) {
          if (!fired.has(`${group} ${name} ${at}`) && wasInTime(at)) return `${name} of ${at} never came in ${group}.`
        }
      }
    }
    return undefined
  }

  return {
    name: 'each day at its time',
    taken(_, __, { botNow, isSkewed }) {
      if (isSkewed) skewedAt ??= botNow
      taken.push(botNow)
      return undefined
    },
    turned(turn, { now, isSkewed }) {
      if (isSkewed) skewedAt ??= now
      if (turn === 'caught up') awakeSince ??= now
      else if (turn !== 'connected') sleeps(now)
      return undefined
    },
    durable(lsn, commit) {
      for (const { at } of factsOf(commit, 'days/began')) began.set(commit.group, Number(at))
      for (const fact of factsOf(commit, 'schedules/fired')) {
        const [schedule, at] = [String(fact.schedule), Number(fact.at)]
        fired.add(`${commit.group} ${schedule} ${at}`)
        const days = schedules.get(schedule)
        if (days && !days.some(({ nextDayAt }) => nextDayAt(at - 1) === at))
          return `Line ${lsn}: ${schedule} of ${at} comes at another time than its own.`
      }
      return undefined
    },
    ended({ now }) {
      sleeps(now)
      // A clock that has been wrong may have passed over a time, or come to it twice.
      const until = Math.min(now, skewedAt ?? now) - AROUND_MS
      for (const [group, since] of began) {
        const missing = firstMissing(group, since + BEGUN_MS, until)
        if (missing !== undefined) return missing
      }
      return undefined
    },
  }
}
