import { addDays, type LocalDay } from '../../events/ids.ts'
import type { Context } from '../context.ts'
import type { Both, Figure } from '../figure.ts'
import type { SliceState } from '../slice.ts'
import { wasActive } from './activity.ts'
import { DAYS_SHOWN, daysUntil, firstDayOf } from './days-shown.ts'
import { membership } from './membership.ts'
import { stepOf } from './people-counted.ts'
import { retention } from './retention.ts'
import { days } from './time.ts'

type Looking = Pick<
  Context<unknown, unknown, never, typeof membership | typeof days>,
  'read' | 'calendar' | 'today' | 'losesWords'
>
type People = SliceState<typeof membership>

const WEEK_DAYS = 7
/** Away for so long on one day, in minutes, and where words are lost nobody knows what happened on it. */
const AWAY_ALL_DAY_MINUTES = 23 * 60

/** How many there are, how many come and go, and whether they say anything: of everybody, as `/stats` counts. */
export const memberFigures = {
  members: (context: Looking): Figure => {
    const { present } = context.read(membership).group
    return {
      title: { 'zh-CN': '群成员', 'en-US': 'Members' },
      formula: {
        'zh-CN': '现在在群里的人，群主、管理员和老师也算。和 7 天前比：按这 7 天里进群和退群的人倒推。',
        'en-US':
          'Who is in the group now, owner, admins and teachers included. 7 days before: worked back from who joined and left since.',
      },
      // A count of all of them is none of a few: it says what it says.
      n: null,
      is: 'number',
      value: present,
      unit: 'count',
      before: presentBefore(context, present),
    }
  },

  activeToday: (context: Looking): Figure => {
    const { days: byDay } = context.read(membership)
    return {
      title: { 'zh-CN': '今日活跃', 'en-US': 'Active today' },
      formula: {
        'zh-CN': '今天到现在，说过话或点过按钮的人，私聊机器人也算。今天还没过完，所以不和昨天比。',
        'en-US':
          'Who has said or pressed something today so far, in the group or in private to the bot. Today is not over: it is not compared with yesterday.',
      },
      n: hereSince(context, context.today),
      is: 'number',
      value: byDay.of(context.today).active,
      unit: 'count',
      note: noteOfYesterday(context),
    }
  },

  activeInWeek: ({ read, today, ...context }: Looking): Figure => {
    const people = read(membership)
    const [weekAgo, first] = [addDays(today, -WEEK_DAYS), addDays(today, 1 - 2 * WEEK_DAYS)]
    return {
      title: { 'zh-CN': '7 天活跃', 'en-US': 'Active in 7 days' },
      formula: {
        'zh-CN': '最近 7 天（含今天）里说过话或点过按钮的人，私聊机器人也算，每人只算一次。对比的是再往前 7 天。',
        'en-US':
          'Who has said or pressed something in the last 7 days, today included, in the group or in private to the bot: each person once. Compared with the 7 days before.',
      },
      n: hereSince({ read, ...context }, addDays(today, 1 - WEEK_DAYS)),
      is: 'number',
      value: activeIn(people, today),
      unit: 'count',
      before: isKnownFrom({ read, ...context }, first) ? activeIn(people, weekAgo) : null,
    }
  },

  stickiness: ({ read, today, ...context }: Looking): Figure => {
    const [weekAgo, first] = [addDays(today, -WEEK_DAYS), addDays(today, 1 - 2 * WEEK_DAYS)]
    const looking = { read, ...context }
    return {
      title: { 'zh-CN': '黏性', 'en-US': 'Stickiness' },
      formula: {
        'zh-CN':
          '平均每天活跃的人 ÷ 7 天活跃的人。100% 是来过的人天天都在，14% 是每人一周只来一天。群建立不到 7 天时，只按已有的天数算。',
        'en-US':
          'Active people on an average day ÷ active people in 7 days. 100%: all of them come every day; 14%: each comes one day a week. In the first 7 days of a group only the days so far count.',
      },
      n: activeIn(read(membership), today),
      is: 'number',
      value: stickinessUpTo(looking, today),
      unit: 'share',
      before: isKnownFrom(looking, first) ? stickinessUpTo(looking, weekAgo) : null,
    }
  },

  comingAndGoing: (context: Looking): Figure => {
    const { group, days: byDay } = context.read(membership)
    const shown = daysUntil(context, context.today, DAYS_SHOWN)
    const line = (of: 'active' | 'joined' | 'left') =>
      shown.map(day => (isUnknown(context, day) ? null : byDay.of(day)[of]))
    return {
      title: { 'zh-CN': '每天的进群、退群和活跃', 'en-US': 'Joined, left and active per day' },
      formula: {
        'zh-CN': '每天进群、退群的人次，和说过话或点过按钮的人数。今天还没过完。',
        'en-US': 'How often somebody joined or left on each day, and who said or pressed something. Today is not over.',
      },
      n: group.present,
      is: 'days',
      days: shown,
      lines: [
        { label: { 'zh-CN': '活跃', 'en-US': 'active' }, values: line('active') },
        { label: { 'zh-CN': '进群', 'en-US': 'joined' }, values: line('joined') },
        { label: { 'zh-CN': '退群', 'en-US': 'left' }, values: line('left') },
      ],
    }
  },

  retention,

  joined: ({ read }: Looking): Figure => ({
    title: { 'zh-CN': '进群', 'en-US': 'Joined' },
    formula: {
      'zh-CN': '来过这个群的人，已经退群的也算；群主、管理员和老师不算。',
      'en-US': 'Who has ever been in the group, those who left included; not the owner, admins and teachers.',
    },
    ...stepOf(read(membership), 0, () => true),
  }),
}

/** How many were active yesterday by this time is not recorded, so the two days are told apart in words. */
function noteOfYesterday(context: Looking): Both {
  const yesterday = addDays(context.today, -1)
  const isKnown = isKnownFrom(context, yesterday) && !isUnknown(context, yesterday)
  const active = isKnown ? context.read(membership).days.of(yesterday).active : '—'
  return { 'zh-CN': `今天还没过完；昨天全天 ${active} 人`, 'en-US': `today so far; yesterday in all: ${active}` }
}

/** Null: the group was not there yet. Whom nobody saw coming counts as there all along. */
function presentBefore(context: Looking, present: number): number | null {
  if (!isKnownFrom(context, addDays(context.today, -WEEK_DAYS))) return null
  const { days: byDay } = context.read(membership)
  return daysUntil(context, context.today, WEEK_DAYS).reduce((sum, day) => {
    const { joined, left } = byDay.of(day)
    return sum - joined + left
  }, present)
}

/** Who is here, or has left on that day or since: whoever was active since is one of them. */
function hereSince({ read, calendar }: Pick<Looking, 'read' | 'calendar'>, day: LocalDay): number {
  const from = calendar.startOf(day)
  let count = 0
  for (const [, { presence, leftAt }] of read(membership).members.each()) {
    if (presence === 'present' || (presence === 'left' && (leftAt ?? 0) >= from)) count += 1
  }
  return count
}

/** Different people in the seven days up to that one. */
function activeIn({ members }: People, last: LocalDay): number {
  let count = 0
  for (const [, record] of members.each()) if (wasActive(record, last, WEEK_DAYS)) count += 1
  return count
}

function stickinessUpTo(context: Pick<Looking, 'read' | 'calendar'>, last: LocalDay): number | null {
  const people = context.read(membership)
  const active = activeIn(people, last)
  if (active === 0) return null
  const counted = daysUntil(context, last, WEEK_DAYS)
  const sum = counted.reduce((sum, day) => sum + people.days.of(day).active, 0)
  return sum / counted.length / active
}

/** Whether the group was alive on that day already. */
function isKnownFrom(context: Pick<Looking, 'read' | 'calendar'>, day: LocalDay): boolean {
  const began = firstDayOf(context)
  return began !== null && began <= day
}

const isUnknown = ({ read, losesWords }: Looking, day: LocalDay): boolean =>
  losesWords && read(days).days.of(day).awayMinutes >= AWAY_ALL_DAY_MINUTES
