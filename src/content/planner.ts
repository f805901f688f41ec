import { addDays, daysBetween, type Instant, type LocalDay, type LocalTime } from '../events/ids.ts'
import type { CapAnswer } from '../host/marketing-cap.ts'
import { createCourse, type Moment, type Room } from './planner-course.ts'
import { type PoolState, poolState } from './planner-pool.ts'
import { ownTime } from './planner-slots.ts'
import type { PlannedDay, PlannedSlot, Planning, PlanToFill } from './planner-types.ts'

/**
 * Which post goes in which slot, for so many days from a day on. Slots before `now` are what the history says they
 * were; `now` itself is still open. Without `now` nothing has passed: a plan that has not begun.
 *
 * Costs the days from today to the last one asked for; a slot that is due costs one day.
 */
export function planDays(planning: Planning, from: LocalDay, days: number, now?: Instant): readonly PlannedDay[] {
  return walk(planning, { from, days, now })
}

/** The times of day at which something may be due: those of the slots, and those that posts have for themselves. */
export function slotTimes(plan: PlanToFill): readonly LocalTime[] {
  const times = new Set(plan.slots.map(({ at }) => at))
  for (const { at } of plan.posts) {
    const time = ownTime(plan, at)
    if (time !== null) times.add(time)
  }
  return [...times].sort()
}

/** What there is to say about one slot. */
export interface SlotFacts {
  readonly day: PlannedDay
  readonly slot: PlannedSlot
  /** What the pool had for it. Null: it is not open any more, or takes nothing from the pool. */
  readonly pool: PoolState | null
}

/** Why a slot has the post that it has. Undefined: there is no such slot. */
export function explainSlot(planning: Planning, day: LocalDay, at: LocalTime, now?: Instant): SlotFacts | undefined {
  let pool: PoolState | null = null
  const look = (moment: Moment, room: Room) => {
    const { slot, isRest } = moment
    if (moment.day !== day || slot.at !== at || slot.name === null || isRest) return
    pool = poolState(room.poolOf(), room.placeOf(moment))
  }
  const [planned] = walk(planning, { from: day, days: 1, now }, look)
  const slot = planned!.slots.find(slot => slot.at === at)
  return slot && { day: planned!, slot, pool }
}

/** A slot at which one more marketing post would fit. */
export interface Fit {
  readonly day: LocalDay
  readonly at: LocalTime
  readonly instant: Instant
  /** Null: the plan has no cap. */
  readonly cap: CapAnswer | null
}

/** The first slot from `now` on at which one more marketing post would fit. Undefined: none within so many days. */
export function firstFit(planning: Planning, now: Instant, days: number): Fit | undefined {
  let fit: Fit | undefined
  const look = ({ day, slot: { at, instant } }: Moment, room: Room) => {
    if (fit !== undefined) return
    const cap = room.ask(instant)
    if (cap?.fits !== false) fit = { day, at, instant, cap }
  }
  walk(planning, { from: planning.calendar.dayOf(now), days, now }, look)
  return fit
}

/** Begins the day before today, since what went yesterday matters for variety. */
function walk(
  planning: Planning,
  { from, days, now }: { from: LocalDay; days: number; now: Instant | undefined },
  look?: (moment: Moment, room: Room) => void,
): readonly PlannedDay[] {
  const today = now === undefined ? planning.startDay : planning.calendar.dayOf(now)
  const begin = [from, addDays(today < planning.startDay ? planning.startDay : today, -1)].sort()[0]!
  const course = createCourse(planning, begin, now, look)
  const planned = Array.from({ length: daysBetween(begin, from) + days }, () => course.next())
  return planned.slice(daysBetween(begin, from))
}
