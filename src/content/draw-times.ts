import type { LocalTime } from '../events/ids.ts'
import type { DrawFile, PlanDefinition, PlannedDraw } from '../host/content.ts'
import type { DeepReadonly } from '../host/record.ts'
import { ownTime } from './planner-slots.ts'

/** What of a plan says when its draws are. */
type Times = DeepReadonly<Pick<PlanDefinition, 'slots' | 'dayStartsAt'>>

/**
 * The times of day at which a draw is announced: one, or each of its `hours`. Without a time of its own it is the first
 * slot of the day. None where it names a slot that the plan does not have.
 */
export function drawTimes(plan: Times, { at, hours }: DeepReadonly<Pick<PlannedDraw, 'at' | 'hours'>>) {
  if (hours.length > 0) return hours
  const time = at === null ? firstSlot(plan) : ownTime(plan, at)
  return time === null ? [] : [time]
}

/** The day of the plan and the time at which entries close. Null: `minutes` says it, or it names no slot of the plan. */
export function drawCloses(plan: Times, { closes }: DeepReadonly<Pick<DrawFile, 'closes'>>) {
  const at = closes === null ? null : ownTime(plan, closes.at)
  return closes === null || at === null ? null : { day: closes.day, at }
}

/** The draws that a plan announces on its day of that number, in the order of time. */
export function drawsOn(plan: DrawPlan, number: number): readonly { readonly draw: string; readonly at: LocalTime }[] {
  return (plan.draws ?? [])
    .filter(({ day }) => day === number)
    .flatMap(draw => drawTimes(plan, draw).map(at => ({ draw: draw.id, at })))
    .sort((a, b) => byTimeOfDay(plan)(a.at, b.at))
}
type DrawPlan = Times & DeepReadonly<Pick<PlanDefinition, 'draws'>>

/** What comes after midnight and before the next day begins comes last. */
const byTimeOfDay =
  ({ dayStartsAt }: Times) =>
  (a: LocalTime, b: LocalTime): number =>
    Number(a < dayStartsAt) - Number(b < dayStartsAt) || (a < b ? -1 : 1)

const firstSlot = (plan: Times): LocalTime | null =>
  plan.slots.map(({ at }) => at).toSorted(byTimeOfDay(plan))[0] ?? null
