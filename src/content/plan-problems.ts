import { daysBetween, type LocalDay } from '../events/ids.ts'
import type { Calendar } from '../host/calendar.ts'
import type { ContentPlatform, PlanDefinition } from '../host/content.ts'
import { FLASH_DAYS_MAX } from '../host/marketing-cap.ts'
import type { DeepReadonly } from '../host/record.ts'
import { advertisingMoved, postsWithoutPlace } from './plan-problems-posts.ts'
import { sharesAbove } from './plan-problems-shares.ts'
import { type DayRange, dayText, type PlanProblem, planProblem } from './plan-problems-types.ts'
import { planDays } from './planner.ts'
import { NO_HISTORY, type PlannedDay, type Planning, type PlanToFill } from './planner-types.ts'

export type { PlanProblem, PlanProblemCode } from './plan-problems-types.ts'

export interface PlanToLookAt {
  readonly plan: PlanToCheck
  readonly startDay: LocalDay
  readonly calendar: Calendar
  /** Where it is to run. */
  readonly platforms: readonly ContentPlatform[]
  /** What a post is called in a message. Default: the last part of its id. */
  readonly nameOf?: (post: string) => string
}
export type PlanToCheck = PlanToFill & DeepReadonly<Pick<PlanDefinition, 'kind'>>

/** Fewer days than this with posts is too short a notice for whoever writes. */
export const COVERED_DAYS_MIN = 7
/** How far a plan without end is looked at, in days, beyond its last post with a day. */
const ENDLESS_DAYS = 60

/** All at once: what is wrong with a plan that starts on that day. Nothing has gone out yet. */
export function planProblemsOf(options: PlanToLookAt): readonly PlanProblem[] {
  const merged = new Map<string, { problem: PlanProblem; platforms: ContentPlatform[] }>()
  for (const platform of options.platforms) {
    for (const problem of problemsOn(options, platform)) {
      const known = merged.get(problem.message)
      if (known) known.platforms.push(platform)
      else merged.set(problem.message, { problem, platforms: [platform] })
    }
  }
  return [...merged.values()].map(({ problem, platforms }) =>
    platforms.length === options.platforms.length
      ? problem
      : { ...problem, message: `${problem.message} (on ${platforms[0]})`, platform: platforms[0]! },
  )
}

function problemsOn(options: PlanToLookAt, platform: ContentPlatform): readonly PlanProblem[] {
  const { plan, startDay, calendar, nameOf = lastPart } = options
  // 1. The plan's days: as they will be, and as they are written, without the cap
  const days = plan.days ?? lastDayWithPost(plan, startDay) + ENDLESS_DAYS
  const dayNumber = (day: LocalDay) => {
    const number = daysBetween(startDay, day) + 1
    return number >= 1 && (plan.days === null || number <= plan.days) ? number : null
  }
  const planning: Planning = { plan, startDay, platform, calendar, dayNumber, history: NO_HISTORY }
  const planned = planDays(planning, startDay, days)
  const written = planDays({ ...planning, plan: asWritten(plan) }, startDay, days)
  // 2. What is wrong with them
  return [
    ...flashDays(plan),
    ...deadDays(plan, startDay, planned, written),
    ...postsWithoutPlace(planning, planned, nameOf),
    ...sharesAbove(plan.marketing, written, nameOf),
    ...advertisingMoved(planning, planned, nameOf),
  ]
}

/** Marketing from the pool goes only where there is room for it, so it is above no cap. */
const asWritten = (plan: PlanToFill): PlanToFill => ({
  ...plan,
  marketing: { maxShare: 1, windowDays: 7 },
  posts: plan.posts.filter(({ marketing, when }) => !(marketing && 'pool' in when)),
})

const lastPart = (id: string) => id.slice(id.lastIndexOf('/') + 1)

function lastDayWithPost({ posts }: PlanToFill, startDay: LocalDay): number {
  const numbers = posts.map(({ when }) =>
    'day' in when ? when.day : 'date' in when ? daysBetween(startDay, when.date) + 1 : 0,
  )
  return Math.max(0, ...numbers)
}

function flashDays({ kind, days }: PlanToCheck): readonly PlanProblem[] {
  if (kind !== 'flash' || (days !== null && days <= FLASH_DAYS_MAX)) return []
  const lasts = days === null ? 'has no end' : `lasts ${days} days`
  const message = `a flash plan ${lasts}; it can last ${FLASH_DAYS_MAX} days at most`
  return [planProblem('flash-days', message, {})]
}

/** Days that are dead as they will be, or as they are written: the cap must not be what keeps a day alive. */
function deadDays(
  plan: PlanToCheck,
  startDay: LocalDay,
  planned: readonly PlannedDay[],
  written: readonly PlannedDay[],
): readonly PlanProblem[] {
  // A flash plan sells: that nothing else goes out is what it is for.
  if (plan.kind === 'flash') return []
  const dead = planned.flatMap(({ isDead, number }, index) => (isDead || written[index]!.isDead ? [number!] : []))
  // A plan without end is written while it runs: what comes after its last day with a post is not late yet.
  const lastWritten = plan.days ?? lastDayWithPost(plan, startDay)
  const ranges = rangesOf(dead.filter(number => number <= lastWritten))
  const found: PlanProblem[] = []
  if (ranges.length > 0) {
    const message = `${dayText(ranges)}: no post that is not marketing, and not a rest day`
    found.push(planProblem('dead-days', message, { days: ranges }))
  }
  const firstEmpty = dead.find(number => number > lastWritten)
  if (firstEmpty !== undefined && firstEmpty <= COVERED_DAYS_MIN) {
    const message = `posts for ${firstEmpty - 1} days only; write ${COVERED_DAYS_MIN} days ahead`
    found.push(planProblem('few-days', message, { severity: 'warning', days: [[firstEmpty, firstEmpty]] }))
  }
  return found
}

function rangesOf(numbers: readonly number[]): readonly DayRange[] {
  const ranges: [number, number][] = []
  for (const number of numbers) {
    const last = ranges.at(-1)
    if (last && number === last[1] + 1) last[1] = number
    else ranges.push([number, number])
  }
  return ranges
}
