import { daysBetween, type LocalDay, type LocalTime } from '../events/ids.ts'
import type { Planning, PlanToFill } from './planner-types.ts'

type PostToPlan = PlanToFill['posts'][number]

/** A post of the plan while its days are filled. */
export interface Candidate {
  readonly post: PostToPlan
  /** Its place in the plan: breaks ties. */
  readonly order: number
  /** The last day on which it went, and its number. Null, and minus infinity: never. */
  lastDay: LocalDay | null
  lastDayNumber: number
  /** The number of the last day on which it may go. */
  readonly expiresOn: number
  /** A post for any day that names a time, or a slot, goes at that time only. Null: at any. */
  readonly only: string | null
}

/** The posts that may still go on the platform of the group. What somebody skipped is left out. */
export interface Candidates {
  readonly pool: readonly Candidate[]
  /** Marketing for a day or a date, in the order in which it was planned. */
  readonly advertising: readonly Candidate[]
  /** For that day or date, marketing or not, in the order of the plan. */
  pinnedTo(day: LocalDay, number: number): readonly Candidate[]
  /** What was for that day, has been decided for a time of its own, and is not to go again. */
  decidedOn(day: LocalDay, number: number): readonly Candidate[]
  byId(id: string): Candidate | undefined
}

const DAY_MS = 86_400_000
/** Days are counted from 1970-01-01 where they are compared often. */
export const dayIndex = (day: LocalDay): number => Date.parse(day) / DAY_MS

export function candidatesOf({ plan, platform, history, startDay, dayNumber }: Planning): Candidates {
  const timeOf = (at: string | null) => (at === null ? '' : (plan.slots.find(({ name }) => name === at)?.at ?? at))
  const every = plan.posts.map(candidateOf)
  const all = every.filter(({ post }) => post.platforms.includes(platform) && !history.isSkipped(post.id))
  const isPinned = ({ post }: Candidate) => !('pool' in post.when)
  const pinned = all.filter(isPinned)
  const byDay = Map.groupBy(pinned, ({ post }) => keyOf(post))
  const isIn = new Set(all)
  const outByDay = Map.groupBy(
    every.filter(candidate => isPinned(candidate) && !isIn.has(candidate)),
    ({ post }) => keyOf(post),
  )
  // What went out was what it was, also when it is not to go again.
  const byId = new Map(every.map(candidate => [candidate.post.id, candidate]))
  /** A date on which the plan stands still is where it would be if it did not. */
  const numberOf = ({ when }: PostToPlan) =>
    'day' in when ? when.day : 'date' in when ? (dayNumber(when.date) ?? daysBetween(startDay, when.date) + 1) : 0
  const advertising = pinned
    .filter(({ post }) => post.marketing)
    .sort((a, b) => numberOf(a.post) - numberOf(b.post) || compare(timeOf(a.post.at), timeOf(b.post.at)))

  function candidateOf(post: PostToPlan, order: number): Candidate {
    const lastDay = history.lastDay(post.id) ?? null
    const lastDayNumber = lastDay === null ? Number.NEGATIVE_INFINITY : dayIndex(lastDay)
    const expiresOn = post.expires === null ? Number.POSITIVE_INFINITY : dayIndex(post.expires)
    const only = post.at === null ? null : timeOf(post.at)
    return { post, order, lastDay, lastDayNumber, expiresOn, only }
  }

  const of = (byDay: ReadonlyMap<string, Candidate[]>, day: LocalDay, number: number) => [
    ...(byDay.get(`${number}`) ?? []),
    ...(byDay.get(day) ?? []),
  ]

  return {
    pool: all.filter(({ post }) => 'pool' in post.when),
    advertising,
    pinnedTo(day, number) {
      const found = of(byDay, day, number)
      // What has expired takes no slot, and the time that it has for itself is none.
      const current = found.filter(({ expiresOn }) => expiresOn >= dayIndex(day))
      return current.sort((a, b) => a.order - b.order)
    },
    decidedOn: (day, number) =>
      of(outByDay, day, number).filter(
        ({ post, only }) => only !== null && history.decided(day, only as LocalTime) === post.id,
      ),
    byId: id => byId.get(id),
  }
}

/** It goes, or went, on that day. */
export function goesOn(candidate: Candidate, day: LocalDay): void {
  candidate.lastDay = day
  candidate.lastDayNumber = dayIndex(day)
}

const keyOf = ({ when }: PostToPlan) => ('day' in when ? `${when.day}` : 'date' in when ? when.date : 'pool')
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
