import { acknowledge, addDays, type LocalDay, type MemberId } from 'bonfire'
import { KNOWN_DAYS } from './bits.ts'
import { endsCampaign } from './campaign-end.ts'
import type { Config } from './config.ts'
import type { Given } from './context.ts'
import { attendance } from './facts.ts'
import { type Excused, isCheckedIn, isFrozen, type Known } from './streak.ts'

interface Reached {
  readonly member: MemberId
  readonly day: LocalDay
  readonly streakDays: number
  readonly laterDays?: number | undefined
}
type Reacting = Given & { readonly member: MemberId | undefined }

/** What a check-in leads to, whoever recorded it: a freeze earned, a campaign completed. */
export function afterCheckIn(context: Reacting, reached: Reached) {
  return [...earnsFreeze(context, reached), ...endsCampaign(context, reached.member, reached.day)]
}

/** The same of a day that was made up. Freezes stand in for what else was missed, as `makeUpOn` said. */
export function afterMakeUp(context: Reacting, reached: Reached) {
  const { member, day } = reached
  const record = context.state.members.of(member)
  const froze = missedAround(record, reached, context.excused).slice(0, record.freezes)
  return [
    ...froze.map(day => attendance.facts.froze({ member, day })),
    ...earnsFreeze(context, reached, froze.length),
    ...endsCampaign(context, member, day, froze),
  ]
}

function earnsFreeze({ state, say, config, member: asker }: Reacting, reached: Reached, used = 0) {
  const { member, day } = reached
  const record = state.members.of(member)
  const inHand = record.freezes - used
  if (!isEarned(config, reached, record.hasJoined) || inHand >= config.freezesMax) return []
  return [
    attendance.facts.freezeEarned({ member, day }),
    asker === member && acknowledge(say.freezeEarned({ freezes: inHand + 1 })),
  ]
}

/** Once for every so many days in a row. Where two streaks became one, what each had earned is not earned again. */
function isEarned(
  { freezeEveryDays }: Pick<Config, 'freezeEveryDays'>,
  { streakDays, laterDays = 0 }: Pick<Reached, 'streakDays' | 'laterDays'>,
  hasJoined: boolean,
): boolean {
  if (freezeEveryDays === 0) return false
  const earned = (days: number) => Math.floor(days / freezeEveryDays)
  const had = hasJoined ? earned(streakDays - 1) + earned(laterDays) : earned(streakDays + laterDays - 1)
  return earned(streakDays + laterDays) > had
}

/** Days around a day that was made up which its streak goes on over although nothing excuses them. */
function missedAround(
  record: Known,
  { day, streakDays, laterDays = 0 }: Reached,
  excused: Excused,
): readonly LocalDay[] {
  // Inside of a streak nothing is missing: what has been told to be one stays one.
  if (streakDays > 1 && laterDays > 0 && !record.hasJoined) return []
  const isMissed = (day: LocalDay) => !excused(day) && !isFrozen(record, day)
  const missed: LocalDay[] = []
  if (streakDays > 1)
    for (const before of daysUntilCheckIn(record, day, -1)) if (isMissed(before)) missed.unshift(before)
  if (laterDays > 0) for (const after of daysUntilCheckIn(record, day, 1)) if (isMissed(after)) missed.push(after)
  return missed
}

/** The days from one on, not included, up to the next that is known to have a check-in. */
function daysUntilCheckIn(record: Known, from: LocalDay, step: 1 | -1): readonly LocalDay[] {
  const found: LocalDay[] = []
  for (let day = addDays(from, step); found.length < KNOWN_DAYS; day = addDays(day, step)) {
    if (isCheckedIn(record, day) || (record.before !== null && day <= record.before.day)) return found
    found.push(day)
  }
  return []
}
