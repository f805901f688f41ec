import { addDays, daysBetween, type LocalDay, type RunningPlan } from 'bonfire'
import { countDays, hasDay, KNOWN_DAYS } from './bits.ts'
import type { Summary, Window } from './sayings.ts'
import { type Excused, type Known, streakSince } from './streak.ts'

type Plan = RunningPlan | null

export function windowOn(plan: Plan, day: LocalDay): Window {
  if (plan?.definition.kind !== 'checkin') return { is: 'open' }
  if (day < plan.startDay) return { is: 'not-begun', day: plan.startDay }
  if (plan.isPausedOn(day)) return { is: 'paused' }
  return plan.lastDay !== null && day > plan.lastDay ? { is: 'over', day: plan.lastDay } : { is: 'open' }
}

/** A campaign that ends. */
export interface Campaign {
  readonly startDay: LocalDay
  readonly lastDay: LocalDay
  /** How many days it has, without those that it stood still. */
  readonly days: number
}
/** Null: no campaign runs here, or nobody can say when it ends. */
export function campaignOf(plan: Plan): Campaign | null {
  if (plan?.definition.kind !== 'checkin' || plan.lastDay === null || plan.definition.days === null) return null
  return { startDay: plan.startDay, lastDay: plan.lastDay, days: plan.definition.days }
}

/** Whether no day of it is missing: each was checked in on, made up, kept by a freeze, or excused. */
export function isComplete(record: Known, { startDay, lastDay }: Campaign, excused: Excused): boolean {
  const since = streakSince(record)
  if (since === null || record.lastDay === null || record.lastDay < startDay) return false
  return areExcused(startDay, addDays(since, -1), excused) && areExcused(addDays(record.lastDay, 1), lastDay, excused)
}

/** The last day of it on which anybody is expected. */
export function lastExpectedDay({ startDay, lastDay }: Campaign, excused: Excused): LocalDay {
  let day = lastDay
  while (day > startDay && excused(day)) day = addDays(day, -1)
  return day
}

function areExcused(from: LocalDay, to: LocalDay, excused: Excused): boolean {
  for (let day = from; day <= to; day = addDays(day, 1)) if (!excused(day)) return false
  return true
}

/** What a member has done in it. Of a campaign that spans more than the days known, of the latest of them. */
export function summaryOf(record: Known, { startDay, lastDay, days }: Campaign): Summary {
  const newest = record.lastDay ?? lastDay
  const from = daysBetween(lastDay, newest)
  const to = daysBetween(startDay, newest)
  const count = (bits: number) => countDays(bits, from, to)
  const { checkIns, frozen, madeUp } = record
  return { days, made: count(checkIns), best: longest(record, from, to), frozen: count(frozen), madeUp: count(madeUp) }
}

function longest({ checkIns, beginnings }: Known, from: number, to: number): number {
  let best = 0
  let run = 0
  for (let n = Math.min(to, KNOWN_DAYS - 1); n >= Math.max(from, 0); n -= 1) {
    if (!hasDay(checkIns, n)) continue
    run = hasDay(beginnings, n) ? 1 : run + 1
    best = Math.max(best, run)
  }
  return best
}
