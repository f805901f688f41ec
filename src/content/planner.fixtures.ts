import { addDays, daysBetween, Instant, LocalDay, LocalTime, Zone } from '../events/ids.ts'
import type { PlanDefinition, PlannedPost } from '../host/content.ts'
import type { SentPost } from '../host/marketing-cap.ts'
import { createCalendar } from '../scheduler/zones.ts'
import { planDays, slotTimes } from './planner.ts'
import type { History, PlannedDay, PlannedSlot, Planning } from './planner-types.ts'

export const day = (text: string): LocalDay => LocalDay.parse(text)
export const time = (text: string): LocalTime => LocalTime.parse(text)
export const instant = (text: string): Instant => Instant.parse(Date.parse(text))

type Detail = Partial<Omit<PlannedPost, 'id' | 'when'>>

/** A post for a day of the plan (a number), a date, or any day. */
export function post(id: string, when: number | string, detail: Detail = {}): PlannedPost {
  const { kind = 'topic', marketing = kind === 'marketing' } = detail
  const at = typeof when === 'number' ? { day: when } : when === 'pool' ? { pool: true as const } : { date: day(when) }
  const rest = { at: null, platforms: ['telegram', 'wechat'] as const, expires: null, round: null }
  return { ...rest, ...detail, id, kind, marketing, when: at }
}
/** A marketing post. */
export const ad = (id: string, when: number | string, detail: Detail = {}): PlannedPost =>
  post(id, when, { kind: 'marketing', ...detail })
/** So many posts for any day: `pool-1`, `pool-2`, … */
export const pool = (count: number, detail: Detail = {}): PlannedPost[] =>
  Array.from({ length: count }, (_, index) => post(`pool-${index + 1}`, 'pool', detail))

const SLOTS = { morning: '08:00', noon: '11:30', afternoon: '14:30', evening: '17:30' }
/** Slots by their names, the first so many of a day. */
export const slots = (count: number): PlanDefinition['slots'] =>
  Object.entries(SLOTS)
    .slice(0, count)
    .map(([name, at]) => ({ name, at: time(at) }))

export function planOf(posts: readonly PlannedPost[], detail: Partial<PlanDefinition> = {}): PlanDefinition {
  return {
    ...{
      id: 'reading',
      name: '读书',
      kind: 'checkin',
      days: 21,
      locale: 'zh-CN',
      restDays: [],
      next: null,
      sections: {},
    },
    ...{ timezone: Zone.parse('Asia/Shanghai'), dayStartsAt: time('00:00'), value: 'v', audience: 'a', rules: 'r' },
    ...{
      persona: { name: '小火', voice: 'warm' },
      slots: slots(4),
      marketing: { maxShare: 0.2, windowDays: 7 },
      posts,
    },
    ...detail,
  }
}

/** A Tuesday. */
export const START = day('2026-12-01')
interface Group {
  readonly startDay?: LocalDay
  readonly platform?: Planning['platform']
  /** Days on which the plan stands still, from and to. */
  readonly pause?: readonly [from: LocalDay, to: LocalDay]
}

/** A group in which a plan runs, and what has happened in it. Nothing at first. */
export function groupWith(plan: PlanDefinition, { startDay = START, platform = 'wechat', pause }: Group = {}) {
  const calendar = createCalendar({ zone: plan.timezone, dayStartsAt: plan.dayStartsAt })
  const happened = {
    decided: new Map<string, string | null>(),
    lastDay: new Map<string, LocalDay>(),
    skipped: new Set<string>(),
    sent: [] as SentPost[],
    campaign: { posts: 0, marketing: 0 },
  }
  const history = (): History => ({
    decided: (day, at) => happened.decided.get(`${day} ${at}`),
    lastDay: post => happened.lastDay.get(post),
    isSkipped: post => happened.skipped.has(post),
    sent: [...happened.sent],
    campaign: { ...happened.campaign },
  })
  const dayNumber = (day: LocalDay) => {
    if (day < startDay || (pause && day >= pause[0] && day < pause[1])) return null
    const still = pause && day >= pause[1] ? daysBetween(pause[0], pause[1]) : 0
    const number = daysBetween(startDay, day) - still + 1
    return plan.days !== null && number > plan.days ? null : number
  }
  const planning = (): Planning => ({ plan, startDay, platform, calendar, dayNumber, history: history() })
  const record = (day: LocalDay, { at, instant, post, marketing }: PlannedSlot, lateMs = 0) => {
    happened.decided.set(`${day} ${at}`, post)
    if (post === null) return
    happened.lastDay.set(post, day)
    happened.sent.push({ at: instant + lateMs, marketing })
    happened.campaign.posts += 1
    if (marketing) happened.campaign.marketing += 1
  }
  return { calendar, happened, planning, record, startDay }
}

/** A slot on its day, as it went. */
export interface Went extends PlannedSlot {
  readonly day: LocalDay
}

/** Decides each slot when it is due, and nothing earlier, as a running bot does. */
export function live(
  group: ReturnType<typeof groupWith>,
  days: number,
  lateMs: (at: Instant) => number = () => 0,
): Went[] {
  const { calendar, planning, record, startDay } = group
  const went: Went[] = []
  for (let index = 0; index < days; index += 1) {
    const day = addDays(startDay, index)
    const due = slotTimes(planning().plan)
      .map(at => ({ at, instant: calendar.at(day, at) }))
      .sort((a, b) => a.instant - b.instant)
    for (const { at, instant } of due) {
      const [planned] = planDays(planning(), day, 1, instant)
      const slot = planned!.slots.find(slot => slot.at === at)
      if (!slot) continue
      went.push({ ...slot, day })
      record(day, slot, lateMs(instant))
    }
  }
  return went
}

/** The slots of some days, one after the other. */
export const slotsIn = (days: readonly PlannedDay[]): Went[] =>
  days.flatMap(({ day, slots }) => slots.map(slot => ({ ...slot, day })))

/** `12-01: 08:00 day-01, 11:30 pool-1!`: an exclamation mark for marketing, a dash where nothing goes. */
export const shown = (days: readonly PlannedDay[]): string[] =>
  days.map(({ day, slots }) => {
    const texts = slots.map(({ at, post, marketing }) => `${at} ${post ?? '–'}${marketing ? '!' : ''}`)
    return `${day.slice(5)}: ${texts.join(', ')}`
  })
