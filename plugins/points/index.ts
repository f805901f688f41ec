import { acknowledge, definePlugin } from 'bonfire'
import { z } from 'zod'
import { attendance } from '../check-in/facts.ts'
import { ledger } from './facts.ts'
import { messages } from './messages.ts'

/** How many entries one answer shows. */
const ENTRIES_SHOWN = 10

const Milestone = z.strictObject({ days: z.int().min(2), points: z.int().positive() })

const isEachOnce = (milestones: readonly { readonly days: number }[]): boolean =>
  new Set(milestones.map(({ days }) => days)).size === milestones.length

export default definePlugin({
  slice: ledger,
  messages,
  uses: [attendance],
  config: z.object({
    perCheckIn: z.int().positive().default(10).describe('Points for a check-in in the group.'),
    perPrivateCheckIn: z.int().positive().default(5).describe('Points for a check-in in private.'),
    milestones: z
      .array(Milestone)
      .refine(isEachOnce, 'names a streak twice. Give each number of days one reward.')
      .default([
        { days: 7, points: 50 },
        { days: 14, points: 120 },
        { days: 21, points: 300 },
      ])
      .describe('What a streak of so many days earns, once per member.'),
  }),
  commands: {
    points: {
      words: ['points', '积分', '我的积分'],
      about: { 'zh-CN': '我的积分和明细', 'en-US': 'my points, and where they came from' },
      args: z.object({ what: z.enum(['history', '明细']).optional() }),
      decide({ state, say, member }, { what }) {
        const { balance, earned, spent, entries } = state.accounts.of(member)
        if (what === undefined) return [say.balance({ balance, earned, spent })]
        return [say.history({ balance, entries: entries.slice(-ENTRIES_SHOWN).reverse() })]
      },
    },
  },
  reactions: on => [
    // Not in the reducer, which has to take whatever a journal holds.
    on(ledger.facts.spent, ({ state }, { member, points }) => {
      const { balance } = state.accounts.of(member)
      if (balance < 0) throw new Error(tooFew(balance + points, points))
      return []
    }),
    on(attendance.facts.checkedIn, ({ config, state, say, member: asker }, checkIn) => {
      const { member, day, where, streakDays, laterDays = 0 } = checkIn
      const { balance, milestones } = state.accounts.of(member)
      const perCheckIn = where === 'group' ? config.perCheckIn : config.perPrivateCheckIn
      // All that the streak has reached: a check-in that fills a gap may reach several at once.
      const reached = config.milestones.filter(
        ({ days }) => days <= streakDays + laterDays && !milestones.includes(days),
      )
      const points = reached.reduce((sum, milestone) => sum + milestone.points, perCheckIn)
      const milestoneDays = reached.length > 0 ? Math.max(...reached.map(({ days }) => days)) : null
      return [
        ledger.facts.awarded({ member, points: perCheckIn, reason: 'check-in', day }),
        ...reached.map(({ days, points }) =>
          ledger.facts.awarded({ member, points, reason: 'streak', day, milestone: days }),
        ),
        // One message with the receipt of the check-in, and only to the member themselves.
        asker === member &&
          acknowledge(say.earned({ points, balance: balance + points, milestoneDays }), { reaction: '🔥' }),
      ]
    }),
  ],
})

const tooFew = (balance: number, points: number): string =>
  `${points} points cannot be spent where there are ${balance}. Ask spend() once for all that a decision takes.`
