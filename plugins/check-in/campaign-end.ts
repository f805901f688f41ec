import { acknowledge, addDays, days, type LocalDay, type MemberId } from 'bonfire'
import { type Campaign, campaignOf, isComplete, lastExpectedDay, summaryOf } from './campaign.ts'
import type { Given } from './context.ts'
import { attendance } from './facts.ts'
import { isCheckedIn, type Known } from './streak.ts'

type Reacting = Given & { readonly member: MemberId | undefined }

/**
 * What a check-in of that day, or a make-up, ends: a campaign without a missing day is completed, others get their
 * summary with the last day's check-in. `froze`: days for which a freeze is recorded in the same commit.
 */
export function endsCampaign(context: Reacting, member: MemberId, day: LocalDay, froze: readonly LocalDay[] = []) {
  const { state, say, plan, excused, member: asker } = context
  const campaign = campaignOf(plan)
  const record = state.members.of(member)
  if (!campaign || record.completed === campaign.startDay || day < campaign.startDay) return []
  if (isComplete(record, campaign, excused)) return completes(context, member, campaign, froze)
  const isLast = record.lastDay === day && day === lastExpectedDay(campaign, excused)
  return isLast && asker === member ? [acknowledge(say.summary(summaryOf(record, campaign)))] : []
}

/** Where its last days turn out to be excused, nobody's check-in completes it: the next thing that they ask does. */
export function completesAfterwards(context: Reacting, member: MemberId) {
  const { state, plan, today, excused } = context
  const campaign = campaignOf(plan)
  const record = state.members.of(member)
  if (!campaign || today <= campaign.lastDay || record.completed === campaign.startDay) return []
  return isComplete(record, campaign, excused) ? completes(context, member, campaign) : []
}

function completes(context: Reacting, member: MemberId, campaign: Campaign, froze: readonly LocalDay[] = []) {
  const { state, say } = context
  const { startDay, days, lastDay } = campaign
  const record = state.members.of(member)
  const summary = summaryOf(record, campaign)
  const frozen = summary.frozen + froze.filter(day => day >= startDay && day <= lastDay).length
  const away = daysAway(context, record, campaign) || undefined
  return [
    attendance.facts.completed({ member, startDay, days, made: summary.made, away }),
    context.member === member && acknowledge(say.completed({ ...summary, frozen })),
  ]
}

/** Days of it without a check-in because the bot was away. */
function daysAway({ read }: Given, record: Known, { startDay, lastDay }: Campaign): number {
  const { days: known } = read(days)
  let count = 0
  for (let day = startDay; day <= lastDay; day = addDays(day, 1)) {
    count += Number(known.of(day).excused === 'outage' && !isCheckedIn(record, day))
  }
  return count
}
