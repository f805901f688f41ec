import { type MemberId, membership, runsTheGroup } from 'bonfire'
import { attendance, currentStreakDays } from '../check-in/facts.ts'
import { conversion, isBuyer } from '../conversion/facts.ts'
import type { DrawContext } from './context.ts'
import type { Lack } from './records.ts'

const DAY_MS = 86_400_000

export type Looking = Pick<DrawContext, 'state' | 'read' | 'now' | 'today' | 'excused'>

/** Why somebody may not be in a draw by its rules, as things are now. Empty: they may. `isStaff`: it is known already. */
export function lacksOf(context: Looking, draw: number, member: MemberId, isStaff = false): readonly Lack[] {
  const { read, state, today, excused } = context
  const { rules } = state.draws.of(draw)
  if (rules === null) return []
  const { streakDays, memberDays, buyer, staff } = rules.eligible
  const streak = currentStreakDays(read(attendance).members.of(member), today, excused)
  const here = daysHere(context, member)
  const lacks: readonly (Lack | false)[] = [
    !staff && (isStaff || runsTheGroup(read(membership), member)) && { is: 'staff' },
    streakDays !== null && streak < streakDays && { is: 'streak', needs: streakDays, has: streak },
    // Since when those are here who came before the bot, nobody knows: it is taken for long enough.
    memberDays !== null && here !== null && here < memberDays && { is: 'member', needs: memberDays, has: here },
    buyer && !isBuyer(read(conversion), member) && { is: 'buyer' },
  ]
  return lacks.filter(lack => lack !== false)
}

/** Looked at when they enter, and again before the list is fixed. */
export const isEligible = (context: Looking, draw: number, member: MemberId): boolean =>
  lacksOf(context, draw, member).length === 0

/** Whole days since they came. Null: nobody saw them come. */
export function daysHere({ read, now }: Pick<Looking, 'read' | 'now'>, member: MemberId): number | null {
  const { joinedAt } = read(membership).members.of(member)
  return joinedAt === null ? null : Math.max(0, Math.floor((now - joinedAt) / DAY_MS))
}
