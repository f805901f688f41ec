import { addDays, type Instant, type LocalDay } from '../../events/ids.ts'
import type { Calendar } from '../../host/calendar.ts'
import { CONTENT_PLATFORMS, type PlanDefinition, type PlannedPost } from '../../host/content.ts'
import { createCalendar } from '../../scheduler/zones.ts'
import type { LoadedPlan, LoadedPost } from '../library.ts'
import { type PlanProblem, type PlanProblemCode, planProblemsOf } from '../plan-problems.ts'
import type { Problem } from '../problem.ts'
import { atField, type BrokenPost, type Checked } from './checked.ts'
import { type CheckCode, type Place, problem } from './codes.ts'
import { misspeltFolders, unmatchedIn } from './membership.ts'

/** The days of each plan, one by one: what is dead, what is outside, what is too much marketing. */
export function* plannedDays({ library, broken, now }: Checked): Generator<Problem> {
  const posts = new Map(library.posts.map(post => [post.id, post]))
  const elsewhere = new Set(misspeltFolders({ library, broken }).values())
  for (const plan of library.plans) {
    // A plan that names what is not there has its own message, not one for each of its days.
    if (unmatchedIn(plan, { library, broken }).length > 0 || elsewhere.has(plan.definition.id)) continue
    const assumed = broken.filter(isIn(plan, posts))
    const found = worstStart(plan, assumed, { now, posts })
    const hasTooMuch = found.some(({ hindrance }) => hindrance.code === 'marketing-share')
    for (const { hindrance, when } of found) {
      const code = CODES[hindrance.code]
      if (code === null || isAboutBroken(hindrance, assumed)) continue
      // Where there is too much marketing, that some of it goes later follows.
      if (hasTooMuch && code === 'postponed') continue
      const place = placeOf(hindrance, plan, posts)
      // What is said of a file begins with its name, which the place says already.
      const said = hindrance.message.replace(`${nameIn(place.file)}: `, '')
      yield { ...problem(code, place, `${said}${when}`), severity: hindrance.severity }
    }
  }
}

/** What the planner finds, under the names of the check. A flash plan that is too long has been refused in reading. */
const CODES: Readonly<Record<PlanProblemCode, CheckCode | null>> = {
  'dead-days': 'dead-days',
  'outside-plan': 'outside-plan',
  'no-room': 'no-room',
  'marketing-share': 'marketing-share',
  'cannot-fit': 'cannot-fit',
  postponed: 'postponed',
  expired: 'expired',
  'flash-days': null,
  'few-days': 'few-days',
}

type PostsById = ReadonlyMap<string, LoadedPost>

function placeOf({ code, posts: ids }: PlanProblem, plan: LoadedPlan, posts: PostsById): Place {
  const post = ids.map(id => posts.get(id)).find(found => found !== undefined)
  if (code === 'marketing-share') return atField(plan, ['marketing', 'maxShare'])
  if (code === 'dead-days' || code === 'few-days' || !post) return atField(plan, ['days'])
  if (code === 'expired') return atField(post, ['expires'])
  return atField(post, ['date' in post.when ? 'date' : 'day'])
}

// Which posts there are: those of a file with a typo are there as well, as far as can be seen

const isIn = ({ definition }: LoadedPlan, posts: PostsById) => {
  const folders = new Set(definition.posts.map(({ id }) => folderOf(posts.get(id)?.file ?? '')))
  return ({ file }: BrokenPost) => folders.has(folderOf(file)) || file.split('/')[1] === definition.id
}
const folderOf = (file: string) => file.slice(0, file.lastIndexOf('/'))
const idOf = ({ file }: BrokenPost) => file.replace(/\.md$/u, '')

function assumedPost(broken: BrokenPost, { slots }: PlanDefinition): readonly PlannedPost[] {
  const { isMarketing: marketing, when, at } = broken
  if (when === null) return []
  const isKnown = at !== null && (/^\d\d:\d\d$/u.test(at) || slots.some(({ name }) => name === at))
  const kind = marketing ? 'marketing' : 'topic'
  return [
    {
      id: idOf(broken),
      kind,
      marketing,
      when,
      at: isKnown ? at : null,
      platforms: CONTENT_PLATFORMS,
      expires: null,
      round: null,
    },
  ]
}

/** It has its own message already. */
function isAboutBroken({ code, posts }: PlanProblem, assumed: readonly BrokenPost[]): boolean {
  if (posts.length > 0 && posts.every(id => assumed.some(broken => idOf(broken) === id))) return true
  // Nobody knows which day such a file is for, so it may be the one that is dead.
  return assumed.some(({ when }) => when === null) && UNCERTAIN.has(code)
}
const UNCERTAIN: ReadonlySet<PlanProblemCode> = new Set([
  'dead-days',
  'few-days',
  'marketing-share',
  'cannot-fit',
  'postponed',
])

// When it may start

interface Found {
  readonly hindrance: PlanProblem
  /** When it makes a difference: on which day of the week the plan starts. */
  readonly when: string
}
interface Around {
  readonly now: Instant
  readonly posts: PostsById
}

/** What is wrong with a plan, whenever it starts: with rest days of the week, the day of the week matters. */
function worstStart(plan: LoadedPlan, assumed: readonly BrokenPost[], { now, posts }: Around): readonly Found[] {
  const { definition } = plan
  const calendar = calendarOf(definition)
  if (!calendar) return []
  const whole = { ...definition, posts: [...definition.posts, ...assumed.flatMap(one => assumedPost(one, definition))] }
  const nameOf = (id: string) => nameIn(posts.get(id)?.file ?? `${id}.md`)
  const starts = startsOf(whole, calendar.dayOf(now)).map(startDay => {
    const hindrances = planProblemsOf({ plan: whole, startDay, calendar, platforms: CONTENT_PLATFORMS, nameOf })
    return { startDay, hindrances, errors: hindrances.filter(({ severity }) => severity === 'error').length }
  })
  // Dates say when the plan is meant to start; nothing says on which day of the week.
  const sorted = starts.toSorted((a, b) => (hasDates(whole) ? a.errors - b.errors : b.errors - a.errors))
  const chosen = sorted[0]!
  const isAlways = starts.every(({ hindrances }) => saysOf(hindrances) === saysOf(chosen.hindrances))
  const when = isAlways ? '' : ` (when it starts on a ${weekdayOf(chosen.startDay)})`
  return chosen.hindrances.map(hindrance => ({ hindrance, when }))
}

const nameIn = (file: string) => file.slice(file.lastIndexOf('/') + 1)
const saysOf = (hindrances: readonly PlanProblem[]) => hindrances.map(({ message }) => message).join('\n')
const weekdayOf = (day: LocalDay) => WEEKDAYS[new Date(day).getUTCDay()]
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

const datesIn = ({ posts }: Pick<PlanDefinition, 'posts'>) =>
  posts.flatMap(({ when }) => ('date' in when ? [when.date] : [])).toSorted()
const hasDates = (plan: Pick<PlanDefinition, 'posts'>) => datesIn(plan).length > 0

/** Days on which it may be meant to start: one is enough where none differs. */
function startsOf(plan: PlanDefinition, today: LocalDay): readonly LocalDay[] {
  const [first] = datesIn(plan)
  const last = datesIn(plan).at(-1)
  if (first !== undefined && last !== undefined) {
    const earliest = plan.days === null ? first : addDays(last, 1 - plan.days)
    return daysFrom(earliest < first ? earliest : first, Math.min(plan.days ?? 1, STARTS_MAX))
  }
  const hasWeekdays = plan.restDays.some(day => typeof day === 'string')
  return daysFrom(addDays(today, 1), hasWeekdays ? WEEKDAYS.length : 1)
}
/** How many starts are tried for a plan with dates. */
const STARTS_MAX = 31
const daysFrom = (day: LocalDay, count: number) => Array.from({ length: count }, (_, index) => addDays(day, index))

/** Undefined for a zone without rules of its own, which reading lets pass. */
function calendarOf({ timezone: zone, dayStartsAt }: PlanDefinition): Calendar | undefined {
  try {
    return createCalendar({ zone, dayStartsAt })
  } catch {
    return undefined
  }
}
