import { type Figure, type FigureDay, type PlannedDay, planDays, type RunningPlan } from 'bonfire'
import { COVERED_DAYS_MIN, drawsOf, hasNothing } from './calendar.ts'
import { shortId } from './find-post.ts'
import { planningOf, type TopicsContext } from './planning.ts'

/** How many days the dashboard shows. */
const DAYS_SHOWN = 14

/** What topics show on the dashboard: what is coming, and whether that is enough. */
export const figures = { calendar, covered }

/** Filled as `/calendar` fills it. Null: the group has no plan. */
function calendar(context: TopicsContext): Figure | null {
  const { plan } = context
  if (plan === null) return null
  const planned = daysAhead(context, plan, DAYS_SHOWN)
  return {
    title: { 'zh-CN': '接下来两周', 'en-US': 'The next two weeks' },
    formula: {
      'zh-CN':
        '按现在的计划和内容库，接下来 14 天每个时段会发什么。标红的日子：计划要发内容，却没有一篇不是推广的。休息、暂停、计划之外的日子不发内容。',
      'en-US':
        'What goes out in each slot of the next 14 days, by the plan and the library as they are now. A gap is a day of the plan with nothing but marketing to post. Nothing is expected on rest days, during a pause, and outside of the plan.',
    },
    n: null,
    ...(plan.isPaused && { note: PAUSED }),
    is: 'calendar',
    days: planned.map(day => dayOf(context, plan, day)),
  }
}

const PAUSED = {
  'zh-CN': '日历暂停着：发送 /resume（恢复）之前，什么都不会发。',
  'en-US': 'The calendar stands still: nothing goes out until somebody sends /resume.',
}

/** Fewer days with something to say than there should be. */
function covered(context: TopicsContext): Figure | null {
  const { plan } = context
  if (plan === null) return null
  const gaps = daysAhead(context, plan, COVERED_DAYS_MIN).filter(day => isGap(plan, day))
  if (gaps.length === 0) return null
  return {
    title: {
      'zh-CN': `接下来 ${COVERED_DAYS_MIN} 天里没内容的日子`,
      'en-US': `Empty days in the next ${COVERED_DAYS_MIN}`,
    },
    formula: {
      'zh-CN': '计划里该发内容、但除了推广什么都没有的日子，从今天算起。',
      'en-US': 'Days of the plan, from today on, with nothing but marketing to post.',
    },
    n: null,
    is: 'attention',
    level: gaps[0]!.day === context.today ? 'bad' : 'warning',
    count: gaps.length,
    remedy: {
      'zh-CN': '往内容库里补几篇（放进候补池就行）；/calendar 看每天排了什么',
      'en-US': 'Add posts to the library, for those days or for any day; /calendar shows what is planned',
    },
    examples: gaps.map(({ day }) => day),
  }
}

const daysAhead = (context: TopicsContext, plan: RunningPlan, days: number): readonly PlannedDay[] =>
  planDays(planningOf(context, plan), context.today, days, context.now)

const isGap = ({ definition }: RunningPlan, planned: PlannedDay): boolean =>
  planned.number !== null && !planned.isRest && hasNothing(planned, definition.marketing !== null)

function dayOf(context: TopicsContext, plan: RunningPlan, planned: PlannedDay): FigureDay {
  const { day, number, isRest, slots } = planned
  const posts = slots
    .filter(({ why }) => why.is !== 'rest')
    .map(({ at, post, marketing }) => ({ time: at, ...postShown(context, plan, post), isMarketing: marketing }))
  const draws = drawsOf(context, plan.definition, number).map(({ at, title }) => ({
    ...{ time: at, title, kind: 'draw', isMarketing: false },
  }))
  const instantOf = ({ time }: FigureDay['slots'][number]) => context.calendar.at(day, time)
  const all = [...posts, ...draws].sort((one, other) => instantOf(one) - instantOf(other))
  return { day, number, isQuiet: number === null || isRest, isGap: isGap(plan, planned), slots: all }
}

/** By its file as it is now. One that is gone is called by its id, and is what the plan said. */
function postShown({ content }: TopicsContext, { definition }: RunningPlan, id: string | null) {
  if (id === null) return { title: null, kind: null }
  const file = content.post(id)
  const planned = definition.posts.find(post => post.id === id)
  return { title: file?.title ?? shortId(id), kind: file?.kind ?? planned?.kind ?? null }
}
