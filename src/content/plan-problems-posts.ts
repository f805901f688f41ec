import { addDays, daysBetween, type LocalDay } from '../events/ids.ts'
import { percent } from '../host/marketing-cap.ts'
import { type DayRange, type PlanProblem, planProblem } from './plan-problems-types.ts'
import { ownTime } from './planner-slots.ts'
import type { PlannedDay, PlannedSlot, Planning, PlanToFill } from './planner-types.ts'

type PostToPlan = PlanToFill['posts'][number]
type NameOf = (post: string) => string

/** Posts that go out on no day of the plan, or on another than theirs. One for each. */
export function postsWithoutPlace(
  planning: Planning,
  planned: readonly PlannedDay[],
  nameOf: NameOf,
): readonly PlanProblem[] {
  const { plan } = planning
  const outside = pinnedIn(planning).flatMap(({ post, day, number }) => {
    const one = { where: nameOf(post.id), posts: [post.id] }
    if (planning.dayNumber(day) === null) return [planProblem('outside-plan', outsideText(planning, post, nameOf), one)]
    const days: readonly DayRange[] = [[number, number]]
    if (post.expires === null || post.expires >= day) return []
    const message = `${nameOf(post.id)}: expires on ${post.expires}, before its day, ${day}`
    return [planProblem('expired', message, { ...one, days })]
  })
  const crowded = planned.flatMap(({ unplaced, number }) =>
    unplaced.map(id => {
      const message = `day ${number}: more posts than its ${count(plan.slots.length, 'slot')}; none is left for ${nameOf(id)}`
      return planProblem('no-room', message, { where: nameOf(id), days: [[number!, number!]], posts: [id] })
    }),
  )
  return [...outside, ...crowded]
}

function outsideText({ plan, startDay }: Planning, { id, when }: PostToPlan, nameOf: NameOf): string {
  const lasts = plan.days === null ? `starts on ${startDay}` : `lasts ${count(plan.days, 'day')}`
  // Only what is counted from the end comes before the first day.
  if ('day' in when && when.day < 1) {
    const why = plan.days === null ? 'has no end' : lasts
    return `${nameOf(id)}: its day is counted from the end of the plan, which ${why}`
  }
  if ('day' in when) return `${nameOf(id)}: day ${when.day} is outside the plan, which ${lasts}`
  const span = plan.days === null ? lasts : `runs from ${startDay} to ${addDays(startDay, plan.days - 1)}`
  return `${nameOf(id)}: ${'date' in when ? when.date : ''} is outside the plan, which ${span}`
}

/** Marketing that the cap moves to a later slot, or that finds none. One for each. */
export function advertisingMoved(
  planning: Planning,
  planned: readonly PlannedDay[],
  nameOf: NameOf,
): readonly PlanProblem[] {
  const places = new Map<string, Place>()
  for (const { day, number, slots } of planned) {
    for (const slot of slots) if (slot.post !== null) places.set(slot.post, { day, number: number!, slot })
  }
  const advertising = pinnedIn(planning).filter(
    ({ post, day }) =>
      post.marketing && planning.dayNumber(day) !== null && (post.expires === null || post.expires >= day),
  )
  return advertising.flatMap(({ post, number }) => {
    const place = places.get(post.id)
    const about = { where: nameOf(post.id), days: [[number, number]] as const, posts: [post.id] }
    if (!place) return [planProblem('cannot-fit', `${cannotFitText(planning, post, nameOf)}`, about)]
    if (place.slot.why.is !== 'postponed') return []
    return [
      planProblem('postponed', postponedText(planning, post, number, place, nameOf), { ...about, severity: 'warning' }),
    ]
  })
}

interface Place {
  readonly day: LocalDay
  readonly number: number
  readonly slot: PlannedSlot
}

function cannotFitText({ plan }: Planning, post: PostToPlan, nameOf: NameOf): string {
  const what = post.round === null ? 'marketing' : `the offer of round ${post.round}`
  const end = post.expires === null ? (plan.days === null ? 'soon' : 'before the plan ends') : `before it expires`
  const why = plan.marketing === null ? '' : ` below the ${percent(plan.marketing.maxShare)} cap`
  return `${nameOf(post.id)}: ${what} for which there is no slot${why} ${end}`
}

function postponedText({ plan }: Planning, post: PostToPlan, number: number, to: Place, nameOf: NameOf): string {
  const at = ownTime(plan, post.at)
  const from = `day ${number}${at === null ? '' : ` ${at}`}`
  return `${nameOf(post.id)}: marketing that does not fit on ${from} goes on day ${to.number} ${to.slot.at}`
}

/** Posts with a day or a date, for the platform, and the day that it is. */
function pinnedIn({ plan, startDay, platform }: Planning) {
  return plan.posts.flatMap(post => {
    const { when, platforms } = post
    if ('pool' in when || !platforms.includes(platform)) return []
    const day = 'date' in when ? when.date : addDays(startDay, when.day - 1)
    return [{ post, day, number: daysBetween(startDay, day) + 1 }]
  })
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`
