import type { FactRow } from '../group.ts'
import { deliveries } from './deliveries.ts'

interface StateData {
  readonly until: number | null
  readonly as: 'sent' | 'again' | 'drop'
}
const { facts } = deliveries

/** What a delivery is once that fact is recorded, for people. Undefined: the fact says nothing about it. */
export function deliveryStateAfter([type, data]: FactRow): string | undefined {
  const { until, as } = data as Partial<StateData>
  switch (type) {
    case facts.owed.type:
    case facts.postponed.type:
    case facts.refused.type:
      return 'queued'
    case facts.sending.type:
      return 'sending'
    case facts.unknown.type:
      return until === null ? 'unknown' : 'queued'
    case facts.resolved.type:
      return as === 'again' ? 'queued' : as === 'sent' ? 'sent' : 'dropped'
    case facts.sent.type:
      return 'sent'
    case facts.failed.type:
      return 'failed'
    case facts.withdrawn.type:
      return 'withdrawn'
    case facts.expired.type:
      return 'expired'
    case facts.settled.type:
      return 'settled'
    default:
      return undefined
  }
}
