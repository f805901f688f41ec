import { type Content, type Instant, type PlannedDay, type PlannedSlot, planDays, type RunningPlan } from 'bonfire'
import type { Calendar, CalendarDay, CalendarSlot } from './calendar-text.ts'
import { shortId } from './find-post.ts'
import { planningOf, type TopicsContext } from './planning.ts'

/** Fewer days than these ahead, and ops have to be told. */
const COVERED_DAYS_MIN = 7
/** Longest title that is shown, in columns: a Chinese character takes two. */
const TITLE_WIDTH_MAX = 40
const LAST_NARROW = '\u2e7f'
/** Longest list of days in one message, in characters. WeCom takes 2,048 bytes, three for a Chinese character. */
const DAYS_CHARS_MAX = { telegram: 3_000, wechat: 560 }

export function calendarOf(context: TopicsContext, plan: RunningPlan, days: number): Calendar {
  const { today, now, platform } = context
  // A plan that is yet to begin is shown from its first day on.
  const from = today < plan.startDay ? plan.startDay : today
  const planned = planDays(planningOf(context, plan), from, Math.max(days, COVERED_DAYS_MIN), now)
  const shown = planned.slice(0, days)
  const shares = shown.flatMap(({ slots }) => slots.flatMap(slot => shareOf(slot, now)))
  const covered = coveredDaysOf(planned)
  return {
    days: shown.map(day => dayOf(context, plan, day)),
    charsMax: DAYS_CHARS_MAX[platform],
    highestShare: shares.length === 0 ? null : Math.max(...shares),
    maxShare: plan.definition.marketing?.maxShare ?? null,
    coveredDays: covered < COVERED_DAYS_MIN ? covered : null,
  }
}

/** The shares with which a marketing post goes: of the window and of the campaign. */
function shareOf({ marketing, cap, instant }: PlannedSlot, now: Instant): readonly number[] {
  if (!marketing || cap === null || instant < now) return []
  return [cap.window, cap.campaign].map(count => count.marketing / count.posts)
}

/** How many days from today on have something to say, or are meant to have nothing. */
function coveredDaysOf(planned: readonly PlannedDay[]): number {
  const gap = planned.findIndex(({ number, isDead }) => number === null || isDead)
  return gap < 0 ? planned.length : gap
}

function dayOf(
  context: TopicsContext,
  plan: RunningPlan,
  { day, number, isRest, isDead, slots }: PlannedDay,
): CalendarDay {
  const outside = plan.isPausedOn(day) ? 'paused' : 'outside'
  const is = number === null ? outside : isRest ? 'rest' : isDead ? 'dead' : 'planned'
  const shown = slots.filter(({ why }) => why.is !== 'rest')
  return { day, number, is, slots: shown.map(slot => slotOf(context, slot)) }
}

function slotOf(context: TopicsContext, slot: PlannedSlot): CalendarSlot {
  const { at, post, why } = slot
  const from = why.is === 'postponed' ? why.from : null
  const named = post === null ? { id: '', title: '' } : { id: shortId(post), title: titleOf(context.content, post) }
  return { at, ...named, mark: markOf(context, slot), from }
}

function markOf({ state }: TopicsContext, { post, marketing, why }: PlannedSlot): CalendarSlot['mark'] {
  if (why.is === 'missed') return 'missed'
  if (post === null) return 'gap'
  const standing = why.is === 'decided' ? state.posts.of(post).state : 'none'
  if (standing === 'sent' || standing === 'unknown') return standing
  if (why.is === 'postponed') return 'postponed'
  if (why.is === 'heldBack') return 'held-back'
  return marketing ? 'marketing' : 'none'
}

function titleOf(content: Content, id: string): string {
  const title = [...(content.post(id)?.title ?? '')]
  let width = 0
  const end = title.findIndex(character => {
    width += character > LAST_NARROW ? 2 : 1
    return width > TITLE_WIDTH_MAX
  })
  return end < 0 ? title.join('') : `${title.slice(0, end).join('')}…`
}
