import type { LocalTime } from '../events/ids.ts'
import type { PostKind } from '../host/content.ts'
import type { Candidate } from './planner-candidates.ts'

/** A post for any day comes again after so many days, */
export const POOL_REPEAT_DAYS = 14
/** and where the pool is too small for that, after so many, once everything else has gone out. Never sooner. */
export const POOL_REPEAT_DAYS_MIN = 7
/** Of those that rest, any may go that has rested nearly as long as the longest: so many days less. */
const POOL_CHOICE_DAYS = 7

/** What is read with pleasure at which time of day. A preference: it never keeps a post from going out. */
const HABITS = {
  morning: ['topic', 'knowledge'],
  noon: ['story', 'marketing'],
  afternoon: ['story', 'poll'],
  evening: ['checkin', 'activity'],
} as const satisfies Record<string, readonly PostKind[]>

/** What speaks against a post for a slot; the least is taken. */
const AGAINST = { sameAsBefore: 4, sameAsYesterday: 2, otherHabit: 1 }

/** Where a post from the pool is wanted. */
export interface Place {
  /** By `dayIndex`. */
  readonly day: number
  readonly at: LocalTime
  /** What kind of post the slot before has. */
  readonly before: PostKind | null
  /** What kind of post this slot had the day before. */
  readonly yesterday: PostKind | null
  /** Whether marketing from the pool fits here. Asked at most once. */
  readonly mayAdvertise: () => boolean
}

/** The post that suits best of those that have waited longest. Null: none may go. */
export function chooseFromPool(pool: readonly Candidate[], place: Place): Candidate | null {
  const usable = usableIn(pool, place)
  // 1. What has waited longest; 2. what suits best of what has waited nearly as long
  let tierBest = Number.POSITIVE_INFINITY
  let oldest = Number.POSITIVE_INFINITY
  for (const candidate of usable) {
    const tier = tierOf(candidate, place.day)!
    if (tier > tierBest || (tier === tierBest && candidate.lastDayNumber >= oldest)) continue
    tierBest = tier
    oldest = candidate.lastDayNumber
  }
  let best: Candidate | null = null
  let least = Number.POSITIVE_INFINITY
  for (const candidate of usable) {
    if (candidate.lastDayNumber > oldest + POOL_CHOICE_DAYS) continue
    if (tierOf(candidate, place.day) !== tierBest) continue
    const against = countAgainst(candidate.post.kind, place)
    if (best !== null && (against > least || (against === least && !isBefore(candidate, best)))) continue
    best = candidate
    least = against
  }
  return best
}

function usableIn(pool: readonly Candidate[], { day, at, mayAdvertise }: Place): readonly Candidate[] {
  let advertises: boolean | undefined
  return pool.filter(candidate => {
    if (candidate.expiresOn < day || tierOf(candidate, day) === null || !goesAt(candidate, at)) return false
    if (!candidate.post.marketing) return true
    advertises ??= mayAdvertise()
    return advertises
  })
}

const goesAt = ({ only }: Candidate, at: LocalTime) => only === null || only === at

/** 0: never used; 1: has rested; 2: only when there is nothing else. Null: not yet. */
function tierOf({ lastDayNumber }: Candidate, day: number): number | null {
  if (lastDayNumber === Number.NEGATIVE_INFINITY) return 0
  const days = day - lastDayNumber
  if (days >= POOL_REPEAT_DAYS) return 1
  return days >= POOL_REPEAT_DAYS_MIN ? 2 : null
}

function countAgainst(kind: PostKind, { at, before, yesterday }: Place): number {
  const habits: readonly PostKind[] = HABITS[partOfDay(at)]
  return (
    (kind === before ? AGAINST.sameAsBefore : 0) +
    (kind === yesterday ? AGAINST.sameAsYesterday : 0) +
    (habits.includes(kind) ? 0 : AGAINST.otherHabit)
  )
}

/** Who has waited longer; of those that are alike, who comes first in the plan. */
const isBefore = (a: Candidate, b: Candidate) =>
  a.lastDayNumber === b.lastDayNumber ? a.order < b.order : a.lastDayNumber < b.lastDayNumber

function partOfDay(at: LocalTime): keyof typeof HABITS {
  if (at < '05:00' || at >= '17:00') return 'evening'
  if (at < '11:00') return 'morning'
  return at < '14:00' ? 'noon' : 'afternoon'
}
