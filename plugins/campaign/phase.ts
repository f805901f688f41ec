import { addDays, type LocalDay, type RunningPlan } from 'bonfire'
import { type ClosingState, isOpen } from '../closing/facts.ts'
import type { ConversionState } from '../conversion/facts.ts'
import type { Phase } from './facts.ts'

/** All that a phase follows from. */
export interface Known {
  readonly plan: RunningPlan
  readonly today: LocalDay
  readonly warmUpDays: number
  readonly conversion: ConversionState
  readonly closing: ClosingState
}

/**
 * The phase, from what is recorded: whatever was missed meanwhile, and in whatever order it happened, it comes out the
 * same. A pause moves the plan's last day, and with it everything after.
 */
export function phaseOf(known: Known): Phase {
  const { plan, today, warmUpDays, closing } = known
  // 1. The end of the group, of this campaign and no earlier one
  if (isOpen(closing)) return 'closing'
  const { endedAs, phase, campaign } = closing.group
  if (phase === 'ended' && endedAs !== null && (campaign === null || campaign === plan.startDay)) return endedAs
  // 2. Before the plan
  if (today < addDays(plan.startDay, -warmUpDays)) return 'preparing'
  if (today < plan.startDay) return 'warming-up'
  // 3. Its rounds, its days, and what is after them
  const round = openRound(known)
  if (round !== null) return `round-${round}`
  return plan.lastDay !== null && today > plan.lastDay ? 'over' : 'running'
}

/** The latest round of this campaign of which an offer is open. Few are open at a time. */
function openRound({ conversion, plan }: Known): 1 | 2 | 3 | null {
  const mine = `${plan.definition.id}@${plan.startDay}`
  const rounds = conversion.group.open.flatMap(id => {
    const { round, campaign } = conversion.offers.of(id)
    return round !== null && (campaign === null || campaign === mine) ? [round] : []
  })
  return rounds.length === 0 ? null : (Math.max(...rounds) as 1 | 2 | 3)
}

/** What the group goes on to. */
export type Ahead =
  | { readonly is: 'warm-up' | 'start' | 'end'; readonly day: LocalDay }
  /** `number`: the day of the plan. */
  | { readonly is: 'round'; readonly round: number; readonly number: number }
  | { readonly is: 'offers' | 'decision' | 'notice' | 'nothing' }

export function aheadOf(
  phase: Phase,
  { plan, today, warmUpDays, closing }: Pick<Known, 'plan' | 'today' | 'warmUpDays' | 'closing'>,
): Ahead {
  const { startDay, lastDay } = plan
  if (phase === 'preparing' && warmUpDays > 0) return { is: 'warm-up', day: addDays(startDay, -warmUpDays) }
  if (phase === 'preparing' || phase === 'warming-up') return { is: 'start', day: startDay }
  // Where nobody is removed after this campaign, that has been decided.
  if (phase === 'over') return { is: closing.group.settled === startDay ? 'nothing' : 'decision' }
  if (phase === 'closing') return { is: 'notice' }
  if (phase === 'closed' || phase === 'graduated' || phase === 'handed-over') return { is: 'nothing' }
  const next = nextRound(plan, plan.dayNumber(today))
  if (next) return next
  if (lastDay === null) return { is: 'nothing' }
  return today > lastDay ? { is: 'offers' } : { is: 'end', day: lastDay }
}

function nextRound({ definition }: RunningPlan, today: number | null): Ahead | null {
  if (today === null) return null
  const ahead = definition.posts
    .flatMap(({ round, when }) =>
      round !== null && 'day' in when && when.day > today ? [{ round, day: when.day }] : [],
    )
    .sort((a, b) => a.day - b.day)[0]
  return ahead ? { is: 'round', round: ahead.round, number: ahead.day } : null
}
