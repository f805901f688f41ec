import { definePlugin, deliveries, plans, posts, slotTimes } from 'bonfire'
import { z } from 'zod'
import { postNow, preview, showCalendar, showTopic, skip, whyPost } from './commands.ts'
import { MISSED_WITHIN_MINUTES_MAX, topicsConfig } from './config.ts'
import { figures } from './dashboard.ts'
import { topics } from './facts.ts'
import { fillSlots } from './filling.ts'
import { tellLostInOutage, tellLostInPause } from './lost.ts'
import { messages } from './messages.ts'
import { tellBroken } from './notices.ts'
import { makeUpFor, recordOutcome, recordWithdrawn, stillWanted } from './outcomes.ts'

/** Days that the calendar shows when nobody says how many, and at most. */
const CALENDAR_DAYS = 7
const CALENDAR_DAYS_MAX = 31

/** An id as people type it. */
const PostTyped = z.string().max(200)

export default definePlugin({
  slice: topics,
  messages,
  uses: [posts, deliveries, plans],
  config: topicsConfig,
  schedules: {
    slots: {
      at: (_, plan) => (plan === null ? [] : slotTimes(plan)),
      missed: { latestWithinMinutes: MISSED_WITHIN_MINUTES_MAX },
      decide: fillSlots,
    },
  },
  commands: {
    topic: {
      words: ['topic', '话题', '今日话题'],
      about: { 'zh-CN': '再看一遍今天的话题', 'en-US': "today's post again" },
      slashOnly: ['topic'],
      decide: context => showTopic(context),
    },
    calendar: {
      words: ['calendar', '日历', '排期'],
      about: { 'zh-CN': '接下来几天发什么', 'en-US': 'what is coming in the next days' },
      who: 'admin',
      usage: {
        'zh-CN': `/calendar 天数，1–${CALENDAR_DAYS_MAX} 天；不写是 ${CALENDAR_DAYS} 天`,
        'en-US': `/calendar and a number of days, 1–${CALENDAR_DAYS_MAX}; ${CALENDAR_DAYS} when left out`,
      },
      args: z.object({ days: z.int().min(1).max(CALENDAR_DAYS_MAX).default(CALENDAR_DAYS) }),
      decide: (context, { days }) => showCalendar(context, days),
    },
    preview: {
      words: ['preview', '预览'],
      about: { 'zh-CN': '先看看一篇内容的样子', 'en-US': 'a post as it would look' },
      slashOnly: ['preview', '预览'],
      usage: { 'zh-CN': '/preview 内容编号，比如 /preview day-03', 'en-US': '/preview and a post, as /preview day-03' },
      who: 'admin',
      args: z.object({ post: PostTyped }),
      decide: (context, { post }) => preview(context, post),
    },
    post: {
      words: ['post', '发布'],
      about: { 'zh-CN': '现在就发一篇', 'en-US': 'post something now' },
      slashOnly: ['post', '发布'],
      usage: { 'zh-CN': '/post 内容编号，比如 /post day-03', 'en-US': '/post and a post, as /post day-03' },
      who: 'admin',
      args: z.object({ post: PostTyped }),
      decide: (context, { post }) => postNow(context, post),
    },
    skip: {
      words: ['skip', '跳过'],
      about: { 'zh-CN': '下一篇（或某一篇）不发了', 'en-US': 'leave out the next post, or one' },
      slashOnly: ['skip', '跳过'],
      usage: { 'zh-CN': '/skip，或者 /skip 内容编号', 'en-US': '/skip, or /skip and a post, as /skip day-03' },
      who: 'admin',
      args: z.object({ post: PostTyped.optional() }),
      decide: (context, { post }) => skip(context, post),
    },
  },
  why: {
    post: {
      words: ['post', '内容', '话题'],
      about: {
        'zh-CN': '看最近一篇为什么在这时发，后面写内容编号看某一篇',
        'en-US': 'why the latest post came when it did; name another one to see that',
      },
      decide: (context, rest) => whyPost(context, rest === '' ? undefined : rest),
    },
  },
  on: {
    contentBroken: (context, event) => tellBroken(context, event),
    outage: context => tellLostInOutage(context),
  },
  figures,
  due: {
    post: (context, delivery) => stillWanted(context, delivery),
  },
  outcomes: {
    post: (context, delivery, told) => recordOutcome(context, delivery, told),
  },
  reactions: on => [
    on(posts.facts.left, ({ state, content, calendar }, { post, at, window, campaign, maxShare }) => {
      const version = content.post(post)?.hash ?? null
      const day = calendar.dayOf(at)
      return [state.posts.has(post) && topics.facts.left({ post, at, day, window, campaign, maxShare, version })]
    }),
    on(deliveries.facts.withdrawn, (context, withdrawn) => recordWithdrawn(context, withdrawn)),
    on(plans.facts.resumed, context => tellLostInPause(context)),
    on(topics.facts.fellThrough, (context, fell) => makeUpFor(context, fell)),
  ],
})
