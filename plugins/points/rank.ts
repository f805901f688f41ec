import { type Asker, type Decision, type LocalDay, type MemberId, membership } from 'bonfire'
import { z } from 'zod'
import { attendance, currentStreakDays } from '../check-in/facts.ts'
import type { PointsContext } from './context.ts'
import { balanceNow } from './expiry.ts'
import { balanceOn } from './facts.ts'
import type { RankKind } from './sayings.ts'

/** How many are shown. */
const SHOWN_MAX = 10

/** What people type, and what they mean by it. */
const KINDS = {
  streak: 'streak',
  打卡: 'streak',
  签到: 'streak',
  连续: 'streak',
  points: 'points',
  积分: 'points',
  invite: 'invite',
  邀请: 'invite',
} as const
type Typed = keyof typeof KINDS

/** One meaning, however it was typed: what has been looked at for one of them serves all who ask. */
export const rankArgs = z.object({
  what: z
    .enum(Object.keys(KINDS) as [Typed, ...Typed[]])
    .default('streak')
    .transform(typed => KINDS[typed]),
})
type Args = z.output<typeof rankArgs>

/** What one look at all members finds: enough to tell each of them their place. */
interface Ranking {
  /** The first ten, best first; of equals, who came first. */
  readonly top: readonly { readonly member: MemberId; readonly value: number }[]
  /** How many members have each value. */
  readonly counts: ReadonlyMap<number, number>
}

/** One pass over all members. Who has nothing, or has left, has no place. */
export function lookAtAll(context: PointsContext, { what }: Args): Ranking | null {
  if (what === 'invite') return null
  const { members, group } = context.read(membership)
  const isHere = (member: MemberId) => members.of(member).presence === 'present'
  const ranking = newRanking(isHere)
  if (what === 'points') lookAtPoints(context, ranking.add)
  else lookAtStreaks(context, ranking.add)
  // Looking everybody up costs more than all the rest: only who has left is, and taken out again.
  if (members.size > group.present) {
    for (const [member, { presence }] of members.each()) {
      if (presence !== 'present') ranking.takeOut(valueNow(context, what, member))
    }
  }
  return ranking
}

type Add = (member: MemberId, value: number) => void

function lookAtPoints({ state, config, today }: PointsContext, add: Add): void {
  for (const [member, account] of state.accounts.each()) {
    add(member, config.expireAfterDays === null ? account.balance : balanceOn(account, today))
  }
}

/** Whether a streak still stands follows from its last day and the freezes in hand: worked out once for each pair. */
function lookAtStreaks({ read, today, excused }: PointsContext, add: Add): void {
  const known = new Map<LocalDay | null, boolean[]>()
  for (const [member, record] of read(attendance).members.each()) {
    const { lastDay, freezes, streakDays } = record
    const byFreezes = known.get(lastDay) ?? []
    if (byFreezes.length === 0) known.set(lastDay, byFreezes)
    byFreezes[freezes] ??= currentStreakDays(record, today, excused) > 0
    if (byFreezes[freezes]) add(member, streakDays)
  }
}

function newRanking(isHere: (member: MemberId) => boolean) {
  const top: { readonly member: MemberId; readonly value: number }[] = []
  const counts = new Map<number, number>()
  let least = 1
  return {
    top,
    counts,
    add(member: MemberId, value: number): void {
      if (value <= 0) return
      counts.set(value, (counts.get(value) ?? 0) + 1)
      if (value < least || !isHere(member)) return
      const at = top.findIndex(other => other.value < value)
      top.splice(at < 0 ? top.length : at, 0, { member, value })
      if (top.length > SHOWN_MAX) top.pop()
      if (top.length === SHOWN_MAX) least = top.at(-1)!.value + 1
    },
    takeOut(value: number): void {
      const left = (counts.get(value) ?? 0) - 1
      if (left > 0) counts.set(value, left)
      else counts.delete(value)
    },
  }
}

/** Equals share a place: after two first ones comes the third. Costs the number of different values. */
export function placeOf({ counts }: Pick<Ranking, 'counts'>, value: number): number {
  let better = 0
  for (const [other, count] of counts) if (other > value) better += count
  return better + 1
}

/** The first ten, and where whoever asks stands. What was looked at may be 10 s old. */
export function showRank(context: PointsContext & Asker, { what }: Args, scanned: unknown): Decision<'points'> {
  const { say, member } = context
  if (what === 'invite') return [say.rankInvite()]
  const ranking = scanned as Ranking
  const rows = ranking.top.map(row => ({ ...row, place: placeOf(ranking, row.value) }))
  const ranked = [...ranking.counts.values()].reduce((sum, count) => sum + count, 0)
  // Shown among the first, they are told what is shown, not what they have earned since.
  const own = rows.find(row => row.member === member)?.value ?? valueNow(context, what, member)
  const mine = own > 0 ? { place: placeOf(ranking, own), value: own, equals: ranking.counts.get(own) ?? 1 } : null
  return [say.rank({ what, rows, ranked, mine })]
}

function valueNow(context: PointsContext, what: RankKind, member: MemberId): number {
  if (what === 'points') return balanceNow(context, member)
  const { read, today, excused } = context
  return currentStreakDays(read(attendance).members.of(member), today, excused)
}
