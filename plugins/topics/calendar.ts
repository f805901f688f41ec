import {
  type Content,
  drawsOn,
  highestShare,
  type PlannedDay,
  type PlannedSlot,
  planDays,
  type RunningPlan,
  ruleOn,
} from 'bonfire'
import type { Calendar, CalendarDay, CalendarDraw, CalendarSlot } from './calendar-text.ts'
import { shortId } from './find-post.ts'
import { isPastMidnight, planningOf, type TopicsContext } from './planning.ts'

/** Fewer days than these ahead, and ops have to be told. */
export const COVERED_DAYS_MIN = 7
/** Longest title that is shown, in columns: a Chinese character takes two. */
const TITLE_WIDTH_MAX = 40
const LAST_NARROW = '\u2e7f'
/** Longest list of days in one message, in characters. WeCom takes 2,048 bytes, three for a Chinese character. */
const DAYS_CHARS_MAX = { telegram: 3_000, wechat: 560 }

export function calendarOf(context: TopicsContext, plan: RunningPlan, days: number): Calendar {
  const { today, now, platform } = context
  // A plan that is yet to begin is shown from its first day on.
  const from = today < plan.startDay ? plan.startDay : today
  const planning = planningOf(context, plan)
  const planned = planDays(planning, from, Math.max(days, COVERED_DAYS_MIN), now).filter(
    ({ day }) => plan.lastDay === null || day <= plan.lastDay,
  )
  const shown = planned.slice(0, days)
  const rule = ruleOn(plan.definition, plan.startDay, from)
  const highest = rule === null ? undefined : highestShare(shown, rule.windowDays, planning.history.sent)
  return {
    days: shown.map(day => dayOf(context, plan, day)),
    charsMax: DAYS_CHARS_MAX[platform],
    highestShare: highest ? highest.marketing / highest.posts : null,
    maxShare: rule?.maxShare ?? null,
    coveredDays: coveredDaysOf(planned.slice(0, COVERED_DAYS_MIN), plan.definition.marketing !== null),
    endsOn: shown.length < days ? plan.lastDay : null,
  }
}

/** How many days from today on have something to say, or are meant to have nothing. Null: all of the next. */
function coveredDaysOf(next: readonly PlannedDay[], isCapped: boolean): number | null {
  const gap = next.findIndex(day => hasNothing(day, isCapped))
  return gap < 0 ? null : gap
}

/** What a flash plan has is marketing. A day of which something was missed had something. */
export const hasNothing = ({ isDead, slots }: PlannedDay, isCapped: boolean): boolean =>
  isDead && !slots.some(({ post, why }) => why.is === 'missed' || (!isCapped && post !== null))

function dayOf(context: TopicsContext, { definition }: RunningPlan, planned: PlannedDay): CalendarDay {
  const draws = drawsOf(context, definition, planned.number)
  const { day, number, isRest, slots } = planned
  const isDead = hasNothing(planned, definition.marketing !== null)
  const is = number === null ? 'paused' : isRest ? 'rest' : isDead ? 'dead' : 'planned'
  const lost = lostBySlot(definition, planned)
  const shown = slots.filter(({ why }) => why.is !== 'rest')
  const lines = shown.map(slot => slotOf(context, slot, slot.post ?? lost.get(slot) ?? null))
  return { day, number, is, slots: lines, draws }
}

/** What is to be drawn on that day: files that are ready. What has been announced stays on its day. */
export function drawsOf(
  { content, calendar, platform }: TopicsContext,
  definition: RunningPlan['definition'],
  number: number | null,
): readonly CalendarDraw[] {
  if (number === null) return []
  const files = content.draws(definition.id)
  return drawsOn(definition, number).flatMap(({ draw, at }) => {
    const file = files.find(({ id }) => id === draw)
    if (file?.status !== 'ready' || !file.platforms.includes(platform)) return []
    return [{ at, isNextDate: isPastMidnight(calendar, at), title: shortened(file.title) }]
  })
}

/** What was for the slots of a day that have passed: each its own, then what is left in the order of the plan. */
function lostBySlot({ posts, slots }: RunningPlan['definition'], day: PlannedDay): ReadonlyMap<PlannedSlot, string> {
  const missed = day.slots.filter(({ why }) => why.is === 'missed')
  const left = new Set(day.unplaced)
  const lost = new Map<PlannedSlot, string>()
  const timeOf = (id: string) => {
    const at = posts.find(post => post.id === id)?.at
    return slots.find(({ name }) => name === at)?.at ?? at
  }
  for (const isOwn of [true, false]) {
    for (const slot of missed) {
      const post = [...left].find(id => !isOwn || timeOf(id) === slot.at)
      if (post === undefined || lost.has(slot)) continue
      lost.set(slot, post)
      left.delete(post)
    }
  }
  return lost
}

function slotOf(context: TopicsContext, slot: PlannedSlot, post: string | null): CalendarSlot {
  const { at, why } = slot
  const from = why.is === 'postponed' ? why.from : null
  const named = post === null ? { id: '', title: '' } : { id: shortId(post), title: titleOf(context.content, post) }
  return { at, isNextDate: isPastMidnight(context.calendar, at), ...named, mark: markOf(context, slot), from }
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

const titleOf = (content: Content, id: string): string => shortened(content.post(id)?.title ?? '')

function shortened(text: string): string {
  const title = [...text]
  let width = 0
  const end = title.findIndex(character => {
    width += character > LAST_NARROW ? 2 : 1
    return width > TITLE_WIDTH_MAX
  })
  return end < 0 ? title.join('') : `${title.slice(0, end).join('')}…`
}
