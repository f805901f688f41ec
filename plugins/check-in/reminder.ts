import {
  type DueAnswer,
  type DueDelivery,
  type LocalDay,
  type MemberId,
  membership,
  post,
  send,
  withdraw,
} from 'bonfire'
import { windowOn } from './campaign.ts'
import { checkedInOn } from './checking-in.ts'
import { type Given, wordingOn } from './context.ts'
import { currentStreakDays, isCheckedIn, pendingFreezes } from './streak.ts'

/** One message for those who have a streak to lose today. Who does not want to be mentioned is counted, and not named. */
export function remind(context: Given) {
  const { state, say, today, excused, calendar, config, plan } = context
  if (excused(today) || windowOn(plan, today).is !== 'open') return []
  const atRisk = findAtRisk(context)
  const nameable = atRisk.filter(({ isQuiet }) => !isQuiet)
  const reached = config.remindMentions === 0 ? atRisk : nameable
  if (reached.length === 0) return []
  const members = nameable.slice(0, config.remindMentions).map(({ member }) => member)
  const told = { day: today, checkedIn: checkedInOn(state, today), atRisk: atRisk.length, until: calendar.dayStartsAt }
  return [post(say.remind({ ...told, members, wording: wordingOn(today) }))]
}

/** Longest streaks first. Whose freeze stands in for today loses nothing. */
function findAtRisk({ state, read, today, excused }: Given) {
  const { members } = read(membership)
  const found: { member: MemberId; streakDays: number; isQuiet: boolean }[] = []
  for (const [member, record] of state.members.each()) {
    if (isCheckedIn(record, today)) continue
    const streakDays = currentStreakDays(record, today, excused)
    if (streakDays === 0 || pendingFreezes(record, today, excused)! < record.freezes) continue
    const { presence, isQuiet } = members.of(member)
    if (presence === 'present') found.push({ member, streakDays, isQuiet })
  }
  return found.sort((a, b) => b.streakDays - a.streakDays)
}

/**
 * Held up until the day is over, it would ask for something that is no longer possible; and where everybody named has
 * checked in meanwhile, for something that is done.
 */
export function remindIsDue({ state, today }: Given, { params }: DueDelivery): DueAnswer {
  const { day, members, atRisk } = params as { day: LocalDay; members: readonly MemberId[]; atRisk: number }
  if (day !== today) return withdraw('day-over')
  const areNamed = members.length > 0 && members.length === atRisk
  const areIn = areNamed && members.every(member => isCheckedIn(state.members.of(member), day))
  return areIn ? withdraw('all-checked-in') : send()
}
