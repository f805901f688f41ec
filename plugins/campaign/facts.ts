import { defineSlice, Instant, type SliceState } from 'bonfire'
import { z } from 'zod'

/** What a group goes through, in this order. A plan that is used anew begins again. */
export const PHASES = [
  'preparing',
  'warming-up',
  'running',
  'round-1',
  'round-2',
  'round-3',
  'over',
  'closing',
  'closed',
  'graduated',
  'handed-over',
] as const
export const Phase = z.enum(PHASES)
export type Phase = z.output<typeof Phase>

/** What brought a phase about. */
export const REASONS = [
  'plan-used',
  'day-began',
  'resumed',
  'offer-opened',
  'offer-closed',
  'list-frozen',
  'closing-stopped',
  'closing-ended',
] as const
export const Reason = z.enum(REASONS)
export type Reason = z.output<typeof Reason>

/** In which phase of its campaign a group is. */
export const campaign = defineSlice({
  name: 'campaign',
  facts: {
    /** `day`: the plan's day on which it was entered, counted from 1. Absent: it was none of its days. */
    entered: z.object({ phase: Phase, at: Instant, reason: Reason, day: z.int().min(1).optional() }),
  },
  tables: () => ({}),
  group: {
    /** Null: no plan has been used. `since`: when the phase was entered. */
    initial: () => ({ phase: null as Phase | null, since: 0 as Instant, reason: null as Reason | null }),
    reduce: {
      entered: (group, { phase, at, reason }) => {
        group.phase = phase
        group.since = at
        group.reason = reason
      },
    },
  },
})

export type CampaignState = SliceState<typeof campaign>
