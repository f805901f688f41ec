import type { Instant, LocalDay, LocalTime } from '../events/ids.ts'
import { LocalTime as LocalTimeSchema } from '../events/ids.ts'
import type { Calendar } from '../host/calendar.ts'
import type { Candidate } from './planner-candidates.ts'
import type { PlanToFill } from './planner-types.ts'

/** A slot of one day, before it is filled. */
export interface DaySlot {
  readonly name: string | null
  readonly at: LocalTime
  readonly instant: Instant
}

/** The time that a post asks for. Null: the first slot that is free, also where there is no slot of that name. */
export function ownTime({ slots }: Pick<PlanToFill, 'slots'>, at: string | null): LocalTime | null {
  if (at === null) return null
  const slot = slots.find(({ name }) => name === at)
  return slot?.at ?? LocalTimeSchema.safeParse(at).data ?? null
}

/** The slots of a day, in the order of time: those of the plan, and the times that posts of this day have for themselves. */
export function slotsOfDay(
  plan: PlanToFill,
  day: LocalDay,
  pinned: readonly Candidate[],
  calendar: Calendar,
): readonly DaySlot[] {
  const times = new Map<LocalTime, string | null>()
  for (const { name, at } of plan.slots) times.set(at, name)
  for (const { post } of pinned) {
    const at = ownTime(plan, post.at)
    if (at !== null && !times.has(at)) times.set(at, null)
  }
  const slots = [...times].map(([at, name]) => ({ name, at, instant: calendar.at(day, at) }))
  // Times that the clock skips may fall together: the order of the clock then decides.
  return slots.sort((a, b) => a.instant - b.instant || (a.at < b.at ? -1 : 1))
}

/** A post for its day, and the time of its own slot if it had to leave that. */
export interface Placed {
  readonly candidate: Candidate
  readonly movedFrom: LocalTime | null
}

export interface Placement {
  readonly bySlot: ReadonlyMap<DaySlot, Placed>
  readonly unplaced: readonly Candidate[]
}

/**
 * Gives the posts of a day their slots: first each its own, then what found its own taken the next, then what has none
 * the first. Slots that marketing of this day asks for come last. A slot that is not open takes nothing: filling the
 * rest of a day again gives the same as filling all of it.
 */
export function placePinned(
  plan: PlanToFill,
  slots: readonly DaySlot[],
  pinned: readonly Candidate[],
  isOpen: (slot: DaySlot) => boolean,
): Placement {
  const bySlot = new Map<DaySlot, Placed>()
  const unplaced: Candidate[] = []
  const displaced: { candidate: Candidate; at: LocalTime | null }[] = []
  const isFree = (slot: DaySlot | undefined) => slot !== undefined && isOpen(slot) && !bySlot.has(slot)
  const reserved = new Set(pinned.filter(({ post }) => post.marketing).map(({ post }) => ownTime(plan, post.at)))
  const posts = pinned.filter(({ post }) => !post.marketing)
  // 1. Its own slot
  for (const candidate of posts) {
    const at = ownTime(plan, candidate.post.at)
    const own = slots.find(slot => slot.at === at)
    if (own && isFree(own)) bySlot.set(own, { candidate, movedFrom: null })
    else displaced.push({ candidate, at })
  }
  // 2. The next, and 3. the first
  const firstFree = (from: number) => {
    const free = slots.filter((slot, index) => index >= from && slot.name !== null && isFree(slot))
    return free.find(({ at }) => !reserved.has(at)) ?? free[0]
  }
  for (const { candidate, at } of [
    ...displaced.filter(({ at }) => at !== null),
    ...displaced.filter(({ at }) => at === null),
  ]) {
    const slot = firstFree(at === null ? 0 : slots.findIndex(slot => slot.at === at))
    if (slot) bySlot.set(slot, { candidate, movedFrom: at })
    else unplaced.push(candidate)
  }
  return { bySlot, unplaced }
}
