import type { Commit } from '../../../../src/host/commit.ts'
import type { Setting } from '../setting.ts'
import type { Oracle, Wrong } from '../watching.ts'
import { type Data, factsOf, getOrMake } from './facts.ts'

type State = 'queued' | 'sending' | 'unknown' | 'over'
interface Delivery {
  readonly class: string
  state: State
  attempt: number
  readonly target: unknown
  isHeld: boolean
  isResolved: boolean
}
/** From which states a fact may come, and to which it leads, of what leaves with a mark and of what leaves without. */
interface Step {
  readonly marked: readonly State[]
  readonly unmarked: readonly State[]
  readonly to: State | null
}
const STEPS: Readonly<Record<string, Step>> = {
  sending: { marked: ['queued'], unmarked: [], to: 'sending' },
  postponed: { marked: ['queued'], unmarked: [], to: 'queued' },
  partSent: { marked: ['sending'], unmarked: [], to: 'sending' },
  sent: { marked: ['sending'], unmarked: ['queued'], to: 'over' },
  refused: { marked: ['sending'], unmarked: ['queued'], to: 'queued' },
  unknown: { marked: ['sending'], unmarked: ['queued'], to: null },
  failed: { marked: ['sending'], unmarked: ['queued'], to: 'over' },
  withdrawn: { marked: ['queued'], unmarked: ['queued'], to: 'over' },
  expired: { marked: ['queued'], unmarked: ['queued'], to: 'over' },
  held: { marked: ['unknown'], unmarked: [], to: 'unknown' },
  resolved: { marked: ['unknown'], unmarked: [], to: null },
  settled: { marked: ['unknown'], unmarked: [], to: 'over' },
}

/** Every delivery goes from owed to over by steps that are allowed; what is unknown is held, and listed. */
export function deliveriesOracle({ platform }: Setting): Oracle {
  const owners = new Map<string, string>()
  const met = new Set<string>()
  const canReach = (owner: string | undefined) => owner !== undefined && (platform === 'wechat' || met.has(owner))
  const groups = new Map<string, Map<string, Delivery>>()

  function owe(known: Map<string, Delivery>, { delivery, class: cls, target }: Data): Wrong {
    if (known.has(String(delivery))) return `${delivery} is owed twice`
    const state = 'queued'
    known.set(String(delivery), { class: String(cls), target, state, attempt: 0, isHeld: false, isResolved: false })
    return undefined
  }
  function take(kind: string, delivery: Delivery, data: Data): Wrong {
    const { state, class: cls, attempt } = delivery
    const step = STEPS[kind]!
    const from = cls === 'receipt' ? step.unmarked : step.marked
    if (!from.includes(state)) return `is ${kind} although it is ${state}`
    if (kind === 'sending' && data.attempt !== attempt + 1)
      return `leaves for the ${data.attempt}th time, not ${attempt + 1}th`
    if (kind === 'settled' && !delivery.isResolved) return 'is settled, and nobody has said how'
    if (kind === 'unknown') delivery.state = cls === 'broadcast' ? 'unknown' : 'queued'
    else if (kind === 'resolved') delivery.state = data.as === 'again' ? 'queued' : 'unknown'
    else delivery.state = step.to!
    if (kind === 'unknown' && (data.until === null) !== (cls === 'broadcast'))
      return `is unknown ${data.until === null ? 'for good' : 'and goes back to the queue'}, of class ${cls}`
    if (kind === 'sending') delivery.attempt += 1
    if (kind === 'held') delivery.isHeld = true
    delivery.isResolved = kind === 'resolved'
    return undefined
  }
  function hidden(commit: Commit, known: Map<string, Delivery>): Wrong {
    for (const [type, data] of commit.facts) {
      if (type !== 'outbox/unknown') continue
      const delivery = known.get(String((data as Data).delivery))!
      if (delivery.state === 'unknown' && !delivery.isHeld)
        return `${(data as Data).delivery} is unknown and not listed`
    }
    return undefined
  }

  return {
    name: 'deliveries go the allowed ways',
    durable(lsn, commit) {
      const known = getOrMake(groups, commit.group, () => new Map())
      for (const { member, role } of factsOf(commit, 'membership/roleGiven')) {
        if (role === 'owner') owners.set(commit.group, String(member))
        else if (owners.get(commit.group) === member) owners.delete(commit.group)
      }
      for (const { member } of factsOf(commit, 'private-chats/opened')) met.add(String(member))
      for (const [type, data] of commit.facts) {
        if (!type.startsWith('outbox/') || type === 'outbox/throttled') continue
        const kind = type.slice('outbox/'.length)
        const { delivery } = data as Data
        const found = known.get(String(delivery))
        if (kind !== 'owed' && !found) return `Line ${lsn}: ${delivery} is ${kind} and was never owed.`
        const wrong = kind === 'owed' ? owe(known, data as Data) : take(kind, found!, data as Data)
        if (wrong !== undefined) return `Line ${lsn}: ${found?.class ?? ''} ${delivery} ${wrong}.`
      }
      const wrong = hidden(commit, known)
      return wrong === undefined ? undefined : `Line ${lsn}: ${wrong}.`
    },
    ended() {
      for (const [group, known] of groups) {
        for (const [id, { state, class: cls, target }] of known) {
          // Whom nobody knows, or who never wrote to the bot, cannot be told.
          if (target === 'owner' && !canReach(owners.get(group))) continue
          if (state !== 'over' && state !== 'unknown')
            return `${cls} ${id} of ${group} is still ${state}, and nothing is in its way.`
        }
      }
      return undefined
    },
  }
}
