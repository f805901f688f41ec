import { addDays, days, type LocalDay, type MemberId, membership, type Period } from 'bonfire'
import type { Given } from './context.ts'
import { noFigures } from './day-figures.ts'
import { currentStreakDays, pendingFreezes } from './streak.ts'

/** The lines of `/stats`. */
export function checkInStats(context: Given, period: Period) {
  const { state, say, read } = context
  const from = firstDayOf(context, period)
  const sums = noFigures()
  let count = 0
  for (let day = from; day <= period.to; day = addDays(day, 1)) {
    const figures = state.figures.of(day)
    sums.checkIns += figures.checkIns
    sums.madeUp += figures.madeUp
    sums.queued += figures.queued
    sums.commented += figures.commented
    count += 1
  }
  const { present } = read(membership).group
  const { checkIns, madeUp, queued, commented } = sums
  return [
    say.checkInStats({ checkIns, days: count, present, madeUp }),
    ...(queued > 0 ? [say.commentStats({ queued, commented })] : []),
  ]
}

/** Days before the group came to life are no days without check-ins. */
function firstDayOf({ read, calendar }: Given, { from, to }: Period): LocalDay {
  const { beganAt } = read(days).group
  const began = beganAt === null ? from : calendar.dayOf(beganAt as never)
  if (began > to) return to
  return began > from ? began : from
}

const freezesOf = ({ state, today, excused }: Given, member: MemberId): number => {
  const record = state.members.of(member)
  return record.freezes - (pendingFreezes(record, today, excused) ?? 0)
}

/** What is known of one member. */
export const profile = {
  'check-in.streak': {
    about: { 'zh-CN': '连续打卡天数', 'en-US': 'days in a row' },
    of: ({ state, today, excused }: Given, member: MemberId) =>
      currentStreakDays(state.members.of(member), today, excused),
  },
  'check-in.best': {
    about: { 'zh-CN': '最长连续天数', 'en-US': 'longest streak, in days' },
    of: ({ state }: Given, member: MemberId) => state.members.of(member).bestStreakDays,
  },
  'check-in.total': {
    about: { 'zh-CN': '一共打卡天数', 'en-US': 'days checked in' },
    of: ({ state }: Given, member: MemberId) => state.members.of(member).totalDays,
  },
  'check-in.freezes': { about: { 'zh-CN': '冻结卡', 'en-US': 'freezes in hand' }, of: freezesOf },
}
