import type { Outgoing } from '../../../../src/adapters/adapter.ts'
import type { Oracle } from '../watching.ts'
import { factsOf } from './facts.ts'

const MESSAGE = /^msg:.*:(\d+)$/

/** Nobody hears of what is not durable: a crash would make a lie of it. */
export function repliesOracle(): Oracle {
  /** What the commits that wait for the disk are about, by message. */
  const waiting = new Map<string, number>()
  return {
    name: 'replies leave when they are true',
    taken(lsn, { cause }) {
      const [, message] = MESSAGE.exec(cause) ?? []
      if (message !== undefined) waiting.set(message, lsn)
      return undefined
    },
    durable(_, { cause }) {
      const [, message] = MESSAGE.exec(cause) ?? []
      if (message !== undefined) waiting.delete(message)
      return undefined
    },
    turned(turn) {
      if (turn === 'down') waiting.clear()
      return undefined
    },
    called({ outgoing }) {
      const message = answeredBy(outgoing)
      const lsn = message === undefined ? undefined : waiting.get(message)
      return lsn === undefined ? undefined : `Message ${message} is answered, and line ${lsn} is not durable.`
    },
  }
}

/** The message that a call answers, where the platform shows that. */
function answeredBy(outgoing: Outgoing): string | undefined {
  if (outgoing.kind === 'action') return undefined
  return outgoing.kind === 'reaction' ? outgoing.message : outgoing.replyTo
}

/** What is owed is tried until its deadline: only a platform that will never take it ends it before. */
export function patienceOracle(): Oracle {
  /** How often a platform has refused something for good, by group; and how often when a delivery was owed, or left. */
  const refusals = new Map<string, number>()
  const before = new Map<string, number>()
  return {
    name: 'nothing is given up',
    answered({ outgoing: { chat } }, outcome) {
      if (outcome?.is === 'failed' && !outcome.again) refusals.set(chat.group, (refusals.get(chat.group) ?? 0) + 1)
      return undefined
    },
    durable(lsn, commit) {
      const now = refusals.get(commit.group) ?? 0
      // What leaves with a mark is refused, if it is, after the last one.
      for (const type of ['outbox/owed', 'outbox/sending'])
        for (const { delivery } of factsOf(commit, type)) before.set(`${commit.group} ${delivery}`, now)
      for (const { delivery } of factsOf(commit, 'outbox/failed')) {
        if (before.get(`${commit.group} ${delivery}`) === now)
          return `Line ${lsn}: ${delivery} of ${commit.group} is given up, and the platform has refused nothing.`
      }
      return undefined
    },
  }
}
