import { definePlugin, deliveries, membership, setup } from 'bonfire'
import { z } from 'zod'
import { ledger } from '../points/facts.ts'
import { icebreakerConfig } from './config.ts'
import { crewCommand, greet } from './crew.ts'
import { fewExchanges, introduced, introducing, talking, welcomed } from './dashboard.ts'
import { countExchanges } from './exchanges.ts'
import { icebreaker } from './facts.ts'
import { hearIntroduction, introCommand } from './introduction.ts'
import { messages } from './messages.ts'
import { exchangesOf, figures, lookForNewcomers, tellOwner } from './newcomers.ts'
import type { Newcomers } from './records.ts'
import { backDue, greetAll, oweAgain, takeIn, takeOut, welcomeDue, welcomeOutcome } from './welcome.ts'

/** How late the owner may still hear of newcomers on the same day, in minutes. */
const TELL_OWNER_WITHIN_MINUTES = 120

export default definePlugin({
  slice: icebreaker,
  messages,
  uses: [membership, deliveries, ledger, setup],
  config: icebreakerConfig,
  commands: {
    intro: {
      words: ['intro', '介绍', '自我介绍'],
      about: { 'zh-CN': '介绍一下自己', 'en-US': 'introduce yourself' },
      // People say these in talk; what is meant by it is heard in what they say.
      slashOnly: ['介绍', '自我介绍'],
      usage: { 'zh-CN': '/intro 三句话介绍自己', 'en-US': '/intro and a few words about yourself' },
      args: z.object({ text: z.string().optional() }),
      decide: (context, { text }) => introCommand(context, text),
    },
    crew: {
      words: ['crew', '迎新'],
      about: { 'zh-CN': '迎新小队：一起欢迎新朋友', 'en-US': 'the welcome crew: greet newcomers with us' },
      usage: { 'zh-CN': '/crew join（加入）或 /crew leave（退出）', 'en-US': '/crew join, or /crew leave' },
      args: z.object({ wish: z.enum(['join', 'leave', '加入', '退出']).optional() }),
      decide: (context, { wish }) => crewCommand(context, wish),
    },
    newcomers: {
      words: ['newcomers', '新人'],
      about: { 'zh-CN': '哪些新人还没聊起来', 'en-US': 'newcomers who have talked with few people yet' },
      slashOnly: ['新人'],
      who: 'teacher',
      scan: context => lookForNewcomers(context),
      decide: ({ say }, _, found) => [say.newcomers(found as Newcomers)],
    },
  },
  on: {
    joined: (context, event) => takeIn(context, event),
    left: (context, { who }) => takeOut(context, who.member),
    said: (context, event) => {
      const heard = hearIntroduction(context, event)
      // What `listen` hears of it is that it was an introduction; it is talk as well.
      return heard.length > 0 ? [...heard, ...countExchanges(context, { ...event, isAnswered: false })] : []
    },
    listen: (context, event) => [...countExchanges(context, event), ...greet(context, event)],
  },
  timers: {
    welcome: { data: z.object({}), decide: context => greetAll(context) },
  },
  schedules: {
    tellOwner: {
      at: ({ tellOwnerAt }) => tellOwnerAt ?? [],
      missed: { latestWithinMinutes: TELL_OWNER_WITHIN_MINUTES },
      decide: context => tellOwner(context),
    },
  },
  reactions: on => [
    on(deliveries.facts.withdrawn, (context, withdrawn) => oweAgain(context, withdrawn)),
    // When it is done nobody is asked any more.
    on(membership.facts.erasureAsked, (context, { member }) => takeOut(context, member)),
  ],
  due: {
    welcome: (context, delivery) => welcomeDue(context, delivery),
    back: (context, delivery) => backDue(context, delivery),
  },
  outcomes: {
    welcome: (context, delivery, told) => welcomeOutcome(context, delivery, told),
  },
  profile: {
    'icebreaker.introduction': {
      about: { 'zh-CN': '自我介绍', 'en-US': 'introduction' },
      of: ({ state }, member) => state.introductions.of(member).text || null,
    },
    'icebreaker.introduced': {
      about: { 'zh-CN': '自我介绍的日子', 'en-US': 'introduced themselves on' },
      of: ({ state }, member) => state.introductions.of(member).firstDay,
    },
    'icebreaker.exchanges': {
      about: {
        'zh-CN': '头 7 天里和人聊过几次（最多记 10 次）',
        'en-US': 'exchanges in the first 7 days (10 at most)',
      },
      of: (context, member) => exchangesOf(context, member),
    },
  },
  stats: (context, period) => figures(context, period),
  figures: { welcomed, introducing, talking, introduced, fewExchanges },
})
