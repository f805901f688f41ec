import type { Oracle } from '../watching.ts'
import { factsOf } from './facts.ts'

const HOUR_MS = 3_600_000
/** Longer than any trouble of the disk. */
const WRITTEN_DOWN_MS = 60 * 60_000

/** Within a process no instant is earlier than one before. The next process may begin with another clock. */
export function clockOracle(): Oracle {
  let last = 0
  return {
    name: 'time never runs back',
    turned(turn) {
      if (turn === 'up') last = 0
      return undefined
    },
    taken(lsn, _, { botNow }) {
      const before = last
      last = botNow
      return botNow < before
        ? `Line ${lsn} is decided at ${botNow}, ${before - botNow} ms before the last one.`
        : undefined
    },
  }
}

/** No group is told of the same time without the bot twice. */
export function outageOnceOracle(): Oracle {
  const toldUntil = new Map<string, number>()
  return {
    name: 'an outage is told once',
    durable(lsn, commit) {
      for (const { from, to } of factsOf(commit, 'days/wasAway')) {
        const before = toldUntil.get(commit.group) ?? 0
        if (Number(from) < before)
          return `Line ${lsn} tells ${commit.group} of the time from ${from} on, after ${before}.`
        toldUntil.set(commit.group, Number(to))
      }
      return undefined
    },
  }
}

/** What was put off is asked about each time before it leaves: in the hours that are not its own it must not. */
export function postponedOracle(): Oracle {
  const tags = new Map<string, string>()
  return {
    name: 'put off until its time',
    durable(lsn, commit) {
      for (const { delivery, says } of factsOf(commit, 'outbox/owed')) {
        const [first] = says as { key: string; params: { tag?: string } }[]
        if (first?.key === 'later') tags.set(`${commit.group} ${delivery}`, String(first.params.tag))
      }
      for (const { delivery, attempt, at } of factsOf(commit, 'outbox/sending')) {
        const tag = tags.get(`${commit.group} ${delivery}`)
        if (tag === undefined || attempt !== 1) continue
        const isItsHour = Math.floor(Number(at) / HOUR_MS) % 2 === Number(tag.slice(1)) % 2
        if (!isItsHour) return `Line ${lsn}: ${tag} leaves at ${at}, which is not its hour.`
      }
      return undefined
    },
  }
}

/** A platform's wish for silence is written down, so that the next process knows of it. */
export function silenceOracle(): Oracle {
  let unwritten: { readonly until: number; readonly at: number }[] = []
  return {
    name: 'a wish for silence is written down',
    answered(_, outcome, { now }) {
      if (outcome?.is === 'throttled') unwritten.push({ until: outcome.until, at: now })
      return undefined
    },
    turned(turn) {
      // It may have ended before it could.
      if (turn === 'down') unwritten = []
      return undefined
    },
    durable(_, commit, { now }) {
      for (const { until } of factsOf(commit, 'outbox/throttled'))
        unwritten = unwritten.filter(wish => wish.until > Number(until))
      const forgotten = unwritten.find(({ at }) => now - at > WRITTEN_DOWN_MS)
      return forgotten && `The platform wanted silence until ${forgotten.until}, and nobody has written it down.`
    },
  }
}
