import {
  addDays,
  type Both,
  DAYS_SHOWN,
  daysUntil,
  type Figure,
  type MemberId,
  membership,
  membersNow,
  stepOf,
} from 'bonfire'
import type { Given } from './context.ts'
import { noFigures } from './day-figures.ts'
import { COMMENT_DAYS } from './facts.ts'
import { daysUpTo, type Rate, rateOver, shareOf } from './rate.ts'
import { currentStreakDays } from './streak.ts'

/** The days of a rate. */
const RATE_DAYS = 7
/** Check-ins that are enough for the step of the funnel, in days. */
const STEP_DAYS = 7
/** How many members whose check-in waits are named. */
const NAMED_MAX = 5

/** What check-ins show on the dashboard. */
export const figures = { today, week, streaks, days: perDay, comments, first, sevenDays, waiting }

function today(context: Given): Figure {
  const yesterday = rateOver(context, [addDays(context.today, -1)])
  const rate = rateOver(context, [context.today])
  return {
    title: { 'zh-CN': '今天的打卡率', 'en-US': 'Check-in rate today' },
    formula: {
      'zh-CN':
        '今天打了卡的成员 ÷ 今天该打卡的成员。群主、管理员和老师不算；补的卡不算。休息日、暂停的日子不要求打卡。',
      'en-US':
        'Members who have checked in today ÷ members expected to. Without those who run the group, and without make-ups. On rest days and during a pause nobody is expected.',
    },
    n: rate.expected,
    ...{ is: 'number', value: shareOf(rate), unit: 'share' },
    note: noteOfToday(rate, yesterday),
  }
}

function noteOfToday(rate: Rate, yesterday: Rate): Both {
  const before = shareOf(yesterday)
  const percent = before === null ? '—' : `${Math.round(before * 100)}%`
  if (rate.expected === 0) {
    return { 'zh-CN': `今天没有人要打卡；昨天 ${percent}`, 'en-US': `Nobody is expected today; yesterday ${percent}` }
  }
  return {
    'zh-CN': `${rate.made}/${rate.expected}，今天还没过完；昨天全天 ${percent}`,
    'en-US': `${rate.made} of ${rate.expected}, and today is not over; all of yesterday ${percent}`,
  }
}

/** Whole days only: in the morning today would look like a bad one. */
function week(context: Given): Figure {
  const last = addDays(context.today, -1)
  const rate = rateOver(context, daysUpTo(last, RATE_DAYS))
  return {
    title: { 'zh-CN': '近 7 天打卡率', 'en-US': 'Check-in rate, 7 days' },
    formula: {
      'zh-CN':
        '截至昨天的 7 个整天里：打卡次数 ÷ 该打卡的次数（每天当天结束时在群里的每位成员一次）。群主、管理员和老师不算；补的卡、休息日、暂停和计划以外的日子不算。和再往前 7 天比。/stats 7d 把今天和管群的人也算进去，所以会不一样。',
      'en-US':
        'Over the 7 whole days up to yesterday: check-ins ÷ check-ins expected, one a day of each member who was here when it ended. Without those who run the group, make-ups, rest days, pauses and days outside of the plan. Compared with the 7 days before. /stats 7d counts today and those who run the group as well, so it differs.',
    },
    n: rate.people,
    ...{ is: 'number', value: shareOf(rate), unit: 'share' },
    before: shareOf(rateOver(context, daysUpTo(addDays(last, -RATE_DAYS), RATE_DAYS))),
  }
}

const RANGES = [
  { from: 21, label: { 'zh-CN': '21 天及以上', 'en-US': '21 days or more' } },
  { from: 14, label: { 'zh-CN': '14–20 天', 'en-US': '14–20 days' } },
  { from: 7, label: { 'zh-CN': '7–13 天', 'en-US': '7–13 days' } },
  { from: 1, label: { 'zh-CN': '1–6 天', 'en-US': '1–6 days' } },
  { from: 0, label: { 'zh-CN': '0 天', 'en-US': '0 days' } },
] as const
const MARKS: Readonly<Record<number, Both>> = {
  7: { 'zh-CN': '过了 7 天：坚持住了第一周', 'en-US': 'past 7 days: the first week is done' },
  14: { 'zh-CN': '过了 14 天：整整两周', 'en-US': 'past 14 days: two full weeks' },
  21: { 'zh-CN': '过了 21 天：成了习惯', 'en-US': 'past 21 days: it is a habit' },
}

function streaks({ state, read, today, excused }: Given): Figure {
  const counts = new Map<number, number>(RANGES.map(({ from }) => [from, 0]))
  let n = 0
  for (const [member] of membersNow(read(membership))) {
    const streakDays = currentStreakDays(state.members.of(member), today, excused)
    const { from } = RANGES.find(range => streakDays >= range.from)!
    counts.set(from, counts.get(from)! + 1)
    n += 1
  }
  const bars = RANGES.map(({ from, label }) => ({ label, value: counts.get(from)!, ...markOf(from) }))
  return {
    title: { 'zh-CN': '连续打卡天数', 'en-US': 'Days in a row' },
    formula: {
      'zh-CN': '现在群里的每位成员连续打卡几天，和 /streak 说的一样。群主、管理员和老师不算。',
      'en-US': 'How many days in a row each member here now has, as /streak says. Without those who run the group.',
    },
    n,
    ...{ is: 'bars', bars: bars.reverse() },
  }
}
const markOf = (from: number): { mark?: Both } => (MARKS[from] ? { mark: MARKS[from] } : {})

function perDay(context: Given): Figure {
  const days = daysUntil(context, context.today, DAYS_SHOWN)
  const byDay = days.map(day => context.state.figures.of(day))
  const total = byDay.reduce((sum, { checkIns }) => sum + checkIns, 0)
  return {
    title: { 'zh-CN': '每天的打卡', 'en-US': 'Check-ins per day' },
    formula: {
      'zh-CN': '近 30 天，或从我来这个群起，每天有几次打卡；所有人的都算，和 /stats 一样。补的卡算在补的那一天。',
      'en-US':
        'How many check-ins each of the last 30 days had, or since I came; those of everybody, as in /stats. A make-up counts on the day that it is for.',
    },
    n: total,
    ...{ is: 'days', days },
    lines: [
      { label: { 'zh-CN': '群里', 'en-US': 'in the group' }, values: byDay.map(of => of.checkIns - of.inPrivate) },
      { label: { 'zh-CN': '私聊', 'en-US': 'in private' }, values: byDay.map(of => of.inPrivate) },
      { label: { 'zh-CN': '补卡', 'en-US': 'made up' }, values: byDay.map(of => of.madeUp) },
    ],
  }
}

function comments(context: Given): Figure {
  const now = commentsUpTo(context, 0)
  return {
    title: { 'zh-CN': '点评率', 'en-US': 'Check-ins with a comment' },
    formula: {
      'zh-CN': '近 7 天（含今天）群里的打卡，有老师点评的 ÷ 等点评的全部。和再往前 7 天比。',
      'en-US':
        'Of the check-ins in the group in the last 7 days, today included: those a teacher has commented ÷ all that wait for one. Compared with the 7 days before.',
    },
    n: now.expected,
    ...{ is: 'number', value: shareOf(now), unit: 'share', before: shareOf(commentsUpTo(context, COMMENT_DAYS)) },
  }
}

function commentsUpTo({ state, today }: Given, daysAgo: number): Rate {
  const sum = noFigures()
  for (const day of daysUpTo(addDays(today, -daysAgo), COMMENT_DAYS)) {
    const { queued, commented } = state.figures.of(day)
    sum.queued += queued
    sum.commented += commented
  }
  return { expected: sum.queued, made: sum.commented }
}

const daysMade = ({ state }: Given, member: MemberId): number => {
  const { totalDays, broughtDays } = state.members.of(member)
  return totalDays - broughtDays
}

function first(context: Given): Figure {
  return {
    title: { 'zh-CN': '第一次打卡', 'en-US': 'First check-in' },
    formula: {
      'zh-CN': '进过群的人里，在这个群打过卡的（补卡也算，从别的群带来的不算）。不要求先做自我介绍。',
      'en-US':
        'Of everybody who ever came: who has checked in here, make-ups included, what they brought along left out. Whether or not they introduced themselves.',
    },
    ...stepOf(context.read(membership), 20, member => daysMade(context, member) > 0),
  }
}

function sevenDays(context: Given): Figure {
  return {
    title: { 'zh-CN': '打满 7 天', 'en-US': 'Seven days checked in' },
    formula: {
      'zh-CN': '进过群的人里，在这个群一共打过 7 天卡或更多的，不要求连续（补卡也算，从别的群带来的不算）。',
      'en-US':
        'Of everybody who ever came: who has checked in here on 7 days or more in all, not necessarily in a row; make-ups included, what they brought along left out.',
    },
    ...stepOf(context.read(membership), 30, member => daysMade(context, member) >= STEP_DAYS),
    after: 20,
  }
}

function waiting(context: Given): Figure | null {
  const { count, members } = waitingHere(context)
  if (count === 0) return null
  return {
    title: { 'zh-CN': '还没有点评的打卡', 'en-US': 'Check-ins without a comment' },
    formula: {
      'zh-CN': '近 7 天（含今天）群里的打卡里，还没有老师点评、本人还在群里的。等得最久的排在前面。',
      'en-US':
        'Check-ins in the group in the last 7 days, today included, that no teacher has commented, of members who are still here. Those that have waited longest come first.',
    },
    n: count,
    ...{ is: 'attention', level: 'warning', count },
    remedy: {
      'zh-CN': '老师发送 /comment，一条一条看；回复就算点评。',
      'en-US': 'A teacher sends /comment to see them one by one; a reply is a comment.',
    },
    examples: members.map(member => ({ member })),
  }
}

/** Whoever has left would not read it. */
function waitingHere({ state, read, today }: Given): { readonly count: number; readonly members: readonly MemberId[] } {
  const people = read(membership).members
  const from = addDays(today, 1 - COMMENT_DAYS)
  const named = new Set<MemberId>()
  let count = 0
  for (const [, { member, day, isQueued, isCommented }] of state.comments.each()) {
    if (!isQueued || isCommented || member === null || day === null || day < from) continue
    if (people.of(member).presence !== 'present') continue
    count += 1
    if (named.size < NAMED_MAX) named.add(member)
  }
  return { count, members: [...named] }
}
