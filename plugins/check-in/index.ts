import {
  type Asker,
  acknowledge,
  addDays,
  type ContextOf,
  definePlugin,
  type LocalDay,
  LocalTime,
  membership,
  post,
  type SliceState,
  send,
  withdraw,
} from 'bonfire'
import { z } from 'zod'
import { attendance, currentStreakDays, MILESTONE_DAYS, NOTE_LENGTH_MAX } from './facts.ts'
import { messages } from './messages.ts'
import { recognise } from './recognise.ts'
import { countOn, isCheckedIn } from './streak.ts'

const WORDS = ['checkin', '打卡', '签到'] as const
const MIDNIGHT = '00:00' as LocalTime

export default definePlugin({
  slice: attendance,
  messages,
  uses: [membership],
  config: z.object({
    remindAt: LocalTime.nullable()
      .default('20:00' as LocalTime)
      .describe('Time of the daily reminder, `HH:mm` in the zone of the group. Null: none.'),
  }),
  commands: {
    checkIn: {
      words: WORDS,
      about: { 'zh-CN': '今天的打卡，可以带一句话', 'en-US': "today's check-in, with a note if you like" },
      // Without a slash it is recognised in what people say.
      slashOnly: WORDS,
      args: z.object({ note: z.string().optional() }),
      decide: (context, { note }) => checkIn(context, note),
    },
    streak: {
      words: ['streak', '我的打卡', '我的签到'],
      about: { 'zh-CN': '我连续打卡了几天', 'en-US': 'my days in a row' },
      decide({ state, say, member, today, excused }) {
        const record = state.members.of(member)
        const streakDays = currentStreakDays(record, today, excused)
        const { bestStreakDays, totalDays } = record
        const nextMilestoneDays = MILESTONE_DAYS.find(days => days > streakDays) ?? null
        return [
          say.streak({
            streakDays,
            bestStreakDays,
            totalDays,
            isCheckedIn: isCheckedIn(record, today),
            nextMilestoneDays,
          }),
        ]
      },
    },
  },
  on: {
    said(context, { text }) {
      const recognised = recognise(text)
      return recognised ? checkIn(context, recognised.note) : []
    },
  },
  schedules: {
    remind: {
      at: ({ remindAt }) => remindAt ?? [],
      missed: 'skip',
      decide({ state, read, say, today, excused, calendar }) {
        if (excused(today)) return []
        const { members } = read(membership)
        let atRisk = 0
        for (const [member, record] of state.members.each()) {
          const isHere = members.of(member).presence === 'present'
          if (isHere && !isCheckedIn(record, today) && currentStreakDays(record, today, excused) > 0) atRisk += 1
        }
        const checkedIn = checkedInOn(state, today)
        return [atRisk > 0 && post(say.remind({ day: today, checkedIn, atRisk, until: calendar.dayStartsAt }))]
      },
    },
  },
  variables: {
    'stats.checkedInToday': ({ state, today }) => checkedInOn(state, today),
    'stats.checkedInYesterday': ({ state, today }) => checkedInOn(state, addDays(today, -1)),
  },
  due: {
    // Held up until the day is over, it would ask for something that is no longer possible.
    remind: ({ today }, { params }) => (params.day === today ? send() : withdraw('day-over')),
  },
})

type State = SliceState<typeof attendance>

/** How many checked in on that day: today, or the day before. */
function checkedInOn({ group }: State, day: LocalDay): number {
  if (group.day === day) return group.checkedIn
  return group.before.day === day ? group.before.checkedIn : 0
}

type Asked = ContextOf<typeof attendance, typeof messages> & Asker

/** A check-in counts for the day on which it was sent, however late it is read. */
function checkIn({ state, say, member, message, today, excused, ...asked }: Asked, note: string | undefined) {
  const record = state.members.of(member)
  const counted = countOn(record, today, excused)
  if (counted === 'too-late') return [say.tooLate({ day: today })]
  if (counted === 'already') {
    return [say.already({ streakDays: currentStreakDays(record, today, excused), ...nextDayOf(today, asked) })]
  }
  const streakDays = counted.streakDays + counted.laterDays
  const isLate = record.lastDay !== null && today < record.lastDay
  const said = isLate ? say.filled({ day: today, streakDays }) : say.done({ streakDays, place: placeOn(state, today) })
  return [
    attendance.facts.checkedIn({
      member,
      day: today,
      streakDays: counted.streakDays,
      laterDays: counted.laterDays || undefined,
      where: asked.private ? 'private' : 'group',
      message,
      note: keptOf(note),
    }),
    acknowledge(said, { reaction: MILESTONE_DAYS.includes(streakDays) ? '💯' : '🔥' }),
  ]
}

/** How many have checked in on that day, this one included. Null for a day that is no longer counted. */
function placeOn({ group }: State, day: LocalDay): number | null {
  if (group.day !== null && day < group.day) return null
  return group.day === day ? group.checkedIn + 1 : 1
}

function nextDayOf(today: LocalDay, { calendar, now }: Pick<Asked, 'calendar' | 'now'>) {
  const nextAt = calendar.dayStartsAt
  // Not from the time on the wall: where clocks go back, it may read less than when the day began.
  return { nextAt, isLaterToday: nextAt !== MIDNIGHT && now >= calendar.at(today, MIDNIGHT) }
}

/** A long note is cut, never refused; and never in the middle of a character. */
function keptOf(note: string | undefined): string | undefined {
  const kept = note
    ?.trim()
    .slice(0, NOTE_LENGTH_MAX)
    .replace(/[\uD800-\uDBFF]$/, '')
  return kept === '' ? undefined : kept
}
