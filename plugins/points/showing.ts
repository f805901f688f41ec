import { type Asker, addDays, type Decision, daysBetween, type Period } from 'bonfire'
import { ENTRIES_KEPT_MAX, type Entry, type ReasonSum } from './account.ts'
import type { PointsContext } from './context.ts'
import { balanceNow, expiringOf, unwritten } from './expiry.ts'
import { type Moves, movesOn } from './moves.ts'

/** How many entries one answer shows. */
const ENTRIES_SHOWN = 10

type Asked = PointsContext & Asker

export function showBalance(context: Asked): Decision<'points'> {
  const { state, say, member, content } = context
  const account = state.accounts.of(member)
  const { earned, spent, returned, adjusted, expired, broughtAlong, handedOver } = account
  return [
    say.balance({
      balance: balanceNow(context, member),
      earned,
      spent: spent - returned,
      adjusted,
      expired: expired + sumOf(unwritten(context, member)),
      ...(broughtAlong > 0 && { broughtAlong }),
      ...(handedOver > 0 && { handedOver }),
      expiring: expiringOf(context, account),
      hasShop: content.shop.length > 0,
    }),
  ]
}

/** The latest entries, newest first. What an admin wrote beside one is quoted, and so not recorded again. */
export function showHistory(context: Asked): Decision<'points'> {
  const { state, say, member } = context
  const account = state.accounts.of(member)
  const expired = unwritten(context, member).map(({ day, points }) => ({ day, points: -points, reason: 'expired' }))
  const entries: readonly Readonly<Entry>[] = [...expired.reverse(), ...account.entries.slice(-ENTRIES_SHOWN).reverse()]
  const shown = entries.slice(0, ENTRIES_SHOWN)
  const history = say.history({ balance: balanceNow(context, member), entries: shown })
  return [shown.some(({ note }) => note !== undefined) ? { ...history, quotes: true } : history]
}

/** How the balance comes about: all entries of all time, summed up by what they were for. */
export function explainPoints(context: Asked): Decision<'points'> {
  const { state, say, member } = context
  const sums = withExpired(state.accounts.of(member).sums, unwritten(context, member))
  const count = sums.reduce((all, sum) => all + sum.count, 0)
  return [say.why({ balance: balanceNow(context, member), sums, count, kept: ENTRIES_KEPT_MAX })]
}

/** What has expired since the last entry belongs to the balance, though it has no entry yet. */
function withExpired(sums: readonly Readonly<ReasonSum>[], over: Over): readonly Readonly<ReasonSum>[] {
  if (over.length === 0) return sums
  const before = sums.find(({ reason }) => reason === 'expired') ?? { count: 0, points: 0 }
  const expired = { reason: 'expired', count: before.count + over.length, points: before.points - sumOf(over) }
  return [...sums.filter(({ reason }) => reason !== 'expired'), expired]
}

type Over = ReturnType<typeof unwritten>
const sumOf = (over: Over): number => over.reduce((sum, { points }) => sum + points, 0)

/** What came and went in the period, over all members: what has expired without an entry yet included. */
export function statsOf(context: PointsContext, { from, to, days }: Period): ReturnType<Asked['say']['stats']>[] {
  const each = movesOn(
    context,
    Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => addDays(from, index)),
  )
  const sum = (of: keyof Moves) => each.reduce((total, moves) => total + moves[of], 0)
  const [broughtAlong, handedOver] = [sum('broughtAlong'), sum('handedOver')]
  return [
    context.say.stats({
      ...{ days, issued: sum('issued'), spent: sum('spent'), adjusted: sum('adjusted'), expired: sum('expired') },
      ...(broughtAlong !== 0 && { broughtAlong }),
      ...(handedOver !== 0 && { handedOver }),
    }),
  ]
}
