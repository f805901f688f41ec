import { addDays, days, daysBetween, type LocalDay } from 'bonfire'
import { hasDay, KNOWN_DAYS } from './bits.ts'
import type { Given } from './context.ts'
import type { DayKind, Run, WhyStreak } from './sayings.ts'
import { currentStreakDays, isCheckedIn, isFrozen, type Known, pendingFreezes } from './streak.ts'

/** How many stretches of days `/why streak` lists. */
const RUNS_MAX = 10

type Asked = Pick<Given, 'read' | 'plan' | 'excused' | 'today'>

/** Days without the bot that a check-in goes on over: nobody loses a streak because of them, and they are told so. */
export function outagesBridged({ read }: Asked, record: Known, day: LocalDay, streakDays: number): readonly LocalDay[] {
  const { lastDay } = record
  if (lastDay === null || day <= lastDay || streakDays === 1) return []
  const away: LocalDay[] = []
  for (let between = addDays(lastDay, 1); between < day; between = addDays(between, 1)) {
    if (read(days).days.of(between).excused === 'outage') away.push(between)
  }
  return away
}

/** The days that make up a streak, or what ended it, newest first. */
export function explainStreak(asked: Asked, record: Known): WhyStreak {
  const { today, excused } = asked
  const streakDays = currentStreakDays(record, today, excused)
  if (record.lastDay === null) return { streakDays, runs: [], isCut: false }
  const newest = isCheckedIn(record, today) ? today : addDays(today, -1)
  const runs: Run[] = []
  let isCut = false
  for (let day = newest; !isCut; day = addDays(day, -1)) {
    const kind = kindOf(asked, record, day)
    isCut = isBeyond(record, day) || !takeDay(runs, day, kind)
    if (!begins(record, day)) continue
    if (!isCut && streakDays > 0) runs.push(...gapBefore(asked, record, day))
    break
  }
  return { streakDays, runs, isCut }
}

/** What ended the streak before this one, which began on that day. Nothing, where no check-in before it is known. */
function gapBefore(asked: Asked, record: Known, began: LocalDay): readonly Run[] {
  const runs: Run[] = []
  for (let day = addDays(began, -1); !isBeyond(record, day); day = addDays(day, -1)) {
    if (isCheckedIn(record, day)) return runs
    if (!takeDay(runs, day, kindOf(asked, record, day))) return []
  }
  return []
}

/** Adds a day to the newest stretch, or begins another. False when there are enough of them. */
function takeDay(runs: Run[], day: LocalDay, kind: DayKind): boolean {
  const last = runs.at(-1)
  if (last?.kind === kind) Object.assign(last, { from: day, days: last.days + 1 })
  else if (runs.length === RUNS_MAX) return false
  else runs.push({ from: day, to: day, days: 1, kind })
  return true
}

const isBeyond = ({ lastDay }: Known, day: LocalDay): boolean => daysBetween(day, lastDay!) >= KNOWN_DAYS
function begins({ lastDay, beginnings }: Known, day: LocalDay): boolean {
  return day <= lastDay! && hasDay(beginnings, daysBetween(day, lastDay!))
}

function kindOf({ read, plan, excused, today }: Asked, record: Known, day: LocalDay): DayKind {
  if (isCheckedIn(record, day)) return hasDay(record.madeUp, daysBetween(day, record.lastDay!)) ? 'madeUp' : 'in'
  if (isFrozen(record, day)) return 'frozen'
  if (excused(day)) return read(days).days.of(day).excused ?? (plan?.isPausedOn(day) ? 'pause' : 'rest')
  const isPending = day > record.lastDay! && pendingFreezes(record, today, excused) !== null
  return isPending ? 'pending' : 'missed'
}
