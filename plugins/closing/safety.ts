import { type MemberId, membership, runsTheGroup, setup } from 'bonfire'
import { conversion, isBuyer, unmatchedIn } from '../conversion/facts.ts'
import type { ClosingContext } from './context.ts'
import { isOpen, LIST_PART_MAX } from './facts.ts'
import type { SparedAs } from './records.ts'

/** What stands for somebody who has been erased. */
const ERASED = 'erased:'

/** Why somebody is not to be removed, whatever list they are on: they are more than a member, or have bought. */
export function keeps({ read }: Pick<ClosingContext, 'read'>, member: MemberId): 'role' | 'buyer' | null {
  // Platforms report who is an admin when they speak, and nothing of who is none any more.
  if (runsTheGroup(read(membership), member)) return 'role'
  return isBuyer(read(conversion), member) ? 'buyer' : null
}

/** Why somebody on the list is not to be removed after all. Null: they are. */
export function spareReason(
  { read, state }: Pick<ClosingContext, 'read' | 'state'>,
  member: MemberId,
): SparedAs | null {
  if (member.startsWith(ERASED)) return 'erased'
  const { presence, joinedAt, leftAt } = read(membership).members.of(member)
  const listedAt = state.group.frozenAt ?? 0
  if (presence !== 'present') return 'left'
  // Whoever has come back has come back to this group, and was told nothing of its end.
  if ((joinedAt ?? 0) > listedAt || (leftAt ?? 0) > listedAt) return 'came-back'
  return keeps({ read }, member)
}

/** Everybody who is here, and neither buyer nor more than a member. Sorted, so that the same people are the same list. */
export function membersToRemove(context: Pick<ClosingContext, 'read'>): readonly MemberId[] {
  const list: MemberId[] = []
  for (const [member, { presence }] of context.read(membership).members.each()) {
    const isHere = presence === 'present' && !member.startsWith(ERASED)
    if (isHere && keeps(context, member) === null) list.push(member)
  }
  return list.sort()
}

/** The list in the parts in which it is recorded. */
export function partsOf(list: readonly MemberId[]): readonly (readonly MemberId[])[] {
  const parts: (readonly MemberId[])[] = []
  for (let from = 0; from < list.length; from += LIST_PART_MAX) parts.push(list.slice(from, from + LIST_PART_MAX))
  return parts
}

/** Whether the bot could once do here what it cannot do any more: then nothing goes on. */
export function hasLostStanding({ read, state }: Pick<ClosingContext, 'read' | 'state'>): boolean {
  const { standing, lacks } = read(setup).group
  if (isGone({ read })) return true
  return state.group.wasAdmin && !isAble(standing, lacks)
}
/** The bot is not in the group. */
export const isGone = ({ read }: Pick<ClosingContext, 'read'>): boolean => read(setup).group.standing === 'gone'
const isAble = (standing: 'member' | 'admin' | 'gone' | null, lacks: readonly string[]) =>
  standing === 'admin' && !lacks.includes('remove')
/** Whether the bot is an admin who may remove members. */
export const canActHere = ({ read }: Pick<ClosingContext, 'read'>): boolean => {
  const { standing, lacks } = read(setup).group
  return isAble(standing, lacks)
}

/** Somebody has paid, and nobody knows who: it may be anybody on the list. */
export const hasUnmatched = ({ read }: Pick<ClosingContext, 'read'>): boolean => unmatchedIn(read(conversion)) > 0

/** Whether that number is the closing under way. */
export const isCurrent = ({ state }: Pick<ClosingContext, 'state'>, number: number): boolean =>
  isOpen(state) && state.group.closing === number
