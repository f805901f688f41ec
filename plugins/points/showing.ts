import { type Asker, addDays, type Decision, type Period } from 'bonfire'
import { ENTRIES_KEPT_MAX, type Entry, type ReasonSum } from './account.ts'
import type { PointsContext } from './context.ts'
import { expiringOf } from './expiry.ts'
import { balanceOn } from './facts.ts'
import { pointsOver } from './lots.ts'

/** How many entries one answer shows. */
const ENTRIES_SHOWN = 10

type Asked = PointsContext & Asker

export function showBalance(context: Asked): Decision<'points'> {
  const { state, say, member, today, content } = context
  const account = state.accounts.of(member)
  const { earned, spent, returned, adjusted, expired, lots } = account
  return [
    say.balance({
      balance: balanceOn(account, today),
      earned,
      spent: spent - returned,
      adjusted,
      expired: expired + pointsOver(lots, today),
      expiring: expiringOf(context, account),
      hasShop: content.shop.length > 0,
    }),
  ]
}

/** The latest entries, newest first. What an admin wrote beside one is quoted, and so not recorded again. */
export function showHistory({ state, say, member, today }: Asked): Decision<'points'> {
  const account = state.accounts.of(member)
  const points = pointsOver(account.lots, today)
  const entries: readonly Readonly<Entry>[] = [
    ...(points > 0 ? [{ day: today, points: -points, reason: 'expired' }] : []),
    ...account.entries.slice(-ENTRIES_SHOWN).reverse(),
  ]
  const shown = entries.slice(0, ENTRIES_SHOWN)
  const history = say.history({ balance: balanceOn(account, today), entries: shown })
  return [shown.some(({ note }) => note !== undefined) ? { ...history, quotes: true } : history]
}

/** How the balance comes about: all entries of all time, summed up by what they were for. */
export function explainPoints({ state, say, member, today }: Asked): Decision<'points'> {
  const account = state.accounts.of(member)
  const sums = withExpired(account.sums, pointsOver(account.lots, today))
  const count = sums.reduce((all, sum) => all + sum.count, 0)
  return [say.why({ balance: balanceOn(account, today), sums, count, kept: ENTRIES_KEPT_MAX })]
}

/** What has expired since the last entry belongs to the balance, though it has no entry yet. */
function withExpired(sums: readonly Readonly<ReasonSum>[], points: number): readonly Readonly<ReasonSum>[] {
  if (points === 0) return sums
  const before = sums.find(({ reason }) => reason === 'expired') ?? { count: 0, points: 0 }
  const expired = { reason: 'expired', count: before.count + 1, points: before.points - points }
  return [...sums.filter(({ reason }) => reason !== 'expired'), expired]
}

/** What came and went in the period, over all members. */
export function statsOf(
  { state, say }: PointsContext,
  { from, to, days }: Period,
): ReturnType<Asked['say']['stats']>[] {
  const sum = { issued: 0, spent: 0, adjusted: 0, expired: 0 }
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const figures = state.daily.of(day)
    sum.issued += figures.issued
    sum.spent += figures.spent - figures.returned
    sum.adjusted += figures.adjusted
    sum.expired += figures.expired
  }
  return [say.stats({ days, ...sum })]
}
