import { addDays, days, definePlugin, membership, send, withdraw } from 'bonfire'
import { z } from 'zod'
import { checkedInOn, checkIn } from './checking-in.ts'
import { findWaiting, listenForComment, rememberReceipt, showNext } from './comments.ts'
import { listenForContent } from './completing.ts'
import { config } from './config.ts'
import { figures } from './dashboard.ts'
import { attendance } from './facts.ts'
import { checkInStats, profile } from './figures.ts'
import { messages } from './messages.ts'
import { recognise } from './recognise.ts'
import { remind, remindIsDue } from './reminder.ts'
import { explainStreak } from './streak-days.ts'
import { afterCheckIn, afterMakeUp } from './streak-reached.ts'
import { showStreak } from './streak-shown.ts'

const WORDS = ['checkin', '打卡', '签到'] as const

export default definePlugin({
  slice: attendance,
  messages,
  uses: [membership, days],
  config,
  commands: {
    checkIn: {
      words: WORDS,
      about: { 'zh-CN': '今天的打卡，可以带一句话', 'en-US': "today's check-in, with a note if you like" },
      // Without a slash it is recognised in what people say.
      slashOnly: WORDS,
      usage: { 'zh-CN': '/打卡，后面可以写一句话', 'en-US': '/checkin, and a few words if you like' },
      args: z.object({ note: z.string().optional() }),
      decide: (context, { note }) => checkIn(context, { note, photo: context.photo ?? false }),
    },
    streak: {
      words: ['streak', '我的打卡', '我的签到'],
      about: { 'zh-CN': '我连续打卡了几天', 'en-US': 'my days in a row' },
      decide: showStreak,
    },
    comment: {
      words: ['comment', '点评'],
      about: { 'zh-CN': '下一条等点评的打卡', 'en-US': 'the next check-in that waits for a comment' },
      who: 'teacher',
      scan: findWaiting,
      decide: (context, _, waiting) => showNext(context, waiting as ReturnType<typeof findWaiting>),
    },
  },
  on: {
    said(context, { text, photo = false }) {
      const recognised = recognise(text)
      return recognised ? checkIn(context, { note: recognised.note, photo }) : []
    },
    listen(context, event) {
      // Check-ins and introductions have been read as what they are; and what looks like a command is no talk.
      if (event.isAnswered || /^[/／]/u.test(event.text.trimStart())) return []
      return [...listenForComment(context, event), ...listenForContent(context, event)]
    },
  },
  reactions: on => [on(attendance.facts.checkedIn, afterCheckIn), on(attendance.facts.madeUp, afterMakeUp)],
  schedules: { remind: { at: ({ remindAt }) => remindAt ?? [], missed: 'skip', decide: remind } },
  due: {
    remind: remindIsDue,
    // Read late, it would open a day that is over.
    led: ({ today }, { params }) => (params.day === today ? send() : withdraw('day-over')),
  },
  outcomes: { done: rememberReceipt, filled: rememberReceipt, raised: rememberReceipt },
  variables: {
    'stats.checkedInToday': ({ state, today }) => checkedInOn(state, today),
    'stats.checkedInYesterday': ({ state, today }) => checkedInOn(state, addDays(today, -1)),
  },
  profile,
  stats: checkInStats,
  figures,
  why: {
    streak: {
      words: ['streak', '连续', '打卡'],
      about: { 'zh-CN': '连续天数是怎么来的', 'en-US': 'the days that make up my streak' },
      decide: context => [context.say.whyStreak(explainStreak(context, context.state.members.of(context.member)))],
    },
  },
})
