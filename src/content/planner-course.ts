import { addDays, type Instant, type LocalDay } from '../events/ids.ts'
import type { PostKind } from '../host/content.ts'
import type { CapAnswer } from '../host/marketing-cap.ts'
import { type Candidate, candidatesOf, dayIndex, goesOn } from './planner-candidates.ts'
import { createLedger } from './planner-cap.ts'
import { chooseFromPool, type Place } from './planner-pool.ts'
import { type DaySlot, ownTime, type Placed, placePinned, slotsOfDay } from './planner-slots.ts'
import type { PlannedDay, PlannedSlot, Planning, Why } from './planner-types.ts'
import { WEEKDAYS } from './schemas/plan.ts'

/** What is known when a slot is about to be filled. */
interface Moment {
  readonly day: LocalDay
  readonly number: number
  readonly isRest: boolean
  readonly slots: readonly DaySlot[]
  readonly slot: DaySlot
  /** The slots of this day before this one, filled. */
  readonly filled: readonly PlannedSlot[]
}

/** Fills one day after the other. Each day has to be the one after the day before. */
export interface Course {
  next(): PlannedDay
}

/**
 * A plan's course from a day on. Slots before `now` are what they were. What it remembers from one slot to the next is
 * only what a history says as well: so planning day by day gives what planning all at once gave.
 */
export function createCourse(planning: Planning, from: LocalDay, now: Instant | undefined): Course {
  const { plan, calendar, history, dayNumber } = planning
  const candidates = candidatesOf(planning)
  const ledger = createLedger(planning)
  const startIndex = dayIndex(planning.startDay)
  let day = from
  let dayBefore: readonly PlannedSlot[] = []

  function next(): PlannedDay {
    const planned = planDay(day)
    dayBefore = planned.slots
    day = addDays(day, 1)
    return planned
  }

  function planDay(day: LocalDay): PlannedDay {
    const number = dayNumber(day)
    if (number === null) return { day, number, isRest: false, slots: [], isDead: false, unplaced: [] }
    const isRest = plan.restDays.some(rest => rest === number || rest === weekdayOf(day))
    const pinned = candidates.pinnedTo(day, number)
    const slots = slotsOfDay(plan, day, [...pinned, ...candidates.decidedOn(day, number)], calendar)
    // 1. What has been decided of it
    const past = new Map(slots.map(slot => [slot, pastOf(day, slot)]))
    for (const slot of past.values()) if (slot?.post) noteGone(slot.post, day)
    // 2. What is for this day
    const due = pinned.filter(candidate => isDue(candidate, day))
    const { bySlot, unplaced } = placePinned(plan, slots, due, slot => past.get(slot) === null)
    // 3. Slot by slot
    const filled: PlannedSlot[] = []
    for (const slot of slots) {
      const moment = { day, number, isRest, slots, slot, filled }
      const planned = past.get(slot) ?? fill(moment, bySlot.get(slot))
      if (planned) filled.push(planned)
    }
    const isDead = !isRest && !filled.some(({ post, marketing }) => post !== null && !marketing)
    return { day, number, isRest, slots: filled, isDead, unplaced: unplaced.map(({ post }) => post.id) }
  }

  /** What became of a slot whose time has come; null: it is open. */
  function pastOf(day: LocalDay, slot: DaySlot): PlannedSlot | null {
    const post = history.decided(day, slot.at)
    if (post === undefined && (now === undefined || slot.instant >= now)) return null
    const marketing = typeof post === 'string' && candidates.byId(post)?.post.marketing === true
    return { ...slot, post: post ?? null, marketing, why: { is: post === undefined ? 'missed' : 'decided' }, cap: null }
  }

  function noteGone(post: string, day: LocalDay): void {
    const candidate = candidates.byId(post)
    if (candidate && candidate.lastDayNumber < dayIndex(day)) goesOn(candidate, day)
  }

  const isDue = ({ lastDayNumber, expiresOn }: Candidate, day: LocalDay) =>
    lastDayNumber < startIndex && expiresOn >= dayIndex(day)

  /** Undefined: a time that a post has for itself, and the post does not need it. */
  function fill(moment: Moment, placed: Placed | undefined): PlannedSlot | undefined {
    const { day, slot, isRest } = moment
    const take = (candidate: Candidate, why: Why, cap: CapAnswer | null = null): PlannedSlot => {
      const { id, marketing } = candidate.post
      goesOn(candidate, day)
      ledger.add(slot.instant, marketing)
      return { ...slot, post: id, marketing, why, cap }
    }
    if (placed) return take(placed.candidate, whyPinned(placed.candidate, placed.movedFrom))
    // Marketing goes in the order in which it was planned: the second round not before the first.
    const waiting = candidates.advertising.filter(candidate => isWaiting(candidate, moment))
    const cap = waiting.length === 0 ? null : ledger.ask(slot.instant)
    if (waiting.length > 0 && cap?.fits !== false) return take(waiting[0]!, whyAdvertised(waiting[0]!, moment), cap)
    const held = waiting.find(candidate => isOwnDay(candidate, moment))?.post.id
    const empty = (why: Why): PlannedSlot => ({ ...slot, post: null, marketing: false, why, cap: held ? cap : null })
    if (slot.name === null) return held ? empty({ is: 'heldBack', held, lastDay: null }) : undefined
    if (isRest) return empty(held ? { is: 'heldBack', held, lastDay: null } : { is: 'rest' })
    const chosen = chooseFromPool(candidates.pool, placeOf(moment))
    if (chosen === null) return empty(held ? { is: 'heldBack', held, lastDay: null } : { is: 'gap' })
    const { lastDay } = chosen
    return take(
      chosen,
      held ? { is: 'heldBack', held, lastDay } : { is: 'pool', lastDay },
      chosen.post.marketing ? ledger.ask(slot.instant) : held ? cap : null,
    )
  }

  /** Its time has come, now or earlier, and it has not gone. On a day of rest only what is for that day. */
  function isWaiting(candidate: Candidate, moment: Moment): boolean {
    const { day, number, slots, slot } = moment
    if (!isDue(candidate, day)) return false
    const { when, at } = candidate.post
    if (!isOwnDay(candidate, moment)) {
      const isEarlier =
        'day' in when ? when.day < number : 'date' in when && when.date >= planning.startDay && when.date < day
      return isEarlier && !moment.isRest
    }
    const time = ownTime(plan, at)
    return time === null || slots.findIndex(slot => slot.at === time) <= slots.indexOf(slot)
  }

  function whyAdvertised(candidate: Candidate, moment: Moment): Why {
    const at = ownTime(plan, candidate.post.at)
    const isOwn = isOwnDay(candidate, moment)
    if (isOwn && (at === null || at === moment.slot.at)) return whyPinned(candidate, null)
    return { is: 'postponed', from: isOwn ? moment.day : ownDay(candidate, moment), at }
  }

  function ownDay({ post: { when } }: Candidate, { day, number }: Moment): LocalDay {
    if ('date' in when) return when.date
    const wanted = 'day' in when ? when.day : number
    let back = addDays(day, wanted - number)
    // Days on which the plan stood still lie between.
    while (back > planning.startDay && (dayNumber(back) ?? Number.POSITIVE_INFINITY) > wanted) back = addDays(back, -1)
    return back
  }

  function placeOf({ day, number, slot, filled }: Moment): Place {
    const kindOf = (slot: PlannedSlot | undefined): PostKind | null =>
      (slot?.post && candidates.byId(slot.post)?.post.kind) || null
    const before = filled.findLast(({ post }) => post !== null) ?? dayBefore.findLast(({ post }) => post !== null)
    const windowDays = plan.marketing?.windowDays ?? 0
    const isPromised = (candidate: Candidate) => {
      const { when } = candidate.post
      const soon =
        'day' in when ? when.day <= number + windowDays : 'date' in when && when.date <= addDays(day, windowDays)
      return soon && isDue(candidate, day)
    }
    return {
      day: dayIndex(day),
      at: slot.at,
      before: kindOf(before),
      yesterday: kindOf(dayBefore.find(({ at }) => at === slot.at)),
      mayAdvertise: () => ledger.hasRoomBeside(slot.instant, candidates.advertising.filter(isPromised).length),
    }
  }

  return { next }
}

const isOwnDay = ({ post: { when } }: Candidate, { day, number }: Moment): boolean =>
  'day' in when ? when.day === number : 'date' in when && when.date === day

function whyPinned({ post: { when, round } }: Candidate, movedFrom: Placed['movedFrom']): Why {
  if (round !== null) return { is: 'offer', round, movedFrom }
  return { is: 'date' in when ? 'dated' : 'pinned', movedFrom }
}

const weekdayOf = (day: LocalDay) => WEEKDAYS[new Date(day).getUTCDay()]
