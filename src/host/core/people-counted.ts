import type { MemberId } from '../../events/ids.ts'
import type { SliceState } from '../slice.ts'
import { isAboveMember, type Membership, type membership } from './membership.ts'

type People = SliceState<typeof membership>

/** What stands for somebody who has been erased: they were here, and are nobody now. */
const ERASED = 'erased:'
export const isErased = (member: MemberId): boolean => member.startsWith(ERASED)

/** Owner, admins and teachers, and those who were when they left: figures about members leave them out. */
export function runsTheGroup({ members, group }: People, member: MemberId): boolean {
  const record = members.of(member)
  return group.owner === member || isAboveMember(record) || record.ranTheGroup
}

/** Everybody who is in the group or was, whether or not we saw them come, but those who run it. */
export function* membersEver(people: People): Iterable<readonly [MemberId, Readonly<Membership>]> {
  for (const [key, record] of people.members.each()) {
    const member = key as MemberId
    if (record.presence !== 'unknown' && !runsTheGroup(people, member)) yield [member, record]
  }
}

/** Everybody who is in the group now, but those who run it. */
export function* membersNow(people: People): Iterable<readonly [MemberId, Readonly<Membership>]> {
  for (const entry of membersEver(people)) {
    if (entry[1].presence === 'present' && !isErased(entry[0])) yield entry
  }
}

/** A step of the funnel: how many of those who ever came have got there, each step counted by itself. */
export function stepOf(
  people: People,
  order: number,
  hasReached: (member: MemberId) => boolean,
): { readonly is: 'step'; readonly order: number; readonly value: number; readonly n: number } {
  let n = 0
  let value = 0
  for (const [member] of membersEver(people)) {
    n += 1
    if (hasReached(member)) value += 1
  }
  return { is: 'step', order, value, n }
}
