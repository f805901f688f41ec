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

/** A receipt is tried until its deadline: only a platform that will never take it ends it before. */
export function patienceOracle(): Oracle {
  /** How often a platform has refused something for good, by group; and how often when a receipt was owed. */
  const refusals = new Map<string, number>()
  const before = new Map<string, number>()
  return {
    name: 'receipts are not given up',
    answered({ outgoing: { chat } }, outcome) {
      if (outcome?.is === 'failed' && !outcome.again) refusals.set(chat.group, (refusals.get(chat.group) ?? 0) + 1)
      return undefined
    },
    durable(lsn, commit) {
      const now = refusals.get(commit.group) ?? 0
      for (const { delivery, class: cls } of factsOf(commit, 'outbox/owed'))
        if (cls === 'receipt') before.set(`${commit.group} ${delivery}`, now)
      for (const { delivery } of factsOf(commit, 'outbox/failed')) {
        if (before.get(`${commit.group} ${delivery}`) === now)
          return `Line ${lsn}: the receipt ${delivery} of ${commit.group} is given up, and the platform has refused nothing.`
      }
      return undefined
    },
  }
}
