import { type Both, DAYS_SHOWN, daysUntil, type Figure, isErased, type MemberId, membership } from 'bonfire'
import type { PointsContext } from './context.ts'
import { balanceNow } from './expiry.ts'
import { type Moves, movesOn } from './moves.ts'

/** What members could still spend. */
export function outstanding(context: PointsContext): Figure {
  const { members } = context.read(membership)
  const sums = { here: 0, away: 0, holders: 0 }
  for (const [key] of context.state.accounts.each()) {
    const member = key as MemberId
    const balance = balanceNow(context, member)
    const isHere = members.of(member).presence === 'present' && !isErased(member)
    if (isHere) sums.here += balance
    else sums.away += balance
    if (isHere && balance > 0) sums.holders += 1
  }
  return {
    title: { 'zh-CN': '没用掉的积分', 'en-US': 'Points outstanding' },
    formula: {
      'zh-CN': '现在群里所有人的积分加起来，和各自 /points 看到的一样：到期的不算。',
      'en-US':
        'What everybody who is here could still spend, as /points tells each of them: what has expired is left out.',
    },
    n: sums.holders,
    ...{ is: 'number', value: sums.here, unit: 'count' },
    ...(sums.away > 0 && { note: ofThoseAway(sums.away) }),
  }
}
const ofThoseAway = (points: number): Both => ({
  'zh-CN': `另有 ${points} 分在离开的人名下`,
  'en-US': `${points} more are of people who have left`,
})

const LINES = [
  { of: 'issued', label: { 'zh-CN': '发出', 'en-US': 'issued' } },
  { of: 'spent', label: { 'zh-CN': '用掉', 'en-US': 'redeemed' } },
  { of: 'expired', label: { 'zh-CN': '到期', 'en-US': 'expired' } },
  { of: 'adjusted', label: { 'zh-CN': '管理员加减', 'en-US': 'by admins' } },
] as const satisfies readonly { of: keyof Moves; label: Both }[]

export function movesPerDay(context: PointsContext): Figure {
  const days = daysUntil(context, context.today, DAYS_SHOWN)
  const moves = movesOn(context, days)
  return {
    title: { 'zh-CN': '每天的积分', 'en-US': 'Points per day' },
    formula: {
      'zh-CN':
        '近 30 天，或从我来这个群起，每天发出、用掉（退回的减去）、到期的积分，和管理员加减的，和 /stats 一样。打卡的积分算在打卡那一天。',
      'en-US':
        'Points issued, redeemed (less what came back), expired, and given or taken by admins on each of the last 30 days, or since I came, as in /stats. Those of a check-in are of its day.',
    },
    n: context.state.accounts.size,
    ...{ is: 'days', days },
    lines: LINES.map(line => ({ label: line.label, values: moves.map(of => of[line.of]) })),
  }
}
