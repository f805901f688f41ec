import { z } from 'zod'
import { addDays, daysBetween, Instant, LocalDay, MemberId } from '../../events/ids.ts'
import type { PlanDefinition } from '../content.ts'
import type { DeepReadonly } from '../record.ts'
import { defineSlice, type SliceState } from '../slice.ts'
import { Payload, Slug } from './fields.ts'

/** Days on which the calendar stood still: from the first up to the day before `to`. Null: it still does. */
export interface Pause {
  from: LocalDay
  to: LocalDay | null
}

/** The plan that a group lives by, as `/plan use` recorded it. */
export const plans = defineSlice({
  name: 'plan',
  facts: {
    /** The whole plan but its texts: nothing of it changes before it is used again. `isNew`: a new campaign begins. */
    used: z.object({
      plan: Slug,
      hash: Slug,
      definition: Payload,
      startDay: LocalDay,
      isNew: z.boolean(),
      /** The day on which it was used. */
      on: LocalDay.optional(),
      at: Instant,
      by: MemberId.optional(),
    }),
    paused: z.object({ day: LocalDay, at: Instant, by: MemberId.optional() }),
    resumed: z.object({ day: LocalDay, at: Instant, by: MemberId.optional() }),
  },
  group: {
    initial: () => ({
      hash: null as string | null,
      definition: null as object | null,
      startDay: null as LocalDay | null,
      pauses: [] as Pause[],
      /** Days between two campaigns, and those of earlier ones on which nobody had to check in; `to` is no more of them. */
      between: [] as { from: LocalDay; to: LocalDay }[],
      /** The weekdays that were rest days before the day `until`, oldest first: by what the plan of then said. */
      rests: [] as { until: LocalDay; weekdays: string[] }[],
      /** A plan with a cap has run here: never a flash plan from now on. */
      wasCapped: false,
      /** A flash plan has: it lasts its days, and there is no other. */
      hadFlash: false,
    }),
    reduce: {
      used: (group, { hash, definition, startDay, isNew, on }) => {
        const next = definition as PlanDefinition
        keepRestDays(group, next, on ?? startDay, isNew)
        if (isNew) group.between = daysBetweenCampaigns(group, next, startDay, on)
        group.hash = hash
        group.definition = definition
        group.startDay = startDay
        if (isNew) group.pauses = []
        if (next.marketing !== null) group.wasCapped = true
        else group.hadFlash = true
      },
      paused: (group, { day }) => {
        group.pauses.push({ from: day, to: null })
      },
      resumed: (group, { day }) => {
        const pause = group.pauses.at(-1)
        if (pause) pause.to = day
      },
    },
  },
})

/** So many stretches of days on which nobody could check in, or had to, are known of before. */
const BETWEEN_KEPT_MAX = 100

/** Days on which nobody could check in, from the end of a campaign, or from when the next was chosen, to its first day. */
function daysBetweenCampaigns(
  group: SliceState<typeof plans>['group'],
  next: PlanDefinition,
  startDay: LocalDay,
  on: LocalDay = startDay,
) {
  const before = runningPlan(group)
  const hasEnded = before?.definition.kind === 'checkin' && before.lastDay !== null && before.lastDay < on
  const from = hasEnded ? addDays(before.lastDay!, 1) : on
  const isGap = (hasEnded || next.kind === 'checkin') && from < startDay
  // One that was chosen and never began leaves the days up to the one that did.
  const paused = group.pauses.map(({ from, to }) => ({ from, to: to ?? startDay }))
  const known = [...group.between, ...paused]
    .map(days => ({ from: days.from, to: days.to > startDay ? startDay : days.to }))
    .filter(days => days.from < days.to)
  return [...known, ...(isGap ? [{ from, to: startDay }] : [])].slice(-BETWEEN_KEPT_MAX)
}

/** What the rest days of a plan were stays so up to the day on which another is used, or the same one with others. */
function keepRestDays(group: PlanState, next: PlanDefinition, until: LocalDay, isNew: boolean): void {
  const before = runningPlan(group)
  if (before === null) return
  const { startDay, definition } = before
  const { restDays } = definition
  if (!isNew && restDays.join() === next.restDays.join()) return
  const weekdays = restDays.filter(day => typeof day === 'string')
  group.rests = [...group.rests, { until, weekdays }].slice(-BETWEEN_KEPT_MAX)
  const numbers = new Set(restDays.filter(day => typeof day === 'number'))
  if (numbers.size === 0) return
  const lastLooked = addDays(startDay, REST_DAYS_LOOKED_AT_MAX)
  const rested: { from: LocalDay; to: LocalDay }[] = []
  for (let day = startDay; day < until && day < lastLooked; day = addDays(day, 1)) {
    if (numbers.has(before.dayNumber(day) ?? 0)) rested.push({ from: day, to: addDays(day, 1) })
  }
  group.between = [...group.between, ...rested].slice(-BETWEEN_KEPT_MAX)
}
/** So many days of a plan that has ended are looked at for those that it numbers as rest days. */
const REST_DAYS_LOOKED_AT_MAX = 400
interface PlanState extends Omit<SliceState<typeof plans>['group'], 'between' | 'rests'> {
  between: readonly { readonly from: LocalDay; readonly to: LocalDay }[]
  rests: readonly { readonly until: LocalDay; readonly weekdays: readonly string[] }[]
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const weekdayOf = (day: LocalDay) => WEEKDAYS[new Date(day).getUTCDay()]!

/** The plan of a group, and what day of it a day is. */
export interface RunningPlan {
  readonly definition: PlanDefinition
  readonly hash: string
  readonly startDay: LocalDay
  readonly isPaused: boolean
  /** The day of the plan, counted from 1. Null before it starts, after it has ended, and on days that it stood still. */
  dayNumber(day: LocalDay): number | null
  /** Whether the calendar stands still on that day. */
  isPausedOn(day: LocalDay): boolean
  /** Whether the day lies between two campaigns, or after the last one: nobody could check in. */
  isBetween(day: LocalDay): boolean
  /** Whether it was a rest day by an earlier plan. Null: the plan of now tells. */
  wasRestDay(day: LocalDay): boolean | null
  /** The last day, if it is not paused again. Null: it has no end, or stands still. */
  readonly lastDay: LocalDay | null
}

export function runningPlan({
  definition,
  hash,
  startDay,
  pauses,
  between,
  rests,
}: SliceState<typeof plans>['group']): RunningPlan | null {
  if (definition === null || hash === null || startDay === null) return null
  const plan = definition as PlanDefinition
  const isPaused = pauses.at(-1)?.to === null
  const isPausedOn = (day: LocalDay) => pauses.some(({ from, to }) => day >= from && (to === null || day < to))
  const pausedBefore = (day: LocalDay) => pauses.reduce((sum, pause) => sum + daysWithin(pause, startDay, day), 0)
  const dayNumber = (day: LocalDay) => {
    if (day < startDay || isPausedOn(day)) return null
    const number = daysBetween(startDay, day) - pausedBefore(day) + 1
    return plan.days !== null && number > plan.days ? null : number
  }
  const end = addDays(startDay, 36_600)
  const lastDay = plan.days === null || isPaused ? null : addDays(startDay, plan.days - 1 + pausedBefore(end))
  const hasEnded = (day: LocalDay) => plan.kind === 'checkin' && lastDay !== null && day > lastDay
  const isBetween = (day: LocalDay) => hasEnded(day) || between.some(({ from, to }) => day >= from && day < to)
  const wasRestDay = (day: LocalDay) =>
    rests.find(({ until }) => day < until)?.weekdays.includes(weekdayOf(day)) ?? null
  return { definition: plan, hash, startDay, isPaused, dayNumber, isPausedOn, isBetween, wasRestDay, lastDay }
}

/** How many days of a pause lie in the days from `from` up to the one before `to`. */
function daysWithin(pause: DeepReadonly<Pause>, from: LocalDay, to: LocalDay): number {
  const first = pause.from < from ? from : pause.from
  const end = pause.to === null || pause.to > to ? to : pause.to
  return Math.max(0, daysBetween(first, end))
}

/** Whether its last day has passed. */
export const isOver = ({ lastDay }: Pick<RunningPlan, 'lastDay'>, today: LocalDay): boolean =>
  lastDay !== null && today > lastDay
