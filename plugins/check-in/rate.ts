import { addDays, firstDayOf, isErased, type LocalDay, membersEver, membership } from 'bonfire'
import { hasDay, KNOWN_DAYS } from './bits.ts'
import { windowOn } from './campaign.ts'
import type { Given } from './context.ts'
import { ageOn } from './day-steps.ts'

/** How many check-ins were expected, and how many of these were made. */
export interface Rate {
  readonly expected: number
  readonly made: number
}
export interface RateOfMembers extends Rate {
  /** Of how many members any was expected. */
  readonly people: number
}

/**
 * Of whoever was in the group when the day ended, or is now, one check-in is expected on each day on which anybody is;
 * of those who run the group none is. What was made up later is none that was made on its day. Of days before the group
 * came to life nobody knows anything.
 */
export function rateOver(context: Given, days: readonly LocalDay[]): RateOfMembers {
  const { state, read, calendar, excused, plan, today } = context
  const began = firstDayOf(context) ?? today
  // Ages are reckoned as of one day, once for all members: reckoning dates is what it costs.
  const expectedOn = days
    .filter(day => day >= began && !excused(day) && windowOn(plan, day).is === 'open')
    .map(day => ({ daysAgo: ageOn(today, day), end: calendar.endOf(day) }))
  let expected = 0
  let made = 0
  let people = 0
  for (const [member, { presence, joinedAt, leftAt }] of membersEver(read(membership))) {
    if (isErased(member)) continue
    const { lastDay, checkIns, madeUp } = state.members.of(member)
    const lastDaysAgo = lastDay === null ? null : ageOn(today, lastDay)
    const expectedBefore = expected
    for (const { daysAgo, end } of expectedOn) {
      const isGone = presence === 'left' && (leftAt ?? 0) < end
      if (isGone || (joinedAt ?? 0) >= end) continue
      expected += 1
      const age = lastDaysAgo === null ? -1 : daysAgo - lastDaysAgo
      if (age >= 0 && age < KNOWN_DAYS && hasDay(checkIns, age) && !hasDay(madeUp, age)) made += 1
    }
    if (expected > expectedBefore) people += 1
  }
  return { expected, made, people }
}

/** Where nobody was expected, the share is not known. */
export const shareOf = ({ expected, made }: Rate): number | null => (expected === 0 ? null : made / expected)

/** So many days that end with one. */
export const daysUpTo = (last: LocalDay, count: number): readonly LocalDay[] =>
  Array.from({ length: count }, (_, index) => addDays(last, index + 1 - count))
