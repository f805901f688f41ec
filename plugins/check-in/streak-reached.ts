import { acknowledge, addDays, type LocalDay, type MemberId } from 'bonfire'
import { campaignOf, isComplete, lastExpectedDay, summaryOf } from './campaign.ts'
import type { Config } from './config.ts'
import type { Given } from './context.ts'
import { attendance } from './facts.ts'
import { type Excused, isCheckedIn, isFrozen, type Known, streakSince } from './streak.ts'

interface Reached {
  readonly member: MemberId
  readonly day: LocalDay
  readonly streakDays: number
  readonly laterDays?: number | undefined
}
type Reacting = Given & { readonly member: MemberId | undefined }

/** What a check-in leads to, whoever recorded it: a freeze earned, a campaign completed. */
export function afterCheckIn(context: Reacting, reached: Reached) {
  return [...earnsFreeze(context, reached), ...endsCampaign(context, reached)]
}

/** The same of a day that was made up. Freezes stand in for what was missed before it. */
export function afterMakeUp(context: Reacting, reached: Reached) {
  const { member, day } = reached
  const record = context.state.members.of(member)
  const froze = missedBefore(record, day, context.excused).slice(0, record.freezes)
  return [
    ...froze.map(day => attendance.facts.froze({ member, day })),
    ...earnsFreeze(context, reached, froze.length),
    ...endsCampaign(context, reached),
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

function endsCampaign({ state, say, plan, excused, member: asker }: Reacting, { member, day }: Reached) {
  const campaign = campaignOf(plan)
  const record = state.members.of(member)
  if (!campaign || record.completed === campaign.startDay || day < campaign.startDay) return []
  const isDone = isComplete(record, campaign, excused)
  const isLast = record.lastDay === day && day === lastExpectedDay(campaign, excused)
  if (!isDone && !isLast) return []
  const summary = summaryOf(record, campaign)
  const { startDay, days } = campaign
  const isTold = asker === member
  if (!isDone) return [isTold && acknowledge(say.summary(summary))]
  return [
    attendance.facts.completed({ member, startDay, days, made: summary.made }),
    isTold && acknowledge(say.completed(summary)),
  ]
}

/** Days right before a check-in that its streak goes on over although nothing excuses them. */
function missedBefore(record: Known, day: LocalDay, excused: Excused): readonly LocalDay[] {
  const since = streakSince(record)
  if (since === null || since >= day || record.lastDay !== day) return []
  const missed: LocalDay[] = []
  for (let before = addDays(day, -1); before > since && !isCheckedIn(record, before); before = addDays(before, -1)) {
    if (!excused(before) && !isFrozen(record, before)) missed.unshift(before)
  }
  return missed
}
