import type { Context } from '../context.ts'
import type { Figure } from '../figure.ts'
import { mondayOf, wasActiveIn, weekOf } from './activity.ts'
import { type Membership, membership } from './membership.ts'
import { membersEver } from './people-counted.ts'

type Looking = Pick<Context<unknown, unknown, never, typeof membership>, 'read' | 'calendar' | 'today'>

/** Weeks of joining that are shown, the newest last; and as many weeks of each. */
const WEEKS_SHOWN = 8

/** Of those who came in one week, how many were active in it and in each week after. */
export function retention({ read, calendar, today }: Looking): Figure | null {
  const now = weekOf(today)
  const cohorts = new Map<number, Readonly<Membership>[]>()
  let unseen = 0
  for (const [, record] of membersEver(read(membership))) {
    if (record.firstJoinedAt === null) {
      unseen += 1
      continue
    }
    const week = weekOf(calendar.dayOf(record.firstJoinedAt))
    if (now - week >= WEEKS_SHOWN) continue
    const cohort = cohorts.get(week)
    if (cohort) cohort.push(record)
    else cohorts.set(week, [record])
  }
  if (cohorts.size === 0) return null
  const weeks = [...cohorts.keys()].sort((one, other) => one - other)
  const columns = Array.from({ length: now - weeks[0]! + 1 }, (_, after) => after)
  return {
    title: { 'zh-CN': '按进群周看留存', 'en-US': 'Retention by week of joining' },
    formula: {
      'zh-CN':
        '同一周（周一到周日）第一次进群的人里，进群那周和之后每周有多少人说过话或点过按钮。退群的人也留在总数里；群主、管理员和老师不算。本周还没过完。',
      'en-US':
        'Of those who joined for the first time in one week, Monday to Sunday: how many said or pressed something in that week and in each week after. Those who left still count in the size; owner, admins and teachers do not. This week is not over.',
    },
    n: weeks.reduce((sum, week) => sum + cohorts.get(week)!.length, 0),
    ...(unseen > 0 && { note: unseenNote(unseen) }),
    is: 'cohorts',
    columns: columns.map(after => ({ 'zh-CN': after === 0 ? '当周' : `第 ${after} 周`, 'en-US': `week ${after}` })),
    rows: weeks.map(week => rowOf(week, cohorts.get(week)!, columns, now)),
  }
}

function rowOf(week: number, members: readonly Readonly<Membership>[], columns: readonly number[], now: number) {
  const monday = mondayOf(week).slice(5)
  return {
    label: { 'zh-CN': `${monday} 那周`, 'en-US': `week of ${monday}` },
    size: members.length,
    values: columns.map(after =>
      week + after > now ? null : members.filter(record => wasActiveIn(record, week + after)).length / members.length,
    ),
  }
}

const unseenNote = (count: number) => ({
  'zh-CN': `另有 ${count} 人不知道是哪天进群的（机器人来之前就在，或没看到进群），没有算进来。`,
  'en-US': `${count} more are left out: they were there before the bot came, or nobody saw them join.`,
})
