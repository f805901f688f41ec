import type { LocalDay, LocalTime, MemberId, MessageId } from 'bonfire'
import { KNOWN_DAYS } from './bits.ts'

// What the messages of this plugin are about, whatever the language.

export interface Done {
  streakDays: number
  /** How many have checked in on that day, this one included. Null when it is no longer counted. */
  place: number | null
  /** They have had a streak of so many days before. */
  isAgain: boolean
  /** Which of several wordings: the next one every day. */
  wording: number
  /** The check-in that is acknowledged: who replies to this message means that one. Null: it was in private. */
  message: MessageId | null
}
export interface Filled {
  day: LocalDay
  streakDays: number
  /** A freeze had stood in for the day, and is in hand again. */
  freezeBack: boolean
  message: MessageId | null
}
export interface Already {
  streakDays: number
  /** The day, when there are check-ins of later ones: the message was read late. Null: it is today. */
  earlier: LocalDay | null
  /** When the next day begins. */
  nextAt: LocalTime
  /** Whether that is still on this date: in the small hours, where days begin at 04:00. */
  isLaterToday: boolean
}
export interface Lacks {
  /** So many characters are asked for. */
  charsMin: number
  /** Or a photo. */
  photo: boolean
  minutes: number
  /** It counts already, as a check-in in private. */
  isRaise: boolean
}
export interface Froze {
  /** At least one. */
  days: readonly LocalDay[]
  /** How many freezes are left. */
  left: number
}
export interface Broke {
  /** The missed days. At least one. */
  days: readonly LocalDay[]
  /** Freezes in hand: fewer than those. */
  freezes: number
  /** How long the streak was that ended. */
  streakDays: number
  /** `/makeup` may repair it. */
  mayMakeUp: boolean
}
export interface Summary {
  /** Days of the campaign. */
  days: number
  /** Of them, days with a check-in. */
  made: number
  /** The longest streak among them, in days. */
  best: number
  frozen: number
  madeUp: number
}
/** Of a campaign without a missing day, those on which nobody had to check in. Of a long one that is not known: 0. */
export const restOf = ({ days, made, frozen }: Summary): number => (days > KNOWN_DAYS ? 0 : days - made - frozen)
/** Whether check-ins of a day count. Where no campaign has days of its own they always do. */
export type Window = { readonly is: 'open' | 'paused' } | { readonly is: 'not-begun' | 'over'; readonly day: LocalDay }
export interface Mine {
  streakDays: number
  bestStreakDays: number
  totalDays: number
  /** Of these, days of groups that they were in before. Absent: none. */
  broughtDays?: number
  /** Whether check-ins count today. */
  window: Window
  isCheckedIn: boolean
  /** The next streak that is celebrated. Null: none is left, or the campaign ends before. */
  nextMilestoneDays: number | null
  /** Freezes in hand, without those that the next check-in will use. */
  freezes: number
  /** Missed days that the next check-in will use freezes for. */
  pendingFreezes: number
  /** The first day of the newest campaign that they completed. */
  completed: LocalDay | null
}
export interface Remind {
  day: LocalDay
  checkedIn: number
  /** How many have a streak to lose today. */
  atRisk: number
  until: LocalTime
  /** Those of them who are mentioned. */
  members: readonly MemberId[]
  wording: number
}
export interface Led {
  day: LocalDay
  member: MemberId
  /** The day of the plan. Null: there is none. */
  dayNumber: number | null
  wording: number
}
export interface ToComment {
  member: MemberId
  day: LocalDay
  /** What they wrote. Null: nothing. */
  note: string | null
  photo: boolean
  /** How many wait after this one. */
  left: number
}
/** What a day is in a streak. `pending`: missed, and the next check-in uses a freeze for it. */
export type DayKind = 'in' | 'madeUp' | 'frozen' | 'pending' | 'outage' | 'pause' | 'rest' | 'missed'
export interface Run {
  from: LocalDay
  to: LocalDay
  days: number
  kind: DayKind
}
export interface WhyStreak {
  streakDays: number
  /** Newest first. */
  runs: readonly Run[]
  /** There are earlier days than these. */
  isCut: boolean
}
export interface CheckInStats {
  checkIns: number
  /** Over so many days. */
  days: number
  /** Members now. */
  present: number
  madeUp: number
}
