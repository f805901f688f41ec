import type { Instant, LocalDay, LocalTime } from '../events/ids.ts'
import type { Calendar } from '../host/calendar.ts'
import type { ContentPlatform, PlanDefinition } from '../host/content.ts'
import type { CapAnswer, Count, SentPost } from '../host/marketing-cap.ts'
import type { DeepReadonly } from '../host/record.ts'

/** What of a plan decides which post goes when. */
export type PlanToFill = DeepReadonly<Pick<PlanDefinition, 'days' | 'slots' | 'restDays' | 'marketing' | 'posts'>>

/** All that a slot is filled by: the same planning gives the same days. */
export interface Planning {
  readonly plan: PlanToFill
  readonly startDay: LocalDay
  readonly platform: ContentPlatform
  readonly calendar: Calendar
  /** The plan's day, counted from 1. Null: before, after, paused. */
  readonly dayNumber: (day: LocalDay) => number | null
  readonly history: History
}

/** What has happened. What is not said here has not happened. */
export interface History {
  /**
   * What became of a slot that has been decided: the post that went or is about to, null when none did or it was
   * withdrawn. Undefined: not decided.
   */
  readonly decided: (day: LocalDay, at: LocalTime) => string | null | undefined
  /** The last day on which a post went out, or may have. One pinned to a day goes out once from the plan's first day on. */
  readonly lastDay: (post: string) => LocalDay | undefined
  /** It is not to go out by itself any more: somebody skipped it, or the platform will not have it. */
  readonly isSkipped: (post: string) => boolean
  /** All posts of the bot in the group, as far back as the window of the cap. In any order. */
  readonly sent: readonly SentPost[]
  /** All posts of this campaign. */
  readonly campaign: Count
}

/** Before a plan starts. */
export const NO_HISTORY: History = {
  decided: () => undefined,
  lastDay: () => undefined,
  isSkipped: () => false,
  sent: [],
  campaign: { posts: 0, marketing: 0 },
}

export interface PlannedDay {
  readonly day: LocalDay
  /** Null: it is no day of the plan, or the plan stands still. It has no slots then. */
  readonly number: number | null
  /** Nobody has to check in, and only what is pinned goes out. */
  readonly isRest: boolean
  /** In the order of time. */
  readonly slots: readonly PlannedSlot[]
  /** A day of the plan without rest, and without a post that is no marketing. */
  readonly isDead: boolean
  /** Posts of this day, no marketing, that have no slot: all are taken by others, or have passed. */
  readonly unplaced: readonly string[]
}

export interface PlannedSlot {
  /** Null: a post's own time, which is a slot on that day only. */
  readonly name: string | null
  readonly at: LocalTime
  readonly instant: Instant
  readonly post: string | null
  readonly marketing: boolean
  readonly why: Why
  /** The counts with which a marketing post goes, or is held back. Null: there is none, or no cap. */
  readonly cap: CapAnswer | null
}

/** Why a slot has the post that it has. */
export type Why =
  /** It is the plan's day for it. `movedFrom`: its own slot was taken. */
  | { readonly is: 'pinned'; readonly movedFrom: LocalTime | null }
  /** It is the date for it. */
  | { readonly is: 'dated'; readonly movedFrom: LocalTime | null }
  /** It is the day for an offer of a round. */
  | { readonly is: 'offer'; readonly round: number; readonly movedFrom: LocalTime | null }
  /** A marketing post that did not fit before. `from`: its own day and time; null: the first slot. */
  | { readonly is: 'postponed'; readonly from: LocalDay; readonly at: LocalTime | null }
  /** Of those for any day, it has waited longest or suits best. `lastDay`: when it went before; null: never. */
  | { readonly is: 'pool'; readonly lastDay: LocalDay | null }
  /** A marketing post of this day does not fit yet. The slot's post, if there is one, is from the pool. */
  | { readonly is: 'heldBack'; readonly held: string; readonly lastDay: LocalDay | null }
  | { readonly is: 'rest' }
  /** There is no post for it: the pool is empty, or all of it went out within the last days. */
  | { readonly is: 'gap' }
  /** Its time has come, and this is what was decided. */
  | { readonly is: 'decided' }
  /** Its time has passed, and nothing was decided: nobody was there. */
  | { readonly is: 'missed' }
