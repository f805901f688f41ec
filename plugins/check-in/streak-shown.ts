import { daysBetween } from 'bonfire'
import { windowOn } from './campaign.ts'
import { completesAfterwards } from './campaign-end.ts'
import type { Asked } from './context.ts'
import { MILESTONE_DAYS } from './facts.ts'
import { currentStreakDays, isCheckedIn, pendingFreezes } from './streak.ts'

/** `/streak`. */
export function showStreak(context: Asked) {
  const { state, say, member, today, excused, plan } = context
  const record = state.members.of(member)
  const streakDays = currentStreakDays(record, today, excused)
  const pending = pendingFreezes(record, today, excused) ?? 0
  const { bestStreakDays, totalDays, broughtDays } = record
  const afterwards = completesAfterwards(context, member)
  return [
    ...afterwards,
    say.streak({
      ...{ streakDays, bestStreakDays, totalDays, ...(broughtDays > 0 && { broughtDays }) },
      window: windowOn(plan, today),
      isCheckedIn: isCheckedIn(record, today),
      nextMilestoneDays: nextMilestone(context, streakDays),
      freezes: record.freezes - pending,
      pendingFreezes: pending,
      completed: afterwards.length > 0 && plan !== null ? plan.startDay : record.completed,
    }),
  ]
}

/** The next streak that is celebrated, as far as the campaign has days enough for it. */
function nextMilestone({ state, member, plan, today }: Asked, streakDays: number): number | null {
  const next = MILESTONE_DAYS.find(days => days > streakDays) ?? null
  if (next === null || windowOn(plan, today).is === 'over') return null
  if (plan?.definition.kind !== 'checkin' || plan.lastDay === null) return next
  const from = today < plan.startDay ? plan.startDay : today
  const toCome = daysBetween(from, plan.lastDay) + Number(!isCheckedIn(state.members.of(member), today))
  return streakDays + toCome < next ? null : next
}
