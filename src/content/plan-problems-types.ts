import type { ContentPlatform } from '../host/content.ts'

export type PlanProblemCode =
  /** A day that is not a rest day and has no post, or marketing only. */
  | 'dead-days'
  /** Posts for a day or a date on which the plan does not run. */
  | 'outside-plan'
  /** More posts for a day than it has slots. */
  | 'no-room'
  /** As written, too much marketing within a window. */
  | 'marketing-share'
  /** Marketing that fits nowhere before the plan ends or it expires. */
  | 'cannot-fit'
  /** Marketing that fits, but goes later than written. */
  | 'postponed'
  /** A post that has expired when its day comes. */
  | 'expired'
  /** A flash plan that lasts too long. */
  | 'flash-days'
  /** A plan without end for which fewer than a week of posts is there. */
  | 'few-days'

/** Something wrong with a plan: it keeps it from starting, or whoever starts it should know. */
export interface PlanProblem {
  readonly code: PlanProblemCode
  /** An error keeps the plan from starting. */
  readonly severity: 'error' | 'warning'
  /** One line: what is wrong. */
  readonly message: string
  /** The days or the posts that it is about, for a sentence in another language: `8–14`, `day-30.md`. */
  readonly where: string
  /** Days of the plan that it is about, as ranges from and to. Empty: the whole plan. */
  readonly days: readonly DayRange[]
  /** The posts that it is about, by their ids. */
  readonly posts: readonly string[]
  /** Where the plan is looked at for several platforms and this is true of some only. */
  readonly platform: ContentPlatform | null
}
export type DayRange = readonly [from: number, to: number]

/** `8–14, 20`. */
export const rangeText = (ranges: readonly DayRange[]): string =>
  ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ')

/** `day 3`, `days 8–14, 20`. */
export function dayText(ranges: readonly DayRange[]): string {
  const isOne = ranges.length === 1 && ranges[0]![0] === ranges[0]![1]
  return `${isOne ? 'day' : 'days'} ${rangeText(ranges)}`
}

/** An error with nothing but what it is about. */
export const planProblem = (
  code: PlanProblemCode,
  message: string,
  { severity = 'error', where, days = [], posts = [] }: PlanProblemAbout,
): PlanProblem => ({ code, severity, message, where: where ?? rangeText(days), days, posts, platform: null })

export interface PlanProblemAbout {
  readonly severity?: PlanProblem['severity']
  /** Default: the days. */
  readonly where?: string
  readonly days?: readonly DayRange[]
  readonly posts?: readonly string[]
}
