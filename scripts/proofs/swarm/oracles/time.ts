import { localDays } from '../local-days.ts'
import type { Setting } from '../setting.ts'
import type { Oracle } from '../watching.ts'
import { factsOf, getOrMake } from './facts.ts'

const IS_POST = /^〔\w+〕(?:a post|sentence|put off|answered|closes|drawn)|a streak is waiting/
const IS_BY_TIME = /^(?:wake|schedule):/

/** While the bot has not read what was sent meanwhile, nothing falls due, and nothing leaves but replies. */
export function catchingUpOracle(): Oracle {
  let isCatchingUp = true
  return {
    name: 'first read, then act',
    turned(turn) {
      if (turn === 'caught up') isCatchingUp = false
      else if (turn === 'up' || turn === 'disconnected') isCatchingUp = true
      return undefined
    },
    taken(lsn, { cause }) {
      return isCatchingUp && IS_BY_TIME.test(cause) ? `Line ${lsn}, ${cause}, is decided while catching up.` : undefined
    },
    called({ outgoing }) {
      if (!isCatchingUp) return undefined
      const isPost = outgoing.kind === 'action' || (outgoing.kind === 'message' && IS_POST.test(outgoing.text))
      return isPost
        ? `A ${outgoing.kind} leaves while catching up: ${JSON.stringify(outgoing).slice(0, 200)}`
        : undefined
    },
  }
}

/** What is due each day happens once each day, in its order; what a plugin wants made up for is. Timers ring. */
export function schedulesOracle({ zone, dayStartsAt, postTimes }: Setting): Oracle {
  const local = localDays(zone, dayStartsAt)
  const lastAt = new Map<string, number>()
  const daysOf = new Map<string, string[]>()
  const timers = new Map<string, number>()
  return {
    name: 'what is due happens once',
    durable(lsn, commit) {
      for (const { schedule, at } of factsOf(commit, 'schedules/fired')) {
        const key = `${commit.group} ${schedule}`
        const before = lastAt.get(key) ?? 0
        if (Number(at) <= before) return `Line ${lsn}: ${schedule} of ${at} comes after that of ${before}.`
        lastAt.set(key, Number(at))
        if (schedule === 'trial/all') getOrMake(daysOf, commit.group, () => []).push(local.dayOf(Number(at)))
      }
      for (const { timer, at } of factsOf(commit, 'timers/set')) timers.set(`${commit.group} ${timer}`, Number(at))
      for (const type of ['timers/rung', 'timers/cancelled']) {
        for (const { timer } of factsOf(commit, type)) timers.delete(`${commit.group} ${timer}`)
      }
      return undefined
    },
    ended({ botNow }) {
      for (const [group, days] of daysOf) {
        const gap = days.find((day, index) => index > 0 && daysBetween(days[index - 1]!, day) !== 1)
        if (gap !== undefined && postTimes.allAt.length > 0)
          return `In ${group} the post of every day has a gap before ${gap}.`
      }
      const late = [...timers].find(([, at]) => at < botNow - 60_000)
      return late ? `The timer ${late[0]} of ${late[1]} never rang.` : undefined
    },
  }
}

const daysBetween = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000

/** The least silence that is an outage: where nothing comes again, what was said in a moment is lost. */
const OUTAGE_MS = { telegram: 120_000, wechat: 2_000 }

/** A full disk takes no sign of life, and none is made up for: so many may be missing, and then some time. */
const BEATS_MISSING_MAX = 2
const BEATLESS_MS_MAX = 90 * 60_000

/** Whenever nobody was listening, every group is told, and its days are excused accordingly. */
export function outagesOracle({ platform, heartbeatMs }: Setting): Oracle {
  const began = new Map<string, number>()
  const told = new Map<string, { from: number; to: number }[]>()
  const silences: { from: number; to: number; wasDown: boolean }[] = []
  let silentSince: number | null = null
  let wasDown = false
  return {
    name: 'a time without the bot is an outage',
    turned(turn, { now }) {
      if (turn === 'down' || turn === 'disconnected') {
        wasDown ||= turn === 'down'
        silentSince ??= now
      }
      if (turn === 'connected' && silentSince !== null) {
        silences.push({ from: silentSince, to: now, wasDown })
        silentSince = null
        wasDown = false
      }
      return undefined
    },
    durable(_, commit) {
      for (const { at } of factsOf(commit, 'days/began')) began.set(commit.group, Number(at))
      for (const { from, to } of factsOf(commit, 'days/wasAway'))
        getOrMake(told, commit.group, () => []).push({ from: Number(from), to: Number(to) })
      return undefined
    },
    ended({ isSkewed }) {
      if (isSkewed) return undefined
      for (const [group, since] of began) {
        const away = told.get(group) ?? []
        for (const { from, to, wasDown } of silences) {
          const isOutage = to - from > (wasDown ? OUTAGE_MS.telegram : OUTAGE_MS[platform])
          if (!isOutage || from < since) continue
          if (!isCovered(from, to, away)) return `${group} was never told of the time from ${from} to ${to}.`
        }
        const baseless = away.find(
          ({ from, to }) => !silences.some(silence => silence.from <= to && silence.to >= from),
        )
        if (baseless)
          return `${group} was told of an outage from ${baseless.from} to ${baseless.to}, and there was none.`
        const early = away.find(({ from, to }) => {
          const first = silences.find(silence => silence.from <= to && silence.to >= from)!
          return from < first.from - (1 + BEATS_MISSING_MAX) * heartbeatMs - BEATLESS_MS_MAX
        })
        if (early) return `${group} was told of an outage from ${early.from} on, when the bot was there.`
      }
      return undefined
    },
  }
  function isCovered(from: number, to: number, away: readonly { from: number; to: number }[]): boolean {
    let at = from
    for (const part of away.toSorted((a, b) => a.from - b.from)) if (part.from <= at) at = Math.max(at, part.to)
    return at >= to - OUTAGE_MS[platform]
  }
}
