import { addDays, daysBetween, type Instant, type LocalDay, type LocalTime } from '../events/ids.ts'
import { createLedger } from './planner-cap.ts'
import { createCourse } from './planner-course.ts'
import { ownTime } from './planner-slots.ts'
import type { PlannedDay, Planning, PlanToFill } from './planner-types.ts'

/**
 * Which post goes in which slot, for so many days from a day on. Slots before `now` are what the history says they
 * were; `now` itself is still open. Without `now` nothing has passed: a plan that has not begun.
 *
 * Costs the days from today to the last one asked for; a slot that is due costs one day.
 */
export function planDays(planning: Planning, from: LocalDay, days: number, now?: Instant): readonly PlannedDay[] {
  const today = now === undefined ? planning.startDay : planning.calendar.dayOf(now)
  // What went yesterday matters for variety.
  const begin = [from, addDays(today < planning.startDay ? planning.startDay : today, -1)].sort()[0]!
  const course = createCourse(planning, begin, now)
  const planned = Array.from({ length: daysBetween(begin, from) + days }, () => course.next())
  return planned.slice(daysBetween(begin, from))
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

/**
 * The first slot from `now` on at which one more marketing post would fit, when all before it go as planned. Undefined:
 * none within so many days.
 */
export function firstFit(planning: Planning, now: Instant, days: number): DatedSlot | undefined {
  const ledger = createLedger(planning)
  for (const { day, slots } of planDays(planning, planning.calendar.dayOf(now), days, now)) {
    for (const { at, instant, post, marketing, why } of slots) {
      // What has been decided is in the history already.
      if (instant < now || why.is === 'decided') continue
      if (ledger.ask(instant)?.fits !== false) return { day, at }
      if (post !== null) ledger.add(instant, marketing)
    }
  }
  return undefined
}
interface DatedSlot {
  readonly day: LocalDay
  readonly at: LocalTime
}
