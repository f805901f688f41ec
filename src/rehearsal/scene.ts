import { addDays, type Instant, type LocalDay, LocalTime, type MemberId, type MessageId } from '../events/ids.ts'
import type { Calendar } from '../host/calendar.ts'
import type { PlanDefinition } from '../host/content.ts'
import type { Dice } from './dice.ts'
import type { Sayings } from './sayings.ts'
import { GROUP, type Stage } from './stage.ts'

/** What somebody said in the group. */
export interface Said {
  readonly member: MemberId
  readonly message: MessageId
}
/** A check-in in the group, and what a teacher would say to it. */
export interface ToComment extends Said {
  readonly comment: string
}

/** Where and when simulated people act. */
export interface Scene {
  readonly stage: Stage
  readonly plan: PlanDefinition
  readonly calendar: Calendar
  /** The first day of the plan. */
  readonly startDay: LocalDay
  /** So many days are rehearsed: those of the plan, or some of one without end. */
  readonly days: number
  /** What the group is called. */
  readonly title: string
  readonly sayings: Sayings
  readonly owner: MemberId
  readonly teacher: MemberId
  /** The last things that people said in the group, oldest first. */
  readonly talk: Said[]
  /** Check-ins in the group that no teacher has looked at. */
  readonly toComment: ToComment[]
}

/** Of what was said, people answer only the last. */
const TALK_KEPT_MAX = 12
const MINUTE_MS = 60_000

/** The instant of a minute of the plan's day, counted from 1; 0 is the day before it. */
export function timeOn(
  { calendar, startDay }: Pick<Scene, 'calendar' | 'startDay'>,
  day: number,
  minute: number,
): Instant {
  const bounded = Math.max(0, Math.min(24 * 60 - 1, Math.floor(minute)))
  const [hours, minutes] = [Math.floor(bounded / 60), bounded % 60].map(part => String(part).padStart(2, '0'))
  return calendar.at(addDays(startDay, day - 1), LocalTime.parse(`${hours}:${minutes}`))
}

/** The same, at some second of that minute. */
export const around = (scene: Scene, day: number, minute: number, dice: Dice): Instant =>
  (timeOn(scene, day, minute) + dice.between(0, MINUTE_MS - 1)) as Instant

/** Somebody says something in the group, and others may answer it. */
export async function talks(scene: Scene, member: MemberId, text: string, more: { replyTo?: MessageId } = {}) {
  const message = await scene.stage.says(GROUP, member, text, more)
  if (message === null) return
  scene.talk.push({ member, message })
  if (scene.talk.length > TALK_KEPT_MAX) scene.talk.shift()
}

/** When people are awake, in minutes after midnight. */
export const DAYTIME = { from: 8 * 60, to: 22 * 60 + 30 }

/** That instant, or some time of the day after where it is at night. */
export function inDaytime(scene: Pick<Scene, 'calendar'>, at: Instant, dice: Dice): Instant {
  const { calendar } = scene
  const time = calendar.timeOf(at)
  const minute = Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
  if (minute >= DAYTIME.from && minute <= DAYTIME.to) return at
  const hoursOn = minute > DAYTIME.to ? 24 * 60 - minute + DAYTIME.from : DAYTIME.from - minute
  return (at + (hoursOn + dice.between(0, 120)) * MINUTE_MS) as Instant
}
