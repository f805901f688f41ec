import {
  addDays,
  CAP_DEFAULT,
  type CapRule,
  type Content,
  type ContextOf,
  type deliveries,
  type Instant,
  type LocalDay,
  type LocalTime,
  type PlannedSlot,
  type Planning,
  type Post,
  planDays,
  type plans,
  posts,
  type RunningPlan,
  ruleOn,
  type SliceState,
} from 'bonfire'
import type { TopicsConfig } from './config.ts'
import type { Failure, topics } from './facts.ts'
import type { messages } from './messages.ts'

/** What the parts of this plugin are given. */
export type TopicsContext = Omit<ContextOf<typeof topics, typeof messages, TopicsConfig>, 'read'> & {
  readonly read: <S extends typeof posts | typeof deliveries | typeof plans>(slice: S) => SliceState<S>
}

/** How far ahead is looked for the next place of a post, in days. */
export const LOOK_AHEAD_DAYS = 14

/** The slot of a day, as records name it. */
export const occasionOf = (day: LocalDay, at: LocalTime): string => `${day}T${at}`
/** Plan and first day: what somebody skips is skipped in this campaign. */
export const campaignOf = ({ definition, startDay }: RunningPlan): string => `${definition.id}@${startDay}`

/** What the group is held to today. Null: a flash plan is on. */
export const ruleToday = ({ plan, today }: Pick<TopicsContext, 'plan' | 'today'>): CapRule | null =>
  plan === null ? CAP_DEFAULT : ruleOn(plan.definition, plan.startDay, today)

/** A plan as it would be filled under other circumstances. */
export interface Supposing {
  /** Posts that do not go out. */
  readonly without?: ReadonlySet<string>
  /** An occasion that is decided anew. */
  readonly undecided?: string
  /** Also what is missing or not ready, to find out that it is. Default: false. */
  readonly asWritten?: boolean
}

/** What the planner has to know, from what is recorded. */
export function planningOf(context: TopicsContext, plan: RunningPlan, supposing: Supposing = {}): Planning {
  const { state, calendar, platform, read } = context
  const { without, undecided, asWritten = false } = supposing
  const campaign = campaignOf(plan)
  const group = read(posts).group
  return {
    plan: plan.definition,
    startDay: plan.startDay,
    platform,
    calendar,
    dayNumber: plan.dayNumber,
    history: {
      decided(day, at) {
        const occasion = occasionOf(day, at)
        return occasion !== undecided && state.slots.has(occasion) ? state.slots.of(occasion).post : undefined
      },
      lastDay(post) {
        const record = state.posts.of(post)
        const isEarly = record.campaign === campaign && record.lastDay !== null && record.lastDay < plan.startDay
        return isEarly ? plan.startDay : (record.lastDay ?? undefined)
      },
      isSkipped: post =>
        without?.has(post) === true ||
        state.posts.of(post).skippedIn === campaign ||
        (!asWritten && lackOf(context, post) !== null),
      sent: group.recent,
      campaign: group.campaign,
    },
  }
}

/** A slot together with its day. */
export interface DatedSlot extends PlannedSlot {
  readonly day: LocalDay
  readonly number: number | null
}

/** The slots of the next days, from that instant on. Those before it are left out. */
export function slotsAhead(
  context: TopicsContext,
  plan: RunningPlan,
  { days = LOOK_AHEAD_DAYS, after = context.now, ...supposing }: Supposing & { days?: number; after?: Instant } = {},
): readonly DatedSlot[] {
  return planDays(planningOf(context, plan, supposing), context.today, days, after)
    .flatMap(({ day, number, slots }) => slots.map(slot => ({ ...slot, day, number })))
    .filter(({ instant }) => instant > after)
}

/** The first of them that has a post, and, if one is named, that post. */
export const firstWith = (slots: readonly DatedSlot[], post?: string): DatedSlot | undefined =>
  slots.find(slot => slot.post !== null && (post === undefined || slot.post === post))

/** What calendar and clock on the wall show: `12-03 08:00`. Past midnight it may still be the group's day before. */
export const shownTime = (calendar: Calendar, instant: Instant): string =>
  shownAt({ calendar }, { day: calendar.dayOf(instant), at: calendar.timeOf(instant) })
/** The same of a slot of a group's day. */
export const shownAt = (
  { calendar }: { readonly calendar: Calendar },
  { day, at }: { readonly day: LocalDay; readonly at: LocalTime },
): string => `${(isPastMidnight(calendar, at) ? addDays(day, 1) : day).slice(5)} ${at}`
/** Whether a time of a group's day is on the date after it. */
export const isPastMidnight = ({ dayStartsAt }: Calendar, at: LocalTime): boolean => at < dayStartsAt
type Calendar = TopicsContext['calendar']

/** What keeps a post of the library from going out here today. Null: nothing. */
export function lackOf(
  { content, platform, today }: Pick<TopicsContext, 'platform' | 'today'> & { readonly content: Content },
  id: string,
): Extract<Failure, 'gone' | 'not-ready' | 'other-platform' | 'past'> | null {
  const post = content.post(id)
  if (!post) return 'gone'
  if (post.status !== 'ready') return 'not-ready'
  if (!post.platforms.includes(platform)) return 'other-platform'
  return isPastItsDay(post, today) ? 'past' : null
}
export const isPastItsDay = ({ expires }: Pick<Post, 'expires'>, today: LocalDay): boolean =>
  expires !== null && today > expires
