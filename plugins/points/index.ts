import {
  acknowledge,
  days,
  definePlugin,
  type LocalDay,
  type MemberId,
  membership,
  plans,
  send,
  withdraw,
} from 'bonfire'
import { z } from 'zod'
import { attendance } from '../check-in/facts.ts'
import { Award, Awarded, askToAward, awardArgs, giveAward, takeAwardBack } from './award.ts'
import { config } from './config.ts'
import type { PointsContext } from './context.ts'
import { movesPerDay, outstanding } from './dashboard.ts'
import { balanceNow, settled, settledAfter, stopping, tellExpiring, toldThem, untoldOf } from './expiry.ts'
import { ledger } from './facts.ts'
import { messages } from './messages.ts'
import { lookAtAll, rankArgs, showRank } from './rank.ts'
import { explainPoints, showBalance, showHistory, statsOf } from './showing.ts'

/** How late the telling of what expires may be made up for, in minutes. */
const TOLD_WITHIN_MINUTES = 6 * 60

const AWARD_USAGE = { 'zh-CN': '/award @成员 ±分数 [理由]', 'en-US': '/award @member ±points [reason]' }

export default definePlugin({
  slice: ledger,
  messages,
  uses: [attendance, membership, plans, days],
  config,
  commands: {
    points: {
      words: ['points', '积分', '我的积分'],
      about: { 'zh-CN': '我的积分和明细', 'en-US': 'my points, and where they came from' },
      usage: { 'zh-CN': '/points，明细用 /points 明细', 'en-US': '/points, or /points history' },
      args: z.object({ what: z.enum(['history', '明细']).optional() }),
      decide: (context, { what }) => (what === undefined ? showBalance(context) : showHistory(context)),
    },
    rank: {
      words: ['rank', '排行', '排行榜'],
      about: { 'zh-CN': '连续打卡榜和积分榜', 'en-US': 'who is in front, and where I stand' },
      usage: { 'zh-CN': '/rank [打卡|积分]', 'en-US': '/rank [streak|points]' },
      args: rankArgs,
      scan: (context, args) => lookAtAll(context, args),
      decide: (context, args, scanned) => showRank(context, args, scanned),
    },
    award: {
      words: ['award', '加分'],
      about: { 'zh-CN': '给成员加分或扣分', 'en-US': 'give points to a member, or take them' },
      usage: AWARD_USAGE,
      who: 'admin',
      args: awardArgs,
      decide: (context, args) => askToAward(context, args),
    },
    // The word says which way: with it, a number without a sign is taken.
    deduct: {
      words: ['deduct', '扣分'],
      about: { 'zh-CN': '给成员扣分', 'en-US': 'take points from a member' },
      usage: { 'zh-CN': '/扣分 @成员 分数 [理由]', 'en-US': '/deduct @member points [reason]' },
      who: 'admin',
      args: awardArgs,
      decide: (context, args) => askToAward(context, { ...args, points: -Math.abs(args.points) }),
    },
  },
  confirmed: { award: { who: 'admin', data: Award, decide: (context, award) => giveAward(context, award) } },
  undone: { award: { data: Awarded, decide: (context, awarded) => takeAwardBack(context, awarded) } },
  schedules: {
    tellExpiring: {
      at: ({ tellExpiryAt, expireAfterDays }) => (expireAfterDays === null ? [] : (tellExpiryAt ?? [])),
      missed: { latestWithinMinutes: TOLD_WITHIN_MINUTES },
      decide: context => tellExpiring(context),
    },
  },
  due: {
    // Another day, another message: some of it may be gone by then.
    expiring: ({ today }, { params }) => (params.day === today ? send() : withdraw('day-over')),
  },
  outcomes: {
    expiring: (_, { params }, told) => (told.is === 'sent' ? toldThem(params as never) : []),
  },
  reactions: on => [
    on(attendance.facts.checkedIn, (context, checkIn) => {
      const { config } = context
      const { member, day, where, streakDays, laterDays = 0 } = checkIn
      const perCheckIn = where === 'group' ? config.perCheckIn : config.perPrivateCheckIn
      return [
        ...settled(context, member),
        ledger.facts.awarded({ member, points: perCheckIn, reason: 'check-in', day }),
        ...rewarded(context, { member, day, streakDays, laterDays, points: perCheckIn }),
      ]
    }),
    // A day made up pays nothing by itself, but the streak may reach a milestone by it.
    on(attendance.facts.madeUp, (context, { member, on: day, streakDays, laterDays = 0 }) => [
      ...settled(context, member),
      ...rewarded(context, { member, day, streakDays, laterDays, points: 0 }),
    ]),
    // Days on which the bot was away are nobody's fault: the campaign pays as if they had been there.
    on(attendance.facts.completed, (context, { member, made, away = 0 }) => {
      if (away === 0) return []
      const reached = { member, day: context.today, streakDays: made + away, laterDays: 0, points: 0 }
      return [...settled(context, member), ...rewarded(context, reached)]
    }),
    // Checked in in private, and then in the group as well.
    on(attendance.facts.raised, (context, { member, day }) => {
      const { config } = context
      const points = config.perCheckIn - config.perPrivateCheckIn
      if (points <= 0) return []
      return [
        ...settled(context, member),
        ledger.facts.awarded({ member, points, reason: 'in-group', day }),
        ...rewarded(context, { member, day, streakDays: 0, laterDays: 0, points }),
      ]
    }),
    on(plans.facts.used, context => stopping(context)),
    // Not in the reducers, which have to take whatever a journal holds.
    on(ledger.facts.spent, (context, fact) => refuseDebt(context, fact)),
    on(ledger.facts.adjusted, (context, fact) => refuseDebt(context, fact)),
    on(ledger.facts.reversed, (context, fact) => refuseDebt(context, fact)),
    // Whatever other plugins record is looked after in the same commit.
    on(ledger.facts.awarded, (context, { member }) => settledAfter(context, member)),
    on(ledger.facts.spent, (context, { member }) => settledAfter(context, member)),
    on(ledger.facts.returned, (context, { member }) => settledAfter(context, member)),
    on(ledger.facts.handedOver, (context, fact) => [
      ...refuseDebt(context, fact),
      ...settledAfter(context, fact.member),
    ]),
    on(ledger.facts.handedBack, (context, { member }) => settledAfter(context, member)),
    on(ledger.facts.broughtAlong, (context, { member }) => settledAfter(context, member)),
  ],
  profile: {
    'points.balance': {
      about: { 'zh-CN': '积分', 'en-US': 'points' },
      of: (context, member) => (context.state.accounts.has(member) ? balanceNow(context, member) : null),
    },
    'points.earned': {
      about: { 'zh-CN': '攒过的积分', 'en-US': 'points earned' },
      of: ({ state }, member) => (state.accounts.has(member) ? state.accounts.of(member).earned : null),
    },
    'points.spent': {
      about: { 'zh-CN': '用过的积分', 'en-US': 'points spent' },
      of: ({ state }, member) => {
        if (!state.accounts.has(member)) return null
        const { spent, returned } = state.accounts.of(member)
        return spent - returned
      },
    },
  },
  stats: (context, period) => statsOf(context, period),
  figures: {
    outstanding: context => outstanding(context),
    days: context => movesPerDay(context),
  },
  why: {
    points: {
      words: ['points', '积分'],
      about: { 'zh-CN': '我的积分是怎么来的', 'en-US': 'how my points come about' },
      decide: context => explainPoints(context),
    },
  },
})

interface Reached {
  readonly member: MemberId
  readonly day: LocalDay
  readonly streakDays: number
  readonly laterDays: number
  /** Points that come with it. */
  readonly points: number
}

/** What a streak has reached and was not rewarded for yet, and one line to the member themselves. */
function rewarded(
  {
    config,
    state,
    say,
    today,
    member: asker,
  }: Omit<PointsContext, 'member'> & { readonly member?: MemberId | undefined },
  { member, day, streakDays, laterDays, points: base }: Reached,
) {
  const { milestones } = state.accounts.of(member)
  // All that the streak has reached: a check-in that fills a gap may reach several at once.
  const reached = config.milestones.filter(({ days }) => days <= streakDays + laterDays && !milestones.includes(days))
  const points = reached.reduce((sum, milestone) => sum + milestone.points, base)
  const milestoneDays = reached.length > 0 ? Math.max(...reached.map(({ days }) => days)) : null
  const balance = balanceNow({ state, config, today }, member) + points
  const isTold = points > 0 && asker === member
  const expiresAfter = isTold ? untoldOf({ state, config, today }, member) : null
  return [
    ...reached.map(({ days, points }) =>
      ledger.facts.awarded({ member, points, reason: 'streak', day, milestone: days }),
    ),
    // One message with the receipt of what led to it.
    isTold &&
      acknowledge(say.earned({ points, balance, milestoneDays, ...(expiresAfter && { expiresAfter }) }), {
        reaction: '🔥',
      }),
    expiresAfter && ledger.facts.expiryTold({ member, day: today }),
  ]
}

/** The last line of defence: who decides looks before. */
function refuseDebt({ state }: PointsContext, { member }: { readonly member: MemberId }) {
  const { balance, uncovered } = state.accounts.of(member)
  const tooMany = Math.max(-balance, state.group.isExpiryStopped ? 0 : uncovered)
  if (tooMany > 0)
    throw new Error(`${tooMany} points more than there are. Ask spend() once for all that a decision takes.`)
  return []
}
