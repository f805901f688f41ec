import type { Oracle } from '../watching.ts'
import { getOrMake } from './facts.ts'

/** What the state tells apart, or what is new each time: it may be recorded as often as it happens. */
const MAY_REPEAT = /^(?:delivery|wake|pulse|orphaned):/

/** The same thing is recorded once, for ever. */
export function causesOracle(): Oracle {
  const seen = new Map<string, Map<string, number>>()
  return {
    name: 'every cause once',
    durable(lsn, { cause, group }) {
      if (MAY_REPEAT.test(cause)) return undefined
      const causes = getOrMake(seen, group, () => new Map())
      const before = causes.get(cause)
      if (before !== undefined) return `Line ${lsn} is of ${cause}, as line ${before} is, in ${group}.`
      causes.set(cause, lsn)
      return undefined
    },
  }
}

/** An update is confirmed to the platform only when what it led to is durable. */
export function confirmingOracle(): Oracle {
  const waiting = new Map<string, number>()
  const accepted = new Set<string>()
  const over = new Set<string>()
  return {
    name: 'confirmed when durable',
    taken(lsn, { cause }) {
      waiting.set(cause, lsn)
      return undefined
    },
    durable(_, { cause }) {
      waiting.delete(cause)
      return undefined
    },
    turned(turn) {
      if (turn === 'down') waiting.clear()
      return undefined
    },
    updates(fate, updates) {
      for (const { cause } of updates) {
        if (fate === 'accepted') accepted.add(cause)
        if (fate === 'confirmed' || fate === 'lost') over.add(cause)
        if (fate !== 'confirmed') continue
        const lsn = waiting.get(cause) ?? waiting.get(`knock:${cause}`)
        if (lsn !== undefined) return `${cause} is confirmed, and line ${lsn} is not durable.`
      }
      return undefined
    },
    ended() {
      const open = [...accepted].filter(cause => !over.has(cause))
      return open.length > 0
        ? `Never confirmed: ${open.slice(0, 3).join()}${open.length > 3 ? ' and others' : ''}.`
        : undefined
    },
  }
}
